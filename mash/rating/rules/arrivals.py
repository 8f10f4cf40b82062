"""Flagged adults who came near the child a short while ago: moved in, a parent's new partner, out of prison."""

from __future__ import annotations

import datetime as dt

from mash.rating.facts import CaseFacts
from mash.rating.rules.finding import Finding, either, exposed, months_before
from mash.rating.rules.network import by_ties_of
from mash.vocabulary import Exposure, FlagKind, Leg, TieKind, counted

KIN = frozenset({TieKind.PARENT, TieKind.SIBLING, TieKind.RELATIVE})
"""Ties of blood and law: their dates are those of the record, and nobody arrives by them."""


def flagged_adult_newly_arrived(
    facts: CaseFacts, *, kinds: tuple[FlagKind, ...], hops: int, months: int, tie_kinds: tuple[str, ...]
) -> Finding | None:
    """A flagged adult whose every dated way to the child by ``tie_kinds``, of one or two ties, began that recently."""
    since = months_before(facts.as_of, months)
    found = []
    for each in facts.flagged(kinds):
        arrived = [
            (on, legs)
            for person, legs in facts.around.routes
            if person == each.person_id
            and len(legs) <= hops
            and all(leg.kind in tie_kinds for leg in legs)
            and (on := began(legs)) is not None
        ]
        first = min(arrived, key=lambda way: way[0], default=None)
        if first and since < first[0] <= facts.as_of:
            found.append((first[0], Exposure(each.person_id, len(first[1]), each.flags, first[1], each.identity)))
    if not found:
        return None
    return exposed(
        f"{counted(len(found), 'adult')} flagged as {either(kinds)} first recorded within {counted(hops, 'step')} of"
        f" the child in the last {months} months, the first on {min(on for on, _ in found)}",
        [each for _, each in found],
    )


def flagged_adult_released(
    facts: CaseFacts, *, kinds: tuple[FlagKind, ...], hops: int, months: int, tie_kinds: tuple[str, ...]
) -> Finding | None:
    """A flagged adult as near by ``tie_kinds`` who came out of prison that recently."""
    since = months_before(facts.as_of, months)
    out = {each.person_id: each for each in facts.releases if since < each.released_on <= facts.as_of}
    ways = (by_ties_of(tie_kinds, each, facts, hops) for each in facts.flagged(kinds) if each.person_id in out)
    found = [way for way in ways if way]
    if not found:
        return None
    last = max(out[each.person_id].released_on for each in found)
    finding = exposed(
        f"{counted(len(found), 'adult')} flagged as {either(kinds)} within {counted(hops, 'step')} of the child"
        f" came out of prison in the last {months} months, the last on {last}",
        found,
    )
    stays = tuple(out[each.person_id].evidence for each in found)
    return Finding(finding.says, finding.persons, (*finding.evidence, *stays))


def began(legs: tuple[Leg, ...]) -> dt.date | None:
    """When a way came to be: the day its latest leg began; None when no leg says."""
    days = [on for leg in legs if leg.kind not in KIN and (on := _stated(leg))]
    return max(days, default=None)


def _stated(leg: Leg) -> dt.date | None:
    """The first day any row states; one without a date only says when it was sent."""
    days = [row.from_date for row in leg.evidence if row.from_date]
    return min(days, default=None)
