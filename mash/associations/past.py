"""Any earlier day, made again from the rows of a run around one person, as a night of that day would have tied them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from mash.associations.build import build
from mash.associations.frontier import ROOM, flag_persons
from mash.associations.settings import Settings
from mash.errors import Refused
from mash.vocabulary import PersonId
from mash.warehouse import rows, run_sql

NARROWED = ("stay", "event_role", "contact_detail", "declared_relationship")
"""Tables of the one shape that ties are made of."""


@contextmanager
def on_day(con: duckdb.DuckDBPyConnection, person_id: PersonId, *, day: dt.date, hops: int) -> Iterator[None]:
    """While it lasts, ``con`` shows the ties around one person, all flags and all ages as of ``day``.

    The rows are those the run holds; what an agency only learned later, with a date before, is known here. A context
    that is a crowd in the run leads to nobody further. Ties beyond ``hops`` are not whole. On the run's own day nothing
    is made again. Raises ``Refused`` over a run of a version that did not keep its numbers.
    """
    run = rows(con, "select * from association_run")[0]
    if day == run["as_of"]:
        yield
        return
    if "settings" not in run:
        raise Refused(
            "this run was built by an earlier version, which kept less of it", try_="mash nightly, then again"
        )
    ((snapshot,),) = con.execute("select current_database()").fetchall()
    con.execute("attach ':memory:' as past (read_write)")
    try:
        con.execute(f"set search_path = 'past.main,\"{snapshot}\".main'")
        _gather(con, person_id, hops)
        run_sql(con, ROOM, "past_age", {"as_of": day})
        flag_persons(con, as_of=day, told_on=run["as_of"])
        build(con, as_of=day, settings=Settings(**json.loads(run["settings"])))
        yield
    finally:
        con.execute(f"set search_path = '\"{snapshot}\".main'")
        con.execute("detach past")


def _gather(con: duckdb.DuckDBPyConnection, person_id: PersonId, hops: int) -> None:
    """The rows that may tie anybody within ``hops``: of everyone met so far, and of whom statements name with them."""
    run_sql(con, ROOM, "past_person", {"person": person_id})
    for _ in range(hops):
        run_sql(con, ROOM, "past_kin")
        run_sql(con, ROOM, "past_ring")
    run_sql(con, ROOM, "past_kin")
    run_sql(con, ROOM, "past_record")
    for table in NARROWED:
        run_sql(con, ROOM, f"past_{table}")
