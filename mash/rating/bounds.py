"""Whether uncertain identities could change a case's colour at all, from its facts alone: most cases are settled here.

Both bounds err towards looking. At the least only what no link touches is there; at the most everybody flagged is put
as near, and by such ties, as possible links could bring them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from mash.associations import SHORT
from mash.rating.facts import CaseFacts, Occurrence, PlaceInCommon, Release, Surroundings
from mash.rating.policy import Policy, Rule
from mash.rating.propose import propose, worst_fired
from mash.rating.rules.domestic_abuse import perpetrator_and_programme
from mash.vocabulary import Evidence, Exposure, FlagKind, IdentityCertainty, Leg, PersonId, TieClass, TieKind


class Met(NamedTuple):
    """Somebody at an end of a possible link, as the search met them."""

    person: PersonId
    hops: int
    busy: bool
    """Tied to too many to be followed further."""


class Beside(NamedTuple):
    """Somebody at an end of a possible link to whom a flagged adult is tied, and how."""

    end: PersonId
    kind: str


EVERY_KIND = frozenset(kind.value for kind in TieKind)
FAR = 1_000
"""More hops than any policy looks."""


@dataclass(frozen=True, slots=True)
class Leeway:
    """What possible links leave open around a child."""

    hops: Mapping[PersonId, int]
    """How near each flagged adult could be, were they true."""
    at_home: frozenset[PersonId]
    """Who of those could be of the child's household: of it one is its member, or the child is another child."""
    ends: frozenset[PersonId]
    """Who may be somebody else too."""
    ways_open: Mapping[PersonId, frozenset[str]]
    """To whom of the flagged there could be ways of one or two ties that are not known, and the last tie's kinds."""
    ways_stay: bool
    """Whether every way known stays one: nobody on it could turn out to be the child, or too busy to go beyond."""
    most_adults: int
    """Adults in reach were every link true and none of them one."""


def leeway_by_hops(
    around: Surroundings,
    child: PersonId,
    links: Iterable[tuple[Met, Met]],
    *,
    beside: Mapping[PersonId, Collection[Beside]],
    most_adults: int,
) -> Leeway:
    """Going by who is at the ends of the links, how far away, and to which of them a flagged adult is tied.

    A bound, and cheap: whoever is met nearer than now is at an end, tied to one, or another tie beyond.
    """
    groups = _joined(links)
    nearest_of = {met.person: min(each.hops for each in group) for group in groups for met in group}
    beyond = min(nearest_of.values(), default=FAR) + 2
    found = {
        each.person_id: _Open.of(each.person_id, nearest_of, beside.get(each.person_id, ()), beyond - 1)
        for each in around.exposures
    }
    hops = {each.person_id: max(1, min(each.hops, beyond, found[each.person_id].hops)) for each in around.exposures}
    return Leeway(
        hops=hops,
        at_home=frozenset(person for person, way in found.items() if way.hops <= 1),
        ends=frozenset(nearest_of),
        ways_open={
            person: way.kinds if beyond > SHORT else EVERY_KIND
            for person, way in found.items()
            if min(way.hops, beyond) <= SHORT
        },
        ways_stay=not (child in nearest_of or any(met.busy for group in groups for met in group)),
        most_adults=most_adults,
    )


class _Open(NamedTuple):
    """How near links could bring a flagged adult who is at an end or tied to one, and by what last tie."""

    hops: int
    kinds: frozenset[str]

    @classmethod
    def of(cls, person: PersonId, nearest_of: Mapping[PersonId, int], beside: Collection[Beside], tied: int) -> _Open:
        """``tied``: how near somebody tied to the nearest end is. Whoever is at an end may be that somebody too."""
        if person in nearest_of:
            return cls(min(nearest_of[person], tied), EVERY_KIND)
        ties = [(nearest_of[each.end] + 1, each.kind) for each in beside if each.end in nearest_of]
        kinds = frozenset(kind for hops, kind in ties if hops <= SHORT)
        return cls(min((hops for hops, _ in ties), default=FAR), kinds)


