"""Ties as what was sent makes them, person by person, and how strongly."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from mash.evaluation.sent import likely
from mash.evaluation.sent.rows import Rows
from mash.evaluation.sent.said import Said
from mash.evaluation.sent.stated import Stated

LASTING = {"parent", "sibling", "relative"}
"""Kin were and stay kin, whenever it was said."""


class Tied(NamedTuple):
    """One kind of tie from a person to another."""

    other: str
    kind: str
    strength: float
    goes_on: bool
    parts: frozenset[str]
    """What the other is to the person, by each row."""
    since: dt.date | None
    """The first day that any row states."""


class Ties:
    """Every tie of a person, found when first asked for."""

    def __init__(self, rows: Rows) -> None:
        self.rows, self.stated = rows, Stated(rows)
        self._of: dict[str, list[Tied]] = {}
        years = rows.numbers["look_back_years"]
        self._since = _years_before(rows.as_of, years)

    def of(self, person: str) -> list[Tied]:
        """The person's ties that hold on the day, or ended within the look-back."""
        if person not in self._of:
            self._of[person] = self._made(person)
        return self._of[person]

    def _made(self, person: str) -> list[Tied]:
        stated = self.stated
        every: dict[tuple[str, str, str], set[Said]] = defaultdict(set)
        for word in (
            *stated.household(person),
            *stated.words(person),
            *likely.siblings(stated, person),
            *stated.involved(person),
            *stated.details(person),
            *likely.partners(stated, person),
            *likely.parents(stated, person),
        ):
            if self._holds(word):
                every[word.other(person), word.kind, word.tie_class].add(word)
        return [self._tied(person, other, what, words) for (other, *what), words in sorted(every.items())]

    def _holds(self, word: Said) -> bool:
        if word.kind in LASTING:
            return True
        begun = (since := word.since or word.known) is None or since <= self.rows.as_of
        return begun and (word.until is None or word.until >= self._since)

    def _tied(self, person: str, other: str, what: list[str], words: set[Said]) -> Tied:
        best = max(word.strength for word in words)
        ends = [{word.row.agency for word in words if word.record(end)} for end in (person, other)]
        match what:
            case ["household", _]:
                sources = len(ends[0] | ends[1])
            case ["partner" | "parent", "inferred"]:
                sources = 1
            case _:
                sources = max(1, min(map(len, ends)))
        until = None if any(word.until is None for word in words) else max(word.until for word in words if word.until)
        days = [word.since for word in words if word.since]
        return Tied(
            other=other,
            kind=what[0],
            strength=round(1 - (1 - best) / sources, 4),
            goes_on=until is None or until >= self.rows.as_of,
            parts=frozenset(word.part(other) for word in words),
            since=min(days, default=None),
        )


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
