"""One line of the audit, and how it is held fast to the line before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, fields

GENESIS = hashlib.sha256(b"mash-engine audit 1").hexdigest()
"""What the first entry is chained to."""
REVIEWED = "review emergency"
"""The action of an entry that says what was found of an emergency, whose number is its subject."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what, to whom, why and with what outcome. Ids stand where an id serves; names only as what was typed."""

    at: dt.datetime
    who: str
    account: str
    action: str
    subject: str = ""
    """A case, persons, records, a table or a run, by id, one space between."""
    shown: tuple[str, ...] = ()
    """Ids of persons whom the answer shows besides."""
    purpose: str = ""
    gateway: str = ""
    case: str = ""
    run: str = ""
    outcome: str = "done"
    emergency: str = ""
    detail: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        """As it is kept, in the order of the columns."""
        return tuple(_kept(getattr(self, field.name)) for field in fields(self))


def _kept(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    return " ".join(sorted(value)) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as it stands in the file."""

    sequence: int
    entry: Entry
    chain: str

    @classmethod
    def of(cls, row: tuple[object, ...]) -> Stored:
        """Of a row in the order of the columns. Raises ``ValueError`` for one that no entry could have left."""
        sequence, *kept, chain = row
        told = dict(zip((field.name for field in fields(Entry)), map(str, kept), strict=True))
        at, shown = dt.datetime.fromisoformat(told.pop("at")), tuple(told.pop("shown").split())
        return cls(int(str(sequence)), Entry(at=at, shown=shown, **told), str(chain))


def chained(before: str, sequence: int, row: tuple[str, ...]) -> str:
    """The chain after a row: no other rows, or order of rows, give the same (canonical JSON, SHA-256)."""
    told = json.dumps([before, sequence, *row], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(told.encode("ascii", errors="backslashreplace")).hexdigest()
