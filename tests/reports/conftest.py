"""Made-up answers of enquiries: one complete, one empty, one large, one with hostile names."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from lxml import html
from rich.console import Console

from mash.chronology import (
    DayInLife,
    Entry,
    Gap,
    House,
    InHouse,
    Member,
    Period,
    Precision,
    Question,
    Sameness,
    Who,
)
from mash.ledger import Basis, Decision, Sharing, SharingOutcome
from mash.reports import (
    Answer,
    Asked,
    Certainty,
    ChangedSince,
    Child,
    ChildRecord,
    Crowd,
    ExpectedByChance,
    FlaggedPerson,
    Network,
    NetworkPerson,
    NetworkTie,
    OtherCase,
    PossibleIdentity,
    Rating,
    Referral,
    RestsOn,
    Searched,
    Stay,
    ToConfirm,
    to_json,
)
from mash.reports.graphml import graphml
from mash.reports.page import page
from mash.reports.terminal import print_answer
from mash.vocabulary import Colour, Direction, Evidence, Flag, FlagKind, IdentityCertainty, Leg, Piece, Reason

ONE_NUMBER = "E-00000-00000"
"""Of all that is asked here: a page's hashes hang on it, and by chance they hold any three letters."""
CONFIRMED, POSSIBLE = IdentityCertainty.CONFIRMED, IdentityCertainty.POSSIBLE
D = dt.date
HOSTILE_NAMES = (
    "\x1b[31mRED\x1b[0m ALERT",
    'O\'Neil "Q" & <script>alert(1)</script>',
    "]]> CDATA <![CDATA[ x",
    "[bold red]MARKUP[/bold red] [/]",
    "محمد الفارسي",
    "\u202egnihtemos\u202c REVERSED",
    "Zoë 👩‍👧 Żółć",
    "NUL\x00 BELL\x07 C1\x9b31m",
    "LONE\ud800 SURROGATE\udfff \ufffe\uffff\U0001ffff",
    "LINE\nBREAK\r\n\tTAB\u2028SEP",
    "A" * 120,
    "",
)


def evidence(agency, dataset, row, says, *, since=None, until=None):
    return Evidence(agency, dataset, "2026-01-31", row, says, since, until)


def sex_offender(row, *, status="current", agency="police", until=None):
    said = evidence(agency, "markers", row, "VISOR marker")
    return Flag(FlagKind.SEXUAL_OFFENDER, "VISOR", "1", "2", status, D(2015, 2, 1), until, said)


def leg(start, end, kind, tie_class, row, *, dates=(None, None)):
    since, until = dates
    rows = (evidence("police", "nominal_links", row, kind, since=since, until=until),)
    return Leg(start, end, kind, tie_class, since, until, 0.9, rows)


def tie(person_a, person_b, kind, row, *dates, **more):
    since, until = (*dates, None, None)[:2]
    rows = (evidence("police", "nominal_links", row, kind, since=since, until=until),)
    more = {"tie_class": "asserted", "strength": 0.9, "evidence": rows, **more}
    return NetworkTie(
        f"T-{person_a}-{person_b}-{row}", person_a, person_b, kind, from_date=since, to_date=until, **more
    )


def person(person_id, name, hops, via=None, **more):
    agencies = more.pop("agencies", ("police", "social_care"))
    return NetworkPerson(person_id, (name,), hops, via=via, agencies=agencies, **more)


