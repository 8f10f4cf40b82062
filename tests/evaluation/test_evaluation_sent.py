"""The engine and a plain reading of the same rows: one answer on every case, or one of the two is wrong."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from mash.associations import Settings
from mash.evaluation.findings import agreed
from mash.evaluation.rating import _in_plain
from mash.evaluation.results import Agreement
from mash.evaluation.sent import agreement, judge_what_was_sent, unread
from mash.evaluation.sent.crowds import most_at_once
from mash.rating import load_policy, load_profile, rate_open_cases
from mash.vocabulary import Colour

D = dt.date
AS_OF = D(2026, 1, 31)
POLICY = load_policy("policy-2026-01")
TOWN = Path(__file__).parent.parent / "associations" / "town.py"


@pytest.fixture(scope="session")
def made_up():
    """The module of the made-up town, loaded by its path: tests are not a package."""
    if "made_up_town" not in sys.modules:
        spec = spec_from_file_location("made_up_town", TOWN)
        module = module_from_spec(spec)
        sys.modules["made_up_town"] = module
        spec.loader.exec_module(module)
    return sys.modules["made_up_town"]


def rate(town, settings):
    """The engine's proposals, no identity in doubt, and the plain reading's."""
    town.rows.pop("possible_identity", None)
    policy = dataclasses.replace(POLICY, associations=settings)
    con = town.build(settings, hops=policy.hops, decided=[("RC1", Colour.AMBER)])
    rate_open_cases(con, policy, as_of=AS_OF, profile=load_profile("oxfordshire"))
    return con, judge_what_was_sent(con, _in_plain(policy), AS_OF)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "settings",
    [POLICY.associations, Settings(person_cap=6, household_cap=4, occurrence_cap=2, household_min_days=400)],
    ids=["the built-in policy", "small caps"],
)
def test_on_a_random_town_both_come_to_the_same(made_up, seed, settings):
    found = agreement(*rate(made_up.random_town(seed), settings))
    assert found.cases == 5
    assert (found.exposures, found.proposals, found.differing) == (5, 5, ())


@pytest.mark.parametrize(
    ("wrong", "exposures", "proposals"),
    [
        ("delete from exposure where person_id = 'F'", 0, 1),
        ("update met set strength = 0.5 where person_id = 'F'", 0, 1),
        ("update proposal set colour = 'GREEN'", 1, 0),
        ("delete from proposal_reason where rule like '%kin%'", 1, 0),
        ("delete from proposal", 0, 0),
        ("select 1", 1, 1),
    ],
    ids=["an adult missed", "another strength", "another colour", "a rule that did not fire", "no proposal", "right"],
)
def test_whatever_the_engine_does_otherwise_is_seen(made_up, wrong, exposures, proposals):
    town = made_up.Town()
    town.referral("R", "C", concern="NEG")
    town.related("C", "F", "father")
    town.flag("F")
    con, read = rate(town, POLICY.associations)
    con.execute(wrong)
    found = agreement(con, read)
    assert (found.cases, found.exposures, found.proposals) == (1, exposures, proposals)
    assert found.differing == (() if (exposures, proposals) == (1, 1) else ("R",))


def test_a_rule_that_nobody_wrote_anew_is_named_and_its_colour_is_not_compared(made_up):
    town = made_up.Town()
    town.referral("R", "C", concern="NEG")
    town.related("C", "F", "father")
    town.flag("F")
    con, _ = rate(town, POLICY.associations)
    plain = _in_plain(POLICY)
    rules = [rule | {"test": "a new test"} if "kin" in rule["name"] else rule for rule in plain["rules"]]
    policy = plain | {"rules": rules}
    found = agreement(con, judge_what_was_sent(con, policy, AS_OF), unread(policy))
    assert (found.proposals, found.not_read) == (1, ("sexual offender among kin or carers",))
    assert agreed(found).endswith("Not read anew: sexual offender among kin or carers.")


def test_a_referral_closed_or_to_come_is_no_case(made_up):
    town = made_up.Town()
    town.referral("R1", "C", "2025-01-01 10:00", closed_on=AS_OF)
    town.referral("R2", "C", "2026-02-01 10:00")
    town.referral("R3", "C")
    _, read = rate(town, POLICY.associations)
    assert read.keys() == {"R3"}


@pytest.mark.parametrize(
    ("spells", "most"),
    [
        ([], 0),
        ([("A", D(2020, 1, 1), D(2021, 1, 1)), ("B", D(2021, 1, 1), D(2022, 1, 1))], 1),
        ([("A", D(2020, 1, 1), D(2021, 1, 2)), ("B", D(2021, 1, 1), D(2022, 1, 1))], 2),
        ([("A", D(2020, 1, 1), D(2021, 1, 1)), ("A", D(2020, 6, 1), D(2022, 1, 1))], 1),
    ],
    ids=["nobody", "one leaves as another comes", "a day together", "one person twice"],
)
def test_who_was_there_at_once_is_counted_by_the_day(spells, most):
    assert most_at_once(spells) == most


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (Agreement(1200, 1200, 1200, ()), "the flagged adults of 1,200 and on the proposals of 1,200 of 1,200 cases."),
        (Agreement(3, 2, 3, ("R7",)), "They differ on R7."),
    ],
)
def test_agreement_is_told_in_a_sentence(found, says):
    assert agreed(found).endswith(says)
