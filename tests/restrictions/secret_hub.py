"""A small made-up hub with secrets in it, of which nothing may be read: words and numbers that stand nowhere else.

Two sets of secrets make two hubs that differ in nothing else: whatever anybody may read of them has to be equal.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

DAY = "2026-01-30"
AS_OF = "2026-01-31"
TOML = """
[hub]
name = "Made-up hub"
policy = "policy-2026-01"
"""
AGENCY = '\n[agencies.{0}]\ncontract = "{0}"\ndrop = "drops/{0}"\nrequired = true\n'

RESTRICTIONS = """
contact = "the information governance lead"

[[sealed]]
id = "S-1"
why = "adoption"
one = ["social_care:SC5"]
other = ["health:HOLD"]

[[places]]
id = "L-1"
why = "refuge"
postcode = "{refuge_postcode}"
line = "{refuge_line}"

[[places]]
id = "L-2"
why = "foster home"
uprn = "{foster_uprn}"

[[places]]
id = "L-3"
why = "refuge"
uprn = "{third_uprn}"

[[closed]]
id = "C-1"
why = "public figure"
records = ["police:{offender_ref}"]
open_to = ["i.lead"]

[[closed]]
id = "C-2"
why = "staff"
records = ["social_care:{staff_id}"]

[[closed]]
id = "C-3"
why = "staff"
records = ["social_care:{child_id}"]

