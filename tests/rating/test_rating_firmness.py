from __future__ import annotations

from dataclasses import replace

import pytest

from mash.associations import network_around
from mash.rating import certainty, facts_for_case, load_policy, propose, rests_on
from mash.rating.surroundings import surroundings_of_network
from mash.vocabulary import Colour

POLICY = load_policy("policy-2026-01")


def ask(town):
    con = town.build(POLICY.associations)
    network = network_around(con, "C", hops=3)
    return network, facts_for_case(con, network, "R"), POLICY


@pytest.fixture
def maybe_father(town):
    """The father may be a known offender: one identity link of 0.3, reached by two ties."""
    town.referral("R", "C", initial_rating="GREEN")
    town.related("C", "F", "father")
    town.related("C", "M", "mother")
    town.related("M", "F", "partner")
    town.perhaps("F", "O", 0.3)
    town.flag("O")
    return town


def test_an_uncertain_identity_leaves_the_colour_and_is_told_as_a_share(maybe_father):
    network, facts, policy = ask(maybe_father)
    assert propose(facts, policy).colour == Colour.GREEN
    found = certainty(network, facts, policy, draws=2000)
    assert found.shares[Colour.RED] == pytest.approx(0.3, abs=0.04), "one link shared by two ways counts once"
    assert found.share == pytest.approx(0.7, abs=0.04)


def test_the_same_seed_gives_the_same_share(maybe_father):
    found = ask(maybe_father)
    assert certainty(*found) == certainty(*found)


def test_a_proposal_without_uncertain_identities_is_firm(town):
    town.referral("R", "C")
    town.related("C", "F", "father")
    town.flag("F")
    assert certainty(*ask(town)).share == 1.0


def test_a_red_that_rests_on_one_tie_says_which(town):
    town.referral("R", "C")
    town.related("C", "F", "father")
    town.flag("F")
    (tie,) = rests_on(*ask(town))
    assert (tie.kind, [row.says for row in tie.evidence]) == ("parent", ["father of child"])


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
    assert [(tie.person_a, tie.person_b) for tie in rests_on(network, facts, policy)] == [("B", "M"), ("C", "M")]


def test_the_ties_it_rests_on_are_those_found_by_taking_away_each_tie_in_turn(random_town):
    rested = 0
    for seed in range(6):
        town = random_town(seed)
        con = town.build(POLICY.associations)
        for case_id, child in town.ask("select case_id, child_person_id from open_case order by 1"):
            network = network_around(con, child, hops=3)
            facts = facts_for_case(con, network, case_id)
            plainly = {tie_id for tie_id in network.ties if _lower_without(tie_id, network, facts)}
            assert {tie.tie_id for tie in rests_on(network, facts, POLICY)} == plainly
            rested += len(plainly)
    assert rested > 3


def test_so_it_is_by_the_newer_policy_too(fuller_town):
    newer, rested = load_policy("policy-2026-12"), 0
    for seed in range(3):
        town = fuller_town(seed)
        con = town.build(newer.associations)
        for case_id, child in town.ask("select case_id, child_person_id from open_case order by 1"):
            network = network_around(con, child, hops=3)
            facts = facts_for_case(con, network, case_id)
            plainly = {tie_id for tie_id in network.ties if _lower_without(tie_id, network, facts, newer)}
            assert {tie.tie_id for tie in rests_on(network, facts, newer)} == plainly
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
    assert [(tie.person_a, tie.person_b) for tie in rests_on(network, facts, newer)] == [("A", "M"), ("C", "M")]


def _lower_without(tie_id, network, facts, policy=POLICY):
    left = replace(facts, around=surroundings_of_network(network.without(tie_id)))
    return propose(left, policy).at_least < propose(facts, policy).at_least
