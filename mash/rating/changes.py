"""What changed between two runs, so that each morning starts with what is new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import duckdb

from mash.associations import ask, sendable
from mash.vocabulary import CaseId, Colour
from mash.warehouse import run_sql


class ChangeKind(StrEnum):
    """How a case's proposal differs from the last run's."""

    NEW_RED = "new red"
    NEW_AMBER = "new amber"
    NEW_GREEN = "new green"
    """First seen, or rated again after being unrated."""
    LOWERED = "lowered"
    UNRATED = "unrated"
    NEW_EVIDENCE = "new evidence"
    """The same colour on other grounds."""
    UNCHANGED = "unchanged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Proposed:
    """One case's proposal in one run: its colour and what it stood on."""

    case_id: CaseId
    colour: Colour
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Change:
    """One case between two runs; no colour where it was not open."""

    case_id: CaseId
    kind: ChangeKind
    from_colour: Colour | None
    to_colour: Colour | None


def proposals_of(con: duckdb.DuckDBPyConnection) -> list[Proposed]:
    """What a snapshot proposes, for comparing with another's."""
    return [
        Proposed(row["case_id"], Colour[row["colour"]], row["fingerprint"])
        for row in ask(con, "proposals_made", "rating")
    ]


def changes(previous: Iterable[Proposed], current: Iterable[Proposed]) -> list[Change]:
    """One change per case open in either run, ``unchanged`` ones too, by case."""
    before = {each.case_id: each for each in previous}
    now = {each.case_id: each for each in current}
    return [_change(case_id, before.get(case_id), now.get(case_id)) for case_id in sorted(before.keys() | now.keys())]


def store_changes(con: duckdb.DuckDBPyConnection, found: Iterable[Change]) -> None:
    """Make ``change`` with all but the unchanged."""
    kept = [change for change in found if change.kind != ChangeKind.UNCHANGED]
    changed = [
        {
            "case_id": change.case_id,
            "kind": change.kind.value,
            "from_colour": _name(change.from_colour),
            "to_colour": _name(change.to_colour),
        }
        for change in kept
    ]
    run_sql(con, "rating", "change", {"rows": sendable(changed)})


def _change(case_id: CaseId, before: Proposed | None, now: Proposed | None) -> Change:
    return Change(case_id, _kind(before, now), before.colour if before else None, now.colour if now else None)


def _kind(before: Proposed | None, now: Proposed | None) -> ChangeKind:
    if now is None:
        return ChangeKind.CLOSED
    was = before.colour if before else None
    if was == now.colour:
        same = before is not None and before.fingerprint == now.fingerprint
        return ChangeKind.UNCHANGED if same else ChangeKind.NEW_EVIDENCE
    if now.colour == Colour.UNRATED:
        return ChangeKind.UNRATED
    if was is not None and was > now.colour:
        return ChangeKind.LOWERED
    return {Colour.RED: ChangeKind.NEW_RED, Colour.AMBER: ChangeKind.NEW_AMBER}.get(now.colour, ChangeKind.NEW_GREEN)


def _name(colour: Colour | None) -> str | None:
    return None if colour is None else colour.name
