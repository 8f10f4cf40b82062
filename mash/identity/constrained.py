"""Agglomeration of records by descending weight under constraints, one record and pair at a time.

For the few groups that a constraint touches; ``calm`` joins all others at once. Every check walks the smaller of
the two groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
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
    birthdays: Mapping[int, Mapping[int, frozenset[int]]] = field(default_factory=dict)
    """Record to day of birth to the agencies that state it.

    Two groups do not join when each has a day that two agencies state, and they have no day in common and no number: a
    birthday mistyped once is one record's, a birthday that two agencies confirm is another person's.
    """


class Groups:
    """Union-find whose groups carry their members, numbers and enemies; the smaller is folded into the larger.

    ``formed`` says of records that are grouped already which record stands for them: ``pairs`` and ``apart`` are of
    those that stand for others or themselves.
    """

    def __init__(
        self, pairs: Iterable[Pair], apart: Apart, rules: Rules, formed: Mapping[int, int] | None = None
    ) -> None:
        self.rules = rules
        self.parent = dict(formed or {})
        self.members: dict[int, list[int]] = {}  # without those grouped from the first
        self.size = Counter(self.parent.values())
        self.neighbours = _neighbours(pairs)
        self.enemies = _enemies(apart)
        self.numbers = {record: dict(held) for record, held in apart.numbers.items()}
        self.birthdays = {record: dict(stated) for record, stated in apart.birthdays.items()}

    def find(self, record: int) -> int:
        """The record that stands for the group."""
        parent = self.parent
        while (above := parent.get(record, record)) != record:
            parent[record] = parent.get(above, above)
            record = parent[record]
        return record

    def size_of(self, root: int) -> int:
        """How many records the group has that ``root`` stands for."""
        return self.size.get(root, 0) + 1

    def join(self, one: int, other: int) -> None:
        """Make one group of those that two records stand for."""
        small, large = self._by_members(one, other)
        self.parent[small] = large
        self.size[large] += self.size.pop(small, 0) + 1
        gone = self.members.pop(small, None) or [small]
        self.members.setdefault(large, [large]).extend(gone)
        if small in self.enemies:
            self.enemies.setdefault(large, []).extend(self.enemies.pop(small))
        for known in (self.numbers, self.birthdays):
            for of, more in known.pop(small, {}).items():
                held = known.setdefault(large, {})
                held[of] = held.get(of, frozenset()) | more

    def objection(self, one: int, other: int) -> Refusal | None:
        """Why the groups that two records stand for must stay apart; None when they may join."""
        if apart := self.kept_apart(one, other):
            return apart
        if self.size_of(one) + self.size_of(other) > self.rules.size_cap:
            return Refusal.SIZE
        if self._numbers_differ(one, other):
            return Refusal.IDENTIFIERS
        if self._birthdays_differ(one, other):
            return Refusal.BIRTHDAYS
        if self._mean_weight(one, other) < self.rules.valid:
            return Refusal.DISAGREEMENT
        return None

    def kept_apart(self, one: int, other: int, *, by_judgement_only: bool = False) -> Refusal | None:
        """Whether a judgement or a guard stands between any two members of the groups that two records stand for."""
        few, many = self.enemies.get(one, ()), self.enemies.get(other, ())
        enemies, against = (few, other) if len(few) <= len(many) else (many, one)
        if not enemies:
            return None
        found = {why for enemy, why in enemies if self.find(enemy) == against}
        if Refusal.JUDGEMENT in found:
            return Refusal.JUDGEMENT
        return Refusal.VETO if found and not by_judgement_only else None

    def _by_members(self, one: int, other: int) -> tuple[int, int]:
        """The group of fewer members first."""
        sizes = len(self.members.get(one, ())), len(self.members.get(other, ()))
        return (one, other) if (sizes[0], one) < (sizes[1], other) else (other, one)

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
        few, against = self._by_members(one, other)
        weights = [
            weight
            for member in self.members.get(few) or [few]
            for neighbour, weight in self.neighbours.get(member, ())
            if self.find(neighbour) == against
        ]
        return agreement(weights, self.rules)


def agreement(weights: Iterable[float], rules: Rules) -> float:
    """The mean of the known pairs between two groups, each one voice: ``join`` at most for, and as much against."""
    voices = sorted(max(-rules.join, min(weight, rules.join)) for weight in weights)
    return sum(voices) / len(voices) if voices else rules.join


def agglomerate(
    groups: Groups, same: Iterable[tuple[int, int]], pairs: Iterable[Pair]
) -> tuple[list[Pair], list[tuple[Pair, Refusal]]]:
    """Join the groups: judged pairs first, then ``pairs`` as they come, heaviest first, while none objects.

    Gives the pairs that joined and those refused, with the reason.
    """
    links: list[Pair] = []
    refused: list[tuple[Pair, Refusal]] = []
    for a, b in sorted(same):
        one, other = groups.find(a), groups.find(b)
        if one == other:
            continue
        if groups.kept_apart(one, other, by_judgement_only=True):
            refused.append((Pair(a, b, JUDGED), Refusal.JUDGEMENT))
            continue
        groups.join(one, other)
        links.append(Pair(a, b, JUDGED))
    for pair in pairs:
        one, other = groups.find(pair.a), groups.find(pair.b)
        if one == other:
            continue
        reason = groups.objection(one, other)
        if reason is None:
            groups.join(one, other)
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
