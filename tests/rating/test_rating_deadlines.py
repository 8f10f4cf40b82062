from __future__ import annotations

import datetime as dt

import pytest

from mash.errors import UsageError
from mash.rating import due_by, load_profile
from mash.vocabulary import Colour

RED, AMBER, GREEN = Colour.RED, Colour.AMBER, Colour.GREEN

CASES = [
    ("surrey_police", RED, "2026-01-30 16:30", "2026-02-02 12:30", "Friday 16:30, four working hours"),
    ("surrey_police", RED, "2026-01-28 09:00", "2026-01-28 13:00", "first thing on a Wednesday"),
    ("surrey_police", RED, "2026-01-31 11:00", "2026-02-02 13:00", "on a Saturday the clock waits for Monday"),
    ("surrey_police", RED, "2026-01-28 18:00", "2026-01-29 13:00", "in the evening it waits for the morning"),
    ("surrey_police", RED, "2026-01-28 07:00", "2026-01-28 13:00", "early it waits for the door to open"),
    ("surrey_police", RED, "2025-12-24 16:00", "2025-12-29 12:00", "Christmas Eve: two holidays and a weekend"),
    ("surrey_police", RED, "2026-04-02 15:00", "2026-04-07 11:00", "Good Friday and Easter Monday"),
    ("surrey_police", AMBER, "2026-01-26 09:00", "2026-01-28 17:00", "24 working hours are three days"),
    ("surrey_police", GREEN, "2026-01-30 16:30", "2026-02-02 16:30", "72 hours run through the weekend"),
    ("oxfordshire", RED, "2026-01-30 16:30", "2026-01-30 20:30", "red work goes on past closing"),
    ("oxfordshire", AMBER, "2026-01-30 16:30", "2026-02-02 16:30", "one working day from a Friday"),
    ("oxfordshire", GREEN, "2026-01-26 10:00", "2026-01-29 10:00", "three working days"),
    ("merton", RED, "2026-01-30 16:30", "2026-01-30 18:30", "partners have two hours"),
    ("merton", AMBER, "2026-01-30 16:30", "2026-01-30 22:30", "six"),
    ("merton", GREEN, "2026-01-30 16:30", "2026-01-31 16:30", "twenty-four"),
    ("london_brag", GREEN, "2026-01-30 16:30", "2026-01-31 16:30", "the outcome within a day"),
    ("london_brag", RED, "2026-01-30 16:30", None, "no time was published"),
    ("luton", RED, "2026-01-30 16:30", None, "worked to completion"),
    ("oxfordshire", Colour.UNRATED, "2026-01-30 16:30", None, "no colour has no clock"),
]


@pytest.mark.parametrize(
    ("profile", "colour", "received", "due"),
    [case[:4] for case in CASES],
    ids=[f"{case[0]} {case[1].name}: {case[4]}" for case in CASES],
)
def test_a_colour_falls_due_by_the_clock_of_its_hub(profile, colour, received, due):
    expected = dt.datetime.fromisoformat(due) if due else None
    assert due_by(dt.datetime.fromisoformat(received), colour, load_profile(profile)) == expected


def test_an_unknown_profile_is_refused_with_what_was_meant():
    with pytest.raises(UsageError, match="did you mean 'oxfordshire'"):
        load_profile("oxforshire")


def test_every_profile_says_where_it_was_published_and_what_its_clock_measures():
    for name in ("oxfordshire", "surrey_police", "merton", "london_brag", "luton"):
        profile = load_profile(name)
        assert profile.clock
        assert "sources.md P" in profile.source
