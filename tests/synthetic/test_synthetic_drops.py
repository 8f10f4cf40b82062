"""The drops are what the contracts say, hang together, and err as often as the profile says."""

import csv
import re

import nhs_number
import pytest
from stdnum.gb import upn

from mash.contracts import Load, load_contract
from mash.synthetic.identifiers import POLICE_LETTERS
from mash.synthetic.profile import default_rates

AGENCIES = ("police", "health", "education", "probation", "social_care")
DATASETS = [(agency, dataset.name) for agency in AGENCIES for dataset in load_contract(agency).datasets]
NEVER_ISSUED = "CIKMOV"
REFERENCES = [
    ("police_nominal_addresses", "nominal_ref", "police_nominals", "nominal_ref"),
    ("police_occurrence_roles", "nominal_ref", "police_nominals", "nominal_ref"),
    ("police_occurrence_roles", "occurrence_ref", "police_occurrences", "occurrence_ref"),
    ("police_occurrences", "reported_by_nominal_ref", "police_nominals", "nominal_ref"),
    ("police_nominal_links", "nominal_ref_a", "police_nominals", "nominal_ref"),
    ("police_nominal_links", "nominal_ref_b", "police_nominals", "nominal_ref"),
    ("police_markers", "nominal_ref", "police_nominals", "nominal_ref"),
    ("health_patient_addresses", "local_patient_id", "health_patients", "local_patient_id"),
    ("health_related_persons", "local_patient_id", "health_patients", "local_patient_id"),
    ("health_related_persons", "related_local_patient_id", "health_patients", "local_patient_id"),
    ("health_attendances", "local_patient_id", "health_patients", "local_patient_id"),
    ("education_pupil_addresses", "la_pupil_id", "education_pupils", "la_pupil_id"),
    ("education_enrolments", "la_pupil_id", "education_pupils", "la_pupil_id"),
    ("education_contacts", "la_pupil_id", "education_pupils", "la_pupil_id"),
    ("education_attendance", "la_pupil_id", "education_pupils", "la_pupil_id"),
    ("probation_offender_addresses", "crn", "probation_offenders", "crn"),
    ("probation_registrations", "crn", "probation_offenders", "crn"),
    ("probation_licence_conditions", "crn", "probation_offenders", "crn"),
    ("probation_personal_contacts", "crn", "probation_offenders", "crn"),
    ("social_care_person_addresses", "social_care_id", "social_care_persons", "social_care_id"),
    ("social_care_relationships", "social_care_id_a", "social_care_persons", "social_care_id"),
    ("social_care_relationships", "social_care_id_b", "social_care_persons", "social_care_id"),
    ("social_care_referrals", "child_social_care_id", "social_care_persons", "social_care_id"),
    ("social_care_referrals", "referrer_social_care_id", "social_care_persons", "social_care_id"),
    ("social_care_episodes", "child_social_care_id", "social_care_persons", "social_care_id"),
]


@pytest.mark.parametrize(("agency", "dataset"), DATASETS, ids=[f"{a} {d}" for a, d in DATASETS])
def test_every_dataset_has_the_columns_of_its_contract_and_some_rows(town, agency, dataset):
    agreed = load_contract(agency).dataset(dataset)
    path = next((town.root / agency).iterdir()) / f"{dataset}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    expected = [field.name for field in agreed.fields] + (["deleted"] if agreed.load is Load.CHANGES else [])
    assert header == expected
    assert town.one(f"select count(*) from {agency}_{dataset}") > 0


@pytest.mark.parametrize(("agency", "dataset"), DATASETS, ids=[f"{a} {d}" for a, d in DATASETS])
def test_required_fields_are_filled_codes_are_on_their_lists_and_keys_are_told_apart(town, agency, dataset):
    agreed = load_contract(agency).dataset(dataset)
    table = f"{agency}_{dataset}"
    for field in agreed.fields:
        if field.required:
            assert town.one(f"select count(*) from {table} where {field.name} is null") == 0, field.name
        if field.codes:
            listed = ", ".join(f"'{code}'" for code in field.codes)
            assert town.one(f"select count(*) from {table} where {field.name} not in ({listed})") == 0, field.name
    if agreed.key and agreed.load is Load.FULL:
        key = ", ".join(agreed.key)
        assert town.one(f"select count(*) - count(distinct ({key})) from {table}") == 0


@pytest.mark.parametrize(("table", "column", "other", "key"), REFERENCES, ids=[f"{r[0]} {r[1]}" for r in REFERENCES])
def test_every_reference_points_at_a_record_that_was_sent(town, table, column, other, key):
    dangling = (
        f"select count(*) from {table} where {column} is not null and {column} not in (select {key} from {other})"
    )
    assert town.one(dangling) == 0


def _is_pnc(text):
    year, rest = text.split("/")
    return rest[-1] == POLICE_LETTERS[(int(year[-2:]) * 10**7 + int(rest[:-1])) % 23]


def _is_cro(text):
    serial, rest = text.split("/")
    return rest[-1] == POLICE_LETTERS[(int(rest[:-1]) * 10**6 + int(serial)) % 23]


