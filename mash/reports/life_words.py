"""The words for entries of a chronology, gaps, houses and the people in them."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from mash.chronology import DayInLife, Entry, Gap, InHouse, Member, Period, Precision, Who
from mash.named import in_words, named
from mash.reports.words import flag_words, period
from mash.vocabulary import Evidence, counted

PRECISIONS = {
    Precision.TERM: "by school term",
    Precision.YEAR: "only the year is known",
    Precision.SENT: "undated: the day it was sent",
}
TERMS_SHOWN = 3
"""A school year's."""
CONDITIONS = "handling C: conditions apply"
"""Of intelligence graded 3x5x2 (sources.md D8)."""


def date_words(entry: Entry) -> str:
    """The first day; only the year where no more is known."""
    return str(entry.date.year) if entry.precision is Precision.YEAR else str(entry.date)


def until_words(entry: Entry) -> str:
    """To when; empty for one day, and for a period with no end known."""
    if entry.ongoing:
        return "no end known"
    return "" if entry.until is None or entry.until == entry.date else f"to {entry.until}"


def entry_words(entry: Entry) -> str:
    """What it is: ``stay: home, 1 The Lane, to 2024-06-02``."""
    parts = [entry.says, until_words(entry), PRECISIONS.get(entry.precision, ""), CONDITIONS if entry.handling else ""]
    says = f"{' and '.join(entry.kinds)}: {', '.join(part for part in parts if part)}"
    return f"{says}. {entry.detail}" if entry.detail else says


def who_words(entry: Entry) -> str:
    """Who, what they then were to the child, and their part: ``A B (carer, household), victim``."""
    return "; ".join(_one_words(one) for one in entry.who)


def _one_words(one: Who) -> str:
    parts = ", ".join(part for part in one.parts if part != "child")
    return "".join((one.name, f" ({parts})" if parts else "", f", {one.role}" if one.role else ""))


def row_words(entry: Entry) -> str:
    """Every row, those of one delivery together, and why several were taken for one.

    ``police 2026-01-30: occurrences 6, occurrence_roles 12, 13``; a row's own dates or words stand with it where they
    are not the entry's.
    """
    told = []
    for (agency, extract), rows in groupby(entry.sources, key=lambda row: (row.agency, row.extract)):
        datasets = []
        for dataset, of_dataset in groupby(rows, key=lambda row: row.dataset):
            numbers = ", ".join(f"{row.source_row}{_exhibit(row)}{own_words(entry, row)}" for row in of_dataset)
            datasets.append(f"{in_words(dataset)} {numbers}")
        told.append(f"{in_words(agency)} {extract}: {', '.join(datasets)}")
    same = f" [taken for one: {' and '.join(entry.same_by)}]" if entry.same_by else ""
    return "; ".join(told) + same


def _exhibit(row: Evidence) -> str:
    return f" [exhibit {row.exhibit}]" if row.exhibit else ""


def own_words(entry: Entry, row: Evidence) -> str:
    """What one row of an entry says otherwise than the entry, in brackets; empty where it says the same."""
    own = [] if _same_dates(entry, row) else [period(row.from_date, row.to_date)]
    own += [row.says] if entry.same_by and row.says not in entry.says and not _is_role(entry, row) else []
    return f" ({'; '.join(own)})" if own else ""


def _is_role(entry: Entry, row: Evidence) -> bool:
    return any(one.role is not None and row.says in one.role for one in entry.who)


def _same_dates(entry: Entry, row: Evidence) -> bool:
    """Whether the row has the entry's dates; one that plays a part in it has only its first."""
    if _is_role(entry, row) and row.to_date is None:
        return row.from_date in {None, entry.date}
    return row.from_date in {None, entry.date} and row.to_date == entry.until


def gap_words(gap: Gap) -> str:
    """``No agency saw this child for 7 months, 2024-01-01 to 2024-08-05``."""
    last = "born" if gap.since == "born" else "last seen"
    when = f"since {gap.from_date} ({last})" if gap.to_today else f"{gap.from_date} ({last}) to {gap.to_date}"
    ran = f"; meanwhile {', '.join(gap.meanwhile)}, whose visits are not sent" if gap.meanwhile else ""
    return f"No agency saw this child for {counted(gap.months, 'month')}, {when}{ran}"


def weekday_words(day: DayInLife) -> list[str]:
    """Every school the child was enrolled at, and the newest terms it attended, as sent; or that there is none."""
    enrolled = [entry for entry in day.weekdays if "enrolment" in entry.kinds]
    terms = [entry for entry in day.weekdays if "enrolment" not in entry.kinds]
    told = [f"Weekdays: {entry_words(entry)}, from {entry.date}" for entry in (*enrolled, *terms[-TERMS_SHOWN:])]
    earlier = len(terms) - TERMS_SHOWN
    if earlier > 0:
        told.append(f"{earlier} earlier {'term is' if earlier == 1 else 'terms are'} in the chronology.")
    return told or ["Weekdays: no nursery, school or attendance is recorded."]


def lived_words(period_: Period, as_of: dt.date) -> str:
    """A period's days: ``2024-06-20 to now``."""
    if period_.first == period_.last:
        return str(period_.first)
    return f"{period_.first} to {'now' if period_.last >= as_of else period_.last}"


def house_words(one: InHouse) -> str:
    """A house and who says that the child was there: ``Address 1, 3 Clay Row (health, social_care)``."""
    crowd = f"; a {one.house.crowd}: others there are not told of" if one.house.crowd else ""
    return f"Address {one.house.number}, {one.house.place} ({named(one.agencies)}{crowd})"


def member_words(member: Member, period_: Period) -> str:
    """Somebody in a house, what they are to the child, and every flag on them, its dates with it: set since, too."""
    age = "" if member.is_adult(period_.first) else ", under 18"
    is_ = member.is_ or "nobody says what they are to the child"
    flagged = "; ".join(flag_words(flag) for flag in member.flags)
    return f"{member.name}, {is_}{age}" + (f": {flagged}" if flagged else "")
