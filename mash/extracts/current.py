"""Which rows are current as of a date: the latest full load, and the changes after it.

A function of what has landed and the date alone: the order of landing plays no part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb

from mash import warehouse
from mash.configuration import AgencyConfig
from mash.contracts import Dataset, Load, columns, load_contract
from mash.errors import NotFound
from mash.extracts.drop import extract_date
from mash.extracts.first_sent import first_sent
from mash.extracts.intact import check_rows, reading
from mash.extracts.landed_files import rows_of_files
from mash.extracts.landing import Manifest, landed, manifest_of
from mash.hub import Hub
from mash.retention import Reading, Terms, terms_of

SOURCE = "source"


class ExtractInUse(NamedTuple):
    """One landed file that the rows as of a date rest on."""

    agency: str
    dataset: str
    extract: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of one dataset that stand in the landing and that a run does not read."""

    agency: str
    dataset: str
    expired: int
    erased: int
    disputed: int


def extracts_in_use(hub: Hub, as_of: dt.date) -> list[ExtractInUse]:
    """Every landed file that the rows current as of the date rest on, sorted: what goes into a run."""
    return sorted(
        ExtractInUse(each.agency, each.dataset, each.extract, each.sha256)
        for agency in hub.config.agencies
        for manifests in [landed(hub.landing / agency.name)]
        for dataset in load_contract(agency.contract).datasets
        for each in rested_on(manifests, dataset, as_of)
    )


def in_use(manifests: Sequence[Manifest], dataset: str, as_of: dt.date) -> list[Manifest]:
    """Of one agency's manifests the dataset's latest full load and the changes since, oldest first."""
    until = [each for each in manifests if each.dataset == dataset and is_by(each.extract, as_of)]
    full = [place for place, each in enumerate(until) if each.load == Load.FULL]
    return until[full[-1] :] if full else until


def rested_on(manifests: Sequence[Manifest], dataset: Dataset, as_of: dt.date) -> list[Manifest]:
    """The same, and of a dataset whose rows are told with when they were first sent every file before."""
    if not dataset.tell_first_sent:
        return in_use(manifests, dataset.name, as_of)
    return [each for each in manifests if each.dataset == dataset.name and is_by(each.extract, as_of)]


def is_by(extract: str, as_of: dt.date) -> bool:
    """Whether the extract is dated on that day or before."""
    extracted = extract_date(extract)
    return extracted is not None and extracted <= as_of


def load_current(
    con: duckdb.DuckDBPyConnection, hub: Hub, as_of: dt.date, terms: Terms | None = None
) -> tuple[LeftOut, ...]:
    """Attach an in-memory database ``source`` with every dataset's current rows, as ``source.<agency>.<dataset>``.

    Columns are the contract's and ``_extract``, ``_row`` and ``_first_sent``, the first extract that had the row if the
    contract asks for it, else ``_extract``; a dataset that never landed is an empty table. The tables are written in a
    transaction of their own, so ``con`` may be within one. What was attached before is replaced. What ``terms`` (by
    default those of the hub on that day) leave out is counted and returned, by dataset they touch.
    Raises ``Damaged`` for a landed file that is not what it was.
    """
    terms = terms_of(hub, as_of) if terms is None else terms
    with _cursor(con) as own:
        own.execute(columns.statement("detach database if exists", SOURCE))
        own.execute(columns.statement("attach ':memory:' as", SOURCE, "(compress)"))
        return tuple(out for agency in hub.config.agencies for out in _load_agency(own, hub, agency, as_of, terms))


def _load_agency(
    own: duckdb.DuckDBPyConnection, hub: Hub, agency: AgencyConfig, as_of: dt.date, terms: Terms
) -> Iterator[LeftOut]:
    schema = f"{SOURCE}.{columns.quoted(agency.name)}"
    own.execute(columns.statement("create schema", schema))
    standing = Standing(own, hub, agency, as_of)
    for dataset in standing.contract.datasets:
        table = f"{schema}.{columns.quoted(dataset.name)}"
        own.execute(columns.statement("create table", table, f"({_columns(dataset)})"))
        files = standing.files(dataset.name)
        if not files:
            continue
        with standing.reading(dataset, terms) as reading:
            rows = _read(dataset, reading)
            own.execute(columns.statement("insert into", table, "by name", rows), reading.named_in(rows))
            if terms.touch(agency.name, dataset.name):
                yield from _left_out(own, agency, dataset, reading)
        standing.tell_first_sent(dataset, table)


def count_current(standing: Standing, dataset: Dataset, terms: Terms) -> int:
    """How many rows of the dataset are current, and read under the terms."""
    files = standing.files(dataset.name)
    touched = bool(files) and terms.touch(standing.agency.name, dataset.name)
    if not touched and all(each.load == Load.FULL for each in files):
        return sum(each.rows_loaded for each in files)
    with standing.reading(dataset, terms) as reading:
        counted = columns.statement("select count(*)", "from (", _read(dataset, reading), ")")
        return int(standing.con.execute(counted, reading.named_in(counted)).fetchall()[0][0])


def read_row(hub: Hub, agency: str, dataset: str, extract: str, source_row: int) -> dict[str, object]:
    """One landed row by its place in the file as received: where a piece of evidence leads back to.

    Raises ``NotFound`` when no such extract landed, or the row was rejected; ``Damaged`` when its file is.
    """
    where = f"{agency} {dataset} {extract} row {source_row}"
    manifest = manifest_of(hub.landing / agency / dataset / extract)
    if manifest is None:
        raise NotFound("no such extract has landed", where=where, try_="mash status")
    path = data_path(hub, manifest)
    with warehouse.connect(reach=hub.reach) as con, reading(con, [path]):
        found = con.execute(f"{rows_of_files(con, [path])} where _row = $row", {"row": source_row})
        names = [column[0] for column in found.description or ()]
        rows = found.fetchall()
    if not rows:
        what = "the extract has no such row, or it was rejected, has expired or was erased"
        raise NotFound(what, where=where, try_="its manifest.json, and its rejects.parquet")
    return dict(zip(names, rows[0], strict=True))


