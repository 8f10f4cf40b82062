"""What people decided of two records: one person or two; by record keys, so that it outlives every rebuild."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from mash.errors import NotFound, UsageError
from mash.vocabulary import RecordKey


@dataclass(frozen=True, slots=True)
class StoredJudgement:
    """A named person's answer to: are these two records the same person?"""

    record_key_a: RecordKey
    record_key_b: RecordKey
    verdict: str
    """``same``, ``different`` or ``undecided``."""
    reason: str
    judged_by: str
    judged_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Revocation:
    """A named person takes back what was judged of two records."""

    record_key_a: RecordKey
    record_key_b: RecordKey
    reason: str
    revoked_by: str
    revoked_at: dt.datetime


def judge(connection: sqlite3.Connection, judgement: StoredJudgement) -> None:
    """Add a judgement; the pair is stored in key order. Raises ``UsageError`` without a reason or on one record."""
    if judgement.record_key_a == judgement.record_key_b:
        raise UsageError(
            "a record is itself; a judgement is about two", where=judgement.record_key_a, try_="mash review A B, of two"
        )
    if not judgement.reason.strip():
        raise UsageError("a judgement needs its reason", try_='--reason "why"')
    first, second = sorted((judgement.record_key_a, judgement.record_key_b))
    connection.execute(
        "insert into judgement (record_key_a, record_key_b, verdict, reason, judged_by, judged_at)"
        " values (?, ?, ?, ?, ?, ?)",
        (
            first,
            second,
            judgement.verdict,
            judgement.reason,
            judgement.judged_by,
            judgement.judged_at.isoformat(timespec="seconds"),
        ),
    )


def revoke(connection: sqlite3.Connection, revocation: Revocation) -> None:
    """Take back the judgement that stands on a pair, whichever way round; none before it comes to stand again.

    Raises ``NotFound`` when none stands and ``UsageError`` without a reason.
    """
    if not revocation.reason.strip():
        raise UsageError("taking a judgement back needs its reason", try_='--reason "why"')
    first, second = sorted((revocation.record_key_a, revocation.record_key_b))
    standing = connection.execute(
        "select max(judgement_id) from judgement where record_key_a = ? and record_key_b = ?", (first, second)
    ).fetchone()[0]
    taken_back = connection.execute("select 1 from revocation where judgement_id = ?", (standing,)).fetchone()
    if standing is None or taken_back:
        raise NotFound("no judgement stands on these two records", where=f"{first} and {second}", try_="mash review")
    connection.execute(
        "insert into revocation (judgement_id, reason, revoked_by, revoked_at) values (?, ?, ?, ?)",
        (standing, revocation.reason, revocation.revoked_by, revocation.revoked_at.isoformat(timespec="seconds")),
    )


def judgements(connection: sqlite3.Connection) -> list[StoredJudgement]:
    """The newest judgement of every pair, unless it was taken back, in key order."""
    found = connection.execute(
        "select record_key_a, record_key_b, verdict, reason, judged_by, judged_at from judgement"
        " where judgement_id in (select max(judgement_id) from judgement group by record_key_a, record_key_b)"
        " and judgement_id not in (select judgement_id from revocation)"
        " order by record_key_a, record_key_b"
    )
    return [
        StoredJudgement(RecordKey(a), RecordKey(b), verdict, reason, who, dt.datetime.fromisoformat(at))
        for a, b, verdict, reason, who, at in found
    ]
