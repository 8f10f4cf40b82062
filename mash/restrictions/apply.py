"""What the restrictions do to a run while it is built: content goes before anything is made of it."""

from __future__ import annotations

import datetime as dt

import duckdb

from mash.restrictions.model import Restrictions
from mash.vocabulary import ASK
from mash.warehouse import run_sql

ROOM = "restrictions"


def keep_existence_only(con: duckdb.DuckDBPyConnection, restrictions: Restrictions, as_of: dt.date) -> None:
    """Of flags of which only the existence may be known: their content, before anybody could read it."""
    for each in restrictions.existence_only:
        run_sql(con, ROOM, "existence_to_come", {"scheme": each.scheme, "as_of": as_of})
        told = {"counts_as": each.counts_as.value, "contact": f"{ASK}{each.contact}"}
        run_sql(con, ROOM, "existence_only", {"scheme": each.scheme, "as_of": as_of, **told})


def tell_conditions(con: duckdb.DuckDBPyConnection, restrictions: Restrictions) -> None:
    """The conditions of handling codes, in the words of the hub, wherever a tie under one is told."""
    for each in restrictions.handling:
        if each.condition:
            run_sql(con, ROOM, "handling_condition", {"code": each.code, "condition": each.condition})
