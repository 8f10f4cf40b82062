"""Reading Parquet: typed columns are taken back to text, so that one set of rules judges every format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from mash.contracts import Breach, Field, FieldType, check_columns, columns
from mash.extracts.received import ONE_VALUE, Received, Source
from mash.extracts.text import UnreadableFile, expands_too_far, most_bytes

MAGIC = b"PAR1"
NESTED = ("STRUCT", "MAP", "UNION")
PLACE = "file_row_number"


def receive_parquet(connection: duckdb.DuckDBPyConnection, source: Source) -> Received:
    """Leave the rows of the file in ``received``. Raises ``UnreadableFile``."""
    _check_magic(source.path)
    try:
        types = _types(connection, source.path)
        breaches, warnings = check_columns(source.contract, source.dataset, list(types), source.name)
        breaches += _wrong_types(source, types)
        if PLACE in types:
            breaches.append(Breach(source.name, f"has a column {PLACE}, by which the reader counts", "leave it out"))
        if breaches:
            return Received(breaches=tuple(breaches))
        rows = _rows_said(connection, source.path)
        _check_expansion(connection, source, types, rows)
        _load_rows(connection, source, types)
        ((found,),) = connection.execute("select count(*) from parquet_rows").fetchall()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as fault:
        raise UnreadableFile(
            f"the Parquet file is damaged: it cannot be read ({type(fault).__name__})", "send it again"
        ) from None
    if found != rows:
        raise UnreadableFile(f"damaged: its footer says {rows} rows, and {found} can be read", "send it again")
    return Received(rows, None, (), tuple(warnings))


def _check_magic(path: Path) -> None:
    """A Parquet file begins and ends with its magic; one cut short has lost the footer that says where all lies."""
    with path.open("rb") as stream:
        begins = stream.read(len(MAGIC))
        stream.seek(-min(path.stat().st_size, len(MAGIC)), 2)
        ends = stream.read()
    if not begins:
        raise UnreadableFile("the file is empty", "send it again")
    if begins != MAGIC:
        raise UnreadableFile("not a Parquet file", "name it for what it is, or export as Parquet")
    if ends != MAGIC:
        raise UnreadableFile("cut short: the Parquet footer is missing", "send the whole file again")


def _types(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    described = connection.execute(
        "describe from read_parquet($path, binary_as_string = true)", {"path": str(path)}
    ).fetchall()
    return {row[0]: row[1] for row in described}


def _rows_said(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    counted = "select cast(sum(num_rows) as bigint) from parquet_file_metadata($path)"
    return int(connection.execute(counted, {"path": str(path)}).fetchall()[0][0])


def _check_expansion(
    connection: duckdb.DuckDBPyConnection, source: Source, types: Mapping[str, str], rows: int
) -> None:
    """Refuse a file of which far more would come than it has: one value may stand for millions of rows.

    A value is counted as a byte at least. The sum is made while reading, in no more memory than that takes.
    """
    names = [field.name for field in source.dataset.fields if field.name in types]
    most = most_bytes(source.path)
    if rows * len(names) > most:
        raise expands_too_far()
    lengths = " + ".join(f"coalesce(sum(strlen(cast({columns.quoted(name)} as varchar))), 0)" for name in names)
    query = columns.statement(f"select {lengths}", "from read_parquet($path, binary_as_string = true)")
    if connection.execute(query, {"path": str(source.path)}).fetchall()[0][0] > most:
        raise expands_too_far()


def _wrong_types(source: Source, types: Mapping[str, str]) -> list[Breach]:
    """A list or structure where the contract has one value; anything else can be read as text and judged."""
    return [
        Breach(
            source.name, f"column {field.name} holds {kind.split('(')[0]}, the contract says {field.type}", ONE_VALUE
        )
        for field in source.dataset.fields
        if field.name in types
        for kind in [types[field.name]]
        if kind.startswith(NESTED) or (kind.endswith("]") and field.type is not FieldType.LIST)
    ]


def _load_rows(connection: duckdb.DuckDBPyConnection, source: Source, types: Mapping[str, str]) -> None:
    """All is read here, for a damaged page shows only when it is."""
    cells = [_cell(field, types) for field in source.dataset.fields]
    deleted = f"as_text(cast({columns.DELETED} as varchar))" if columns.DELETED in types else "cast(null as varchar)"
    connection.execute(
        columns.statement(
            "create or replace temp table parquet_rows as",
            f"select file_row_number + 1 as _row, {columns.listed(cells)}, {deleted} as deleted",
            "from read_parquet($path, file_row_number = true, binary_as_string = true)",
        ),
        {"path": str(source.path)},
    )
    connection.execute("create or replace temp view received as from parquet_rows")


def _cell(field: Field, types: Mapping[str, str]) -> str:
    name = columns.quoted(field.name)
    if field.name not in types:
        return f"cast(null as {'varchar[]' if field.type is FieldType.LIST else 'varchar'}) as {name}"
    if field.type is not FieldType.LIST:
        return f"as_text(cast({name} as varchar)) as {name}"
    if types[field.name].endswith("]"):
        return f"as_items(cast({name} as varchar[])) as {name}"
    return f"as_items(string_split(cast({name} as varchar), '|')) as {name}"
