"""Is it more than chance? Flagged adults in a network against as many adults drawn at random from the hub.

The hypergeometric law: ``drawn`` adults without replacement from ``adults``, of whom ``flagged`` are flagged.
Why it matters: eight thousand adults hold ten registered offenders by chance (docs/sources.md, base rate).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma

from mash.rating.facts import CaseFacts
from mash.vocabulary import FlagKind

NOTHING_MORE = 1e-17
"""A term this small against what is summed already changes no digit of it."""


@dataclass(frozen=True, slots=True)
class KindAgainstChance:
    """Adults in reach with a current flag of one kind, against as many adults drawn at random from this hub."""

    kind: FlagKind
    observed: int
    expected: float
    probability: float
    """Of as many or more, 0 to 1."""


def against_chance(facts: CaseFacts) -> tuple[KindAgainstChance, ...]:
    """Every kind of flag that any adult of the hub has, each by the hub's own rate of it, in the order of the kinds."""
    drawn = sum(facts.around.adults_by_hop)
    found = []
    for kind in FlagKind:
        flagged = facts.hub.flagged_with((kind,))
        if flagged:
            observed = len(facts.flagged((kind,)))
            hub = {"adults": facts.hub.adults, "flagged": flagged, "drawn": drawn}
            found.append(
                KindAgainstChance(kind, observed, expected_by_chance(**hub), chance_of_at_least(observed, **hub))
            )
    return tuple(found)


def expected_by_chance(*, adults: int, flagged: int, drawn: int) -> float:
    """The mean number of flagged adults among ``drawn``; 0 in an empty hub."""
    return drawn * flagged / adults if adults else 0.0


@lru_cache(maxsize=65_536)
def chance_of_at_least(seen: int, *, adults: int, flagged: int, drawn: int) -> float:
    """The probability of ``seen`` or more flagged adults among ``drawn``, 0 to 1."""
    lowest, highest = max(0, drawn + flagged - adults), min(drawn, flagged)
    if seen <= lowest:
        return 1.0
    everyone = _log_choose(adults, drawn)
    likeliest = (drawn + 1) * (flagged + 1) / (adults + 2)
    total = 0.0
    for k in range(seen, highest + 1):
        term = exp(_log_choose(flagged, k) + _log_choose(adults - flagged, drawn - k) - everyone)
        total += term
        if k > likeliest and term < NOTHING_MORE * total:
            break
    return min(1.0, total)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
