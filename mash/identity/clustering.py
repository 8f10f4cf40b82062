"""Scored pairs to groups of records: agglomeration by descending weight under constraints.

Deterministic and independent of the order of its input. Near linear in the pairs: every check walks the smaller of the
two groups. It replaces connected components, which join everything a single false pair touches (Splink 1824).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

SIZE_CAP = 60
"""Records in one group. One person known to five agencies for a lifetime stays below; a false bridge does not."""


class Refusal(StrEnum):
    """Why two groups were not joined although a pair of theirs weighed enough."""

    JUDGEMENT = "a person judged two of the records different"
    VETO = "a guard forbids two of the records"
    IDENTIFIERS = "the two hold different official numbers"
    DISAGREEMENT = "their other records do not agree"
    SIZE = "together they are too many records"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records by number, ``a < b``, and their weight in bits."""

    a: int
    b: int
    weight: float


@dataclass(frozen=True)
class Constraints:
    """What joining must respect. Records are numbers from 0."""

    same: Sequence[tuple[int, int]] = ()
    """Judged the same by a person: joined first, over guards and identifiers."""
    different: Sequence[tuple[int, int]] = ()
    """Judged different by a person: never in one group."""
    vetoed: Sequence[tuple[int, int]] = ()
    """Forbidden by a guard: never in one group, unless a person judged that very pair the same."""
    identifiers: Mapping[int, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    """Record to scheme to its valid numbers: groups with numbers of one scheme and none in common do not join."""
    join: float = 9.0
    """Bits: pairs at or above may join; above it a pair counts no more than this in the agreement of two groups."""
    valid: float = 0.0
    """Bits: the least mean of the known pairs between two groups."""
    size_cap: int = SIZE_CAP


@dataclass(frozen=True)
class Clustering:
    """The groups, what joined them and what was refused."""

    group_of: list[int]
    """For each record the smallest record of its group."""
    links: list[Pair]
    """The pairs that joined two groups, in the order of joining: a spanning tree of every group. Judged: infinite."""
    refused: list[tuple[Pair, Refusal]]
    """Pairs at or above ``join`` whose groups stayed apart, heaviest first."""


def cluster(records: int, pairs: Iterable[Pair], constraints: Constraints) -> Clustering:
    """Group ``records`` numbered from 0 by their scored ``pairs``, of which those below ``join`` only give evidence."""
    ordered = sorted(pairs, key=lambda pair: (-pair.weight, pair.a, pair.b))
    groups = _Groups(records, ordered, constraints)
    links: list[Pair] = []
    refused: list[tuple[Pair, Refusal]] = []
    for a, b in sorted(constraints.same):
        judged = Pair(a, b, float("inf"))
        if groups.together(a, b):
            continue
        if groups.kept_apart(a, b, by_judgement_only=True):
            refused.append((judged, Refusal.JUDGEMENT))
            continue
        groups.join(a, b)
        links.append(judged)
    for pair in ordered:
        if pair.weight < constraints.join:
            break
        if groups.together(pair.a, pair.b):
            continue
        reason = groups.objection(pair.a, pair.b)
        if reason is None:
            groups.join(pair.a, pair.b)
            links.append(pair)
        else:
            refused.append((pair, reason))
    return Clustering([groups.least[groups.find(record)] for record in range(records)], links, refused)


class _Groups:
    """Union-find whose groups carry their members, numbers and enemies; the smaller is folded into the larger."""

    def __init__(self, records: int, pairs: Sequence[Pair], constraints: Constraints) -> None:
        self.constraints = constraints
        self.parent = list(range(records))
        self.least = list(range(records))
        self.members: dict[int, list[int]] = {}
        self.neighbours = _neighbours(pairs)
        self.enemies = _enemies(constraints)
        self.identifiers = {record: dict(held) for record, held in constraints.identifiers.items()}

    def find(self, record: int) -> int:
        parent = self.parent
        root = record
        while parent[root] != root:
            root = parent[root]
        while parent[record] != root:
            parent[record], record = root, parent[record]
        return root

    def together(self, a: int, b: int) -> bool:
        return self.find(a) == self.find(b)

    def members_of(self, root: int) -> list[int]:
        return self.members.get(root) or [root]

    def join(self, a: int, b: int) -> None:
        small, large = sorted((self.find(a), self.find(b)), key=lambda root: (len(self.members_of(root)), -root))
        self.parent[small] = large
        self.least[large] = min(self.least[small], self.least[large])
        gone = self.members.pop(small, [small])
        self.members.setdefault(large, [large]).extend(gone)
        if small in self.enemies:
            self.enemies.setdefault(large, []).extend(self.enemies.pop(small))
        for scheme, numbers in self.identifiers.pop(small, {}).items():
            held = self.identifiers.setdefault(large, {})
            held[scheme] = held.get(scheme, frozenset()) | numbers

    def objection(self, a: int, b: int) -> Refusal | None:
        """Why the groups of two records must stay apart; None when they may join."""
        if apart := self.kept_apart(a, b):
            return apart
        one, other = self.find(a), self.find(b)
        if len(self.members_of(one)) + len(self.members_of(other)) > self.constraints.size_cap:
            return Refusal.SIZE
        if self._numbers_differ(one, other):
            return Refusal.IDENTIFIERS
        if self._mean_weight(one, other) < self.constraints.valid:
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
        left, right = self.identifiers.get(one, {}), self.identifiers.get(other, {})
        return any(numbers.isdisjoint(right[scheme]) for scheme, numbers in left.items() if scheme in right)

    def _mean_weight(self, one: int, other: int) -> float:
        """Over the known pairs between two groups, each counted at ``join`` at most: one sure pair is one voice."""
        few, against = sorted((one, other), key=lambda root: (len(self.members_of(root)), root))
        most = self.constraints.join
        weights = [
            min(weight, most)
            for member in self.members_of(few)
            for neighbour, weight in self.neighbours.get(member, ())
            if self.find(neighbour) == against
        ]
        return sum(sorted(weights)) / len(weights) if weights else most


def _neighbours(pairs: Sequence[Pair]) -> dict[int, list[tuple[int, float]]]:
    found: dict[int, list[tuple[int, float]]] = {}
    for pair in pairs:
        found.setdefault(pair.a, []).append((pair.b, pair.weight))
        found.setdefault(pair.b, []).append((pair.a, pair.weight))
    return found


def _enemies(constraints: Constraints) -> dict[int, list[tuple[int, Refusal]]]:
    excused = set(constraints.same)
    found: dict[int, list[tuple[int, Refusal]]] = {}
    for pairs, why in ((constraints.different, Refusal.JUDGEMENT), (constraints.vetoed, Refusal.VETO)):
        for a, b in pairs:
            if why is Refusal.JUDGEMENT or (a, b) not in excused:
                found.setdefault(a, []).append((b, why))
                found.setdefault(b, []).append((a, why))
    return found
