"""The engine on true identities beside a plain reading of the same rows: where they agree, and where not."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import duckdb

from mash.evaluation.results import Agreement
from mash.evaluation.sent.facts import open_cases, read_facts
from mash.evaluation.sent.judged import Judge, Judged
from mash.evaluation.sent.rows import read_rows
from mash.evaluation.sent.ties import Ties
from mash.warehouse import run_sql

ROUNDED = 0.001
"""A tie's strength has four places in the engine: along three ties no more than this is lost."""


def judge_what_was_sent(con: duckdb.DuckDBPyConnection, policy: Mapping[str, Any], as_of: dt.date) -> dict[str, Judged]:
    """Every open case, from the one shape, ``membership`` and ``person`` in ``con`` and nothing else.

    Leaves ``judged_case``, one row per case with its colour, and ``judged_exposure``, one per case and
    flagged adult near.
    """
    rows = read_rows(con, as_of, policy["associations"])
    grown = frozenset(person for person, about in rows.persons.items() if about.adult)
    facts = read_facts(con, as_of, grown)
    decided = con.execute("select case_id, decided_rating from open_case where decided_rating is not null").fetchall()
    judge = Judge(Ties(rows), facts, policy)
    found = {one.case_id: judge.judged(one) for one in open_cases(facts, dict(decided))}
    _keep(con, found)
    return found


def _keep(con: duckdb.DuckDBPyConnection, found: Mapping[str, Judged]) -> None:
    near = [
        {"case_id": case, "person_id": person, "hops": hops}
        for case, judged in found.items()
        for person, hops, _ in sorted(judged.exposures)
    ]
    cases = [{"case_id": case, "colour": judged.colour} for case, judged in found.items()]
    run_sql(con, "evaluation", "judged_exposure", {"rows": json.dumps(near)})
    run_sql(con, "evaluation", "judged_case", {"rows": json.dumps(cases)})


def agreement(
    con: duckdb.DuckDBPyConnection, found: Mapping[str, Judged], not_read: AbstractSet[str] = frozenset()
) -> Agreement:
    """``found`` beside the engine's ``exposure``, ``reach``, ``proposal`` and ``proposal_reason`` in ``con``.

    ``not_read`` are the names of rules that the plain reading does not know: where one fired, no colour is compared.
    """
    engine = _of_the_engine(con)
    cases = sorted(engine.keys() | found.keys())
    near = {case for case in cases if _same_exposures(engine.get(case), found.get(case))}
    same = {case for case in cases if _same_proposal(engine.get(case), found.get(case), not_read)}
    differing = tuple(case for case in cases if case not in near & same)
    return Agreement(len(cases), len(near), len(same), differing, tuple(sorted(not_read)))


def _same_exposures(one: Judged | None, other: Judged | None) -> bool:
    if one is None or other is None:
        return False
    near, far = ({(person, hops): strength for person, hops, strength in each.exposures} for each in (one, other))
    return near.keys() == far.keys() and all(abs(near[key] - far[key]) < ROUNDED for key in near)


def _same_proposal(engine: Judged | None, read: Judged | None, not_read: AbstractSet[str]) -> bool:
    if engine is None or read is None or engine.rules - not_read != read.rules:
        return False
    colours = (engine.at_least, engine.colour) == (read.at_least, read.colour)
    return colours or bool(engine.rules & not_read)


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
