"""Places, numbers and people with hundreds around them leave every ordinary case as it was."""

from __future__ import annotations

import datetime as dt

import pytest

from mash.associations import network_around
from mash.rating import load_policy, load_profile, rate_open_cases

D = dt.date
HUNDREDS = 200
TEN_YEARS_AGO = D(2016, 6, 1)


def hostel(town, number):
    for guest in range(HUNDREDS):
        town.stay(f"hostel {number} guest {guest}", f"hostel {number}", TEN_YEARS_AGO, kind="hostel")
    return [lambda name: town.stay(name, f"hostel {number}", TEN_YEARS_AGO, kind="hostel")]


def house(town, number):
    """A dwelling that nobody calls a hostel."""
    for guest in range(HUNDREDS):
        town.stay(f"house {number} guest {guest}", f"house {number}", TEN_YEARS_AGO)
    return [lambda name: town.stay(name, f"house {number}", TEN_YEARS_AGO)]


def switchboard(town, number):
    for caller in range(HUNDREDS):
        town.contact(f"switchboard {number} caller {caller}", f"+4416329601{number}")
    return [lambda name: town.contact(name, f"+4416329601{number}")]


def riot(town, number):
    """An occurrence with 500 people."""
    crowd = [(f"riot {number} suspect {suspect}", "suspect") for suspect in range(500)]
    return [lambda name: town.occurrence(D(2025, 5, 5), [(name, "suspect"), *crowd])]


def officer(town, number):
    """Reports hundreds of occurrences."""
    for occurrence in range(HUNDREDS):
        parts = [(f"officer {number}", "informant"), (f"officer {number} victim {occurrence}", "victim")]
        town.occurrence(D(2024, 1, 1), parts)
    return [lambda name: town.occurrence(D(2024, 1, 2), [(f"officer {number}", "informant"), (name, "victim")])]


HUBS = (hostel, house, switchboard, riot, officer)


def family(town):
    """Three ordinary cases with a flagged adult at one, two and three steps, who all pass the hubs."""
    for case in range(3):
        child, mother, friend, friends_friend = (f"{who} {case}" for who in ("child", "mother", "friend", "other"))
        town.referral(f"R{case}", child, concern="NEG")
        town.related(child, mother, "mother", from_date=D(2020, 1, 1))
        town.related(mother, friend, "friend", from_date=D(2020, 1, 1))
        town.related(friend, friends_friend, "friend", from_date=D(2020, 1, 1))
        town.stay(child, f"home {case}", D(2020, 3, 3))
        town.stay(mother, f"home {case}", D(2019, 1, 1))
        town.flag((mother, friend, friends_friend)[case])
    return [f"{who} {case}" for case in range(3) for who in ("mother", "friend")]


def what_is_said(town):
    tables = {"exposure": "case_id, person_id, hops, identity", "exposure_leg": "case_id, person_id, step, tie_id"}
    return {table: town.ask(f"select {columns} from {table} order by all") for table, columns in tables.items()}


@pytest.fixture(scope="module")
def towns(new_town):
    """A town of three cases, and the same with twenty hubs that its people pass through."""
    plain, crowded = new_town(), new_town()
    family(plain)
    passers = family(crowded)
    doors = [door for number in range(4) for hub in HUBS for door in hub(crowded, number)]
    for place, door in enumerate(doors):
        door(passers[place % len(passers)])
    policy = load_policy("policy-2026-01")
    for town in (plain, crowded):
        con = town.build(policy.associations, hops=policy.hops)
        rate_open_cases(con, policy, as_of=D(2026, 1, 31), profile=load_profile("oxfordshire"))
    return plain, crowded


def test_twenty_super_hubs_change_no_exposure_and_no_way_to_one(towns):
    plain, crowded = towns
    assert len(what_is_said(plain)["exposure"]) == 3
    assert what_is_said(crowded) == what_is_said(plain)


def test_they_change_no_proposal(towns):
    plain, crowded = towns
    for asked in (
        "select case_id, colour, at_least from proposal",
        "select case_id, rule, persons from proposal_reason",
    ):
        assert crowded.ask(f"{asked} order by all") == plain.ask(f"{asked} order by all")
    assert {colour for _, colour, _ in plain.ask("select case_id, colour, at_least from proposal")} > {"GREEN"}


def test_they_add_no_more_than_their_own_doors_to_whom_a_case_reaches(towns):
    plain, crowded = towns
    before, after = (town.ask("select count(*) from reach")[0][0] for town in (plain, crowded))
    officers = crowded.ask("select count(*) from reach where person_id like 'officer _'")[0][0]
    assert 0 < officers == after - before


def test_they_add_no_ties_but_the_officers(towns):
    plain, crowded = towns
    added = crowded.ask("select count(*) from tie")[0][0] - plain.ask("select count(*) from tie")[0][0]
    assert added == 4 * (HUNDREDS + 1)


def test_the_case_says_what_was_not_followed(towns):
    _, crowded = towns
    network = network_around(crowded.con, "child 0", hops=3)
    assert {crowd.kind for crowd in network.crowds} == {
        "hostel",
        "dwelling",
        "phone",
        "occurrence",
        "person tied to them all",
    }
    assert all(crowd.persons > HUNDREDS and crowd.reason for crowd in network.crowds)
    assert network.busy == {person for person in network.reached if person.startswith("officer")}
    assert network.busy


def test_who_shares_a_room_or_an_occurrence_within_a_hub_is_tied_all_the_same(new_town):
    town = new_town()
    hostel(town, 0)
    for name in ("A", "B"):
        town.stay(name, "hostel 0", D(2025, 1, 1), kind="hostel", line="ROOM 7 1 HIGH ST")
    town.occurrence(D(2025, 2, 2), [("A", "suspect"), ("hostel 0 guest 5", "victim")])
    town.build()
    assert set(town.ask("select kind from tie where 'A' in (person_a, person_b)")) == {
        ("household",),
        ("suspect-victim",),
    }
