"""What possible links leave open around a child: how near, and by what ties, they could bring whoever is flagged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from mash.associations import SHORT, Network, stated
from mash.rating.facts import Surroundings
from mash.rating.rules.arrivals import began
from mash.vocabulary import Leg, PersonId, TieKind


class Met(NamedTuple):
    """Somebody at an end of a possible link, as the search met them."""

    person: PersonId
    hops: int
    busy: bool
    """Tied to too many to be followed further."""
    minor: bool
    """Flagged, and no exposure, being taken for a child."""


class Beside(NamedTuple):
    """Somebody at an end of a possible link to whom a flagged adult is tied, and how."""

    end: PersonId
    kind: str


Way = tuple[Leg, ...]
AT_HOME = frozenset({TieKind.HOUSEHOLD, TieKind.PARENT, TieKind.CARER})
"""Ties by which somebody is of the child's household or cares for it."""
EVERY_KIND = frozenset(kind.value for kind in TieKind)
FAR = 1_000
"""More hops than any policy looks."""


@dataclass(frozen=True)
class Leeway:
    """What possible links leave open around a child."""

    hops: Mapping[PersonId, int]
    """How near each flagged adult could be, were they true."""
    at_home: frozenset[PersonId]
    """Who of those could be of the child's household: of it one is its member, or the child is another child."""
    heads: Mapping[PersonId, PersonId]
    """Who may be somebody else too, and one of them for all who would be one person were every link true."""
    ways_open: Mapping[PersonId, frozenset[str]]
    """To whom of the flagged there could be ways of one or two ties that are not known, and the last tie's kinds."""
    ways_stay: bool
    """Whether every way known stays one: nobody on it could turn out to be the child, or too busy to go beyond."""
    minor_flagged: bool
    """Whether somebody flagged who is taken for a child may be somebody else: an adult, it may be."""
    most_adults: int
    """Adults in reach were every link true and none of them one."""
    ways: Mapping[PersonId, Sequence[Way]] | None = None
    """Every way of one or two ties there could be to each of the flagged, those known too; None if nobody looked."""

    @cached_property
    def ends(self) -> frozenset[PersonId]:
        """Who may be somebody else too."""
        return frozenset(self.heads)


def leeway_by_ways(before: Leeway, ways: Mapping[PersonId, Sequence[Way]]) -> Leeway:
    """Closer than ``before``, by the ways there are were every link true: where fewer are, there are no others.

    Whichever of them will stand, none began later than the latest of them.
    """
    nearest = {person: min(map(len, some)) for person, some in ways.items()}
    return replace(
        before,
        hops={person: nearest.get(person, max(hops, SHORT + 1)) for person, hops in before.hops.items()},
        at_home=frozenset(
            person for person, some in ways.items() if any(len(way) == 1 and way[0].kind in AT_HOME for way in some)
        ),
        ways={person: [_begun(way, _latest(some)) for way in some] for person, some in ways.items()},
    )


def _latest(ways: Sequence[Way]) -> dt.date | None:
    return max((on for way in ways if (on := began(way))), default=None)


def _begun(way: Way, on: dt.date | None) -> Way:
    evidence = (stated(on),) if on else ()
    return tuple(replace(leg, evidence=evidence) for leg in way)


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
    heads: dict[PersonId, PersonId] = {}
    nearest_of: dict[PersonId, int] = {}
    for group in groups:
        persons = [met.person for met in group]
        heads |= dict.fromkeys(persons, min(persons))
        nearest_of |= dict.fromkeys(persons, min(met.hops for met in group))
    beyond = min(nearest_of.values(), default=FAR) + 2
    found = {
        each.person_id: _Open.of(each.person_id, nearest_of, beside.get(each.person_id, ()), beyond - 1)
        for each in around.exposures
    }
    hops = {each.person_id: max(1, min(each.hops, beyond, found[each.person_id].hops)) for each in around.exposures}
    return Leeway(
        hops=hops,
        at_home=frozenset(person for person, way in found.items() if way.hops <= 1),
        heads=heads,
        ways_open={
            person: way.kinds if beyond > SHORT else EVERY_KIND
            for person, way in found.items()
            if min(way.hops, beyond) <= SHORT
        },
        ways_stay=not (child in nearest_of or any(met.busy for group in groups for met in group)),
        minor_flagged=any(met.minor for group in groups for met in group),
        most_adults=most_adults,
    )


def leeway_of_network(network: Network, around: Surroundings) -> Leeway:
    """The same, read off the network around the child."""
    by_tie, tie_of, persons = network.ways.by_tie, network.ways.tie_of, network.persons

    def met(person: PersonId) -> Met:
        minor = persons[person].is_adult is False and bool(persons[person].flags)
        return Met(person, network.reached[person].hops, person in network.busy, minor)

    def beside(person: PersonId) -> list[Beside]:
        return [Beside(end, tie_of[tie_id].kind) for end, _, tie_id in by_tie.get(person, ()) if tie_id is not None]

    return leeway_by_hops(
        around,
        network.child,
        ((met(link.person_a), met(link.person_b)) for link in network.identities),
        beside={each.person_id: beside(each.person_id) for each in around.exposures},
        most_adults=sum(persons[person].is_adult is not False for person in network.reached if person != network.child),
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
    group_of: dict[PersonId, set[Met]] = {}
    for ends in links:
        together = set(ends).union(*(group_of.get(met.person, ()) for met in ends))
        group_of |= {met.person: together for met in together}
    return list({id(group): group for group in group_of.values()}.values())
