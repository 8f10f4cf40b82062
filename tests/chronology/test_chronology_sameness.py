"""Which rows are one fact: the rules one by one, and the laws they keep."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.chronology import Fact, Sameness, merged
from mash.vocabulary import Evidence

D = dt.date
NUMBERS = itertools.count(1)
MARCH = D(2025, 3, 3)


def fact(kind="occurrence", person="C", day=MARCH, until=None, **more):
    row = more.pop("row", None) or next(NUMBERS)
    agency = more.pop("agency", "police")
    about = {"says": kind, "recorder": agency, "matter": "DA"} | more
    evidence = Evidence(agency, "rows", "2026-01-31", row, about["says"], day, until)
    return Fact(kind, about.pop("thing", f"{agency}:{row}"), person, day, until, rows=(evidence,), **about)


def rules(*facts):
    """How many entries, and by which rules."""
    groups = merged(facts)
    return len(groups), {rule for group in groups for rule in group.rules}


RMS = {"reference": "CU-1", "recorder": "police"}
PND = {"reference": "PND-9", "recorder": "police:PND"}


@pytest.mark.parametrize(
    ("first", "second", "entries"),
    [
        pytest.param(RMS, PND, 1, id="the force's record and the national database's copy"),
        pytest.param(RMS, {**RMS, "reference": "CU-2"}, 2, id="two references of one force on one day"),
        pytest.param(RMS, {**PND, "day": D(2025, 3, 4)}, 2, id="another day"),
        pytest.param(RMS, {**PND, "person": "M"}, 2, id="nobody in common"),
        pytest.param(RMS, {**PND, "matter": "SAB"}, 2, id="another concern"),
        pytest.param(RMS, {**PND, "kind": "attendance"}, 2, id="another kind"),
        pytest.param({**RMS, "matter": None}, {**PND, "matter": None}, 2, id="nothing to compare"),
        pytest.param(
            {"kind": "attendance", "agency": "health", "matter": "ed"},
            {"kind": "attendance", "agency": "hospital", "matter": "ed"},
            1,
            id="an attendance that two agencies send",
        ),
        pytest.param(
            {"kind": "attendance", "agency": "health", "matter": "ed"},
            {"kind": "attendance", "agency": "health", "matter": "gp"},
            2,
            id="two attendances of one day at different settings",
        ),
    ],
)
def test_one_kind_person_day_and_matter_is_one_fact(first, second, entries):
    found, by = rules(fact(**first), fact(**second))
    assert (found, by) == (entries, {Sameness.MATTER} if entries == 1 else set())


def test_a_copy_that_could_be_of_either_of_two_stands_alone():
    assert rules(fact(**RMS), fact(**{**RMS, "reference": "CU-2"}), fact(**PND)) == (3, set())


def test_one_reference_is_one_fact_whoever_sends_it_and_whatever_they_call_it():
    same = {"reference": "CU-1", "matter": "DA"}
    assert rules(
        fact(**same, recorder="police"), fact(**{**same, "matter": "verbal"}, recorder="pnd", agency="pnd")
    ) == (
        1,
        {Sameness.REFERENCE},
    )


def test_the_rows_of_one_thing_are_one_entry_by_no_rule():
    assert rules(fact(thing="CU-1", person="C"), fact(thing="CU-1", person="M")) == (1, set())


def test_one_row_may_state_two_kinds_of_fact():
    assert rules(fact("birth", thing="row 1"), fact("stay", thing="row 1", matter="here")) == (2, set())


def stay(start, end, person="C", where="here", agency="health", **more):
    return fact("stay", person, start, end, matter=where, agency=agency, **more)


JAN, MAR, JUN, SEP = D(2024, 1, 1), D(2024, 3, 1), D(2024, 6, 1), D(2024, 9, 1)


@pytest.mark.parametrize(
    ("other", "entries"),
    [
        pytest.param(stay(MAR, SEP, agency="police"), 1, id="overlapping, another agency"),
        pytest.param(stay(MAR, SEP), 1, id="overlapping, the same agency"),
        pytest.param(stay(JUN, SEP, agency="police"), 1, id="from the day the other ends"),
        pytest.param(stay(D(2024, 6, 2), SEP, agency="police"), 1, id="from the day after"),
        pytest.param(stay(D(2024, 6, 3), SEP, agency="police"), 2, id="two days after"),
        pytest.param(stay(None, MAR, agency="police"), 1, id="since nobody knows when"),
        pytest.param(stay(MAR, None, agency="police"), 1, id="with no end known"),
        pytest.param(stay(MAR, SEP, where="there"), 2, id="another dwelling"),
        pytest.param(stay(MAR, SEP, where=None), 2, id="a place that cannot be compared"),
        pytest.param(stay(MAR, SEP, person="M"), 2, id="another person"),
    ],
)
def test_overlapping_stays_of_one_person_at_one_dwelling_are_one(other, entries):
    assert rules(stay(JAN, JUN), other) == (entries, {Sameness.STAY} if entries == 1 else set())


def test_a_stay_between_two_others_joins_all_three():
    assert rules(stay(JAN, MAR), stay(SEP, None), stay(D(2024, 2, 1), SEP))[0] == 1


def notified(day, **more):
    return fact("referral", "C", day, agency="social_care", reference="R1", **{"source_code": "6", **more})


@pytest.mark.parametrize(
    ("referral", "entries"),
    [
        pytest.param(notified(D(2025, 3, 3)), 1, id="the same day"),
        pytest.param(notified(D(2025, 3, 6)), 1, id="the day after it was recorded"),
        pytest.param(notified(D(2025, 3, 7)), 2, id="later"),
        pytest.param(notified(D(2025, 3, 2)), 2, id="before it happened"),
        pytest.param(notified(D(2025, 3, 3), source_code="1A"), 2, id="by the family"),
        pytest.param(notified(D(2025, 3, 3), matter="NEG"), 2, id="of another concern"),
        pytest.param(notified(D(2025, 3, 3), matter=None), 2, id="of no concern stated"),
    ],
)
def test_a_referral_by_police_of_their_own_occurrence_is_one_with_it(referral, entries):
    occurrence = fact(recorded_on=D(2025, 3, 5), **RMS)
    assert rules(occurrence, referral) == (entries, {Sameness.NOTIFICATION} if entries == 1 else set())


def test_a_referral_that_fits_two_occurrences_and_two_referrals_that_fit_one_stand_alone():
    other = {**RMS, "reference": "CU-2"}
    assert rules(fact(**RMS), fact(**other), notified(D(2025, 3, 3)))[0] == 3
    assert rules(fact(**RMS), notified(D(2025, 3, 3)), replace(notified(D(2025, 3, 3)), reference="R2"))[0] == 3


days = st.integers(0, 40).map(lambda number: D(2025, 1, 1) + dt.timedelta(days=number))


@st.composite
def any_fact(draw):
    kind = draw(st.sampled_from(["occurrence", "attendance", "referral", "stay"]))
    start, end = draw(days), draw(st.none() | days)
    agency = draw(st.sampled_from(["police", "health"]))
    referenced = kind in {"occurrence", "referral"}
    return fact(
        kind,
        draw(st.sampled_from("CMF")),
        start if kind != "stay" else draw(st.sampled_from([start, start, None])) or (None if end else start),
        end if kind == "stay" else None,
        agency=agency,
        matter=draw(st.sampled_from(["DA", "SAB", None])),
        reference=draw(st.sampled_from(["1", "2", "3"])) if referenced else None,
        recorder=draw(st.sampled_from([agency, f"{agency}:PND"])),
        source_code=draw(st.sampled_from(["6", "1A"])) if kind == "referral" else None,
        row=draw(st.integers(1, 10**6)),
    )


some_facts = st.lists(any_fact(), max_size=12, unique_by=lambda each: each.thing)


@given(some_facts, st.randoms(use_true_random=False))
def test_no_fact_is_lost_none_stands_twice_and_no_order_matters(facts, chance):
    groups = merged(facts)
    told = [each for group in groups for each in group.facts]
    assert len(told) == len(set(told))
    assert set(told) == set(facts)
    shuffled = [*facts, *facts[:3]]
    chance.shuffle(shuffled)
    assert {frozenset(group.facts) for group in merged(shuffled)} == {frozenset(group.facts) for group in groups}


@given(some_facts)
def test_no_entry_has_two_references_of_one_recorder_or_two_dwellings_or_no_person_in_common(facts):
    for group in merged(facts):
        for kind in {each.kind for each in group.facts}:
            of_kind = {(each.recorder, each.reference) for each in group.facts if each.kind == kind and each.reference}
            assert len(of_kind) == len({recorder for recorder, _ in of_kind})
        if len(group.facts) > 1 and Sameness.REFERENCE not in group.rules:
            for one in group.facts:
                assert any(one.person_id == other.person_id for other in group.facts if other is not one)


@given(some_facts)
def test_stays_apart_by_two_days_or_more_are_never_one(facts):
    for group in merged(facts):
        spans = sorted(
            (fact.from_date or dt.date.min, fact.until or dt.date.max) for fact in group.facts if fact.kind == "stay"
        )
        reached = dt.date.min
        for number, (first, last) in enumerate(spans):
            assert not number or (first.toordinal() - reached.toordinal()) <= 1
            reached = max(reached, last)