PEOPLE = (
    person("P-ISLA", "ISLA MAE TREGENZA", 0, date_of_birth=D(2022, 8, 3), agencies=("education", "health", "police")),
    person("P-MUM", "KERENZA TREGENZA", 1, "P-ISLA", date_of_birth=D(1994, 5, 9)),
    person("P-DAD", "CALLUM ARMSTRONG", 1, "P-ISLA", date_of_birth=D(1990, 11, 30)),
    person("P-NAN", "MORWENNA TREGENZA", 1, "P-ISLA", date_of_birth=D(1966, 1, 17), restricted=True),
    person("P-STEP", "GARETH PASCOE", 2, "P-MUM", date_of_birth=D(1984, 3, 2), flags=(sex_offender(12),)),
    person("P-BRO", "DEAN ARMSTRONG", 2, "P-DAD", date_of_birth=D(1987, 7, 21), flags_known=False),
    person(
        "P-OLD",
        "NEIL BATEY",
        2,
        "P-DAD",
        date_of_birth=D(1979, 9, 9),
        flags=(sex_offender(44, status="expired", until=D(2020, 2, 1)),),
    ),
    person("P-MATE", "STUART GRAHAM", 3, "P-BRO", date_of_birth=D(1975, 12, 12), flags=(sex_offender(31),)),
    person("P-COUS", "LEWIS GRAHAM", 3, "P-BRO", flags=(sex_offender(90, agency="probation"),), identity=POSSIBLE),
    person("P-ANON", "RUTH LITTLE", 3, "P-BRO"),
)
TIES = (
    tie("P-ISLA", "P-MUM", "parent", 1, a_is="child", b_is="mother", sources=3),
    tie("P-ISLA", "P-MUM", "household", 2, D(2022, 8, 3), tie_class="derived"),
    tie("P-ISLA", "P-NAN", "household", 3, D(2023, 1, 1), tie_class="derived"),
    tie("P-MUM", "P-NAN", "household", 4, D(2012, 1, 1), tie_class="derived"),
    tie("P-DAD", "P-ISLA", "parent", 5, a_is="father", b_is="child", sources=2),
    tie("P-DAD", "P-MUM", "ex-partner", 6, D(2019, 1, 1), D(2024, 6, 30)),
    tie("P-MUM", "P-STEP", "partner", 7, D(2024, 9, 1)),
    tie("P-BRO", "P-DAD", "sibling", 8),
    tie("P-DAD", "P-OLD", "police associate", 9, D(2018, 1, 1), D(2019, 1, 1)),
    tie("P-BRO", "P-MATE", "co-defendant", 10, D(2016, 4, 1), D(2016, 4, 1)),
    tie("P-BRO", "P-COUS", "shared contact detail", 11, tie_class="inferred", strength=0.4),
    tie("P-ANON", "P-MATE", "household", 13, D(2020, 1, 1), tie_class="derived"),
    tie("P-ANON", "P-BRO", "friend", 14),
)
FLAGGED = (
    FlaggedPerson(
        "P-STEP",
        2,
        PEOPLE[4].flags,
        (
            leg("P-ISLA", "P-MUM", "parent", "asserted", 1),
            leg("P-MUM", "P-STEP", "partner", "asserted", 7, dates=(D(2024, 9, 1), None)),
        ),
    ),
    FlaggedPerson(
        "P-OLD",
        2,
        PEOPLE[6].flags,
        (
            leg("P-ISLA", "P-DAD", "parent", "asserted", 5),
            leg("P-DAD", "P-OLD", "police associate", "asserted", 9, dates=(D(2018, 1, 1), D(2019, 1, 1))),
        ),
    ),
    FlaggedPerson(
        "P-MATE",
        3,
        PEOPLE[7].flags,
        (
            leg("P-ISLA", "P-DAD", "parent", "asserted", 5),
            leg("P-DAD", "P-BRO", "sibling", "asserted", 8),
            leg("P-BRO", "P-MATE", "co-defendant", "asserted", 10, dates=(D(2016, 4, 1), D(2016, 4, 1))),
        ),
    ),
    FlaggedPerson(
        "P-COUS",
        3,
        PEOPLE[8].flags,
        (
            leg("P-ISLA", "P-DAD", "parent", "asserted", 5),
            leg("P-DAD", "P-BRO", "sibling", "asserted", 8),
            leg("P-BRO", "P-COUS", "shared contact detail", "inferred", 11),
        ),
        identity=POSSIBLE,
        weakest_link="possible identity, 9.1 bits: same surname and year of birth",
    ),
)
REASONS = (
    Reason(
        "flagged-partner-of-parent",
        Colour.RED,
        "The mother's partner since 2024-09-01 is a registered sex offender, managed at MAPPA level 2.",
        ("P-STEP",),
        (evidence("police", "markers", 12, "VISOR marker"),),
    ),
    Reason(
        "same-concern-elsewhere",
        Colour.RED,
        "Police recorded the same allegation on 2024-11-02.",
        ("P-ISLA", "P-DAD"),
        (evidence("police", "occurrences", 208, "child abuse investigation: sexual abuse alleged"),),
    ),
    Reason("flagged-within-three", Colour.AMBER, "2 current sex offenders within 3 steps.", ("P-STEP", "P-MATE")),
    Reason(
        "domestic-abuse", Colour.AMBER, "Three verbal disputes between the parents in 12 months.", ("P-MUM", "P-DAD")
    ),
)
NAMES = {one.person_id: one.name for one in PEOPLE}


