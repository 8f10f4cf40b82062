"""What uncertain identities could change in a case, so that the rest need not be weighed.

Everything here errs towards looking. First whether any could change the colour, from the facts alone; then which of the
possible links could, and which steps a way to a flagged person could take.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from mash.associations import SHORT, Network, PossibleIdentity, Ways
from mash.rating.facts import CaseFacts, Surroundings
from mash.rating.policy import Policy
from mash.rating.propose import propose
from mash.vocabulary import Exposure, IdentityCertainty, Leg, PersonId, TieClass, TieKind


def could_differ(facts: CaseFacts, policy: Policy) -> bool:
    """Whether the colour would be another with nobody around the child, or with all who are flagged next to it.

    Where neither is so, no identity in reach can change it: flagged adults are among those known to be in reach.
    """
    alone = replace(facts.around, exposures=(), household=frozenset(), carers=frozenset(), routes=())
    nobody = replace(facts, around=alone)
    close = replace(facts, around=_all_close(facts.around))
    proposed, least, most = (propose(each, policy).at_least for each in (facts, nobody, close))
    return not least == proposed == most


def _all_close(around: Surroundings) -> Surroundings:
    """Everybody flagged in reach at one step by every kind of tie, in the household, and nobody else there."""
    close = tuple(Exposure(each.person_id, 1, each.flags, (), IdentityCertainty.CONFIRMED) for each in around.exposures)
    persons = frozenset(each.person_id for each in close)
    return replace(
        around,
        exposures=close,
        household=around.household | persons,
        adults_by_hop=(0,) * len(around.adults_by_hop),
        routes=tuple((person, (_tied(person, kind),)) for person in sorted(persons) for kind in TieKind),
    )


def _tied(person: PersonId, kind: TieKind) -> Leg:
    return Leg(person, person, kind, TieClass.ASSERTED, None, None, 1.0, ())


@dataclass(frozen=True)
class Doubt:
    """A network with its possible links, each of which may be true or false."""

    network: Network
    facts: CaseFacts

    @cached_property
    def links(self) -> tuple[PossibleIdentity, ...]:
        """The links that could bring a flagged person nearer or by another way, or make two of the child's own one.

        The number of adults in reach is left aside here (``most_adults``).
        """
        network, beyond = self.network, self.network.hops + 1
        own = self.facts.around.carers | self.facts.around.household

        def onward(person: PersonId, whence: PersonId) -> int:
            """How far ``_short_of`` is by any step but back along the link."""
            tied = (self._short_of.get(other, beyond) + 1 for other, *_ in network.ways.by_tie.get(person, ()))
            links = network.ways.by_identity.get(person, ())
            same = (self._short_of.get(other, beyond) for other, *_ in links if other != whence)
            return min(self._flagged.get(person, beyond), *tied, *same, beyond)

        def matters(a: PersonId, b: PersonId) -> bool:
            leads = any(self._near.get(x, beyond) + onward(y, x) <= network.hops for x, y in ((a, b), (b, a)))
            return leads or network.child in (a, b) or a in network.busy or b in network.busy or {a, b} <= own

        return tuple(link for link in network.identities if matters(link.person_a, link.person_b))

    @cached_property
    def ways_to_danger(self) -> Ways:
        """The steps between persons on any way to a flagged person that is as short as what is known, or shorter."""
        near, short_of, hops = self._near, self._short_of, self.network.hops
        between = {person for person, ties in near.items() if ties + short_of.get(person, hops + 1) <= hops}
        ways = self.network.ways
        return Ways(
            {person: [step for step in ways.by_tie.get(person, ()) if step[0] in between] for person in between},
            {},
        )

    @cached_property
    def most_adults(self) -> tuple[int, ...]:
        """At 1, 2 … hops, the adults who could be first met there were every link true and none of them one."""
        persons = self.network.persons
        adults = Counter(
            max(hops, 1)
            for person, hops in self._near.items()
            if person != self.network.child and persons[person].is_adult is not False
        )
        return tuple(adults[hop] for hop in range(1, self.network.hops + 1))

    @cached_property
    def fewest_adults(self) -> tuple[int, ...]:
        """The same were every link to make one adult of two; none where one could end a way at somebody busy."""
        ends = {person for link in self.network.identities for person in (link.person_a, link.person_b)}
        fewer = sum(self.facts.around.adults_by_hop) if ends & self.network.busy else len(self.network.identities)
        within = [max(0, met - fewer) for met in accumulate(self.facts.around.adults_by_hop)]
        return tuple(met - before for met, before in zip(within, [0, *within], strict=False))

    @cached_property
    def _near(self) -> dict[PersonId, int]:
        return _ties_away(self.network, {self.network.child: 0})

    @cached_property
    def _short_of(self) -> dict[PersonId, int]:
        """How much nearer than all the hops searched one must be met for a flagged person to be as near as now."""
        return _ties_away(self.network, self._flagged)

    @cached_property
    def _flagged(self) -> dict[PersonId, int]:
        """The same for the flagged themselves: a way of ``SHORT`` ties counts even where there is a shorter one."""
        network = self.network
        flagged = {
            person: network.reached[person]
            for person in network.reached
            if any(flag.status == "current" for flag in network.persons[person].flags)
        }
        return {
            person: network.hops
            - (min(network.hops, max(at.hops, SHORT)) if at.identity == IdentityCertainty.CONFIRMED else network.hops)
            for person, at in flagged.items()
        }


def _ties_away(network: Network, starts: Mapping[PersonId, int]) -> dict[PersonId, int]:
    """How many ties away everybody is at least, were every possible link true; starts may lie some way off already."""
    found = dict(starts)
    for ties in range(network.hops + 1):
        layer = [person for person, at in found.items() if at == ties]
        while layer:
            layer = _nearer(
                found, (other for here in layer for other, *_ in network.ways.by_identity.get(here, ())), ties
            )
        here = [person for person, at in found.items() if at == ties]
        _nearer(found, (other for each in here for other, *_ in network.ways.by_tie.get(each, ())), ties + 1)
    return {person: ties for person, ties in found.items() if ties <= network.hops}


def _nearer(found: dict[PersonId, int], met: Iterable[PersonId], ties: int) -> list[PersonId]:
    new = [person for person in dict.fromkeys(met) if found.get(person, ties + 1) > ties]
    found.update(dict.fromkeys(new, ties))
    return new
