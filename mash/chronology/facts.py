"""What the rows of the agencies state, one dated fact of one person at a time, as read from a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import duckdb

from mash.associations import ask, evidence_of
from mash.vocabulary import Evidence, PersonId

KINDS = {
    "event": ("record_keys", "person_ids", "restricted"),
    "referral": ("record_keys", "person_ids"),
    "episode": ("record_keys", "person_ids"),
    "flag": ("record_keys", "person_ids"),
    "relationship": ("record_keys",),
    "birth": ("record_keys", "person_ids"),
}
"""The queries ``sql/fact_<kind>.sql`` and what each is asked with; an event is an occurrence, attendance, school term,
enrolment or licence condition. Stays are in ``stays.py``: they are read with who else was there."""


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    TERM = "term"
    """The first and last day of a school term, as the School Census has them, stand in."""
    YEAR = "year"
    """Only the year is known; 1 January stands in."""
    SENT = "sent"
    """The row gives no date; the day it was sent stands in."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated fact of one person, with the rows that say so. For people to read: no rule sees it."""

    kind: str
    """occurrence, attendance, school attendance, enrolment, licence condition, referral, episode, stay, flag …"""
    thing: str
    """What tells this thing from others of its agency: rows of one thing and several persons share it."""
    person_id: PersonId
    from_date: dt.date | None
    """None for a stay or relationship of which only the end is known."""
    until: dt.date | None
    says: str
    """In short, without names; the address of a restricted person is not in it."""
    recorder: str
    """In whose books it stands: the agency, or the national database (PND) where it copied it from."""
    rows: tuple[Evidence, ...]
    precision: Precision = Precision.DAY
    matter: str | None = None
    """What it is about, as far as two recorders would agree; None when nothing can be compared. Never shown."""
    reference: str | None = None
    """The recorder's own number for it; None for rows without one."""
    role: str | None = None
    """The person's part in it."""
    detail: str | None = None
    """The agency's free text, where it sent any."""
    handling: str | None = None
    """P or C, of intelligence; what may not be shared is never read."""
    seen: bool = False
    """Whether who recorded it saw the person, or was told of them."""
    recorded_on: dt.date | None = None
    source_code: str | None = None
    """Of a referral: who referred."""

    @property
    def on_date(self) -> dt.date:
        """The first date known of it."""
        day = self.from_date or self.until
        if day is None:  # the queries leave out what has no date
            raise ValueError("a fact without a date")
        return day


@dataclass(frozen=True, slots=True)
class Records:
    """The records of some persons, side by side."""

    record_keys: list[str]
    person_ids: list[PersonId]
    restricted: list[bool]

    def asked(self, *names: str) -> dict[str, object]:
        """By name, as the SQL files take them; all without names."""
        return {name: getattr(self, name) for name in names or ("record_keys", "person_ids", "restricted")}


def records_of(con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId]) -> Records:
    """Every record of ``persons``."""
    found = ask(con, "record_asked", "chronology", persons=sorted(persons))
    return Records(
        [row["record_key"] for row in found],
        [row["person_id"] for row in found],
        [row["restricted"] for row in found],
    )


def facts_of(con: duckdb.DuckDBPyConnection, records: Records, *, as_of: dt.date) -> list[Fact]:
    """Every dated fact of the records but stays, begun by ``as_of``; of a relationship, both ends, whoever they are."""
    return [
        _fact(row)
        for kind, needed in KINDS.items()
        for row in ask(con, f"fact_{kind}", "chronology", as_of=as_of, **records.asked(*needed))
    ]


def _fact(row: Mapping[str, Any]) -> Fact:
    own = evidence_of({**row, "to_date": row.get("to_date")})
    rows = [own]
    if row.get("role_row") is not None and (row["role_dataset"], row["role_row"]) != (own.dataset, own.source_row):
        part = {"agency": row["agency"], "dataset": row["role_dataset"], "extract": row["role_extract"]}
        rows.append(evidence_of({**part, "source_row": row["role_row"], "from_date": own.from_date}, row["role"]))
    return Fact(
        kind=row["kind"],
        thing=row.get("thing") or f"{own.agency}:{own.dataset}:{own.extract}:{own.source_row}",
        person_id=row["person_id"],
        from_date=row["from_date"],
        until=row.get("to_date"),
        says=row["says"],
        recorder=row["recorder"],
        rows=tuple(rows),
        precision=Precision(row.get("precision") or "day"),
        **{name: row.get(name) for name in ("matter", "reference", "role", "detail", "handling")},
        seen=bool(row.get("seen")),
        recorded_on=row.get("recorded_on"),
        source_code=row.get("source_code"),
    )