def _joined(links: Iterable[tuple[Met, Met]]) -> list[set[Met]]:
    """Those whom links could make one, were all of them true."""
    groups: list[set[Met]] = []
    for ends in links:
        together = set(ends).union(*(group for group in groups if not group.isdisjoint(ends)))
        groups = [group for group in groups if group.isdisjoint(ends)] + [together]
    return groups


def could_differ(facts: CaseFacts, policy: Policy, leeway: Leeway) -> bool:
    """Whether the colour would be another with only what no link touches, or with all who are flagged at their nearest.

    Where neither is so, no identity in reach can change it: whoever is flagged there is among the exposures.
    """
    if _standings_open(facts, leeway):
        return True
    proposed = worst_fired(facts, policy)
    return any(worst_fired(each, policy) != proposed for each in (_least(facts, leeway), _worst(facts, leeway)))


def _standings_open(facts: CaseFacts, leeway: Leeway) -> bool:
    """Whether the child may have been referred or helped as another; or somebody suspected of abuse may be another.

    How these stand to a programme is then anybody's guess.
    """
    suspected = {person for each in facts.occurrences for person in each.suspects}
    at_home = facts.around.carers | facts.around.household | leeway.at_home
    flagged = {
        each.person_id
        for each in facts.around.exposures
        if each.person_id in at_home and any(flag.kind == FlagKind.DOMESTIC_ABUSE for flag in each.flags)
    }
    return bool(facts.perhaps_the_child) or not leeway.ends.isdisjoint(suspected | flagged)


def _least(facts: CaseFacts, leeway: Leeway) -> CaseFacts:
    """What holds whichever links are true: nobody who may be another, and chance with as many adults as there can be.

    Two rules may cease to hold as more becomes known, so they count for nothing here: an earlier way tells that nobody
    is newly arrived, and one more area in common puts more people there by chance.
    """
    around = facts.around
    if not leeway.ways_stay:
        return replace(facts, around=_nobody(around), places=())
    return replace(
        facts,
        around=replace(
            around,
            exposures=tuple(
                _surely(each)
                for each in around.exposures
                if each.identity == IdentityCertainty.CONFIRMED and each.person_id not in leeway.ends
            ),
            household=around.household - leeway.ends,
            carers=around.carers - leeway.ends,
            siblings=around.siblings - leeway.ends,
            adults_by_hop=(leeway.most_adults, *(0,) * (len(around.adults_by_hop) - 1)),
            routes=tuple(
                (person, tuple(replace(leg, evidence=()) for leg in legs))
                for person, legs in around.routes
                if person not in leeway.ends
            ),
        ),
        occurrences=tuple(
            replace(
                each,
                roles=tuple(role for role in each.roles if role[0] not in leeway.ends),
                suspects=tuple(person for person in each.suspects if person not in leeway.ends),
            )
            for each in facts.occurrences
        ),
        sibling_referrals=tuple(each for each in facts.sibling_referrals if each[0] not in leeway.ends),
        places=(),
    )


def _nobody(around: Surroundings) -> Surroundings:
    nobody: frozenset[PersonId] = frozenset()
    return replace(around, exposures=(), household=nobody, carers=nobody, siblings=nobody, routes=())


def _surely(exposure: Exposure) -> Exposure:
    """The exposure by no way to rely on, unless it is the one direct tie: another may be as short and weaker."""
    if exposure.hops == 1:
        return exposure
    weak = replace(_tied(exposure.person_id, TieKind.HOUSEHOLD, dt.date.max), strength=0.0)
    return replace(exposure, path=(weak,))


