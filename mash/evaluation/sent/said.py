"""Statements of two people: what each row that was sent amounts to, and how far it is believed."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from mash.evaluation.sent.rows import Row

End = tuple[str, str | None, str]
"""A person, their record if the row is of it, and what they are to the other."""


class Said(NamedTuple):
    """One row's word on two people, the smaller id first."""

    a: str
    b: str
    record_a: str | None
    record_b: str | None
    a_is: str
    b_is: str
    kind: str
    tie_class: str
    strength: float
    row: Row
    since: dt.date | None
    until: dt.date | None
    known: dt.date | None = None
    """When it was first sent, if it has no date of its own."""

    def other(self, person: str) -> str:
        """The person at the other end."""
        return self.b if person == self.a else self.a

    def part(self, person: str) -> str:
        """What ``person`` is to the other."""
        return self.a_is if person == self.a else self.b_is

    def record(self, person: str) -> str | None:
        """The record of ``person`` that the row is of."""
        return self.record_a if person == self.a else self.record_b


def said(
    one: End,
    other: End,
    what: tuple[str, str, float],
    row: Row,
    when: tuple[dt.date | None, ...] = (None, None),
) -> Said:
    """A statement with its people in order; ``what`` is kind, class and strength, ``when`` since, until and known."""
    first, second = sorted((one, other), key=lambda end: end[0])
    return Said(first[0], second[0], first[1], second[1], first[2], second[2], *what, row, *when)
