"""The girl and her parents, each agency with its own spelling."""

from __future__ import annotations

from mash.synthetic.story.book import Book
from mash.synthetic.story.identifiers import cro_number, nhs_number, pnc_id, upn
from mash.synthetic.story.places import PLACES

GIRL_CASE = "REF-2026-0117"
GIRL_BORN, MOTHER_BORN, FATHER_BORN = "2022-09-14", "1996-05-07", "1992-11-23"
NURSERY = "112904"


def write_family(book: Book) -> None:
    """Write the girl, her parents and what the police know of their quarrel."""
    _girl(book)
    _mother(book)
    _father(book)
    _between_the_parents(book)


def _girl(book: Book) -> None:
    here = book.record("girl", "persons", "SC20417", "Ottilie|Penhallow", date_of_birth=GIRL_BORN, sex="F")
    book.stay(here, PLACES["girl_born"], "2022-09-14", "2023-11-12")
    book.stay(here, PLACES["girl_truro"], "2023-11-12", "2024-06-02")
    book.stay(here, PLACES["girl_now"], "2024-06-20")
    book.add(
        "referrals",
        referral_id=GIRL_CASE,
        child_social_care_id=here,
        received_at="2026-01-29T10:40:00",
        referrer_social_care_id="SC20418",
        source_code="1A",
        concern="SAB",
        narrative="Mother believes the child is being sexually abused and cannot say more. Parents are in dispute "
        "over where the child lives.",
        initial_rating="GREEN",
    )
    patient = book.record(
        "girl",
        "patients",
        "HP70311",
        "Ottilie|Birkett",
        nhs_number=nhs_number(51_207),
        nhs_number_status="01",
        date_of_birth=GIRL_BORN,
        sex="F",
        ethnicity_code="W1",
        gp_ods_code="A82047",
    )
    book.stay(patient, PLACES["girl_born"], "2022-10-20", "2024-01-08")
    book.stay(patient, PLACES["girl_now"], "2024-07-01")
    book.relative(
        "mother", patient, "Kerenza|Birkett", MOTHER_BORN, related_local_patient_id="HP70312", relationship="mother"
    )
    book.relative("father", patient, "Dale|Birkett", FATHER_BORN, relationship="father")
    book.add(
        "attendances",
        local_patient_id=patient,
        attended_on="2025-12-17",
        setting="emergency department",
        provider_ods_code="RTX02",
    )
    pupil = book.record(
        "girl",
        "pupils",
        "LA943-8812",
        "Ottillie|Birkett",
        upn=upn(909, 9417, 25, 31),
        preferred_surname="Penhallow",
        date_of_birth=GIRL_BORN,
        sex="F",
    )
    book.stay(pupil, PLACES["girl_now"], "2025-09-01")
    book.add("enrolments", la_pupil_id=pupil, school_urn=NURSERY, from_date="2025-09-03")
    mother = {"relationship": "mother", "parental_responsibility": "true", "lives_with_child": "true"}
    father = {"relationship": "father", "parental_responsibility": "true", "lives_with_child": "false"}
    at_home = {"phone": "07700 900013", "postcode": PLACES["girl_now"].postcode, "from_date": "2025-09-03"}
    apart = {"phone": "07700 900021", "postcode": PLACES["father_now"].postcode, "from_date": "2025-09-03"}
    book.contact("mother", pupil, 1, "Kerensa|Penhallow-Birkett", date_of_birth=MOTHER_BORN, **mother, **at_home)
    book.contact("father", pupil, 2, "Dale|Birkitt", date_of_birth=FATHER_BORN, **father, **apart)
    nominal = book.record(
        "girl",
        "nominals",
        "CU55120",
        "OTTILEE|PENHALLOW-BIRKETT",
        force_code="03",
        date_of_birth=GIRL_BORN,
        sex="F",
    )
    book.stay(nominal, PLACES["girl_now"], "2025-12-19")