@pytest.mark.parametrize(
    ("column", "table", "is_valid"),
    [
        ("nhs_number", "health_patients", nhs_number.is_valid),
        ("nhs_number", "social_care_persons", nhs_number.is_valid),
        ("upn", "education_pupils", upn.is_valid),
        ("upn", "social_care_persons", upn.is_valid),
        ("pnc_id", "police_nominals", _is_pnc),
        ("cro_number", "police_nominals", _is_cro),
        ("pnc_id", "probation_offenders", _is_pnc),
        ("crn", "probation_offenders", re.compile(r"[A-Z]\d{6}").fullmatch),
        ("noms_number", "probation_offenders", re.compile(r"[A-Z]\d{4}[A-Z]{2}").fullmatch),
    ],
)
def test_identifiers_pass_their_checks_but_for_the_few_mistyped(town, column, table, is_valid):
    numbers = [text for (text,) in town.rows(f"select {column} from {table} where {column} is not null")]
    assert numbers
    wrong = sum(not is_valid(text) for text in numbers)
    mistyped = 0.005 * len(numbers)  # the highest of the rates
    assert wrong <= mistyped + 4 * mistyped**0.5 + 1


def test_nhs_numbers_lie_in_the_range_that_is_never_issued(town):
    assert town.one("select count(*) from health_patients where nhs_number not like '999%'") == 0


def test_true_postcodes_have_the_form_agencies_check_and_letters_that_are_never_issued(town):
    codes = [code for (code,) in town.rows("select postcode from police_occurrences where postcode is not null")]
    form = re.compile(r"[A-Z][A-HJ-Y]?\d[A-Z\d]? \d[A-Z]{2}")
    assert codes
    assert all(form.fullmatch(code) and set(code[-2:]) & set(NEVER_ISSUED) for code in codes)


def test_telephones_and_emails_belong_to_nobody(town):
    phones = town.rows(
        "select phones from police_nominals where phones is not null union select phone from education_contacts "
        "where phone is not null"
    )
    emails = town.rows("select emails from social_care_persons where emails is not null")
    assert all(re.fullmatch(r"07700900\d{3}|0719\d{7}", phone) for (phone,) in phones)
    assert all(re.search(r"@example\.(org|com|net)$", email) for (email,) in emails)


@pytest.mark.parametrize(
    ("table", "count", "section", "rate"),
    [
        ("health_patients", "sex = 'U'", "health", "sex_missing"),
        ("health_patients", "ethnicity_code = 'NS'", "health", "ethnicity_missing"),
        ("health_patient_addresses", "postcode is null", "health", "postcode_missing"),
        ("police_nominals", "ethnicity_code = 'NS'", "police", "ethnicity_missing"),
        ("police_nominals", "date_of_birth is null", "police", "dob_missing"),
        ("social_care_persons", "date_of_birth is null", "social_care", "dob_missing"),
        ("education_contacts", "phone is null", "education", "phone_missing"),
    ],
)
def test_mistakes_are_as_common_as_the_profile_says(town, table, count, section, rate):
    total, found = town.rows(f"select count(*), count(*) filter ({count}) from {table}")[0]
    expected = default_rates()[section][rate]
    spread = 4 * (expected * (1 - expected) / total) ** 0.5
    assert abs(found / total - expected) < spread + 0.002


def test_most_names_of_pupils_are_as_they_truly_are(town):
    right = town.one(
        "select avg((upper(p.surname) = upper(e.legal_surname))::int) from education_pupils as e "
        "join membership as m on m.record_key = 'education:' || e.la_pupil_id join persons as p using (person_id)"
    )
    assert 0.85 < right < 0.995


def test_a_former_name_stands_on_some_record_of_a_woman_who_married(town):
    assert town.one("select count(*) from health_patients where former_surnames is not null") > 10


def test_fewer_nights_before_there_are_fewer_rows(town):
    first, last = (min((town.root / "police").iterdir()), max((town.root / "police").iterdir()))
    lengths = [
        len((night / "nominal_addresses.csv").read_text(encoding="utf-8").splitlines()) for night in (first, last)
    ]
    assert lengths[0] < lengths[1]


def test_a_later_night_sends_of_changes_only_what_changed_and_says_what_was_withdrawn(town):
    nights = sorted((town.root / "police").iterdir())
    files = [(night / "occurrences.csv").read_text(encoding="utf-8").splitlines() for night in nights]
    assert len(files[0]) > 100
    assert all(len(file) < 40 for file in files[1:])
    sent = {line.split(",")[0] for line in files[0][1:]}
    withdrawn = [line.split(",")[0] for file in files[1:] for line in file[1:] if line.endswith(",true")]
    assert all(not line.endswith(",true") for line in files[0][1:])
    assert set(withdrawn) <= sent | {
        line.split(",")[0] for file in files for line in file[1:] if line.endswith(",false")
    }


def test_a_referral_closed_between_nights_is_sent_open_and_then_closed(town):
    changed = town.one(
        "select count(*) from (select referral_id from social_care_referrals group by all having count(*) > 1 "
        "and count(closed_on) < count(*) and count(closed_on) > 0)"
    )
    assert changed > 0


def test_under_threes_have_no_upn_and_nobody_under_four_is_a_pupil(town):
    young = (
        "select count(*) from social_care_persons as s join membership as m on m.record_key = 'social_care:' || "
        "s.social_care_id join persons as p using (person_id) "
        "where p.date_of_birth > date '2023-01-31' and s.upn is not null"
    )
    pupils = (
        "select count(*) from membership join persons using (person_id) "
        "where dataset = 'pupils' and date_of_birth > date '2022-01-31'"
    )
    assert town.one(young) <= 1  # a sibling's, by mistake
    assert town.one(pupils) == 0
