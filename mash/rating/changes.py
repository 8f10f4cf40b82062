"""What changed between two runs, so that each morning starts with what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import duckdb

from mash.associations import ask, sendable
from mash.rating.pieces import News
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
    """The same colour, and a piece of evidence that was never raised before, nor on the screen of whoever decided."""
    LESS_EVIDENCE = "less evidence"
    """The same colour, nothing new, and something it stood on is gone."""
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
    says: str = ""
    """How many pieces of evidence are new and gone, by kind; empty for a case that was not open before."""

    @property
    def told(self) -> str:
        """``new evidence (new: 1 flagged adult)``."""
        return f"{self.kind.value} ({self.says})" if self.says else self.kind.value


def proposals_of(con: duckdb.DuckDBPyConnection) -> list[Proposed]:
    """What a snapshot proposes, for comparing with another's."""
    return [
        Proposed(row["case_id"], Colour[row["colour"]], row["fingerprint"])
        for row in ask(con, "proposals_made", "rating")
    ]


def changes(
    previous: Iterable[Proposed], current: Iterable[Proposed], news: Mapping[CaseId, News] | None = None
) -> list[Change]:
    """One change per case open in either run, ``unchanged`` ones too, by case.

    ``news`` are the pieces of evidence that are new and gone; where they are not known the fingerprints are compared.
    """
    before = {each.case_id: each for each in previous}
    now = {each.case_id: each for each in current}
    return [
        _change(case_id, before.get(case_id), now.get(case_id), None if news is None else news.get(case_id, News()))
        for case_id in sorted(before.keys() | now.keys())
    ]


def store_changes(
    con: duckdb.DuckDBPyConnection, found: Iterable[Change], news: Mapping[CaseId, News] | None = None
) -> None:
    """Make ``change`` with all but the unchanged, and which pieces of evidence are new and gone."""
    kept = [change for change in found if change.kind != ChangeKind.UNCHANGED]
    pieces = {change.case_id: (news or {}).get(change.case_id, News()) for change in kept}
    changed = [
        {
            "case_id": change.case_id,
            "kind": change.kind.value,
            "from_colour": _name(change.from_colour),
            "to_colour": _name(change.to_colour),
            "says": change.says,
            "new": [piece.told for piece in pieces[change.case_id].new],
            "gone": [piece.told for piece in pieces[change.case_id].gone],
        }
        for change in kept
    ]
    run_sql(con, "rating", "change", {"rows": sendable(changed)})


def _change(case_id: CaseId, before: Proposed | None, now: Proposed | None, news: News | None) -> Change:
    colours = before.colour if before else None, now.colour if now else None
    return Change(case_id, _kind(before, now, news), *colours, news.says if news else "")


def _kind(before: Proposed | None, now: Proposed | None, news: News | None) -> ChangeKind:
    if now is None:
        return ChangeKind.CLOSED
    if before is not None and before.colour == now.colour:
        return _on_other_grounds(before, now, news)
    was = before.colour if before else None
    if now.colour == Colour.UNRATED:
        return ChangeKind.UNRATED
    if was is not None and was > now.colour:
        return ChangeKind.LOWERED
    return {Colour.RED: ChangeKind.NEW_RED, Colour.AMBER: ChangeKind.NEW_AMBER}.get(now.colour, ChangeKind.NEW_GREEN)


def _on_other_grounds(before: Proposed, now: Proposed, news: News | None) -> ChangeKind:
    """What is known piece by piece is told so; else the fingerprint tells that something is other."""
    if news is None:
        return ChangeKind.UNCHANGED if before.fingerprint == now.fingerprint else ChangeKind.NEW_EVIDENCE
    if news.new:
        return ChangeKind.NEW_EVIDENCE
    return ChangeKind.LESS_EVIDENCE if news.gone else ChangeKind.UNCHANGED


def _name(colour: Colour | None) -> str | None:
    return None if colour is None else colour.name
