"""Who is within reach of each open case: an iterative frontier over all cases at once.

Measured beforehand (docs/sources.md, measured): frontier tables with an anti-join are ten times as fast as a recursion.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import duckdb

from mash.associations.sealing import look_past_sealed
from mash.associations.ties import sendable
from mash.vocabulary import CaseId, Colour, IdentityCertainty
from mash.warehouse import run_sql

ROOM = "associations"


def flag_persons(con: duckdb.DuckDBPyConnection, *, as_of: dt.date, told_on: dt.date | None = None) -> None:
    """Make ``person_flag``: each person's flags with their status on ``as_of``, as the agencies told it on ``told_on``.

    Left out, that is the same day; for an earlier day, a flag that has ended since was current.
    """
    run_sql(con, ROOM, "person_flag", {"as_of": as_of, "told_on": told_on or as_of})


def open_cases(
    con: duckdb.DuckDBPyConnection, *, as_of: dt.date, decided: Iterable[tuple[CaseId, Colour]] = ()
) -> None:
    """Make ``open_case``: the referrals open on ``as_of``, with the colours that persons decided (from the ledger)."""
    colours = {case_id: colour.name for case_id, colour in decided}
    run_sql(
        con,
        ROOM,
        "open_case",
        {"as_of": as_of, "case_ids": sendable(list(colours)), "colours": sendable(list(colours.values()))},
    )


def reach(con: duckdb.DuckDBPyConnection, *, hops: int) -> None:
    """Make ``met``, ``reach``, ``exposure`` and ``exposure_leg`` for every open case, ``hops`` ties deep.

    All that confirmed identities reach comes first; what is left is reached through possible identities, which
    take no hop. Within a hop a tie goes before an identity. Whoever is reached by confirmed ties and may be somebody
    nearer is passed again from there.
    """
    look_past_sealed(con)
    run_sql(con, ROOM, "met")
    run_sql(con, ROOM, "reach")
    for hop in range(1, hops + 1):
        _add_by_tie(con, hop, IdentityCertainty.CONFIRMED)
    for hop in range(hops + 1):
        if hop:
            _add_by_tie(con, hop, IdentityCertainty.POSSIBLE)
        run_sql(con, ROOM, "met_by_identity", {"hops": hop})
    run_sql(con, ROOM, "exposure")
    run_sql(con, ROOM, "exposure_leg")


def _add_by_tie(con: duckdb.DuckDBPyConnection, hop: int, identity: IdentityCertainty) -> None:
    run_sql(con, ROOM, "met_by_tie", {"hops": hop, "identity": identity.value})
