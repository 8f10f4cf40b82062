"""The derived tables as files for other tools: CSV or Parquet, by the file's suffix."""

from __future__ import annotations

import csv
import datetime as dt
from difflib import get_close_matches
from pathlib import Path

import duckdb

from mash import warehouse
from mash.errors import UsageError
from mash.reports.aside import written_aside
from mash.reports.watermark import COLUMN, Mark

TABLES = ("memberships", "persons", "ties", "proposals", "certainties")
"""What can be exported; each is ``mash/reports/sql/<name>.sql``, whose columns and order are the file's."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters that make a spreadsheet run a cell, full-width ones among them (OWASP, CSV injection)."""
APOSTROPHE = "'"
ROWS_AT_ONCE = 20_000


def export_table(con: duckdb.DuckDBPyConnection, name: str, path: Path, mark: Mark | None = None) -> None:
    """Write one derived table of a snapshot to ``path``, whole or not at all; same snapshot and mark, same bytes.

    CSV is UTF-8 with lists ``|``-separated, null and empty text both as an empty cell, text that a spreadsheet would
    run as a formula defused, and the mark in the last column. Parquet keeps types and text as they are, and has the
    mark in its metadata.
    Raises ``UsageError`` for another table or suffix, or a file that cannot be written.
    """
    _refuse_unknown(name, "mash export")
    writers = {".csv": _write_csv, ".parquet": _write_parquet}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise UsageError(
            f"the suffix {path.suffix!r} says no format", where=str(path), try_="a name ending in .csv or .parquet"
        )
    with written_aside(path) as aside:
        write(con, name, aside, mark)


def relation_of(con: duckdb.DuckDBPyConnection, name: str) -> duckdb.DuckDBPyRelation:
    """One derived table, types and text as they are, read when asked for rows. Raises ``UsageError`` for another."""
    _refuse_unknown(name, "table")
    return con.sql(warehouse.sql_text("reports", name))


def _refuse_unknown(name: str, where: str) -> None:
    if name not in TABLES:
        near = get_close_matches(name, TABLES, n=1)
        raise UsageError(
            f"there is no table {name!r} to export" + (f"; did you mean {near[0]}?" if near else ""),
            where=where,
            try_=f"one of {', '.join(TABLES)}",
        )


def defused(text: str) -> str:
    """``text`` that no spreadsheet takes for a formula: an apostrophe before what could be one, or begins with one.

    So the rule can be undone: a cell that begins with an apostrophe says what stands after it (``restored``).
    """
    return APOSTROPHE + text if text.startswith((*FORMULA_STARTS, APOSTROPHE)) else text


def restored(cell: str) -> str:
    """The text that ``defused`` made the cell of."""
    return cell.removeprefix(APOSTROPHE)


def _write_csv(con: duckdb.DuckDBPyConnection, name: str, path: Path, mark: Mark | None) -> None:
    result = warehouse.run_sql(con, "reports", name)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*(column[0] for column in result.description or ()), COLUMN])
        last = mark.cell if mark else ""
        while rows := result.fetchmany(ROWS_AT_ONCE):
            writer.writerows([*(_cell(value) for value in row), last] for row in rows)


def _write_parquet(con: duckdb.DuckDBPyConnection, name: str, path: Path, mark: Mark | None) -> None:
    """By a database that may write this one file: that of the run may write none. One thread keeps the order."""
    found = warehouse.run_sql(con, "reports", name).to_arrow_reader(ROWS_AT_ONCE)
    facts = {**mark.facts, "run": mark.run} if mark else {}
    names = ", ".join(f"{key}: ${key}" for key in facts)
    marked = f", kv_metadata {{{names}}}" if facts else ""
    with warehouse.connect(threads=1, files=(path,)) as own:
        own.register("found", found)
        try:
            own.execute(
                f"copy found to $path (format parquet, use_tmp_file false{marked})", {"path": str(path), **facts}
            )
        except duckdb.Error as fault:
            raise warehouse.SqlFault(f"reports/sql/{name}.sql", fault) from fault


def _cell(value: object) -> object:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return defused(value)
        case list():
            return defused("|".join(str(part) for part in value))
        case dt.datetime():
            return value.isoformat(timespec="seconds")
    return value
