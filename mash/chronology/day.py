"""A day in a child's life: who was in each house the child stays in, by period, and what nobody has recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from mash.associations import flags_of
from mash.chronology.companions import Companion, called
from mash.chronology.entries import Entry
from mash.chronology.gaps import Gap
from mash.chronology.houses import House, HouseStay, Period, periods
from mash.chronology.people import Person
from mash.chronology.questions import Member, Question, Recorded, questions
from mash.vocabulary import PersonId

BIRTH_PARENTS = frozenset({"mother", "father", "parent"})
NOT_SENT = "No agency sends contact arrangements or term dates: weekends and holidays are for a person to ask about."
"""True of every contract there is (data_contracts/); what is not sent is never filled in."""


@dataclass(frozen=True, slots=True)
class DayInLife:
    """The child's houses by period, its weekdays as far as a school sends them, and the questions left."""

    houses: tuple[House, ...]
    """In the order in which the child first stayed there."""
    periods: tuple[Period, ...]
    """From birth, or the first day known, to the day asked for: no day left out, none twice."""
    people: tuple[Member, ...]
    """Everybody in a house of the child at some time, and its parents and carers."""
    weekdays: tuple[Entry, ...]
    """Enrolments, and terms attended: as sent."""
    questions: tuple[Question, ...]
    not_sent: str = NOT_SENT


@dataclass(frozen=True, slots=True)
class Around:
    """What the chronology has found already of the child and those around it."""

    companions: Mapping[PersonId, Companion]
    people: Mapping[PersonId, Person]
    entries: Sequence[Entry]
    gaps: tuple[Gap, ...]
    stays: Sequence[HouseStay]
    """Whoever's, at the child's houses."""
    houses: Mapping[str, House]
    """By the dwelling of the stays."""


def day_in_life(con: duckdb.DuckDBPyConnection, child: Person, around: Around, *, as_of: dt.date) -> DayInLife:
    """The houses, periods and questions of one child as of a day."""
    stays, houses = around.stays, around.houses
    near = {person for person, one in around.companions.items() if one.is_parent or one.cares_on(as_of)}
    members = _members(con, {stay.person_id for stay in stays} | near | {child.person_id}, around, as_of)
    first = child.born or min((stay.starts_on for stay in stays if stay.person_id == child.person_id), default=None)
    found = () if first is None or first > as_of else periods(child.person_id, stays, houses, first=first, last=as_of)
    weekdays = tuple(entry for entry in around.entries if _is_school(entry, child.person_id))
    recorded = Recorded(
        child=members[child.person_id],
        as_of=as_of,
        periods=found,
        people={person: member for person, member in members.items() if person != child.person_id},
        at_school=tuple((entry.date, entry.until) for entry in weekdays if "enrolment" in entry.kinds),
        gaps=around.gaps,
        undated=_undated(stays, houses),
    )
    in_periods = {house.number for period in found for house in (one.house for one in period.houses)}
    return DayInLife(
        houses=tuple(house for house in houses.values() if house.number in in_periods),
        periods=found,
        people=tuple(recorded.people.values()),
        weekdays=weekdays,
        questions=questions(recorded),
    )


def _undated(stays: Iterable[HouseStay], houses: Mapping[str, House]) -> tuple[tuple[PersonId, House, str], ...]:
    """Those of whom no row at the house gives a day."""
    told: dict[tuple[str, PersonId], list[HouseStay]] = {}
    for stay in stays:
        told.setdefault((stay.dwelling, stay.person_id), []).append(stay)
    return tuple(
        (person, houses[dwelling], ", ".join(sorted({stay.agency for stay in rows})))
        for (dwelling, person), rows in told.items()
        if all(stay.undated for stay in rows)
    )


def _is_school(entry: Entry, child: PersonId) -> bool:
    return child in entry.persons and bool({"enrolment", "school attendance"} & set(entry.kinds))


def _members(
    con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId], around: Around, as_of: dt.date
) -> dict[PersonId, Member]:
    shown = {person: around.people[person] for person in sorted(set(persons))}
    told = called(con, around.companions, shown, as_of=as_of)
    flags = flags_of(con, shown, as_of=as_of)
    return {
        person: Member(
            person_id=person,
            name=one.name,
            is_=told.get(person),
            born=one.born,
            sex=one.sex,
            parent=bool(BIRTH_PARENTS & set(around.companions[person].labels))
            if person in around.companions
            else False,
            flags=flags.get(person, ()),
        )
        for person, one in shown.items()
    }
