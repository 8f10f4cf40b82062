"""Who must not be drawn in: the child who stays green, namesakes, twins, an expired marker, a hostel, a prison."""

from __future__ import annotations

from mash.synthetic.story.book import Book, Dwelling
from mash.synthetic.story.identifiers import nhs_number, pnc_id, upn
from mash.synthetic.story.places import PLACES
from mash.synthetic.story.town_names import HOSTEL_FORENAMES, HOSTEL_SURNAMES

GREEN_CASE, THIRD_CASE = "REF-2026-0113", "REF-2026-0121"
NAMESAKES = ("namesake Fawcett", "namesake Tyson", "namesake Ashburner", "namesake Postlethwaite")
OTHER_OFFENDERS = ("registered at hostel", "registered in prison", "registered alone 1", "registered alone 2")
"""Registered offenders of the same counties who have nothing to do with any child of the story."""

SCHOOL = "112903"


def write_foils(book: Book) -> None:
    """Everyone in the extracts who looks like the story and is not in it."""
    _green_child(book)
    _green_uncles(book)
    _namesakes(book)
    _twins(book)
    _expired_marker(book)
    _hostel(book)
    _prison(book)
    _other_offenders(book)
    _placeholders(book)


def _patient(book: Book, who: str, number: int, name: str, born: str, **values: str) -> str:
    valid = {"nhs_number": nhs_number(60_000 + number), "nhs_number_status": "01", "gp_ods_code": "A82620"}
    return book.record(who, "patients", f"HP{80000 + number}", name, date_of_birth=born, **{**valid, **values})


def _person(book: Book, who: str, number: int, name: str, **values: str) -> str:
    return book.record(who, "persons", f"SC{30000 + number}", name, **values)


def _refer(book: Book, case: str, child: str, concern: str, **values: str) -> None:
    given = {"initial_rating": "GREEN", "source_code": "1A", **values}
    book.add("referrals", referral_id=case, child_social_care_id=child, concern=concern, **given)


def _green_child(book: Book) -> None:
    """A boy whose parents also dispute where he lives; nobody around him is of concern."""
    child = _person(book, "green child", 1, "Rowan|Fleming", date_of_birth="2021-04-22", sex="M")
    mother = _person(book, "green mother", 2, "Hannah|Ellwood", date_of_birth="1993-08-13", sex="F")
    father = _person(book, "green father", 3, "Marcus|Fleming", date_of_birth="1991-03-05", sex="M")
    book.stay(child, PLACES["green_home"], "2021-04-22")
    book.stay(mother, PLACES["green_home"], "2020-02-01")
    book.stay(father, PLACES["green_father"], "2024-09-01")
    book.add("relationships", social_care_id_a=child, social_care_id_b=mother, relationship="child of")
    book.add("relationships", social_care_id_a=child, social_care_id_b=father, relationship="child of")
    book.add(
        "relationships",
        social_care_id_a=mother,
        social_care_id_b=father,
        relationship="ex-partner of",
        from_date="2024-09-01",
    )
    _refer(
        book,
        GREEN_CASE,
        child,
        "EMO",
        received_at="2026-01-28T14:05:00",
        referrer_social_care_id=mother,
        narrative="Mother says the boy is upset by the dispute over where he lives.",
    )
    patient = _patient(book, "green child", 1, "Rowan|Flemming", "2021-04-22", sex="M")
    book.stay(patient, PLACES["green_home"], "2021-05-03")
    book.relative("green father", patient, "Marcus|Fleming", "1991-03-05", relationship="father")
    book.stay(
        _patient(book, "green mother", 2, "Hannah|Ellwood", "1993-08-13", sex="F"), PLACES["green_home"], "2020-02-10"
    )


def _green_uncles(book: Book) -> None:
    """One uncle had a bed in the hostel, the other a cell in the prison, when offenders had."""
    uncle = _person(book, "green uncle", 4, "Simon|Fleming", date_of_birth="1994-11-17", sex="M")
    book.add("relationships", social_care_id_a="SC30003", social_care_id_b=uncle, relationship="sibling of")
    book.stay(uncle, PLACES["green_uncle"], "2025-12-01")
    patient = _patient(book, "green uncle", 3, "Simon|Fleming", "1994-11-17", sex="M")
    book.stay(patient, PLACES["hostel"], "2025-08-04", "2025-11-30")
    other = _person(book, "green mother's brother", 5, "Aaron|Ellwood", date_of_birth="1996-06-01", sex="M")
    book.add("relationships", social_care_id_a="SC30002", social_care_id_b=other, relationship="sibling of")
    crn = book.record(
        "green mother's brother", "offenders", "B301120", "Aaron|Ellwood", date_of_birth="1996-06-01", sex="M"
    )
    book.stay(crn, PLACES["prison"], "2024-02-01", "2024-06-15")


