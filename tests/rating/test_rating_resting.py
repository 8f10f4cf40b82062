"""What a proposal rests on: ties, joins of records, and the possible links that would change it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from mash.associations import network_around, parted, records_apart
from mash.associations.joins import joins_of
from mash.rating import (
    facts_for_case,
    facts_of,
    joins_it_rests_on,
    load_policy,
    open_cases_of,
    propose,
    rests_on,
    to_confirm,
)
from mash.rating.gather import HubFacts
from mash.rating.resting import _Apart
from mash.rating.surroundings import surroundings_of_network
from mash.vocabulary import Colour

POLICY = load_policy("policy-2026-01")


def ask(town):
    con = town.build(POLICY.associations)
    network = network_around(con, "C", hops=3)
    return network, facts_for_case(con, network, "R"), POLICY


def joins(town):
    network, facts, policy = ask(town)
    return [
        (each.join.record_key_a, each.join.record_key_b, each.join.match_weight, each.without)
        for each in joins_it_rests_on(town.con, network, facts, policy)
    ]


def test_a_red_that_rests_on_one_tie_says_which_and_what_it_would_be_without(town):
    town.referral("R", "C")
    town.related("C", "F", "father")
    town.flag("F")
    (found,) = rests_on(*ask(town))
    assert (found.tie.kind, [row.says for row in found.tie.evidence]) == ("parent", ["father of child"])
    assert found.without == Colour.GREEN


def test_a_red_that_stands_on_two_ties_rests_on_neither(town):
    town.referral("R", "C")
    for father in ("F", "G"):
        town.related("C", father, "father")
        town.flag(father)
    assert rests_on(*ask(town)) == ()


def test_a_network_reached_through_one_person_rests_on_the_tie_to_that_person(town):
    town.referral("R", "C")
    town.related("C", "M", "mother")
    town.related("M", "B", "associate", dataset="nominal_links")
    for number in range(4):
        town.related("B", f"O{number}", "associate", dataset="nominal_links")
        town.flag(f"O{number}")
    for number in range(200):
        town.person(f"A{number:03}")
    network, facts, policy = ask(town)
    assert propose(facts, policy).colour == Colour.RED
    found = [(each.tie.person_a, each.tie.person_b) for each in rests_on(network, facts, policy)]
    assert found == [("B", "M"), ("C", "M")]


def test_a_tie_to_many_others_is_told_when_without_it_the_flagged_were_more_than_chance(town):
    town.referral("R", "C")
    town.related("C", "M", "mother")
    town.related("M", "B", "friend", dataset="nominal_links", agency="police")
    for number in range(3):
        town.related("B", f"O{number}", "friend", dataset="nominal_links", agency="police")
        town.flag(f"O{number}")
    town.related("M", "X", "friend", dataset="nominal_links", agency="police")
    for number in range(60):
        town.related("X", f"Y{number:02}", "friend", dataset="nominal_links", agency="police")
    for number in range(60):
        town.person(f"Z{number:02}")
    network, facts, policy = ask(town)
    assert propose(facts, policy).at_least == Colour.GREEN
    found = [(each.tie.person_a, each.tie.person_b, each.without) for each in rests_on(network, facts, policy)]
    assert found == [("M", "X", Colour.RED)]


@pytest.mark.parametrize(
    ("name", "town_of", "seeds"),
    [
        ("policy-2026-01", "random_town", 8),
        pytest.param("policy-2026-12", "random_town", 8, marks=pytest.mark.slow),
    ],
)
def test_the_ties_it_rests_on_are_those_found_by_taking_away_each_tie_in_turn(request, name, town_of, seeds):
    rested, policy = 0, load_policy(name)
    for seed in range(seeds):
        town = request.getfixturevalue(town_of)(seed)
        con = town.build(policy.associations)
        for case in open_cases_of(con):
            network = network_around(con, case.child, hops=3)
            facts = facts_for_case(con, network, case.case_id)
            plainly = {
                (tie_id, without)
                for tie_id in network.ties
                if (without := _without(tie_id, network, facts, policy)) != propose(facts, policy).at_least
            }
            assert {(each.tie.tie_id, each.without) for each in rests_on(network, facts, policy)} == plainly
            rested += len(plainly)
    assert rested > 0


def test_a_red_for_a_new_partner_rests_on_both_ties_to_him(town):
    newer = load_policy("policy-2026-12")
    town.referral("R", "C")
    town.related("C", "M", "mother")
    town.related("M", "A", "partner", from_date="2025-10-01")
    town.flag("A")
    con = town.build(newer.associations)
    network = network_around(con, "C", hops=3)
    facts = facts_for_case(con, network, "R")
    assert propose(facts, newer).colour == Colour.RED
    found = [(each.tie.person_a, each.tie.person_b) for each in rests_on(network, facts, newer)]
    assert sorted(found) == [("A", "M"), ("C", "M")]


def _without(tie_id, network, facts, policy):
    left = replace(facts, around=surroundings_of_network(network.without(tie_id)))
    return propose(left, policy).at_least


@pytest.fixture
def two_records(town):
    """The father social care names is the offender the police know only because two records are one person."""
    town.referral("R", "C")
    town.related("C", "F", "father", agency="social_care")
    town.flag("F", agency="police")
    town.joined("police:F", "social_care:F", 14.2)
    return town


def test_a_red_rests_on_two_records_being_one_person(two_records):
    assert joins(two_records) == [("police:F", "social_care:F", 14.2, Colour.GREEN)]


def test_a_join_that_a_person_judged_is_told_without_a_weight(town):
    town.referral("R", "C")
    town.related("C", "F", "father", agency="social_care")
    town.flag("F", agency="police")
    town.joined("police:F", "social_care:F", None)
    assert joins(town) == [("police:F", "social_care:F", None, Colour.GREEN)]


def test_records_that_carry_neither_the_flag_nor_the_tie_hold_nothing(two_records):
    two_records.record("F", "health")
    two_records.joined("health:F", "police:F", 3.0)
    assert joins(two_records) == [("police:F", "social_care:F", 14.2, Colour.GREEN)]


def test_of_the_joins_between_the_tie_and_the_flag_the_weakest_is_told(town):
    town.referral("R", "C")
    town.related("C", "F", "father", agency="social_care")
    town.flag("F", agency="police")
    town.record("F", "health")
    town.joined("health:F", "social_care:F", 30.0)
    town.joined("health:F", "police:F", 8.0)
    assert joins(town) == [("health:F", "police:F", 8.0, Colour.GREEN)]


def test_an_offender_whom_the_same_record_ties_rests_on_no_join(town):
    town.referral("R", "C")
    town.related("C", "F", "father", agency="police")
    town.related("C", "F", "father", agency="social_care")
    town.flag("F", agency="police")
    town.joined("police:F", "social_care:F", 14.2)
    town.joined("police:C", "social_care:C", 40.0)
    assert joins(town) == []


def test_a_way_through_somebody_rests_on_their_records_being_one(town):
    town.referral("R", "C")
    town.related("C", "M", "mother", agency="social_care")
    town.related("M", "O", "partner", agency="police", dataset="nominal_links")
    town.flag("O")
    town.joined("police:M", "social_care:M", 11.0)
    assert joins(town) == [("police:M", "social_care:M", 11.0, Colour.GREEN)]


def test_repeat_referrals_rest_on_the_child_being_one_child(town):
    town.referral("R", "C", agency="social_care")
    town.referral("R2", "C", "2025-11-01 09:00", agency="health", closed_on=dt.date(2025, 11, 3))
    town.referral("R3", "C", "2025-09-01 09:00", agency="health", closed_on=dt.date(2025, 9, 3))
    town.joined("health:C", "social_care:C", 6.5)
    assert joins(town) == [("health:C", "social_care:C", 6.5, Colour.GREEN)]


def test_asking_leaves_the_membership_as_it_was(two_records):
    network, facts, policy = ask(two_records)
    before = two_records.ask("select * from membership order by all")
    joins_it_rests_on(two_records.con, network, facts, policy)
    assert two_records.ask("select * from membership order by all") == before


def test_weaker_than_leaves_stronger_joins_unasked(two_records):
    network, facts, policy = ask(two_records)
    assert joins_it_rests_on(two_records.con, network, facts, policy, weaker_than=14.2) == ()
    assert len(joins_it_rests_on(two_records.con, network, facts, policy, weaker_than=14.3)) == 1


@pytest.mark.slow
def test_a_join_is_told_exactly_where_a_town_in_which_the_two_are_two_gives_less(random_town):
    """The plain oracle builds the town anew with the records of one agency as somebody else's."""
    told = 0
    for seed in (1, 2):
        town = random_town(seed)
        of_two = {person: keys for person, keys in _records(town).items() if len(keys) == 2}
        for keys in of_two.values():
            town.joined(*keys, 9.0)
        del town.rows["possible_identity"]
        con = town.build(POLICY.associations)
        parted = {}
        for case in open_cases_of(con):
            network = network_around(con, case.child, hops=3)
            facts = facts_for_case(con, network, case.case_id)
            found = {each.join.person_id: each.without for each in joins_it_rests_on(con, network, facts, POLICY)}
            plainly = {}
            for person, keys in of_two.items():
                gone = min(keys, key=lambda key: (key == f"social_care:{case.child}", key))  # the child stays who it is
                if (person, gone) not in parted:
                    parted[person, gone] = _town_of_two(random_town(seed), person, gone)
                without = _colour(parted[person, gone], case, facts.hub)
                if without < propose(facts, POLICY).at_least:
                    plainly[person] = without
            assert found == plainly
            told += len(found)
    assert told > 1


