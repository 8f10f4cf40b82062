"""Referrals recorded at the desk, before social care's next extract carries them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import astuple, dataclass, fields

from mash.errors import Refused
from mash.vocabulary import CaseId


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral as recorded; the child is a record of the hub, or a name with what else is known."""

    case_id: CaseId
    received_at: dt.datetime
    child_record_key: str | None
    child_forenames: str | None
    child_surname: str | None
    child_date_of_birth: dt.date | None
    child_sex: str | None
    child_postcode: str | None
    source_code: str | None
    concern: str | None
    narrative: str | None
    initial_rating: str
    recorded_by: str
    recorded_at: dt.datetime


_COLUMNS = tuple(field.name for field in fields(Referral))


def refer(connection: sqlite3.Connection, referral: Referral) -> None:
    """Add a referral. Raises ``Refused`` when its case id is taken."""
    try:
        connection.execute(
            "insert into referral values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            tuple(_stored(value) for value in astuple(referral)),
        )
    except sqlite3.IntegrityError:
        raise Refused(f"case {referral.case_id} is in the ledger already", try_="mash enquire it instead") from None


def new_case_id(connection: sqlite3.Connection, received_at: dt.datetime) -> CaseId:
    """The next free id for a referral recorded here, ``H-2026-0001``."""
    year = received_at.year
    (count,) = connection.execute("select count(*) from referral where case_id like ?", (f"H-{year}-%",)).fetchone()
    return CaseId(f"H-{year}-{count + 1:04d}")


def referrals(connection: sqlite3.Connection) -> list[Referral]:
    """Every referral recorded here, in order of id, but for those of a child that was erased."""
    found = connection.execute(
        "select * from referral where child_record_key is null or child_record_key not like 'erased:%' order by case_id"
    ).fetchall()
    return [_restored(dict(zip(_COLUMNS, row, strict=True))) for row in found]


def _restored(row: dict[str, str]) -> Referral:
    born = row.pop("child_date_of_birth")
    return Referral(
        **{
            **row,
            "received_at": dt.datetime.fromisoformat(row["received_at"]),
            "recorded_at": dt.datetime.fromisoformat(row["recorded_at"]),
            "child_date_of_birth": dt.date.fromisoformat(born) if born else None,
        }  # type: ignore[arg-type]
    )


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
