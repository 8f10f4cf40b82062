"""The book a story is written into: rows of five agencies' datasets, and who each record truly is."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

COLUMNS: dict[str, dict[str, str]] = {
    "police": {
        "nominals": "nominal_ref force_code pnc_id cro_number forenames surname aliases date_of_birth sex "
        "ethnicity_code phones vehicles restricted",
        "nominal_addresses": "nominal_ref address_line_1 address_line_2 town postcode uprn address_type from_date "
        "to_date",
        "occurrences": "occurrence_ref force_code source_system category occurred_on recorded_on "
        "reported_by_nominal_ref postcode dash_grade outcome summary",
        "occurrence_roles": "occurrence_ref nominal_ref role",
        "nominal_links": "nominal_ref_a nominal_ref_b link_type source_grade intelligence_grade handling_code "
        "from_date to_date",
        "markers": "nominal_ref scheme code level authority valid_from valid_to status",
    },
    "health": {
        "patients": "nhs_number local_patient_id nhs_number_status forenames surname former_surnames date_of_birth "
        "sex ethnicity_code multiple_birth_order gp_ods_code sensitive",
        "patient_addresses": "local_patient_id address_line_1 address_line_2 town postcode uprn from_date to_date",
        "related_persons": "local_patient_id related_local_patient_id related_forenames related_surname "
        "related_date_of_birth relationship from_date to_date",
        "attendances": "local_patient_id attended_on setting reason provider_ods_code safeguarding_concern",
    },
    "education": {
        "pupils": "upn former_upn la_pupil_id forenames legal_surname preferred_surname date_of_birth sex "
        "ethnicity_code",
        "pupil_addresses": "la_pupil_id address_line_1 address_line_2 town postcode uprn from_date to_date",
        "enrolments": "la_pupil_id school_urn from_date to_date",
        "contacts": "la_pupil_id contact_seq forenames surname date_of_birth relationship parental_responsibility "
        "lives_with_child phone postcode from_date to_date",
        "attendance": "la_pupil_id term sessions_possible sessions_absent exclusions",
    },
    "probation": {
        "offenders": "crn pnc_id noms_number forenames surname aliases date_of_birth sex ethnicity_code phones",
        "offender_addresses": "crn address_line_1 address_line_2 town postcode uprn address_type from_date to_date",
        "registrations": "crn register category level valid_from valid_to status",
        "licence_conditions": "crn condition from_date to_date",
        "personal_contacts": "crn contact_forenames contact_surname contact_date_of_birth relationship from_date "
        "to_date",
    },
    "social_care": {
        "persons": "social_care_id nhs_number upn forenames surname former_surnames date_of_birth "
        "expected_date_of_birth sex ethnicity_code phones emails restricted",
        "person_addresses": "social_care_id address_line_1 address_line_2 town postcode uprn from_date to_date",
        "relationships": "social_care_id_a social_care_id_b relationship from_date to_date",
        "referrals": "referral_id child_social_care_id received_at referrer_social_care_id source_code concern "
        "narrative initial_rating outcome closed_on closure_reason",
        "episodes": "child_social_care_id episode_type from_date to_date category closure_reason allocated_worker",
    },
}
"""Agency, dataset and columns in the order of the data contracts (data_contracts/)."""

AGENCY = {dataset: agency for agency, datasets in COLUMNS.items() for dataset in datasets}
"""The agency of each dataset: no two agencies share a dataset's name."""

REGISTERS = {
    "nominals": ("nominal_ref", "nominal_addresses"),
    "patients": ("local_patient_id", "patient_addresses"),
    "pupils": ("la_pupil_id", "pupil_addresses"),
    "offenders": ("crn", "offender_addresses"),
    "persons": ("social_care_id", "person_addresses"),
}
"""Each agency's register of people: its key, and the dataset of their addresses."""

UNIT_LETTERS = "CIKMOV"
"""Letters no issued postcode has in its inward part: real outward codes, made-up units."""


