"""The engine on true identities beside a plain reading of the same rows: where they agree, and where not."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from mash.evaluation.sent.facts import open_cases, read_facts
from mash.evaluation.sent.judged import Judge, Judged
from mash.evaluation.sent.rows import read_rows
from mash.evaluation.sent.ties import Ties

JUDGED = "case_id varchar, person_id varchar, hops integer"
ROUNDED = 0.001
"""A tie's strength has four places in the engine: along three ties no more than this is lost."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Cases judged twice on what was sent, and how many come to the same."""

    cases: int
    exposures: int
    """Cases with the same flagged adults at the same distances, by ways of the same strength."""
    proposals: int
    """Cases of the same colour by the same rules."""
    differing: tuple[str, ...]
    """Ids of the others: each is a fault of the engine or of the reading, or a rule nobody wrote down."""


def judge_what_was_sent(con: duckdb.DuckDBPyConnection, policy: Mapping[str, Any], as_of: dt.date) -> dict[str, Judged]:
    """Every open case, from the one shape, ``membership`` and ``person`` in ``con`` and nothing else.

    Leaves ``judged_exposure``: one row per case and flagged adult near, as this reading finds them.
    """
    rows = read_rows(con, as_of, policy["associations"])
    grown = frozenset(person for person, about in rows.persons.items() if about.adult)
    facts = read_facts(con, as_of, grown)
    decided = con.execute("select case_id, decided_rating from open_case where decided_rating is not null").fetchall()
    judge = Judge(Ties(rows), facts, policy)
    found = {one.case_id: judge.judged(one) for one in open_cases(con, facts, as_of, dict(decided))}
    _keep(con, found)
    return found


def _keep(con: duckdb.DuckDBPyConnection, found: Mapping[str, Judged]) -> None:
    con.execute(f"create or replace table judged_exposure ({JUDGED})")
    near = [(case, person, hops) for case, judged in found.items() for person, hops, _ in sorted(judged.exposures)]
    if near:
        con.executemany("insert into judged_exposure values (?, ?, ?)", near)


def agreement(con: duckdb.DuckDBPyConnection, found: Mapping[str, Judged]) -> Agreement:
    """``found`` beside the engine's ``exposure``, ``reach``, ``proposal`` and ``proposal_reason`` in ``con``."""
    engine = _of_the_engine(con)
    cases = sorted(engine.keys() | found.keys())
    near = [case for case in cases if _same_exposures(engine.get(case), found.get(case))]
    same = [case for case in cases if _proposal(engine, case) == _proposal(found, case)]
    return Agreement(len(cases), len(near), len(same), tuple(sorted(set(cases) - (set(near) & set(same)))))


def _same_exposures(one: Judged | None, other: Judged | None) -> bool:
    if one is None or other is None:
        return False
    near, far = ({(person, hops): strength for person, hops, strength in each.exposures} for each in (one, other))
    return near.keys() == far.keys() and all(abs(near[key] - far[key]) < ROUNDED for key in near)


def _proposal(of: Mapping[str, Judged], case: str) -> object:
    return of[case][1:] if case in of else None


def _of_the_engine(con: duckdb.DuckDBPyConnection) -> dict[str, Judged]:
    near: dict[str, set[tuple[str, int, float]]] = defaultdict(set)
    for case, person, hops, strength in con.execute(
        "select case_id, person_id, exposure.hops, strength from exposure join reach using (case_id, person_id)"
    ).fetchall():
        near[case].add((person, hops, round(strength, 6)))
    rules: dict[str, set[str]] = defaultdict(set)
    for case, rule in con.execute("select case_id, rule from proposal_reason where rule <> 'lowering'").fetchall():
        rules[case].add(rule)
    proposals = con.execute("select case_id, at_least, colour from proposal").fetchall()
    return {
        case: Judged(frozenset(near[case]), frozenset(rules[case]), at_least, colour)
        for case, at_least, colour in proposals
    }
