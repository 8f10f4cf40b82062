"""Records of one person that hold together weakly, where a red rests on their doing so: worth a look before acting."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import Any

import duckdb

from mash import associations, rating
from mash.associations.joins import Join
from mash.rating.gather import hub_facts
from mash.reports.pair import QueueRow, Stake
from mash.vocabulary import PersonId, RecordKey
from mash.warehouse import rows, sql_text

WEAK = 10.0
"""Bits below which a join is looked at: by the model's own odds wrong more than once in a thousand (our judgement)."""

CHUNK = 200
"""Cases whose networks are in memory at once."""


def weak_joins(con: duckdb.DuckDBPyConnection, only: PersonId | None = None) -> list[QueueRow]:
    """The weakest join of each person, or ``only`` that one, below ``WEAK`` without which a case would not be red."""
    policy = rating.load_policy(con.execute("select policy from run").fetchall()[0][0])
    asked = {
        row["case_id"] for row in rows(con, sql_text("enquiry", "red_on_weak_join"), {"weak": WEAK, "person": only})
    }
    hub = hub_facts(con)
    cases = iter([case for case in rating.open_cases_of(con) if case.case_id in asked])
    stakes: defaultdict[Join, list[Stake]] = defaultdict(list)
    while chunk := list(islice(cases, CHUNK)):
        networks = associations.networks_of_cases(con, {case.case_id: case.child for case in chunk}, hops=policy.hops)
        for case in chunk:
            network = networks[case.case_id]
            facts = rating.facts_of(con, network, case, hub)
            now = rating.propose(facts, policy).at_least
            for each in rating.joins_it_rests_on(con, network, facts, policy, weaker_than=WEAK):
                stakes[each.join].append(Stake(case.case_id, now, each.without, 0))
    return [_row(con, join, tuple(of)) for join, of in stakes.items() if only in {None, join.person_id}]


def of_one_person(con: duckdb.DuckDBPyConnection, person: PersonId, a: RecordKey, b: RecordKey) -> dict[str, Any]:
    """Of a row of the queue: the person, and of each of two records of theirs its own name and birth."""
    called = {row["record_key"]: row for row in rows(con, sql_text("enquiry", "record_called"), {"keys": [a, b]})}
    return {
        "person_a": person,
        "record_key_a": a,
        "name_a": called[a]["name"],
        "born_a": called[a]["born"],
        "person_b": person,
        "record_key_b": b,
        "name_b": called[b]["name"],
        "born_b": called[b]["born"],
    }


def _row(con: duckdb.DuckDBPyConnection, join: Join, stakes: tuple[Stake, ...]) -> QueueRow:
    assert join.match_weight is not None  # noqa: S101 - what people judged is not asked about
    return QueueRow(
        **of_one_person(con, join.person_id, join.record_key_a, join.record_key_b),
        match_weight=join.match_weight,
        probability=1 / (1 + 2**-join.match_weight),
        reason="joined, and a red rests on it",
        stakes=stakes,
        joined=True,
    )
