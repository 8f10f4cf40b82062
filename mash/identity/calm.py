"""Groups that form without a rule's objecting, found whole, so that little is left to be looked at pair by pair.

Agglomeration takes the pairs heaviest first. Wherever it has come to, a component of the pairs so far in which nothing
could object is one group by then, and no pair so far leads out of it. So all pairs are tried, then the heavier half of
those in components that are not cleared, the heavier half of those, and so on: twice the work of one look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mash.identity.constrained import JUDGED, Rules
from mash.identity.evidence import Bools, Evidence, Ints, Pairs
from mash.identity.forest import spanning_forest
from mash.identity.troubles import troubled


@dataclass(frozen=True)
class Calm:
    """What formed without objection."""

    group_of: Ints
    """For each record the smallest record of its group so far."""
    links: Pairs
    """The pairs that joined them."""
    component: Ints
    """For each record the smallest record of its component by all pairs: nothing joins across components."""
    unsettled: Bools
    """For each record whether its group may still grow."""


def calm_groups(records: int, joining: Pairs, evidence: Evidence, rules: Rules) -> Calm:
    """Group records by the pairs that may join, judged ones first and then the heaviest."""
    group_of, looked_at, links = np.arange(records), np.arange(records), []
    pairs, whole, unsettled = joining, group_of, np.zeros(records, dtype=np.bool_)
    while True:
        component, tree = spanning_forest(len(looked_at), pairs.a, pairs.b)
        restless = troubled(component, evidence, rules)[component]
        group_of[looked_at] = looked_at[np.where(restless, np.arange(len(looked_at)), component)]
        calm = pairs.at(tree[~restless[pairs.a[tree]]])
        links.append(Pairs(looked_at[calm.a], looked_at[calm.b], calm.weight))
        whole, unsettled = (component, restless) if pairs is joining else (whole, unsettled)
        left = pairs.among(restless)
        judged = int(np.count_nonzero(left.weight == JUDGED))
        if len(left.a) == judged:
            return Calm(group_of, joined(links), whole, unsettled)
        pairs = left.at(slice(judged + (len(left.a) - judged) // 2))
        evidence, looked_at = evidence.among(restless), looked_at[restless]


def joined(parts: list[Pairs]) -> Pairs:
    """One after the other."""
    return Pairs(
        np.concatenate([part.a for part in parts]),
        np.concatenate([part.b for part in parts]),
        np.concatenate([part.weight for part in parts]),
    )
