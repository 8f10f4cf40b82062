"""Homes that other agencies know to be left, and rooms within a crowd."""

from __future__ import annotations

import datetime as dt

import pytest

from mash.associations import Settings

D = dt.date


def homes(town):
    asked = "select person_a || person_b, from_date, to_date, strength from tie where kind = 'household' order by 1"
    return {pair: (start, end, strength) for pair, start, end, strength in town.ask(asked)}


def test_a_home_never_closed_has_ended_when_another_agency_has_a_later_one(town):
    town.stay("A", "old", D(2010, 1, 1), agency="police")
    town.stay("A", "new", D(2018, 1, 1), agency="health")
    town.stay("B", "old", D(2009, 1, 1), D(2019, 1, 1))
    town.stay("C", "old", D(2020, 1, 1))
    town.build()
    assert {pair: (start, end) for pair, (start, end, _) in homes(town).items()} == {
        "AB": (D(2010, 1, 1), D(2018, 1, 1))
    }


@pytest.mark.parametrize(
    ("later", "why"),
    [
        ({"agency": "police"}, "one record with both homes states both: a child of parents who live apart"),
        ({"agency": "health", "kind": "other"}, "a place that is no home ends none"),
        ({"agency": "health", "kind": "prison"}, "nor does a prison: there is a home to come back to"),
        ({"agency": "health", "line": "1 HIGH ST"}, "an address written alike is the same home"),
        ({"agency": "health", "start": D(2009, 1, 1)}, "an earlier home is not a later one"),
        ({"agency": "health", "start": None}, "a home without a date is none either"),
        ({"agency": "health", "start": D(2027, 1, 1)}, "nor one to come"),
    ],
)
def test_a_home_goes_on_when_nothing_says_it_was_left(town, later, why):
    given = {"start": D(2018, 1, 1), **later}
    town.stay("A", "old", D(2010, 1, 1), agency="police", line="1 HIGH ST")
    town.stay("A", "new", given.pop("start"), **given)
    town.stay("C", "old", D(2020, 1, 1))
    town.build()
    assert homes(town)["AC"][1] is None, why


def test_a_later_home_held_by_who_holds_the_old_one_too_ends_nothing(town):
    for agency in ("police", "health"):
        town.stay("A", "old", D(2010, 1, 1), agency=agency)
    town.stay("A", "new", D(2018, 1, 1), agency="health")
    town.stay("C", "old", D(2020, 1, 1))
    town.build()
    assert homes(town)["AC"][1] is None


def test_a_home_that_fewer_say_was_left_goes_on_and_is_believed_less(town):
    for agency in ("police", "health"):
        town.stay("A", "old", D(2010, 1, 1), agency=agency)
        town.stay("B", "old", D(2020, 1, 1), agency=agency)
        town.stay("X", "elsewhere", D(2010, 1, 1), agency=agency)
        town.stay("Y", "elsewhere", D(2020, 1, 1), agency=agency)
    town.stay("A", "new", D(2018, 1, 1), agency="education")
    town.build()
    found = homes(town)
    assert found["AB"][1] is None
    assert found["AB"][2] < found["XY"][2]
    assert "other agencies have a later home" in " ".join(says for (says,) in town.ask("select says from tie_evidence"))


@pytest.mark.parametrize("kind", ["hostel", "prison"])
def test_who_share_a_room_in_a_crowd_are_joined_and_nobody_else_there_is(town, kind):
    town.stay("A", "big", D(2024, 1, 1), kind=kind, line="ROOM 4 1 HIGH ST")
    town.stay("B", "big", D(2024, 6, 1), kind=kind, line="ROOM 4 1 HIGH ST")
    town.stay("C", "big", D(2024, 1, 1), kind=kind, line="ROOM 5 1 HIGH ST")
    town.stay("E", "big", D(2024, 1, 1), kind=kind)
    town.stay("F", "big", D(2024, 1, 1), kind=kind)
    town.build()
    assert set(homes(town)) == {"AB"}
    assert "in one room" in town.ask("select says from tie_evidence")[0][0]
    assert town.ask("select persons from crowd") == [(5,)]


def test_a_room_of_too_many_is_a_crowd_itself(town):
    for number in range(5):
        town.stay(f"A{number}", "big", D(2024, 1, 1), kind="hostel", line="ROOM 4 1 HIGH ST")
    town.build(Settings(household_cap=4))
    assert homes(town) == {}