[[existence_only]]
scheme = "VISOR"
counts_as = "sexual offender"
"""


@dataclass(frozen=True)
class Secret:
    """What one of the two hubs hides."""

    offender: tuple[str, str]
    offender_ref: str
    offender_born: str
    offender_place: tuple[str, str]
    staff: tuple[str, str]
    staff_ref: str
    staff_id: str
    child: tuple[str, str]
    child_id: str
    case_id: str
    refuge_line: str
    refuge_postcode: str
    refuge_since: str
    foster_line: str
    foster_postcode: str
    foster_uprn: str
    foster_since: str
    third_uprn: str
    together: bool
    marker: tuple[str, str, str]

    @property
    def words(self) -> tuple[str, ...]:
        """Whatever must stand nowhere."""
        places = (self.refuge_line, self.refuge_postcode, self.foster_line, self.foster_postcode, *self.offender_place)
        short = (each.replace(" ", "") for each in (self.refuge_postcode, self.foster_postcode))
        ids = (self.offender_ref, self.staff_ref, self.staff_id, self.child_id, self.case_id)
        return (
            *(self.offender[1], self.offender_born, self.staff[1], self.child[1], *ids, *places, *short),
            *(self.foster_uprn, self.third_uprn, self.refuge_since, self.foster_since, *self.marker),
        )


ONE = Secret(
    ("ZEBEDEE", "QUUXLEY"), "ZQ90001", "1971-07-13", ("3 Wombat Yard", "TR18 7CV"),
    ("ZULEIKA", "PFEFFERKORN"), "ZP90002", "SCZP2", ("ZOLTAN", "XYLOFON"), "SCZX3", "REF-ZX-9",
    "7 Xebec Row", "PL25 9KV", "2025-07-19", "21 Vexil Drive", "PL26 9OV", "999900088001", "2025-08-23",
    "999900088007", True, ("Cat-Zephyr", "level-Zircon", "Zanzibar Force"),
)  # fmt: skip
TWO = Secret(
    ("YORICK", "VANDERBOOM"), "YQ80001", "1969-02-03", ("4 Narwhal Court", "TR19 8CV"),
    ("YSOLDE", "OKTOBERFELD"), "YP80002", "SCYP2", ("YANNICK", "WUMBERLEY"), "SCYX3", "REF-YX-9",
    "8 Jabiru Walk", "PL27 8KV", "2025-03-11", "22 Quagga Close", "PL28 8OV", "999900077002", "2025-04-29",
    "999900077008", False, ("Cat-Yarrow", "level-Yttrium", "Yucatan Force"),
)  # fmt: skip


def build(folder: Path, secret: Secret, *, restricted: bool = True) -> Path:
    """The hub's folder with its deliveries; no night has run."""
    hub = folder / "hub"
    for agency, datasets in _deliveries(secret).items():
        drop = hub / "drops" / agency / DAY
        drop.mkdir(parents=True)
        for dataset, (columns, rows) in datasets.items():
            with (drop / f"{dataset}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(columns.split())
                writer.writerows([[*row, *[""] * (len(columns.split()) - len(row))] for row in rows])
    (hub / "mash.toml").write_text(TOML + "".join(map(AGENCY.format, ("police", "social_care", "health"))))
    for part in ("landing", "snapshots"):
        (hub / part).mkdir()
    if restricted:
        (hub / "restrictions.toml").write_text(RESTRICTIONS.format(**vars(secret)))
    return hub


def _deliveries(secret: Secret) -> dict[str, dict[str, tuple[str, list[tuple[str, ...]]]]]:
    return {"police": _police(secret), "social_care": _social_care(secret), "health": _health()}


def _police(secret: Secret):
    ref, staff = secret.offender_ref, secret.staff_ref
    nominals = [
        ("CU2", "03", "", "", "JO", "ALDER", "", "1994-04-04", "F"),
        ("CU8", "03", "", "", "HANK", "FENWICK", "", "1980-08-08", "M"),
        *((f"CX{n}", "03", "", "", f"{name}", "GROVE", "", f"19{60 + n}-05-05", "M") for n, name in enumerate(FILL)),
        (ref, "03", "", "", *secret.offender, "", secret.offender_born, "M"),
        (staff, "03", "", "", *secret.staff, "", "1988-09-09", "F"),
    ]
    place, postcode = secret.offender_place
    addresses = [
        ("CU2", "1 Mill Lane", "", "St Austell", "PL25 8CV", "", "home", "2022-01-01", ""),
        ("CU8", secret.foster_line, "", "St Austell", secret.foster_postcode, secret.foster_uprn, "home", "2015-02-02"),
        (ref, place, "", "Penzance", postcode, "", "home", "2012-03-03", ""),
    ]
    links = [
        ("CU2", "CX1", "associate", "1", "A", "P", "2024-01-01", ""),
        ("CU2", ref, "associate", "1", "A", "P", "2024-02-02", ""),
        ("CU2", staff, "associate", "1", "A", "P", "2024-03-03", ""),
    ]
    code, level, authority = secret.marker
    markers = [
        ("CU8", "VISOR", code, level, authority, "2019-04-11", "", "current"),
        (ref, "SHPO", "", "", "", "2018-06-06", "", "current"),
    ]
    told = f"seen with {secret.offender[0].title()} {secret.offender[1].title()} near {secret.refuge_postcode}"
    occurrences = [
        ("OC1", "03", "RMS", "domestic abuse", "2025-05-05", "2025-05-05", "", secret.refuge_postcode, "", "", told),
        ("OC2", "03", "RMS", "theft", "2025-06-06", "2025-06-06", "", "", "", "", "of the two"),
    ]
    roles = [("OC1", "CU2", "victim"), ("OC2", ref, "suspect"), ("OC2", staff, "witness")]
    return {
        "nominals": (
            (
                "nominal_ref force_code pnc_id cro_number forenames surname aliases date_of_birth sex ethnicity_code"
                " phones vehicles restricted"
            ),
            nominals,
        ),
        "nominal_addresses": (
            "nominal_ref address_line_1 address_line_2 town postcode uprn address_type from_date to_date",
            addresses,
        ),
        "nominal_links": (
            "nominal_ref_a nominal_ref_b link_type source_grade intelligence_grade handling_code from_date to_date",
            links,
        ),
        "markers": ("nominal_ref scheme code level authority valid_from valid_to status", markers),
        "occurrences": (
            (
                "occurrence_ref force_code source_system category occurred_on recorded_on"
                " reported_by_nominal_ref postcode"
                " dash_grade outcome summary"
            ),
            occurrences,
        ),
        "occurrence_roles": ("occurrence_ref nominal_ref role", roles),
    }


FILL = ("ABEL", "BRAM", "CADE", "DREW", "EARL", "FINN")


def _social_care(secret: Secret):
    persons = [
        ("SC1", "", "", "KIT", "ALDER", "", "2020-01-01", "", "M"),
        ("SC2", "", "", "JO", "ALDER", "", "1994-04-04", "", "F"),
        ("SC3", "", "", "PIP", "BRAMBLE", "", "2021-02-02", "", "F"),
        ("SC4", "", "", "ANN", "BRAMBLE", "", "1996-06-06", "", "F"),
        ("SC5", "", "", "NELL", "CORDER", "", "2019-03-03", "", "F"),
        ("SC6", "", "", "RUTH", "CORDER", "", "1979-07-07", "", "F"),
        ("SC7", "", "", "LEN", "EASTLEY", "", "2018-08-08", "", "M"),
        ("SC8", "", "", "VERA", "MOSS", "", "1990-10-10", "", "F"),
        (secret.staff_id, "", "", *secret.staff, "", "1988-09-09", "", "F"),
        (secret.child_id, "", "", *secret.child, "", "2017-11-11", "", "M"),
    ]
    refuge = (secret.refuge_line, "", "St Austell", secret.refuge_postcode, "", secret.refuge_since, "")
    foster = (secret.foster_line, "", "St Austell", secret.foster_postcode, secret.foster_uprn, secret.foster_since, "")
    elsewhere = ("5 Other Road", "", "St Austell", "PL29 9CV", secret.third_uprn, secret.refuge_since, "")
    addresses = [
        ("SC1", "1 Mill Lane", "", "St Austell", "PL25 8CV", "", "2022-01-01", ""),
        ("SC2", "1 Mill Lane", "", "St Austell", "PL25 8CV", "", "2022-01-01", ""),
        ("SC3", *refuge),
        ("SC4", *refuge),
        ("SC8", *(refuge if secret.together else elsewhere)),
        ("SC5", "9 Hill Rise", "", "Truro", "TR14 8CV", "", "2021-05-05", ""),
        ("SC6", "9 Hill Rise", "", "Truro", "TR14 8CV", "", "2010-05-05", ""),
        ("SC7", *foster),
        (secret.staff_id, "1 Mill Lane", "", "St Austell", "PL25 8CV", "", "2023-01-01", ""),
        (secret.child_id, "1 Mill Lane", "", "St Austell", "PL25 8CV", "", "2023-01-01", ""),
    ]
    relationships = [
        ("SC1", "SC2", "child of", "", ""),
        ("SC3", "SC4", "child of", "", ""),
        ("SC5", "SC6", "child of", "", ""),
        (secret.child_id, secret.staff_id, "child of", "", ""),
    ]
    told = f"{secret.staff[0].title()} {secret.staff[1].title()} said so"
    referrals = [
        ("REF-1", "SC1", "2026-01-29T09:00:00", secret.staff_id, "5A", "NEG", told, "GREEN"),
        ("REF-2", "SC3", "2026-01-29T10:00:00", "", "5A", "NEG", f"now at {secret.refuge_line}", "GREEN"),
        ("REF-3", "SC5", "2026-01-29T11:00:00", "", "5A", "NEG", "", "GREEN"),
        ("REF-4", "SC7", "2026-01-29T12:00:00", "", "5A", "NEG", "", "GREEN"),
        (secret.case_id, secret.child_id, "2026-01-29T13:00:00", "", "5A", "NEG", "", "GREEN"),
    ]
    episodes = [("SC7", "LAC", "2025-01-01", "", "", "", "A Worker")]
    return {
        "persons": (
            (
                "social_care_id nhs_number upn forenames surname former_surnames date_of_birth"
                " expected_date_of_birth sex"
                " ethnicity_code phones emails restricted"
            ),
            persons,
        ),
        "person_addresses": (
            "social_care_id address_line_1 address_line_2 town postcode uprn from_date to_date",
            addresses,
        ),
        "relationships": ("social_care_id_a social_care_id_b relationship from_date to_date", relationships),
        "referrals": (
            (
                "referral_id child_social_care_id received_at referrer_social_care_id source_code concern narrative"
                " initial_rating outcome closed_on closure_reason"
            ),
            referrals,
        ),
        "episodes": (
            "child_social_care_id episode_type from_date to_date category closure_reason allocated_worker",
            episodes,
        ),
    }


def _health():
    patients = [
        ("", "H1", "", "KIT", "ALDER", "", "2020-01-01", "M"),
        ("", "HOLD", "", "NELL", "DUNMORE", "", "2019-03-03", "F"),
        ("", "HMUM", "", "GWEN", "DUNMORE", "", "1992-12-12", "F"),
    ]
    addresses = [
        ("H1", "1 Mill Lane", "", "St Austell", "PL25 8CV", "", "2022-01-01", ""),
        ("HOLD", "9 Hill Rise", "", "Truro", "TR14 8CV", "", "2020-05-05", ""),
    ]
    related = [("HOLD", "HMUM", "GWEN", "DUNMORE", "1992-12-12", "mother", "", "")]
    attendances = [("H1", "2025-09-09", "emergency department", "", "", "")]
    return {
        "patients": (
            (
                "nhs_number local_patient_id nhs_number_status forenames surname former_surnames date_of_birth sex"
                " ethnicity_code multiple_birth_order gp_ods_code sensitive"
            ),
            patients,
        ),
        "patient_addresses": (
            "local_patient_id address_line_1 address_line_2 town postcode uprn from_date to_date",
            addresses,
        ),
        "related_persons": (
            (
                "local_patient_id related_local_patient_id related_forenames related_surname related_date_of_birth"
                " relationship from_date to_date"
            ),
            related,
        ),
        "attendances": (
            "local_patient_id attended_on setting reason provider_ods_code safeguarding_concern",
            attendances,
        ),
    }
