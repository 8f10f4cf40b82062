"""Acts on what the hub keeps: holds, erasures, disputes, corrections. Each answers another or stands for itself."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Deed(StrEnum):
    """What was done."""

    HOLD = "hold"
    RELEASE = "release"
    ERASE = "erase"
    """Proposed."""
    APPROVE = "approve"
    """Of an erasure: from here on it holds."""
    LIFT = "lift"
    """What was erased may come in again."""
    DISPUTE = "dispute"
    SETTLE = "settle"
    CORRECT = "correct"
    SALT = "salt"
    """What the hub's marks are made with."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act, as it stands in the ledger."""

    deed: Deed
    subject: str
    reason: str
    who: str
    at: dt.datetime
    about: int | None = None
    """The number of the act it answers."""
    body: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    """As the ledger gave it."""


def note_act(connection: sqlite3.Connection, act: Act) -> int:
    """Add an act; its number."""
    made = connection.execute(
        "insert into keeping (kind, about, subject, body, reason, who, at) values (?, ?, ?, ?, ?, ?, ?)",
        (
            act.deed.value,
            act.about,
            act.subject,
            json.dumps(dict(act.body), sort_keys=True, default=str),
            act.reason,
            act.who,
            act.at.isoformat(timespec="seconds"),
        ),
    )
    return int(made.lastrowid or 0)


def acts(connection: sqlite3.Connection) -> list[Act]:
    """Every act, oldest first."""
    found = connection.execute(
        "select kind, subject, reason, who, at, about, body, keeping_id from keeping order by keeping_id"
    )
    return [
        Act(Deed(kind), subject, reason, who, dt.datetime.fromisoformat(at), about, json.loads(body), number)
        for kind, subject, reason, who, at, about, body, number in found
    ]
