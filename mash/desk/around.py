"""For as long as an enquiry lasts, the tables of a run narrowed to what bears on one child."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import duckdb

from mash import warehouse
from mash.desk.build import BY_PERSON, BY_RECORD, ROOM
from mash.vocabulary import PersonId
from mash.warehouse import run_sql

TWO_ENDED = ("tie", "possible_identity", "declared_relationship", "referral")
"""Tables with a row for either end."""
OF_THEIR_OWN = {"stay": "person_no, dwelling_no", "event_role": "person_no, event_no", "event": "event_no"}
"""Tables that hold also what others have in common with those asked for, and their numbers."""
OF_THE_MENTIONED = ("person", "membership", "person_flag")
"""Of whoever is named with those asked for: who they are and what stands against them."""
_NUMBER = count(1)
"""Connections to one database share its names."""


@contextmanager
def around(con: duckdb.DuckDBPyConnection, desk: Path | None, child: PersonId, *, hops: int) -> Iterator[None]:
    """While it lasts, ``con`` shows of the run what bears on whoever is within ``hops`` of ``child``, and is the same.

    Every row that a question about them asks for is there, of other people only some: what counts a whole hub is no
    question to be asked meanwhile. A run without a desk, of an earlier version, is shown whole.
    """
    if desk is None or not desk.exists():
        yield
        return
    ((run,),) = con.execute("select current_database()").fetchall()
    _open(con, desk)
    near = f"near_{next(_NUMBER)}"
    con.execute(f"attach ':memory:' as {near} (read_write)")
    try:
        con.execute(f"use {near}")
        _cut(con, child, hops, run)
        con.execute(f"set search_path = '{near}.main,\"{run}\".main'")
        yield
    finally:
        con.execute(f"set search_path = '\"{run}\".main'")
        con.execute(f"detach {near}")


def _open(con: duckdb.DuckDBPyConnection, desk: Path) -> None:
    """Attach the desk, unless another connection to the same database has."""
    if not con.execute("select 1 from duckdb_databases() where database_name = $name", {"name": ROOM}).fetchall():
        warehouse.attach(con, desk.absolute(), ROOM)


def _cut(con: duckdb.DuckDBPyConnection, child: PersonId, hops: int, run: str) -> None:
    _ask(con, child, hops, run)
    con.execute("create schema kept")
    for name in TWO_ENDED:
        _keep_ends(con, name)
    for name, numbers in OF_THEIR_OWN.items():
        run_sql(con, ROOM, f"{name}_near")
        con.execute(f"create view {name} as select * exclude ({numbers}) from kept.{name}")  # noqa: S608 - our own
    run_sql(con, ROOM, "mentioned")
    for name in (*BY_RECORD, *BY_PERSON, "tie_evidence"):
        _keep(con, name, "mentioned" if name in OF_THE_MENTIONED else "asked")


def _ask(con: duckdb.DuckDBPyConnection, child: PersonId, hops: int, run: str) -> None:
    ((at_least,),) = con.execute(f'select follow_at_least from "{run}".association_run').fetchall()  # noqa: S608 - a name
    run_sql(con, ROOM, "asked", {"child": child})
    for hop in range(hops + 1):
        if hop:
            run_sql(con, ROOM, "asked_by_tie", {"round": hop, "at_least": at_least})
        run_sql(con, ROOM, "asked_by_identity", {"round": hop})
    run_sql(con, ROOM, "asked_by_tie", {"round": 1, "at_least": 0.0})  # of the child every tie is told


def _keep(con: duckdb.DuckDBPyConnection, name: str, of: str) -> None:
    con.execute(
        f"create table {name} as select * exclude (person_no)"  # noqa: S608 - our own names
        f" from desk.{name} semi join {of} using (person_no)"
    )


def _keep_ends(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Rows with somebody asked for at either end, each once."""
    con.execute(
        f"create table kept.{name} as select row.* from desk.{name} as row semi join asked using (person_no)"  # noqa: S608 - ours
        " left join asked as other on row.other_no = other.person_no"
        " where other.person_no is null or row.person_no <= row.other_no"
    )
    con.execute(f"create view {name} as select * exclude (person_no, other_no) from kept.{name}")  # noqa: S608 - our own
