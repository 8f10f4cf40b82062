"""One alert per piece of evidence: what a night is the first to hold of a case, and what it holds no more.

A piece is raised the first night it stands in a case's proposal. ``evidence_raised`` carries it from run to run, so
that it is not raised again: not the next night, not when its rows move or are sent again, not when it was gone for a
while, and not when a person decided with it on the screen. It is a function of the run, the run in use and the ledger.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from mash.associations import ask, sendable
from mash.rating.pieces import News, in_order
from mash.vocabulary import CaseId, PersonId, Piece
from mash.warehouse import attach, run_sql

PIECE = "case_id varchar, kind varchar, says varchar, person_a varchar, person_b varchar"
RECALLED = {
    "raised_before": ("evidence_raised", f"{PIECE}, raised_on date"),
    "stood_before": ("proposal_evidence", PIECE),
    "proposed_before": ("proposal", "case_id varchar"),
}
"""Temporary tables of the run before: of which table of its snapshot, and which columns."""


def raise_evidence(
    con: duckdb.DuckDBPyConnection,
    before: Path | None,
    *,
    seen: Mapping[CaseId, Iterable[Piece]],
    merged: Mapping[PersonId, PersonId],
    as_of: dt.date,
) -> dict[CaseId, News] | None:
    """Make ``evidence_raised``; what is new and what is gone in each case that is open in both runs.

    ``before`` is the snapshot of the run in use, ``seen`` what people had on the screen when they decided. None when
    the run before kept no pieces: an earlier version built it.
    """
    kept = _recall(con, before)
    run_sql(
        con,
        "rating",
        "evidence_known",
        {
            "merged": sendable([{"person_id": old, "now": new} for old, new in merged.items()]),
            "seen": sendable([{"case_id": case} | asdict(piece) for case, pieces in seen.items() for piece in pieces]),
        },
    )
    run_sql(con, "rating", "evidence_raised", {"as_of": as_of})
    if not kept:
        return None
    found: defaultdict[CaseId, dict[str, list[Piece]]] = defaultdict(lambda: {"new": [], "gone": []})
    for row in ask(con, "evidence_news", "rating"):
        found[row["case_id"]][row["which"]].append(piece_of(row))
    return {case: News(in_order(each["new"]), in_order(each["gone"])) for case, each in found.items()}


def whom_now(con: duckdb.DuckDBPyConnection, merged: Mapping[PersonId, PersonId]) -> dict[PersonId, PersonId]:
    """Who persons merged into others are by now, by the register or in this run. Ids in use stay as they are."""
    events = {**merged, **{row["person_id"]: row["other_person_id"] for row in ask(con, "persons_merged", "rating")}}
    in_use = {row["person_id"] for row in ask(con, "persons_in_use", "rating", persons=sorted(events))}
    gone = {old: new for old, new in events.items() if old not in in_use}
    return {old: _end(old, gone) for old in gone}


def pieces_of_cases(con: duckdb.DuckDBPyConnection, case_ids: Iterable[CaseId]) -> dict[CaseId, tuple[Piece, ...]]:
    """The pieces of evidence that the proposals of these open cases stand on in this run."""
    found: defaultdict[CaseId, list[Piece]] = defaultdict(list)
    for row in ask(con, "evidence_of_cases", "rating", case_ids=sorted(case_ids)):
        found[row["case_id"]].append(piece_of(row))
    return {case: in_order(pieces) for case, pieces in found.items()}


def piece_of(row: Mapping[str, Any]) -> Piece:
    """A row with the columns of a piece."""
    return Piece(row["kind"], row["says"], row["person_a"], row["person_b"])


def _end(person: PersonId, merged: Mapping[PersonId, PersonId]) -> PersonId:
    been: set[PersonId] = set()
    while person in merged and person not in been:
        been.add(person)
        person = merged[person]
    return person


def _recall(con: duckdb.DuckDBPyConnection, before: Path | None) -> bool:
    """The tables of ``RECALLED``, empty without a run before; whether that has them all, or there is none."""
    for name, (_, columns) in RECALLED.items():
        con.execute(f"create or replace temp table {name} ({columns})")
    if before is None:
        return True
    attach(con, before, "run_before")
    held = {
        name
        for (name,) in con.execute(
            "select table_name from duckdb_tables() where database_name = 'run_before' and schema_name = 'main'"
        ).fetchall()
    }
    kept = all(table in held for table, _ in RECALLED.values())
    for name, (table, columns) in RECALLED.items() if kept else ():
        wanted = ", ".join(column.split()[0] for column in columns.split(", "))
        con.execute(f"insert into {name} select {wanted} from run_before.main.{table}")  # noqa: S608 - our own names
    con.execute("detach run_before")
    return kept
