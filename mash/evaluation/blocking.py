"""Pair completeness: of the records that belong together, how many pairs the blocking brings to be compared."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from mash.evaluation.intervals import share
from mash.evaluation.results import Blocking, RuleQuality
from mash.identity.linkage import find_candidate_pairs
from mash.warehouse import SqlFault, rows, run_sql, sql_text

ROOM = "evaluation"


def block_again(con: duckdb.DuckDBPyConnection) -> bool:
    """``candidate_pair`` and ``true_candidate``, the blocking made again from the snapshot's ``linkage_record``.

    False when the snapshot is of another version of the engine, whose ``linkage_record`` this one cannot block. What
    the engine compares all with all within a supposed person is no blocking, and not made again.
    """
    known = "select 1 from duckdb_tables() where database_name = 'hub' and table_name = 'linkage_wide'"
    if not con.execute(known).fetchall():
        return False
    for name in ("linkage_record", "linkage_wide"):
        con.execute(f"create or replace table {name} as from hub.{name}")
    try:
        find_candidate_pairs(con)
    except SqlFault:
        return False
    run_sql(con, ROOM, "true_candidate")
    return True


def blocking(con: duckdb.DuckDBPyConnection) -> Blocking:
    """Pair completeness over everyone, and by rule; after ``block_again``."""
    rules = tuple(RuleQuality(**row) for row in rows(con, sql_text(ROOM, "blocking_count")))
    ((pairs,),) = con.execute(
        "select true_pairs from pair_count where dimension = 'all' and threshold = 'joined'"
    ).fetchall()
    return Blocking(
        compared=share(sum(rule.true_candidates for rule in rules), pairs),
        kept=share(sum(rule.true_kept for rule in rules), pairs),
        rules=rules,
    )


def compared_pairs(con: duckdb.DuckDBPyConnection) -> Mapping[tuple[str, str], int]:
    """By dimension and group the true pairs that are compared; a group with none is left out. After ``block_again``."""
    return {(row["dimension"], row["value"]): row["pairs"] for row in rows(con, sql_text(ROOM, "compared_count"))}
