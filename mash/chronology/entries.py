"""Every dated fact that any agency holds of a child and those it lives with, in one order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from mash.associations import ask, evidence_of
from mash.vocabulary import Evidence, PersonId


@dataclass(frozen=True, slots=True)
class ChronologyEntry:
    """One dated fact of one person, and the row that says so. For people to read: no rule sees it."""

    on_date: dt.date
    until_date: dt.date | None
    person_id: PersonId
    kind: str
    """occurrence, attendance, …, referral, episode, stay or flag."""
    detail: str | None
    """The agency's free text, where it sent any."""
    evidence: Evidence
    """``evidence.says`` has the fact in short; the address of a restricted person is not in it."""


def chronology(
    con: duckdb.DuckDBPyConnection, child: PersonId, household: Iterable[PersonId], *, as_of: dt.date
) -> list[ChronologyEntry]:
    """The dated facts up to ``as_of`` of the child and its household, oldest first."""
    found = ask(con, "chronology", "chronology", persons=sorted({child, *household}), as_of=as_of)
    return [
        ChronologyEntry(
            on_date=row["on_date"],
            until_date=row["until_date"],
            person_id=row["person_id"],
            kind=row["kind"],
            detail=row["detail"],
            evidence=evidence_of({**row, "from_date": row["on_date"], "to_date": row["until_date"]}),
        )
        for row in found
    ]
