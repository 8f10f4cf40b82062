"""Records to scored pairs: Splink weighs them in a database of its own, then the guards have their say."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from mash import warehouse
from mash.identity import linkage
from mash.identity.guards import DOUBTS, VETOES, guard
from mash.identity.model import Model
from mash.identity.pairing import columns_of, paired_records_sql
from mash.identity.persons import suppose_persons
from mash.identity.weights import weight_sql

NOT_COMPARED = frozenset(
    {
        "record_key", "agency", "dataset", "named_in", "named_as", "named_as_grown", "child", "under_age", "twin_home",
        "parent_of", "grandparent_of", "eldest_child_born",
    }
)  # fmt: skip
"""Columns of ``linkage_record`` that only the guards read."""


def score_pairs(con: duckdb.DuckDBPyConnection, model: Model, as_of: dt.date) -> None:
    """Leave ``identity_pair``, and ``linkage_record``, ``name_token``, ``blocking_report`` and ``block_skipped``.

    Reads the one shape in schema ``main``. Neither begins nor commits a transaction.
    """
    linkage.prepare_names(con)
    linkage.build_linkage_records(con, model.frequencies, as_of)
    linkage.find_candidate_pairs(con)
    warehouse.run_sql(con, "identity", "beside")
    weigh(con, model)
    guard_pairs(con, "scored_pair")
    keep_pairs(con, model)
    look_again(con, model)
    look_within(con, model)


def look_again(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """A second look at those of whom little is known but their family, now that the family is known as persons.

    Only pairs with such a record are weighed again. A mother named by a school and by a clinic without a birthday meets
    where her child's addresses, gathered from all agencies, are her own.
    """
    suppose_persons(con, model)
    linkage.widen_families(con)
    linkage.find_candidate_pairs(con)
    warehouse.run_sql(con, "identity", "pair_again")
    con.execute("create or replace temp table seen_before as from guarded_pair")
    guard_pairs(con, weighed_again(con, model, "pair_again"))
    con.execute(
        "insert into guarded_pair from seen_before where a not in (select record_id from widened_family)"
        " and b not in (select record_id from widened_family)"
    )
    keep_pairs(con, model)


def look_within(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Whom the pairs would put together compared all with all, so that what speaks against it is heard too."""
    suppose_persons(con, model)
    warehouse.run_sql(con, "identity", "pair_within")
    con.execute("create or replace temp table seen_before as from guarded_pair")
    guard_pairs(con, weighed_again(con, model, "pair_within"))
    con.execute("insert into guarded_pair from seen_before")
    keep_pairs(con, model)


def weighed_again(con: duckdb.DuckDBPyConnection, model: Model, pairs: str) -> str:
    """The name of a temporary table of these pairs with their weights, by the engine's own SQL."""
    con.execute(
        "create or replace temp table weighed_again as"  # noqa: S608 - our own columns and the model's conditions
        f" select a, b, {weight_sql(fitted(con, model))} as weight, position"
        f" from ({paired_records_sql(con, pairs, ('position',))})"
    )
    return "weighed_again"


def weigh(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """``scored_pair`` (temporary): record ids and the match weight in bits of every candidate pair."""
    con.execute("create or replace temp table scored_pair (a bigint, b bigint, weight double, position integer)")
    if con.execute("select count(*) from candidate_pair").fetchall() == [(0,)]:
        return
    con.execute("select join_key_l, join_key_r, position::varchar as match_key from candidate_pair")
    pairs = con.to_arrow_table()
    with splink_linker(con, fitted(con, model).settings) as (linker, api):
        blocked = api.register(pairs, table_name="mash_candidate_pairs")
        linker.table_management.register_blocked_pairs_for_predict(blocked)
        scored = linker.inference.predict(threshold_match_weight=None, warning_mode="never")
        table = scored.physical_name
        own = api.duckdb_con.execute(
            f"select record_id_l as a, record_id_r as b, match_weight, match_key::integer as position from {table}"  # noqa: S608 - a table name of Splink's own making
        )
        con.register("rows_scored", own.to_arrow_table())
    con.execute("insert into scored_pair select a, b, match_weight, position from rows_scored")
    con.unregister("rows_scored")


def fitted(con: duckdb.DuckDBPyConnection, model: Model) -> Model:
    """The model in the population at hand."""
    ((records,),) = con.execute("select count(*) from linkage_record").fetchall()
    return model.for_population(records)


@contextmanager
def splink_linker(
    con: duckdb.DuckDBPyConnection, settings: dict[str, Any], table: str = "linkage_record"
) -> Iterator[tuple[Any, Any]]:
    """A Splink linker over ``linkage_record``, or a choice of its rows, and its database API.

    They live in an in-memory database that is gone after: Splink resolves columns by bare table name and leaves its
    workings behind, so it never sees the hub's own file.
    """
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    columns = ", ".join(name for name in columns_of(con, "linkage_record") if name not in NOT_COMPARED)
    con.execute(f"select {columns} from {table} order by record_id")  # noqa: S608 - column names of our own table
    records = con.to_arrow_table()
    own = warehouse.connect()
    try:
        own.register("records_handed_over", records)
        own.execute("create table mash_linkage_record as select * from records_handed_over")
        own.unregister("records_handed_over")
        api = DuckDBAPI(connection=own)
        registered = api.register("mash_linkage_record", dataset_display_name="mash_records")
        # Splink's check of the settings takes longer than a small hub's pairs, and only logs what DuckDB would refuse.
        yield Linker(registered, settings, log_level=logging.ERROR, validate_settings=False), api
    finally:
        own.close()


def guard_pairs(con: duckdb.DuckDBPyConnection, weighed: str) -> None:
    """``guarded_pair`` (temporary): the pairs of a table of weighed ones, each with its veto and its doubt."""
    con.execute(
        "create or replace temp table guarded_pair as"  # noqa: S608 - our own columns and predicates
        f" select a, b, weight, position, {guard(VETOES)} as veto, {guard(DOUBTS)} as doubt"
        f" from ({paired_records_sql(con, weighed, ('weight', 'position'))})"
    )


def keep_pairs(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """``identity_pair`` from ``guarded_pair``: pairs at or above the floor, and every vetoed one."""
    thresholds = model.thresholds
    warehouse.run_sql(
        con,
        "identity",
        "identity_pair",
        {"join": thresholds.join, "possible": thresholds.possible, "floor": thresholds.floor},
    )
