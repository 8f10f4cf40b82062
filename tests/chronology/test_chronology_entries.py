"""The chronology from the tables of a run: whose facts, in what words, and what is withheld."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from importlib.resources import files

import pytest

from mash.chronology import Precision, Sameness, chronology_of
from mash.errors import Refused

D = dt.date
AS_OF = D(2026, 1, 31)


def told(town, child="C", *, as_of=AS_OF):
    town.person(child, D(2020, 3, 3))
    town.build()
    return chronology_of(town.con, child, as_of=as_of)


def lines(chronology):
    return [(entry.date, entry.kinds[0], [in_short(who) for who in entry.who]) for entry in chronology.entries]


def in_short(who):
    return " ".join((who.person_id, *who.parts, who.role or "")).strip()


def test_every_dated_fact_of_child_household_and_carers_stands_in_one_order(town):
    town.referral("R", "C", "2025-06-01 10:00", concern="NEG", initial_rating="GREEN", narrative="free text")
    town.related("C", "M", "mother")
    town.stay("C", "1 The Lane", D(2020, 5, 1), D(2024, 1, 1), agency="health")
    town.stay("L", "1 The Lane", D(2021, 5, 1), D(2022, 1, 1))
    town.occurrence(D(2023, 2, 2), [("C", "subject child"), ("M", "informant"), ("X", "suspect")], category="neglect")
    town.flag("M", "violence", valid_from=D(2019, 1, 1), valid_to=D(2022, 1, 1), status="expired")
    town.episode("C", "CIN", D(2025, 7, 1))
    town.occurrence(D(2023, 2, 2), [("X", "victim")])
    town.occurrence(D(2026, 2, 2), [("C", "victim")])
    chronology = told(town)
    assert lines(chronology) == [
        (D(2019, 1, 1), "flag", ["M carer"]),
        (D(2020, 5, 1), "stay", ["C child"]),
        (D(2021, 5, 1), "stay", ["L household"]),
        (D(2023, 2, 2), "occurrence", ["C child subject child", "M carer informant"]),
        (D(2025, 6, 1), "referral", ["C child"]),
        (D(2025, 7, 1), "episode", ["C child"]),
    ]
    by_kind = {entry.kinds[0]: entry for entry in chronology.entries}
    assert by_kind["occurrence"].says == "neglect, also in it: suspect"
    assert by_kind["referral"].detail == "free text"
    assert by_kind["flag"].says == "violence, VISOR, expired"
    assert (by_kind["episode"].ongoing, by_kind["flag"].until) == (True, D(2022, 1, 1))


@pytest.mark.parametrize(
    ("day", "there"),
    [
        pytest.param(D(2018, 1, 1), True, id="before they came"),
        pytest.param(D(2021, 1, 1), True, id="while they lived there"),
        pytest.param(D(2024, 1, 1), False, id="after they had left"),
    ],
)
def test_of_one_who_has_left_only_what_was_before_is_the_childs(town, day, there):
    town.stay("C", "1 The Lane", D(2020, 5, 1))
    town.stay("L", "1 The Lane", D(2020, 5, 1), D(2022, 1, 1))
    town.occurrence(day, [("L", "suspect")])
    assert ("occurrence" in [kind for _, kind, _ in lines(told(town))]) is there


def test_a_flag_set_on_one_who_has_left_is_told(town):
    town.stay("C", "1 The Lane", D(2020, 5, 1))
    town.stay("L", "1 The Lane", D(2020, 5, 1), D(2022, 1, 1))
    town.flag("L", valid_from=D(2024, 1, 1))
    town.flag("X", valid_from=D(2024, 1, 1))
    assert (D(2024, 1, 1), "flag", ["L"]) in lines(told(town))


@pytest.mark.parametrize(
    ("day", "parts"),
    [
        pytest.param(D(2019, 1, 1), ("carer", "household later"), id="before they lived together"),
        pytest.param(D(2021, 1, 1), ("carer", "household"), id="while they did"),
        pytest.param(D(2024, 1, 1), ("carer",), id="after"),
    ],
)
def test_what_somebody_was_to_the_child_is_told_as_of_the_day(town, day, parts):
    town.related("C", "F", "father")
    town.stay("C", "1 The Lane", D(2020, 5, 1))
    town.stay("F", "1 The Lane", D(2020, 5, 1), D(2022, 1, 1))
    town.occurrence(day, [("F", "suspect")])
    (entry,) = [entry for entry in told(town).entries if entry.kinds == ("occurrence",)]
    assert entry.who[0].parts == parts


def test_a_later_day_is_not_told(town):
    town.related("C", "M", "mother")
    town.occurrence(D(2025, 2, 2), [("C", "victim")])
    town.stay("L", "1 The Lane", D(2025, 5, 1))
    town.stay("C", "1 The Lane", D(2020, 5, 1))
    town.person("C", D(2020, 3, 3))
    town.build()
    early = chronology_of(town.con, "C", as_of=D(2025, 1, 1))
    assert {entry.kinds[0] for entry in early.entries} == {"stay"}
    assert {person.person_id for person in early.day.people} == {"M"}
    assert early.day.periods[-1].last == D(2025, 1, 1)


@pytest.mark.parametrize("kind", ["home", "refuge"])
def test_where_a_restricted_person_or_a_refuge_is_stands_nowhere(town, kind):
    town.person("M", restricted=kind == "home")
    town.related("C", "M", "mother")
    town.stay("M", "1 The Lane", D(2020, 5, 1), kind=kind)
    town.stay("C", "1 The Lane", D(2020, 5, 1), agency="health")
    town.stay("C", "2 The Road", D(2018, 5, 1), D(2020, 4, 30), agency="health")
    chronology = told(town)
    assert sum("address restricted" in entry.says for entry in chronology.entries) == 2
    shown = repr(chronology)
    assert "The Lane" not in shown
    assert "2 The Road" in shown


def test_the_school_of_a_restricted_child_is_not_shown(town):
    town.person("C", D(2020, 3, 3), restricted=True)
    town.occurrence(D(2025, 9, 1), [("C", "pupil")], agency="education", kind="enrolment", category="112904")
    (entry,) = told(town).entries
    assert "112904" not in repr(entry)
    assert "location restricted" in entry.says


@pytest.mark.parametrize(
    ("code", "handling"), [("P", None), ("C", "C"), (None, None), ("L", "not shown")], ids=["P", "C", "none", "another"]
)
def test_a_handling_code_is_obeyed_and_conditions_travel_along(town, code, handling):
    town.related("C", "M", "mother")
    town.related(
        "M", "X", "associate", agency="police", dataset="nominal_links", from_date=D(2024, 1, 1), handling_code=code
    )
    found = [entry for entry in told(town).entries if entry.kinds == ("relationship",)]
    assert [entry.handling for entry in found] == ([] if handling == "not shown" else [handling])


def test_a_relationship_begins_and_ends_and_the_day_it_was_sent_is_no_date_of_it(town):
    town.related("C", "M", "mother", known_on=D(2026, 1, 30))
    town.related("M", "P", "partner", from_date=D(2024, 1, 1), to_date=D(2025, 1, 1))
    (entry,) = told(town).entries
    assert (entry.date, entry.until, entry.says) == (D(2024, 1, 1), D(2025, 1, 1), "partners")
    assert [(who.person_id, who.parts, who.role) for who in entry.who] == [
        ("M", ("carer",), "partner"),
        ("P", (), "partner"),
    ]


def test_kin_are_told_as_recorded_from_a_day_and_not_as_begun(town):
    town.related("C", "M", "mother", from_date=D(2024, 1, 1), lives_together=False)
    (entry,) = told(town).entries
    assert entry.says == "mother and child, so recorded from that day, not living together"


def test_a_licence_condition_that_is_a_flag_too_is_one_entry(town):
    town.related("C", "F", "father")
    where = {"agency": "probation", "dataset": "licence_conditions", "extract": "2026-01-31", "source_row": 4}
    about = {"condition": "no contact with children", "since": D(2024, 1, 1)}
    town.add(
        "event", event_key="probation:licence_conditions:1", kind="licence condition", occurred_on=about["since"],
        summary=about["condition"], **where,
    )  # fmt: skip
    key = town.record("F", "probation")
    row = {column: where[column] for column in ("dataset", "extract", "source_row")}
    town.add("event_role", event_key="probation:licence_conditions:1", record_key=key, role="offender", **row)
    town.add(
        "flag", record_key=key, kind="risk to children", scheme="LICENCE", status="current",
        valid_from=about["since"], **where,
    )  # fmt: skip
    (entry,) = told(town).entries
    assert (entry.kinds, entry.says, entry.detail) == (("licence condition",), "risk to children", about["condition"])
    assert len(entry.sources) == 1


@pytest.mark.parametrize(
    ("more", "precision"),
    [
        ({"kind": "school attendance", "category": "2025-26 autumn", "ended_on": D(2025, 12, 31)}, Precision.TERM),
        ({"kind": "school attendance", "category": "autumn"}, Precision.SENT),
        ({"kind": "attendance", "category": "emergency department"}, Precision.DAY),
    ],
    ids=["a term of a year", "a term of no year", "a day"],
)
def test_how_exactly_a_date_is_known_is_told(town, more, precision):
    town.occurrence(D(2025, 9, 1), [("C", "pupil")], agency="education", **more)
    (entry,) = told(town).entries
    assert entry.precision is precision


def test_a_fact_sent_by_the_force_by_the_national_database_and_by_social_care_is_one_entry(town):
    more = {"category": "domestic abuse", "concern": "DA", "recorded_on": D(2025, 3, 4)}
    town.occurrence(D(2025, 3, 3), [("C", "victim")], source_system="RMS", outcome="no further action", **more)
    town.occurrence(D(2025, 3, 3), [("C", "victim")], source_system="PND", **more)
    town.referral("R", "C", "2025-03-05 10:00", concern="DA", source_code="6", initial_rating="GREEN")
    (entry,) = told(town).entries
    assert entry.kinds == ("occurrence", "referral")
    assert entry.says == "domestic abuse, no further action; R, concern DA, from source 6, rated GREEN"
    assert entry.agencies == ("police", "social_care")
    assert entry.same_by == (Sameness.NOTIFICATION, Sameness.MATTER)
    assert len(entry.sources) == 5


def test_two_occurrences_of_one_force_on_one_day_are_two(town):
    for _ in range(2):
        town.occurrence(D(2025, 3, 3), [("C", "victim")], source_system="RMS", category="theft", concern="DA")
    assert len(told(town).entries) == 2


def test_every_row_of_an_entry_is_told_and_none_twice(town):
    town.occurrence(D(2023, 2, 2), [("C", "victim"), ("C", "witness")], category="neglect")
    (entry,) = told(town).entries
    assert [row.dataset for row in entry.sources] == ["occurrences", "occurrence_roles", "occurrence_roles"]
    sent = town.ask("select source_row from event union all select source_row from event_role")
    assert {(row.source_row,) for row in entry.sources} == set(sent)
    assert (entry.who[0].role, entry.same_by) == ("victim, witness", ())


def test_a_grown_person_has_entries_but_neither_gaps_nor_a_day(town):
    town.occurrence(D(2023, 2, 2), [("A", "victim")])
    town.build()
    chronology = chronology_of(town.con, "A", as_of=AS_OF, is_child=False)
    assert (len(chronology.entries), chronology.gaps, chronology.day) == (1, (), None)


def test_a_run_of_an_earlier_version_asks_for_a_night(town):
    town.person("C")
    town.build().execute("drop table relationship_meaning")
    with pytest.raises(Refused, match="mash nightly"):
        chronology_of(town.con, "C", as_of=AS_OF)


def test_no_rule_can_read_a_chronology():
    loads = "import sys, mash.rating; sys.exit(any(name.startswith('mash.chronology') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0


@pytest.mark.parametrize(
    "statement",
    [entry for entry in (files("mash") / "rating" / "sql").iterdir() if entry.name.endswith(".sql")],
    ids=lambda entry: entry.name,
)
def test_no_query_of_the_rating_reads_free_text_or_attendances(statement):
    code = "\n".join(line.split("--")[0] for line in statement.read_text(encoding="utf-8").splitlines()).lower()
    for word in ("summary", "narrative", "'attendance'"):
        assert word not in code
    if "event_role" in code:
        assert "event.kind = 'occurrence'" in code or "event.kind = 'licence condition'" in code
