"""The chronology of one child as shown: what a reader may narrow it to, and entries and gaps in one order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from mash.access import Asked
from mash.chronology import DayInLife, Entry, Gap
from mash.errors import UsageError
from mash.reports.audience import Disclosed
from mash.reports.disputed import Disputed
from mash.vocabulary import CaseId, PersonId, RunId


@dataclass(frozen=True, slots=True)
class Only:
    """What a reader asked for; empty is everything."""

    agency: str | None = None
    person: str | None = None
    """An id, or part of a name in any case."""
    kind: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Chronicle:
    """One child's chronology as of one run, under the same names as the enquiry's answer has."""

    run: RunId
    as_of: dt.date
    person_id: PersonId
    name: str
    born: str
    """The date of birth and age, in words."""
    subject: str
    case_id: CaseId | None = None
    chronology: tuple[Entry, ...] = ()
    gaps: tuple[Gap, ...] = ()
    day_in_life: DayInLife | None = None
    not_fresh: tuple[str, ...] = ()
    """Agencies stale or missing: what is not here may be there."""
    run_age_days: int = 0
    """From the run to the asking."""
    stale_by_now: tuple[str, ...] = ()
    """Agencies fresh in the run that were no longer when it was asked."""
    taken_because: str | None = None
    """When the child was described and not named by an id: what agrees and what does not."""
    asked: Asked | None = None
    only: Only = field(default_factory=Only)
    left_out: int = 0
    """Entries that were not asked for."""
    disputed: tuple[Disputed, ...] = ()
    """Of everybody told of in it: no entry has it."""
    disclosed: Disclosed | None = None
    """For whom it was made, and what is left out; None: for the professionals, with all of it."""


def narrowed(chronicle: Chronicle, only: Only) -> Chronicle:
    """The chronicle with the entries asked for, and the gaps of that time.

    Raises ``UsageError`` for an agency, kind or person that is in no entry.
    """
    entries = chronicle.chronology
    if only.since and only.until and only.since > only.until:
        raise UsageError("the time ends before it begins", where="--since, --until", try_="the earlier day as --since")
    _refuse_unknown("--agency", only.agency, {agency for entry in entries for agency in entry.agencies})
    _refuse_unknown("--kind", only.kind, {kind for entry in entries for kind in entry.kinds})
    if only.person is not None and not any(_is_about(entry, only.person) for entry in entries):
        raise UsageError("nobody of that id or name", where="--person", try_="without it: the entries name everybody")
    kept = tuple(entry for entry in entries if _asked_for(entry, only))
    gaps = tuple(gap for gap in chronicle.gaps if _within(gap.from_date, gap.to_date, only))
    return replace(chronicle, chronology=kept, gaps=gaps, only=only, left_out=len(entries) - len(kept))


def _refuse_unknown(option: str, given: str | None, known: set[str]) -> None:
    if given is not None and given not in known:
        raise UsageError(f"nothing here of {given!r}", where=option, try_=" or ".join(sorted(known)) or "without it")


def _asked_for(entry: Entry, only: Only) -> bool:
    return (
        (only.agency is None or only.agency in entry.agencies)
        and (only.kind is None or only.kind in entry.kinds)
        and (only.person is None or _is_about(entry, only.person))
        and _within(entry.date, dt.date.max if entry.ongoing else entry.until or entry.date, only)
    )


def _is_about(entry: Entry, person: str) -> bool:
    return any(who.person_id == person or person.lower() in who.name.lower() for who in entry.who)


def _within(first: dt.date, last: dt.date, only: Only) -> bool:
    """Whether any of the days is asked for: what goes on in the time is of it, whenever it began."""
    return (only.since is None or last >= only.since) and (only.until is None or first <= only.until)


def by_year(entries: Sequence[Entry], gaps: Sequence[Gap]) -> Iterator[tuple[int, list[Entry | Gap]]]:
    """Entries and gaps, oldest first, under their years; a gap stands where it ends."""
    for year, items in groupby(in_order(entries, gaps), key=lambda item: _day(item).year):
        yield year, list(items)


def in_order(entries: Iterable[Entry], gaps: Iterable[Gap]) -> list[Entry | Gap]:
    """Entries and gaps in one order: a gap before what ended it, one to today after everything."""
    items: list[Entry | Gap] = [*gaps, *entries]
    return sorted(items, key=_stands)  # which keeps gaps first on a day


def _day(item: Entry | Gap) -> dt.date:
    return item.date if isinstance(item, Entry) else item.to_date


def _stands(item: Entry | Gap) -> dt.date:
    return dt.date.max if isinstance(item, Gap) and item.to_today else _day(item)