def naming_key(name: str, born: str) -> str:
    """The last part of the record key of someone named but not numbered; as ``naming_key.sql`` of the records."""
    words = re.sub(r"[^A-Z|]+", " ", name.upper())
    return hashlib.md5(f"{words}|{born}".encode(), usedforsecurity=False).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A place to stay; ``kind`` is an address type of the police and probation contracts."""

    line_1: str
    town: str
    postcode: str
    uprn: str = ""
    kind: str = "home"


@dataclass
class Book:
    """Rows by dataset, and ``truth``: the person behind every record, also of those only named in another."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {dataset: [] for dataset in AGENCY})
    truth: dict[str, str] = field(default_factory=dict)
    register_of: dict[str, str] = field(default_factory=dict)

    def add(self, dataset: str, **values: str) -> None:
        """Write one row; a column the contract does not have is an error of the author."""
        known = COLUMNS[AGENCY[dataset]][dataset].split()
        if unknown := set(values) - set(known):
            raise ValueError(f"{dataset} has no column {sorted(unknown)}")
        self.rows[dataset].append({column: values.get(column, "") for column in known})

    def record(self, who: str, dataset: str, source_id: str, name: str, **values: str) -> str:
        """Enter ``who`` in an agency's register as ``forenames|surname``; returns the source id."""
        key, _ = REGISTERS[dataset]
        forenames, surname = name.split("|")
        surname_column = "legal_surname" if dataset == "pupils" else "surname"
        self.add(dataset, **{key: source_id, "forenames": forenames, surname_column: surname, **values})
        self.register_of[source_id] = dataset
        self._is(f"{AGENCY[dataset]}:{source_id}", who)
        return source_id

    def stay(self, source_id: str, dwelling: Dwelling, from_date: str, to_date: str = "", **values: str) -> None:
        """House a record at a dwelling from one date to another, or still."""
        register = self.register_of[source_id]
        key, dataset = REGISTERS[register]
        typed = {"address_type": dwelling.kind} if "address_type" in COLUMNS[AGENCY[dataset]][dataset] else {}
        place = {
            "address_line_1": dwelling.line_1,
            "town": dwelling.town,
            "postcode": dwelling.postcode,
            "uprn": dwelling.uprn,
        }
        self.add(dataset, **{key: source_id, **place, **typed, "from_date": from_date, "to_date": to_date, **values})

    def contact(self, who: str, pupil: str, seq: int, name: str, **values: str) -> None:
        """Name ``who`` as a pupil's contact: a person of no register."""
        forenames, surname = name.split("|")
        self.add("contacts", la_pupil_id=pupil, contact_seq=str(seq), forenames=forenames, surname=surname, **values)
        self._is(f"education:contacts:{pupil}:{seq}", who)

    def relative(self, who: str, patient: str, name: str, born: str, **values: str) -> None:
        """Name ``who`` as a patient's relative: a person of no register, unless a patient number says which."""
        forenames, surname = name.split("|")
        self.add(
            "related_persons",
            local_patient_id=patient,
            related_forenames=forenames,
            related_surname=surname,
            related_date_of_birth=born,
            **values,
        )
        if "related_local_patient_id" not in values:
            self._is(f"health:related_persons:{patient}:{naming_key(name, born)}", who)

    def personal_contact(self, who: str, crn: str, name: str, born: str, **values: str) -> None:
        """Name ``who`` as an offender's personal contact: a person of no register."""
        forenames, surname = name.split("|")
        self.add(
            "personal_contacts",
            crn=crn,
            contact_forenames=forenames,
            contact_surname=surname,
            contact_date_of_birth=born,
            **values,
        )
        self._is(f"probation:personal_contacts:{crn}:{naming_key(name, born)}", who)

    def occurrence(self, ref: str, category: str, on: str, roles: dict[str, str], **values: str) -> None:
        """Record what happened on a day and who had which role in it."""
        more = {"force_code": "03", "source_system": "RMS", "recorded_on": on, **values}
        self.add("occurrences", occurrence_ref=ref, category=category, occurred_on=on, **more)
        for nominal, role in roles.items():
            self.add("occurrence_roles", occurrence_ref=ref, nominal_ref=nominal, role=role)

    def link(self, a: str, b: str, link_type: str, from_date: str, to_date: str = "") -> None:
        """Link two nominals as police intelligence does: a reliable source, known indirectly, lawful sharing."""
        graded = {"source_grade": "1", "intelligence_grade": "B", "handling_code": "P"}
        self.add(
            "nominal_links",
            nominal_ref_a=a,
            nominal_ref_b=b,
            link_type=link_type,
            from_date=from_date,
            to_date=to_date,
            **graded,
        )

    def marker(self, nominal: str, scheme: str, valid_from: str, valid_to: str = "", **values: str) -> None:
        """Put a marker on a nominal; current unless told."""
        more = {"status": "current", **values}
        self.add("markers", nominal_ref=nominal, scheme=scheme, valid_from=valid_from, valid_to=valid_to, **more)

    def registration(self, crn: str, register: str, valid_from: str, valid_to: str = "", **values: str) -> None:
        """Put an offender on a register of probation; current unless told."""
        more = {"status": "current", **values}
        self.add("registrations", crn=crn, register=register, valid_from=valid_from, valid_to=valid_to, **more)

    def _is(self, record_key: str, who: str) -> None:
        if self.truth.setdefault(record_key, who) != who:
            raise ValueError(f"{record_key} is written as two persons")
