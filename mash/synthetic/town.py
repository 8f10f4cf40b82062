"""A town: its people, homes, names and lives, as they truly are. What agencies make of it is elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mash.synthetic.columns import UNKNOWN, Ints, Table, day
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
    contact: Table
    """person, dwelling, since, until: children's nights with the father who lives apart, beside their home."""
    couples: Couples
    callings: Callings
    nhs: Table
    """number, first: one row per person; ``first`` is what an adopted person bore before."""
    adopted: Table
    """person, on, mother, father (of birth), woman, man (who adopted): sealed adoptions."""
    flags: Table
    """person, kind, scheme, since, until, discharged."""
    elsewhere: Table
    """person, dwelling (-1 for no fixed abode), kind, since, until: stays in crowds beside the home on paper."""
    occurrences: Table
    """day, area, dwelling, category, system, dash, concern; the row number is its id."""
    roles: Table
    """occurrence, person, role."""
    missing: Table
    """child, day, area: reports of a missing child, by the force of an area that knew the child before."""
    programmes: Table
    """person, refused, since, until: programmes for those who abuse a partner."""
    links: Table
    """person_a, person_b, kind, source, intelligence, handling, since, until."""
    referrals: Table
    """child, received (minutes since 1970), concern, source, referrer, initial, outcome, closed, reason."""
    carers: Table
    """child, carer, since, until: neighbours who look after a child, and foster carers."""
    fostered: Table
    """Those of ``carers`` who foster."""
    episodes: Table
    """child, kind, since, until, category, reason."""

    @property
    def today(self) -> int:
        """``as_of`` as a day number."""
        return day(self.as_of)

    def reborn(self) -> Ints:
        """The day on which each person was adopted; ``UNKNOWN`` for all who were not."""
        on = np.full(self.people.count, UNKNOWN)
        on[self.adopted["person"]] = self.adopted["on"]
        return on


@dataclass(frozen=True, slots=True)
class Scene:
    """What offending needs to know of the town."""

    seed: int
    today: int
    rates: Mapping[str, float]
    shares: Rates
    """The whole profile, for its sections of shares."""
    people: People
    dwellings: Dwellings
    stays: Stays
    couples: Couples
