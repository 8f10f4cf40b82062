"""How far the run in use can be relied on at a later day: it does not grow older by itself, so it is told."""

from __future__ import annotations

import datetime as dt

import duckdb

from mash.vocabulary import counted
from mash.warehouse import rows, sql_text

NIGHTLY = dt.timedelta(days=1)
"""How much older than the day it is read on a run may be."""


def age_notes(con: duckdb.DuckDBPyConnection, as_of: dt.date, day: dt.date) -> tuple[str, ...]:
    """That nights are missing since, and which required sources would by now be too old to rate on; empty when none."""
    notes = []
    if day - as_of > NIGHTLY:
        notes.append(
            f"this is the run of {as_of}, {counted((day - as_of).days, 'day')} ago: what came in since is not in it."
            " Next: mash status, then mash nightly"
        )
    notes.extend(
        f"{row['agency']}'s {row['extract']} is {counted(row['age_days'], 'day')} old by now,"
        f" {row['fresh_within_days']} at most: with nothing newer the next night leaves every case unrated"
        for row in rows(con, sql_text("enquiry", "source_run_out"), {"day": day})
    )
    return tuple(notes)
