"""Who is near the child: flagged adults in the household and within so many steps."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from mash.rating.chance import chance_of_at_least, expected_by_chance
from mash.rating.facts import CaseFacts
from mash.rating.rules.finding import Finding, either, exposed
from mash.vocabulary import Exposure, FlagKind, Leg, counted


def flagged_adult_in_household(facts: CaseFacts, *, kinds: tuple[FlagKind, ...]) -> Finding | None:
    """An adult with a current flag of ``kinds`` lives where the child lives."""
    found = [each for each in facts.flagged(kinds) if each.person_id in facts.around.household]
    if not found:
        return None
    return exposed(f"{counted(len(found), 'adult')} flagged as {either(kinds)} in the child's household", found)


def flagged_adults_within_hops(  # noqa: PLR0913 - each is a line of the policy
    facts: CaseFacts,
    *,
    kinds: tuple[FlagKind, ...],
    hops: int,
    at_least: int,
    tie_kinds: tuple[str, ...] = (),
    chance_below: float = 1.0,
    strength_at_least: float = 0.0,
) -> Finding | None:
    """``at_least`` adults with a current flag of ``kinds`` within ``hops``, more than chance would put there.

    ``tie_kinds``, if given, are the only ties the way may use, and only ways of one or two hops are looked at;
    ``strength_at_least`` is asked of the product along it.
    """
    near = [each for each in facts.flagged(kinds) if each.hops <= hops]
    if tie_kinds:
        near = [way for each in near if (way := by_ties_of(tie_kinds, each, facts, hops))]
    found = [each for each in near if _strength(each.path) >= strength_at_least]
    if len(found) < at_least:
        return None
    drawn = sum(facts.around.adults_by_hop[:hops])
    hub = {"adults": facts.hub.adults, "flagged": facts.hub.flagged_with(kinds), "drawn": drawn}
    if chance_below < 1 and chance_of_at_least(len(found), **hub) >= chance_below:
        return None
    along = f" through these ties only: {', '.join(tie_kinds)}" if tie_kinds else ""
    return exposed(
        f"{counted(len(found), 'adult')} flagged as {either(kinds)} within {counted(hops, 'step')} of the child{along};"
        f" chance alone would put {expected_by_chance(**hub):.1f} among the {counted(drawn, 'adult')} there",
        found,
    )


def by_ties_of(tie_kinds: tuple[str, ...], exposure: Exposure, facts: CaseFacts, hops: int) -> Exposure | None:
    """The exposure by its strongest way along ties of these kinds alone, if there is one of one or two hops."""
    ways = [
        legs
        for person, legs in facts.around.routes
        if person == exposure.person_id and len(legs) <= hops and all(leg.kind in tie_kinds for leg in legs)
    ]
    return replace(exposure, path=max(ways, key=_strength)) if ways else None


def _strength(path: tuple[Leg, ...]) -> float:
    return prod(leg.strength for leg in path)
