"""Splink's linker over the hub's records: what a model is trained with, and what its weights are held against."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from mash import warehouse
from mash.identity.pairing import columns_of

NOT_COMPARED = frozenset(
    {
        "record_key", "agency", "dataset", "named_in", "named_as", "named_as_grown", "child", "under_age", "twin_home",
        "name_sex", "police_forenames", "parent_of", "grandparent_of", "eldest_child_born", "partner_birth_year",
        "established_names", "first_roots", "multiple_birth", "due_year", "sealed",
    }
)  # fmt: skip
"""Columns of ``linkage_record`` that only the guards read."""


@contextmanager
def splink_linker(
    con: duckdb.DuckDBPyConnection, settings: dict[str, Any], table: str = "linkage_record"
) -> Iterator[tuple[Any, Any]]:
    """A Splink linker over ``linkage_record``, or a choice of its rows, and its database API.

    They live in an in-memory database that is gone after: Splink resolves columns by bare table name and leaves its
    workings behind, so it never sees the hub's own file. It spills where the hub's does, at the same limit.
    """
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    columns = ", ".join(name for name in columns_of(con, "linkage_record") if name not in NOT_COMPARED)
    own = warehouse.connect_beside(con)
    try:
        con.execute(f"select {columns} from {table}")  # noqa: S608 - column names of our own table
        own.register("records_handed_over", con.to_arrow_table())  # unnamed: a large hub's would be held twice
        own.execute("create table mash_linkage_record as select * from records_handed_over")
        own.unregister("records_handed_over")
        api = DuckDBAPI(connection=own)
        registered = api.register("mash_linkage_record", dataset_display_name="mash_records")
        # Splink's check of the settings takes longer than a small hub's pairs, and only logs what DuckDB would refuse.
        yield Linker(registered, settings, log_level=logging.ERROR, validate_settings=False), api
    finally:
        own.close()