def who(person_id, *parts, role=None):
    return Who(person_id, NAMES[person_id], parts, role)


def entry(day, kind, says, people, *rows, **more):
    agencies = tuple(sorted({row.agency for row in rows}))
    about = {"precision": Precision.DAY, "until": None, "ongoing": False, "detail": None, "handling": None} | more
    return Entry(date=day, kinds=(kind,), says=says, who=people, agencies=agencies, sources=rows, **about)


CHRONOLOGY = (
    entry(
        D(2022, 8, 3), "birth", "born", (who("P-ISLA", "child"),),
        evidence("health", "patients", 4, "born", since=D(2022, 8, 3)),
        evidence("police", "nominals", 7, "born", since=D(2022, 8, 3)),
        same_by=(Sameness.MATTER,),
    ),
    entry(
        D(2023, 5, 1), "occurrence", "verbal dispute",
        (who("P-DAD", "carer", role="suspect"), who("P-MUM", "carer", "household", role="victim")),
        evidence("police", "occurrences", 77, "verbal dispute", since=D(2023, 5, 1), until=D(2023, 5, 2)),
        until=D(2023, 5, 2),
    ),
    entry(
        D(2024, 11, 2), "occurrence", "sexual abuse alleged",
        (who("P-ISLA", "child", role="subject child"), who("P-DAD", "carer")),
        evidence("police", "occurrences", 208, "sexual abuse alleged", since=D(2024, 11, 2)),
    ),
    entry(
        D(2026, 1, 30), "referral", "referral received", (who("P-ISLA", "child"),),
        evidence("social_care", "referrals", 9, "referral received", since=D(2026, 1, 30)),
        detail="Mother rang.",
    ),
)  # fmt: skip
GAPS = (
    Gap(D(2022, 8, 3), D(2024, 11, 2), 26, "born", to_today=False, meanwhile=("CIN, N1",)),
    Gap(D(2024, 11, 2), D(2026, 1, 30), 14, "last seen", to_today=False),
)
HOUSE, REFUGE = House(1, "3 Fore Street, Penzance"), House(2, "address restricted", crowd="refuge")
DAY = DayInLife(
    houses=(HOUSE, REFUGE),
    periods=(
        Period(D(2022, 8, 3), D(2024, 7, 31), (InHouse(HOUSE, ("P-MUM", "P-STEP"), ("health", "police")),)),
        Period(D(2024, 8, 1), D(2024, 9, 30), (InHouse(REFUGE, (), ("social_care",)),)),
        Period(D(2024, 10, 1), D(2026, 1, 31), ()),
    ),
    people=(
        Member("P-DAD", "CALLUM ARMSTRONG", "father", D(1990, 11, 30), parent=True, sex="M"),
        Member("P-MUM", "KERENZA TREGENZA", "mother", D(1994, 5, 9), parent=True, sex="F"),
        Member("P-STEP", "GARETH PASCOE", None, D(1984, 3, 2), sex="M", flags=(sex_offender(12),)),
    ),
    weekdays=(),
    questions=(Question("where", "Where did the child sleep since 2024-10-01? No agency recorded an address."),),
)
STAYS = (
    Stay("P-ISLA", "home", D(2022, 8, 3), D(2024, 8, 1), "TR18 Penzance"),
    Stay("P-ISLA", "refuge", D(2024, 8, 1), D(2024, 10, 1), "TR1 Truro"),
    Stay("P-ISLA", "home", D(2024, 10, 1), None, "CA14 Workington"),
    Stay("P-STEP", "prison", D(2015, 2, 1), D(2019, 2, 1), "LS9 Leeds"),
    Stay("P-STEP", "home", D(2021, 3, 1), None, "CA14 Workington"),
    Stay("P-NAN", "home", D(2012, 1, 1), None, "TR99 Secretplace"),
    Stay("P-MATE", "home", None, D(2023, 1, 1), "TR18 Penzance"),
)
SEARCHED = (
    Searched("education", "pupils", "2026-01-31", D(2026, 1, 31), 0, "fresh", 412, 1, 1),
    Searched("health", "patients", "2026-01-31", D(2026, 1, 31), 0, "fresh", 1204, 1, 4),
    Searched("police", "markers", "2026-01-31", D(2026, 1, 31), 0, "fresh", 88, 0, 4, required=True),
    Searched("probation", "registrations", "2025-12-01", D(2025, 12, 1), 61, "stale", 40, 0, 1),
    Searched("womens_aid", "people", None, None, None, "missing", 0, 0, 0),
)


