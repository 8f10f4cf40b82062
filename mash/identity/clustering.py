"""Scored pairs to groups of records: agglomeration by descending weight under constraints.

Deterministic, independent of the order of its input, near linear in the pairs. It replaces connected components, which
join everything that a single false pair touches (Splink's issue 1824). What no rule could object to is joined at once
(``calm``), the rest pair by pair (``constrained``); then weak bridges are cut (``bridges``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mash.identity.bridges import weak_bridges
from mash.identity.calm import Calm, calm_groups, joined
from mash.identity.constrained import JUDGED, Apart, Groups, Pair, Refusal, Rules, agglomerate
from mash.identity.evidence import Evidence, Ints, Pairs
from mash.identity.forest import spanning_forest

Refused = list[tuple[Pair, Refusal]]


@dataclass(frozen=True)
class Clustering:
    """The groups, what joined them and what was refused."""

    group_of: Ints
    """For each record the smallest record of its group."""
    links: Pairs
    """The pairs that joined two groups, a spanning tree of every group; judged ones weigh infinitely."""
    refused: Refused
    """Pairs heavy enough whose groups stayed apart, heaviest first."""


def cluster(records: int, evidence: Evidence, rules: Rules) -> Clustering:
    """Group ``records`` numbered from 0; pairs below ``rules.join`` only give evidence against."""
    heaviest = _heaviest_first(evidence.pairs.at(evidence.pairs.weight >= rules.join))
    joining = joined([_as_pairs([Pair(a, b, JUDGED) for a, b in sorted(evidence.same)]), heaviest])
    calm = calm_groups(records, joining, evidence, rules)
    more, refused = _agglomerated(calm, heaviest, evidence, rules)
    links = joined([calm.links, _as_pairs(more)])
    group_of, _ = spanning_forest(records, links.a, links.b)
    if bridges := weak_bridges(group_of, links, evidence.pairs, rules):
        cut = set(bridges)
        links = links.at(np.array([link not in cut for link in map(Pair, *_columns(links))]))
        group_of, _ = spanning_forest(records, links.a, links.b)
        refused += [(bridge, Refusal.BRIDGE) for bridge in bridges]
    refused.sort(key=lambda each: (-each[0].weight, each[0].a, each[0].b))
    return Clustering(group_of, links, refused)


def _heaviest_first(pairs: Pairs) -> Pairs:
    """Ordered by weight, then by the records: only those of one weight are compared further."""
    order = np.argsort(-pairs.weight)
    ordered = pairs.weight[order]
    as_before = np.zeros(len(order), dtype=np.bool_)
    as_before[1:] = ordered[1:] == ordered[:-1]
    tied = as_before.copy()
    tied[:-1] |= as_before[1:]
    rank, these = np.cumsum(~as_before)[tied], order[tied]
    order[tied] = these[np.lexsort((pairs.b[these], pairs.a[these], rank))]
    return pairs.at(order)


def _agglomerated(calm: Calm, heaviest: Pairs, evidence: Evidence, rules: Rules) -> tuple[list[Pair], Refused]:
    """What joins the unsettled groups under the rules, and what does not."""
    unsettled, formed = np.flatnonzero(calm.unsettled), calm.group_of
    grouped = unsettled[formed[unsettled] != unsettled]
    groups = Groups(
        map(Pair, *_columns(_between(calm, evidence.pairs, formed))),
        _apart(calm, evidence),
        rules,
        dict(zip(grouped.tolist(), formed[grouped].tolist(), strict=True)),
    )
    same = [pair for pair in evidence.same if calm.unsettled[pair[0]]]
    return agglomerate(groups, same, map(Pair, *_columns(_between(calm, heaviest))))


def _between(calm: Calm, pairs: Pairs, named: Ints | None = None) -> Pairs:
    """The pairs of two unsettled groups of one component; the records named as given.

    Component by component, each in the order given: what is looked at together then lies together in memory, and ten
    million pairs cost ten times a million.
    """
    found = pairs.at(calm.unsettled[pairs.a] & (calm.component[pairs.a] == calm.component[pairs.b]))
    found = found.at(calm.group_of[found.a] != calm.group_of[found.b])
    found = found.at(np.argsort(calm.component[found.a], kind="stable"))
    return found if named is None else Pairs(named[found.a], named[found.b], found.weight)


def _apart(calm: Calm, evidence: Evidence) -> Apart:
    """Who must not stand together among the unsettled groups, each by the record that stands for it."""
    group, unsettled, excused = calm.group_of, calm.unsettled, set(evidence.same)
    vetoed = evidence.vetoed.at(unsettled[evidence.vetoed.a] & unsettled[evidence.vetoed.b])
    enemies = zip(vetoed.a.tolist(), vetoed.b.tolist(), strict=True)
    held, stated = evidence.numbers, evidence.birthdays
    known, born = unsettled[held.record], unsettled[stated.record]
    return Apart(
        different=[(int(group[a]), int(group[b])) for a, b in evidence.different if unsettled[a] and unsettled[b]],
        vetoed=[(int(group[a]), int(group[b])) for a, b in enemies if (a, b) not in excused],
        numbers=_gathered(calm, held.record[known], held.scheme[known], held.value[known]),
        birthdays=_gathered(calm, stated.record[born], stated.day[born], stated.agency[born]),
    )


def _gathered(calm: Calm, record: Ints, kind: Ints, value: Ints) -> dict[int, dict[int, frozenset[int]]]:
    """Group to kind to values."""
    found: defaultdict[int, dict[int, frozenset[int]]] = defaultdict(dict)
    order = np.argsort(calm.component[record], kind="stable")
    columns = (calm.group_of[record[order]].tolist(), kind[order].tolist(), value[order].tolist())
    for group, of, each in zip(*columns, strict=True):
        found[group][of] = found[group].get(of, frozenset()) | {each}
    return found


def _columns(pairs: Pairs) -> tuple[list[int], list[int], list[float]]:
    return pairs.a.tolist(), pairs.b.tolist(), pairs.weight.tolist()


def _as_pairs(pairs: Iterable[Pair]) -> Pairs:
    rows = list(pairs)
    return Pairs(
        np.array([pair.a for pair in rows], dtype=np.int64),
        np.array([pair.b for pair in rows], dtype=np.int64),
        np.array([pair.weight for pair in rows], dtype=np.float64),
    )
