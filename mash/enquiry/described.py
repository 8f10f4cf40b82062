"""What a referral form holds of a child, as it is written there, read for a search."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from mash.errors import UsageError

if TYPE_CHECKING:
    from mash import identity

Days = tuple[dt.date, dt.date]
"""The first and the last day on which a child may have been born."""

YEAR = r"(?P<year>(?:19|20)\d\d)"
DATES = (
    re.compile(rf"{YEAR}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)"),
    re.compile(rf"(?P<day>\d\d?)[/. -](?P<month>\d\d?|[a-z]+)[/. -]{YEAR}", re.IGNORECASE),
    re.compile(rf"{YEAR}-(?P<month>\d\d?)"),
    re.compile(rf"(?P<month>\d\d?|[a-z]+)[/. -]{YEAR}", re.IGNORECASE),
    re.compile(YEAR),
)
"""Ways to write a date of birth, the day before the month as in Britain; in part or whole."""
BETWEEN = re.compile(r"(?P<first>\d{4}-\d\d-\d\d)/(?P<last>\d{4}-\d\d-\d\d)")
"""Two days, as ISO 8601 writes what lies between them."""
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
AGE = re.compile(
    r"(?P<about>about|abt|approx(?:imately)?|around|roughly|circa|ca?\.?|~)?\s*"
    r"(?P<low>\d{1,3})(?:\s*(?:-|to|or|\N{EN DASH})\s*(?P<high>\d{1,3}))?\s*"
    r"(?P<unit>years?|yrs?|y|months?|mths?|m|weeks?|wks?|w)?\s*(?:old|of age)?\s*(?P<ish>ish|-ish|\?)?",
    re.IGNORECASE,
)
NAMES = ("name", "forenames", "surname")
"""Fields that give a name."""
UNBORN = frozenset({"unborn", "not born", "expected", "pregnancy"})
DAYS_IN_MONTH = 30.44
OLDEST = 120
"""Years."""
YOUNG, GROWING = 5, 13
"""Years below which ``about`` is a year out at most, and two; three above: our judgement of how people guess."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a form says of a child, as given; any of it may be missing."""

    name: str | None = None
    """One box for the whole name, in any order; ``Surname, Forenames`` is understood."""
    forenames: str | None = None
    surname: str | None = None
    """Now or before."""
    born: str | None = None
    """``YYYY-MM-DD``, ``DD/MM/YYYY``, ``14 Sep 2022``, a month of a year, a year, or two days with ``/`` between."""
    age: str | None = None
    """``3``, ``about 3``, ``3-4``, ``18 months``, ``unborn``."""
    postcode: str | None = None
    """Now or before; its first half will do."""

    def refuse_two_ways(self, key: str | None = None, word: Callable[[str], str] = str) -> None:
        """Raises ``UsageError`` for what would go unheeded: beside an id any of it, a name or a birthday given twice.

        An id of several words is a name, and may have the rest beside it. ``word`` is what whoever asked calls a field.
        """
        given = [field.name for field in fields(self) if getattr(self, field.name)]
        if key and " " not in key.strip():
            lead, beside = "the id given", given
        elif key:
            lead, beside = "the name given", [name for name in given if name in NAMES]
        elif self.name:
            lead, beside = word("name"), [name for name in given if name in NAMES[1:]]
        else:
            lead, beside = "", []
        if beside:
            raise UsageError(
                f"{lead} says whom it is about: this would go unheeded",
                where=", ".join(map(word, beside)),
                try_="an id alone, or one description alone",
            )
        if self.born and self.age:
            says = "the date of birth tells the age: this would go unheeded"
            raise UsageError(says, where=word("age"), try_="one of them")

    @property
    def named(self) -> bool:
        """Whether it gives any name to look for."""
        return any((part or "").strip() for part in (self.name, self.forenames, self.surname))

    @property
    def half_a_name(self) -> bool:
        """Whether it gives a forename alone, or a surname alone."""
        words = " ".join(part for part in (self.name, self.forenames, self.surname) if part)
        return len(words.replace(",", " ").split()) == 1

    @property
    def halves(self) -> tuple[str | None, str | None]:
        """Forenames and surname; of a name in one box as a form would have it, the last word the surname."""
        if not self.name:
            return self.forenames, self.surname
        surname, comma, forenames = self.name.partition(",")
        if comma:
            return forenames.strip() or None, surname.strip() or None
        *first, last = self.name.split() or [""]
        return " ".join(first) or None, last or None

    def born_as_of(self, as_of: dt.date) -> tuple[dt.date | None, Days | None]:
        """The date of birth, or the days it lies between; an age is as of the date. Raises ``UsageError`` as below."""
        if self.born:
            return born_of(self.born)
        if not self.age or self.unborn:
            return None, None
        return None, days_of_age(self.age, as_of)

    @property
    def unborn(self) -> bool:
        """Whether it says so in place of an age."""
        return (self.age or "").strip().lower() in UNBORN

    def query(self, as_of: dt.date) -> identity.Query:
        """What to search for; an age is as of the date. Raises ``UsageError`` naming the option that cannot be read."""
        from mash import identity

        forenames, surname = self.halves
        day, between = self.born_as_of(as_of)
        return identity.Query(
            forenames=forenames,
            surname=surname,
            date_of_birth=day,
            born_between=between,
            unborn=self.unborn,
            postcode=postcode_of(self.postcode) if self.postcode else None,
        )


