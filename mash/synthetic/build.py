"""Build a town: people, dwellings, families, names, offending, care."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np

from mash.synthetic.care import CareScene, adoptions, carers, live_care
from mash.synthetic.chance import stream
from mash.synthetic.columns import Ints, Table, day
from mash.synthetic.households import Years
from mash.synthetic.identifiers import nhs_numbers
from mash.synthetic.naming import Registrar
from mash.synthetic.offending import Record, live_offending
from mash.synthetic.places import build_dwellings
from mash.synthetic.population import make_people
from mash.synthetic.town import Rates, Scene, Town

NHS_NUMBERS = 909_090
"""How many valid numbers the never-issued range holds."""
Progress = Callable[[str], None]
"""Called with the name of each step as it begins."""


def build_town(persons: int, seed: int, as_of: dt.date, rates: Rates, progress: Progress) -> Town:
    """A town of exactly ``persons`` true persons as they are on ``as_of``; the same seed gives the same town."""
    progress("people and families")
    people = make_people(seed, persons, as_of)
    dwellings = build_dwellings(stream(seed, "dwellings"), persons)
    shares = {**rates["families"], **rates["communities"]}
    families = Years(seed, people, dwellings, shares).live(as_of)
    adopted = adoptions(seed, day(as_of), people, rates["families"]["adopted"])
    progress("names")
    names = Registrar(seed, people, families.couples, rates["names"])
    callings = names.name_all(as_of, (adopted["person"], adopted["on"]))
    progress("lives")
    scene = Scene(seed, day(as_of), rates["lives"], people, dwellings, families.stays, families.couples)
    record = live_offending(scene)
    care = CareScene(seed, day(as_of), rates["care"], people, _troubled(record))
    referrals, episodes = live_care(care)
    home = families.stays.home(np.arange(persons), np.full(persons, day(as_of)))
    looking_after = carers(care, home, rates["sees"]["education_contact_only"])
    nhs = _nhs(seed, persons, adopted["person"])
    return Town(
        seed=seed, as_of=as_of, rates=rates, people=people, dwellings=dwellings, stays=families.stays,
        couples=families.couples, callings=callings, nhs=nhs, adopted=adopted, flags=record.flags,
        elsewhere=record.elsewhere, occurrences=record.occurrences, roles=record.roles, links=record.links,
        referrals=referrals, carers=looking_after, episodes=episodes,
    )  # fmt: skip


def _nhs(seed: int, persons: int, adopted: Ints) -> Table:
    """The number each bears now, and the first one, which differs for the adopted (L9)."""
    serials = stream(seed, "nhs").permutation(max(NHS_NUMBERS, persons + len(adopted)))
    number = nhs_numbers(serials[:persons])
    first = number.copy()
    first[adopted] = nhs_numbers(serials[persons : persons + len(adopted)])
    return {"number": number, "first": first}


def _troubled(record: Record) -> Ints:
    """Whoever is a suspect or victim of anything, or flagged."""
    return np.unique(np.concatenate((record.roles["person"], record.flags["person"])))
