"""What else bears on a case as it was sent: flags, referrals, episodes, occurrences."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import duckdb

from mash.synthetic.oracle_rules import Adults, Happening
from mash.vocabulary import Colour


class Open(NamedTuple):
    """An open case."""

    case_id: str
    child: str
    concern: str | None
    said: Colour
    """What a person gave it: a decision, else the rating on receipt."""
    agencies: frozenset[str]
    """Who sent it."""


class Received(NamedTuple):
    """A referral."""

    case_id: str
    agency: str
    on: dt.date
    concern: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """By person, and for the whole hub."""

    town: Adults
    flagged: frozenset[str]
    """Whoever has a flag, current or not, that had begun."""
    blind: bool
    """Whether a required agency is missing or stale."""
    received: Mapping[str, list[Received]]
    episodes: Mapping[str, set[str]]
    """Types open on the day."""
    happenings: Mapping[str, list[tuple[str, Happening]]] = field(repr=False)
    """With the agency that recorded each."""


FLAGS = """
select person_id, kind, status = 'current' and coalesce(valid_to >= $as_of, true)
from flag join membership using (record_key) where coalesce(valid_from <= $as_of, true)
"""
RECEIVED = """
select person_id, case_id, agency, received_at::date, concern
from referral join membership on child_record_key = record_key where received_at::date <= $as_of
"""
EPISODES = """
select person_id, episode_type from episode join membership on child_record_key = record_key
where from_date <= $as_of and coalesce(to_date >= $as_of, true)
"""
HAPPENINGS = """
select event_key, agency, occurred_on, concern, grade, person_id, role
from event join event_role using (event_key) join membership using (record_key)
where event.kind = 'occurrence' and occurred_on <= $as_of
"""
OPEN = """
select case_id, person_id, concern, initial_rating, closed_on
from referral join membership on child_record_key = record_key
where received_at::date <= $as_of and coalesce(closed_on > $as_of, true)
order by case_id, extract, agency desc, dataset desc, source_row desc
"""


def read_facts(con: duckdb.DuckDBPyConnection, as_of: dt.date, grown: frozenset[str]) -> Facts:
    """From the one shape and ``membership`` in ``con``; ``grown`` are the adults."""
    about = {"as_of": as_of}
    current: dict[str, set[str]] = defaultdict(set)
    flagged = set()
    for person, kind, goes_on in con.execute(FLAGS, about).fetchall():
        flagged.add(person)
        if goes_on:
            current[person].add(kind)
    received: dict[str, list[Received]] = defaultdict(list)
    for person, *what in con.execute(RECEIVED, about).fetchall():
        received[person].append(Received(*what))
    episodes: dict[str, set[str]] = defaultdict(set)
    for person, kind in con.execute(EPISODES, about).fetchall():
        episodes[person].add(kind)
    ((stale,),) = con.execute("select count(*) from source_freshness where required and state <> 'fresh'").fetchall()
    return Facts(
        town=Adults(grown, {person: frozenset(kinds) for person, kinds in current.items() if person in grown}),
        flagged=frozenset(flagged),
        blind=bool(stale),
        received=received,
        episodes=episodes,
        happenings=_happenings(con, as_of),
    )


def _happenings(con: duckdb.DuckDBPyConnection, as_of: dt.date) -> Mapping[str, list[tuple[str, Happening]]]:
    events: dict[tuple[object, ...], list[tuple[str, str]]] = defaultdict(list)
    for *event, person, role in con.execute(HAPPENINGS, {"as_of": as_of}).fetchall():
        events[tuple(event)].append((person, role))
    found: dict[str, list[tuple[str, Happening]]] = defaultdict(list)
    for (_, agency, on, concern, grade), roles in events.items():
        happening = (str(agency), Happening(on, concern, grade, tuple(roles)))  # type: ignore[arg-type]
        for person in dict.fromkeys(person for person, _ in roles):
            found[person].append(happening)
    return found


def open_cases(con: duckdb.DuckDBPyConnection, facts: Facts, as_of: dt.date, decided: Mapping[str, str]) -> list[Open]:
    """Referrals open on the day, the latest word on each; ``decided`` are the colours that persons gave."""
    latest = {row[0]: row for row in con.execute(OPEN, {"as_of": as_of}).fetchall()}
    return [
        Open(
            case_id,
            child,
            concern,
            _colour(decided.get(case_id) or initial),
            frozenset(each.agency for each in facts.received[child] if each.case_id == case_id),
        )
        for case_id, child, concern, initial, _ in latest.values()
    ]


def _colour(name: str | None) -> Colour:
    return Colour[name] if name in Colour.__members__ else Colour.UNRATED
