"""Referrals recorded at the desk, before social care's next extract carries them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace

from mash.errors import Refused
from mash.ledger.amending import Amendment, amendments
from mash.ledger.redacting import ERASED
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
    child_born_between: tuple[dt.date, dt.date] | None = field(default=None, repr=False)
    """The first and the last day that the child may have been born on, where no day is known. No night reads it, so a
    run's name does not hang on it (``repr``)."""


_COLUMNS = tuple(each.name for each in fields(Referral) if each.name != "child_born_between")


def refer(connection: sqlite3.Connection, referral: Referral) -> None:
    """Add a referral. Raises ``Refused`` when its case id is taken."""
    try:
        connection.execute(
            "insert into referral values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            tuple(_stored(value) for value in _row_of(referral).values()),
        )
    except sqlite3.IntegrityError:
        raise Refused(f"case {referral.case_id} is in the ledger already", try_="mash enquire it instead") from None


def new_case_id(connection: sqlite3.Connection, received_at: dt.datetime) -> CaseId:
    """The next free id for a referral recorded here, ``H-2026-0001``."""
    year = received_at.year
    (count,) = connection.execute("select count(*) from referral where case_id like ?", (f"H-{year}-%",)).fetchone()
    return CaseId(f"H-{year}-{count + 1:04d}")


def referrals(connection: sqlite3.Connection) -> list[Referral]:
    """Every referral that stands, in order of id: not withdrawn, and not of a child that was erased."""
    said = amendments(connection)
    return [each for each in recorded(connection) if not (each.case_id in said and said[each.case_id].withdraws)]


def recorded(connection: sqlite3.Connection) -> list[Referral]:
    """The same with those withdrawn; each is about whom was last said."""
    said = amendments(connection)
    found = connection.execute("select * from referral order by case_id").fetchall()
    made = (_amended(_restored(dict(zip(_COLUMNS, row, strict=True))), said) for row in found)
    return [each for each in made if not (each.child_record_key or "").startswith(ERASED)]


def _amended(referral: Referral, said: Mapping[CaseId, Amendment]) -> Referral:
    about = said.get(referral.case_id)
    return referral if about is None or about.withdraws else replace(referral, child_record_key=about.child_record_key)


def _row_of(referral: Referral) -> dict[str, object]:
    """As it is kept: the days between which a child was born stand where its birthday would, as ISO 8601 has it."""
    row = asdict(referral)
    between = row.pop("child_born_between")
    return row | ({"child_date_of_birth": "/".join(map(str, between))} if between else {})


def _restored(row: dict[str, str]) -> Referral:
    days = [dt.date.fromisoformat(day) for day in (row.pop("child_date_of_birth") or "").split("/") if day]
    return Referral(
        **{
            **row,
            "received_at": dt.datetime.fromisoformat(row["received_at"]),
            "recorded_at": dt.datetime.fromisoformat(row["recorded_at"]),
            "child_date_of_birth": days[0] if len(days) == 1 else None,
            "child_born_between": (days[0], days[1]) if len(days) > 1 else None,
        }  # type: ignore[arg-type]
    )


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
