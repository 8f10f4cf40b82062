"""The ordinary people around the girl's parents: family, friends, a new household, a neighbour."""

from __future__ import annotations

from mash.synthetic.story.book import Book
from mash.synthetic.story.identifiers import nhs_number, upn
from mash.synthetic.story.places import PLACES

PRIMARY = "112917"


def write_circle(book: Book) -> None:
    """Write both sides' people of no record of concern."""
    _mothers_side(book)
    _fathers_side(book)
    _bystanders(book)


def _mothers_side(book: Book) -> None:
    grandmother = book.record(
        "grandmother", "persons", "SC20419", "Morwenna|Penhallow", date_of_birth="1971-01-30", sex="F"
    )
    book.stay(grandmother, PLACES["grandmother"], "1998-04-01")
    book.add("relationships", social_care_id_a="SC20419", social_care_id_b="SC20418", relationship="mother of")
    friend = book.record(
        "friend",
        "nominals",
        "DC60441",
        "DEMELZA|ROWE",
        force_code="50",
        date_of_birth="1995-07-21",
        sex="F",
        phones="07700 900031",
    )
    book.stay(friend, PLACES["girl_truro"], "2021-02-01")
    at_the_doctor = book.record(
        "friend",
        "patients",
        "HP70655",
        "Demelza|Row",
        nhs_number=nhs_number(52_118),
        nhs_number_status="01",
        date_of_birth="1995-07-21",
        sex="F",
        gp_ods_code="L82012",
    )
    book.stay(at_the_doctor, PLACES["girl_truro"], "2021-02-14")


def _fathers_side(book: Book) -> None:
    partner = book.record(
        "new partner",
        "patients",
        "HP71820",
        "Shelley|Tyson",
        nhs_number=nhs_number(53_004),
        nhs_number_status="01",
        date_of_birth="1994-08-30",
        sex="F",
        gp_ods_code="A82047",
    )
    book.stay(partner, PLACES["father_now"], "2019-10-01")
    boy = book.record(
        "partner's son",
        "patients",
        "HP71821",
        "Kayden|Tyson",
        nhs_number=nhs_number(53_019),
        nhs_number_status="01",
        date_of_birth="2016-04-12",
        sex="M",
        gp_ods_code="A82047",
    )
    book.stay(boy, PLACES["father_now"], "2019-10-01")
    book.relative(
        "new partner",
        boy,
        "Shelley|Tyson",
        "1994-08-30",
        related_local_patient_id="HP71820",
        relationship="mother",
    )
    pupil = book.record(
        "partner's son",
        "pupils",
        "LA943-6120",
        "Kayden|Tyson",
        upn=upn(909, 9433, 20, 114),
        date_of_birth="2016-04-12",
        sex="M",
    )
    book.stay(pupil, PLACES["father_now"], "2020-09-01")
    book.add("enrolments", la_pupil_id=pupil, school_urn=PRIMARY, from_date="2020-09-03")
    book.contact(
        "new partner",
        pupil,
        1,
        "Shelly|Tyson",
        date_of_birth="1994-08-30",
        relationship="mother",
        parental_responsibility="true",
        lives_with_child="true",
        phone="07700 900041",
        postcode=PLACES["father_now"].postcode,
        from_date="2020-09-03",
    )


def _bystanders(book: Book) -> None:
    """People of no record of concern: who knows whom is not what makes the story."""
    mate = book.record(
        "workmate", "nominals", "CU30518", "ADAM|STRICKLAND", force_code="03", date_of_birth="1993-02-11", sex="M"
    )
    book.stay(mate, PLACES["barrow_friend"], "2020-01-15")
    book.link(mate, "CU28815", "associate", "2025-04-01")
    neighbour = book.record(
        "neighbour", "nominals", "CU30977", "IRENE|CASSON", force_code="03", date_of_birth="1957-09-09", sex="F"
    )
    book.occurrence(
        "CU-25-033318", "antisocial behaviour", "2025-05-24", {neighbour: "informant", "CU31870": "witness"}
    )
    uncle = book.record(
        "mother's brother", "persons", "SC20420", "Cador|Penhallow", date_of_birth="1999-12-03", sex="M"
    )
    book.stay(uncle, PLACES["grandmother"], "1999-12-03", "2021-06-30")
    book.stay(uncle, PLACES["falmouth"], "2021-07-01")
    book.add("relationships", social_care_id_a="SC20418", social_care_id_b="SC20420", relationship="sibling of")
    dweller = book.record(
        "paternal grandfather",
        "nominals",
        "CU12209",
        "TREVOR|BIRKETT",
        force_code="03",
        date_of_birth="1961-06-16",
        sex="M",
    )
    book.stay(dweller, PLACES["paternal"], "1988-01-01")
    book.link(dweller, "CU28815", "family", "2011-09-02")
