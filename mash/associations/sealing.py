"""Sealed identities are never met in each other's surroundings, however many ways lead from one to the other."""

from __future__ import annotations

import duckdb

from mash.associations.ties import ask
from mash.vocabulary import PersonId
from mash.warehouse import run_sql

ROOM = "associations"
NONE_SEALED = "create table sealed_pair (person_a varchar not null, person_b varchar not null)"


def seals(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the run knows of sealed identities; one of an earlier version does not."""
    try:
        con.execute("select 1 from sealed_pair limit 1").fetchall()
    except duckdb.CatalogException:  # nor does what an evaluation builds beside a run that does
        return False
    return True


def unsay_ties(con: duckdb.DuckDBPyConnection) -> None:
    """Take away the ties between sealed identities, before anything is made of them."""
    if seals(con) and con.execute("select 1 from sealed_pair limit 1").fetchall():
        run_sql(con, ROOM, "unsaid_tie")
        run_sql(con, ROOM, "unsaid_evidence")


def look_past_sealed(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``sealed_from`` (temporary): whom the search around each open case neither meets nor passes."""
    if not seals(con):
        con.execute(NONE_SEALED)
    run_sql(con, ROOM, "sealed_from")


def sealed_from(con: duckdb.DuckDBPyConnection, person_id: PersonId) -> frozenset[PersonId]:
    """Who must not be shown in the network around this person."""
    if not seals(con):
        return frozenset()
    return frozenset(row["person_id"] for row in ask(con, "sealed_ends", person=person_id))
