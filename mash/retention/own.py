"""What is recorded at the desk expires too: which referrals of the ledger a night reads no more."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable

from mash.ledger import Referral
from mash.retention.marks import opaque
from mash.retention.schedule import HUB
from mash.retention.terms import CASES, Terms
from mash.vocabulary import CaseId

MONTHS = {"months": 1, "years": 12}


def expired_cases(referrals: Iterable[Referral], terms: Terms, as_of: dt.date) -> frozenset[CaseId]:
    """Of the referrals those whose time is up on the day and of which nothing is held."""
    rules = terms.schedule.of(HUB, CASES)
    if not rules:
        return frozenset()
    period = rules[0].period
    return frozenset(
        each.case_id
        for each in referrals
        if _ends(each.received_at.date(), period) <= as_of and not _marks(each, terms.salt) & terms.held
    )


def _marks(referral: Referral, salt: str) -> set[str]:
    """By what a hold knows it again: the child's record, or the record that it is itself."""
    agency, _, own = (referral.child_record_key or f"{HUB}:{referral.case_id}").partition(":")
    return {opaque(salt, f"{agency}\x1f{own.strip().upper()}"), opaque(salt, f"{HUB}\x1f{referral.case_id.upper()}")}


def _ends(day: dt.date, period: str) -> dt.date:
    """The day on which a period ends, as DuckDB counts it: in a shorter month its last day."""
    count, unit = period.split()
    if unit == "days":
        return day + dt.timedelta(days=int(count))
    months = day.year * 12 + day.month - 1 + int(count) * MONTHS[unit]
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
