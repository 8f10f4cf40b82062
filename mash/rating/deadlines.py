"""When a colour falls due, by the clock of the hub's profile: different clocks share one name (docs/sources.md).

Working hours are those of ``opens`` to ``closes`` on Mondays to Fridays that are no bank holiday in England.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mash.errors import UsageError
from mash.rating.parameters import meant
from mash.vocabulary import Colour

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long a colour may take, by one of two clocks."""

    time: dt.timedelta
    working: bool
    """Whether the clock stands still while the hub is closed."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One hub's published timescales; a colour without one has no deadline."""

    name: str
    clock: str
    """What the published time is the time of, in words."""
    source: str
    allowances: Mapping[Colour, Allowance]
    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(17)

    @property
    def day(self) -> dt.timedelta:
        """One working day."""
        return _at(dt.date.min, self.closes) - _at(dt.date.min, self.opens)


def load_profile(name: str) -> Profile:
    """A profile of ``profiles.toml``. Raises ``UsageError`` for an unknown one."""
    raw = tomllib.loads((files("mash") / "rating" / "profiles.toml").read_text(encoding="utf-8"))
    if name not in raw:
        raise UsageError(f"no profile named {name!r}{meant(name, raw)}", try_="one of " + ", ".join(sorted(raw)))
    entry = raw[name]
    profile = Profile(name, entry["clock"], entry["source"], {})
    allowances = {
        Colour[key]: _allowance(value, profile.day) for key, value in entry.items() if key in Colour.__members__
    }
    return Profile(name, entry["clock"], entry["source"], allowances)


def due_by(received_at: dt.datetime, colour: Colour, profile: Profile) -> dt.datetime | None:
    """When a referral received then falls due at this colour; None where the profile publishes no time.

    Both are local times of the hub, without a zone.
    """
    allowance = profile.allowances.get(colour)
    if allowance is None:
        return None
    if not allowance.working:
        return received_at + allowance.time
    return _after_working(received_at, allowance.time, profile)


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


@cache
def _bank_holidays(year: int) -> frozenset[dt.date]:
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def _allowance(value: Mapping[str, float], day: dt.timedelta) -> Allowance:
    ((unit, amount),) = value.items()
    match unit:
        case "hours":
            return Allowance(dt.timedelta(hours=amount), working=False)
        case "working_hours":
            return Allowance(dt.timedelta(hours=amount), working=True)
        case "working_days":
            return Allowance(amount * day, working=True)
        case _:
            raise UsageError(f"no clock counts in {unit!r}", where="profiles.toml")


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time)
