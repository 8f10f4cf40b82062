"""Times in which no agency saw the child: what is a sighting, how long is long, and that none is missed."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.chronology import GAP_MONTHS, Sighting, chronology_of, gaps_in
from mash.chronology.gaps import months_between

D = dt.date
BORN, AS_OF = D(2024, 1, 1), D(2026, 1, 31)


def spans(*sightings, born=BORN, as_of=AS_OF):
    seen = [Sighting(one, one) if isinstance(one, D) else Sighting(*one) for one in sightings]
    gaps = gaps_in(seen, born=born, as_of=as_of)
    return [(gap.from_date, gap.to_date, gap.months, gap.since, gap.to_today) for gap in gaps]


@pytest.mark.parametrize(
    ("sightings", "gaps"),
    [
        pytest.param([D(2024, 6, 30), D(2024, 12, 29), D(2025, 6, 28), D(2025, 12, 27)], [], id="seen every half year"),
        pytest.param(
            [D(2024, 5, 1), D(2024, 12, 1), D(2025, 6, 1), D(2025, 11, 30)],
            [
                (D(2024, 5, 1), D(2024, 12, 1), 7, "last seen", False),
                (D(2024, 12, 1), D(2025, 6, 1), 6, "last seen", False),
            ],
            id="seven months, and six to the day",
        ),
        pytest.param([(D(2024, 2, 1), AS_OF)], [], id="a long sighting has no gap in it"),
        pytest.param(
            [(D(2024, 2, 1), D(2025, 7, 1)), D(2024, 3, 1)],
            [(D(2025, 7, 1), AS_OF, 6, "last seen", True)],
            id="a short sighting within a long one does not end it, and the present counts",
        ),
        pytest.param([], [(BORN, AS_OF, 24, "born", True)], id="never seen since birth"),
        pytest.param(
            [D(2023, 12, 1), D(2025, 11, 30)],
            [(BORN, D(2025, 11, 30), 22, "born", False)],
            id="a referral before birth is no sighting of the child",
        ),
    ],
)
def test_gaps_of_six_whole_months_are_told(sightings, gaps):
    assert spans(*sightings) == gaps


def test_of_a_child_whose_birth_is_not_known_time_counts_from_the_first_sighting():
    assert spans(D(2025, 1, 1), born=None) == [(D(2025, 1, 1), AS_OF, 12, "last seen", True)]
    assert spans(born=None) == []


def seen(town, add):
    """Whether what ``add`` adds on 1 January 2025 is a sighting: no gap of the years 2024 and 2025 is then whole."""
    town.person("C", BORN)
    add(town)
    town.build()
    chronology = chronology_of(town.con, "C", as_of=AS_OF)
    return [gap.to_date for gap in chronology.gaps] != [AS_OF]


DAY = D(2025, 1, 1)


def attended(**more):
    return lambda town: town.occurrence(DAY, [("C", "patient")], agency="health", kind="attendance", **more)


def at_school(kind, **more):
    return lambda town: town.occurrence(DAY, [("C", "pupil")], agency="education", kind=kind, **more)


@pytest.mark.parametrize(
    ("add", "is_seen"),
    [
        pytest.param(attended(category="emergency department"), True, id="an attendance"),
        pytest.param(attended(category="clinic", summary="Was not brought"), False, id="one that was not kept"),
        pytest.param(at_school("school attendance", summary="absent 3 of 140 sessions"), True, id="a term attended"),
        pytest.param(at_school("school attendance", summary="absent 140 of 140 sessions"), False, id="a term absent"),
        pytest.param(at_school("enrolment", category="112904"), True, id="an enrolment"),
        pytest.param(
            lambda town: town.occurrence(DAY, [("C", "victim")], category="assault"), True, id="an occurrence"
        ),
        pytest.param(
            lambda town: town.occurrence(DAY, [("C", "involved party")], category="missing person"), False, id="missing"
        ),
        pytest.param(lambda town: town.occurrence(DAY, [("M", "victim")], category="assault"), False, id="another's"),
        pytest.param(lambda town: town.referral("R", "C", "2025-01-01 09:00"), True, id="a referral"),
        pytest.param(lambda town: town.stay("C", "1 The Lane", DAY), False, id="a stay"),
        pytest.param(lambda town: town.episode("C", "CIN", DAY), False, id="an episode"),
        pytest.param(lambda town: town.flag("C", "other", valid_from=DAY), False, id="a flag"),
    ],
)
def test_what_is_a_sighting(town, add, is_seen):
    assert seen(town, add) is is_seen


def test_a_school_sees_a_child_no_later_than_the_day_its_row_was_sent(town):
    town.person("C", BORN)
    town.occurrence(
        D(2024, 2, 1), [("C", "pupil")], agency="education", kind="enrolment", extract="2025-03-01T0630", category="1"
    )
    town.build()
    (gap,) = chronology_of(town.con, "C", as_of=AS_OF).gaps
    assert (gap.from_date, gap.to_date, gap.to_today) == (D(2025, 3, 1), AS_OF, True)


def test_an_episode_that_ran_is_told_with_the_gap(town):
    town.person("C", BORN)
    town.episode("C", "CP", D(2024, 6, 1), D(2024, 9, 1))
    town.build()
    (gap,) = chronology_of(town.con, "C", as_of=AS_OF).gaps
    assert gap.meanwhile == ("CP",)


days = st.integers(0, 760).map(lambda number: BORN + dt.timedelta(days=number))
sightings = st.lists(st.tuples(days, st.integers(0, 300)), max_size=6).map(
    lambda found: [Sighting(first, min(first + dt.timedelta(days=length), AS_OF)) for first, length in found]
)


@given(sightings)
def test_no_day_of_a_gap_is_a_sighting_and_every_other_time_between_sightings_is_short(found):
    gaps = gaps_in(found, born=BORN, as_of=AS_OF)
    every = {one.first + dt.timedelta(days=n) for one in found for n in range((one.last - one.first).days + 1)} | {BORN}
    within = lambda gap: {gap.from_date + dt.timedelta(days=n) for n in range(1, (gap.to_date - gap.from_date).days)}  # noqa: E731
    assert not any(every & within(gap) for gap in gaps)
    marks = sorted({*every, AS_OF})
    long = [(a, b) for a, b in pairwise(marks) if months_between(a, b) >= GAP_MONTHS]
    assert [(gap.from_date, gap.to_date) for gap in gaps] == long


@given(days, days)
def test_whole_months_are_those_of_the_calendar(first, last):
    first, last = sorted((first, last))
    months = months_between(first, last)
    later = lambda n: (first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, first.day)  # noqa: E731
    assert later(months) <= (last.year, last.month, last.day) < later(months + 1)
