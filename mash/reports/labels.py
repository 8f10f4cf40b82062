"""Where each name stands in the drawing: beside its mark, off the lines and the other names as far as there is room.

Every name looks at the places around its mark and takes the one that hides least, near the mark before far; then all
look once more, now that the others have chosen. The same drawing is always lettered alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mash.reports.layout import Point

LETTER = 0.74
"""Width of a capital in bold sans serif, as a share of the letters' size; generous, for fonts differ."""
LINE = 1.08
"""Height of a line, as a share of the letters' size."""
DIRECTIONS = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Right and down of the mark, the ones read most easily first."""
GAPS = (4.0, 16.0, 30.0, 46.0)
"""Distances from the mark's edge; beyond the first a line leads to the name."""
OVER_NAME, OVER_MARK, OVER_LINE, FAR, ODD = 4.0, 4.0, 2.5, 4.0, 2.0
"""What hiding costs, per square unit, square unit and unit; what distance costs, per unit; a direction less easy."""
ROUNDS = 2
RING_SIZE = 11.0
"""Of the letters that say how far a ring is."""
YEARS_SIZE, YEARS_LETTER = 10.5, 0.58
"""Of the letters of a line's years, and their width as a share of it."""
ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)
"""Where on a line its years may stand, as shares of its length."""
ANGLES = 24
"""Places on a ring that are looked at, from the bottom round."""
CLEAR = 3.0
"""Units kept free around a name."""


class Box(NamedTuple):
    """An upright rectangle in the drawing."""

    left: float
    top: float
    right: float
    bottom: float


