"""Where a match weight means the same person, perhaps, or not: in bits, with the reason."""

from __future__ import annotations

from mash.identity.model import Thresholds

THRESHOLDS = Thresholds(join=6.0, possible=2.0, floor=-6.0)
CLUSTER_VALID = 0.0
"""Bits: two groups join only where the pairs known across them average at least this."""


def thresholds_text(thresholds: Thresholds) -> str:
    """``thresholds.toml`` with the reason of each figure."""
    return f"""# Match weights in bits (log2 of the odds that two records are one person).

# At or above: joined.
join = {thresholds.join}

# At or above, below join: kept as possible, shown, and put in the review queue.
possible = {thresholds.possible}

# Below: not kept.
floor = {thresholds.floor}
"""
