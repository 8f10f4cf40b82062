"""What else bears on a case as it was sent: flags, referrals, episodes, occurrences."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import duckdb

from mash.evaluation.sent.lives import Lives, read_lives
from mash.evaluation.sent.rows import ask
from mash.synthetic.oracle_facts import Adults, Happening, Spell
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
    initial: str | None
    is_open: bool
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """By person, and for the whole hub."""

    town: Adults
    flagged: frozenset[str]
    """Whoever has a flag, current or not, that had begun."""
    blind: bool
    """Whether a required agency is missing or stale."""
    received: Mapping[str, list[Received]]
    episodes: Mapping[str, list[Spell]]
    """Over or not."""
    happenings: Mapping[str, list[tuple[str, Happening]]] = field(repr=False)
    """With the agency that recorded each."""
    lives: Lives = field(repr=False)


def read_facts(con: duckdb.DuckDBPyConnection, as_of: dt.date, grown: frozenset[str]) -> Facts:
    """From the one shape and ``membership`` in ``con``; ``grown`` are the adults."""
    current: dict[str, set[str]] = defaultdict(set)
    flagged = set()
    for person, kind, goes_on in ask(con, "sent_flag", as_of=as_of):
        flagged.add(person)
        if goes_on:
            current[person].add(kind)
    received: dict[str, list[Received]] = defaultdict(list)
    for person, *what in ask(con, "sent_referral", as_of=as_of):
        received[person].append(Received(*what))
    episodes: dict[str, list[Spell]] = defaultdict(list)
    for person, *spell in ask(con, "sent_episode", as_of=as_of):
        episodes[person].append(Spell(*spell))
    ((stale,),) = con.execute("select count(*) from source_freshness where required and state <> 'fresh'").fetchall()
    lives = read_lives(con, as_of)
    flags = {person: frozenset(kinds) for person, kinds in current.items() if person in grown}
    return Facts(
        town=Adults(grown, flags, {person: lives.areas.get(person, frozenset()) for person in flags}),
        flagged=frozenset(flagged),
        blind=bool(stale),
        received=received,
        episodes=episodes,
        happenings=_happenings(con, as_of),
        lives=lives,
    )


def _happenings(con: duckdb.DuckDBPyConnection, as_of: dt.date) -> Mapping[str, list[tuple[str, Happening]]]:
    roles: dict[str, list[tuple[str, str]]] = defaultdict(list)
    events: dict[str, tuple[str, dt.date, str | None, str | None, str | None]] = {}
    for event, on, person, _, role, agency, _, _, _, concern, grade, about in ask(con, "sent_part", as_of=as_of):
        roles[event].append((person, role))
        events[event] = agency, on, concern, grade, about
    found: dict[str, list[tuple[str, Happening]]] = defaultdict(list)
    for event, (agency, on, concern, grade, about) in events.items():
        category = "missing person" if about == "missing" else None
        happening = agency, Happening(on, concern, grade, tuple(roles[event]), category)
        for person in dict.fromkeys(person for person, _ in roles[event]):
            found[person].append(happening)
    return found


def open_cases(facts: Facts, decided: Mapping[str, str]) -> list[Open]:
    """Referrals open on the day, the latest word on each; ``decided`` are the colours that persons gave."""
    latest = {
        each.case_id: (child, each) for child, referrals in facts.received.items() for each in referrals if each.is_open
    }
    return [
        Open(
            case_id,
            child,
            word.concern,
            _colour(decided.get(case_id) or word.initial),
            frozenset(each.agency for each in facts.received[child] if each.case_id == case_id),
        )
        for case_id, (child, word) in sorted(latest.items())
    ]


def _colour(name: str | None) -> Colour:
    return Colour[name] if name and name in Colour.__members__ else Colour.UNRATED
