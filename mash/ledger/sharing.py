"""What people decided to share of a case, with whom, and what not, with its reason. Never edited: the newest stands."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass, fields
from enum import StrEnum

from mash.errors import UsageError
from mash.vocabulary import CaseId


class SharingOutcome(StrEnum):
    """What was decided."""

    SHARED = "shared"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Sharing:
    """A named person's decision to share something of a case with somebody, or not to."""

    case_id: CaseId
    recipient: str
    """An agency, or whoever else."""
    what: str
    outcome: SharingOutcome
    reason: str
    """Never empty of what is withheld."""
    decided_by: str
    decided_at: dt.datetime
    purpose: str = ""
    gateway: str = ""
    export: str = ""
    """The number of the asking, by which the audit has it."""


COLUMNS = tuple(field.name for field in fields(Sharing))


def decide_sharing(connection: sqlite3.Connection, decision: Sharing) -> None:
    """Add a decision. Raises ``UsageError`` without a recipient or what it is of, or to withhold without a reason."""
    for said, option in ((decision.recipient, "--with"), (decision.what, "--what")):
        if not _speaks(said):
            raise UsageError("this says nothing", where=option, try_="in words")
    if decision.outcome is SharingOutcome.WITHHELD and not _speaks(decision.reason):
        raise UsageError(
            "not to share takes its reason: what harm to the child sharing would do",
            where="--reason",
            try_='--reason "why"',
        )
    told = [_kept(getattr(decision, name)) for name in COLUMNS]
    places = ", ".join("?" for _ in COLUMNS)
    connection.execute(f"insert into sharing ({', '.join(COLUMNS)}) values ({places})", told)  # noqa: S608 - our own names


def sharings(connection: sqlite3.Connection, case_id: str) -> tuple[Sharing, ...]:
    """Every such decision on a case, the oldest first."""
    found = connection.execute(
        f"select {', '.join(COLUMNS)} from sharing where case_id = ? order by sharing_id",  # noqa: S608 - our own names
        (case_id,),
    )
    return tuple(_sharing(dict(zip(COLUMNS, row, strict=True))) for row in found)


def _sharing(row: dict[str, str]) -> Sharing:
    row_of = {name: row[name] for name in COLUMNS if name not in {"case_id", "outcome", "decided_at"}}
    moment = dt.datetime.fromisoformat(row["decided_at"])
    return Sharing(case_id=CaseId(row["case_id"]), outcome=SharingOutcome(row["outcome"]), decided_at=moment, **row_of)


def _speaks(said: str) -> bool:
    return any(character.isalnum() for character in said)


def _kept(value: object) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, dt.datetime) else str(value)
