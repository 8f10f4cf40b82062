"""The network around one child: persons, ties, and the best path to each, small enough to take apart."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from mash.associations.ties import PossibleIdentity, Tie
from mash.associations.traversal import Reached, Step, best_paths, path_back
from mash.errors import NotFound
from mash.vocabulary import Exposure, Flag, Leg, PersonId, TieKind

if TYPE_CHECKING:
    import networkx as nx

PARENT_LABELS = frozenset({"mother", "father", "parent", "step-parent"})
"""What a parent is called on a tie of kind ``parent``."""

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
    ties: Mapping[str, Tie]
    identities: tuple[PossibleIdentity, ...]
    crowds: tuple[CrowdNearby, ...]

    @cached_property
    def reached(self) -> Mapping[PersonId, Reached]:
        """Each person within reach, the child itself at 0 hops."""
        return best_paths(self.child, ties=self._ways(), identities=_links(self.identities), hops=self.hops)

    def path_to(self, person: PersonId) -> tuple[Leg, ...]:
        """The best path from the child to ``person``. Raises ``NotFound`` when out of reach."""
        if person not in self.reached:
            raise NotFound(f"person {person} is not within {self.hops} hops", try_="more --hops")
        legs = [self._leg(before, here, tie_id) for before, here, tie_id in path_back(self.reached, person)]
        return tuple(reversed(legs))

    def exposures(self) -> tuple[Exposure, ...]:
        """Flagged adults within reach, nearest first."""
        found = [
            Exposure(person, at.hops, self.persons[person].flags, self.path_to(person), at.identity)
            for person, at in self.reached.items()
            if at.via is not None and self.persons[person].flags and self.persons[person].is_adult is not False
        ]
        return tuple(sorted(found, key=lambda exposure: (exposure.hops, exposure.person_id)))

    def household(self) -> frozenset[PersonId]:
        """Persons who share the child's dwelling on ``as_of``, so far as anybody has said otherwise."""
        return frozenset(
            tie.other(self.child)
            for tie in self._own_ties()
            if tie.kind == TieKind.HOUSEHOLD and self._goes_on(tie) and tie.strength >= self.follow_at_least
        )

    def carers(self) -> frozenset[PersonId]:
        """The child's parents, step-parents and present carers."""
        others = ((tie, tie.other(self.child)) for tie in self._own_ties())
        return frozenset(other for tie, other in others if self._is_carer(tie, other))

    def short_routes(self) -> tuple[tuple[PersonId, tuple[Leg, ...]], ...]:
        """Every way of one or two followed ties from the child to a flagged adult that near, in order."""
        followed = [tie for tie in self.ties.values() if tie.strength >= self.follow_at_least]
        at: defaultdict[PersonId, list[Tie]] = defaultdict(list)
        for tie in followed:
            at[tie.person_a].append(tie)
            at[tie.person_b].append(tie)
        found: list[tuple[PersonId, PersonId, tuple[Tie, ...]]] = []
        for exposure in self.exposures():
            if exposure.identity == "confirmed" and exposure.hops <= SHORT:
                found.extend(_ways_between(self.child, exposure.person_id, at))
        found.sort(key=lambda way: (way[0], way[1], [tie.tie_id for tie in way[2]]))
        return tuple(
            (person, tuple(tie.leg(start) for tie, start in zip(ties, (self.child, middle), strict=False)))
            for person, middle, ties in found
        )

    def without(self, tie_id: str) -> Network:
        """The network as it would be if one tie were wrong."""
        return replace(self, ties={key: tie for key, tie in self.ties.items() if key != tie_id})

    def graph(self) -> nx.MultiGraph[str]:
        """The persons reached and all ties between them, as networkx draws and measures them."""
        import networkx as nx

        graph: nx.MultiGraph[str] = nx.MultiGraph()
        for person, at in self.reached.items():
            graph.add_node(person, person=self.persons[person], reached=at)
        for tie in self.ties.values():
            if tie.person_a in graph and tie.person_b in graph:
                graph.add_edge(tie.person_a, tie.person_b, key=tie.tie_id, tie=tie)
        for link in self.identities:
            if link.person_a in graph and link.person_b in graph:
                graph.add_edge(link.person_a, link.person_b, key="possible identity", identity=link)
        return graph

    def _ways(self) -> dict[PersonId, list[Step]]:
        ways: defaultdict[PersonId, list[Step]] = defaultdict(list)
        for tie in self.ties.values():
            if tie.strength >= self.follow_at_least:
                for person in (tie.person_a, tie.person_b):
                    ways[person].append(Step(tie.other(person), tie.strength, tie.tie_id))
        return {person: steps for person, steps in ways.items() if person not in self.busy}

    def _leg(self, before: PersonId, here: PersonId, tie_id: str | None) -> Leg:
        if tie_id is not None:
            return self.ties[tie_id].leg(before)
        pair = tuple(sorted((before, here)))
        return next(link for link in self.identities if (link.person_a, link.person_b) == pair).leg(before)

    def _own_ties(self) -> list[Tie]:
        return [tie for tie in self.ties.values() if self.child in (tie.person_a, tie.person_b)]

    def _goes_on(self, tie: Tie) -> bool:
        return tie.to_date is None or tie.to_date >= self.as_of

    def _is_carer(self, tie: Tie, other: PersonId) -> bool:
        labels = set(tie.part_of(other).split(" / "))
        if tie.kind == TieKind.PARENT:
            return bool(labels & PARENT_LABELS)
        return tie.kind == TieKind.CARER and "carer" in labels and self._goes_on(tie)


def _ways_between(
    child: PersonId, person: PersonId, at: Mapping[PersonId, list[Tie]]
) -> Iterator[tuple[PersonId, PersonId, tuple[Tie, ...]]]:
    """Each way from child to person: the person, whom it passes ('' for nobody), its ties."""
    for first in at[child]:
        middle = first.other(child)
        if middle == person:
            yield person, PersonId(""), (first,)
        for last in at[person]:
            if last.other(person) == middle:
                yield person, middle, (first, last)


def _links(identities: Collection[PossibleIdentity]) -> dict[PersonId, list[Step]]:
    ways: defaultdict[PersonId, list[Step]] = defaultdict(list)
    for link in identities:
        for person in (link.person_a, link.person_b):
            ways[person].append(Step(link.other(person), link.probability, None))
    return ways
