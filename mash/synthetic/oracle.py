"""The true proposal of every open case: plain, slow, from the truth alone, under the policy's own words.

Nothing here is shared with the rooms that rate: the policy is read as TOML, the network is networkx's, and each
rule is written anew. Where every identity and every tie is known, a tie has strength 1.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from mash.synthetic.columns import Table
from mash.synthetic.oracle_facts import Adults, Case, Facts, post_area
from mash.synthetic.oracle_rules import RULES
from mash.synthetic.writing import scratch
from mash.vocabulary import Colour

if TYPE_CHECKING:
    import networkx as nx

POLICY = "policy-2026-12"
"""The built-in policy that new hubs have: under it a town's true proposals are made."""
FLAGGED = "struct(person_id varchar, kind varchar, hops integer)[]"
"""The type of ``flagged``."""
CASES_AT_ONCE = 250
"""How many cases' surroundings are held in memory together; every further lot reads all ties again."""
NEAR = """
create or replace table near as
select distinct person from (
    select person from near
    union all select tie.person_b from tie join near on tie.person_a = near.person
    union all select tie.person_a from tie join near on tie.person_b = near.person
)
"""
TIES = """
create table tie as
select person_a, person_b, kind, older, from_date, to_date
from read_parquet($path)
where coalesce(from_date <= $as_of, true)
    and (kind in ('parent', 'sibling', 'relative') or coalesce(to_date >= $since, true))
"""
"""Ties that may be followed: kin always, others unless they ended before the policy looks back."""


def true_proposals(truth: Path, as_of: dt.date, policy: Mapping[str, Any] | None = None) -> Table:
    """One row per open case: its id, child, colour, at_least, initial rating, rules fired, who is flagged in reach.

    ``truth`` holds the other truth tables; ``policy`` is a policy file's content, by default the built-in one.
    ``rules`` stand in one text with ``|`` between; ``flagged`` is the text of a list (``FLAGGED``) of every adult in
    reach with a current flag, one entry a kind; ``flagged_adults`` counts those with a kind that the policy counts.
    """
    policy = policy or tomllib.loads((files("mash.rating") / f"policies/{POLICY}.toml").read_text(encoding="utf-8"))
    with scratch(truth) as con:
        look_back = int(policy["associations"]["look_back_years"])
        since = as_of.replace(year=as_of.year - look_back, day=min(as_of.day, 28))
        con.execute(TIES, {"path": str(truth / "ties.parquet"), "as_of": as_of, "since": since})
        for name in ("persons", "flags", "cases", "occurrences", "roles", "episodes", "stays", "programmes"):
            con.execute(f"create table {name} as from read_parquet($path)", {"path": str(truth / f"{name}.parquet")})
        rows = [_proposed(*found, policy) for found in _cases(con, as_of, policy)]
    names = ("case_id", "child_person_id", "colour", "at_least", "initial_rating", "rules", "flagged")
    table: Table = {name: np.array([row[column] for row in rows], dtype=object) for column, name in enumerate(names)}
    counts = np.array([row[len(names) :] for row in rows], dtype=np.int64).reshape(len(rows), 2)
    return {**table, "adults_in_reach": counts[:, 0], "flagged_adults": counts[:, 1]}


def _proposed(case_id: str, initial: str | None, case: Case, policy: Mapping[str, Any]) -> tuple[Any, ...]:
    """The worst colour that fired, never below what a person said on receipt."""
    fired = [rule for rule in policy["rule"] if RULES[rule["test"]](case, rule)]
    worst = max((Colour[rule["colour"]] for rule in fired), default=Colour.GREEN)
    said = Colour[initial] if initial else Colour.UNRATED
    near = case.distances(int(policy["network"]["hops"]))
    counted = case.flagged(near.keys(), policy["network"]["counted_kinds"])
    flagged = [
        {"person_id": person, "kind": kind, "hops": near[person]}
        for person in sorted(near.keys() & case.town.flags.keys())
        for kind in sorted(case.town.flags[person])
    ]
    rules = "|".join(rule["name"] for rule in fired)
    return case_id, case.child, max(worst, said).name, worst.name, initial, rules, str(flagged), len(near), len(counted)


def _cases(
    con: duckdb.DuckDBPyConnection, as_of: dt.date, policy: Mapping[str, Any]
) -> Iterator[tuple[str, str | None, Case]]:
    """Every open case with its id and first rating, and what is true around it."""
    town = _town(con, as_of)
    open_cases = con.execute(
        "select case_id, child_person_id, concern, initial_rating from cases "
        "where is_open and received_at::date <= $as_of order by case_id",
        {"as_of": as_of},
    ).fetchall()
    for first in range(0, len(open_cases), CASES_AT_ONCE):
        some = open_cases[first : first + CASES_AT_ONCE]
        children = sorted({child for _, child, _, _ in some})
        ties = _ties_near(con, children, int(policy["network"]["hops"]))
        network = _network(ties, children, int(policy["associations"]["person_cap"]))
        facts = Facts(con, children, ties, town, as_of)
        for case_id, child, concern, initial in some:
            yield case_id, initial, facts.case(case_id, child, concern, network)


def _town(con: duckdb.DuckDBPyConnection, as_of: dt.date) -> Adults:
    adults = con.execute(
        "select person_id from persons where date_of_birth + interval 18 year <= $as_of "
        "and coalesce(died_on > $as_of, true)",
        {"as_of": as_of},
    ).fetchall()
    flags: dict[str, set[str]] = defaultdict(set)
    for person, kind in con.execute("select person_id, kind from flags where status = 'current'").fetchall():
        flags[person].add(kind)
    everyone = frozenset(person for (person,) in adults)
    areas: dict[str, set[str]] = defaultdict(set)
    for person, outcode in con.execute("select distinct person_id, outcode from stays").fetchall():
        if person in flags:
            areas[person].add(post_area(outcode))
    flagged = {person: frozenset(kinds) for person, kinds in flags.items() if person in everyone}
    return Adults(everyone, flagged, {person: frozenset(areas[person]) for person in flagged})


def _ties_near(con: duckdb.DuckDBPyConnection, children: list[str], hops: int) -> list[tuple[Any, ...]]:
    """Every tie on some way of at most ``hops`` ties from any of the children."""
    con.execute("create or replace table near as select unnest($children::varchar[]) as person", {"children": children})
    for _ in range(hops - 1):
        con.execute(NEAR)
    return con.execute(
        "select person_a, person_b, kind, older, from_date, to_date from tie "
        "where person_a in (select person from near) or person_b in (select person from near) order by all"
    ).fetchall()


def _network(ties: list[tuple[Any, ...]], children: list[str], person_cap: int) -> nx.MultiDiGraph[str]:
    """Ties both ways; nothing leads on from a person tied to more others than the cap."""
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from(children)
    others: dict[str, set[str]] = defaultdict(set)
    for a, b, *_ in ties:
        others[a].add(b)
        others[b].add(a)
    for a, b, kind, _, since, _ in ties:
        for one, other in ((a, b), (b, a)):
            if len(others[one]) <= person_cap:
                network.add_edge(one, other, kind=kind, since=since)
    return network