def _worst(facts: CaseFacts, leeway: Leeway) -> CaseFacts:
    """Everybody flagged as near as can be, and all that is recorded of anybody told of whom it could be of.

    Whom a link touches is everywhere with the child, where chance puts nobody, and out of prison today.
    """
    around, today = facts.around, facts.as_of
    own = {facts.child} | around.carers | around.household
    touched = [each.person_id for each in around.exposures if each.person_id in leeway.ends]
    anywhere = touched if leeway.ends.isdisjoint(own) else [each.person_id for each in around.exposures]
    places = tuple(
        PlaceInCommon(person, facts.child, area, area, today, today, ())
        for person in anywhere
        for area in ("one", "another", "a third")
    )
    return replace(
        facts,
        around=_all_close(facts, leeway),
        occurrences=tuple(_anybody(each, facts.child, around, leeway) for each in facts.occurrences),
        releases=(*facts.releases, *(Release(person, today, _said(today)) for person in touched)),
        places=(*facts.places, *places),
        hub=replace(facts.hub, placed=()),
    )


def _all_close(facts: CaseFacts, leeway: Leeway) -> Surroundings:
    """Everybody flagged at their nearest; where ways could come or go, those known and others, all begun today."""
    around, today = facts.around, facts.as_of
    others = tuple(
        (person, (_tied(person, kind, today),) * min(leeway.hops[person], SHORT))
        for person, kinds in leeway.ways_open.items()
        for kind in kinds
    )
    known = tuple(
        (person, tuple(replace(leg, evidence=(_said(today),)) for leg in legs))
        if person in leeway.ways_open or not leeway.ways_stay
        else (person, legs)
        for person, legs in around.routes
    )
    return replace(
        around,
        exposures=tuple(_nearest(each, leeway) for each in around.exposures),
        household=around.household | leeway.at_home,
        siblings=around.siblings | {whose for whose, _ in facts.sibling_referrals},
        adults_by_hop=(0,) * len(around.adults_by_hop),
        routes=known + others,
    )


def _nearest(each: Exposure, leeway: Leeway) -> Exposure:
    direct = each.hops == 1 and each.identity == IdentityCertainty.CONFIRMED
    path = each.path if direct and leeway.ways_stay and each.person_id not in leeway.ends else ()
    return Exposure(each.person_id, leeway.hops[each.person_id], each.flags, path, IdentityCertainty.CONFIRMED)


def _anybody(occurrence: Occurrence, child: PersonId, around: Surroundings, leeway: Leeway) -> Occurrence:
    """Where somebody in it may be another, any of the child's own people may have been."""
    if leeway.ends.isdisjoint(person for person, _ in occurrence.roles):
        return occurrence
    suspects = around.carers | around.household
    children = around.siblings | ({child} & leeway.ends)
    return replace(
        occurrence,
        roles=(
            *occurrence.roles,
            *((person, "suspect") for person in sorted(suspects)),
            *((person, "subject child") for person in sorted(children)),
        ),
    )


def kinds_read(facts: CaseFacts, policy: Policy, leeway: Leeway) -> frozenset[FlagKind]:
    """The kinds of flag on which the colour may hang: of rules that could give a worse one, or that give this one."""
    if _standings_open(facts, leeway):
        return frozenset(kind for rule in policy.rules for kind in _kinds_of(rule))
    proposed = propose(facts, policy)
    may_fall = worst_fired(_least(facts, leeway), policy) < proposed.at_least
    worst = propose(_worst(facts, leeway), policy)
    fire = {
        reason.rule for reason in (*proposed.reasons, *worst.reasons) if may_fall or reason.colour > proposed.at_least
    }
    return frozenset(kind for rule in policy.rules if rule.name in fire for kind in _kinds_of(rule))


def _kinds_of(rule: Rule) -> Iterable[FlagKind]:
    """The kinds of flag a rule reads: as the policy says, or the one its test is about."""
    kinds: Iterable[FlagKind] = rule.parameters.get("kinds", ())
    return (FlagKind.DOMESTIC_ABUSE,) if rule.test == perpetrator_and_programme.__name__ else kinds


def _tied(person: PersonId, kind: str, since: dt.date) -> Leg:
    """A tie as sure and as new as can be."""
    return Leg(person, person, kind, TieClass.ASSERTED, since, None, 1.0, (_said(since),))


def _said(since: dt.date) -> Evidence:
    return Evidence("", "", "", 0, "", since)
