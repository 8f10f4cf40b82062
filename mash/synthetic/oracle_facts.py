"""What is true of a case, looked up plainly: the oracle's side of the facts."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Happening:
    """An occurrence somebody of the case was in."""

    on: dt.date
    concern: str | None
    grade: str | None
    roles: tuple[tuple[str, str], ...]
    """Person and role."""
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """A period of something: a stay at an outward code, an episode's type, a programme refused or not."""

    what: str
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral of the child."""

    case_id: str
    on: dt.date
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Adults:
    """How common flags are among all adults."""

    adults: frozenset[str]
    flags: Mapping[str, frozenset[str]]
    """Adult to kinds of flag current today; those without any are left out."""
    areas: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The post areas where each of these has ever stayed."""


@dataclass(frozen=True, slots=True)
class Case:
    """All that is true around one open case."""

    child: str
    as_of: dt.date
    concern: str
    network: nx.MultiDiGraph[str]
    """Ties that may be followed, both ways, ``kind`` and ``since`` on the edge."""
    household: frozenset[str]
    carers: frozenset[str]
    received: tuple[dt.date, ...]
    """The days of every referral of the child."""
    episodes: frozenset[str]
    """Types open today."""
    happenings: tuple[Happening, ...]
    town: Adults
    case_id: str = ""
    referrals: tuple[Referral, ...] = ()
    spells: tuple[Spell, ...] = ()
    """Every episode of the child, over or not."""
    siblings: frozenset[str] = frozenset()
    baby: bool = False
    """Unborn, or born less than a year ago."""
    stays: Mapping[str, tuple[Spell, ...]] = field(default_factory=dict)
    """Of the child, its carers and household, and of whoever is flagged; not in prison."""
    released: Mapping[str, dt.date] = field(default_factory=dict)
    """Flagged adults who were in prison and are out, and since when."""
    programmes: Mapping[str, tuple[Spell, ...]] = field(default_factory=dict)
    """``refused`` or ``taken up``, by whom."""

    def within(self, hops: int, kinds: list[str] | None = None) -> set[str]:
        """Adults at most so many ties from the child, by ties of these kinds only if given."""
        return set(self.distances(hops, kinds))

    def distances(self, hops: int, kinds: list[str] | None = None) -> dict[str, int]:
        """The same adults, each with the fewest ties to them."""
        import networkx as nx

        network = self.network
        if kinds:
            network = nx.subgraph_view(network, filter_edge=lambda *edge: self.network.edges[edge]["kind"] in kinds)
        reached = nx.single_source_shortest_path_length(network, self.child, cutoff=hops)
        return {person: far for person, far in reached.items() if person in self.town.adults and person != self.child}

    def flagged(self, persons: AbstractSet[str], kinds: list[str]) -> set[str]:
        """Those of the persons with a current flag of these kinds."""
        asked, flags = set(kinds), self.town.flags
        return {person for person in flags.keys() & persons if flags[person] & asked}

    def since(self, months: int) -> dt.date:
        """So many months ago."""
        year, month = divmod(self.as_of.year * 12 + self.as_of.month - 1 - months, 12)
        last = (dt.date(year + month // 11, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
        return dt.date(year, month + 1, min(self.as_of.day, last))


class Facts:
    """What is true of some children, looked up once for all of them."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        children: list[str],
        ties: list[tuple[Any, ...]],
        town: Adults,
        as_of: dt.date,
    ) -> None:
        self.as_of, self.town = as_of, town
        self.household: dict[str, set[str]] = defaultdict(set)
        self.carers: dict[str, set[str]] = defaultdict(set)
        self.siblings: dict[str, set[str]] = defaultdict(set)
        for a, b, kind, older, _, to_date in ties:
            goes_on = to_date is None or to_date >= as_of
            for one, other in ((a, b), (b, a)):
                if kind == "household" and goes_on:
                    self.household[one].add(other)
                if kind == "sibling":
                    self.siblings[one].add(other)
                if older == other and (kind == "parent" or (kind == "carer" and goes_on)):
                    self.carers[one].add(other)
        family = {child: {child} | self.carers[child] | self.household[child] for child in children}
        own = set().union(*family.values())
        self.happenings = _happenings(con, sorted(own.union(*(self.siblings[child] for child in children))), as_of)
        self.referrals = _grouped(
            con,
            "select child_person_id, case_id, received_at::date, if(closed_on <= $as_of, outcome, null) from cases "
            "where received_at::date <= $as_of",
            children,
            as_of=as_of,
        )
        self.spells = _grouped(
            con,
            "select child_person_id, episode_type, from_date, to_date from episodes where from_date <= $as_of",
            children,
            as_of=as_of,
        )
        self._look_up(con, children, own)

    def _look_up(self, con: duckdb.DuckDBPyConnection, children: list[str], own: set[str]) -> None:
        """Who is a baby, where everyone stayed, who came out of prison, who was offered a programme."""
        as_of = self.as_of
        babies = con.execute(
            "select person_id from persons where coalesce(date_of_birth, expected_date_of_birth) > $year_ago",
            {"year_ago": _year_before(as_of)},
        ).fetchall()
        self.babies = {person for (person,) in babies} & set(children)
        anybody = sorted(own | self.town.flags.keys())
        stayed = "select person_id, {} from stays where from_date <= $as_of and kind {} order by all"
        free = stayed.format("outcode, from_date, to_date", "not in ('prison', 'refuge')")
        jail = stayed.format("kind, from_date, to_date", "= 'prison'")
        self.stays = _spells(_grouped(con, free, anybody, as_of=as_of))
        jailed = _spells(_grouped(con, jail, sorted(self.town.flags), as_of=as_of))
        self.released = {
            person: max(spell.until for spell in spells if spell.until)
            for person, spells in jailed.items()
            if all(spell.until and spell.until <= as_of for spell in spells)
        }
        on_programmes = "select person_id, if(refused, 'refused', 'taken up'), from_date, to_date from programmes"
        everyone = sorted(
            {person for each in self.happenings.values() for one in each for person, _ in one.roles} | own
        )
        self.programmes = _spells(_grouped(con, on_programmes, everyone))

    def case(self, case_id: str, child: str, concern: str, network: nx.MultiDiGraph[str]) -> Case:
        """All that is true around one child."""
        carers, siblings = frozenset(self.carers[child]), frozenset(self.siblings[child])
        asked = dict.fromkeys((child, *carers, *self.household[child], *siblings))
        referrals = tuple(Referral(*each) for each in self.referrals[child])
        spells = tuple(Spell(*each) for each in self.spells[child])
        return Case(
            child=child,
            as_of=self.as_of,
            concern=concern,
            network=network,
            household=frozenset(self.household[child]),
            carers=carers,
            received=tuple(each.on for each in referrals),
            episodes=frozenset(each.what for each in spells if each.until is None or each.until >= self.as_of),
            happenings=tuple({id(each): each for one in asked for each in self.happenings[one]}.values()),
            town=self.town,
            case_id=case_id,
            referrals=referrals,
            spells=spells,
            siblings=siblings,
            baby=child in self.babies,
            stays=self.stays,
            released=self.released,
            programmes=self.programmes,
        )


def post_area(outcode: str) -> str:
    """The letters an outward code begins with."""
    return outcode[:2] if outcode[1].isalpha() else outcode[:1]


def authority(outcode: str) -> str:
    """The local authority with most of an outward code's postcodes; its post area where nobody knows one."""
    return _authorities().get(outcode) or post_area(outcode)


@cache
def _authorities() -> Mapping[str, str]:
    table = (files("mash.records") / "outcodes.csv").read_text(encoding="utf-8").splitlines()
    return {row["outcode"]: row["authority"] for row in csv.DictReader(table)}


def _year_before(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004


def _spells(found: Mapping[str, Iterable[tuple[Any, ...]]]) -> dict[str, tuple[Spell, ...]]:
    return {person: tuple(Spell(*each) for each in some) for person, some in found.items()}


def _grouped(
    con: duckdb.DuckDBPyConnection, sql: str, persons: list[str], **values: object
) -> defaultdict[str, list[tuple[Any, ...]]]:
    """The other columns of each row by its first, for these persons."""
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    wanted = set(persons)
    for person, *value in con.execute(sql, values or None).fetchall():
        if person in wanted:
            found[person].append(tuple(value))
    return found


def _happenings(
    con: duckdb.DuckDBPyConnection, persons: list[str], as_of: dt.date
) -> defaultdict[str, list[Happening]]:
    """Occurrences by each person in them."""
    rows = con.execute(
        "select occurrence_id, occurred_on, concern, grade, category, person_id, role from occurrences join roles "
        "using (occurrence_id) where occurred_on <= $as_of and occurrence_id in "
        "(select occurrence_id from roles where list_contains($persons::varchar[], person_id)) order by all",
        {"as_of": as_of, "persons": persons},
    ).fetchall()
    roles: dict[tuple[Any, ...], list[tuple[str, str]]] = defaultdict(list)
    for *event, person, role in rows:
        roles[tuple(event)].append((person, role))
    found: defaultdict[str, list[Happening]] = defaultdict(list)
    for (_, on, concern, grade, category), parts in roles.items():
        happening = Happening(on, concern, grade, tuple(parts), category)
        for person in dict.fromkeys(person for person, _ in parts):
            found[person].append(happening)
    return found
