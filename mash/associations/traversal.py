"""The best path from one child to each person around it, by the same rule as the frontier in SQL.

Fewest hops; then the greatest product of strengths; then the smallest predecessor. Confirmed identities first;
possible identities take no hop, come after the ties of their hop, and make all beyond them possible.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mash.associations.ties import POSSIBLE_IDENTITY, PossibleIdentity, Tie
from mash.vocabulary import IdentityCertainty, PersonId

if TYPE_CHECKING:
    import networkx as nx


Step = tuple[PersonId, float, str | None]
"""Whom a step leads to, how strongly, along which tie (None: a possible identity)."""


@dataclass(frozen=True, slots=True)
class Reached:
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
    import networkx as nx

    graph: nx.MultiGraph[PersonId] = nx.MultiGraph()
    graph.add_nodes_from(persons)
    for tie in ties:
        graph.add_edge(tie.person_a, tie.person_b, key=tie.tie_id, strength=tie.strength, step=tie)
    for link in identities:
        graph.add_edge(link.person_a, link.person_b, key=POSSIBLE_IDENTITY, strength=link.probability, step=link)
    return graph


@dataclass(frozen=True, slots=True)
class Ways:
    """Which edges of a graph may be walked, and from whom."""

    graph: nx.MultiGraph[PersonId]
    at_least: float
    """The strength below which a tie is not followed."""
    not_beyond: Collection[PersonId]
    """Persons who may be reached by a tie and not passed along another."""
    left_out: Collection[str]
    """Ids of ties that are as if they were not there."""

    def by_ties(self, person: PersonId) -> Iterator[Step]:
        """Whom the followed ties of ``person`` lead to, how strongly, by which tie."""
        if person in self.not_beyond:
            return
        for other, key, strength in self._edges(person):
            if key != POSSIBLE_IDENTITY and strength >= self.at_least and key not in self.left_out:
                yield other, strength, key

    def by_identity(self, person: PersonId) -> Iterator[Step]:
        """Whom ``person`` may also be, and how probably."""
        for other, key, probability in self._edges(person):
            if key == POSSIBLE_IDENTITY:
                yield other, probability, None

    def _edges(self, person: PersonId) -> Iterator[tuple[PersonId, str, float]]:
        edges: Iterable[tuple[PersonId, PersonId, str, float]] = self.graph.edges(person, keys=True, data="strength")
        return ((other, key, strength) for _, other, key, strength in edges)


def best_paths(child: PersonId, ways: Ways, *, hops: int) -> dict[PersonId, Reached]:
    """Everyone within ``hops`` of ``child``, itself at none."""
    confirmed, possible = IdentityCertainty.CONFIRMED, IdentityCertainty.POSSIBLE
    reached = {child: Reached(0, None, None, 1.0, confirmed)}
    frontier: Iterable[PersonId] = (child,)
    for hop in range(1, hops + 1):
        frontier = _met(reached, frontier, ways.by_ties, hop, confirmed)
    for hop in range(hops + 1):
        if hop:
            before = [key for key, at in reached.items() if at.hops == hop - 1 and at.identity == possible]
            _met(reached, before, ways.by_ties, hop, possible)
        _met(reached, [key for key, at in reached.items() if at.hops == hop], ways.by_identity, hop, possible)
    return reached


def _met(
    reached: dict[PersonId, Reached],
    frontier: Iterable[PersonId],
    steps: Callable[[PersonId], Iterator[Step]],
    hop: int,
    identity: IdentityCertainty,
) -> Collection[PersonId]:
    """Persons not yet reached, one step from the frontier, each by its best step; they are added to ``reached``."""
    best: dict[PersonId, Reached] = {}
    for person in frontier:
        for other, strength, tie_id in steps(person):
            if other in reached:
                continue
            candidate = Reached(hop, person, tie_id, reached[person].strength * strength, identity)
            if other not in best or _rank(candidate) < _rank(best[other]):
                best[other] = candidate
    reached |= best
    return best.keys()


def _rank(candidate: Reached) -> tuple[float, str, str]:
    return (-candidate.strength, candidate.via or "", candidate.tie_id or "")


def path_back(reached: Mapping[PersonId, Reached], person: PersonId) -> Iterator[tuple[PersonId, PersonId, str | None]]:
    """The steps from ``person`` back to the child: from, to, tie (None where the step is a possible identity)."""
    while (at := reached[person]).via is not None:
        yield at.via, person, at.tie_id
        person = at.via
