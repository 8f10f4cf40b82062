"""Which way a proposal goes from what a person said; only a person goes there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.rating import load_policy, load_profile, rate_open_cases, standing
from mash.vocabulary import Colour, Direction

RED, AMBER, GREEN, UNRATED = Colour.RED, Colour.AMBER, Colour.GREEN, Colour.UNRATED
UP, DOWN, NONE = Direction.UP, Direction.DOWN, Direction.NONE
POLICY = load_policy("policy-2026-01")

STANDING = [
    ("the rules give more than the person did", RED, AMBER, False, RED, UP),
    ("the rules give less: what the person said stands", GREEN, RED, False, RED, DOWN),
    ("the rules give the same", AMBER, AMBER, False, AMBER, NONE),
    ("nobody has rated it yet", GREEN, None, False, GREEN, UP),
    ("a source is missing, and what is known is worse already", RED, GREEN, True, UNRATED, UP),
    ("a source is missing, and less is known: that is no reason to lower", GREEN, RED, True, UNRATED, NONE),
]


@pytest.mark.parametrize(
    ("by_rule", "said", "missing", "colour", "direction"),
    [row[1:] for row in STANDING],
    ids=[row[0] for row in STANDING],
)
def test_a_proposal_goes_up_or_down_from_what_a_person_said(by_rule, said, missing, colour, direction):
    assert standing(by_rule, said, missing=missing) == (colour, direction)


@given(
    by_rule=st.sampled_from([RED, AMBER, GREEN]), said=st.sampled_from([None, RED, AMBER, GREEN]), missing=st.booleans()
)
def test_no_proposal_is_lower_than_what_a_person_said_and_none_goes_down_for_want_of_a_source(by_rule, said, missing):
    colour, direction = standing(by_rule, said, missing=missing)
    assert missing is (colour is UNRATED)
    if not missing:
        assert colour >= max(by_rule, said or UNRATED)
    if direction is DOWN:
        assert not missing
        assert by_rule < said == colour
    assert (direction is UP) is (by_rule > (said or UNRATED))


@pytest.mark.parametrize(
    ("decided", "row"),
    [
        (None, ("RED", "RED", "up")),
        (RED, ("RED", "RED", "none")),
        (AMBER, ("RED", "RED", "up")),
    ],
    ids=str,
)
def test_the_table_has_the_direction(town, decided, row):
    rated(town, "F", decided)
    assert town.ask("select colour, at_least, direction from proposal") == [row]


def test_a_decided_red_stands_in_the_table_when_the_rules_alone_give_green(town):
    rated(town, None, RED)
    assert town.ask("select colour, at_least, direction from proposal") == [("RED", "GREEN", "down")]


def rated(town, flagged, decided):
    town.fresh("police")
    town.referral("R", "C", concern="SAB", initial_rating="GREEN")
    town.related("C", "F", "father")
    if flagged:
        town.flag(flagged)
    town.build(POLICY.associations, hops=POLICY.hops, decided=[("R", decided)] if decided else [])
    as_of = town.ask("select as_of from association_run")[0][0]
    rate_open_cases(town.con, POLICY, as_of=as_of, profile=load_profile("oxfordshire"))
