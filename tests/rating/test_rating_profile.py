"""Stages, roles and levels of the five hubs' profiles: who may decide what, read as a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mash.errors import Refused, UsageError
from mash.rating import load_profile, refuse_role
from mash.vocabulary import Colour

RED, AMBER, GREEN = Colour.RED, Colour.AMBER, Colour.GREEN
PROFILES = ("oxfordshire", "surrey_police", "merton", "london_brag", "luton")
SOURCES = Path(__file__).parents[2] / "docs" / "sources.md"

MAY = [
    # who                                 decides        where           after  may
    ("oxfordshire", "triage worker", GREEN, "screening", None, True),
    ("oxfordshire", "triage worker", AMBER, "screening", GREEN, True),
    ("oxfordshire", "triage worker", RED, "screening", GREEN, False),
    ("oxfordshire", "triage worker", GREEN, "screening", AMBER, False),
    ("oxfordshire", "triage worker", AMBER, "final decision", GREEN, False),
    ("oxfordshire", "social worker", RED, "screening", GREEN, True),
    ("oxfordshire", "social worker", RED, "information sharing", RED, True),
    ("oxfordshire", "social worker", AMBER, "information sharing", RED, False),
    ("oxfordshire", "social worker", RED, "final decision", GREEN, False),
    ("oxfordshire", "manager", GREEN, "final decision", RED, True),
    ("oxfordshire", "manager", RED, "screening", None, True),
    ("surrey_police", "police triage", GREEN, "police triage", RED, True),
    ("surrey_police", "police triage", RED, "final decision", GREEN, False),
    ("surrey_police", "social worker", GREEN, "police triage", RED, False),
    ("london_brag", "decision maker", AMBER, "final decision", RED, True),
    ("luton", "social worker", RED, "screening", None, True),
    ("luton", "social worker", GREEN, "information sharing", AMBER, False),
    ("luton", "manager", GREEN, "final decision", AMBER, True),
]


@pytest.mark.parametrize(
    ("profile", "role", "colour", "stage", "stands", "may"),
    MAY,
    ids=[
        f"{profile}: {role} {'may' if may else 'may not'} say {colour.name} at {stage} after {stands and stands.name}"
        for profile, role, colour, stage, stands, may in MAY
    ],
)
def test_a_role_decides_what_the_profile_says(profile, role, colour, stage, stands, may):
    hub = load_profile(profile)
    if may:
        refuse_role(hub, hub.role(role), stage, colour, stands)
        return
    with pytest.raises(Refused, match=f"a {role} may not decide {colour.name}"):
        refuse_role(hub, hub.role(role), stage, colour, stands)


def test_a_refusal_says_who_may():
    hub = load_profile("oxfordshire")
    with pytest.raises(Refused) as refused:
        refuse_role(hub, hub.role("triage worker"), "screening", RED, GREEN)
    assert "social worker, manager may" in str(refused.value)
    with pytest.raises(Refused) as refused:
        refuse_role(hub, hub.role("social worker"), "screening", GREEN, RED)
    assert "below the RED that stands" in str(refused.value)
    assert "Try: manager may" in str(refused.value)


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_has_somebody_for_every_colour_at_every_stage_and_somebody_who_may_lower(name):
    hub = load_profile(name)
    for stage in hub.stage_names:
        for colour in (RED, AMBER, GREEN):
            if stage == "final decision" or stage == hub.stage_names[0]:
                assert any(role.may(colour, stage, None) for role in hub.roles), (stage, colour)
    assert any(role.may(GREEN, hub.stage_names[-1], RED) for role in hub.roles)
    assert {stage for role in hub.roles for stage in role.at} <= set(hub.stage_names)
    assert not any(role.may(Colour.UNRATED, stage, None) for role in hub.roles for stage in hub.stage_names)


@pytest.mark.parametrize("name", PROFILES)
def test_a_lowering_needs_a_role_that_lowers_whatever_the_colours(name):
    hub = load_profile(name)
    for role in hub.roles:
        for stage in role.at:
            for colour in role.decides:
                higher = [each for each in (AMBER, RED) if each > colour]
                assert [role.may(colour, stage, each) for each in higher] == [role.lowers] * len(higher)
                assert role.may(colour, stage, colour)


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_says_where_it_was_published_and_what_its_clock_measures(name):
    profile = load_profile(name)
    assert profile.clock
    cited = re.findall(r"\bP\d+\b", profile.source)
    assert cited
    assert [key for key in cited if f"**{key}**" not in SOURCES.read_text()] == []


@pytest.mark.parametrize(
    ("profile", "word", "colour"),
    [
        ("oxfordshire", "red", RED),
        ("merton", "Blue", GREEN),
        ("london_brag", "BLUE", GREEN),
        ("london_brag", "l4", RED),
        ("london_brag", "L3", AMBER),
        ("surrey_police", "L2", GREEN),
        ("surrey_police", " L1 ", GREEN),
    ],
)
def test_a_hubs_own_word_is_one_of_the_three_colours_and_blue_is_the_lowest(profile, word, colour):
    assert load_profile(profile).colour(word) is colour


@pytest.mark.parametrize("ask", ["blue", "purple", ""], ids=["a level of another hub", "no colour", "nothing"])
def test_another_word_is_no_rating(ask):
    with pytest.raises(UsageError, match="is no rating"):
        load_profile("oxfordshire").colour(ask)


def test_a_word_that_is_none_is_told_the_hubs_own():
    with pytest.raises(UsageError) as refused:
        load_profile("london_brag").colour("L9")
    assert "L3 for AMBER" in str(refused.value)


@pytest.mark.parametrize(
    ("word", "says"),
    [
        (None, "in what role"),
        ("", "in what role"),
        ("manger", "did you mean 'manager'"),
        ("Chief of all", "no role"),
    ],
    ids=["none", "an empty one", "a misspelt one", "one of no hub"],
)
def test_a_role_must_be_one_of_the_profile(word, says):
    with pytest.raises(UsageError, match=says):
        load_profile("oxfordshire").role(word)


def test_a_role_and_a_stage_are_read_in_any_case_and_the_stage_left_out_is_the_roles_last():
    hub = load_profile("oxfordshire")
    worker = hub.role(" Social  Worker")
    assert worker.name == "social worker"
    assert hub.stage_of(worker, None) == "information sharing"
    assert hub.stage_of(worker, "SCREENING") == "screening"
    with pytest.raises(UsageError, match="did you mean 'screening'"):
        hub.stage_of(worker, "screenin")
