"""What of the people in an answer is in dispute, from the run in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

import duckdb

from mash.reports.disputed import Disputed
from mash.vocabulary import Evidence, PersonId
from mash.warehouse import rows, sql_text

STANDS = "select 1 from duckdb_tables() where table_name = 'disputed' and schema_name = 'main' and not temporary"


def disputed_of(con: duckdb.DuckDBPyConnection, names: Mapping[PersonId, str]) -> tuple[Disputed, ...]:
    """Of these persons, with what to call each: every dispute that stands; none in a run that had none."""
    if not con.execute(STANDS).fetchall():
        return ()
    found = rows(con, sql_text("enquiry", "disputed_of"), {"persons": sorted(names)})
    grouped = groupby(found, key=lambda row: (row["dispute"], row["person_id"]))
    return tuple(_one(names, list(group)) for _, group in grouped)


def _one(names: Mapping[PersonId, str], told: Iterable[Mapping[str, object]]) -> Disputed:
    each = list(told)
    first = each[0]
    person = PersonId(str(first["person_id"]))
    return Disputed(
        number=int(str(first["dispute"])),
        person_id=person,
        name=names[person],
        whole=any(bool(row["whole"]) for row in each),
        reason=str(first["reason"]),
        since=first["since"],  # type: ignore[arg-type]  # a date, as the table has it
        rows=tuple(Evidence(**row["source"], says="in dispute") for row in each),  # type: ignore[arg-type]
    )
