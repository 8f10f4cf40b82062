"""Which possible links could change a case's colour, and which steps a way to a flagged person could take.

Everything here errs towards looking: what is left out changes no flagged person's nearness, no way to one and none of
the child's own people, whatever else turns out to be true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from mash.associations import SHORT, Network, PossibleIdentity, Ways, groups
from mash.rating.bounds import Bounds
from mash.rating.facts import CaseFacts, persons_told_of
from mash.rating.leeway import leeway_of_network
from mash.rating.policy import Policy
from mash.rating.propose import worst_fired
from mash.vocabulary import IdentityCertainty, PersonId


@dataclass(frozen=True)
class Doubt:
    """A network with its possible links, each of which may be true or false."""

    network: Network
    bounds: Bounds

    @classmethod
    def of(cls, network: Network, facts: CaseFacts, policy: Policy) -> Doubt:
        """Of a case on its own, its bounds read off the network."""
        leeway = leeway_of_network(network, facts.around)
        return cls(network, Bounds(facts, policy, leeway, worst_fired(facts, policy)))

    @property
    def facts(self) -> CaseFacts:
        """What is known of the case."""
        return self.bounds.facts

    @property
    def could_differ(self) -> bool:
        """Whether any of the links could change the colour."""
        return bool(self.network.identities) and self.bounds.could_differ

    @cached_property
    def links(self) -> tuple[PossibleIdentity, ...]:
        """The links that could bring a flagged person nearer or by another way, or make one of two the facts tell of.

        The number of adults in reach is left aside here (``most_adults``).
        """
        network, beyond = self.network, self.network.hops + 1
        told_of = persons_told_of(self.facts)

        def onward(person: PersonId, whence: PersonId) -> int:
            """How far ``_short_of`` is by any step but back along the link."""
            tied = (self._short_of.get(other, beyond) + 1 for other, *_ in network.ways.by_tie.get(person, ()))
            links = network.ways.by_identity.get(person, ())
            same = (self._short_of.get(other, beyond) for other, *_ in links if other != whence)
            return min(self._flagged.get(person, beyond), *tied, *same, beyond)

        def matters(a: PersonId, b: PersonId) -> bool:
            leads = any(self._near.get(x, beyond) + onward(y, x) <= network.hops for x, y in ((a, b), (b, a)))
            return leads or network.child in (a, b) or a in network.busy or b in network.busy or {a, b} <= told_of

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
            ways.tie_of,
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

    def adults_met(self, same: Iterable[tuple[PersonId, PersonId]]) -> tuple[int, ...]:
        """Adults first met at 1, 2 … hops if exactly these pairs were one person each: ``adults_by_hop``, nothing else.

        Two hundred draws ask only this of everybody in reach, so it is counted without the best path to each.
        """
        network, persons = self.network, self.network.persons
        members = groups(network, same)
        one = {person: head for head, group in members.items() for person in group}
        grown = {head for head, group in members.items() if any(persons[person].is_adult for person in group)}
        busy = {one.get(person, person) for person in network.busy} - {network.child}
        seen, frontier, counts = {network.child}, {network.child}, []
        for _ in range(network.hops):
            walked = (member for person in frontier - busy for member in members.get(person, (person,)))
            met = set[PersonId]().union(*(self._tied_to.get(member, ()) for member in walked))
            frontier = {one.get(person, person) for person in met} - seen
            seen |= frontier
            counts.append(len(frontier) - len(frontier & self._children - grown))
        return tuple(counts)

    @cached_property
    def _tied_to(self) -> dict[PersonId, frozenset[PersonId]]:
        by_tie = self.network.ways.by_tie
        return {person: frozenset(other for other, *_ in steps) for person, steps in by_tie.items()}

    @cached_property
    def _children(self) -> frozenset[PersonId]:
        return frozenset(person for person, each in self.network.persons.items() if each.is_adult is False)

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
        network, kinds = self.network, self.bounds.kinds_read
        flagged = {
            person: network.reached[person]
            for person in network.reached
            if any(flag.status == "current" and flag.kind in kinds for flag in network.persons[person].flags)
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
