"""Whether uncertain identities could change a case's colour at all, from its facts alone: most cases are settled here.

Both bounds err towards looking. At the least only what no link touches is there; at the most everybody flagged is put
as near, and by such ties, as possible links could bring them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, combinations

from mash.associations import SHORT, stated
from mash.rating.facts import CaseFacts, Occurrence, PlaceInCommon, Surroundings, persons_told_of, with_selves
from mash.rating.leeway import Leeway
from mash.rating.policy import Policy, Rule
from mash.rating.propose import comes_to, fires
from mash.rating.rules.domestic_abuse import perpetrator_and_programme
from mash.vocabulary import Colour, Exposure, FlagKind, IdentityCertainty, Leg, PersonId, TieClass, TieKind

SELVES = 3
"""Others whom the child may be, each of whom is taken for it or not: up to eight sets cost less than a network."""


@dataclass(frozen=True)
class Bounds:
    """A case, and how much better and worse it could be than it is rated."""

    facts: CaseFacts
    policy: Policy
    leeway: Leeway
    proposed: Colour
    """The worst colour that fires as things are known."""

    @property
    def could_differ(self) -> bool:
        """Whether the colour would be another with only what no link touches, or with all flagged at their nearest.

        Where neither is so, no identity in reach can change it: whoever is flagged there is among the exposures.
        """
        return self._out_of_bounds or any(each.could_fall or each.could_rise for each in self._as_each_self)

    @cached_property
    def kinds_read(self) -> frozenset[FlagKind]:
        """The kinds of flag on which the colour may hang: of rules that could give a worse one, or that give this."""
        rules: Iterable[Rule] = self.policy.rules
        if not self._out_of_bounds:
            could_fall = any(each.could_fall for each in self._as_each_self)
            sides = [each.worst for each in self._as_each_self] + ([self.facts] if could_fall else [])
            asked = (rule for rule in rules if could_fall or rule.colour > self.proposed)
            rules = [rule for rule in asked if any(fires(rule, side) for side in sides)]
        return frozenset(kind for rule in rules for kind in _kinds_of(rule))

    @cached_property
    def _out_of_bounds(self) -> bool:
        return _out_of_bounds(self.facts, self.leeway)

    @cached_property
    def _as_each_self(self) -> list[_Side]:
        """The case once for each set of those who may be the child too, as if just these were.

        What is recorded of them can take away as well as add: one more plan can end what another began.
        """
        selves = self.facts.perhaps_the_child
        sets = chain.from_iterable(combinations(selves, many) for many in range(len(selves) + 1))
        return [_Side(with_selves(self.facts, some), self) for some in sets]


class _Side:
    """A case with it settled who else the child is, and how much better and worse it could be."""

    def __init__(self, facts: CaseFacts, of: Bounds) -> None:
        self.facts, self.policy, self.leeway, self.proposed = facts, of.policy, of.leeway, of.proposed

    @cached_property
    def could_fall(self) -> bool:
        least = _least(self.facts, self.leeway)
        return self.proposed > Colour.GREEN and not comes_to(least, self.policy, self.proposed)

    @cached_property
    def could_rise(self) -> bool:
        return (
            self.proposed < Colour.RED
            and not self._nobody_in_doubt
            and comes_to(self.worst, self.policy, Colour(self.proposed + 1))
        )

    @property
    def _nobody_in_doubt(self) -> bool:
        """Whether nobody flagged is in reach and nobody told of may be another: the worst is then what is known."""
        if self.facts.around.exposures:
            return False
        return not self.facts.tell_of_others or self.leeway.ends.isdisjoint(persons_told_of(self.facts))

    @cached_property
    def worst(self) -> CaseFacts:
        return _worst(self.facts, self.leeway)


def _out_of_bounds(facts: CaseFacts, leeway: Leeway) -> bool:
    """Whether more that is known can take away as well as add, in more ways than can be gone through.

    The child may have been referred or helped as several others. Somebody of whom a programme is on record may be
    another: how either stands to it is then anybody's guess. And one flagged whom we take for a child may be an adult,
    of whom the facts tell nothing.
    """
    on_programmes = (each.person_id for each in facts.programmes)
    many = len(facts.perhaps_the_child) > SELVES
    return leeway.minor_flagged or many or not leeway.ends.isdisjoint(on_programmes)


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
    return replace(exposure, path=(_tied(TieKind.HOUSEHOLD, dt.date.max, strength=0.0),))


def _worst(facts: CaseFacts, leeway: Leeway) -> CaseFacts:
    """Everybody flagged as near as can be, and all that is recorded of anybody told of whom it could be of.

    Who was somewhere was there with the child too where either may be another, and chance puts nobody there.
    """
    return replace(
        facts,
        around=_all_close(facts, leeway),
        occurrences=tuple(_anybody(each, facts.child, facts.around, leeway) for each in facts.occurrences),
        releases=tuple(
            replace(each, person_id=person) for each in facts.releases for person in _selves(each.person_id, leeway)
        ),
        places=tuple(_places(facts, leeway)),
        hub=facts.hub.unplaced,
    )


def _selves(person: PersonId, leeway: Leeway) -> Collection[PersonId]:
    """Whoever somebody may be, themselves among them."""
    head = leeway.heads.get(person)
    return [person] if head is None else [each for each, other in leeway.heads.items() if other == head]


def _places(facts: CaseFacts, leeway: Leeway) -> Iterator[PlaceInCommon]:
    own = {facts.child} | facts.around.carers | facts.around.household | leeway.at_home
    for each in facts.places:
        with_own = not own.isdisjoint(_selves(each.with_person, leeway))
        for person in _selves(each.person_id, leeway):
            yield replace(each, person_id=person, with_person=facts.child if with_own else each.with_person)


def _all_close(facts: CaseFacts, leeway: Leeway) -> Surroundings:
    """Everybody flagged at their nearest; where ways could come or go, those known and others, all begun today."""
    around = facts.around
    return replace(
        around,
        exposures=tuple(_nearest(each, leeway) for each in around.exposures),
        household=around.household | leeway.at_home,
        siblings=around.siblings | {whose for whose, _ in facts.sibling_referrals},
        adults_by_hop=(0,) * len(around.adults_by_hop),
        routes=_ways(facts, leeway),
    )


def _ways(facts: CaseFacts, leeway: Leeway) -> tuple[tuple[PersonId, tuple[Leg, ...]], ...]:
    if leeway.ways is not None:
        return tuple((person, way) for person, ways in leeway.ways.items() for way in ways)
    today = facts.as_of
    others = tuple(
        (person, (_tied(kind, today),) * min(leeway.hops[person], SHORT))
        for person, kinds in leeway.ways_open.items()
        for kind in kinds
    )
    known = tuple(
        (person, tuple(replace(leg, evidence=(stated(today),)) for leg in legs))
        if person in leeway.ways_open or not leeway.ways_stay
        else (person, legs)
        for person, legs in facts.around.routes
    )
    return known + others


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


def _kinds_of(rule: Rule) -> Iterable[FlagKind]:
    """The kinds of flag a rule reads: as the policy says, or the one its test is about."""
    kinds: Iterable[FlagKind] = rule.parameters.get("kinds", ())
    return (FlagKind.DOMESTIC_ABUSE,) if rule.test == perpetrator_and_programme.__name__ else kinds


@lru_cache
def _tied(kind: str, since: dt.date, *, strength: float = 1.0) -> Leg:
    """A tie of nobody, as new as can be: no rule asks whose a step is."""
    nobody = PersonId("")
    return Leg(nobody, nobody, kind, TieClass.ASSERTED, since, None, strength, (stated(since),))