@pytest.mark.parametrize(
    ("name", "town_of", "seeds"),
    [
        ("policy-2026-01", "random_town", (1,)),
        pytest.param("policy-2026-12", "fuller_town", (1, 2, 3), marks=pytest.mark.slow),
    ],
)
def test_without_a_join_the_same_fires_as_if_all_facts_were_asked_again(request, name, town_of, seeds):
    asked, other, policy = 0, 0, load_policy(name)
    for seed in seeds:
        town = request.getfixturevalue(town_of)(seed)
        for keys in (keys for keys in _records(town).values() if len(keys) == 2):
            town.joined(*keys, 9.0)
        con = town.build(policy.associations)
        joined = joins_of(con, {row["person_id"] for row in town.rows["membership"]})
        for case in open_cases_of(con):
            network = network_around(con, case.child, hops=3)
            facts = facts_for_case(con, network, case.case_id)
            joins = {person: of for person, of in joined.items() if person in network.persons}
            one = _Apart(con, network, facts, policy, joins)
            for join in (join for of in joins.values() for join in of):
                again = propose(_all_asked_again(con, one, case, join), policy)
                assert _fired(propose(one.without(join) or facts, policy)) == _fired(again)
                asked, other = asked + 1, other + (_fired(again) != _fired(propose(facts, policy)))
    assert asked > 20
    assert other > 3


