"""Two records beside each other in one row: what levels, guards and explanations read."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from mash.errors import Refused

WIDE = ("kin", "associates", "kin_dwellings", "kin_postcodes", "kin_outcodes")
"""Columns of ``linkage_record`` of which ``linkage_wide`` may know more after the first look."""


def paired_records_sql(con: duckdb.DuckDBPyConnection, pairs: str, kept: Sequence[str] = ()) -> str:
    """SQL: both records' columns for each row of ``pairs``, a table or a subquery in brackets with record ids a and b.

    They end in ``_l`` and ``_r``; ``beside`` tells whether an agency states the two to be two people, ``rivalled``
    whether one fits another person about as well; ``kept`` are columns of ``pairs`` carried along. Many pairs are
    better taken by ``gathered_pairs``.

    Raises ``Refused`` over a run of a version that kept less.
    """
    kept_since = {"sparse_postcodes", "crowded_postcodes"} <= set(columns_of(con, "linkage_record"))
    if not (kept_since and columns_of(con, "linkage_wide") and columns_of(con, "rival")):
        raise Refused(
            "this run was built by an earlier version, which kept less of it", try_="mash nightly, then again"
        )
    columns = [name for name in columns_of(con, "linkage_record") if name != "record_id"]
    both = ", ".join(f"{_of(name, side)} as {name}_{side}" for name in columns for side in "lr")
    return (
        f"select pair.*, {both}"  # noqa: S608 - our own columns
        f" from ({pairs_told_sql(pairs, kept)}) as pair"
        " inner join linkage_record as l on l.record_id = pair.a"
        " inner join linkage_record as r on r.record_id = pair.b"
        " left join linkage_wide as wide_l on wide_l.record_id = pair.a"
        " left join linkage_wide as wide_r on wide_r.record_id = pair.b"
    )


def _of(name: str, side: str) -> str:
    own = f"{side}.{name}"
    return widened_sql(own, f"wide_{own}", "wide_l.supposed = wide_r.supposed") if name in WIDE else own


def pairs_told_sql(pairs: str, kept: Sequence[str]) -> str:
    """SQL: ``a``, ``b`` and what is ``kept`` of each pair, ``beside`` and ``rivalled``."""
    carried = "".join(f"pair.{name}, " for name in kept)
    return (
        f"select pair.a, pair.b, {carried}beside.record_id_a is not null as beside, rival.a is not null as rivalled"  # noqa: S608 - our own columns
        f" from {pairs} as pair"
        " left join beside on beside.record_id_a = pair.a and beside.record_id_b = pair.b"
        " left join rival on rival.a = pair.a and rival.b = pair.b"
    )


def widened_sql(own: str, wide: str, one_person: str) -> str:
    """SQL: a record's own column, or the wider one where the two are not supposed to be one person already."""
    return f"case when {one_person} then {own} else coalesce({wide}, {own}) end"


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table of the snapshot, in order."""
    return list(column_types(con, table))


def column_types(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The columns of a table of the snapshot, in order, with their types."""
    found = con.execute(
        "select column_name, data_type from duckdb_columns() where table_name = $table"
        " and database_name = current_database() and schema_name = 'main' order by column_index",
        {"table": table},
    )
    return dict(found.fetchall())