def _namesakes(book: Book) -> None:
    """Four men with an offender's name, another date of birth and place, close to the green child."""
    partner = _person(book, "namesake Fawcett", 6, "Neil|Fawcett", date_of_birth="1983-10-11", sex="M")
    book.stay(partner, PLACES["green_home"], "2025-03-01")
    at_the_doctor = _patient(book, "namesake Fawcett", 4, "Neil|Fawcett", "1983-10-11", sex="M")
    book.stay(at_the_doctor, PLACES["green_home"], "2025-03-09")
    father = book.record(
        "green father",
        "nominals",
        "CU36001",
        "MARCUS|FLEMING",
        force_code="03",
        date_of_birth="1991-03-05",
        sex="M",
    )
    book.stay(father, PLACES["green_father"], "2024-09-01")
    others = (
        ("namesake Tyson", "CU36002", "CRAIG|TYSON", "1971-07-28", "kendal_namesake"),
        ("namesake Ashburner", "CU36003", "LEE|ASHBURNER", "2001-02-14", "green_next_door"),
        ("namesake Postlethwaite", "CU36004", "DARREN|POSTLETHWAITE", "1977-01-19", "green_uncle"),
    )
    for who, ref, name, born, place in others:
        nominal = book.record(who, "nominals", ref, name, force_code="03", date_of_birth=born, sex="M")
        book.stay(nominal, PLACES[place], "2019-06-01", "2025-11-15" if place == "green_uncle" else "")
    book.link("CU36002", father, "associate", "2024-10-01")
    book.occurrence(
        "CU-25-060514", "theft", "2025-06-20", {"CU36003": "witness", father: "witness", "CU36004": "victim"}
    )


def _twins(book: Book) -> None:
    """Two girls of one birth, one house and nearly one name, in three agencies."""
    born, home = "2019-02-03", PLACES["twins_home"]
    mother = _patient(book, "twins' mother", 5, "Rachel|Hartley", "1990-09-30", sex="F")
    book.stay(mother, home, "2017-05-01")
    for order, name in ((1, "Amelia"), (2, "Emilia")):
        who, full_name = f"twin {name}", f"{name}|Hartley"
        patient = _patient(book, who, 5 + order, full_name, born, sex="F", multiple_birth_order=str(order))
        pupil = book.record(
            who,
            "pupils",
            f"LA942-730{order}",
            full_name,
            upn=upn(909, 9190, 23, 40 + order),
            date_of_birth=born,
            sex="F",
        )
        book.add("enrolments", la_pupil_id=pupil, school_urn=SCHOOL, from_date="2023-09-04")
        here = _person(book, who, 10 + order, full_name, date_of_birth=born, sex="F")
        for record in (patient, pupil, here):
            book.stay(record, home, born)
        book.relative(
            "twins' mother",
            patient,
            "Rachel|Hartley",
            "1990-09-30",
            related_local_patient_id=mother,
            relationship="mother",
        )


def _expired_marker(book: Book) -> None:
    """A third child lives with a man whose every marker is over."""
    child = _person(book, "third child", 20, "Jasper|Kellett", date_of_birth="2018-06-09", sex="M")
    mother = _person(book, "third mother", 21, "Leanne|Kellett", date_of_birth="1992-12-12", sex="F")
    book.add("relationships", social_care_id_a=child, social_care_id_b=mother, relationship="child of")
    for record in (child, mother):
        book.stay(record, PLACES["third_home"], "2020-01-05")
    _refer(book, THIRD_CASE, child, "NEG", received_at="2026-01-29T09:15:00", source_code="2A")
    pnc = pnc_id(1996, 9_031_337)
    man = book.record(
        "expired",
        "nominals",
        "CU19870",
        "DEAN|HUDDART",
        force_code="03",
        pnc_id=pnc,
        date_of_birth="1976-03-02",
        sex="M",
    )
    book.stay(man, PLACES["third_home"], "2024-05-01")
    book.marker(man, "VISOR", "2006-01-20", "2016-01-19", status="expired", level="low", code="1")
    book.marker(man, "SHPO", "2010-03-08", "2020-03-07", status="discharged", authority="Crown Court")
    crn = book.record(
        "expired", "offenders", "B009871", "Dean|Huddart", pnc_id=pnc, date_of_birth="1976-03-02", sex="M"
    )
    book.stay(crn, PLACES["third_home"], "2024-05-01")
    book.registration(crn, "RSO", "2006-01-20", "2016-01-19", status="expired", category="1", level="1")


