"""Reading a CSV file: comma, double quote, a header line, UTF-8 or what an office machine makes of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from mash.contracts import FieldType, check_columns, columns
from mash.extracts.framed import Framed, framed
from mash.extracts.framing import CELL, Framer
from mash.extracts.received import Received, Source, too_many_unreadable
from mash.extracts.text import Notes, UnreadableFile, read_lines

UNREADABLE = {"_row": "bigint", "line": "bigint", "rule": "varchar", "raw": "varchar"}
"""Columns of the lines that could not be taken apart."""


def receive_csv(connection: duckdb.DuckDBPyConnection, source: Source, work: Path) -> Received:
    """Leave the rows of the file as ``received`` and ``unreadable``. Raises ``UnreadableFile``."""
    notes = Notes()
    blocks = read_lines(source.path, compressed=source.compressed, notes=notes)
    header, rest, line = _header(blocks)
    breaches, warnings = check_columns(source.contract, source.dataset, header, source.name)
    if breaches:
        return Received(breaches=tuple(breaches))
    types = {"_row": "bigint", **{f"c{place}": "varchar" for place in range(len(header))}}
    with (
        framed(connection, work / "rows.tmp", types) as rows,
        framed(connection, work / "unreadable.tmp", UNREADABLE) as unreadable,
    ):
        framer = Framer(len(header), rows, unreadable, line, header=CELL.join(header))
        framer.take(rest)
        for lines in blocks:
            framer.take(lines)
        framer.finish(notes)
    connection.execute(
        columns.statement("insert into unreadable", "select _row, line, rule, coalesce(raw, '')", unreadable.rows)
    )
    _take_rows(connection, source, header, (framer, rows))
    first = connection.execute("select min(line) from unreadable").fetchall()[0][0]
    breaches = too_many_unreadable(source, framer.unreadable, framer.rows, first)
    return Received(framer.rows, notes.read_as, tuple(breaches), (*warnings, *text_warnings(source, notes)))


def text_warnings(source: Source, notes: Notes) -> list[str]:
    """What the agency should hear of its text, though every row of it was read."""
    said = {
        "lines were no valid UTF-8 and were read as CP1252": notes.cp1252_lines - notes.undecodable_lines,
        "lines hold bytes that are neither UTF-8 nor CP1252": notes.undecodable_lines,
        "control characters were left out": notes.control_characters,
    }
    return [f"{source.name}: {count} {what}" for what, count in said.items() if count]


def _header(blocks: Iterator[list[str]]) -> tuple[list[str], Sequence[str], int]:
    """The column names, the other lines of their block, and the number of the first of those."""
    line = 1
    for lines in blocks:
        for at, text in enumerate(lines):
            if text.strip():
                return _names(text), lines[at + 1 :], line + at + 1
        line += len(lines)
    raise UnreadableFile("the file is empty: not even a header", "send the header even when there is no row")


def _names(text: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([text], strict=True))]
    except csv.Error:
        raise UnreadableFile("the header's quotes are out of place", "export again") from None


def _take_rows(
    connection: duckdb.DuckDBPyConnection, source: Source, header: Sequence[str], taken_apart: tuple[Framer, Framed]
) -> None:
    """Columns are taken by place, so that no name from a file becomes SQL."""
    framer, rows = taken_apart
    cells = {field.name: header.index(field.name) for field in source.dataset.fields if field.name in header}
    if columns.DELETED in header:
        cells[columns.DELETED] = header.index(columns.DELETED)
    lists = {field.name for field in source.dataset.fields if field.type is FieldType.LIST}

    def cell(name: str) -> str:
        if name not in cells:
            return f"cast(null as varchar{'[]' if name in lists else ''}) as {columns.quoted(name)}"
        taken = f"c{cells[name]}"
        if framer.has_breaks:
            taken = f"replace({taken}, chr(30), chr(10))"
        if name in lists:
            taken = f"string_split({taken}, '|')"
        if name in lists and framer.has_loose_items:
            taken = f"as_items({taken})"
        return f"{taken} as {columns.quoted(name)}"

    names = [*(field.name for field in source.dataset.fields), columns.DELETED]
    connection.execute(
        columns.statement(
            "create or replace temp view received as", f"select _row, {columns.listed(map(cell, names))}", rows.rows
        )
    )
