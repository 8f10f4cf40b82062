"""Where people stayed, who came out of prison, to whom a programme was offered, who is a baby: as it was sent."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import duckdb

from mash.evaluation.sent.rows import ask
from mash.synthetic.oracle_facts import Spell, post_area


class Whereabouts(NamedTuple):
    """A stay, placed or not."""

    person: str
    dwelling: str | None
    outcode: str | None
    kind: str
    start: dt.date | None
    end: dt.date | None
    restricted: bool
    holds: bool
    """Whether it had begun, and ends no sooner than it began."""


@dataclass(frozen=True, slots=True)
class Lives:
    """By person."""

    stays: Mapping[str, tuple[Spell, ...]]
    """By outward code, of whoever may be shown to have been there; no prison is anybody's choice."""
    areas: Mapping[str, frozenset[str]]
    """Post areas of every stay."""
    released: Mapping[str, dt.date]
    """Who was in prison and is out, and since when."""
    programmes: Mapping[str, tuple[Spell, ...]]
    babies: frozenset[str]


def read_lives(con: duckdb.DuckDBPyConnection, as_of: dt.date) -> Lives:
    """From the one shape, ``membership`` and ``person`` in ``con``."""
    everywhere = [Whereabouts(*row) for row in ask(con, "sent_whereabouts", as_of=as_of)]
    programmes: dict[str, list[Spell]] = defaultdict(list)
    for person, *spell in ask(con, "sent_programme", as_of=as_of):
        programmes[person].append(Spell(*spell))
    return Lives(
        stays=_shown(everywhere, as_of),
        areas=_areas(everywhere),
        released=_released(everywhere, as_of),
        programmes={person: tuple(spells) for person, spells in programmes.items()},
        babies=frozenset(person for (person,) in ask(con, "sent_baby", as_of=as_of)),
    )


def _shown(everywhere: Iterable[Whereabouts], as_of: dt.date) -> Mapping[str, tuple[Spell, ...]]:
    """Nobody restricted or in a refuge, nor whoever lives with them; without a start, the last known day alone."""
    found: dict[str, list[Spell]] = defaultdict(list)
    withheld = {one.dwelling for one in everywhere if one.dwelling and (one.restricted or one.kind == "refuge")}
    for one in everywhere:
        hidden = one.restricted or one.kind in {"refuge", "prison"} or one.dwelling in withheld
        if one.holds and one.outcode and not hidden:
            found[one.person].append(Spell(one.outcode, one.start or one.end or as_of, one.end))
    return {person: tuple(spells) for person, spells in found.items()}


def _areas(everywhere: Iterable[Whereabouts]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in everywhere:
        if one.outcode:
            found[one.person].add(post_area(one.outcode))
    return {person: frozenset(areas) for person, areas in found.items()}


def _released(everywhere: Iterable[Whereabouts], as_of: dt.date) -> Mapping[str, dt.date]:
    """Whoever has a stay in prison, all of them over: the last day of the last."""
    ends: dict[str, list[dt.date | None]] = defaultdict(list)
    for one in everywhere:
        if one.kind == "prison" and one.holds:
            ends[one.person].append(one.end if one.end and one.end <= as_of else None)
    return {person: max(filter(None, days)) for person, days in ends.items() if None not in days}
