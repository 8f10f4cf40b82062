"""Everyone else: families, schools, doctors, small matters for the police, drawn with a fixed seed."""

from __future__ import annotations

from mash.synthetic.story.book import Book
from mash.synthetic.story.identifiers import nhs_number, pnc_id, upn
from mash.synthetic.story.town_names import MINOR
from mash.synthetic.story.townsfolk import Household, Town, Townsperson, draw_household

SEED = 20260131
HOUSEHOLDS = 700
SCHOOL_AGE = "2021-09-01"
OCCURRENCES = 110
ACQUAINTED = (
    "CU28815", "CU31870", "DC55102", "DC60441", "CU29140", "LN39552", "CU33206", "CU26630", "CU30518", "CU12209",
    "CU36001", "CU36003", "CU19870",
)  # fmt: skip
"""Police nominals of the story's people, foils among them, who also know ordinary people of the town."""

# Shares of the town to whom each applies: enough for a plausible crowd in small files, not a measured England.
IN_HEALTH, ATTEND, IN_POLICE, IN_PNC, MARKED, ON_PROBATION = 0.9, 0.08, 0.16, 0.5, 0.2, 0.35
IN_SOCIAL_CARE, CLOSED, IN_NEED, HAS_PHONE, VICTIM_KNOWN = 0.14, 0.6, 0.4, 0.5, 0.6


def write_town(book: Book) -> None:
    """Write some fifteen hundred unrelated people, each in few rows."""
    town = Town(SEED)
    households = [draw_household(town) for _ in range(HOUSEHOLDS)]
    for household in households:
        for adult in household.adults:
            _adult(book, town, adult, household)
        for child in household.children:
            _child(book, town, child, household)
    acquainted = _acquaintances(book, town, _quiet_nominals(book, households))
    _occurrences(book, town, acquainted)
    spoil(book)


def _patient(book: Book, town: Town, person: Townsperson, household: Household) -> str:
    patient = book.record(
        person.who,
        "patients",
        f"HP{10000 + person.number}",
        person.name,
        nhs_number=nhs_number(1000 + person.number),
        nhs_number_status="01",
        date_of_birth=person.born,
        sex=person.sex,
    )
    book.stay(patient, household.home, max(household.since, person.born))
    if town.happens(ATTEND):
        book.add(
            "attendances", local_patient_id=patient, attended_on=town.day(2023, 2025), setting="emergency department"
        )
    return patient


def _adult(book: Book, town: Town, adult: Townsperson, household: Household) -> None:
    if town.happens(IN_HEALTH):
        _patient(book, town, adult, household)
    if not town.happens(IN_POLICE):
        return
    pnc = pnc_id(2005 + adult.number % 18, 9_100_000 + adult.number) if town.happens(IN_PNC) else ""
    nominal = book.record(
        adult.who,
        "nominals",
        f"CU{10000 + adult.number}",
        town.spelt(adult.name).upper(),
        force_code="03",
        pnc_id=pnc,
        date_of_birth=adult.born,
        sex=adult.sex,
    )
    book.stay(nominal, household.home, household.since)
    if pnc and town.happens(MARKED):
        book.marker(nominal, town.chance.choice(("DV", "VIOLENCE", "DRUGS")), town.day(2019, 2025))
    if pnc and town.happens(ON_PROBATION):
        crn = book.record(
            adult.who,
            "offenders",
            f"E{100000 + adult.number}",
            adult.name,
            pnc_id=pnc,
            date_of_birth=adult.born,
            sex=adult.sex,
        )
        book.stay(crn, household.home, household.since, address_type="main")
        book.add("licence_conditions", crn=crn, condition="report as directed", from_date=town.day(2024, 2025))
        register = town.chance.choice(("DOMESTIC_ABUSE", "ROSH"))
        book.registration(crn, register, town.day(2022, 2025), level="medium")


