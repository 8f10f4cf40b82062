"""Names in the drawing: on nobody and under no other name, whole, and always in the same place."""

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.reports.chart import MARGIN, RADII, network_chart
from mash.reports.labels import Box, Lettered, Segment, _length_inside, place_labels
from mash.reports.layout import Point


def shared(one, other):
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, width) * max(0.0, height)


@pytest.mark.parametrize("which", ["answer", "empty", "large", "hostile"])
def test_no_name_covers_another_or_a_mark(request, which):
    chart = network_chart(request.getfixturevalue(which))
    labels = [mark.label.box for mark in chart.marks if mark.label]
    covered = sum(shared(one, other) for one, other in combinations(labels, 2))
    area = sum((box.right - box.left) * (box.bottom - box.top) for box in labels)
    assert covered <= 0.005 * area
    for mark in chart.marks:
        x, y, radius = *mark.at, RADII[mark.role]
        body = Box(x - radius, y - radius, x + radius, y + radius)
        assert sum(shared(body, box) for box in labels) < 0.2 * (2 * radius) ** 2


@pytest.mark.parametrize("which", ["answer", "empty", "large", "hostile"])
def test_everything_lies_within_the_frame(request, which):
    chart = network_chart(request.getfixturevalue(which))
    frame = chart.frame
    for box in (mark.label.box for mark in chart.marks if mark.label):
        assert frame.left + MARGIN <= box.left + 1e-6
        assert box.right <= frame.right - MARGIN + 1e-6
        assert frame.top + MARGIN <= box.top + 1e-6
        assert box.bottom <= frame.bottom - MARGIN + 1e-6


def test_first_and_last_name_are_whole(answer):
    lines = {mark.person_id: mark.label.lines for mark in network_chart(answer).marks if mark.label}
    assert lines["P-ISLA"] == ("ISLA", "TREGENZA")
    assert lines["P-NAN"] == ("MORWENNA", "TREGENZA")


def test_a_name_turns_away_from_a_line_through_it():
    below = Segment(Point(-200, 32), Point(200, 32))
    mark = Lettered(Point(0, 0), 10, ("MORWENNA", "TREGENZA"), 13)
    (free,), (turned,) = place_labels([mark], []), place_labels([mark], [below])
    assert free.box.top > 0
    assert _length_inside(turned.box, below) == 0


def test_a_name_that_stands_away_is_led_to():
    mark = Lettered(Point(0, 0), 10, ("WAYNE",), 13)
    close_by = [
        Lettered(Point(34 * math.cos(turn), 34 * math.sin(turn)), 18, (), 13)
        for turn in (number * math.tau / 12 for number in range(12))
    ]
    label = place_labels([mark, *close_by], [])[0]
    assert label.leader is not None
    start, end = label.leader
    assert math.hypot(*start) == pytest.approx(10)
    assert math.hypot(*end) > math.hypot(*start)


points = st.tuples(st.floats(-50, 50), st.floats(-50, 50)).map(lambda at: Point(*at))


@given(points, points)
@settings(derandomize=True, max_examples=200)
def test_the_length_of_a_line_in_a_box_against_walking_along_it(start, end):
    box, steps = Box(-20, -10, 30, 15), 2000
    walked = sum(
        box.left <= start.x + (end.x - start.x) * at <= box.right
        and box.top <= start.y + (end.y - start.y) * at <= box.bottom
        for at in ((number + 0.5) / steps for number in range(steps))
    )
    length = math.dist(start, end)
    assert _length_inside(box, Segment(start, end)) == pytest.approx(
        walked / steps * length, abs=2 * length / steps + 1e-6
    )