def _fired(proposal):
    return [(each.rule, each.colour, each.says, each.persons, set(each.evidence)) for each in proposal.reasons]


def _all_asked_again(con, one, case, join):
    others = one._others(join)
    network = parted(one.network, join.person_id, others, one.behind) or one.network
    with records_apart(con, join.person_id, others):
        return facts_of(con, network, case, HubFacts(one.facts.hub, one.facts.missing_agencies))


def _records(town) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in town.rows["membership"]:
        found.setdefault(row["person_id"], []).append(row["record_key"])
    return found


def _town_of_two(town, person, gone):
    del town.rows["possible_identity"]
    about = next(row for row in town.rows["person"] if row["person_id"] == person)
    town.add("person", **{**about, "person_id": "another"})
    for row in town.rows["membership"]:
        if row["record_key"] == gone:
            row["person_id"] = "another"
    return town.build(POLICY.associations)


def _colour(con, case, hub):
    network = network_around(con, case.child, hops=3)
    return propose(replace(facts_for_case(con, network, case.case_id), hub=hub), POLICY).at_least


def test_the_links_to_confirm_are_told_with_what_they_would_make_of_the_colour_worst_first(town):
    town.referral("R", "C", initial_rating="GREEN")
    town.related("C", "F", "father")
    town.perhaps("F", "O")
    town.flag("O")
    for person in ("C", "M"):
        town.stay(person, "home", dt.date(2024, 1, 1))
    town.perhaps("M", "V")
    town.flag("V", "violence")
    town.perhaps("F", "N")
    found = [(each.link.person_a, each.link.person_b, each.were_one) for each in to_confirm(*ask(town))]
    assert found == [("F", "O", Colour.RED), ("M", "V", Colour.AMBER)]
