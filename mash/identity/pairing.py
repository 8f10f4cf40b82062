"""Two records beside each other in one row: what levels, guards and explanations read."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb


def paired_records_sql(con: duckdb.DuckDBPyConnection, pairs: str, kept: Sequence[str] = ()) -> str:
    """SQL: both records' columns for each row of ``pairs``, a table or a subquery in brackets with record ids a and b.

    They end in ``_l`` and ``_r``; ``beside`` tells whether an agency states the two to be two people; ``kept`` are
    columns of ``pairs`` carried along.
    """
    columns = [name for name in columns_of(con, "linkage_record") if name != "record_id"]
    beside_each_other = ", ".join(f"l.{name} as {name}_l, r.{name} as {name}_r" for name in columns)
    carried = "".join(f"pair.{name}, " for name in kept)
    return (
        f"select pair.a, pair.b, {carried}beside.record_id_a is not null as beside, {beside_each_other}"  # noqa: S608 - our own columns
        f" from {pairs} as pair"
        " inner join linkage_record as l on l.record_id = pair.a"
        " inner join linkage_record as r on r.record_id = pair.b"
        " left join beside on beside.record_id_a = pair.a and beside.record_id_b = pair.b"
    )


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
