"""Reading NDJSON: one JSON object a line; a name left out is a null."""

from __future__ import annotations

from pathlib import Path

import duckdb

from mash import warehouse
from mash.contracts import Breach, Dataset, FieldType, check_columns, columns
from mash.extracts.framed import Framed, framed
from mash.extracts.framing import CELL
from mash.extracts.from_csv import text_warnings
from mash.extracts.received import ONE_VALUE, Received, Source, too_many_unreadable
from mash.extracts.text import Notes, UnreadableFile, read_lines

ROOM = "extracts"
LINES = {"_row": "bigint", "line": "bigint", "raw": "varchar"}


def receive_ndjson(connection: duckdb.DuckDBPyConnection, source: Source, work: Path) -> Received:
    """Leave the rows of the file in ``received`` and ``unreadable``. Raises ``UnreadableFile``."""
    notes = Notes()
    with framed(connection, work / "rows.tmp", LINES) as lines:
        rows = _number_lines(source, lines, notes)
    connection.execute(columns.statement("create or replace temp view framed_lines as", lines.rows))
    warehouse.run_sql(connection, ROOM, "json_lines")
    warehouse.run_sql(connection, ROOM, "unreadable_json")
    unreadable, first, last = connection.execute("select count(*), min(line), max(_row) from unreadable").fetchall()[0]
    if last == rows and rows and not notes.ends_in_newline:
        raise UnreadableFile("cut short: the last line is no whole JSON object", "send the whole file again")
    breaches = too_many_unreadable(source, unreadable, rows, first)
    warnings = text_warnings(source, notes)
    names = [name for (name,) in warehouse.run_sql(connection, ROOM, "json_names").fetchall()]
    if names:
        breaches += _nested(connection, source)
        shape, extra = check_columns(source.contract, source.dataset, names, source.name, may_omit=True)
        breaches, warnings = [*breaches, *shape], [*extra, *warnings]
    _take_objects(connection, source.dataset)
    return Received(rows, notes.read_as, tuple(breaches), tuple(warnings))


def _number_lines(source: Source, out: Framed, notes: Notes) -> int:
    """Write the lines that are not blank with their row and line numbers; how many they are."""
    rows = line = 0
    for lines in read_lines(source.path, compressed=source.compressed, notes=notes):
        if not rows and any(text.lstrip().startswith("[") for text in lines[:1]):
            raise UnreadableFile("a JSON array, not one object a line", "write each object on a line of its own")
        for text in lines:
            line += 1
            if text.strip():
                rows += 1
                out.write(f"{rows}{CELL}{line}{CELL}{text}\n")
    return rows


def _nested(connection: duckdb.DuckDBPyConnection, source: Source) -> list[Breach]:
    """A list or object where the contract has one value, as in Parquet; nothing of it could be judged."""
    single = [field for field in source.dataset.fields if field.type is not FieldType.LIST]
    counts = [
        f"count(*) filter (where json_type(raw, '$.\"{field.name}\"') in ('ARRAY', 'OBJECT'))" for field in single
    ]
    # most lines have neither, and are not looked into
    sought = columns.statement(
        f"select {columns.listed(counts)}", "from json_lines", "where is_object and regexp_matches(raw, '.[\\[{]')"
    )
    found = connection.execute(sought).fetchall()[0]
    return [
        Breach(
            source.name, f"{field.name} is a list or object in {rows} rows, the contract says {field.type}", ONE_VALUE
        )
        for field, rows in zip(single, found, strict=True)
        if rows
    ]


def _take_objects(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    lists = {field.name for field in dataset.fields if field.type is FieldType.LIST}

    def cell(name: str) -> str:
        """Contract names are letters, digits and _, so a JSON path needs no more than its quotes."""
        path = f"'$.\"{name}\"'"
        one = f"(raw ->> {path})"
        if name not in lists:
            return f"as_text({one}) as {columns.quoted(name)}"
        items = f"(raw ->> '$.\"{name}\"[*]')"
        is_array = f"json_type(raw, {path}) = 'ARRAY'"
        return (
            f"as_items(case when {is_array} then {items} else string_split({one}, '|') end) as {columns.quoted(name)}"
        )

    names = [*(field.name for field in dataset.fields), columns.DELETED]
    connection.execute(
        columns.statement(
            "create or replace temp view received as",
            f"select _row, {columns.listed(map(cell, names))}",
            "from json_lines",
            "where is_object and not is_ambiguous",
        )
    )
