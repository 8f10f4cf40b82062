"""How fresh each dataset is, written into the snapshot for the rating to stop at what is stale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import duckdb

from mash import warehouse
from mash.extracts import DatasetFreshness


COLUMNS = tuple(field.name for field in fields(DatasetFreshness))


def insert_freshness(con: duckdb.DuckDBPyConnection, freshness: Sequence[DatasetFreshness]) -> None:
    """Insert one row per agency and dataset."""
    warehouse.run_sql(
        con,
        "records",
        "given/source_freshness",
        {name: [getattr(row, name) for row in freshness] for name in COLUMNS},
    )
