"""What nobody has recorded of a child's days, as questions to ask. Each is our judgement of what a reader would ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise

from mash.chronology.gaps import Gap
from mash.chronology.houses import House, InHouse, Period
from mash.vocabulary import WITHHELD_LOCATION, Flag, PersonId, counted

UNRECORDED_DAYS = 7
"""Shorter times without an address, or with two, are agencies' days of moving that differ (our judgement)."""
SCHOOL_AGE = 5
"""Years; from then on a child must be educated (Education Act 1996, section 8: from the term after)."""

HOMES = {2: "two", 3: "three", 4: "four"}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a house of the child, or who cares for it from elsewhere."""

    person_id: PersonId
    name: str
    is_: str | None
    """What the agencies say they are to the child: mother, partner of the mother; None where nobody says."""
    born: dt.date | None
    parent: bool = False
    """Mother, father or parent; no step-parent."""
    sex: str | None = None
    flags: tuple[Flag, ...] = ()
    """Whatever their standing, and set at whatever time: a reader sees the dates."""

    def is_adult(self, day: dt.date) -> bool:
        """18 or over on the day; an unknown date of birth is taken for an adult's, as everywhere."""
        return self.born is None or (self.born.year + 18, self.born.month, self.born.day) <= (
            day.year,
            day.month,
            day.day,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with the time and the people it is about."""

    about: str
    """where, since when, who was at home, which home, who is this, contact, weekdays, parents or seen."""
    says: str
    first: dt.date | None = None
    last: dt.date | None = None
    persons: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the questions look at."""

    child: Member
    as_of: dt.date
    periods: tuple[Period, ...]
    people: Mapping[PersonId, Member]
    """Everybody in any house of the child, its parents and its carers."""
    at_school: tuple[tuple[dt.date, dt.date | None], ...]
    """When the child was enrolled."""
    gaps: tuple[Gap, ...]
    undated: tuple[tuple[PersonId, House, str], ...] = ()
    """Who is recorded at a house of the child's without any day, and by which agency."""


def questions(recorded: Recorded) -> tuple[Question, ...]:
    """What to ask, in the order of the asking functions: places first, then people, then who saw the child."""
    asked = (_where, _since_when, _who_was_at_home, _which_home, _who_is_this, _parents, _contact, _weekdays, _seen)
    return tuple(question for ask in asked for question in ask(recorded))


def _withheld(recorded: Recorded) -> bool:
    """Whether a location of the child's is withheld: its days are not known, nor who was there."""
    return any(one.house.place == WITHHELD_LOCATION for period in recorded.periods for one in period.houses)


def _where(recorded: Recorded) -> Iterator[Question]:
    if _withheld(recorded):
        yield Question("where", "A withheld location is recorded, without its days: where it is is not to be asked.")
        return
    for first, last in _times(recorded.periods, lambda period: not period.houses):
        if _days(first, last) >= UNRECORDED_DAYS:
            says = f"Where did the child sleep {_when(first, last, recorded.as_of)}? No agency recorded an address."
            yield Question("where", says, first, last)
    for number, place in _places(recorded.periods, lambda one: not one.house.placed):
        for first, last in _times(recorded.periods, partial(_in, number)):
            when = _when(first, last, recorded.as_of)
            yield Question("where", f"Where did the child sleep {when}? What is recorded: {place}.", first, last)


def _since_when(recorded: Recorded) -> Iterator[Question]:
    for person, house, agency in recorded.undated:
        if house.place == WITHHELD_LOCATION:
            continue
        name = "the child" if person == recorded.child.person_id else recorded.people[person].name
        says = (
            f"Since when has {name} been at address {house.number} ({house.place})? {agency} recorded it without a day."
        )
        yield Question("since when", says, persons=(person,))


def _who_was_at_home(recorded: Recorded) -> Iterator[Question]:
    def alone(number: int, period: Period) -> bool:
        homes = [one for one in _in(number, period) if one.house.placed and one.house.crowd is None]
        return any(not any(recorded.people[one].is_adult(period.first) for one in home.others) for home in homes)

    for number, place in _places(recorded.periods, lambda one: one.house.placed):
        for first, last in _times(recorded.periods, partial(alone, number)):
            if _days(first, last) >= UNRECORDED_DAYS:
                says = (
                    f"Who was at home with the child {_when(first, last, recorded.as_of)}?"
                    f" No agency recorded an adult at address {number} ({place})."
                )
                yield Question("who was at home", says, first, last)


def _which_home(recorded: Recorded) -> Iterator[Question]:
    for numbers, spell in groupby(recorded.periods, lambda period: [one.house.number for one in period.houses]):
        told = list(spell)
        first, last = told[0].first, told[-1].last
        if len(numbers) < min(HOMES) or _days(first, last) < UNRECORDED_DAYS:
            continue
        by_house = {
            number: sorted({agency for period in told for one in _in(number, period) for agency in one.agencies})
            for number in numbers
        }
        say = "; ".join(f"address {number} by {', '.join(agencies)}" for number, agencies in by_house.items())
        homes, when = HOMES.get(len(numbers), len(numbers)), _when(first, last, recorded.as_of)
        says = (
            f"Did the child have {homes} homes {when}, or is a record out of date? {say[0].upper()}{say[1:]}."
            " Who looks after the child at which, on weekdays, at weekends and in the holidays?"
        )
        yield Question("which home", says, first, last)


def _who_is_this(recorded: Recorded) -> Iterator[Question]:
    everyone = (other for period in recorded.periods for one in period.houses for other in one.others)
    for person in dict.fromkeys(everyone):
        member = recorded.people[person]
        with_child = [period for period in recorded.periods if _among(person, period)]
        if member.is_ is None and member.is_adult(with_child[0].first):
            first, last = with_child[0].first, with_child[-1].last
            says = f"Who is {member.name} to the child? In a house with the child {_when(first, last, recorded.as_of)}"
            yield Question("who is this", f"{says}; no agency says what they are to the child.", first, last, (person,))


def _parents(recorded: Recorded) -> Iterator[Question]:
    parents = [member for member in recorded.people.values() if member.parent]
    if len(parents) > 1 and all(_sex(parent) is None for parent in parents):
        return
    for word, sex in (("mother", "F"), ("father", "M")):
        if not any(_sex(parent) == sex for parent in parents):
            unsure = " A parent is recorded without saying which." if any(_sex(one) is None for one in parents) else ""
            yield Question("parents", f"Nobody has recorded a {word}. Has anyone asked?{unsure}")


def _contact(recorded: Recorded) -> Iterator[Question]:
    """Parents who are in no house of the child now: nothing that is sent says when the child is with them."""
    now = recorded.periods[-1] if recorded.periods and not _withheld(recorded) else None
    for member in sorted(recorded.people.values(), key=lambda one: one.person_id):
        if member.parent and now is not None and now.houses and not _among(member.person_id, now):
            last = max((period.last for period in recorded.periods if _among(member.person_id, period)), default=None)
            since = "never recorded in a house with the child" if last is None else f"last in a house with it {last}"
            says = (
                f"When is the child with {member.name} ({member.is_})? {since[0].upper()}{since[1:]};"
                " no agency sends what contact is agreed, at weekends or in the holidays."
            )
            yield Question("contact", says, persons=(member.person_id,))


def _weekdays(recorded: Recorded) -> Iterator[Question]:
    if any(first <= recorded.as_of and (last is None or last >= recorded.as_of) for first, last in recorded.at_school):
        return
    born = recorded.child.born
    if born is not None and (recorded.as_of.year - born.year) > SCHOOL_AGE:
        yield Question("weekdays", f"Which school does the child go to? None is recorded as of {recorded.as_of}.")
    elif born is not None:
        yield Question("weekdays", "Who looks after the child on weekdays? No nursery or school is recorded.")


def _seen(recorded: Recorded) -> Iterator[Question]:
    for gap in recorded.gaps:
        if gap.to_today:
            says = f"Has anyone seen the child since {gap.from_date}? No agency has for {counted(gap.months, 'month')}."
            yield Question("seen", says, gap.from_date, gap.to_date)


def _times(periods: Sequence[Period], holds: Callable[[Period], object]) -> list[tuple[dt.date, dt.date]]:
    """First and last day of each run of periods for which it holds."""
    marked = [bool(holds(period)) for period in periods]
    found: list[tuple[dt.date, dt.date]] = []
    for period, is_, (before, _) in zip(periods, marked, pairwise([False, *marked]), strict=True):
        if is_ and before:
            found[-1] = (found[-1][0], period.last)
        elif is_:
            found.append((period.first, period.last))
    return found


def _places(periods: Iterable[Period], fits: Callable[[InHouse], bool]) -> list[tuple[int, str]]:
    return sorted({(one.house.number, one.house.place) for period in periods for one in period.houses if fits(one)})


def _in(number: int, period: Period) -> list[InHouse]:
    return [one for one in period.houses if one.house.number == number]


def _among(person: PersonId, period: Period) -> bool:
    return any(person in one.others for one in period.houses)


def _days(first: dt.date, last: dt.date) -> int:
    return (last - first).days + 1


def _when(first: dt.date, last: dt.date, as_of: dt.date) -> str:
    return f"since {first}" if last >= as_of else f"from {first} to {last}"


def _sex(parent: Member) -> str | None:
    words = set((parent.is_ or "").split(" / "))
    return "F" if "mother" in words else "M" if "father" in words else parent.sex
