"""Agglomeration of records by descending weight under constraints, one record and pair at a time.

For the few groups that a constraint touches; ``clustering`` joins all others at once. Every check walks the smaller of
the two groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

SIZE_CAP = 60
"""Records in one group. One person known to five agencies for a lifetime stays below; a false bridge does not."""
JUDGED = float("inf")
"""The weight of a pair that a person judged the same."""


class Refusal(StrEnum):
    """Why two groups were not joined although a pair of theirs weighed enough."""

    JUDGEMENT = "a person judged two of the records different"
    VETO = "a guard forbids two of the records"
    IDENTIFIERS = "the two hold different official numbers"
    BIRTHDAYS = "each has a birthday that two agencies confirm, and they differ"
    DISAGREEMENT = "their other records do not agree"
    SIZE = "together they are too many records"
    BRIDGE = "a single pair holds them together, and most others speak against it"


class Pair(NamedTuple):
    """Two records by number, ``a < b``, and their weight in bits."""

    a: int
    b: int
    weight: float


@dataclass(frozen=True)
class Rules:
    """What joining must respect."""

    join: float
    """Bits: pairs at or above may join; above it a pair counts no more than this in the agreement of two groups."""
    valid: float
    """Bits, not above ``join``: the least mean of the known pairs between two groups."""
    size_cap: int = SIZE_CAP


@dataclass(frozen=True)
class Apart:
    """Who must not stand together."""

    different: Iterable[tuple[int, int]] = ()
    """Judged so by a person."""
    vetoed: Iterable[tuple[int, int]] = ()
    """By a guard."""
    numbers: Mapping[int, Mapping[int, frozenset[int]]] = field(default_factory=dict)
    """Record to scheme to its valid numbers: groups with numbers of one scheme and none in common do not join."""
    birthdays: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Record to its day of birth and the agency that states it.

    Two groups do not join when each has a day that two agencies state, and they have no day in common and no number: a
    birthday mistyped once is one record's, a birthday that two agencies confirm is another person's.
    """


class Groups:
    """Union-find whose groups carry their members, numbers and enemies; the smaller is folded into the larger."""

    def __init__(self, pairs: Sequence[Pair], apart: Apart, rules: Rules) -> None:
        self.rules = rules
        self.parent: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}
        self.neighbours = _neighbours(pairs)
        self.enemies = _enemies(apart)
        self.numbers = {record: dict(held) for record, held in apart.numbers.items()}
        self.birthdays = {record: {day: frozenset({agency})} for record, (day, agency) in apart.birthdays.items()}

    def find(self, record: int) -> int:
        """The record that stands for the group."""
        parent = self.parent
        while (above := parent.get(record, record)) != record:
            parent[record] = parent.get(above, above)
            record = parent[record]
        return record

    def members_of(self, root: int) -> list[int]:
        """The records of the group that ``root`` stands for."""
        return self.members.get(root) or [root]

    def join(self, a: int, b: int) -> None:
        """Make one group of the groups of two records."""
        small, large = sorted((self.find(a), self.find(b)), key=lambda root: (len(self.members_of(root)), root))
        self.parent[small] = large
        gone = self.members.pop(small, [small])
        self.members.setdefault(large, [large]).extend(gone)
        if small in self.enemies:
            self.enemies.setdefault(large, []).extend(self.enemies.pop(small))
        for known in (self.numbers, self.birthdays):
            for of, more in known.pop(small, {}).items():
                held = known.setdefault(large, {})
                held[of] = held.get(of, frozenset()) | more

    def objection(self, a: int, b: int) -> Refusal | None:
        """Why the groups of two records must stay apart; None when they may join."""
        if apart := self.kept_apart(a, b):
            return apart
        one, other = self.find(a), self.find(b)
        if len(self.members_of(one)) + len(self.members_of(other)) > self.rules.size_cap:
            return Refusal.SIZE
        if self._numbers_differ(one, other):
            return Refusal.IDENTIFIERS
        if self._birthdays_differ(one, other):
            return Refusal.BIRTHDAYS
        if self._mean_weight(one, other) < self.rules.valid:
            return Refusal.DISAGREEMENT
        return None

    def kept_apart(self, a: int, b: int, *, by_judgement_only: bool = False) -> Refusal | None:
        """Whether a judgement or a guard stands between any two members of the groups of two records."""
        one, other = self.find(a), self.find(b)
        few = min(one, other, key=lambda root: (len(self.enemies.get(root, ())), root))
        against = other if few == one else one
        found = {why for enemy, why in self.enemies.get(few, ()) if self.find(enemy) == against}
        if Refusal.JUDGEMENT in found:
            return Refusal.JUDGEMENT
        return Refusal.VETO if found and not by_judgement_only else None

    def _numbers_differ(self, one: int, other: int) -> bool:
        left, right = self.numbers.get(one, {}), self.numbers.get(other, {})
        return any(numbers.isdisjoint(right[scheme]) for scheme, numbers in left.items() if scheme in right)

    def _birthdays_differ(self, one: int, other: int) -> bool:
        left, right = self.birthdays.get(one, {}), self.birthdays.get(other, {})
        if not (left.keys().isdisjoint(right) and _any_confirmed(left) and _any_confirmed(right)):
            return False
        held, others = self.numbers.get(one, {}), self.numbers.get(other, {})
        return all(numbers.isdisjoint(others.get(scheme, ())) for scheme, numbers in held.items())

    def _mean_weight(self, one: int, other: int) -> float:
        few, against = sorted((one, other), key=lambda root: (len(self.members_of(root)), root))
        weights = [
            weight
            for member in self.members_of(few)
            for neighbour, weight in self.neighbours.get(member, ())
            if self.find(neighbour) == against
        ]
        return self.mean(weights)

    def mean(self, weights: Sequence[float]) -> float:
        """Of the known pairs between two groups, each counted at ``join`` at most: one sure pair is one voice."""
        voices = sorted(min(weight, self.rules.join) for weight in weights)
        return sum(voices) / len(voices) if voices else self.rules.join


