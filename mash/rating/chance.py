"""Is it more than chance? Flagged adults in a network against as many adults drawn at random from the hub.

The hypergeometric law: ``drawn`` adults without replacement from ``adults``, of whom ``flagged`` are flagged.
Why it matters: eight thousand adults hold ten registered offenders by chance (docs/sources.md, base rate).
"""

from __future__ import annotations

from math import exp, lgamma


def expected_by_chance(*, adults: int, flagged: int, drawn: int) -> float:
    """The mean number of flagged adults among ``drawn``; 0 in an empty hub."""
    return drawn * flagged / adults if adults else 0.0


def chance_of_at_least(seen: int, *, adults: int, flagged: int, drawn: int) -> float:
    """The probability of ``seen`` or more flagged adults among ``drawn``, 0 to 1."""
    lowest, highest = max(0, drawn + flagged - adults), min(drawn, flagged)
    if seen <= lowest:
        return 1.0
    everyone = _log_choose(adults, drawn)
    tail = (
        exp(_log_choose(flagged, k) + _log_choose(adults - flagged, drawn - k) - everyone)
        for k in range(seen, highest + 1)
    )
    return min(1.0, sum(tail))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