def complete_answer():
    return Answer(
        run="20260131-0a1b2c3d",
        as_of=D(2026, 1, 31),
        policy="policy-2026-01",
        model="model-2026-11",
        hops=3,
        child=Child(
            "P-ISLA",
            ("ISLA MAE TREGENZA", "ISLA ARMSTRONG"),
            D(2022, 8, 3),
            records=(
                ChildRecord("health:H9", "health", "patients", "2026-01-31", 9, ("ISLA TREGENZA",), D(2022, 8, 3)),
                ChildRecord("police:N7", "police", "nominals", "2026-01-31", 7, ("ISLA ARMSTRONG",), D(2022, 8, 3)),
            ),
        ),
        referral=Referral(
            "R-1001", dt.datetime.fromisoformat("2026-01-30T09:14"), "SAB", "1A", "Mother rang; could not say more."
        ),
        other_cases=(OtherCase("R-0907", dt.datetime.fromisoformat("2026-01-12T15:20"), "NEG", Colour.AMBER),),
        rating=Rating(
            Colour.GREEN,
            None,
            Colour.RED,
            Colour.RED,
            Certainty(Colour.RED, {Colour.RED: 0.993, Colour.AMBER: 0.007}, links=12, draws=1000),
            dt.datetime.fromisoformat("2026-01-30T13:14"),
            "final decision",
            Direction.UP,
        ),
        reasons=REASONS,
        flagged=FLAGGED,
        expected_by_chance=ExpectedByChance(3, 0.012, 9, 2.8e-7),
        rests_on=(
            RestsOn("tie", "partner, since 2024-09-01, one source", ("P-MUM", "P-STEP"), 1, Colour.AMBER),
            RestsOn("identity", "a police and a health record joined at 21.4 bits", ("P-DAD",), 2, Colour.RED),
        ),
        to_confirm=(
            ToConfirm(("P-COUS", "P-MATE"), Colour.RED, "may be one person, match weight 9.1 bits", 9.1, 0.36),
        ),
        searched=SEARCHED,
        not_followed=(Crowd("hostel", 43, "more than 12 at once", D(2021, 1, 1), D(2021, 6, 1)), Crowd("school", 210)),
        chronology=CHRONOLOGY,
        gaps=GAPS,
        day_in_life=DAY,
        stays=STAYS,
        network=Network(PEOPLE, TIES, (PossibleIdentity("P-COUS", "P-MATE", 9.1, 0.36, "same surname"),)),
        decisions=(
            Decision(
                "R-1001",
                Colour.AMBER,
                "The mother agreed to a visit.",
                "b.jones",
                dt.datetime.fromisoformat("2026-01-29T16:00"),
                "20260129-55443322",
                Colour.GREEN,
            ),
            Decision(
                "R-1001",
                Colour.GREEN,
                "Seen at home; nothing found.",
                "a.manager",
                dt.datetime.fromisoformat("2026-01-30T11:05"),
                "20260130-99887766",
                Colour.RED,
                Basis(
                    "manager",
                    "final decision",
                    "london_brag",
                    "BLUE",
                    Colour.AMBER,
                    Colour.RED,
                    Direction.UP,
                    "policy-2026-01",
                    "model-2026-11",
                    "f",
                ),
            ),
        ),
        sharing=(
            Sharing(
                "R-1001",
                "Trelawny school",
                "that the case is open",
                SharingOutcome.WITHHELD,
                "her father collects her there",
                "b.jones",
                dt.datetime.fromisoformat("2026-01-30T10:00"),
                "strategy meeting",
                "s47",
                "E-00000-00000",
            ),
        ),
        changed_since=ChangedSince(
            "20260130-99887766",
            Colour.GREEN,
            ("new: tie of KERENZA TREGENZA and GARETH PASCOE: partner",),
            "a.manager",
            dt.datetime.fromisoformat("2026-01-30T11:05"),
            (Piece("tie", "partner", "P-MUM", "P-STEP"),),
        ),
        asked=Asked("a.smith", dt.datetime.fromisoformat("2026-01-31T10:00"), "section 47 enquiry", export=ONE_NUMBER),
    )


