"""A person's decision written down: the one place that can, which nothing of a night imports or could."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from mash.errors import UsageError
from mash.ledger.decisions import Basis, Decision
from mash.vocabulary import Colour, Piece


def rate(connection: sqlite3.Connection, decision: Decision, seen: Iterable[Piece] = ()) -> None:
    """Add a decision, with the pieces of evidence that were on the screen.

    Raises ``UsageError`` without a rationale, or for UNRATED, which nobody can decide.
    """
    if not any(character.isalnum() for character in decision.rationale):
        raise UsageError("a decision needs its reason, in words", where="--rationale", try_='--rationale "why"')
    if decision.colour is Colour.UNRATED:
        raise UsageError(
            "UNRATED is what the engine says when it cannot say; it is not a decision", try_="RED, AMBER or GREEN"
        )
    made = connection.execute(
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
    if decision.basis:
        _add_basis(connection, made.lastrowid, decision.basis)
    connection.executemany(
        "insert into decision_evidence values (?, ?, ?, ?, ?)",
        ((made.lastrowid, piece.kind, piece.says, piece.person_a, piece.person_b) for piece in seen),
    )


def _add_basis(connection: sqlite3.Connection, decision_id: int | None, basis: Basis) -> None:
    connection.execute(
        "insert into decision_basis values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            decision_id,
            basis.role,
            basis.stage,
            basis.profile,
            basis.word,
            basis.stood.name if basis.stood else None,
            basis.at_least.name,
            basis.direction.value,
            basis.policy,
            basis.model,
            basis.fingerprint,
        ),
    )
