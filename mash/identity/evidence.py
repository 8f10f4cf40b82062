"""What groups of records rest on, as arrays: records are numbered from 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def _no_ints() -> Ints:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Pairs:
    """Scored pairs of records by number, ``a < b``, each pair once; weights in bits."""

    a: Ints = field(default_factory=_no_ints)
    b: Ints = field(default_factory=_no_ints)
    weight: Floats = field(default_factory=lambda: np.empty(0))

    def at(self, places: Ints | Bools | slice) -> Pairs:
        """The pairs at these places."""
        return Pairs(self.a[places], self.b[places], self.weight[places])

    def among(self, chosen: Bools) -> Pairs:
        """The pairs of two chosen records, which are numbered anew in their order."""
        found, number = self.at(chosen[self.a] & chosen[self.b]), np.cumsum(chosen) - 1
        return Pairs(number[found.a], number[found.b], found.weight)


@dataclass(frozen=True)
class Numbers:
    """Official numbers of which one person has one: record, scheme and value, each as a number from 0."""

    record: Ints = field(default_factory=_no_ints)
    scheme: Ints = field(default_factory=_no_ints)
    value: Ints = field(default_factory=_no_ints)


@dataclass(frozen=True)
class Birthdays:
    """Full dates of birth as agencies state them, one for a record: record, day and agency, each as a number."""

    record: Ints = field(default_factory=_no_ints)
    day: Ints = field(default_factory=_no_ints)
    agency: Ints = field(default_factory=_no_ints)


@dataclass(frozen=True)
class Evidence:
    """Everything that groups rest on."""

    pairs: Pairs = field(default_factory=Pairs)
    vetoed: Pairs = field(default_factory=Pairs)
    """Forbidden by a guard: never in one group, unless a person judged that very pair the same."""
    same: Sequence[tuple[int, int]] = ()
    """Judged the same by a person: joined first, over guards and numbers."""
    different: Sequence[tuple[int, int]] = ()
    """Judged different by a person: never in one group."""
    numbers: Numbers = field(default_factory=Numbers)
    birthdays: Birthdays = field(default_factory=Birthdays)

    def among(self, chosen: Bools) -> Evidence:
        """What is said of the chosen records alone, which are numbered anew in their order."""
        number = np.cumsum(chosen) - 1
        held, stated = chosen[self.numbers.record], chosen[self.birthdays.record]
        return Evidence(
            self.pairs.among(chosen),
            self.vetoed.among(chosen),
            [(int(number[a]), int(number[b])) for a, b in self.same if chosen[a] and chosen[b]],
            [(int(number[a]), int(number[b])) for a, b in self.different if chosen[a] and chosen[b]],
            Numbers(number[self.numbers.record[held]], self.numbers.scheme[held], self.numbers.value[held]),
            Birthdays(number[self.birthdays.record[stated]], self.birthdays.day[stated], self.birthdays.agency[stated]),
        )