def agglomerate(
    groups: Groups, same: Iterable[tuple[int, int]], pairs: Iterable[Pair]
) -> tuple[list[Pair], list[tuple[Pair, Refusal]]]:
    """Join the groups: judged pairs first, then ``pairs`` as they come, heaviest first, while none objects.

    Gives the pairs that joined and those refused, with the reason.
    """
    links: list[Pair] = []
    refused: list[tuple[Pair, Refusal]] = []
    for a, b in sorted(same):
        if groups.find(a) == groups.find(b):
            continue
        if groups.kept_apart(a, b, by_judgement_only=True):
            refused.append((Pair(a, b, JUDGED), Refusal.JUDGEMENT))
            continue
        groups.join(a, b)
        links.append(Pair(a, b, JUDGED))
    for pair in pairs:
        if groups.find(pair.a) == groups.find(pair.b):
            continue
        reason = groups.objection(pair.a, pair.b)
        if reason is None:
            groups.join(pair.a, pair.b)
            links.append(pair)
        else:
            refused.append((pair, reason))
    return links, refused


def _any_confirmed(birthdays: Mapping[int, frozenset[int]]) -> bool:
    """Whether two agencies state the same day."""
    return any(len(agencies) > 1 for agencies in birthdays.values())


def _neighbours(pairs: Iterable[Pair]) -> dict[int, list[tuple[int, float]]]:
    found: dict[int, list[tuple[int, float]]] = {}
    for pair in pairs:
        found.setdefault(pair.a, []).append((pair.b, pair.weight))
        found.setdefault(pair.b, []).append((pair.a, pair.weight))
    return found


def _enemies(apart: Apart) -> dict[int, list[tuple[int, Refusal]]]:
    found: dict[int, list[tuple[int, Refusal]]] = {}
    for pairs, why in ((apart.different, Refusal.JUDGEMENT), (apart.vetoed, Refusal.VETO)):
        for a, b in pairs:
            found.setdefault(a, []).append((b, why))
            found.setdefault(b, []).append((a, why))
    return found
