"""Which entries of the audit are about whom, and which emergencies nobody has reviewed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mash.audit.entry import REVIEWED, Entry, Stored

OF_EVERYBODY = frozenset({"export"})
"""Actions that show a whole table, so everybody."""


@dataclass(frozen=True, slots=True)
class Only:
    """What a reader asked for; None is everything."""

    ids: Collection[str] | None = None
    """All ids of one person, or of one case."""
    who: str | None = None
    since: dt.date | None = None
    export: str | None = None
    """The number on what was taken away."""
    number: int | None = None
    """Of one entry."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry, and how it bears on whoever was asked about."""

    sequence: int
    entry: Entry
    how: str
    """``asked about``, ``shown`` beside somebody else, ``everybody`` in a whole table; empty when nobody was asked."""


def told(stored: Iterable[Stored], only: Only) -> list[Told]:
    """The entries asked for, oldest first."""
    found = []
    for each in stored:
        if only.number not in {None, each.sequence}:
            continue
        how = _how(each.entry, only.ids) if only.ids is not None else ""
        if how is None or (only.who and only.who not in {each.entry.who, each.entry.account}):
            continue
        if only.export and only.export.strip().upper() not in each.entry.detail:
            continue
        if only.since is None or each.entry.at.date() >= only.since:
            found.append(Told(each.sequence, each.entry, how))
    return found


def _how(entry: Entry, ids: Collection[str]) -> str | None:
    if set(ids) & {*entry.subject.split(), entry.case, *_sought(entry)}:
        return "asked about"
    if set(ids) & set(entry.shown):
        return "shown"
    return "everybody" if entry.action in OF_EVERYBODY and entry.outcome == "done" else None


def _sought(entry: Entry) -> set[str]:
    """What was typed, of a question that found nobody or was refused."""
    if not entry.detail.startswith("{"):
        return set()
    searched = json.loads(entry.detail).get("searched")
    return {str(said).strip() for said in searched.values()} if isinstance(searched, dict) else set()


def emergencies(stored: Iterable[Stored]) -> list[Stored]:
    """Entries made past the usual checks that nobody has reviewed, oldest first."""
    entries = list(stored)
    reviewed = {each.entry.subject for each in entries if (each.entry.action, each.entry.outcome) == (REVIEWED, "done")}
    return [
        each
        for each in entries
        if each.entry.emergency and each.entry.action != REVIEWED and str(each.sequence) not in reviewed
    ]