@contextmanager
def _cursor(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    own = warehouse.cursor(con)
    try:
        yield own
    finally:
        own.close()


def _columns(dataset: Dataset) -> str:
    return f"{columns.definitions(dataset.fields)}, _extract varchar, _row bigint, _first_sent varchar"


def _read(dataset: Dataset, reading: Reading) -> str:
    """The rows that a run reads."""
    named = columns.listed(columns.quoted(field.name) for field in dataset.fields)
    told = f"{named}, _extract, _row, _extract as _first_sent"
    return columns.statement("select", told, "from (", reading.rows, f") where not ({reading.away})")


def _left_out(
    con: duckdb.DuckDBPyConnection, agency: AgencyConfig, dataset: Dataset, reading: Reading
) -> Iterator[LeftOut]:
    """Each row once: what is erased is not told as expired, nor what has expired as disputed; all read: none."""
    why = f"({reading.expired}) as expired, ({reading.kept_out}) as erased, ({reading.disputed}) as disputed"
    counted = columns.statement(
        "select count_if(expired and not erased), count_if(erased), count_if(disputed and not expired and not erased)",
        "from (select",
        why,
        "from (",
        reading.rows,
        "))",
    )
    counts = con.execute(counted, reading.named_in(counted)).fetchall()[0]
    if any(counts):
        yield LeftOut(agency.name, dataset.name, *counts)


class Standing:
    """One agency's landing as of a date: of each dataset the rows that stand once all its files are applied."""

    def __init__(self, con: duckdb.DuckDBPyConnection, hub: Hub, agency: AgencyConfig, as_of: dt.date) -> None:
        self.con, self.hub, self.agency, self.as_of = con, hub, agency, as_of
        self.contract = load_contract(agency.contract)
        self.manifests = landed(hub.landing / agency.name)

    def files(self, dataset: str) -> list[Manifest]:
        """The dataset's latest full load and the changes since."""
        return in_use(self.manifests, dataset, self.as_of)

    def files_until_now(self, dataset: Dataset) -> list[Manifest]:
        """Every file that what stands is told by."""
        return rested_on(self.manifests, dataset, self.as_of)

    @contextmanager
    def reading(self, dataset: Dataset, terms: Terms) -> Iterator[Reading]:
        """How its rows are read, to be run within.

        Raises ``Damaged`` for a file that cannot be read, or is not the one its manifest speaks of.
        """
        files = {data_path(self.hub, each): each.rows_loaded for each in self.files(dataset.name)}
        with reading(self.con, list(files)):
            check_rows(self.con, files)
            yield terms.reading(self.agency.name, self.contract, dataset, self.as_of, self.rows)

    def tell_first_sent(self, dataset: Dataset, table: str) -> None:
        """Put into the table of its rows since when each is sent as it stands. Raises as ``reading`` does."""
        files = {data_path(self.hub, each): each.rows_loaded for each in self.files_until_now(dataset)}
        if len(files) == len(self.files(dataset.name)):
            return
        with reading(self.con, list(files)):
            check_rows(self.con, files)
            found = first_sent(dataset, self.rows(dataset.name), values_of(self.con, dataset, list(files)))
            told = "as told set _first_sent = first from ("
            same = ") as found where found._extract = told._extract and found._row = told._row"
            self.con.execute(columns.statement("update", table, told, found, same))

    def rows(self, dataset: str) -> str:
        """SQL of the rows that stand, read under no terms; an empty text when none has landed."""
        files = self.files(dataset)
        return _query(self.con, self.contract.dataset(dataset), files, self.hub) if files else ""


def _query(con: duckdb.DuckDBPyConnection, dataset: Dataset, files: Sequence[Manifest], hub: Hub) -> str:
    applied = values_of(con, dataset, [data_path(hub, each) for each in files])
    key = columns.listed(columns.quoted(name) for name in dataset.key_or_row)
    last = f"qualify row_number() over (partition by {key} order by _extract desc, _row desc) = 1"
    return columns.statement(
        "from (", applied, last if len(files) > 1 else "", ")", "select * exclude (deleted)", "where not deleted"
    )


def values_of(con: duckdb.DuckDBPyConnection, dataset: Dataset, files: Sequence[Path]) -> str:
    """SQL of every row of these landed files, in the contract's columns with ``deleted``, ``_extract`` and ``_row``."""
    landed_rows = rows_of_files(con, files, named=True)
    found = con.execute(f"describe {landed_rows}").fetchall()
    there = {row[0] for row in found}
    values = columns.listed(
        f"try_cast({columns.quoted(field.name)} as {field.type.column}) as {columns.quoted(field.name)}"
        if field.name in there
        else f"cast(null as {field.type.column}) as {columns.quoted(field.name)}"
        for field in dataset.fields
    )
    deleted = "coalesce(deleted, false)" if columns.DELETED in there else "false"
    extract = "parse_path(filename)[-2]" if len(files) > 1 else columns.text(files[0].parent.name)
    return columns.statement(
        f"select {values}, {deleted} as deleted, {extract} as _extract, _row",
        landed_rows,
    )


def data_path(hub: Hub, manifest: Manifest) -> Path:
    """Where the landed rows of a file lie."""
    return hub.landing / manifest.agency / manifest.dataset / manifest.extract / manifest.data
