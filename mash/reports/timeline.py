"""Time by place: the stays of the child and of the flagged people as bars over the years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate

from mash.reports.answer import Answer
from mash.reports.life_words import gap_words
from mash.reports.network import Stay
from mash.vocabulary import PersonId

TOUCHING = 1.0
"""Units by which two bars may overlap in one row: some days, of an axis of years."""
YEARS_BEFORE = 5
"""How many years before the child's first day the chart begins; what is earlier is in the chronology."""
HOMES = frozenset({"home", "main"})
"""Kinds of stay that need no word."""
WIDTH = 720.0
"""Of the time axis, in the drawing's units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stay, or the part of one that overlaps a stay of the child's, on the time axis."""

    x: float
    width: float
    label: str
    stay: Stay
    row: int = 0
    """Which row of its lane it lies in, so that two places at one time are both seen."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One person's bars; ``overlaps`` are where the child was at the same place at the same time."""

    person_id: PersonId
    bars: tuple[Bar, ...]
    overlaps: tuple[Bar, ...]
    rows: int = 1
    above: int = 0
    """Rows of the lanes before it."""
    stays: tuple[Stay, ...] = ()
    """All of them, those outside the axis too."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """A time in which no agency saw the child, on the time axis."""

    x: float
    width: float
    says: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """All lanes, the child's first, the years' lines, and the gaps."""

    lanes: tuple[Lane, ...]
    years: tuple[tuple[float, int], ...]
    gaps: tuple[Unseen, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of all lanes together."""
        return sum(lane.rows for lane in self.lanes)


@dataclass(frozen=True, slots=True)
class _Axis:
    start: dt.date
    end: dt.date

    def x(self, date: dt.date) -> float:
        whole = max(1, (self.end - self.start).days)
        return round(WIDTH * min(max((date - self.start).days / whole, 0.0), 1.0), 1)

    def bar(self, from_date: dt.date | None, to_date: dt.date | None, stay: Stay) -> Bar | None:
        """The bar of a period; None when all of it lies outside the axis."""
        start, end = from_date or self.start, to_date or self.end
        if end < self.start or start > self.end or end < start:
            return None
        left = self.x(start)
        place = stay.place or "place not shown"
        label = place if stay.kind in HOMES else f"{place} ({stay.kind})"
        return Bar(left, round(max(2.0, self.x(end) - left), 1), label, stay)


def time_by_place(answer: Answer) -> Timeline:
    """Lanes for the child and for everybody flagged who has a stay; empty without any."""
    child = answer.child.person_id
    of_child = _stays(answer, child)
    first_days = [stay.from_date for stay in of_child if stay.from_date]
    born = answer.child.date_of_birth
    first = min([*first_days, *([born] if born else [])], default=answer.as_of)
    axis = _Axis(dt.date(first.year - YEARS_BEFORE, 1, 1), answer.as_of)
    lanes = [_lane(child, of_child, (), axis)]
    lanes.extend(_lane(person.person_id, _stays(answer, person.person_id), of_child, axis) for person in answer.flagged)
    years = tuple((axis.x(dt.date(year, 1, 1)), year) for year in range(axis.start.year, axis.end.year + 1))
    with_bars = [lane for lane in lanes if lane.bars]
    above = accumulate((lane.rows for lane in with_bars), initial=0)
    shown = tuple(replace(lane, above=rows) for lane, rows in zip(with_bars, above, strict=False))
    gaps = (
        Unseen(axis.x(gap.from_date), axis.x(gap.to_date) - axis.x(gap.from_date), gap_words(gap))
        for gap in answer.gaps
    )
    return Timeline(shown, years, tuple(gaps)) if shown else Timeline((), ())


def _stays(answer: Answer, person_id: PersonId) -> tuple[Stay, ...]:
    """One person's stays in order of time; one that several agencies report alike only once."""
    alike = {
        (stay.from_date, stay.to_date, stay.place, stay.kind): stay
        for stay in answer.stays
        if stay.person_id == person_id
    }
    return tuple(alike[key] for key in sorted(alike, key=lambda key: [str(part or "") for part in key]))


def _lane(person_id: PersonId, stays: tuple[Stay, ...], of_child: tuple[Stay, ...], axis: _Axis) -> Lane:
    places = _merged(stays)
    bars = _in_rows([bar for stay in places if (bar := axis.bar(stay.from_date, stay.to_date, stay))])
    both = (_overlap(stay, other) for stay in stays for other in of_child)
    shared = [axis.bar(stay.from_date, stay.to_date, stay) for stay in _merged(filter(None, both))]
    overlaps = tuple(bar for bar in shared if bar is not None)
    return Lane(person_id, bars, overlaps, max((bar.row + 1 for bar in bars), default=1), stays=stays)


def _in_rows(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """Each bar in the first row that is free from where it begins."""
    ends: list[float] = []
    placed = []
    for bar in sorted(bars, key=lambda each: (each.x, -each.width)):
        row = next((number for number, end in enumerate(ends) if bar.x >= end - TOUCHING), len(ends))
        ends[row:] = [bar.x + bar.width, *ends[row + 1 :]]
        placed.append(replace(bar, row=row))
    return tuple(placed)


def _overlap(stay: Stay, other: Stay) -> Stay | None:
    """The days both stays share at one shown place; a stay whose beginning is not known shares none."""
    if stay.place is None or stay.place != other.place or stay.from_date is None or other.from_date is None:
        return None
    start = max(stay.from_date, other.from_date)
    ends = [end for end in (stay.to_date, other.to_date) if end is not None]
    end = min(ends, default=None)
    if end is not None and end < start:
        return None
    return Stay(stay.person_id, stay.kind, start, end, stay.place)


def _merged(stays: Iterable[Stay]) -> list[Stay]:
    """Times at one place that meet, told as one: what several agencies say of one stay differs by days."""
    merged: list[Stay] = []
    for stay in sorted(stays, key=lambda each: (_where(each), each.from_date or dt.date.min)):
        last = merged[-1] if merged else None
        if last and _where(last) == _where(stay) and _end(last) >= (stay.from_date or dt.date.min):
            end = max(_end(last), _end(stay))
            merged[-1] = replace(last, to_date=None if end == dt.date.max else end)
        else:
            merged.append(stay)
    return sorted(merged, key=lambda each: (each.from_date or dt.date.min, each.place or ""))


def _where(stay: Stay) -> tuple[str, str]:
    return stay.place or "", "home" if stay.kind in HOMES else stay.kind


def _end(stay: Stay) -> dt.date:
    return stay.to_date or dt.date.max
