"""The network around one child: persons, ties, and the best path to each, small enough to take apart."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mash.associations.ties import PossibleIdentity, Tie
from mash.associations.traversal import Reached, Search, Supposed, Walk, Ways, best_paths, graph_of, ways_of
from mash.errors import NotFound
from mash.vocabulary import Exposure, Flag, Leg, PersonId, TieKind

if TYPE_CHECKING:
    import networkx as nx

Step = TypeVar("Step", Tie, PossibleIdentity)

PARENT_LABELS = frozenset({"mother", "father", "parent", "step-parent", "likely parent"})
"""What a parent is called on a tie of kind ``parent``; a likely one is inferred, its evidence beside it."""

SHORT = 2
"""Hops within which every way to a flagged adult is told, not the best alone."""


@dataclass(frozen=True, slots=True)
class NetworkPerson:
    """What to show of a person, and what is known against them."""

    person_id: PersonId
    forenames: str | None
    surname: str | None
    names: tuple[str, ...]
    date_of_birth: dt.date | None
    is_adult: bool | None
    """18 or over as of the run; None when no date of birth is known, and then taken for an adult."""
    restricted: bool
    """Location must not be shown."""
    agencies: tuple[str, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class CrowdNearby:
    """A context that joins nobody, and which persons of the network are in it."""

    context_key: str
    kind: str
    persons: int
    reason: str
    members: tuple[PersonId, ...]


class _Onward(NamedTuple):
    """A followed tie from somebody to another."""

    to: PersonId
    named: PersonId
    """Who the tie itself says: whom ``to`` stands for."""
    tie: Tie


@dataclass(frozen=True)
class Network:
    """Everyone within ``hops`` of ``child`` on ``as_of``, from the same tables as the batch."""

    child: PersonId
    hops: int
    as_of: dt.date
    follow_at_least: float
    busy: frozenset[PersonId]
    """Persons tied to more others than the cap: reached, not followed further."""
    persons: Mapping[PersonId, NetworkPerson]
    tied: tuple[Tie, ...]
    """Every tie between two of them, followed or not."""
    links: tuple[PossibleIdentity, ...]
    """Every possible identity between two of them."""
    crowds: tuple[CrowdNearby, ...]
    supposed: Supposed = field(default_factory=Supposed)
    """What is taken to be otherwise than the tables have it."""
    ways_read: Ways | None = field(default=None, compare=False, repr=False)
    """The ways where they have been sorted out before."""
    ways_walked: Ways | None = field(default=None, compare=False, repr=False)
    """Those of them that a search need walk, where it need not walk all."""

    @cached_property
    def ways(self) -> Ways:
        """The steps from each person."""
        return self.ways_read or ways_of(self.tied, self.links, self.follow_at_least)

    @cached_property
    def graph(self) -> nx.MultiGraph[PersonId]:
        """The persons, ties and possible identities as ``graph_of`` makes a graph of them, supposing nothing."""
        return graph_of(self.persons, self.tied, self.links)

    @cached_property
    def ties(self) -> Mapping[str, Tie]:
        """Every tie between two of the persons, by id, in order of id."""
        seen = map(self._seen, (tie for tie in self.tied if tie.tie_id not in self.supposed.left_out))
        return {tie.tie_id: tie for tie in sorted(seen, key=lambda tie: tie.tie_id) if tie.person_a != tie.person_b}

    @cached_property
    def identities(self) -> tuple[PossibleIdentity, ...]:
        """Every possible identity between two of the persons, in order of them; none once they are settled."""
        if self.supposed.settled:
            return ()
        return tuple(sorted(map(self._seen, self.links), key=lambda link: (link.person_a, link.person_b)))

    @property
    def reached(self) -> Mapping[PersonId, Reached]:
        """Each person within reach, the child itself at 0 hops."""
        return self._search.reached

    @cached_property
    def _search(self) -> Search:
        return best_paths(self.child, Walk(self.ways_walked or self.ways, self.supposed, self.busy), hops=self.hops)

    @cached_property
    def nearness(self) -> Mapping[PersonId, tuple[str, int, PersonId]]:
        """By what the nearest of several is told: confirmed first, then by hops, then by id."""
        return {person: (at.identity.value, at.hops, person) for person, at in self.reached.items()}

    def path_to(self, person: PersonId) -> tuple[Leg, ...]:
        """The best path from the child to ``person``. Raises ``NotFound`` when out of reach."""
        if person not in self.reached:
            raise NotFound(f"person {person} is not within {self.hops} hops", try_="more --hops")
        legs = [self._leg(before, here, tie_id) for before, here, tie_id in self._search.way_back(person)]
        return tuple(reversed(legs))

    def exposures(self) -> tuple[Exposure, ...]:
        """Flagged adults within reach, nearest first."""
        return self._exposures

    @cached_property
    def _exposures(self) -> tuple[Exposure, ...]:
        found = [
            Exposure(person, at.hops, self.persons[person].flags, self.path_to(person), at.identity)
            for person, at in self.reached.items()
            if at.via is not None and self.persons[person].flags and self.persons[person].is_adult is not False
        ]
        return tuple(sorted(found, key=lambda exposure: (exposure.hops, exposure.person_id)))

    def household(self) -> frozenset[PersonId]:
        """Persons who share the child's dwelling on ``as_of``, so far as anybody has said otherwise."""
        return frozenset(
            other
            for other, steps in self._own.items()
            if any(step.tie.kind == TieKind.HOUSEHOLD and self._goes_on(step.tie) for step in steps)
        )

    def carers(self) -> frozenset[PersonId]:
        """The child's parents, step-parents and present carers, by ties strong enough to be followed."""
        return frozenset(step.to for steps in self._own.values() for step in steps if self._is_carer(step))

    def siblings(self) -> frozenset[PersonId]:
        """The child's brothers and sisters, half and whole."""
        return frozenset(step.to for steps in self._own.values() for step in steps if step.tie.kind == TieKind.SIBLING)

    def short_routes(self) -> tuple[tuple[PersonId, tuple[Leg, ...]], ...]:
        """Every way of one or two followed ties from the child to a flagged adult that near, in order."""
        found: list[tuple[PersonId, PersonId, tuple[Tie, ...]]] = []
        for exposure in self.exposures():
            if exposure.identity == "confirmed" and exposure.hops <= SHORT:
                found.extend(self._ways_to(exposure.person_id))
        found.sort(key=lambda way: (way[0], way[1], [tie.tie_id for tie in way[2]]))
        return tuple((person, self._legs(person, middle, ties)) for person, middle, ties in found)

    def without(self, tie_id: str) -> Network:
        """The network as it would be if one tie were wrong."""
        left_out = self.supposed.left_out | {tie_id}
        return replace(self, supposed=replace(self.supposed, left_out=left_out), ways_read=self.ways)

    def _legs(self, person: PersonId, middle: PersonId, ties: tuple[Tie, ...]) -> tuple[Leg, ...]:
        if not middle:
            return (ties[0].leg(self.child, person),)
        return (ties[0].leg(self.child, middle), ties[1].leg(middle, person))

    def _leg(self, before: PersonId, here: PersonId, tie_id: str | None) -> Leg:
        if tie_id is not None:
            return self.ways.tie_of[tie_id].leg(before, here)
        for link in self.identities:
            if {link.person_a, link.person_b} == {before, here}:
                return link.leg(before)
        raise NotFound(f"no possible identity between {before} and {here}", try_="mash nightly, which builds them anew")

    def _seen(self, step: Step) -> Step:
        """The step between those whom its ends are taken to be."""
        one = self.supposed.one
        if step.person_a not in one and step.person_b not in one:
            return step
        return replace(
            step, person_a=one.get(step.person_a, step.person_a), person_b=one.get(step.person_b, step.person_b)
        )

    @cached_property
    def _own(self) -> Mapping[PersonId, list[_Onward]]:
        """The child's followed ties by the person at the other end."""
        found: defaultdict[PersonId, list[_Onward]] = defaultdict(list)
        for step in self._followed(self.child):
            found[step.to].append(step)
        return found

    def _followed(self, person: PersonId) -> Iterator[_Onward]:
        left_out, one, ways = self.supposed.left_out, self.supposed.one, self.ways
        for member in self.supposed.members_of(person):
            for other, _, tie_id in ways.by_tie.get(member, ()):
                end = one.get(other, other)
                if tie_id is not None and tie_id not in left_out and end != person:
                    yield _Onward(end, other, ways.tie_of[tie_id])

    def _ways_to(self, person: PersonId) -> Iterator[tuple[PersonId, PersonId, tuple[Tie, ...]]]:
        """Each way from the child to a person: the person, whom it passes ('' for nobody), its ties."""
        for first in self._own.get(person, ()):
            yield person, PersonId(""), (first.tie,)
        for last in self._followed(person):
            if last.to not in self.busy:
                for first in self._own.get(last.to, ()):
                    yield person, last.to, (first.tie, last.tie)

    def _goes_on(self, tie: Tie) -> bool:
        return tie.to_date is None or tie.to_date >= self.as_of

    def _is_carer(self, step: _Onward) -> bool:
        labels = set(step.tie.part_of(step.named).split(" / "))
        if step.tie.kind == TieKind.PARENT:
            return bool(labels & PARENT_LABELS)
        return step.tie.kind == TieKind.CARER and "carer" in labels and self._goes_on(step.tie)