def _mother(book: Book) -> None:
    here = book.record(
        "mother",
        "persons",
        "SC20418",
        "Kerensa|Penhallow",
        former_surnames="Birkett",
        date_of_birth=MOTHER_BORN,
        sex="F",
        phones="07700 900012",
    )
    book.stay(here, PLACES["girl_born"], "2022-09-01", "2023-11-12")
    book.stay(here, PLACES["girl_truro"], "2023-11-12", "2024-06-02")
    book.stay(here, PLACES["girl_now"], "2024-06-20")
    book.add("relationships", social_care_id_a="SC20417", social_care_id_b="SC20418", relationship="child of")
    patient = book.record(
        "mother",
        "patients",
        "HP70312",
        "Kerenza|Birkett",
        nhs_number=nhs_number(51_342),
        nhs_number_status="01",
        former_surnames="Penhallow",
        date_of_birth=MOTHER_BORN,
        sex="F",
        gp_ods_code="A82047",
    )
    book.stay(patient, PLACES["grandmother"], "2008-03-01", "2019-08-31")
    book.stay(patient, PLACES["girl_born"], "2022-09-12", "2024-01-08")
    book.stay(patient, PLACES["girl_now"], "2024-07-01")
    cornwall = book.record(
        "mother",
        "nominals",
        "DC55102",
        "KERENSA|PENHALLOW",
        force_code="50",
        aliases="KEZ PENHALLOW",
        date_of_birth=MOTHER_BORN,
        sex="F",
    )
    book.stay(cornwall, PLACES["grandmother"], "2016-05-07", "2019-08-31")
    book.stay(cornwall, PLACES["girl_born"], "2022-09-01", "2023-11-12")
    cumbria = book.record(
        "mother",
        "nominals",
        "CU31870",
        "KERENSA|BIRKETT",
        force_code="03",
        date_of_birth=MOTHER_BORN,
        sex="F",
        phones="07700 900013",
    )
    book.stay(cumbria, PLACES["girl_now"], "2024-06-20")


def _father(book: Book) -> None:
    cumbria = book.record(
        "father",
        "nominals",
        "CU28815",
        "DALE|BIRKETT",
        force_code="03",
        pnc_id=pnc_id(2011, 9_418_223),
        cro_number=cro_number(973_114, 2011),
        date_of_birth=FATHER_BORN,
        sex="M",
        phones="07700 900021",
    )
    book.stay(cumbria, PLACES["father_youth"], "2018-02-01", "2020-05-31")
    book.stay(cumbria, PLACES["girl_born"], "2022-08-20", "2023-11-12")
    book.stay(cumbria, PLACES["father_now"], "2025-03-01")
    lancashire = book.record(
        "father", "nominals", "LN40026", "DALE ANTHONY|BIRKET", force_code="04", date_of_birth=FATHER_BORN, sex="M"
    )
    book.stay(lancashire, PLACES["father_youth"], "2013-06-01", "2018-01-31")


def _between_the_parents(book: Book) -> None:
    roles = {"CU28815": "suspect", "CU31870": "victim"}
    quarrel = "Verbal argument over contact with the child; no injury."
    for ref, on in (("CU-24-081733", "2024-08-17"), ("CU-25-010292", "2025-02-02"), ("CU-25-101147", "2025-10-11")):
        book.occurrence(
            ref, "domestic abuse verbal", on, roles, postcode="LA14 7CK", dash_grade="standard", summary=quarrel
        )
    book.occurrence(
        "CU-25-121904",
        "child sexual abuse",
        "2025-12-18",
        {"CU55120": "subject child", "CU31870": "informant"},
        source_system="CAIT",
        recorded_on="2025-12-19",
        reported_by_nominal_ref="CU31870",
        postcode="LA14 7CK",
        outcome="no further action",
        summary="Mother believes the child is being sexually abused; no suspect named, no disclosure.",
    )
