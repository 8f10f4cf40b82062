"""What people decided of cases: their ratings. A decision is superseded by the next one and never edited."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from mash.vocabulary import CaseId, Colour, Direction, PersonId, Piece, RunId


@dataclass(frozen=True, slots=True)
class Basis:
    """In what role a decision was taken, and what was on the screen."""

    role: str
    """As declared."""
    stage: str
    profile: str
    word: str
    """The colour as the person said it: ``BLUE`` is kept as GREEN."""
    stood: Colour | None
    """What a person had said before."""
    at_least: Colour
    direction: Direction
    policy: str
    model: str
    fingerprint: str


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
    """The colour the engine asked a person to decide; the rules' own where that is lower than what stood."""
    basis: Basis | None = None
    """None for a decision from before it was kept."""

    @property
    def differs(self) -> bool:
        """Whether the person decided otherwise than was proposed; UNRATED proposes only that it be not less."""
        if self.proposed is not Colour.UNRATED:
            return self.colour is not self.proposed
        return self.basis is not None and self.colour < self.basis.at_least


def decisions(connection: sqlite3.Connection, case_id: CaseId | None = None) -> list[Decision]:
    """The case's decisions, or every case's, oldest first."""
    found = connection.execute(
        "select case_id, colour, rationale, decided_by, decided_at, run, proposed, role, stage, profile, word, stood,"
        " at_least, direction, policy, model, fingerprint"
        " from decision left join decision_basis using (decision_id) where ? in ('', case_id) order by decision_id",
        (case_id or "",),
    )
    return [
        Decision(
            CaseId(case),
            Colour[colour],
            why,
            who,
            dt.datetime.fromisoformat(at),
            RunId(run),
            Colour[proposed],
            _basis(*of) if of[0] is not None else None,
        )
        for case, colour, why, who, at, run, proposed, *of in found
    ]


def newest_decisions(connection: sqlite3.Connection) -> dict[CaseId, Decision]:
    """Each decided case's newest decision: the one that stands."""
    return {decision.case_id: decision for decision in decisions(connection)}


def latest_decisions(connection: sqlite3.Connection) -> dict[CaseId, Colour]:
    """Each decided case's colour by its newest decision."""
    return {case_id: decision.colour for case_id, decision in newest_decisions(connection).items()}


def evidence_seen(
    connection: sqlite3.Connection, case_id: CaseId | None = None, *, newest_only: bool = False
) -> dict[CaseId, tuple[Piece, ...]]:
    """What whoever decided had on the screen, by case, or of the one case: all decisions' together, or the newest's.

    Persons go by the ids of that day. A case whose (newest) decision is from before this was kept is left out.
    """
    found = connection.execute(
        "select case_id, kind, says, person_a, person_b"
        " from decision inner join decision_basis using (decision_id) left join decision_evidence using (decision_id)"
        " where ? in ('', case_id)"
        " and (not ? or decision_id in (select max(decision_id) from decision group by case_id))"
        " order by decision_id",
        (case_id or "", newest_only),
    )
    seen: defaultdict[CaseId, dict[Piece, None]] = defaultdict(dict)
    for case, kind, says, first, second in found:
        pieces = seen[CaseId(case)]
        if kind is not None:
            pieces[Piece(kind, says, first and PersonId(first), second and PersonId(second))] = None
    return {case: tuple(pieces) for case, pieces in seen.items()}


def _basis(*of: str) -> Basis:
    role, stage, profile, word, stood, at_least, direction, policy, model, fingerprint = of
    return Basis(
        role,
        stage,
        profile,
        word,
        Colour[stood] if stood else None,
        Colour[at_least],
        Direction(direction),
        policy,
        model,
        fingerprint,
    )
