"""The batch over all open cases and the enquiry on one of them are one rating."""

from __future__ import annotations

import datetime as dt
import random

import pytest

import mash.rating.rate as rate_module
from mash.associations import network_around
from mash.errors import NotFound
from mash.rating import (
    against_chance,
    certainty,
    facts_for_case,
    fingerprint,
    load_policy,
    load_profile,
    propose,
    rate_open_cases,
)
from mash.rating.gather import facts_in_bulk, hub_facts, open_cases_of
from mash.vocabulary import Colour

POLICY = load_policy("policy-2026-01")
NEWER = load_policy("policy-2026-12")
AS_OF = dt.date(2026, 1, 31)
PROFILE = load_profile("oxfordshire")
TABLES = ("proposal", "proposal_reason", "proposal_evidence", "proposal_chance", "proposal_certainty")
SEEDS = (0, 3, 5, 8, 9, 10)
"""Of towns not so close that everybody is reached through confirmed identities."""


def rate(town, **more):
    con = town.build(POLICY.associations, hops=POLICY.hops, **more)
    rate_open_cases(con, POLICY, as_of=AS_OF, profile=PROFILE)
    return con


@pytest.fixture(scope="module")
def towns(random_town):
    """Six towns made by chance, built and rated."""
    made = {seed: random_town(seed) for seed in SEEDS}
    for town in made.values():
        rate(town, decided=[("RC1", Colour.AMBER)])
    return made


@pytest.mark.parametrize("seed", SEEDS)
def test_batch_and_enquiry_agree_on_every_case_of_a_random_town(towns, seed):
    con = towns[seed].con
    cases = open_cases_of(con)
    assert len(cases) == 5
    for case, batch in zip(cases, facts_in_bulk(con, cases, hub_facts(con), as_of=AS_OF, hops=3), strict=True):
        network = network_around(con, case.child, hops=3)
        enquiry = facts_for_case(con, network, case.case_id)
        assert enquiry == batch
        proposal = propose(enquiry, POLICY)
        stored = towns[seed].ask(
            f"select colour, at_least, certainty, fingerprint from proposal where case_id = '{case.case_id}'"
        )
        sure = certainty(network, enquiry, POLICY)
        assert stored == [(proposal.colour.name, proposal.at_least.name, sure.share, fingerprint(proposal))]
        shares = towns[seed].ask(
            f"select colour, share, firm, links, draws from proposal_certainty where case_id = '{case.case_id}'"
        )
        assert sorted(shares) == sorted(
            (colour.name, share, colour == sure.holds_without, sure.links, sure.draws)
            for colour, share in sure.shares.items()
        )


def test_the_random_towns_are_worth_agreeing_on(towns):
    rules = {rule for town in towns.values() for (rule,) in town.ask("select rule from proposal_reason")}
    colours = {colour for town in towns.values() for (colour,) in town.ask("select colour from proposal")}
    shares = {share for town in towns.values() for (share,) in town.ask("select certainty from proposal")}
    assert len(rules) >= 6
    assert colours >= {"RED", "AMBER", "UNRATED"}
    assert len(shares) > 2


@pytest.fixture(scope="module", params=range(4))
def fuller(request, fuller_town):
    """A town with what the rules of policy-2026-12 look at, built and rated by it."""
    town = fuller_town(request.param)
    con = town.build(NEWER.associations, hops=NEWER.hops)
    rate_open_cases(con, NEWER, as_of=AS_OF, profile=PROFILE)
    return town


def test_batch_and_enquiry_agree_on_every_case_by_the_newer_policy_too(fuller):
    con = fuller.con
    cases = open_cases_of(con)
    for case, batch in zip(cases, facts_in_bulk(con, cases, hub_facts(con), as_of=AS_OF, hops=3), strict=True):
        network = network_around(con, case.child, hops=3)
        enquiry = facts_for_case(con, network, case.case_id)
        assert enquiry == batch
        proposal = propose(enquiry, NEWER)
        stored = fuller.ask(f"select colour, certainty, fingerprint from proposal where case_id = '{case.case_id}'")
        assert stored == [(proposal.colour.name, certainty(network, enquiry, NEWER).share, fingerprint(proposal))]
        chances = fuller.ask(
            f"select kind, observed from proposal_chance where case_id = '{case.case_id}' order by all"
        )
        assert chances == sorted((each.kind, each.observed) for each in against_chance(enquiry) if each.observed)


def test_every_rule_of_the_newer_policy_fires_somewhere_in_the_fuller_towns(fuller_town):
    fired = set()
    for seed in range(4):
        con = fuller_town(seed).build(NEWER.associations, hops=NEWER.hops)
        rate_open_cases(con, NEWER, as_of=AS_OF, profile=PROFILE)
        fired |= {rule for (rule,) in con.execute("select rule from proposal_reason").fetchall()}
    assert {rule.name for rule in NEWER.rules} - fired == set()


