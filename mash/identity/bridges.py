"""Weak bridges: one pair that alone holds two groups of records together against what else is known of them.

Agglomeration looks at two groups as they are when they meet. A false pair that outweighs all true ones joins first, and
both persons then gather around it record by record, each new one vouched for by its own side. So the finished groups
are looked at once more. A link is a weak bridge when

- it is the only pair across that reaches ``join``;
- at least two records stand on either side, for two that agree are somebody; one that hangs by one pair is the ordinary
  record that says little (decision 7 has what was measured);
- more than half of all pairs across, known or not, are known and weigh below ``valid``: a pair nobody compared is no
  evidence, and neither is one outlier;
- the known pairs across average below ``valid``: complete as they are now, the two would not be joined. A former name
  that one record alone gives away leaves the other pairs near nought, and stays.

A person's judgement is never cut. What is cut says so among the refused, and so the two show as a possible identity.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from mash.identity.constrained import JUDGED, Pair, Rules, agreement
from mash.identity.evidence import Bools, Ints, Pairs

LEAST_SIDE = 2
"""Records on either side of a bridge: two that agree are somebody, one may be a poor record of the other side."""


def weak_bridges(group_of: Ints, links: Pairs, pairs: Pairs, rules: Rules) -> list[Pair]:
    """Which of the ``links``, a spanning tree of every group, are weak bridges.

    One after the other, lightest first, each looked at in the group as the bridges cut before have left it.
    """
    against = pairs.at(pairs.weight < rules.valid)
    inside = group_of[against.a] == group_of[against.b]
    size = np.bincount(group_of, minlength=len(group_of))
    said = np.bincount(group_of[against.a[inside]], minlength=len(group_of))
    # More than half of the pairs across speak against: with two records or more on either side, as many as links.
    suspect = ((size >= 2 * LEAST_SIDE) & (said >= size - 1))[group_of]
    if not suspect.any():
        return []
    known = _Known(rules)
    for a, b, weight in _among(suspect, pairs):
        known.beside[a].append((b, weight))
        known.beside[b].append((a, weight))
    trees: defaultdict[int, list[Pair]] = defaultdict(list)
    for link in _among(suspect, links):
        trees[int(group_of[link.a])].append(link)
    return [bridge for tree in trees.values() for bridge in _weak_in(sorted(tree, key=_lightest_first), known)]


@dataclass(frozen=True)
class _Known:
    rules: Rules
    beside: defaultdict[int, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))
    """Record to the records it was compared with, and the weights."""


def _among(chosen: Bools, pairs: Pairs) -> Iterator[Pair]:
    found = pairs.at(chosen[pairs.a] & chosen[pairs.b])
    yield from map(Pair, found.a.tolist(), found.b.tolist(), found.weight.tolist())


def _lightest_first(link: Pair) -> tuple[float, int, int]:
    return link.weight, link.a, link.b


def _weak_in(tree: Sequence[Pair], known: _Known) -> Iterator[Pair]:
    """The weak bridges among the links of one group."""
    if len(tree) < 2 * LEAST_SIDE - 1:
        return
    ends = Counter(record for link in tree for record in (link.a, link.b))
    for link in tree:
        if link.weight == JUDGED or 1 in (ends[link.a], ends[link.b]):
            continue
        rest = [other for other in tree if other != link]
        one, other = _reached(link.a, rest), _reached(link.b, rest)
        if _is_weak(known, one, other):
            yield link
            for side in (one, other):
                yield from _weak_in([each for each in rest if each.a in side], known)
            return


def _reached(record: int, tree: Iterable[Pair]) -> set[int]:
    """The records on one side of a link, the tree being without it."""
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for a, b, _ in tree:
        beside[a].append(b)
        beside[b].append(a)
    found, waiting = {record}, [record]
    while waiting:
        new = [each for each in beside[waiting.pop()] if each not in found]
        found.update(new)
        waiting += new
    return found


def _is_weak(known: _Known, one: set[int], other: set[int]) -> bool:
    """Whether the link between the two sides is a weak bridge."""
    few, many = sorted((one, other), key=len)
    rules = known.rules
    across = [weight for record in few for neighbour, weight in known.beside[record] if neighbour in many]
    if len(few) < LEAST_SIDE or sum(weight >= rules.join for weight in across) != 1:
        return False
    against = sum(weight < rules.valid for weight in across)
    return 2 * against > len(one) * len(other) and agreement(across, rules) < rules.valid
