"""Records to scored pairs: the model weighs them, then the guards have their say."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

import duckdb

from mash import warehouse
from mash.identity import linkage
from mash.identity.gathering import gathered_pairs
from mash.identity.guards import VETOES, doubt, guard
from mash.identity.model import Model
from mash.identity.persons import Sealed, suppose_persons
from mash.identity.weights import weight_sql

CANDIDATES = "(select join_key_l as a, join_key_r as b, position from candidate_pair)"
RIVAL_MARGIN = 4.0
"""Bits by which the one meant must outweigh whoever else could be meant: sixteen to one. On made-up towns half of those
whom less than two bits part are the wrong one, of those parted by four or more none."""
ROUNDS_WITHIN = 3
"""How often whoever is put together is compared all with all; on made-up towns the third finds nobody left."""


def score_pairs(con: duckdb.DuckDBPyConnection, model: Model, as_of: dt.date, sealed: Sealed = ()) -> None:
    """Leave ``identity_pair``, and ``linkage_record``, ``name_token``, ``blocking_report`` and ``block_skipped``.

    Reads the one shape in schema ``main``. Of ``sealed`` pairs nothing is left. Neither begins nor commits a
    transaction.
    """
    linkage.prepare_names(con)
    linkage.build_linkage_records(con, model.frequencies, as_of)
    linkage.nothing_supposed(con)
    linkage.find_candidate_pairs(con)
    con.execute("create or replace temp table heard_pair (a bigint, b bigint)")
    con.execute("create or replace temp table first_weight (a bigint, b bigint, weight double)")
    judge_pairs(
        con, model, "(select join_key_l as a, join_key_r as b, position from candidate_pair)", model.thresholds.floor
    )
    keep_pairs(con, model)
    look_again(con, model, sealed)
    look_within(con, model)
    warehouse.run_sql(con, "identity", "identity_pair")
    if sealed:
        one, other = zip(*sealed, strict=True)
        warehouse.run_sql(con, "identity", "unsaid_pair", {"one": list(one), "other": list(other)})


def look_again(con: duckdb.DuckDBPyConnection, model: Model, sealed: Sealed = ()) -> None:
    """A second look at those of whom little is known but their family, now that the family is known as persons.

    Only pairs with such a record are weighed again. A mother named by a school and by a clinic without a birthday meets
    where her child's addresses, gathered from all agencies, are her own.
    """
    con.execute("create or replace temp table first_weight as select a, b, weight from guarded_pair")
    suppose_persons(con, model, sealed)
    linkage.widen_families(con)
    linkage.find_pairs_again(con)
    warehouse.run_sql(con, "identity", "pair_again")
    con.execute("create or replace temp table seen_before as from guarded_pair")
    judge_pairs(con, model, "pair_again", model.thresholds.floor)
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
        judge_pairs(con, model, "pair_within", None)
        ((found,),) = con.execute("select count(*) from guarded_pair").fetchall()
        con.execute("insert into guarded_pair from seen_before")
        warehouse.run_sql(con, "identity", "heard_pair")
        keep_pairs(con, model)
        if not found:
            return


def judge_pairs(con: duckdb.DuckDBPyConnection, model: Model, pairs: str, floor: float | None) -> None:
    """``guarded_pair`` (temporary): pairs, a table with record ids a and b, each with its weight, its veto, its doubt.

    Weights are in bits. Pairs below the floor are left out where one is given: most are. Those of one person are
    looked at again in ``look_within``, which gives none.
    """
    weight, veto, doubted = weight_sql(fitted(con, model)), guard(VETOES), doubt("weight")
    lightest = "-infinity" if floor is None else floor
    with gathered_pairs(con, pairs, ("position",), read_by=f"{weight} {veto} {doubted}") as paired:
        con.execute(
            "create or replace temp table guarded_pair as"  # noqa: S608 - our own columns and predicates
            f" with weighed as (select *, {weight} as weight from ({paired}))"
            f" select a, b, weight, position, {veto} as veto, {doubted} as doubt"
            f" from weighed where weight >= {lightest!r}::double"
        )


def fitted(con: duckdb.DuckDBPyConnection, model: Model) -> Model:
    """The model in the population at hand."""
    ((records,),) = con.execute("select count(*) from linkage_record").fetchall()
    return model.for_population(records)


def keep_pairs(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """``kept_pair`` (temporary) from ``guarded_pair``, with who has a rival: what persons are put together by."""
    limits = asdict(model.thresholds)
    warehouse.run_sql(con, "identity", "rival", {**limits, "margin": RIVAL_MARGIN})
    warehouse.run_sql(con, "identity", "kept_pair", limits)
