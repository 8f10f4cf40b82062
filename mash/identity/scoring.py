"""Records to scored pairs: the model weighs them, then the guards have their say."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

import duckdb

from mash import warehouse
from mash.identity import linkage
from mash.identity.agreement import family_in_common
from mash.identity.gathering import gathered_pairs
from mash.identity.guards import VETOES, doubt, guard
from mash.identity.model import Model
from mash.identity.persons import Sealed, suppose_persons
from mash.identity.weights import weight_sql

OF_THE_FAMILY = ("kin", "family_address")
"""Ladders that read what a second look may know more of (``pairing.WIDE``)."""
CANDIDATES = "(select join_key_l as a, join_key_r as b, position from candidate_pair)"
RIVAL_MARGIN = 4.0
"""Bits by which the one meant must outweigh whoever else could be meant: sixteen to one. On made-up towns half of those
whom less than two bits part are the wrong one, of those parted by four or more none."""
NUMBER_MARGIN = 3.0
"""The same, where numbers part the two who could be meant: eight to one; a middle name in common gives more. Of 500,000
made-up people (seed 27182) 26 of the 27 whom three to four bits part are the better one, 7 of 10 between two and three,
and below it is a toss of a coin."""
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
    con.execute("create or replace temp table seen_before as from guarded_pair")
    warehouse.run_sql(con, "identity", "pair_again")
    leave_out_the_unmoved(con, model)
    judge_pairs(con, model, "pair_again", model.thresholds.floor)
    con.execute(
        "insert into guarded_pair from seen_before as before"
        " where not exists (from pair_again where pair_again.a = before.a and pair_again.b = before.b)"
    )
    keep_pairs(con, model)


def leave_out_the_unmoved(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Of ``pair_again``, take out pairs that were below the floor and have nothing new in common: they are there still.

    What a family adds raises a weight only where the two share it. Not so under a model to which two families with
    nothing in common speak for one person: then all stay.
    """
    fits = fitted(con, model)
    if any(ladder.rungs[-1].weight > 0 for ladder in fits.ladders if ladder.name in OF_THE_FAMILY):
        return
    dropped = "(select a, b from pair_again where dropped)"
    with gathered_pairs(con, dropped, (), read_by=family_in_common()) as paired:
        con.execute(
            "create or replace temp table unmoved_pair as"  # noqa: S608 - our own columns and predicates
            f" select a, b from ({paired}) where not {family_in_common()}"
        )
    con.execute(
        "delete from pair_again using unmoved_pair as still where pair_again.a = still.a and pair_again.b = still.b"
    )


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
    looked at again in ``look_within``, which gives none. A veto is sought only where the weight reaches the floor, a
    doubt only where there is none and it would change the outcome. What is light is left out in a statement of its own:
    filtered where it is weighed, DuckDB would weigh it twice.
    """
    weight, veto, doubted = weight_sql(fitted(con, model)), guard(VETOES), doubt("weight")
    lightest = f"{'-infinity' if floor is None else floor!r}::double"
    with gathered_pairs(con, pairs, ("position",), read_by=f"{weight} {veto} {doubted}") as paired:
        con.execute(
            "create or replace temp table weighed_pair as"  # noqa: S608 - our own columns and predicates
            f" with weighed as (select *, {weight} as weight from ({paired})),"
            f" vetoed as (select *, case when weight >= {lightest} then {veto} end as veto from weighed)"
            " select a, b, weight, position, veto,"
            f" case when weight >= {model.thresholds.possible!r} and veto is null then {doubted} end as doubt"
            " from vetoed"
        )
    con.execute(f"create or replace temp table guarded_pair as from weighed_pair where weight >= {lightest}")
    con.execute("drop table weighed_pair")


def fitted(con: duckdb.DuckDBPyConnection, model: Model) -> Model:
    """The model in the population at hand."""
    ((records,),) = con.execute("select count(*) from linkage_record").fetchall()
    return model.for_population(records)


def keep_pairs(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """``kept_pair`` (temporary) from ``guarded_pair``, with who has a rival: what persons are put together by."""
    limits = asdict(model.thresholds)
    warehouse.run_sql(con, "identity", "number_rival", {**limits, "margin": NUMBER_MARGIN})
    warehouse.run_sql(con, "identity", "rival", {**limits, "margin": RIVAL_MARGIN})
    warehouse.run_sql(con, "identity", "kept_pair", limits)
