"""Time by place: who stayed where when, and where it was the child's place too."""

import datetime as dt
from dataclasses import replace

import pytest

from mash.reports import Stay
from mash.reports.timeline import WIDTH, time_by_place

D = dt.date


def overlaps(answer, *stays):
    timeline = time_by_place(replace(answer, stays=stays))
    lanes = [lane for lane in timeline.lanes if lane.person_id == "P-STEP"]
    return [(bar.stay.from_date, bar.stay.to_date) for lane in lanes for bar in lane.overlaps]


HERE, NOW = "CA14 Workington", None
CHILD = Stay("P-ISLA", "home", D(2023, 1, 1), D(2024, 1, 1), HERE)


@pytest.mark.parametrize(
    ("kind", "since", "place", "shared"),
    [
        pytest.param("home", D(2023, 6, 1), HERE, [(D(2023, 6, 1), D(2024, 1, 1))], id="one began within the other"),
        pytest.param("home", D(2023, 6, 1), "TR1 Truro", [], id="another place"),
        pytest.param("home", D(2024, 2, 1), HERE, [], id="a month after"),
        pytest.param("home", D(2024, 1, 1), HERE, [(D(2024, 1, 1), D(2024, 1, 1))], id="the same day"),
        pytest.param("home", None, HERE, [], id="a beginning not known is no evidence"),
        pytest.param("home", D(2023, 6, 1), None, [], id="a place not known is no evidence"),
        pytest.param("refuge", D(2023, 6, 1), HERE, [], id="a refuge is not compared"),
    ],
)
def test_overlap_needs_one_place_and_shared_days(answer, kind, since, place, shared):
    assert overlaps(answer, CHILD, Stay("P-STEP", kind, since, NOW, place)) == shared


def test_bars_stay_on_the_axis_and_the_child_comes_first(answer):
    timeline = time_by_place(answer)
    assert timeline.lanes[0].person_id == "P-ISLA"
    assert {lane.person_id for lane in timeline.lanes} == {"P-ISLA", "P-STEP", "P-MATE"}
    for lane in timeline.lanes:
        for bar in lane.bars:
            assert 0 <= bar.x <= bar.x + bar.width <= WIDTH + 2


def test_the_same_stay_from_two_agencies_is_one_bar(answer):
    timeline = time_by_place(replace(answer, stays=(CHILD, CHILD)))
    assert len(timeline.lanes[0].bars) == 1


def test_what_ended_before_the_axis_begins_is_left_out(answer):
    old = Stay("P-STEP", "home", D(1990, 1, 1), D(1991, 1, 1), "TR1 Truro")
    assert len(time_by_place(replace(answer, stays=(CHILD, old))).lanes) == 1


def test_without_stays_there_is_no_chart(empty):
    assert time_by_place(empty).lanes == ()


def test_times_in_which_nobody_saw_the_child_are_on_the_axis(answer):
    timeline = time_by_place(answer)
    assert [gap.says[:38] for gap in timeline.gaps] == [
        f"No agency saw this child for {months} months" for months in (26, 14)
    ]
    first, second = timeline.gaps
    assert 0 <= first.x < first.x + first.width <= second.x + 0.1
    assert second.x + second.width <= WIDTH


def test_what_several_agencies_share_of_one_time_and_place_is_told_once(answer):
    of_child = [CHILD, replace(CHILD, from_date=D(2023, 3, 1), to_date=None), replace(CHILD, to_date=D(2023, 2, 1))]
    his = [
        Stay("P-STEP", "home", D(2023, 1, 15), D(2024, 6, 1), HERE),
        Stay("P-STEP", "main", D(2024, 9, 1), NOW, HERE),
    ]
    assert overlaps(answer, *of_child, *his) == [(D(2023, 1, 15), D(2024, 6, 1)), (D(2024, 9, 1), NOW)]
