"""The chronology of one child, from the tables of a run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from mash.chronology.companions import companions_of
from mash.chronology.day import Around, DayInLife, day_in_life
from mash.chronology.entries import Entry, entries_of
from mash.chronology.facts import facts_of, records_of
from mash.chronology.gaps import Gap, gaps_in, sightings_of, with_episodes
from mash.chronology.people import people_of
from mash.chronology.stays import house_stays, houses_of, stay_facts, stays_told
from mash.errors import Refused
from mash.vocabulary import PersonId


@dataclass(frozen=True, slots=True)
class Chronology:
    """Every dated fact of a child and those it lives with or is cared for by; the gaps; a day in its life."""

    entries: tuple[Entry, ...] = ()
    """The oldest first."""
    gaps: tuple[Gap, ...] = ()
    day: DayInLife | None = None
    """None for whoever is no child."""


def chronology_of(
    con: duckdb.DuckDBPyConnection, child: PersonId, *, as_of: dt.date, is_child: bool = True
) -> Chronology:
    """What every agency has of the child and its household up to ``as_of``.

    Of a grown person asked about (not ``is_child``) there are entries, but no gaps and no day: nobody is bound to
    see a grown person. Raises ``Refused`` over a run of a version that kept less.
    """
    _refuse_earlier(con)
    companions = companions_of(con, child, as_of=as_of)
    near = {person for person, one in companions.items() if one.is_near}
    records = records_of(con, near)
    stays = stays_told(con, records, companions, as_of=as_of)
    facts = [*facts_of(con, records, as_of=as_of), *stay_facts(stays, near, as_of=as_of)]
    lived = house_stays(stays, child)
    people = people_of(con, {child, *near, *(fact.person_id for fact in facts), *(stay.person_id for stay in lived)})
    entries = entries_of(facts, companions, {person: one.name for person, one in people.items()})
    if not is_child:
        return Chronology(entries)
    seen = sightings_of(facts, child, as_of=as_of)
    gaps = with_episodes(gaps_in(seen, born=people[child].born, as_of=as_of), facts, child)
    around = Around(companions, people, entries, gaps, lived, houses_of(stays, child))
    return Chronology(entries, gaps, day_in_life(con, people[child], around, as_of=as_of))


def _refuse_earlier(con: duckdb.DuckDBPyConnection) -> None:
    """Runs of earlier versions did not keep what the words of relationships mean."""
    if not con.execute("select 1 from duckdb_tables() where table_name = 'relationship_meaning'").fetchall():
        raise Refused(
            "this run was built by an earlier version, which kept less of it", try_="mash nightly, then again"
        )
