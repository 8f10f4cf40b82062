"""The houses a child stays in, by period: who was in each, as the agencies' stays have it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mash.vocabulary import PersonId

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HouseStay:
    """One row's word that a person was at a dwelling from ``starts_on`` to ``last_day``, both included.

    Every contract says of a stay's ``to_date`` that it is the last day there (data_contracts/), and a tie of one
    household ends on it too.
    """

    dwelling: str
    """Only to tell dwellings apart: it may hold an address that must not be shown."""
    person_id: PersonId
    starts_on: dt.date
    last_day: dt.date
    shares_before: dt.date
    """From then on nobody who comes is met: as in the network (usable_stay.sql), the day of moving out is shared with
    nobody who moves in on it."""
    agency: str
    undated: bool = False
    """The row gives neither day: it shows the last day alone."""

    def has(self, day: dt.date) -> bool:
        """Whether the person was there on the day."""
        return self.starts_on <= day <= self.last_day

    def meets(self, other: HouseStay) -> bool:
        """Whether the two of one dwelling lived there together."""
        return max(self.starts_on, other.starts_on) < min(self.shares_before, other.shares_before)


@dataclass(frozen=True, slots=True)
class House:
    """A place the child stays at, numbered in the order in which it first did."""

    number: int
    place: str
    """The address; or why there is none to show."""
    crowd: str | None = None
    """Hostel, refuge or the like, where others live who are not told of; None for a home."""
    placed: bool = True
    """False where an agency says that the child stayed, but not where to a door."""


@dataclass(frozen=True, slots=True)
class InHouse:
    """One house in one period: who was there besides the child, and who says that the child was."""

    house: House
    others: tuple[PersonId, ...]
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Days, first and last included, in which nothing changed in any house of the child."""

    first: dt.date
    last: dt.date
    houses: tuple[InHouse, ...]
    """None when no agency recorded where the child was; several when they recorded several."""


def periods(
    child: PersonId, stays: Sequence[HouseStay], houses: Mapping[str, House], *, first: dt.date, last: dt.date
) -> tuple[Period, ...]:
    """The days from ``first`` to ``last`` in periods, each cut where anybody comes to or leaves a house of the child.

    They leave out no day and share none. A house counts while the child is there.
    """
    before = last + ONE_DAY
    cuts = {first, before}
    for stay in stays:
        cuts.update(day for day in (stay.starts_on, stay.last_day + ONE_DAY) if first < day < before)
    days = sorted(cuts)
    found: list[Period] = []
    for start, end in pairwise(days):
        there = _there(child, start, [stay for stay in stays if stay.has(start)], houses)
        if found and _alike(found[-1].houses, there):
            there = _together(found[-1].houses, there)
            found[-1] = Period(found[-1].first, end - ONE_DAY, there)
        else:
            found.append(Period(start, end - ONE_DAY, there))
    return tuple(found)


def _there(
    child: PersonId, day: dt.date, stays: Iterable[HouseStay], houses: Mapping[str, House]
) -> tuple[InHouse, ...]:
    at: defaultdict[str, list[HouseStay]] = defaultdict(list)
    for stay in stays:
        at[stay.dwelling].append(stay)
    found = []
    for dwelling, present in at.items():
        own = [stay for stay in present if stay.person_id == child]
        if own:
            met = {stay.person_id for stay in present if any(stay.meets(one) for one in own)}
            others = sorted(met - {child})
            found.append(InHouse(houses[dwelling], tuple(others), _agencies(own, day)))
    return tuple(sorted(found, key=lambda one: one.house.number))


def _agencies(own: Sequence[HouseStay], day: dt.date) -> tuple[str, ...]:
    """Who says that the child was there; of one that has the child leave that day only where no other has it stay."""
    staying = [stay for stay in own if day < stay.shares_before]
    return tuple(sorted({stay.agency for stay in staying or own}))


def _alike(before: Sequence[InHouse], now: Sequence[InHouse]) -> bool:
    """The same people in the same houses, whichever agencies say so."""
    return [(one.house, one.others) for one in before] == [(one.house, one.others) for one in now]


def _together(before: Sequence[InHouse], now: Sequence[InHouse]) -> tuple[InHouse, ...]:
    return tuple(
        InHouse(one.house, one.others, tuple(sorted({*one.agencies, *other.agencies})))
        for one, other in zip(before, now, strict=True)
    )
