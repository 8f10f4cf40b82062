"""How much of a person a file that leaves the hub may say."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from mash.reports.legible import initials, legible
from mash.reports.network import NetworkPerson
from mash.reports.subject import age_in_years

AGE_BANDS = ((1, "under 1"), (5, "1-4"), (10, "5-9"), (16, "10-15"), (18, "16-17"))
"""First age beyond each band: the children in need statistics' bands, the last one closed at 18."""
ADULT_BANDS = ((25, "18-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"), (65, "55-64"))


class Disclosure(StrEnum):
    """What a graph file says of each person beside the opaque id."""

    FULL = "full"
    """Name and date of birth."""
    INITIALS = "initials"
    """Initials and age band."""
    IDS = "ids"
    """The opaque id and age band only."""

    def label(self, person: NetworkPerson) -> str:
        """What to call a person at this level."""
        match self:
            case Disclosure.FULL:
                return legible(person.name)
            case Disclosure.INITIALS:
                return initials(person.name) if person.names else "?"
            case Disclosure.IDS:
                return person.person_id

    def date_of_birth(self, person: NetworkPerson) -> str | None:
        """The date of birth where it may be said."""
        born = person.date_of_birth
        return born.isoformat() if born and self is Disclosure.FULL else None


def age_band(date_of_birth: dt.date | None, as_of: dt.date) -> str | None:
    """The band of an age in whole years as of a date; None without a date of birth."""
    if date_of_birth is None:
        return None
    age = age_in_years(date_of_birth, as_of)
    if age < 0:
        return "unborn"
    return next((band for beyond, band in (*AGE_BANDS, *ADULT_BANDS) if age < beyond), "65 and over")
