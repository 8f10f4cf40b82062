"""A share of a count with its confidence interval, kept back where the count is small."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""The normal deviate of a 95 % interval."""
SMALLEST_CELL = 10
"""A share of fewer is not shown: the usual rule for statistics on children (DfE suppresses below 10; judgement)."""


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``of``; all but ``suppressed`` is None when ``of`` is under ``SMALLEST_CELL``, and not nought."""

    count: int | None
    of: int | None
    share: float | None
    """0 to 1; None when nothing could be counted."""
    low: float | None
    """95 % Wilson interval. Pairs of one person hang together, so for shares of pairs it is too narrow."""
    high: float | None
    suppressed: bool = False


def share(count: int, of: int) -> Share:
    """``count`` of ``of`` as a share. Raises ``ValueError`` unless ``0 <= count <= of``."""
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share")
    if of == 0:
        return Share(0, 0, None, None, None)
    if of < SMALLEST_CELL:
        return Share(None, None, None, None, None, suppressed=True)
    low, high = wilson(count, of)
    return Share(count, of, round(count / of, 6), round(low, 6), round(high, 6))


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % score interval without continuity correction (Wilson 1927; Newcombe 1998, method 3)."""
    rate, spread = count / of, Z_95**2 / of
    centre = rate + spread / 2
    half = Z_95 * math.sqrt(rate * (1 - rate) / of + spread / (4 * of))
    low = 0.0 if count == 0 else (centre - half) / (1 + spread)
    high = 1.0 if count == of else (centre + half) / (1 + spread)
    return low, high


def f1(precision: float | None, recall: float | None) -> float | None:
    """The harmonic mean; None unless both are known."""
    if precision is None or recall is None:
        return None
    return round(2 * precision * recall / (precision + recall), 6) if precision + recall else 0.0
