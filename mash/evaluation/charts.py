"""Where the marks of the page's charts stand; the templates draw them as SVG. Lengths in the chart's own units."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mash.evaluation.findings import interval, shown, value_words
from mash.evaluation.intervals import Share
from mash.evaluation.results import CalibrationBin, GroupQuality, WeightBin

ROW = 20.0
"""Height of a row of the groups' chart."""
LEFT, WIDTH, RIGHT = 210.0, 430.0, 150.0
"""Room for names, for the axis, and for figures."""
HEIGHT = 240.0
"""Of the histogram and of the calibration chart, without their axes' words."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what stands there."""

    at: float
    says: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One group: where its share and the ends of its interval stand. A heading has no share."""

    y: float
    name: str
    heading: bool
    x: float | None
    low: float
    high: float
    figures: str


@dataclass(frozen=True, slots=True)
class DotChart:
    """Groups under one another, a share and its interval each."""

    height: float
    everyone: float | None
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One band of the histogram; its two heights are of logarithms, and so do not add up."""

    x: float
    width: float
    true_height: float
    false_height: float
    says: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Pairs by match weight, true ones upward, false ones downward."""

    bars: tuple[Bar, ...]
    bits: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    """Distances from the middle line."""
    thresholds: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One band of probability: expected across, observed up, with its interval."""

    x: float
    y: float
    low: float
    high: float
    says: str


def group_chart(groups: tuple[GroupQuality, ...], measure: str) -> DotChart:
    """Recall or precision of every group that is shown, each dimension under its heading."""
    found = [(group, _share(group, measure)) for group in shown(groups)]
    least = min((share.low for _, share in found if share.low is not None), default=0.0)
    start = math.floor(least * 20) / 20
    place = _scale(start, 1.0)
    dots: list[Dot] = []
    before = "all"
    for group, share in found:
        if group.dimension != before:
            before = group.dimension
            dots.append(Dot(_row(dots), before, True, None, 0, 0, ""))
        dots.append(_dot(_row(dots), group, share, place))
    steps = [start + (1 - start) * step / 5 for step in range(6)]
    return DotChart(
        height=_row(dots),
        everyone=dots[0].x if dots else None,
        dots=tuple(dots),
        ticks=tuple(Tick(place(step), f"{100 * step:.0f} %") for step in steps),
    )


def _share(group: GroupQuality, measure: str) -> Share:
    return group.joined.recall if measure == "recall" else group.joined.precision


def _dot(y: float, group: GroupQuality, found: Share, place: Scale) -> Dot:
    name = value_words(group.dimension, group.value)
    if found.share is None or found.low is None or found.high is None:
        return Dot(y, name, False, None, 0, 0, interval(found))
    return Dot(y, name, False, place(found.share), place(found.low), place(found.high), interval(found))


def _row(dots: list[Dot]) -> float:
    return ROW * (len(dots) + 1)


@dataclass(frozen=True, slots=True)
class Scale:
    """From a value to a place on an axis."""

    start: float
    span: float

    def __call__(self, value: float) -> float:
        """The place."""
        return round(LEFT + WIDTH * (value - self.start) / self.span, 1)


def _scale(start: float, end: float) -> Scale:
    return Scale(start, (end - start) or 1.0)


def histogram(bins: tuple[WeightBin, ...], thresholds: tuple[tuple[str, float | None], ...]) -> Histogram:
    """True and false pairs by match weight, counts on a logarithmic scale."""
    if not bins:
        return Histogram((), (), (), ())
    place = _scale(bins[0].low, bins[-1].high)
    most = max(max(each.true_pairs, each.false_pairs) for each in bins)
    tall = HEIGHT / 2 / math.log10(most + 1)
    return Histogram(
        bars=tuple(
            Bar(
                place(each.low),
                round(place(each.high) - place(each.low) - 1, 1),
                round(tall * math.log10(each.true_pairs + 1), 1),
                round(tall * math.log10(each.false_pairs + 1), 1),
                f"{each.low:g} to {each.high:g} bits: {each.true_pairs:,} true ({each.true_vetoed:,} held back by"
                f" a guard), {each.false_pairs:,} false ({each.false_vetoed:,} held back)",
            )
            for each in bins
        ),
        bits=tuple(Tick(place(each.low), f"{each.low:g}") for each in bins if each.low % 10 == 0),
        counts=tuple(
            Tick(round(tall * math.log10(10**power + 1), 1), f"{10**power:,}")
            for power in range(1, int(math.log10(most + 1)) + 1)
        ),
        thresholds=tuple(
            Tick(place(bits), name)
            for name, bits in thresholds
            if bits is not None and bins[0].low <= bits <= bins[-1].high
        ),
    )


def calibration_chart(bins: tuple[CalibrationBin, ...]) -> tuple[Point, ...]:
    """Bands with enough pairs, in a square of ``HEIGHT``; y counts downward."""
    return tuple(
        Point(
            round(HEIGHT * each.expected, 1),
            _up(each.observed.share),
            _up(each.observed.low),
            _up(each.observed.high),
            f"expected {100 * each.expected:.2f} %, true {interval(each.observed)} % of {each.observed.of:,}",
        )
        for each in bins
        if each.observed.share is not None and each.observed.low is not None and each.observed.high is not None
    )


def _up(share: float) -> float:
    return round(HEIGHT * (1 - share), 1)
