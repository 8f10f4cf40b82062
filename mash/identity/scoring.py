"""Records to scored pairs: Splink weighs them in a database of its own, then the guards have their say."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import duckdb

from mash import warehouse
from mash.identity import linkage
from mash.identity.guards import VETOES, doubt, guard
from mash.identity.model import Model
from mash.identity.pairing import columns_of, paired_records_sql
from mash.identity.persons import suppose_persons
from mash.identity.weights import weight_sql

NOT_COMPARED = frozenset(
    {
        "record_key", "agency", "dataset", "named_in", "named_as", "named_as_grown", "child", "under_age", "twin_home",
        "name_sex", "police_forenames", "parent_of", "grandparent_of", "eldest_child_born", "partner_birth_year",
        "established_names", "first_roots", "multiple_birth", "due_year", "sealed",
    }
)  # fmt: skip
"""Columns of ``linkage_record`` that only the guards read."""
RIVAL_MARGIN = 4.0
"""Bits by which the one meant must outweigh whoever else could be meant: sixteen to one. On made-up towns half of those
whom less than two bits part are the wrong one, of those parted by four or more none."""
ROUNDS_WITHIN = 3
"""How often whoever is put together is compared all with all; on made-up towns the third finds nobody left."""


def score_pairs(con: duckdb.DuckDBPyConnection, model: Model, as_of: dt.date) -> None:
    """Leave ``identity_pair``, and ``linkage_record``, ``name_token``, ``blocking_report`` and ``block_skipped``.

    Reads the one shape in schema ``main``. Neither begins nor commits a transaction.
    """
    linkage.prepare_names(con)
    linkage.build_linkage_records(con, model.frequencies, as_of)
    linkage.nothing_supposed(con)
    linkage.find_candidate_pairs(con)
    con.execute("create or replace temp table heard_pair (a bigint, b bigint)")
    con.execute("create or replace temp table first_weight (a bigint, b bigint, weight double)")
    weigh(con, model)
    guard_pairs(con, "scored_pair", model.thresholds.floor)
    keep_pairs(con, model)
    look_again(con, model)
    look_within(con, model)
    warehouse.run_sql(con, "identity", "identity_pair")


def look_again(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """A second look at those of whom little is known but their family, now that the family is known as persons.

    Only pairs with such a record are weighed again. A mother named by a school and by a clinic without a birthday meets
    where her child's addresses, gathered from all agencies, are her own.
    """
    con.execute("create or replace temp table first_weight as select a, b, weight from guarded_pair")
    suppose_persons(con, model)
    linkage.widen_families(con)
    linkage.find_pairs_again(con)
    warehouse.run_sql(con, "identity", "pair_again")
    con.execute("create or replace temp table seen_before as from guarded_pair")
    guard_pairs(con, weighed_again(con, model, "pair_again"), model.thresholds.floor)
    con.execute(
        "insert into guarded_pair from seen_before as before"
        " where not exists (from pair_again where pair_again.a = before.a and pair_again.b = before.b)"
    )
    keep_pairs(con, model)


def look_within(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Whom the pairs would put together compared all with all, so that what speaks against it is heard too.

    What is heard may part some and so put others together: those are compared in their turn.
    """
    for _ in range(ROUNDS_WITHIN):
        suppose_persons(con, model)
        warehouse.run_sql(con, "identity", "pair_within")
        con.execute("create or replace temp table seen_before as from guarded_pair")
        guard_pairs(con, weighed_again(con, model, "pair_within"), None)
        ((found,),) = con.execute("select count(*) from guarded_pair").fetchall()
        con.execute("insert into guarded_pair from seen_before")
        warehouse.run_sql(con, "identity", "heard_pair")
        keep_pairs(con, model)
        if not found:
            return


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
    workings behind, so it never sees the hub's own file. It spills where the hub's does, at the same limit.
    """
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    columns = ", ".join(name for name in columns_of(con, "linkage_record") if name not in NOT_COMPARED)
    own = warehouse.connect_beside(con)
    try:
        con.execute(f"select {columns} from {table}")  # noqa: S608 - column names of our own table
        own.register("records_handed_over", con.to_arrow_table())  # unnamed: a large hub's would be held twice
        own.execute("create table mash_linkage_record as select * from records_handed_over")
        own.unregister("records_handed_over")
        api = DuckDBAPI(connection=own)
        registered = api.register("mash_linkage_record", dataset_display_name="mash_records")
        # Splink's check of the settings takes longer than a small hub's pairs, and only logs what DuckDB would refuse.
        yield Linker(registered, settings, log_level=logging.ERROR, validate_settings=False), api
    finally:
        own.close()


def guard_pairs(con: duckdb.DuckDBPyConnection, weighed: str, floor: float | None) -> None:
    """``guarded_pair`` (temporary): the pairs of a table of weighed ones, each with its veto and its doubt.

    Pairs below the floor are left out where one is given: most are, and the guards cost as much as the weighing. Those
    of one person are looked at again in ``look_within``, which gives none.
    """
    lightest = "-infinity" if floor is None else floor
    pairs = f"(from {weighed} where weight >= {lightest!r}::double)"
    con.execute(
        "create or replace temp table guarded_pair as"  # noqa: S608 - our own columns and predicates
        f" select a, b, weight, position, {guard(VETOES)} as veto, {doubt('weight')} as doubt"
        f" from ({paired_records_sql(con, pairs, ('weight', 'position'))})"
    )


def keep_pairs(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """``kept_pair`` (temporary) from ``guarded_pair``, with who has a rival: what persons are put together by."""
    limits = asdict(model.thresholds)
    warehouse.run_sql(con, "identity", "rival", {**limits, "margin": RIVAL_MARGIN})
    warehouse.run_sql(con, "identity", "kept_pair", limits)
