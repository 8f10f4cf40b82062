"""A line that must not be read as touching whom it passes: bent to one side, the least that leaves everybody clear.

Seen along its chord a quadratic curve whose control point lies over the middle is a parabola, as high at each place as
its height says. So a mark forbids one range of heights, and the least height in none of them is taken.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from mash.reports.layout import Point

CLEAR = 12.0
"""Units kept free between the line and a mark."""
BESIDE = 16.0
"""Least height over the middle of a line whose ends a straight line joins already."""
LOOKS = 16
"""Places across a mark at which it is measured."""
PIECES = 16
"""Straight pieces that stand for a curve where only straight lines are reckoned with."""

Disc = tuple[Point, float]
"""A mark: its middle and its radius."""
Range = tuple[float, float]


def bend(start: Point, end: Point, marks: Iterable[Disc], *, beside: Iterable[float] = ()) -> Point | None:
    """The control point of the flattest curve that passes nobody nearer than ``CLEAR``; None for a straight line.

    ``marks`` are all but those at its ends. ``beside``: how high lines are that join the two already. Straight too
    where there is no way through.
    """
    long = math.dist(start, end)
    if not long:
        return None
    along = Point((end.x - start.x) / long, (end.y - start.y) / long)
    forbidden = [(height - BESIDE, height + BESIDE) for height in beside]
    for at, radius in marks:
        u, v = _along(at, start, along)
        forbidden += _heights(u, v, radius + CLEAR, long)
    height = _least_outside(forbidden)
    if not height:
        return None
    middle = Point((start.x + end.x) / 2, (start.y + end.y) / 2)
    return Point(middle.x - 2 * height * along.y, middle.y + 2 * height * along.x)


def height_of(start: Point, control: Point | None, end: Point) -> float:
    """How high a curve is over the middle of its chord, to the side ``bend`` counts as more; 0 of a straight line."""
    long = math.dist(start, end)
    if control is None or not long:
        return 0.0
    _, aside = _along(control, start, Point((end.x - start.x) / long, (end.y - start.y) / long))
    return aside / 2


def meets(start: Point, end: Point, marks: Iterable[Disc]) -> bool:
    """Whether a straight line runs through any of the marks."""
    long = math.dist(start, end)
    if not long:
        return False
    along = Point((end.x - start.x) / long, (end.y - start.y) / long)
    seen = ((*_along(at, start, along), radius) for at, radius in marks)
    return any(math.hypot(u - min(max(u, 0.0), long), v) <= radius for u, v, radius in seen)


def pieces(start: Point, control: Point | None, end: Point) -> list[Point]:
    """The points of a line, in order: its ends, and those between on a curve."""
    if control is None:
        return [start, end]
    return [_on(start, control, end, number / PIECES) for number in range(PIECES + 1)]


def _on(start: Point, control: Point, end: Point, t: float) -> Point:
    first, second, third = (1 - t) ** 2, 2 * t * (1 - t), t**2
    return Point(
        first * start.x + second * control.x + third * end.x, first * start.y + second * control.y + third * end.y
    )


def _along(at: Point, start: Point, along: Point) -> tuple[float, float]:
    """A place as seen along the chord: how far on, and how far to its side."""
    x, y = at.x - start.x, at.y - start.y
    return x * along.x + y * along.y, y * along.x - x * along.y


def _heights(u: float, v: float, radius: float, long: float) -> Iterator[Range]:
    """The heights of curves over a chord that would come into a circle; none for one beyond either end."""
    first, last = max(u - radius, 0.0), min(u + radius, long)
    if last <= first:
        return
    ends: list[float] = []
    for number in range(1, LOOKS):
        place = first + (last - first) * number / LOOKS
        across = math.sqrt(max(0.0, radius**2 - (place - u) ** 2))
        share = 4 * (place / long) * (1 - place / long)
        ends += [(v - across) / share, (v + across) / share]
    yield min(ends), max(ends)


def _least_outside(forbidden: Sequence[Range]) -> float:
    """The number nearest to 0 that lies in none of the ranges."""
    merged: list[Range] = []
    for low, high in sorted(forbidden):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    around = next(((low, high) for low, high in merged if low < 0 < high), (0.0, 0.0))
    return min(around[::-1], key=abs)
