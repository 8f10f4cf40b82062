"""A town: its people, homes, names and lives, as they truly are. What agencies make of it is elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from mash.synthetic.columns import Table, day
from mash.synthetic.naming import Callings
from mash.synthetic.places import Dwellings
from mash.synthetic.population import Couples, People, Stays

Rates = Mapping[str, Mapping[str, float]]
"""A checked profile: section, then rate."""


@dataclass(slots=True)
class Town:
    """Everything true on the day ``as_of``."""

    seed: int
    as_of: dt.date
    rates: Rates
    people: People
    dwellings: Dwellings
    stays: Stays
    couples: Couples
    callings: Callings
    nhs: Table
    """number, first: one row per person; ``first`` is what an adopted person bore before."""
    adopted: Table
    """person, on: sealed adoptions."""
    flags: Table
    """person, kind, scheme, since, until, discharged."""
    elsewhere: Table
    """person, dwelling (-1 for no fixed abode), kind, since, until: stays in crowds beside the home on paper."""
    occurrences: Table
    """day, area, dwelling, category, system, dash, concern; the row number is its id."""
    roles: Table
    """occurrence, person, role."""
    links: Table
    """person_a, person_b, kind, source, intelligence, handling, since, until."""
    referrals: Table
    """child, received (minutes since 1970), concern, source, referrer, initial, outcome, closed, reason."""
    carers: Table
    """child, carer, since: neighbours who look after a child."""
    episodes: Table
    """child, kind, since, until, category, reason."""

    @property
    def today(self) -> int:
        """``as_of`` as a day number."""
        return day(self.as_of)


@dataclass(frozen=True, slots=True)
class Scene:
    """What offending needs to know of the town."""

    seed: int
    today: int
    rates: Mapping[str, float]
    people: People
    dwellings: Dwellings
    stays: Stays
    couples: Couples