def test_the_order_of_rows_changes_no_proposal(random_town):
    straight, shuffled = random_town(3), random_town(3)
    rate(straight)
    rate(shuffled, order=lambda rows: random.Random(1).sample(rows, len(rows)))  # noqa: S311 - a shuffle
    for table in ("proposal", "proposal_reason", "proposal_certainty"):
        assert shuffled.ask(f"from {table} order by all") == straight.ask(f"from {table} order by all")


def test_how_many_cases_are_in_memory_at_once_changes_nothing(fuller_town, monkeypatch):
    """Every table the same to the row, and to the order of the rows."""
    con = fuller_town(1).build(NEWER.associations, hops=NEWER.hops)
    made = []
    for cases, networks in ((25_000, 1_000), (2, 1)):
        monkeypatch.setattr(rate_module, "CHUNK", cases)
        monkeypatch.setattr(rate_module, "NETWORKS", networks)
        rate_open_cases(con, NEWER, as_of=AS_OF, profile=PROFILE)
        made.append({table: con.execute(f"from {table}").fetchall() for table in TABLES})
    assert made[0] == made[1]
    assert all(made[0].values())


def test_a_proposal_states_its_numbers_and_its_deadline(town):
    town.fresh("police")
    town.referral("R", "C", "2026-01-30 16:30", concern="SAB", initial_rating="GREEN")
    town.related("C", "F", "father")
    town.flag("F")
    for number in range(98):
        town.person(f"A{number:02}")
    con = rate(town)
    assert town.ask(
        "select colour, initial_rating, certainty, adults_in_reach, flagged_adults, expected_by_chance, due_by::varchar"
        " from proposal"
    ) == [("RED", "GREEN", 1.0, 1, 1, round(1 / 99, 4), "2026-01-30 20:30:00")]
    assert con.execute("select position, rule, persons from proposal_reason").fetchall() == [
        (1, "sexual offender among kin or carers", ["F"]),
        (2, "sexual offender tied to the child", ["F"]),
        (3, "sexual offender close to a parent", ["F"]),
    ]


@pytest.mark.parametrize("state", ["stale", "missing"])
def test_without_a_required_agency_a_case_is_unrated_and_the_danger_known_is_shown(town, state):
    town.fresh("police")
    town.fresh("probation", state)
    town.fresh("health", "missing", required=False)
    town.referral("R", "C")
    town.related("C", "F", "father")
    town.flag("F")
    rate(town)
    assert town.ask("select colour, at_least, missing_agencies from proposal") == [("UNRATED", "RED", ["probation"])]


def test_offenders_in_a_hostel_where_the_father_once_slept_are_not_the_childs_network(town):
    town.referral("R", "C", initial_rating="GREEN")
    town.related("C", "F", "father")
    town.stay("F", "hostel", kind="hostel")
    for number in range(5):
        town.stay(f"A{number}", "hostel", kind="hostel")
        town.flag(f"A{number}")
    rate(town)
    assert town.ask("select colour, flagged_adults from proposal") == [("GREEN", 0)]


def test_an_expired_marker_in_the_household_does_not_drive_red(town):
    town.referral("R", "C")
    town.stay("C", "home")
    town.stay("A", "home")
    town.flag("A", valid_to="2020-01-01")
    rate(town)
    assert town.ask("select colour from proposal") == [("GREEN",)]


def test_a_former_housemate_is_not_of_the_household(town):
    town.referral("R", "C")
    town.stay("C", "home", "2020-03-03")
    town.stay("A", "home", "2020-03-03", "2024-01-01")
    town.flag("A", "violence")
    rate(town)
    assert town.ask("select colour from proposal") == [("GREEN",)]


def test_the_fingerprint_stays_when_the_same_rows_come_in_tomorrows_extract(new_town):
    prints = set()
    for extract, padding in (("2026-01-30", 0), ("2026-01-31", 5)):
        town = new_town()
        for _ in range(padding):
            town.source()
        town.referral("R", "C", extract=extract)
        town.related("C", "F", "father")
        town.flag("F")
        rate(town)
        prints |= set(town.ask("select fingerprint from proposal"))
    assert len(prints) == 1


def test_a_child_without_a_referral_is_rated_by_what_surrounds_it(town):
    town.person("C", None)
    town.related("C", "F", "father")
    town.flag("F")
    con = rate(town)
    facts = facts_for_case(con, network_around(con, "C", hops=3), None)
    assert propose(facts, POLICY).colour == Colour.RED


def test_a_case_that_is_not_open_is_not_found(town):
    town.referral("R", "C")
    con = rate(town)
    with pytest.raises(NotFound):
        facts_for_case(con, network_around(con, "C", hops=1), "R9")


def test_progress_is_told(town):
    town.referral("R", "C")
    con = town.build()
    told = []
    rate_open_cases(con, POLICY, as_of=AS_OF, profile=PROFILE, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]
