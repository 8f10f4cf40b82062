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
    """One row's word that a person was at a dwelling from ``starts_on`` to the day before ``ends_before``."""

    dwelling: str
    """Only to tell dwellings apart: it may hold an address that must not be shown."""
    person_id: PersonId
    starts_on: dt.date
    ends_before: dt.date
    agency: str
    undated: bool = False
    """The row gives neither day: it shows the last day alone."""


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
        cuts.update(day for day in (stay.starts_on, stay.ends_before) if first < day < before)
    days = sorted(cuts)
    found: list[Period] = []
    for start, end in pairwise(days):
        there = _there(child, [stay for stay in stays if stay.starts_on <= start < stay.ends_before], houses)
        if found and _alike(found[-1].houses, there):
            there = _together(found[-1].houses, there)
            found[-1] = Period(found[-1].first, end - ONE_DAY, there)
        else:
            found.append(Period(start, end - ONE_DAY, there))
    return tuple(found)


def _there(child: PersonId, stays: Iterable[HouseStay], houses: Mapping[str, House]) -> tuple[InHouse, ...]:
    at: defaultdict[str, list[HouseStay]] = defaultdict(list)
    for stay in stays:
        at[stay.dwelling].append(stay)
    found = []
    for dwelling, present in at.items():
        own = [stay for stay in present if stay.person_id == child]
        if own:
            others = sorted({stay.person_id for stay in present} - {child})
            found.append(InHouse(houses[dwelling], tuple(others), tuple(sorted({stay.agency for stay in own}))))
    return tuple(sorted(found, key=lambda one: one.house.number))


def _alike(before: Sequence[InHouse], now: Sequence[InHouse]) -> bool:
    """The same people in the same houses, whichever agencies say so."""
    return [(one.house, one.others) for one in before] == [(one.house, one.others) for one in now]


def _together(before: Sequence[InHouse], now: Sequence[InHouse]) -> tuple[InHouse, ...]:
    return tuple(
        InHouse(one.house, one.others, tuple(sorted({*one.agencies, *other.agencies})))
        for one, other in zip(before, now, strict=True)
    )
