"""Rows that make no tie between people, by reason: they cannot be placed, may not be shared or make no sense."""

from __future__ import annotations

from contextlib import closing

from mash.hub import Hub
from mash.reports.upkeep import Untied
from mash.warehouse import rows


def untied(hub: Hub) -> tuple[Untied, ...]:
    """Of the run in use, by agency, dataset and reason; none where an older engine built it.

    Raises ``MashError`` where no run can be read.
    """
    _, con = hub.read_current()
    with closing(con):
        if not rows(con, "select 1 from duckdb_tables() where table_name = 'association_left_out'"):
            return ()
        found = rows(con, "from association_left_out order by agency, dataset, reason")
    return tuple(Untied(each["agency"], each["dataset"], each["reason"], each["rows_left_out"]) for each in found)