def _hostel(book: Book) -> None:
    """Two dozen strangers under one roof, one of them registered."""
    months = ("2025-05-01", "2025-06-15", "2025-07-20")
    for number, (forename, surname) in enumerate(zip(HOSTEL_FORENAMES, HOSTEL_SURNAMES, strict=True)):
        born = f"{1958 + 2 * number}-{number % 12 + 1:02d}-{number + 5:02d}"
        nominal = book.record(
            f"hostel resident {number + 1}",
            "nominals",
            f"CU{37000 + number}",
            f"{forename}|{surname}".upper(),
            force_code="03",
            date_of_birth=born,
            sex="M",
        )
        book.stay(nominal, PLACES["hostel"], months[number % 3], "2026-01-05" if number % 4 else "")
    registered = book.record(
        "registered at hostel",
        "nominals",
        "CU37100",
        "MALCOLM|ISHERWOOD",
        force_code="03",
        pnc_id=pnc_id(1991, 9_070_220),
        date_of_birth="1968-05-14",
        sex="M",
    )
    book.stay(registered, PLACES["hostel"], "2025-07-01")
    book.marker(registered, "VISOR", "2013-07-01", level="medium", code="1", authority="Crown Court")


def _prison(book: Book) -> None:
    """A wing's worth of men, one registered, one the green child's uncle."""
    for number in range(14):
        forename, surname = HOSTEL_FORENAMES[-1 - number], HOSTEL_SURNAMES[number]
        crn = book.record(
            f"prisoner {number + 1}",
            "offenders",
            f"D{120400 + number}",
            f"{forename}|{surname}",
            date_of_birth=f"{1969 + number}-{12 - number % 12:02d}-{27 - number:02d}",
            sex="M",
            noms_number=f"A{5100 + number}DK",
        )
        book.stay(crn, PLACES["prison"], f"2023-{number % 12 + 1:02d}-10", "2024-09-30")
    crn = book.record(
        "registered in prison", "offenders", "D120500", "Gordon|Threlfall", date_of_birth="1973-08-08", sex="M"
    )
    book.stay(crn, PLACES["prison"], "2023-04-01", "2025-03-31")
    book.registration(crn, "RSO", "2023-04-01", category="1", level="2")


def _other_offenders(book: Book) -> None:
    """Registered men who live alone, far from the story though not from its counties."""
    alone = (("Leonard|Satterthwaite", "1954-02-22", "CA14 6IC"), ("Howard|Pengelly", "1962-12-19", "PL25 9KV"))
    for number, (name, born, postcode) in enumerate(alone, start=1):
        who = f"registered alone {number}"
        crn = book.record(who, "offenders", f"B40010{number}", name, date_of_birth=born, sex="M")
        book.stay(crn, Dwelling(f"{number} Lonely Bield", "Cumbria", postcode), "2018-01-01")
        book.registration(crn, "RSO", "2017-10-02", category="1", level="1")


def _placeholders(book: Book) -> None:
    """Values that stand for nothing, on people who share nothing else; one of them is registered."""
    for number in range(6):
        nominal = book.record(
            f"nobody {number + 1}",
            "nominals",
            f"CU3800{number}",
            ("UNKNOWN|UNKNOWN", "UNKNOWN|MALE")[number % 2],
            force_code="03",
            date_of_birth="1900-01-01",
            sex="U",
        )
        book.stay(nominal, PLACES["nowhere"], "2025-01-01")
    book.marker("CU38005", "VISOR", "2025-02-01", authority="Crown Court", level="low")
    for number, surname in enumerate(("Airey", "Farish", "Relph")):
        baby = _patient(
            book, f"baby {surname}", 40 + number, f"BABY|{surname}", "2026-01-10", sex="U", nhs_number="",
            nhs_number_status="08",
        )  # fmt: skip
        book.stay(baby, PLACES["nowhere"], "2026-01-10")
    pupil = book.record("green child", "pupils", "LA943-9001", "Rowan|Fleming", date_of_birth="2021-04-22", sex="M")
    book.stay(pupil, PLACES["green_home"], "2025-09-01")
    book.contact(
        "nobody 7",
        pupil,
        1,
        "UNKNOWN|UNKNOWN",
        date_of_birth="1900-01-01",
        relationship="other",
        postcode="NF1 1NF",
        from_date="2025-09-03",
    )
