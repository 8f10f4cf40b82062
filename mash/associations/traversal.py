"""The best path from one child to each person around it, by the same rule as the frontier in SQL.

Fewest hops; then the greatest product of strengths; then the smallest predecessor. Confirmed identities first;
possible identities take no hop, come after the ties of their hop, and make all beyond them possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mash.vocabulary import IdentityCertainty, PersonId


@dataclass(frozen=True, slots=True)
class Step:
    """A way on from a person: to whom, how strongly, and along which tie (None: a possible identity)."""

    to_person: PersonId
    strength: float
    tie_id: str | None


@dataclass(frozen=True, slots=True)
class Reached:
    """A person within reach, and the last step of the best path there."""

    hops: int
    via: PersonId | None
    tie_id: str | None
    strength: float
    """The product of the strengths of the path's steps, from the child outward."""
    identity: IdentityCertainty


Ways = Mapping[PersonId, Iterable[Step]]


def best_paths(child: PersonId, *, ties: Ways, identities: Ways, hops: int) -> dict[PersonId, Reached]:
    """Everyone within ``hops`` of ``child``, itself at none."""
    confirmed, possible = IdentityCertainty.CONFIRMED, IdentityCertainty.POSSIBLE
    reached = {child: Reached(0, None, None, 1.0, confirmed)}
    for hop in range(1, hops + 1):
        reached |= _met(reached, ties, hop - 1, hop, (confirmed, confirmed))
    for hop in range(hops + 1):
        if hop:
            reached |= _met(reached, ties, hop - 1, hop, (possible, possible))
        reached |= _met(reached, identities, hop, hop, (None, possible))
    return reached


def _met(
    reached: Mapping[PersonId, Reached],
    ways: Ways,
    from_hop: int,
    hop: int,
    identities: tuple[IdentityCertainty | None, IdentityCertainty],
) -> dict[PersonId, Reached]:
    """Persons not yet reached, one step from those at ``from_hop`` whose identity is the first of ``identities``."""
    asked, given = identities
    frontier = [
        (person, at)
        for person, at in reached.items()
        if at.hops == from_hop and (asked is None or at.identity == asked)
    ]
    best: dict[PersonId, Reached] = {}
    for person, at in frontier:
        for step in ways.get(person, ()):
            if step.to_person in reached:
                continue
            candidate = Reached(hop, person, step.tie_id, at.strength * step.strength, given)
            if step.to_person not in best or _rank(candidate) < _rank(best[step.to_person]):
                best[step.to_person] = candidate
    return best


def _rank(candidate: Reached) -> tuple[float, str, str]:
    return (-candidate.strength, candidate.via or "", candidate.tie_id or "")


def path_back(reached: Mapping[PersonId, Reached], person: PersonId) -> Iterator[tuple[PersonId, PersonId, str | None]]:
    """The steps from ``person`` back to the child: from, to, tie (None where the step is a possible identity)."""
    while (at := reached[person]).via is not None:
        yield at.via, person, at.tie_id
        person = at.via
