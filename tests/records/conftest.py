"""A snapshot with the macros, and hubs built from literal rows in the contracts' own columns."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb
import pytest

from mash import records, warehouse
from mash.configuration import AgencyConfig
from mash.contracts import Contract, load_contract
from mash.records.macros import define_macros
from mash.vocabulary import AgencyName

AS_OF = dt.date(2026, 1, 31)
EXTRACT = "2026-01-31"

contract = cache(load_contract)


@pytest.fixture(scope="session")
def clean() -> Callable[..., object]:
    """``clean("canonical_nhs", "943 476 5919")``: what a macro makes of its arguments."""
    con = warehouse.connect(threads=1)
    define_macros(con)

    def call(macro: str, *given: object) -> object:
        marks = ", ".join(f"${position}" for position in range(1, len(given) + 1))
        names = ", ".join(f"column{position}" for position in range(len(given)))
        # through a table, so that a macro meets a column as it does in the agencies' SQL, not a constant
        return con.execute(f"select {macro}({names}) from (select {aliased(marks)})", list(given)).fetchall()[0][0]

    return call


@pytest.fixture(scope="session")
def clean_all() -> Callable[..., list[object]]:
    """``clean_all("canonical_nhs", values)``: what a macro makes of each, in order; further arguments are the same."""
    con = warehouse.connect(threads=1)
    define_macros(con)

    def call(macro: str, values: Sequence[str | None], *further: object) -> list[object]:
        more = "".join(f", $further{position}" for position in range(len(further)))
        found = con.execute(
            f"with listed as (select from_json($given, '[\"varchar\"]') as given),"
            " numbered as (select unnest(given) as value, generate_subscripts(given, 1) as position from listed)"
            f" select {macro}(value{more}) from numbered order by position",
            {"given": json.dumps(values)} | {f"further{position}": value for position, value in enumerate(further)},
        )
        return [value for (value,) in found.fetchall()]

    return call


def aliased(marks: str) -> str:
    return ", ".join(f"{mark} as column{position}" for position, mark in enumerate(marks.split(", ")))


def create_source(con: duckdb.DuckDBPyConnection, agency: str, terms: Contract) -> None:
    con.execute(f"create schema source.{agency}")
    for dataset in terms.datasets:
        columns = ", ".join(f"{field.name} {field.type.column}" for field in dataset.fields)
        told = "_extract varchar, _row bigint, _first_sent varchar"
        con.execute(f"create table source.{agency}.{dataset.name} ({columns}, {told})")


def insert_source(
    con: duckdb.DuckDBPyConnection, agency: str, dataset: str, given: Sequence[Mapping[str, object]]
) -> None:
    for position, row in enumerate(given, start=1):
        full = {**row, "_extract": row.get("_extract", EXTRACT), "_row": row.get("_row", position)}
        full["_first_sent"] = row.get("_first_sent", full["_extract"])
        con.execute(
            f"insert into source.{agency}.{dataset} ({', '.join(full)}) values (${', $'.join(full)})",
            full,
        )


def agency_of(name: str, *, terms: str | None = None, sql: Path | None = None) -> AgencyConfig:
    return AgencyConfig(AgencyName(name), terms or name, Path(), required=True, sql=sql)


@pytest.fixture(scope="session")
def shape() -> Callable[..., duckdb.DuckDBPyConnection]:
    """``shape(police={"nominals": [row, …]})``: the one shape, built from these rows and nothing else.

    ``contracts`` names the contract of an agency that is not called after it.
    """

    def build(
        referrals: Sequence[object] = (),
        freshness: Sequence[object] = (),
        contracts: Mapping[str, str] | None = None,
        **datasets: Mapping[str, Sequence[Mapping[str, object]]],
    ) -> duckdb.DuckDBPyConnection:
        con = warehouse.connect(threads=1)
        con.execute("attach ':memory:' as source")
        agencies = []
        for agency, tables in datasets.items():
            terms = (contracts or {}).get(agency, agency)
            create_source(con, agency, contract(terms))
            agencies.append(agency_of(agency, terms=terms))
            for dataset, given in tables.items():
                insert_source(con, agency, dataset, given)
        records.load_referrals(con, referrals)
        records.build(con, agencies, freshness=freshness, as_of=AS_OF)
        return con

    return build


@pytest.fixture(scope="session")
def select() -> Callable[..., list[tuple[object, ...]]]:
    """``select(con, "flag", "kind", "status")``: those columns of a table, sorted by all of them."""

    def rows(con: duckdb.DuckDBPyConnection, table: str, *columns: str) -> list[tuple[object, ...]]:
        return con.execute(f"select {', '.join(columns)} from {table} order by all").fetchall()

    return rows


@pytest.fixture(scope="session")
def agency_named() -> Callable[..., AgencyConfig]:
    """An agency's block of ``mash.toml``."""
    return agency_of