class Segment(NamedTuple):
    """A straight line of the drawing."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Lettered:
    """A mark, and what is to be written beside it (nothing, for a mark that says all itself)."""

    at: Point
    radius: float
    lines: tuple[str, ...]
    size: float
    """Of the letters."""


@dataclass(frozen=True, slots=True)
class Label:
    """A placed name, relative to its mark."""

    lines: tuple[str, ...]
    x: float
    y: float
    """The baseline of the first line."""
    size: float
    anchor: str
    """``start``, ``middle`` or ``end``: which part of a line ``x`` is."""
    leader: tuple[Point, Point] | None
    """A thin line from the mark to a name that stands away."""
    box: Box
    """Not relative: in the drawing."""


def place_labels(marks: Sequence[Lettered], lines: Sequence[Segment]) -> list[Label | None]:
    """A label for each mark with something to say, in the order given; the first choose first."""
    placed: list[Label | None] = [None] * len(marks)
    bodies = [_around(mark.at, mark.radius, mark.radius) for mark in marks]
    for _ in range(ROUNDS):
        for number, mark in enumerate(marks):
            if mark.lines:
                names = [label.box for other, label in enumerate(placed) if label is not None and other != number]
                placed[number] = _best(mark, names, bodies, lines)
    return placed


def place_on_ring(
    radius: float, says: str, marks: Sequence[Lettered], placed: Sequence[Label | None], lines: Sequence[Segment]
) -> Point:
    """The middle of the words on a ring, where they hide least; asked for once the names are placed."""
    taken = [label.box for label in placed if label] + [_around(mark.at, mark.radius, mark.radius) for mark in marks]
    half = Point(len(says) * LETTER * RING_SIZE / 2, LINE * RING_SIZE / 2)

    def cost(turn: int) -> tuple[float, int]:
        box = _around(_on_ring(radius, turn), half.x, half.y)
        hidden = sum(OVER_NAME * _overlap(box, other) for other in taken)
        return hidden + sum(OVER_LINE * _length_inside(box, line) for line in lines), turn

    return _on_ring(radius, min(range(ANGLES), key=cost))


def place_on_line(
    lines: Sequence[tuple[Segment, str]], marks: Sequence[Lettered], placed: Sequence[Label | None]
) -> list[Point | None]:
    """The middle of the words on each line, where they touch no name, no mark and no other words; null without room."""
    taken = [label.box for label in placed if label] + [_around(mark.at, mark.radius, mark.radius) for mark in marks]
    found: list[Point | None] = []
    for (start, end), says in lines:
        half = Point(len(says) * YEARS_LETTER * YEARS_SIZE / 2, LINE * YEARS_SIZE / 2)
        points = (Point(start.x + part * (end.x - start.x), start.y + part * (end.y - start.y)) for part in ALONG)
        free = (at for at in points if not any(_overlap(_around(at, half.x, half.y), box) for box in taken))
        at = next(free, None) if says else None
        taken += [_around(at, half.x, half.y)] if at else []
        found.append(at)
    return found


def _on_ring(radius: float, turn: int) -> Point:
    """Left and right of the bottom by turns, ever further up."""
    side = (turn + 1) // 2 * (1 if turn % 2 else -1)
    angle = math.pi / 2 + side * 2 * math.pi / ANGLES
    return Point(radius * math.cos(angle), radius * math.sin(angle))


def _best(mark: Lettered, names: Iterable[Box], bodies: Iterable[Box], lines: Iterable[Segment]) -> Label:
    """The cheapest place; what lies out of reach of all of them is not looked at."""
    width, height = _extent(mark)
    reach = _around(mark.at, mark.radius + GAPS[-1] + width, mark.radius + GAPS[-1] + height)
    near_names = [box for box in names if _overlap(box, reach)]
    near_bodies = [box for box in bodies if _overlap(box, reach)]
    near_lines = [line for line in lines if _length_inside(reach, line)]

    def cost(candidate: tuple[int, float, Label]) -> tuple[float, int]:
        oddness, gap, label = candidate
        box = Box(label.box.left - CLEAR, label.box.top - CLEAR, label.box.right + CLEAR, label.box.bottom + CLEAR)
        hidden = OVER_NAME * sum(_overlap(box, other) for other in near_names)
        hidden += OVER_MARK * sum(_overlap(box, other) for other in near_bodies)
        hidden += OVER_LINE * sum(_length_inside(label.box, line) for line in near_lines)
        return hidden + FAR * gap + ODD * oddness, oddness

    return min(_candidates(mark, width, height), key=cost)[2]


def _candidates(mark: Lettered, width: float, height: float) -> Iterator[tuple[int, float, Label]]:
    for gap in GAPS:
        for oddness, (right, down) in enumerate(DIRECTIONS):
            away = (mark.radius + gap) * (math.sqrt(0.5) if right and down else 1.0)
            middle = Point(right * (away + width / 2), down * (away + height / 2))
            x = right * away
            leader = None
            if gap > GAPS[0]:
                edge = mark.radius / math.hypot(right, down)
                leader = (Point(right * edge, down * edge), Point(right * (away - 2), down * (away - 2)))
            box = _around(Point(mark.at.x + middle.x, mark.at.y + middle.y), width / 2, height / 2)
            first = middle.y - height / 2 + 0.8 * LINE * mark.size
            anchor = ("end", "middle", "start")[right + 1]
            yield oddness, gap, Label(mark.lines, x, first, mark.size, anchor, leader, box)


def _extent(mark: Lettered) -> tuple[float, float]:
    return max(map(len, mark.lines)) * LETTER * mark.size, len(mark.lines) * LINE * mark.size


def _around(middle: Point, half_width: float, half_height: float) -> Box:
    return Box(middle.x - half_width, middle.y - half_height, middle.x + half_width, middle.y + half_height)


def _overlap(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return width * height if width > 0 and height > 0 else 0.0


def _length_inside(box: Box, line: Segment) -> float:
    """How much of a line lies inside a box (Liang and Barsky, 1984)."""
    (x, y), (to_x, to_y) = line
    dx, dy = to_x - x, to_y - y
    first, last = 0.0, 1.0
    for step, room in ((-dx, x - box.left), (dx, box.right - x), (-dy, y - box.top), (dy, box.bottom - y)):
        if step == 0:
            if room < 0:
                return 0.0
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    return max(0.0, last - first) * math.hypot(dx, dy)
