"""What possible links leave open around a child: how near, and by what ties, they could bring whoever is flagged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mash.associations import SHORT
from mash.rating.facts import Surroundings
from mash.vocabulary import PersonId, TieKind


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
