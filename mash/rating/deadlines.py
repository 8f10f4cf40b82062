"""When a case falls due, by the clock of the stage that comes next: different clocks share one name (docs/sources.md).

Working hours are those of ``opens`` to ``closes`` on Mondays to Fridays that are no bank holiday in England. Moments
are the hub's own, by English time and without a zone; an hour is an hour also in the night the clocks change: four
hours from 23:00 end at 02:00 in October and at 04:00 in March.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from mash.rating.profile import Allowance, Profile
from mash.vocabulary import Colour, Direction

SATURDAY = 5
ENGLAND = "Europe/London"
LISTED = "bank_holidays.csv"
"""A day to a line; held against the library by a test."""


@dataclass(frozen=True, slots=True)
class Due:
    """The stage that is due next, and by when."""

    stage: str
    says: str
    """What has to be done by then, in words; empty where the stage says it all."""
    at: dt.datetime | None
    """None where something else than a time was published."""

    @property
    def told(self) -> str:
        """What is due, in words."""
        return self.says or self.stage


@dataclass(frozen=True, slots=True)
class Done:
    """Where the newest decision on a case was taken, and what the proposal on the screen stood on."""

    stage: str
    fingerprint: str

    def still(self, direction: Direction, fingerprint: str) -> str | None:
        """The stage; None where the rules give more than the person did, on other grounds than the person saw."""
        return None if direction is Direction.UP and fingerprint != self.fingerprint else self.stage


def due_next(received_at: dt.datetime, colour: Colour, profile: Profile, *, done: str | None = None) -> Due | None:
    """The first stage after ``done`` with a time for this colour, and when it falls due; None where nothing is said.

    Every clock runs from receipt. A stage that the profile does not know (it was another's) counts as none.
    """
    names = profile.stage_names
    for stage in profile.stages[names.index(done) + 1 if done in names else 0 :]:
        if colour in stage.allowances:
            return Due(stage.name, stage.says, _after(received_at, stage.allowances[colour], profile))
        if colour in stage.untimed:
            return Due(stage.name, stage.untimed[colour], None)
    return None


def due_by(received_at: dt.datetime, colour: Colour, profile: Profile) -> dt.datetime | None:
    """When a referral received then falls due at this colour; None where the profile publishes no time."""
    due = due_next(received_at, colour, profile)
    return due.at if due else None


def _after(received_at: dt.datetime, allowance: Allowance, profile: Profile) -> dt.datetime:
    if allowance.working:
        return _after_working(received_at, allowance.time, profile)
    # Through UTC, as a zone's own arithmetic is by the clock on the wall. Of an hour told twice the first is meant.
    elapsed = received_at.replace(tzinfo=ZoneInfo(ENGLAND)).astimezone(dt.UTC) + allowance.time
    return elapsed.astimezone(ZoneInfo(ENGLAND)).replace(tzinfo=None)


def _after_working(start: dt.datetime, time: dt.timedelta, profile: Profile) -> dt.datetime:
    day = start.date()
    left = time
    while True:
        if _is_open_on(day):
            begins = max(start, _at(day, profile.opens))
            here = max(_at(day, profile.closes) - begins, dt.timedelta(0))
            if left <= here:
                return begins + left
            left -= here
        day += dt.timedelta(days=1)


def _is_open_on(day: dt.date) -> bool:
    return day.weekday() < SATURDAY and day not in _bank_holidays(day.year)


def _bank_holidays(year: int) -> frozenset[dt.date]:
    return listed_bank_holidays().get(year) or told_bank_holidays(year)


@cache
def listed_bank_holidays() -> Mapping[int, frozenset[dt.date]]:
    """Those of England by year, as ``make bank-holidays`` lists them: an enquiry need not work them out."""
    found: defaultdict[int, set[dt.date]] = defaultdict(set)
    for line in (files("mash.rating") / LISTED).read_text(encoding="utf-8").splitlines():
        day = dt.date.fromisoformat(line)
        found[day.year].add(day)
    return {year: frozenset(days) for year, days in found.items()}


@cache
def told_bank_holidays(year: int) -> frozenset[dt.date]:
    """Those of one year, as the library ``holidays`` has them, which takes a fifth of an enquiry to import."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time)
