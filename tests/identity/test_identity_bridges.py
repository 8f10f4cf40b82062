"""A single pair between two groups of records: when it is cut, and when it holds."""

import itertools

import numpy as np
import pytest

from mash.identity.clustering import cluster
from mash.identity.constrained import Pair, Refusal, Rules
from mash.identity.evidence import Evidence, Pairs

RULES = Rules(join=5, valid=0)
BRIDGE = (2, 3)


def found_between(between, bridge=25.0, left=(0, 1, 2), right=(3, 4, 5), **more):
    """Two groups, each compared all with all, a bridge heavier than anything and ``between`` for all other pairs."""
    known = {
        couple: 12.0 if (couple[0] in left) == (couple[1] in left) else between
        for couple in itertools.combinations(sorted((*left, *right)), 2)
    }
    known |= {BRIDGE: bridge} | more.pop("known", {})
    kept = {couple: weight for couple, weight in known.items() if weight is not None}
    a, b = (np.array(ends, dtype=np.int64) for ends in zip(*kept, strict=True))
    return cluster(max(right) + 1, Evidence(Pairs(a, b, np.array(list(kept.values()))), **more), RULES)


def test_a_false_pair_around_which_two_persons_gathered_is_cut_in_the_end():
    found = found_between(-1.5)
    assert found.group_of.tolist() == [0, 0, 0, 3, 3, 3]
    assert found.refused == [(Pair(*BRIDGE, 25.0), Refusal.BRIDGE)]
    assert BRIDGE not in set(zip(found.links.a.tolist(), found.links.b.tolist(), strict=True))


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"between": None}, id="nobody compared the others"),
        pytest.param({"between": 0.5}, id="the others agree a little"),
        pytest.param({"between": -0.5}, id="a former name leaves the others near nought"),
        pytest.param({"between": -1.5, "known": {(1, 4): 5.0}}, id="a second pair holds as well"),
        pytest.param({"between": 0.5, "known": {(0, 5): -9.0}}, id="one of the others alone speaks loudly"),
        pytest.param({"between": None, "known": {(0, 5): -3.0, (0, 4): -3.0}}, id="few of the others were compared"),
        pytest.param({"between": -1.5, "same": [BRIDGE]}, id="a person judged the two the same"),
        pytest.param({"between": -4.0, "right": (3,)}, id="one record alone hangs by it"),
    ],
)
def test_a_bridge_holds_where(facts):
    found = found_between(**facts)
    assert set(found.group_of.tolist()) == {0}
    assert not found.refused
