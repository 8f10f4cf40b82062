"""Match weights drawn: the waterfall of one pair, and every rung of a model; pages that open offline."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from mash.identity import Model, Why
from mash.identity.model import Thresholds
from mash.reports.sheet import sheet, write_sheet
from mash.reports.watermark import Mark

LABELS, AXIS, FIGURES = 520.0, 480.0, 70.0
"""Widths of the chart's three columns, in its own units."""
ROW = 26.0
TICK_STEPS = (2, 5, 10, 20, 50)
"""Bits between the ticks: the first that makes ten at most."""
MOST_TICKS = 10
MARKING = "OFFICIAL-SENSITIVE: for safeguarding children only"


@dataclass(frozen=True, slots=True)
class Step:
    """One weight on the way from nothing to the sum."""

    compared: str
    found: str
    weight: float
    """Bits."""
    sum: float
    """Bits so far, this one included."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: from ``x`` over ``width``; what stands left and right of it."""

    y: float
    x: float
    width: float
    kind: str
    """``for``, ``against``, ``neither`` or ``total``; ``heading`` has no bar."""
    label: str
    says: str
    figure: str
    end: float
    """Where the sum so far stands, for the line to the next bar."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis and what stands there."""

    x: float
    says: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A weights chart, ready to be drawn."""

    height: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    zero: float
    thresholds: tuple[Tick, ...]
    stepped: bool
    """Whether each bar begins where the one before ended."""

    @property
    def width(self) -> float:
        """Of all three columns."""
        return LABELS + AXIS + FIGURES


@dataclass(frozen=True, slots=True)
class _Axis:
    low: float
    high: float

    def at(self, bits: float) -> float:
        return round(LABELS + AXIS * (bits - self.low) / (self.high - self.low), 1)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        step = next((each for each in TICK_STEPS if (self.high - self.low) / each <= MOST_TICKS), TICK_STEPS[-1])
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return tuple(
            Tick(self.at(step * place), f"{step * place:+d}" if place else "0") for place in range(first, last + 1)
        )


def steps_of(found: Why) -> tuple[Step, ...]:
    """The prior and every finding in the model's order; the last sum is the pair's match weight."""
    parts = [("prior", "two records drawn at random", found.prior_weight)]
    parts += [(each.comparison, each.says, each.match_weight) for each in found.findings]
    sums = accumulate(weight for _, _, weight in parts)
    return tuple(
        Step(name.replace("_", " "), says, weight, so_far)
        for (name, says, weight), so_far in zip(parts, sums, strict=True)
    )


def waterfall(found: Why, thresholds: Thresholds) -> Chart:
    """The steps that weigh something, each from where the one before ended, and the sum from zero."""
    steps = [step for step in steps_of(found) if step.weight]
    axis = _axis([0.0, thresholds.join, *(step.sum for step in steps)])
    bars = [
        _bar(axis, row, (step.sum - step.weight, step.sum), (step.compared, step.found, step.weight))
        for row, step in enumerate(steps)
    ]
    total = found.raw_match_weight
    bars.append(_bar(axis, len(bars), (0.0, total), ("match weight", "the sum", total), kind="total"))
    marks = tuple(
        Tick(axis.at(bits), name) for name, bits in (("possible", thresholds.possible), ("join", thresholds.join))
    )
    return Chart(ROW * len(bars), tuple(bars), axis.ticks, axis.at(0), marks, stepped=True)


def rungs_chart(model: Model) -> Chart:
    """Every rung of every comparison from zero, under the comparison's name."""
    axis = _axis([0.0, *(rung.weight for ladder in model.ladders for rung in ladder.rungs)])
    bars: list[Bar] = []
    for ladder in model.ladders:
        bars.append(Bar(ROW * len(bars), axis.at(0), 0, "heading", ladder.name.replace("_", " "), "", "", axis.at(0)))
        for rung in ladder.rungs:
            if rung.m is not None and rung.u is not None:
                bars.append(_bar(axis, len(bars), (0.0, rung.weight), ("", rung.says, rung.weight)))
    return Chart(ROW * len(bars), tuple(bars), axis.ticks, axis.at(0), (), stepped=False)


def write_why_page(found: Why, model: Model, about: Mapping[str, object], path: Path, mark: Mark | None = None) -> None:
    """The waterfall of one pair as a page; ``about`` is the ``run`` and its ``as_of``. Raises ``UsageError`` as others.

    No name and no date of birth stands in it: record keys, and how each comparison came out.
    """
    chart = waterfall(found, model.thresholds)
    silent = [step.compared for step in steps_of(found) if not step.weight]
    _write(
        path,
        "why.html.j2",
        {"found": found, "steps": steps_of(found), "silent": silent, "chart": chart, "model": model, "about": about},
        mark,
    )


def write_model_page(model: Model, path: Path) -> None:
    """Every weight of a model as a page. Raises ``UsageError`` when it cannot be written."""
    _write(path, "model.html.j2", {"chart": rungs_chart(model), "model": model})


def _axis(values: Iterable[float]) -> _Axis:
    """Room for every value and a little beside."""
    known = list(values)
    low, high = min(known), max(known)
    beside = max((high - low) * 0.03, 0.5)
    return _Axis(low - beside, high + beside)


def _bar(
    axis: _Axis, row: int, ends: tuple[float, float], told: tuple[str, str, float], *, kind: str | None = None
) -> Bar:
    start, end = ends
    label, says, weight = told
    sort = kind or ("for" if weight > 0 else "against" if weight < 0 else "neither")
    x, width = axis.at(min(ends)), round(abs(axis.at(end) - axis.at(start)), 1)
    return Bar(ROW * row, x, max(width, 1.0), sort, label, says, f"{weight:+.2f}", axis.at(end))


def _write(path: Path, template: str, given: Mapping[str, Any], mark: Mark | None = None) -> None:
    frame: dict[str, Any] = {"labels": LABELS, "axis": AXIS, "row": ROW, "marking": MARKING}
    write_sheet(sheet(template, ("weights.css", "stack.css"), mark, **given, **frame), path)