def _child(book: Book, town: Town, child: Townsperson, household: Household) -> None:
    parent, at_school = household.adults[0], child.born < SCHOOL_AGE
    as_parent = "mother" if parent.sex == "F" else "father"
    patient = _patient(book, town, child, household)
    book.relative(parent.who, patient, parent.name, parent.born, relationship=as_parent)
    if at_school:
        pupil = book.record(
            child.who,
            "pupils",
            f"LA-{10000 + child.number}",
            town.spelt(child.name),
            upn=upn(909, 9001 + child.number // 1000, int(child.born[2:4]) + 4, child.number % 1000),
            date_of_birth=child.born,
            sex=child.sex,
        )
        started = f"{int(child.born[:4]) + 5}-09-04"
        book.stay(pupil, household.home, max(household.since, started))
        book.add("enrolments", la_pupil_id=pupil, school_urn=f"1129{10 + child.number % 12}", from_date=started)
        book.add("attendance", la_pupil_id=pupil, term="2025-autumn", sessions_possible="140",
                 sessions_absent=str(town.chance.randint(0, 20)), exclusions="0")  # fmt: skip
        book.contact(
            parent.who,
            pupil,
            1,
            town.spelt(parent.name),
            date_of_birth=parent.born,
            relationship=as_parent,
            parental_responsibility="true",
            lives_with_child="true",
            phone=town.phone() if town.happens(HAS_PHONE) else "",
            postcode=household.home.postcode,
            from_date=started,
        )
    if town.happens(IN_SOCIAL_CARE):
        _known_to_social_care(book, town, child, household)


def _known_to_social_care(book: Book, town: Town, child: Townsperson, household: Household) -> None:
    ids = []
    for person in (child, household.adults[0]):
        source_id = f"SC{10000 + person.number}"
        if source_id not in book.register_of:
            book.record(
                person.who, "persons", source_id, town.spelt(person.name), date_of_birth=person.born, sex=person.sex
            )
            book.stay(source_id, household.home, max(household.since, person.born))
        ids.append(source_id)
    book.add("relationships", social_care_id_a=ids[0], social_care_id_b=ids[1], relationship="child of")
    closed = town.day(2024, 2025) if town.happens(CLOSED) else ""
    ended = {"outcome": "no further action", "closed_on": closed, "closure_reason": "RC8"} if closed else {}
    received = f"{int(closed[:4]) - 1}{closed[4:]}" if closed else f"2026-01-{town.chance.randint(12, 28)}"
    book.add(
        "referrals",
        referral_id=f"REF-{received[:4]}-{1000 + child.number}",
        child_social_care_id=ids[0],
        received_at=f"{received}T{town.chance.randint(9, 16):02d}:30:00",
        source_code=town.chance.choice(("1A", "2A", "3A", "6")),
        concern=town.chance.choice(("NEG", "EMO", "N4", "N5")),
        initial_rating="GREEN",
        **ended,
    )
    if not closed and town.happens(IN_NEED):
        book.add("episodes", child_social_care_id=ids[0], episode_type="CIN", from_date=town.day(2025, 2025),
                 category="N5")  # fmt: skip


def _occurrences(book: Book, town: Town, leave_out: set[str]) -> None:
    """Small matters of one or two people of the town each."""
    registered = [row["nominal_ref"] for row in book.rows["nominals"]]
    nominals = [ref for ref in registered if book.truth[f"police:{ref}"].startswith("town ") and ref not in leave_out]
    for number in range(OCCURRENCES):
        suspect, other = town.chance.sample(nominals, 2)
        roles = {suspect: "suspect"} | ({other: "victim"} if town.happens(VICTIM_KNOWN) else {})
        book.occurrence(f"CU-TOWN-{number:04d}", town.chance.choice(MINOR), town.day(2021, 2025), roles)


def _quiet_nominals(book: Book, households: list[Household]) -> list[str]:
    """Nominals of homes without children and without anybody marked: to know them is nothing."""
    marked = {row["nominal_ref"] for row in book.rows["markers"]}
    marked |= {f"CU{int(row['crn'][1:]) - 90000}" for row in book.rows["registrations"] if row["crn"].startswith("E")}
    homes = [{f"CU{10000 + adult.number}" for adult in home.adults} for home in households if not home.children]
    return sorted(ref for home in homes if not home & marked for ref in home & book.register_of.keys())


def _acquaintances(book: Book, town: Town, nominals: list[str]) -> set[str]:
    """Tie people of the town to the story's, so that most whom the girl's network holds are of no concern."""
    chosen = town.chance.sample(nominals, 3 * len(ACQUAINTED))
    of_the_town = iter(chosen)
    for number, nominal in enumerate(ACQUAINTED):
        book.link(nominal, next(of_the_town), "associate", town.day(2019, 2025))
        seen = {nominal: "involved party", next(of_the_town): "witness", next(of_the_town): "involved party"}
        book.occurrence(f"CU-SEEN-{number:04d}", "antisocial behaviour", town.day(2021, 2025), seen)
    return set(chosen)


def spoil(book: Book) -> None:
    """Break a handful of values, each in its own way: a bad value costs the value, never the row."""
    spoilt = (
        ("patients", 40, "nhs_number", "9991234560"),
        ("patients", 41, "ethnicity_code", "Z9"),
        ("patients", 42, "date_of_birth", "1987-02-30"),
        ("patient_addresses", 43, "postcode", "LA9 44X"),
        ("nominals", 90, "pnc_id", "2001/0171310S"),
        ("nominals", 91, "date_of_birth", "1982-01-01"),
        ("pupils", 20, "upn", "A801200005001"),
        ("pupils", 21, "sex", "X"),
        ("contacts", 22, "phone", "07700"),
        ("offenders", 45, "date_of_birth", "1975-01-01"),
        ("persons", 40, "nhs_number", "0000000000"),
    )
    for dataset, index, column, value in spoilt:
        book.rows[dataset][index][column] = value
