"""What leaves the run that is read, while its records are built: nothing that comes after can show it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import duckdb

from mash.restrictions.model import Place, Restrictions
from mash.vocabulary import RecordKey
from mash.warehouse import run_sql, sql_text

ROOM = "restrictions"
RECORDS_IN = (
    ("event_role", "record_key"),
    ("declared_relationship", "record_key_a"),
    ("declared_relationship", "record_key_b"),
    ("referral", "child_record_key"),
    ("episode", "child_record_key"),
    ("flag", "record_key"),
    ("stay", "record_key"),
    ("contact_detail", "record_key"),
    ("record_identifier", "record_key"),
    ("record_name", "record_key"),
    ("person_record", "record_key"),
)
"""Where a record stands in the one shape, whoever reads it."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is withheld of one run: found in the whole of it, taken out of what is read."""

    records: tuple[RecordKey, ...]
    """Of closed persons, all of them."""
    places: tuple[Place, ...]
    codes: tuple[str, ...]
    """Handling codes whose ties are withheld."""


def leaving_of(whole: duckdb.DuckDBPyConnection, restrictions: Restrictions) -> Leaving:
    """What leaves, by the persons that the whole run found."""
    keys = [key for each in restrictions.closed for key in each.records]
    found = run_sql(whole, ROOM, "leaving_record", {"records": keys}).fetchall() if keys else []
    return Leaving(
        records=tuple(RecordKey(key) for (key,) in found),
        places=restrictions.places,
        codes=tuple(each.code for each in restrictions.handling if each.withheld),
    )


def take_out(con: duckdb.DuckDBPyConnection, leaving: Leaving) -> None:
    """Take it out of the one shape, before dwellings or counts are made of that."""
    _note_rows(con, "row_before")
    run_sql(con, ROOM, "leaving", {"records": json.dumps(leaving.records)})
    find_places(con, leaving.places)
    run_sql(con, ROOM, "leaving_word")
    run_sql(con, ROOM, "unsaid_event")
    run_sql(con, ROOM, "unsaid_text")
    run_sql(con, ROOM, "unsaid_narrative")
    for table, column in RECORDS_IN:
        con.execute(f"delete from {table} where {column} in (select record_key from leaving)")  # noqa: S608 - our own names
    con.execute(
        "delete from declared_relationship where list_contains($codes, handling_code)", {"codes": leaving.codes}
    )
    for step in ("unsaid_contact", "unsaid_together", "withheld_whereabouts", "withheld_stay"):
        run_sql(con, ROOM, step)
    for table in ("leaving", "leaving_place", "leaving_stay", "leaving_word"):
        con.execute(f"drop table {table}")
    _note_rows(con, "row_after")


def count_anew(con: duckdb.DuckDBPyConnection) -> None:
    """Say of each dataset how many rows it has without those that were taken out."""
    run_sql(con, ROOM, "rows_counted")
    con.execute("drop table row_before")
    con.execute("drop table row_after")


def _note_rows(con: duckdb.DuckDBPyConnection, table: str) -> None:
    con.execute(f"create or replace temp table {table} as {sql_text(ROOM, 'row_told')}")


def find_places(con: duckdb.DuckDBPyConnection, places: Sequence[Place]) -> None:
    """Make ``leaving_place`` and ``leaving_stay`` (temporary): the stays at these places."""
    given = [{key: asdict(place)[key] for key in ("uprn", "postcode", "line")} for place in places]
    run_sql(con, ROOM, "leaving_place", {"places": json.dumps(given)})
    run_sql(con, ROOM, "leaving_stay")
