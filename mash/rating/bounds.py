"""Whether uncertain identities could change a case's colour at all, from its facts alone: most cases are settled here.

The bounds err towards looking: everybody flagged is put as near as any possible links could bring them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from mash.associations import SHORT
from mash.rating.facts import CaseFacts, PlaceInCommon, Surroundings
from mash.rating.policy import Policy, Rule
from mash.rating.propose import propose
from mash.rating.rules.domestic_abuse import perpetrator_and_programme
from mash.vocabulary import Evidence, Exposure, FlagKind, IdentityCertainty, Leg, PersonId, TieClass, TieKind


class Met(NamedTuple):
    """Somebody at an end of a possible link, as the search met them."""

    person: PersonId
    hops: int
    possible: bool


@dataclass(frozen=True, slots=True)
class Closest:
    """How near flagged adults could be, were possible links true."""

    hops: Mapping[PersonId, int]
    at_home: frozenset[PersonId]
    """Who could be of the child's household: of it one is its member, or the child is another child."""


def closest_by_hops(around: Surroundings, links: Iterable[tuple[Met, Met]]) -> Closest:
    """How near possible links could bring whom, going by who is at their ends and how far away: a bound, and cheap.

    Whoever is met nearer than now is at the end of a link, or a tie beyond one that joins the near to the far.
    """
    groups = _joined(links)
    nearest_of = {met.person: min(each.hops for each in group) for group in groups for met in group}
    leading = [
        min(met.hops for met in group)
        for group in groups
        if len({met.hops for met in group}) > 1 or any(met.possible for met in group)
    ]
    beyond = min(leading, default=None)

    def hops(each: Exposure) -> int:
        bounds = (each.hops, nearest_of.get(each.person_id), None if beyond is None else beyond + 1)
        return max(1, min(bound for bound in bounds if bound is not None))

    child_is_another = any(hops == 0 for hops in nearest_of.values())
    return Closest(
        {each.person_id: hops(each) for each in around.exposures},
        frozenset(
            each.person_id for each in around.exposures if child_is_another or nearest_of.get(each.person_id, 2) <= 1
        ),
    )


def _joined(links: Iterable[tuple[Met, Met]]) -> list[set[Met]]:
    """Those whom links could make one, were all of them true."""
    groups: list[set[Met]] = []
    for ends in links:
        together = set(ends).union(*(group for group in groups if not group.isdisjoint(ends)))
        groups = [group for group in groups if group.isdisjoint(ends)] + [together]
    return groups


def could_differ(facts: CaseFacts, policy: Policy, closest: Closest) -> bool:
    """Whether the colour would be another with nobody around the child, or with all who are flagged at their nearest.

    Where neither is so, no identity in reach can change it: whoever is flagged there is among the exposures.
    """
    proposed = propose(facts, policy).at_least
    return any(propose(each, policy).at_least != proposed for each in (_least(facts), _worst(facts, closest)))


def _least(facts: CaseFacts) -> CaseFacts:
    return replace(facts, around=_nobody(facts.around))


def _worst(facts: CaseFacts, closest: Closest) -> CaseFacts:
    """Everybody flagged as near as can be, and everywhere with the child, where chance would put nobody."""
    places = tuple(
        PlaceInCommon(each.person_id, facts.child, area, area, facts.as_of, facts.as_of, ())
        for each in facts.around.exposures
        for area in ("one", "another", "a third")
    )
    around = _all_close(facts.around, closest, facts.as_of)
    return replace(facts, around=around, places=places, hub=replace(facts.hub, placed=()))


def _nobody(around: Surroundings) -> Surroundings:
    nobody: frozenset[PersonId] = frozenset()
    return replace(around, exposures=(), household=nobody, carers=nobody, siblings=nobody, routes=())


def _all_close(around: Surroundings, closest: Closest, as_of: dt.date) -> Surroundings:
    """Everybody flagged at their nearest, by ties of every kind that began today, and nobody else there."""
    return replace(
        around,
        exposures=tuple(
            Exposure(each.person_id, closest.hops[each.person_id], each.flags, (), IdentityCertainty.CONFIRMED)
            for each in around.exposures
        ),
        household=around.household | closest.at_home,
        adults_by_hop=(0,) * len(around.adults_by_hop),
        routes=tuple(
            (person, (_tied(person, kind, as_of),) * hops)
            for person, hops in closest.hops.items()
            for kind in TieKind
            if hops <= SHORT
        ),
    )


def kinds_read(facts: CaseFacts, policy: Policy, closest: Closest) -> frozenset[FlagKind]:
    """The kinds of flag on which the colour may hang: of rules that could give a worse one, or that give this one."""
    proposed = propose(facts, policy)
    may_fall = propose(_least(facts), policy).at_least < proposed.at_least
    worst = propose(_worst(facts, closest), policy)
    fire = {
        reason.rule for reason in (*proposed.reasons, *worst.reasons) if may_fall or reason.colour > proposed.at_least
    }
    return frozenset(kind for rule in policy.rules if rule.name in fire for kind in _kinds_of(rule))


def _kinds_of(rule: Rule) -> Iterable[FlagKind]:
    """The kinds of flag a rule reads: as the policy says, or the one its test is about."""
    kinds: Iterable[FlagKind] = rule.parameters.get("kinds", ())
    return (FlagKind.DOMESTIC_ABUSE,) if rule.test == perpetrator_and_programme.__name__ else kinds


def _tied(person: PersonId, kind: TieKind, since: dt.date) -> Leg:
    """A tie as sure and as new as can be."""
    said = Evidence("", "", "", 0, "", since)
    return Leg(person, person, kind, TieClass.ASSERTED, since, None, 1.0, (said,))
