"""What people decided of cases: their ratings."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from mash.errors import UsageError
from mash.vocabulary import CaseId, Colour, RunId


@dataclass(frozen=True, slots=True)
class Decision:
    """A named person's rating of a case, with why, and what the engine proposed at that moment."""

    case_id: CaseId
    colour: Colour
    rationale: str
    decided_by: str
    decided_at: dt.datetime
    run: RunId
    proposed: Colour


def rate(connection: sqlite3.Connection, decision: Decision) -> None:
    """Add a decision. Raises ``UsageError`` without a rationale, or for UNRATED, which nobody can decide."""
    if not decision.rationale.strip():
        raise UsageError("a decision needs its reason", try_='--rationale "why"')
    if decision.colour is Colour.UNRATED:
        raise UsageError(
            "UNRATED is what the engine says when it cannot say; it is not a decision", try_="RED, AMBER or GREEN"
        )
    connection.execute(
        "insert into decision (case_id, colour, rationale, decided_by, decided_at, run, proposed)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        (
            decision.case_id,
            decision.colour.name,
            decision.rationale,
            decision.decided_by,
            decision.decided_at.isoformat(timespec="seconds"),
            decision.run,
            decision.proposed.name,
        ),
    )


def decisions(connection: sqlite3.Connection, case_id: CaseId) -> list[Decision]:
    """The case's decisions, oldest first."""
    found = connection.execute(
        "select case_id, colour, rationale, decided_by, decided_at, run, proposed"
        " from decision where case_id = ? order by decision_id",
        (case_id,),
    )
    return [
        Decision(CaseId(case), Colour[colour], why, who, dt.datetime.fromisoformat(at), RunId(run), Colour[proposed])
        for case, colour, why, who, at, run, proposed in found
    ]


def latest_decisions(connection: sqlite3.Connection) -> dict[CaseId, Colour]:
    """Each decided case's colour by its newest decision."""
    found = connection.execute("select case_id, colour from decision order by decision_id")
    return {CaseId(case): Colour[colour] for case, colour in found}
