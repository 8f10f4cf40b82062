"""Scored pairs to groups of records: agglomeration by descending weight under constraints.

Deterministic, independent of the order of its input, near linear in the pairs. It replaces connected components, which
join everything that a single false pair touches (Splink's issue 1824). Most components of the pairs that weigh enough
hold nothing that any rule could object to: those are groups as they stand, and only the others are agglomerated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mash.identity.bridges import weak_bridges
from mash.identity.constrained import JUDGED, Apart, Groups, Pair, Refusal, Rules, agglomerate
from mash.identity.evidence import Birthdays, Evidence, Ints, Numbers, Pairs


@dataclass(frozen=True)
class Clustering:
    """The groups, what joined them and what was refused."""

    group_of: Ints
    """For each record the smallest record of its group."""
    links: Pairs
    """The pairs that joined two groups, a spanning tree of every group; judged ones weigh infinitely."""
    refused: list[tuple[Pair, Refusal]]
    """Pairs heavy enough whose groups stayed apart, heaviest first."""


def cluster(records: int, evidence: Evidence, rules: Rules) -> Clustering:
    """Group ``records`` numbered from 0; pairs below ``rules.join`` only give evidence against."""
    pairs = _heaviest_first(evidence.pairs)
    strong = int(np.searchsorted(-pairs.weight, -rules.join, side="right"))
    component, tree = _forest(records, evidence.same, pairs, strong)
    troubled = _troubled(component, pairs, evidence, rules)
    group_of = component.copy()
    calm = ~troubled[component]
    keep = calm[tree.a]
    links, refused = _agglomerated(group_of, troubled[component], pairs, evidence, rules)
    return Clustering(
        group_of,
        Pairs(
            np.concatenate([tree.a[keep], np.array([link.a for link in links], dtype=np.int64)]),
            np.concatenate([tree.b[keep], np.array([link.b for link in links], dtype=np.int64)]),
            np.concatenate([tree.weight[keep], np.array([link.weight for link in links])]),
        ),
        refused,
    )


def _heaviest_first(pairs: Pairs) -> Pairs:
    order = np.lexsort((pairs.b, pairs.a, -pairs.weight))
    return Pairs(pairs.a[order], pairs.b[order], pairs.weight[order])


def _forest(records: int, same: Sequence[tuple[int, int]], pairs: Pairs, strong: int) -> tuple[Ints, Pairs]:
    """Connected components, each by its smallest record, and the pairs of a spanning tree, heaviest first (Kruskal)."""
    parent = list(range(records))
    judged = sorted(same)
    left = [a for a, _ in judged] + pairs.a[:strong].tolist()
    right = [b for _, b in judged] + pairs.b[:strong].tolist()
    weight = [JUDGED] * len(judged) + pairs.weight[:strong].tolist()
    tree = []
    for number, ends in enumerate(zip(left, right, strict=True)):
        a, b = ends
        while parent[a] != a:
            parent[a] = a = parent[parent[a]]
        while parent[b] != b:
            parent[b] = b = parent[parent[b]]
        if a != b:
            parent[max(a, b)] = min(a, b)
            tree.append(number)
    for record in range(records):  # parents are smaller, so already final
        parent[record] = parent[parent[record]]
    chosen = Pairs(
        np.array([left[n] for n in tree], dtype=np.int64),
        np.array([right[n] for n in tree], dtype=np.int64),
        np.array([weight[n] for n in tree], dtype=np.float64),
    )
    return np.array(parent, dtype=np.int64), chosen


def _troubled(component: Ints, pairs: Pairs, evidence: Evidence, rules: Rules) -> NDArray[np.bool_]:
    """For each component whether any rule could object within it: enemies, numbers, doubtful pairs or size."""
    troubled = np.bincount(component, minlength=len(component)) > rules.size_cap
    different = np.array(evidence.different, dtype=np.int64).reshape(-1, 2)
    against = pairs.weight < rules.valid
    for a, b in (
        (different[:, 0], different[:, 1]),
        (evidence.vetoed.a, evidence.vetoed.b),
        (pairs.a[against], pairs.b[against]),
    ):
        inside = component[a] == component[b]
        troubled[component[a][inside]] = True
    held = np.unique(
        np.stack([component[evidence.numbers.record], evidence.numbers.scheme, evidence.numbers.value]), axis=1
    )
    two = (held[0, 1:] == held[0, :-1]) & (held[1, 1:] == held[1, :-1])
    troubled[held[0, 1:][two]] = True
    troubled[_of_two_birthdays(component, evidence.birthdays)] = True
    return troubled


def _of_two_birthdays(component: Ints, stated: Birthdays) -> Ints:
    """The components in which two birthdays or more are each stated by two agencies or more."""
    said = np.unique(np.stack([component[stated.record], stated.day, stated.agency]), axis=1)
    confirmed = np.unique(said[:2, 1:][:, (said[:2, 1:] == said[:2, :-1]).all(axis=0)], axis=1)
    several: Ints = confirmed[0, 1:][confirmed[0, 1:] == confirmed[0, :-1]]
    return several


def _agglomerated(
    group_of: Ints, troubled: NDArray[np.bool_], pairs: Pairs, evidence: Evidence, rules: Rules
) -> tuple[list[Pair], list[tuple[Pair, Refusal]]]:
    """Regroup the records of troubled components in ``group_of`` under the rules; what joined them and what did not."""
    within = troubled[pairs.a] & troubled[pairs.b]
    known = [
        Pair(*each)
        for each in zip(pairs.a[within].tolist(), pairs.b[within].tolist(), pairs.weight[within].tolist(), strict=True)
    ]
    same = [pair for pair in evidence.same if troubled[pair[0]]]
    vetoed = zip(evidence.vetoed.a.tolist(), evidence.vetoed.b.tolist(), strict=True)
    excused = set(same)
    apart = Apart(
        different=[pair for pair in evidence.different if troubled[pair[0]] and troubled[pair[1]]],
        vetoed=[pair for pair in vetoed if troubled[pair[0]] and troubled[pair[1]] and pair not in excused],
        numbers=_numbers_of(troubled, evidence.numbers),
        birthdays=_birthdays_of(troubled, evidence.birthdays),
    )
    groups = Groups(known, apart, rules)
    links, refused = agglomerate(groups, same, [pair for pair in known if pair.weight >= rules.join])
    if bridges := set(weak_bridges(groups, links)):
        links = [link for link in links if link not in bridges]
        refused += [(bridge, Refusal.BRIDGE) for bridge in bridges]
        refused.sort(key=lambda each: (-each[0].weight, each[0].a, each[0].b))
        groups = Groups((), Apart(), rules)
        for link in links:
            groups.join(link.a, link.b)
    least: dict[int, int] = {}
    for record in np.flatnonzero(troubled).tolist():
        group_of[record] = least.setdefault(groups.find(record), record)
    return links, refused


def _numbers_of(troubled: NDArray[np.bool_], numbers: Numbers) -> dict[int, dict[int, frozenset[int]]]:
    chosen = troubled[numbers.record]
    found: dict[int, dict[int, frozenset[int]]] = defaultdict(dict)
    columns = (numbers.record[chosen].tolist(), numbers.scheme[chosen].tolist(), numbers.value[chosen].tolist())
    for record, scheme, value in zip(*columns, strict=True):
        found[record][scheme] = found[record].get(scheme, frozenset()) | {value}
    return dict(found)


def _birthdays_of(troubled: NDArray[np.bool_], stated: Birthdays) -> dict[int, tuple[int, int]]:
    chosen = troubled[stated.record]
    columns = (stated.record[chosen].tolist(), stated.day[chosen].tolist(), stated.agency[chosen].tolist())
    return {record: (day, agency) for record, day, agency in zip(*columns, strict=True)}
