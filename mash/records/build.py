"""The one shape, built in order: macros, empty tables, each agency's rows, the hub's own, what follows from all."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import duckdb

from mash import warehouse
from mash.configuration import AgencyConfig
from mash.errors import UsageError
from mash.extracts import DatasetFreshness
from mash.records.given import HUB, insert_freshness
from mash.records.macros import define_macros
from mash.records.statements import Statement, built_in_statements, statements_of

SHAPES = (
    "person_record",
    "record_name",
    "record_identifier",
    "contact_detail",
    "stay",
    "event",
    "event_role",
    "declared_relationship",
    "flag",
    "referral",
    "episode",
    "source_freshness",
    "orphan",
    "record_quality",
    "outcode_authority",
)
"""The tables of the one shape, each ``sql/shape/<name>.sql``."""

OUTCODES = Path(__file__).with_name("outcodes.csv")
"""Outward codes and their local authorities, as ``scripts/outcodes.py`` writes them."""

DERIVED = ("stay_dwelling", "orphan", "record_quality")
"""What follows from all agencies' rows together, in order, each ``sql/derive/<name>.sql``."""


def build(
    con: duckdb.DuckDBPyConnection,
    agencies: Iterable[AgencyConfig],
    *,
    freshness: Sequence[DatasetFreshness],
    as_of: dt.date,
    take_out: Callable[[duckdb.DuckDBPyConnection], None] | None = None,
) -> None:
    """Fill the one shape in the snapshot that ``con`` stands in.

    The agencies' current rows stand in the attached database ``source``, a schema each, and so do the ledger's
    referrals (``load_referrals``). ``as_of`` is the date the records are read as of: nobody is born after it, and
    short PNC years are read by it. A row that refers to a record nobody sent is kept and counted in ``orphan``.
    ``take_out`` removes what must not be read, before anything is written to the snapshot or follows from it.

    Raises ``UsageError`` for an agency without usable SQL, or whose SQL makes two records of one key, ``MashError``
    naming the file of a refused statement.
    """
    define_macros(con)
    for table in SHAPES:
        warehouse.run_sql(con, "records", f"shape/{table}")
    _load_outcodes(con)
    with _aside(con) if take_out else nullcontext():
        for agency in sorted(agencies, key=lambda agency: agency.name):
            insert_rows(con, agency.name, statements_of(agency, SHAPES), as_of)
        insert_rows(con, HUB, built_in_statements("hub", SHAPES), as_of)
        _refuse_repeated_keys(con)
        if take_out:
            take_out(con)
    for step in DERIVED:
        warehouse.run_sql(con, "records", f"derive/{step}")
    insert_freshness(con, freshness)


@contextmanager
def _aside(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Fill the one shape in memory, then the snapshot's from that: what is deleted stays in a file's pages."""
    ((snapshot,),) = con.execute("select current_database()").fetchall()
    con.execute("attach ':memory:' as aside")
    try:
        con.execute("set search_path = 'aside.main'")
        define_macros(con)
        for table in SHAPES:
            warehouse.run_sql(con, "records", f"shape/{table}")
        yield
        for table in SHAPES:
            con.execute(f'insert into "{snapshot}".main.{table} by name from aside.main.{table}')
    finally:
        con.execute(f"set search_path = '\"{snapshot}\".main'")
        con.execute("detach aside")


def _load_outcodes(con: duckdb.DuckDBPyConnection) -> None:
    """Read here, not by DuckDB: a run's database may read no file of the engine's."""
    with OUTCODES.open(encoding="utf-8", newline="") as file:
        outcodes = json.dumps(list(csv.DictReader(file)))
    warehouse.run_sql(con, "records", "outcode_authority", {"outcodes": outcodes})


def _refuse_repeated_keys(con: duckdb.DuckDBPyConnection) -> None:
    """Two rows of one key would double every pair and tie after: a contract's rows do not, an agency's join may."""
    repeated = warehouse.run_sql(con, "records", "repeated_key").fetchall()
    if repeated:
        told = "; ".join(f"{count} of {agency} {dataset}" for agency, dataset, count in repeated)
        raise UsageError(
            f"people stand in more than one row: {told}",
            where="person_record",
            try_="one row per record_key in that agency's person_record.sql",
        )


def insert_rows(con: duckdb.DuckDBPyConnection, agency: str, statements: Iterable[Statement], as_of: dt.date) -> None:
    """Run one agency's statements where its datasets and the snapshot's tables both go by their bare names."""
    (snapshot,) = con.execute("select current_database()").fetchone() or ()
    main = f'"{snapshot}".main'
    try:
        con.execute(f"set search_path = 'source.{agency},{main}'")
        for statement in statements:
            statement.run(con, {"agency": agency, "as_of": as_of})
    finally:
        con.execute(f"set search_path = '{main}'")
