"""What people put right of a referral recorded here: who its child is, or that it is withdrawn. The newest stands."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from dataclasses import astuple, dataclass, fields

from mash.errors import UsageError
from mash.vocabulary import CaseId, RecordKey


@dataclass(frozen=True, slots=True)
class Amendment:
    """A named person's word on a referral recorded here."""

    case_id: CaseId
    child_record_key: RecordKey | None
    """A record of the child; None: the referral is withdrawn."""
    reason: str
    amended_by: str
    amended_at: dt.datetime

    @property
    def withdraws(self) -> bool:
        """Whether the referral is to be as if it had not been made."""
        return self.child_record_key is None


_COLUMNS = ", ".join(field.name for field in fields(Amendment))


def amend(connection: sqlite3.Connection, amendment: Amendment) -> None:
    """Add an amendment. Raises ``UsageError`` without a reason; the case must be one that was recorded here."""
    if not amendment.reason.strip():
        raise UsageError("to put a referral right needs its reason", where="--reason", try_='--reason "why"')
    *told, moment = astuple(amendment)
    connection.execute(
        f"insert into amendment ({_COLUMNS}) values (?, ?, ?, ?, ?)",  # noqa: S608 - our own names
        (*told, moment.isoformat(timespec="seconds")),
    )


def ever_about(connection: sqlite3.Connection) -> dict[CaseId, tuple[RecordKey, ...]]:
    """Of each case recorded here every record that it was said to be about, the last one last."""
    found = connection.execute(
        "select case_id, child_record_key from (select 0 as number, case_id, child_record_key from referral"
        " union all select amendment_id, case_id, child_record_key from amendment)"
        " where child_record_key is not null order by number"
    )
    about: defaultdict[CaseId, list[RecordKey]] = defaultdict(list)
    for case, record in found:
        about[CaseId(case)].append(RecordKey(record))
    return {case: tuple(records) for case, records in about.items()}


def amendments(connection: sqlite3.Connection) -> dict[CaseId, Amendment]:
    """The newest of each case that has any."""
    found = connection.execute(f"select {_COLUMNS} from amendment order by amendment_id")  # noqa: S608 - our own names
    return {
        CaseId(case): Amendment(case, record, reason, by, dt.datetime.fromisoformat(moment))
        for case, record, reason, by, moment in found
    }
