"""A line passes nobody else so that it could be read as touching them; a dashed one, not so near either."""

import itertools
import math
import random
from dataclasses import replace

import pytest

from mash.reports import PossibleIdentity
from mash.reports.chart import RADII, network_chart
from mash.reports.curves import BESIDE, CLEAR, bend, height_of, pieces
from mash.reports.layout import Point
from mash.reports.lines import Link, bent_around, middle_of

FINE = 400
"""Places along a line at which it is looked at; far more than are reckoned with to bend it."""


def along(start, control, end):
    """By the definition of the curve that a browser draws: points between points between the three."""
    if control is None:
        control = between(start, end, 0.5)
    for number in range(FINE + 1):
        share = number / FINE
        yield between(between(start, control, share), between(control, end, share), share)


def between(one, other, share):
    return Point(one.x + share * (other.x - one.x), one.y + share * (other.y - one.y))


def nearest(line, discs):
    """The least distance from any of the discs' edges."""
    return min((math.dist(at, middle) - radius for at in line for middle, radius in discs), default=math.inf)


def test_a_line_that_meets_nobody_is_straight_and_one_that_would_is_bent_the_shorter_way():
    start, end = Point(0, 0), Point(300, 0)
    assert bend(start, end, [(Point(150, 60), 20)]) is None
    above = bend(start, end, [(Point(150, 10), 20)])
    assert above.y < 0, "round the side that lies further from them"
    assert bend(start, end, [(Point(150, -10), 20)]).y == -above.y
    assert nearest(along(start, above, end), [(Point(150, 10), 20)]) == pytest.approx(CLEAR, abs=0.5)


def test_who_stands_beyond_the_ends_is_in_nobodys_way():
    assert bend(Point(0, 0), Point(100, 0), [(Point(150, 0), 20), (Point(-60, 0), 20)]) is None


def test_where_a_straight_line_joins_the_two_already_the_other_stands_off_it():
    assert bend(Point(0, 0), Point(100, 0), []) is None
    assert abs(bend(Point(0, 0), Point(100, 0), [], beside=(0.0,)).y) == pytest.approx(32)


@pytest.mark.parametrize("seed", range(40))
def test_among_any_marks_that_stand_apart_it_is_clear_of_all(seed):
    chance = random.Random(seed)  # noqa: S311 - the same every time
    marks = []
    while len(marks) < 60:
        at = Point(chance.uniform(-500, 500), chance.uniform(-500, 500))
        if all(math.dist(at, other) > 90 for other, _ in marks):
            marks.append((at, chance.choice([10.0, 12.0, 19.0])))
        elif chance.random() < 0.02:
            break
    (start, _), (end, _) = marks[:2]
    control = bend(start, end, marks[2:])
    assert nearest(along(start, control, end), marks[2:]) > CLEAR - 1


def test_the_pieces_reckoned_with_lie_on_the_curve():
    start, control, end = Point(0, 0), Point(50, 80), Point(100, 0)
    told = pieces(start, control, end)
    assert (told[0], told[-1]) == (start, end)
    assert max(min(math.dist(at, fine) for fine in along(start, control, end)) for at in told) < 0.5
    assert pieces(start, None, end) == [start, end]


def crossings(chart):
    """Of each line of a possible identity whether straight it would touch somebody, and how clear of all it is."""
    marks = {mark.at: RADII[mark.role] for mark in chart.marks}
    for link in chart.links:
        if link.style == "possible":
            others = [(at, radius) for at, radius in marks.items() if at not in {link.start, link.end}]
            straight = nearest(along(link.start, None, link.end), others)
            yield straight < 0, nearest(along(link.start, link.control, link.end), others)


def test_in_a_large_network_no_dashed_line_touches_anybody_and_the_drawing_holds_them(large):
    people = [person.person_id for person in large.network.persons if person.person_id.startswith("P-A")]
    pairs = random.Random(1).sample(list(itertools.combinations(people, 2)), 60)  # noqa: S311 - no secret
    possible = tuple(PossibleIdentity(*pair, 9.0, 0.4, "same surname") for pair in pairs)
    chart = network_chart(replace(large, network=replace(large.network, possible=possible)))
    found = list(crossings(chart))
    assert len(found) == 60
    assert sum(touching for touching, _ in found) > 10, "straight, many would run through somebody"
    assert min(clear for _, clear in found) > CLEAR - 1
    for link in chart.links:
        for at in link.points:
            assert chart.frame.left < at.x < chart.frame.right
            assert chart.frame.top < at.y < chart.frame.bottom


def test_only_ties_that_would_run_through_somebody_are_bent(large):
    chart = network_chart(large)
    marks = [(mark.at, RADII[mark.role]) for mark in chart.marks]
    bent = {link.link_id for link in chart.links if link.control and link.style != "possible"}
    through = {
        link.link_id
        for link in chart.links
        if nearest(along(link.start, None, link.end), [one for one in marks if one[0] not in {link.start, link.end}])
        <= 0
    }
    assert bent
    assert bent <= through


def test_a_tie_is_straight_unless_it_would_run_through_somebody_and_then_bent_if_it_can_be():
    start, end = Point(0, 0), Point(300, 0)
    tie = Link("L", start, end, "family", inferred=False, ended=False, together=False, says="")
    maybe = replace(tie, link_id="P", style="possible")
    ends = [(start, 10.0), (end, 10.0)]
    (straight,) = bent_around([tie], [*ends, (Point(150, 15), 10.0)])
    assert straight.control is None, "near is not through"
    through = [*ends, (Point(150, 5), 10.0)]
    bent, dashed = bent_around([tie, maybe], through)
    assert nearest(along(start, bent.control, end), through[2:]) == pytest.approx(CLEAR, abs=0.5)
    assert nearest(along(start, dashed.control, end), through[2:]) >= CLEAR - 0.5
    assert abs(height_of(start, dashed.control, end) - height_of(start, bent.control, end)) >= BESIDE
    wall = [*ends, *((Point(150, 40.0 * number), 19.0) for number in range(-9, 10))]
    assert bent_around([tie], wall)[0].control is None, "none could follow it so far round"


def test_the_middle_of_a_bent_line_lies_on_it():
    start, control, end = Point(0, 0), Point(150, 80), Point(300, 0)
    tie = Link("L", start, end, "family", inferred=False, ended=False, together=False, says="", control=control)
    assert middle_of(tie) == Point(150, 40)
    assert middle_of(replace(tie, control=None)) == Point(150, 0)
    assert height_of(start, control, end) == pytest.approx(40)
