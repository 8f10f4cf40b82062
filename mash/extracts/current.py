"""Which rows are current as of a date: the latest full load, and the changes after it.

A function of what has landed and the date alone: the order of landing plays no part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import duckdb

from mash import warehouse
from mash.contracts import Dataset, Load, columns, load_contract
from mash.errors import NotFound
from mash.extracts.drop import extract_date
from mash.extracts.intact import check_rows, reading
from mash.extracts.landed_files import rows_of_files
from mash.extracts.landing import DATA, Manifest, landed
from mash.hub import Hub

SOURCE = "source"


class ExtractInUse(NamedTuple):
    """One landed file that the rows as of a date rest on."""

    agency: str
    dataset: str
    extract: str
    sha256: str


def extracts_in_use(hub: Hub, as_of: dt.date) -> list[ExtractInUse]:
    """Every landed file that the rows current as of the date rest on, sorted: what goes into a run."""
    return sorted(
        ExtractInUse(each.agency, each.dataset, each.extract, each.sha256)
        for agency in hub.config.agencies
        for manifests in [landed(hub.landing / agency.name)]
        for dataset in load_contract(agency.contract).datasets
        for each in in_use(manifests, dataset.name, as_of)
    )


def in_use(manifests: Sequence[Manifest], dataset: str, as_of: dt.date) -> list[Manifest]:
    """Of one agency's manifests the dataset's latest full load and the changes since, oldest first."""
    until = [each for each in manifests if each.dataset == dataset and is_by(each.extract, as_of)]
    full = [place for place, each in enumerate(until) if each.load == Load.FULL]
    return until[full[-1] :] if full else until


def is_by(extract: str, as_of: dt.date) -> bool:
    """Whether the extract is dated on that day or before."""
    extracted = extract_date(extract)
    return extracted is not None and extracted <= as_of


def load_current(con: duckdb.DuckDBPyConnection, hub: Hub, as_of: dt.date) -> None:
    """Attach an in-memory database ``source`` with every dataset's current rows, as ``source.<agency>.<dataset>``.

    Columns are the contract's and ``_extract``, ``_row``; a dataset that never landed is an empty table. The tables
    are written in a transaction of their own, so ``con`` may be within one. What was attached before is replaced.
    Raises ``Damaged`` for a landed file that is not what it was.
    """
    with _cursor(con) as own:
        own.execute(columns.statement("detach database if exists", SOURCE))
        own.execute(columns.statement("attach ':memory:' as", SOURCE, "(compress)"))
        for agency in hub.config.agencies:
            schema = f"{SOURCE}.{columns.quoted(agency.name)}"
            own.execute(columns.statement("create schema", schema))
            manifests = landed(hub.landing / agency.name)
            for dataset in load_contract(agency.contract).datasets:
                table = f"{schema}.{columns.quoted(dataset.name)}"
                own.execute(columns.statement("create table", table, f"({_columns(dataset)})"))
                files = in_use(manifests, dataset.name, as_of)
                if files:
                    with _current_rows(own, hub, dataset, files) as rows:
                        own.execute(columns.statement("insert into", table, "by name", rows))


def count_current(con: duckdb.DuckDBPyConnection, hub: Hub, dataset: Dataset, files: Sequence[Manifest]) -> int:
    """How many rows of the dataset are current, given its files in use."""
    if all(each.load == Load.FULL for each in files):
        return sum(each.rows_loaded for each in files)
    with _current_rows(con, hub, dataset, files) as rows:
        counted = con.execute(columns.statement("select count(*)", "from (", rows, ")"))
        return int(counted.fetchall()[0][0])


def read_row(hub: Hub, agency: str, dataset: str, extract: str, source_row: int) -> dict[str, object]:
    """One landed row by its place in the file as received: where a piece of evidence leads back to.

    Raises ``NotFound`` when no such extract landed, or the row was rejected; ``Damaged`` when its file is.
    """
    where = f"{agency} {dataset} {extract} row {source_row}"
    path = hub.landing / agency / dataset / extract / DATA
    if not path.exists():
        raise NotFound("no such extract has landed", where=where, try_="mash status")
    with warehouse.connect(reach=hub.reach) as con, reading(con, [path]):
        found = con.execute(f"{rows_of_files(con, [path])} where _row = $row", {"row": source_row})
        names = [column[0] for column in found.description or ()]
        rows = found.fetchall()
    if not rows:
        raise NotFound("the extract has no such row, or it was rejected", where=where, try_="its rejects.parquet")
    return dict(zip(names, rows[0], strict=True))


@contextmanager
def _cursor(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    own = warehouse.cursor(con)
    try:
        yield own
    finally:
        own.close()


def _columns(dataset: Dataset) -> str:
    return f"{columns.definitions(dataset.fields)}, _extract varchar, _row bigint"


@contextmanager
def _current_rows(
    con: duckdb.DuckDBPyConnection, hub: Hub, dataset: Dataset, files: Sequence[Manifest]
) -> Iterator[str]:
    """A query, to be run within, of the rows that stand after all of ``files`` have been applied.

    Raises ``Damaged`` for a file that cannot be read, or is not the one its manifest speaks of.
    """
    rows = {_data(hub, each): each.rows_loaded for each in files}
    with reading(con, list(rows)):
        check_rows(con, rows)
        yield _query(con, dataset, files, list(rows))


def _query(con: duckdb.DuckDBPyConnection, dataset: Dataset, files: Sequence[Manifest], paths: Sequence[Path]) -> str:
    found = con.execute(f"describe {rows_of_files(con, paths, ', union_by_name = true')}").fetchall()
    there = {row[0] for row in found}
    values = columns.listed(
        f"try_cast({columns.quoted(field.name)} as {field.type.column}) as {columns.quoted(field.name)}"
        if field.name in there
        else f"cast(null as {field.type.column}) as {columns.quoted(field.name)}"
        for field in dataset.fields
    )
    deleted = "coalesce(deleted, false)" if columns.DELETED in there else "false"
    extract = "parse_path(filename)[-2]" if len(files) > 1 else columns.text(files[0].extract)
    applied = columns.statement(
        f"select {values}, {deleted} as deleted, {extract} as _extract, _row",
        rows_of_files(con, paths, ", union_by_name = true, filename = true"),
    )
    key = columns.listed(columns.quoted(name) for name in dataset.key_or_row)
    last = f"qualify row_number() over (partition by {key} order by _extract desc, _row desc) = 1"
    return columns.statement(
        "from (", applied, last if len(files) > 1 else "", ")", "select * exclude (deleted)", "where not deleted"
    )


def _data(hub: Hub, manifest: Manifest) -> Path:
    return hub.landing / manifest.agency / manifest.dataset / manifest.extract / DATA
