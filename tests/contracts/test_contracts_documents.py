"""The documents in data_contracts/ keep to the standard, and hold what the design says agencies send."""

import json
from importlib.resources import files

import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from mash.contracts import FieldType, Load, built_in_contracts, load_contract
from mash.contracts.formats import FORMATS
from mash.contracts.read import SUFFIX, _shipped

ADDRESS = "address_line_1 address_line_2 town postcode uprn"
# As the design names them: * key, ! required.
DESIGN = {
    "police": {
        "nominals": "nominal_ref* force_code! pnc_id cro_number forenames surname! aliases date_of_birth sex "
        "ethnicity_code phones vehicles restricted",
        "nominal_addresses": f"nominal_ref! {ADDRESS} address_type from_date to_date",
        "occurrences": "occurrence_ref* force_code! source_system category! occurred_on! recorded_on "
        "reported_by_nominal_ref postcode dash_grade outcome summary",
        "occurrence_roles": "occurrence_ref! nominal_ref! role!",
        "nominal_links": "nominal_ref_a! nominal_ref_b! link_type! source_grade intelligence_grade handling_code "
        "from_date to_date",
        "markers": "nominal_ref! scheme! code level authority valid_from! valid_to status!",
    },
    "health": {
        "patients": "nhs_number local_patient_id* nhs_number_status forenames surname! former_surnames date_of_birth "
        "sex ethnicity_code multiple_birth_order gp_ods_code sensitive",
        "patient_addresses": f"local_patient_id! {ADDRESS} from_date to_date",
        "related_persons": "local_patient_id! related_local_patient_id related_forenames related_surname "
        "related_date_of_birth relationship! from_date to_date",
        "attendances": "local_patient_id! attended_on! setting! reason provider_ods_code safeguarding_concern",
    },
    "education": {
        "pupils": "upn former_upn la_pupil_id* forenames legal_surname! preferred_surname date_of_birth sex "
        "ethnicity_code",
        "pupil_addresses": f"la_pupil_id! {ADDRESS} from_date to_date",
        "enrolments": "la_pupil_id! school_urn! from_date! to_date",
        "contacts": "la_pupil_id! contact_seq! forenames surname! date_of_birth relationship! "
        "parental_responsibility lives_with_child phone postcode from_date to_date",
        "attendance": "la_pupil_id! term! sessions_possible sessions_absent exclusions",
    },
    "probation": {
        "offenders": "crn* pnc_id noms_number forenames surname! aliases date_of_birth sex ethnicity_code phones",
        "offender_addresses": f"crn! {ADDRESS} address_type from_date to_date",
        "registrations": "crn! register! category level valid_from! valid_to status!",
        "licence_conditions": "crn! condition! from_date! to_date",
        "personal_contacts": "crn! contact_forenames contact_surname contact_date_of_birth relationship! from_date "
        "to_date",
    },
    "social_care": {
        "persons": "social_care_id* nhs_number upn forenames surname! former_surnames date_of_birth "
        "expected_date_of_birth sex ethnicity_code phones emails restricted",
        "person_addresses": f"social_care_id! {ADDRESS} from_date to_date",
        "relationships": "social_care_id_a! social_care_id_b! relationship! from_date to_date",
        "referrals": "referral_id* child_social_care_id! received_at! referrer_social_care_id source_code! concern! "
        "narrative initial_rating outcome closed_on closure_reason",
        "episodes": "child_social_care_id! episode_type! from_date! to_date category closure_reason allocated_worker",
    },
    "people": {
        "people": "person_ref* forenames surname aliases date_of_birth sex address_line_1 town postcode phones emails "
        "identifiers",
    },
}
EVERY_DATASET = [(contract, dataset) for contract, datasets in DESIGN.items() for dataset in datasets]


def document(name: str) -> str:
    return (_shipped() / f"{name}{SUFFIX}").read_text(encoding="utf-8")


def test_the_built_in_contracts_are_those_of_the_design():
    assert built_in_contracts() == tuple(sorted(DESIGN))


@pytest.mark.parametrize("name", sorted(DESIGN))
def test_a_contract_is_read_by_the_library_of_the_standard(name):
    read = OpenDataContractStandard.from_string(document(name))
    assert (read.apiVersion, read.kind, read.name) == ("v3.1.0", "DataContract", name)


@pytest.mark.parametrize("name", sorted(DESIGN))
def test_a_contract_is_valid_by_the_json_schema_of_the_standard(name):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((files("open_data_contract_standard") / "schema.json").read_text(encoding="utf-8"))
    faults = jsonschema.Draft201909Validator(schema).iter_errors(yaml.safe_load(document(name)))
    assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []


@pytest.mark.parametrize("name", sorted(DESIGN))
def test_a_contract_has_the_datasets_of_the_design(name):
    assert [dataset.name for dataset in load_contract(name).datasets] == list(DESIGN[name])


@pytest.mark.parametrize(("contract", "name"), EVERY_DATASET, ids=[" ".join(each) for each in EVERY_DATASET])
def test_a_dataset_has_the_fields_of_the_design(contract, name):
    dataset = load_contract(contract).dataset(name)
    wanted = DESIGN[contract][name].split()
    assert [field.name for field in dataset.fields] == [field.rstrip("*!") for field in wanted]
    assert [field.name for field in dataset.fields if field.required] == [
        field.rstrip("*!") for field in wanted if field[-1] in "*!"
    ]
    starred = [field.rstrip("*") for field in wanted if field.endswith("*")]
    if starred:
        assert list(dataset.key) == starred


@pytest.mark.parametrize(("contract", "name"), EVERY_DATASET, ids=[" ".join(each) for each in EVERY_DATASET])
def test_a_dataset_says_how_it_is_loaded_how_fresh_and_how_long_it_may_be_kept(contract, name):
    dataset = load_contract(contract).dataset(name)
    assert dataset.load in Load
    assert dataset.fresh_within_days > 0
    assert dataset.retention
    assert 0 < dataset.duplicate_key_share <= 0.05
    assert dataset.description


@pytest.mark.parametrize(("contract", "name"), EVERY_DATASET, ids=[" ".join(each) for each in EVERY_DATASET])
def test_a_field_is_described_and_classified(contract, name):
    classes = {"none", "personal", "special-category", "criminal-offence"}
    for field in load_contract(contract).dataset(name).fields:
        assert field.description, field.name
        assert field.classification in classes, field.name


def test_both_modes_of_loading_are_in_use():
    modes = {dataset.load for name in DESIGN for dataset in load_contract(name).datasets}
    assert modes == set(Load)


def test_ethnicity_and_health_are_special_category_and_markers_are_of_criminal_offences():
    patients = {field.name: field for field in load_contract("health").dataset("patients").fields}
    markers = {field.name: field for field in load_contract("police").dataset("markers").fields}
    assert patients["ethnicity_code"].classification == "special-category"
    assert markers["scheme"].classification == "criminal-offence"


def test_every_named_format_is_asked_for_by_some_field():
    asked = {field.format for name in DESIGN for dataset in load_contract(name).datasets for field in dataset.fields}
    assert asked - {None} == set(FORMATS)


def test_lists_and_moments_are_typed_as_such():
    nominals = {field.name: field for field in load_contract("police").dataset("nominals").fields}
    referrals = {field.name: field for field in load_contract("social_care").dataset("referrals").fields}
    assert nominals["aliases"].type is FieldType.LIST
    assert nominals["phones"].format == "phone"
    assert referrals["received_at"].type is FieldType.TIMESTAMP
