"""Where a match weight means the same person, perhaps, or not: in bits, with the reason."""

from __future__ import annotations

from mash.identity.model import Thresholds

THRESHOLDS = Thresholds(join=5.0, possible=1.0, floor=-6.0)
CLUSTER_VALID = 0.0
"""Bits: two groups join only where the pairs known between them average at least this, none counted above ``join``."""


def thresholds_text(thresholds: Thresholds) -> str:
    """``thresholds.toml`` with the reason of each figure."""
    return f"""# Match weights in bits: log2 of the odds that two records are one person, in a hub of its size.

# At or above: joined, if no guard, judgement or number forbids it. By the model's own odds the pair at the threshold
# is wrong once in 33; most pairs weigh far more, and the guards hold back what families do to the odds
# (docs/quality.md has the share of joined pairs that are right on made-up towns of other seeds).
join = {thresholds.join}

# At or above, below join: possible. Shown as unconfirmed and put in the review queue; never acted on silently. At one
# bit the odds are two to one.
possible = {thresholds.possible}

# Below: not kept. Down to here a pair is kept as evidence against joining two groups.
floor = {thresholds.floor}
"""
