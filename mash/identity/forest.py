"""Connected components and their heaviest spanning trees, a whole array of pairs at a time (Borůvka's algorithm)."""

from __future__ import annotations

import numpy as np

from mash.identity.evidence import Ints


def spanning_forest(records: int, a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """Each record's component, named by its smallest record, and the places of the pairs of a spanning tree.

    The tree is that of Kruskal taking the pairs as they come. In every round each component takes the first pair that
    leads out of it, so that half of them at most are left.
    """
    component = np.arange(records)
    live = np.arange(len(a))
    chosen = np.zeros(len(a), dtype=np.bool_)
    while True:
        one, other = component[a[live]], component[b[live]]
        apart = one != other
        live, one, other = live[apart], one[apart], other[apart]
        if not len(live):
            return _by_smallest(component), np.flatnonzero(chosen)
        first = np.minimum(_first_of(one, records), _first_of(other, records))
        joining = np.flatnonzero(first < len(live))
        way_out = first[joining]
        chosen[live[way_out]] = True
        _join(component, joining, one[way_out] + other[way_out] - joining)


def _first_of(component: Ints, records: int) -> Ints:
    """For each component the place where it first stands, or one beyond the last."""
    first = np.full(records, len(component))
    first[component[::-1]] = np.arange(len(component))[::-1]  # of several values for one place the last one stays
    return first


def _join(component: Ints, joining: Ints, towards: Ints) -> None:
    """Fold each of the components ``joining`` into the one it leads to; of two that lead to each other one stays."""
    above = np.arange(len(component))
    above[joining] = towards
    root = (above[towards] == joining) & (joining < towards)
    above[joining[root]] = joining[root]
    while True:
        higher = above[above[joining]]
        if np.array_equal(higher, above[joining]):
            break
        above[joining] = higher
    component[:] = above[component]


def _by_smallest(component: Ints) -> Ints:
    named: Ints = _first_of(component, len(component))[component]
    return named