def born_of(given: str) -> tuple[dt.date | None, Days | None]:
    """A date of birth as a day, or the days that a month or a year leaves. Raises ``UsageError`` for neither."""
    written = given.strip()
    if found := BETWEEN.fullmatch(written):
        (first, _), (last, _) = born_of(found["first"]), born_of(found["last"])
        return _in_order(first, last)
    for pattern in DATES:
        if found := pattern.fullmatch(written):
            return _read(found.groupdict())
    raise _no_date()


def _in_order(first: dt.date | None, last: dt.date | None) -> tuple[None, Days]:
    if first is None or last is None or first > last:
        raise _no_date()
    return None, (first, last)


def _read(parts: dict[str, str | None]) -> tuple[dt.date | None, Days | None]:
    year, month = int(parts["year"] or 0), _month(parts.get("month"))
    try:
        if month is None:
            return None, (dt.date(year, 1, 1), dt.date(year, 12, 31))
        if day := parts.get("day"):
            return dt.date(year, month, int(day)), None
        return None, (dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))
    except ValueError:
        raise _no_date() from None


def _month(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) if written.isdigit() else MONTHS.get(written[:3].lower(), 0)


def _no_date() -> UsageError:
    return UsageError(
        "this is no date of birth", where="--dob", try_="YYYY-MM-DD, 14/09/2022 or a year; or --age 'about 3'"
    )


def days_of_age(given: str, as_of: dt.date) -> Days:
    """The days on which somebody of that age was born, as of the date. Raises ``UsageError`` for what is no age.

    ``about`` widens it by a year either way, by two from five years on, by three from thirteen.
    """
    found = AGE.fullmatch(given.strip())
    if found is None or int(found["high"] or found["low"]) < int(found["low"]):
        raise _no_age()
    low, high = int(found["low"]), int(found["high"] or found["low"])
    unit = (found["unit"] or "y")[0].lower()
    try:
        return _days_between(low, high, unit, as_of, guessed=bool(found["about"] or found["ish"]))
    except (ValueError, OverflowError):  # before the first day there is
        raise _no_age() from None


def _days_between(low: int, high: int, unit: str, as_of: dt.date, *, guessed: bool) -> Days:
    if unit != "y":
        days = 7.0 if unit == "w" else DAYS_IN_MONTH
        spare = days if guessed else 0.0
        return (
            as_of - dt.timedelta(days=round((high + 1) * days + spare)),
            as_of - dt.timedelta(days=max(0, round(low * days - spare))),
        )
    if high > OLDEST:
        raise _no_age()
    slack = (1 if high < YOUNG else 2 if high < GROWING else 3) if guessed else 0
    born_after = _years_before(as_of, high + slack + 1) + dt.timedelta(days=1)
    return born_after, _years_before(as_of, max(0, low - slack))


def _no_age() -> UsageError:
    return UsageError("this is no age", where="--age", try_="3, 'about 3', 3-4, '18 months' or unborn")


def _years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years before; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return dt.date(day.year - years, 3, 1)


def postcode_of(given: str) -> str:
    """``OUT IN``, or the first half alone. Raises ``UsageError`` for what has not the form of either."""
    letters = re.sub(r"[^A-Z\d]", "", given.upper())
    whole = re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})", letters)
    if whole:
        return f"{whole[1]} {whole[2]}"
    if re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?", letters):
        return letters
    raise UsageError("this is no postcode", where="--postcode", try_="such as LA14 2AB, or its first half: LA14")
