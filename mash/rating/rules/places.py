"""Where flagged adults and the child have been at one time."""

from __future__ import annotations

from mash.rating.chance import chance_of_at_least, expected_by_chance
from mash.rating.facts import CaseFacts, PlaceInCommon
from mash.rating.rules.finding import Finding, either, exposed, months_before
from mash.vocabulary import FlagKind, PersonId, counted


def places_in_common(  # noqa: PLR0913 - each is a line of the policy
    facts: CaseFacts,
    *,
    kinds: tuple[FlagKind, ...],
    hops: int,
    at_least: int,
    areas: int,
    months: int,
    chance_below: float,
) -> Finding | None:
    """``at_least`` flagged adults of the network stayed where the child, a carer or the household then stayed.

    In one outward code at one time, and that in so many post areas and under so many local authorities: where all live
    in one place it says nothing, and one authority may have several post areas. And more of them than there would be
    among as many adults drawn from the hub, flagged and ever in one of those areas.
    """
    since = months_before(facts.as_of, months)
    own = {facts.child} | facts.around.carers | facts.around.household
    near = {each.person_id: each for each in facts.flagged(kinds) if each.hops <= hops}
    shared = [
        each for each in facts.places if each.person_id in near and each.with_person in own and each.to_date > since
    ]
    found = [near[person] for person in sorted({each.person_id for each in shared})]
    met_in = {each.area for each in shared}
    authorities = {each.authority or each.area for each in shared}
    if len(found) < at_least or min(len(met_in), len(authorities)) < areas:
        return None
    drawn = sum(facts.around.adults_by_hop[:hops])
    placed = facts.hub.flagged_in(met_in, kinds)
    hub = {"adults": facts.hub.adults, "flagged": min(placed, facts.hub.adults), "drawn": drawn}
    if chance_of_at_least(len(found), **hub) >= chance_below:
        return None
    finding = exposed(
        f"{counted(len(found), 'adult')} flagged as {either(kinds)} stayed in the same outward code at the same time"
        f" as the child, a carer or the household, in {counted(len(met_in), 'post area')}: {_outcodes(shared)}; chance"
        f" alone would put {expected_by_chance(**hub):.1f} such adults among the {counted(drawn, 'adult')} in reach",
        found,
    )
    stays = dict.fromkeys(row for each in shared for row in each.evidence)
    return Finding(finding.says, finding.persons, (*stays, *finding.evidence))


def _outcodes(shared: list[PlaceInCommon]) -> str:
    """``LA14 in Westmorland and Furness (3), PL25 in Cornwall (2)``."""
    there: dict[tuple[str, str | None], set[PersonId]] = {}
    for each in shared:
        there.setdefault((each.outcode, each.authority), set()).add(each.person_id)
    return ", ".join(
        f"{outcode}{f' in {authority}' if authority else ''} ({len(persons)})"
        for (outcode, authority), persons in sorted(there.items(), key=lambda each: each[0][0])
    )
