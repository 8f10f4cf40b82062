"""What comes from the hub itself and not from an extract: its ledger's referrals, and how fresh the extracts are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import duckdb

from mash import warehouse
from mash.extracts import DatasetFreshness
from mash.ledger import Referral

HUB = "hub"
"""The agency by which the hub's own records go; no supplier may bear the name."""


def load_referrals(con: duckdb.DuckDBPyConnection, referrals: Sequence[Referral]) -> None:
    """Stand the referrals in ``source.hub.referrals``, where the hub's SQL finds them as any agency's does.

    Call it before the transaction that builds the records: DuckDB writes to one database in a transaction.
    """
    con.execute(f"create schema if not exists source.{HUB}")
    warehouse.run_sql(con, "records", "given/referrals", {"rows": _as_json(referrals)})


def insert_freshness(con: duckdb.DuckDBPyConnection, freshness: Sequence[DatasetFreshness]) -> None:
    """Insert one row per agency and dataset."""
    warehouse.run_sql(con, "records", "given/source_freshness", {"rows": _as_json(freshness)})


def _as_json(given: Sequence[Referral] | Sequence[DatasetFreshness]) -> str:
    """One parameter for all rows: DuckDB takes seconds to bind lists of thousands, or to insert row by row."""
    return json.dumps([asdict(row) for row in given], default=str)
