"""The tables that enquiries read, written once more beside the run: sorted by whose each row is, in small row groups.

DuckDB has no use for an index in a join (measured on 1.5.5), but passes over every row group whose numbers lie beside
those it joins. So persons are numbered by where they live, and a child's people lie in a few of the groups.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from mash import warehouse
from mash.warehouse import run_sql

ROOM = "desk"
ROWS = 4096
"""Rows of a row group: the fewer, the less is read for one person, the more there are to pass over."""
NUMBERED = ("person_number", "record_number", "dwelling_number", "event_number")
OF_THEIR_OWN = (
    "stay",
    "stay_at_dwelling",
    "event_role",
    "role_in_event",
    "event",
    "tie",
    "tie_evidence",
    "possible_identity",
    "declared_relationship",
    "referral",
)
"""Tables with a statement of their own: they are looked up by more than whose they are."""
BY_RECORD = {
    "person_record": "record_key",
    "record_name": "record_key",
    "flag": "record_key",
    "episode": "child_record_key",
    "person_link": "record_key_a",
}
"""Tables of which a record is asked for, and the column that names it."""
BY_PERSON = {
    "person": "person_id",
    "membership": "person_id",
    "person_flag": "person_id",
    "crowd_member": "person_id",
    "hop": "from_person",
}
"""Tables of which a person is asked for."""
ONLY = {"hop": "where hop.busy"}
"""Of the ways that the batch follows an enquiry asks only who has too many."""


def build(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the desk of the run that ``con`` has open to ``path``, anew."""
    path.unlink(missing_ok=True)
    warehouse.attach(con, path, ROOM, read_only=False, row_group_size=ROWS)
    try:
        for name in (*NUMBERED, *OF_THEIR_OWN):
            run_sql(con, ROOM, name)
        for name, key in BY_RECORD.items():
            _lay_out(con, name, f"record_number on {name}.{key} = record_number.record_key")
        for name, key in BY_PERSON.items():
            _lay_out(con, name, f"desk.person_number as number on {name}.{key} = number.person_id")
        for name in NUMBERED[1:]:
            con.execute(f"drop table temp.{name}")
        con.execute(f"checkpoint {ROOM}")
    finally:
        con.execute(f"detach {ROOM}")


def _lay_out(con: duckdb.DuckDBPyConnection, name: str, numbered: str) -> None:
    """One table as it is, by whose each row is."""
    con.execute(
        f"create or replace table desk.{name} as select person_no, {name}.*"  # noqa: S608 - our own names
        f" from {name} inner join {numbered} {ONLY.get(name, '')} order by person_no"
    )