def empty_answer():
    return Answer("20260131-0a1b2c3d", D(2026, 1, 31), "policy-2026-01", "model-2026-11", 3, Child("P-ISLA", ()))


def hostile_answer():
    """The complete answer with every name and every free text turned against the reader."""
    answer = complete_answer()
    people = tuple(
        replace(one, names=(HOSTILE_NAMES[number % len(HOSTILE_NAMES)],), agencies=("a<b>&'\x00",))
        for number, one in enumerate((*PEOPLE, person("P-LONG", "", 1, "P-ISLA"), person("P-NONE", "", 1, "P-ISLA")))
    )
    return replace(
        answer,
        child=replace(answer.child, names=HOSTILE_NAMES),
        network=replace(answer.network, persons=people),
        reasons=tuple(replace(reason, says=HOSTILE_NAMES[1] + "\x1b]0;x\x07") for reason in REASONS),
        chronology=tuple(
            replace(
                one,
                says=HOSTILE_NAMES[number],
                who=tuple(replace(each, name=HOSTILE_NAMES[number + 4]) for each in one.who),
            )
            for number, one in enumerate(CHRONOLOGY)
        ),
        day_in_life=replace(
            DAY,
            people=tuple(replace(one, name=HOSTILE_NAMES[number]) for number, one in enumerate(DAY.people)),
            questions=tuple(Question("where", name) for name in HOSTILE_NAMES),
        ),
        referral=replace(answer.referral, narrative="</script><img src=x onerror=alert(1)> \x1b[2J " + "ÿ" * 300),
    )


def large_answer(persons=300):
    """The complete answer inside a network of ``persons``, most of them on the outer ring."""
    answer = complete_answer()
    inner = [
        person(f"P-A{n:03}", f"UNCLE NUMBER {n}", 1 + n % 2, "P-ISLA" if n % 2 == 0 else "P-A000") for n in range(40)
    ]
    outer = [
        person(f"P-Z{n:03}", f"ACQUAINTANCE NUMBER {n}", 3, f"P-A{1 + 2 * (n % 20):03}")
        for n in range(persons - len(inner) - len(PEOPLE))
    ]
    ties = [
        tie(*sorted((one.via, one.person_id)), "friend" if number % 3 else "household", 1000 + number)
        for number, one in enumerate((*inner, *outer))
    ]
    return replace(answer, network=replace(answer.network, persons=(*PEOPLE, *inner, *outer), ties=(*TIES, *ties)))


@pytest.fixture
def answer():
    return complete_answer()


@pytest.fixture
def empty():
    return empty_answer()


@pytest.fixture
def hostile():
    return hostile_answer()


@pytest.fixture
def large():
    return large_answer()


@pytest.fixture
def every_form():
    """An answer as text in every form it is shown in, each on one line."""

    def render(answer):
        console = Console(file=io.StringIO(), width=160)
        print_answer(answer, console)
        texts = {
            "terminal": console.file.getvalue(),
            "page": html.fromstring(page(answer)).xpath("string(//body)"),
            "json": to_json(answer),
            "graphml": "".join(graphml(answer)),
        }
        return {form: " ".join(text.split()) for form, text in texts.items()}

    return render


@pytest.fixture
def large_of():
    return large_answer
