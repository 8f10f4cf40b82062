"""The best path from one child to each person around it, by the same rule as the frontier in SQL.

Fewest hops; then the greatest product of strengths; then the smallest predecessor. Confirmed identities first;
possible identities take no hop, come after the ties of their hop, and make all beyond them possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mash.associations.ties import POSSIBLE_IDENTITY, PossibleIdentity, Tie
from mash.vocabulary import IdentityCertainty, PersonId

if TYPE_CHECKING:
    import networkx as nx


Step = tuple[PersonId, float, str | None]
"""Whom a step leads to, how strongly, along which tie (None: a possible identity)."""


class Reached(NamedTuple):
    """A person within reach, and the last step of the best path there."""

    hops: int
    via: PersonId | None
    tie_id: str | None
    """None at the child itself, and where the last step is a possible identity."""
    strength: float
    """The product of the strengths of the path's steps, from the child outward."""
    identity: IdentityCertainty


def graph_of(
    persons: Iterable[PersonId], ties: Iterable[Tie], identities: Iterable[PossibleIdentity]
) -> nx.MultiGraph[PersonId]:
    """Persons as nodes; ties as edges keyed by tie id, possible identities keyed ``possible identity``.

    Each edge holds its ``strength`` (0 to 1) and its ``step``, the ``Tie`` or ``PossibleIdentity`` itself.
    """
    import networkx as nx  # a quarter of a second to import: only for who wants a graph

    graph: nx.MultiGraph[PersonId] = nx.MultiGraph()
    graph.add_nodes_from(persons)
    for tie in ties:
        graph.add_edge(tie.person_a, tie.person_b, key=tie.tie_id, strength=tie.strength, step=tie)
    for link in identities:
        graph.add_edge(link.person_a, link.person_b, key=POSSIBLE_IDENTITY, strength=link.probability, step=link)
    return graph


@dataclass(frozen=True, slots=True)
class Ways:
    """The steps there are from each person, sorted out once and walked many times."""

    by_tie: Mapping[PersonId, list[Step]]
    by_identity: Mapping[PersonId, list[Step]]
    tie_of: Mapping[str, Tie]
    """The ties themselves by id."""


def ways_of(ties: Iterable[Tie], identities: Iterable[PossibleIdentity], at_least: float) -> Ways:
    """Ties of at least this strength, and possible identities, from either end."""
    by_tie: defaultdict[PersonId, list[Step]] = defaultdict(list)
    by_identity: defaultdict[PersonId, list[Step]] = defaultdict(list)
    tie_of: dict[str, Tie] = {}
    for tie in ties:
        if tie.strength >= at_least:
            by_tie[tie.person_a].append((tie.person_b, tie.strength, tie.tie_id))
            by_tie[tie.person_b].append((tie.person_a, tie.strength, tie.tie_id))
            tie_of[tie.tie_id] = tie
    for link in identities:
        by_identity[link.person_a].append((link.person_b, link.probability, None))
        by_identity[link.person_b].append((link.person_a, link.probability, None))
    return Ways(by_tie, by_identity, tie_of)


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is taken to be otherwise than the tables have it."""

    left_out: frozenset[str] = frozenset()
    """Ids of ties that are as if they were not there."""
    one: Mapping[PersonId, PersonId] = field(default_factory=dict)
    """Persons taken to be another, and whom."""
    members: Mapping[PersonId, tuple[PersonId, ...]] = field(default_factory=dict)
    """Whom each of those others stands for, itself among them."""
    settled: bool = False
    """Whether every possible identity has been taken to be true or false."""

    def members_of(self, person: PersonId) -> tuple[PersonId, ...]:
        """Whom a person stands for."""
        return self.members.get(person, (person,))


@dataclass(frozen=True, slots=True)
class Walk:
    """Ways as they may be walked."""

    ways: Ways
    supposed: Supposed
    not_beyond: Collection[PersonId]
    """Persons who may be reached by a tie and not passed along another."""

    def by_ties(self, person: PersonId) -> Iterator[Step]:
        """Whom the followed ties of ``person`` lead to, how strongly, by which tie."""
        if person in self.not_beyond:
            return
        left_out, one = self.supposed.left_out, self.supposed.one
        for member in self.supposed.members_of(person):
            for other, strength, key in self.ways.by_tie.get(member, ()):
                end = one.get(other, other)
                if key not in left_out and end != person:
                    yield end, strength, key

    def by_identity(self, person: PersonId) -> Iterable[Step]:
        """Whom ``person`` may also be, and how probably."""
        return () if self.supposed.settled else self.ways.by_identity.get(person, ())


@dataclass(frozen=True, slots=True)
class Search:
    """Whom a search met."""

    reached: dict[PersonId, Reached]
    """Everyone within reach by the best path, a confirmed one if there is any; the child itself at no hops."""
    nearer: dict[PersonId, Reached]
    """Of those confirmed, who may be somebody nearer or is tied to such, and how: the search goes on from there too."""

    def way_back(self, person: PersonId) -> Iterator[tuple[PersonId, PersonId, str | None]]:
        """The steps from ``person`` back to the child: from, to, tie (None where the step is a possible identity)."""
        at = self.reached[person]
        while at.via is not None:
            yield at.via, person, at.tie_id
            person, hops = at.via, at.hops - (at.tie_id is not None)
            at = self.reached[person] if self.reached[person].hops == hops else self.nearer[person]

    def met_at(self, hop: int, identity: IdentityCertainty | None = None) -> list[tuple[PersonId, Reached]]:
        """Whom it met at this hop; None for either way."""
        met = (*self.reached.items(), *self.nearer.items())
        return [(person, at) for person, at in met if at.hops == hop and identity in (None, at.identity)]

    def meet(
        self,
        frontier: Iterable[tuple[PersonId, Reached]],
        steps: Callable[[PersonId], Iterable[Step]],
        hop: int,
        identity: IdentityCertainty,
    ) -> Collection[tuple[PersonId, Reached]]:
        """Those one step on from the frontier who were not met so near before, each by the best step, are added."""
        best: dict[PersonId, Reached] = {}
        for person, at in frontier:
            for other, strength, tie_id in steps(person):
                if other in self.nearer or (other in self.reached and self.reached[other].hops <= hop):
                    continue
                candidate = Reached(hop, person, tie_id, at.strength * strength, identity)
                if other not in best or _rank(candidate) < _rank(best[other]):
                    best[other] = candidate
        for person, at in best.items():
            (self.nearer if person in self.reached else self.reached)[person] = at
        return best.items()


def best_paths(child: PersonId, walk: Walk, *, hops: int) -> Search:
    """Everyone within ``hops`` of ``child``."""
    confirmed, possible = IdentityCertainty.CONFIRMED, IdentityCertainty.POSSIBLE
    search = Search({child: Reached(0, None, None, 1.0, confirmed)}, {})
    frontier: Iterable[tuple[PersonId, Reached]] = search.met_at(0)
    for hop in range(1, hops + 1):
        frontier = search.meet(frontier, walk.by_ties, hop, confirmed)
    if walk.supposed.settled:
        return search
    for hop in range(hops + 1):
        if hop:
            search.meet(search.met_at(hop - 1, possible), walk.by_ties, hop, possible)
        search.meet(search.met_at(hop), walk.by_identity, hop, possible)
    return search


def _rank(candidate: Reached) -> tuple[float, str, str]:
    return (-candidate.strength, candidate.via or "", candidate.tie_id or "")
