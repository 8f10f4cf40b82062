"""Write a town's drops: each agency's datasets as they stood on each night, to its contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np

from mash import warehouse
from mash.contracts import Contract, Dataset, Field, FieldType, Load, load_contract
from mash.contracts.columns import listed, statement
from mash.synthetic.agencies import AgencyView, Sheet
from mash.synthetic.columns import NOBODY, OPEN, UNKNOWN, Table, day

FORMATS = ("csv", "parquet")
EPOCH = "date '1970-01-01'"


def write_agency(out: Path, agency: str, view: AgencyView, nights: list[dt.date], form: str) -> int:
    """``out/<agency>/<date>/<dataset>.<form>`` for every night; returns the rows of the last night's datasets."""
    contract = load_contract(agency)
    total = 0
    with scratch(out) as con:
        for dataset in contract.datasets:
            sheet = view.sheets[dataset.name]
            register(con, sheet.table)
            for before, night in zip([None, *nights[:-1]], nights, strict=True):
                folder = out / agency / night.isoformat()
                folder.mkdir(parents=True, exist_ok=True)
                target = folder / f"{dataset.name}.{form}"
                total += _write(con, _query(sheet, dataset, (before, night), form), target, form) * (
                    night == nights[-1]
                )
    return total


def write_table(table: Table, target: Path, casts: Mapping[str, str]) -> None:
    """One truth table as Parquet, sorted by all its columns; ``casts`` gives types that arrays do not carry.

    They are ``day``, ``minute``, ``person`` (a true person's number, written as an id) or a type of DuckDB's.
    """
    with scratch(target.parent) as con:
        con.register("arrays", {name: np.ascontiguousarray(column) for name, column in table.items()})
        columns = [f"{_cast(name, casts.get(name, ''))} as {name}" for name in table]
        order = listed(f"arrays.{name}" for name in table)
        _write(con, statement("select", listed(columns), "from arrays order by", order), target, "parquet")


def _cast(name: str, kind: str) -> str:
    if kind == "day":
        return f"case when abs({name}) < {OPEN} then {EPOCH} + {name}::integer end"
    if kind == "minute":
        return f"case when abs({name}) < {OPEN} * 1440 then timestamp '1970-01-01' + to_minutes({name}) end"
    if kind == "person":
        return f"case when {name} <> {NOBODY} then format('T{{:07d}}', {name}) end"
    return f"{name}::{kind}" if kind else name


def scratch(*reach: Path) -> duckdb.DuckDBPyConnection:
    """An in-memory database that writes in one order, to the folders ``reach`` alone."""
    return warehouse.connect(threads=1, reach=reach)


def register(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """The columns as table ``loaded``."""
    con.register("arrays", {name: np.ascontiguousarray(column) for name, column in table.items()})
    con.execute("create or replace table loaded as from arrays")
    con.unregister("arrays")


def _query(sheet: Sheet, dataset: Dataset, between: tuple[dt.date | None, dt.date], form: str) -> str:
    """What the agency sends on the second date, the first being when it last sent."""
    before, night = between[0], day(between[1])
    known = f"_noted <= {night}"
    columns = [f"{_value(sheet, field, night, form)} as {field.name}" for field in dataset.fields]
    if dataset.load is Load.FULL:
        where = f"{known} and _withdrawn > {night}"
    else:
        columns.append(f"_withdrawn <= {night} as deleted")
        where = f"{known} and _withdrawn > {night}" if before is None else _changed(sheet, day(before), night)
    return statement("select", listed(columns), "from loaded where", where, "order by all")


def _changed(sheet: Sheet, before: int, night: int) -> str:
    """New, ended, put right or withdrawn since; what was noted and withdrawn in between was never sent."""
    since = [
        f"_noted > {before} and _withdrawn > {night}",
        f"_noted <= {before} and _withdrawn > {before} and _withdrawn <= {night}",
    ]
    if sheet.ends:
        since.append(
            f"_noted <= {before} and {sheet.ends} > {before} and {sheet.ends} <= {night} and _withdrawn > {night}"
        )
    since += [
        f"_noted <= {before} and {name} > {before} and {name} <= {night} and _withdrawn > {night}"
        for name in sheet.table
        if name.startswith("_right_")
    ]
    return f"_noted <= {night} and ({' or '.join(f'({one})' for one in since)})"


def _value(sheet: Sheet, field: Field, night: int, form: str) -> str:
    name = field.name
    if f"_was_{name}" in sheet.table:
        name = f"(case when _right_{name} > {night} then _was_{name} else {name} end)"
    if field.type is FieldType.DATE:
        limit = night if field.name == sheet.ends else OPEN - 1
        return f"case when {name} between {UNKNOWN + 1} and {limit} then {EPOCH} + {name}::integer end"
    if field.type is FieldType.TIMESTAMP:
        return f"timestamp '1970-01-01' + to_minutes({name})"
    if field.type is FieldType.INTEGER:
        least = field.least or 0
        return f"case when {name} >= {least} then {name}::integer end"
    if field.type is FieldType.LIST and form == "parquet":
        return f"string_split({name}, '|')"
    if field.name in sheet.blank:
        return f"case when {sheet.ends} <= {night} then {name} end"
    return name


def _write(con: duckdb.DuckDBPyConnection, query: str, target: Path, form: str) -> int:
    options = "format csv, header, delimiter ','" if form == "csv" else "format parquet, compression zstd"
    row = con.execute(f"copy ({query}) to '{target.as_posix()}' ({options})").fetchone()
    return int(row[0]) if row else 0


def contract_fields(contract: Contract, dataset: str) -> list[str]:
    """The columns a drop of the dataset has."""
    found = contract.dataset(dataset)
    return [field.name for field in found.fields] + (["deleted"] if found.load is Load.CHANGES else [])
