"""Contexts that join nobody: too many people at the same time, or a kind of place that makes nobody acquainted."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

ALWAYS = dt.date.min, dt.date.max
Spell = tuple[str, dt.date, dt.date]
"""Who, from which day on, until which day (that day not included)."""


def most_at_once(spells: Iterable[Spell]) -> int:
    """The largest number of different people on any one day."""
    of: dict[str, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    for person, start, end in spells:
        of[person].append((start, end))
    change: Counter[dt.date] = Counter()
    for periods in of.values():
        for start, end in _merged(periods):
            change[start] += 1
            change[end] -= 1
    here = most = 0
    for day in sorted(change):
        here += change[day]
        most = max(most, here)
    return most


def _merged(periods: list[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    """Periods of one person without overlap, so that a person several agencies place there counts once."""
    whole: list[tuple[dt.date, dt.date]] = []
    for start, end in sorted(periods):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole
