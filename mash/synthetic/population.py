"""Everyone who lived since the agencies' records begin: birth, death, sex, and where each family stands in time.

Exactly the asked number of persons. Those born to a mother of the town are placed by ``households``; the others
come to the town grown up (their parents died before the records or live elsewhere).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mash.synthetic.chance import happens, pick, scattered, stream
from mash.synthetic.columns import NOBODY, OPEN, Bools, Ints, day, year_start

RECORDS_BEGIN = 2006
"""Nobody who died earlier is in any agency's system."""
FIRST_YEAR = 1975
"""Families are followed from here; whoever was born earlier has no parents in the town."""
EARLIEST_BIRTH = 1926
GOMPERTZ_LEVEL, GOMPERTZ_SLOPE = 2.5e-5, 0.098
"""Yearly hazard of death at birth and its growth with age; median age at death about 84 (ONS life tables 2020-22)."""
KNOWN_BEFORE_BIRTH = 140
"""Days: agencies may know of a child from the twentieth week before its birth on (our judgement)."""


@dataclass(slots=True)
class People:
    """One row per true person, ordered by date of birth; arrays are filled in as lives are made."""

    born: Ints
    died: Ints
    male: Bools
    local: Bools
    """Born to a mother of the town."""
    arrived: Ints
    """The year a person without parents here comes to the town; unused for the local."""
    community: Ints
    mother: Ints
    father: Ints
    birth_order: Ints
    """1, 2, 3 among twins or triplets; 0 for a single birth."""

    @property
    def count(self) -> int:
        """How many persons."""
        return len(self.born)

    def begun(self, today: int) -> Ints:
        """The day from which each one's kin are tied to them: birth, or ``today`` for the unborn."""
        return np.minimum(self.born, today)

    def age(self, on: int) -> Ints:
        """Everyone's whole years lived by that day; negative before birth."""
        return (on - self.born) * 4 // 1461

    def alive(self, on: int | Ints, who: Ints | slice = slice(None)) -> Bools:
        """Born and not yet dead on that day: everyone, or ``who`` each on a day of their own."""
        return (self.born[who] <= on) & (self.died[who] > on)


def make_people(seed: int, count: int, as_of: dt.date, rates: Mapping[str, float]) -> People:
    """``count`` persons alive between the records' beginning and ``as_of``, or unborn then and born soon after."""
    rng = stream(seed, "population")
    last_day = as_of + dt.timedelta(days=KNOWN_BEFORE_BIRTH)
    years = np.arange(EARLIEST_BIRTH, last_day.year + 1)
    weights = np.clip((years - EARLIEST_BIRTH) / 30.0, 0.15, 1.0)  # the old have mostly died before the records begin
    weights[-1] *= last_day.timetuple().tm_yday / 365.0
    year = years[pick(rng, weights, count)]
    born = np.array([year_start(y) for y in range(EARLIEST_BIRTH, last_day.year + 2)])
    last = np.minimum(born[year - EARLIEST_BIRTH + 1], day(last_day) + 1)
    first = born[year - EARLIEST_BIRTH]
    births = np.sort(first + (rng.random(count) * (last - first)).astype(np.int64))
    year = np.sort(year)
    return People(
        born=births,
        died=_deaths(rng, births, day(as_of)),
        male=happens(rng, rates["boys"], count),
        local=_local(rng, year, rates["born_here"]),
        arrived=np.minimum(np.maximum(year + scattered(rng, 18, 34, count), FIRST_YEAR), as_of.year - 1),
        community=np.zeros(count, dtype=np.int64),
        mother=np.full(count, NOBODY),
        father=np.full(count, NOBODY),
        birth_order=np.zeros(count, dtype=np.int64),
    )


def _deaths(rng: np.random.Generator, born: Ints, as_of: int) -> Ints:
    """Gompertz lives, given that each lived into the records."""
    lived = np.maximum(year_start(RECORDS_BEGIN) - born, 0) / 365.25
    growth = np.exp(GOMPERTZ_SLOPE * lived) - GOMPERTZ_SLOPE / GOMPERTZ_LEVEL * np.log(1.0 - rng.random(len(born)))
    died = born + 1 + (np.log(growth) / GOMPERTZ_SLOPE * 365.25).astype(np.int64)
    return np.where(died > as_of, OPEN, died)


def _local(rng: np.random.Generator, year: Ints, born_here: float) -> Bools:
    """The share ``born_here`` of those born in the years followed; every child, for a child cannot come alone."""
    share = np.where(year < FIRST_YEAR, 0.0, np.where(year < year.max() - 20, born_here, 1.0))
    return happens(rng, share, len(year))


@dataclass(slots=True)
class Stays:
    """One row per period of a person at a dwelling, in the order it was lived."""

    person: Ints
    dwelling: Ints
    since: Ints
    until: Ints

    def at(self, person: Ints, on: Ints) -> Ints:
        """The row of the stay each person was in on that day; the last one begun, or -1 before any."""
        scale = 2 * OPEN
        row = np.searchsorted(self.person * scale + self.since, person * scale + on, side="right") - 1
        there = (row >= 0) & (self.person[np.maximum(row, 0)] == person)
        return np.where(there, row, NOBODY)

    def home(self, person: Ints, on: Ints) -> Ints:
        """The dwelling on that day, or -1."""
        row = self.at(person, on)
        return np.where(row == NOBODY, NOBODY, self.dwelling[row])


@dataclass(slots=True)
class Couples:
    """One row per couple that lived together."""

    woman: Ints
    man: Ints
    since: Ints
    until: Ints
    married: Bools


@dataclass(slots=True)
class Families:
    """What the years did: stays, couples and, in ``People``, parents."""

    stays: Stays
    couples: Couples
