"""Build a town: people, dwellings, families, names, offending, care."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np

from mash.synthetic.care import MINUTES, CareScene, carers, live_care
from mash.synthetic.chance import stream
from mash.synthetic.columns import OPEN, Bools, Ints, Table, day, present, rows, stacked
from mash.synthetic.episodes import missing_reports, programmes
from mash.synthetic.households import Years
from mash.synthetic.identifiers import nhs_numbers
from mash.synthetic.naming import Registrar
from mash.synthetic.offending import Record, live_offending
from mash.synthetic.places import build_dwellings
from mash.synthetic.population import make_people
from mash.synthetic.town import Rates, Scene, Town
from mash.synthetic.uprooted import Homes, adopt, adoptions, contact_stays, placements

NHS_NUMBERS = 909_090
"""How many valid numbers the never-issued range holds."""
Progress = Callable[[str], None]
"""Called with the name of each step as it begins."""


def build_town(persons: int, seed: int, as_of: dt.date, rates: Rates, progress: Progress) -> Town:
    """A town of exactly ``persons`` true persons as they are on ``as_of``; the same seed gives the same town."""
    progress("people and families")
    people = make_people(seed, persons, as_of, rates["families"])
    dwellings = build_dwellings(stream(seed, "dwellings"), persons, rates["dwellings"])
    shares = {**rates["families"], **rates["communities"]}
    families = Years(seed, people, dwellings, shares).live(as_of)
    today, couples = day(as_of), families.couples
    adopted = adoptions(Homes(seed, today, rates, people, dwellings, families.stays, couples))
    progress("names")
    callings = Registrar(seed, people, couples, {**rates["names"], **rates["middle_names"]}).name_all(as_of, adopted)
    stays = adopt(people, families.stays, adopted)
    progress("lives")
    scene = Scene(seed, today, rates["lives"], rates, people, dwellings, stays, couples)
    record = live_offending(scene)
    record.roles = rows(record.roles, ~_sealed_away(record, adopted))
    care = CareScene(seed, today, rates["care"], rates, people, _troubled(record))
    referrals, episodes = live_care(care)
    _close_at_adoption(referrals, episodes, adopted)
    home = stays.home(np.arange(persons), np.full(persons, today))
    looking_after = carers(care, home, rates["sees"]["education_contact_only"])
    contact = contact_stays(Homes(seed, today, rates, people, dwellings, stays, couples))
    stays, fostered = placements(Homes(seed, today, rates, people, dwellings, stays, couples), episodes)
    return Town(
        seed=seed, as_of=as_of, rates=rates, people=people, dwellings=dwellings, stays=stays, contact=contact,
        couples=couples, callings=callings, nhs=_nhs(seed, persons, adopted["person"]), adopted=adopted,
        flags=record.flags, elsewhere=record.elsewhere, occurrences=record.occurrences, roles=record.roles,
        missing=missing_reports(scene, record),
        programmes=programmes(scene, record),
        links=record.links, referrals=referrals, carers=stacked([looking_after, fostered]), fostered=fostered,
        episodes=episodes,
    )  # fmt: skip


def _close_at_adoption(referrals: Table, episodes: Table, adopted: Table) -> None:
    """Whatever was open on the day of an adoption ends with it; RC1 is the census's reason for that (D17)."""
    for table, begun, ended in (
        (referrals, referrals["received"] // MINUTES, "closed"),
        (episodes, episodes["since"], "until"),
    ):
        placed = np.full(int(max(table["child"].max(initial=0), adopted["person"].max(initial=0))) + 1, OPEN)
        placed[adopted["person"]] = adopted["on"]
        on = placed[table["child"]]
        cut = (begun < on) & (table[ended] > on) & (on < OPEN)
        table[ended][cut], table["reason"][cut] = on[cut], "RC1"
    unsettled = (referrals["closed"] < OPEN) & ~present(referrals["outcome"])
    referrals["outcome"][unsettled] = "no further action"


def _sealed_away(record: Record, adopted: Table) -> Bools:
    """Parts that an adopted child had in occurrences before: nothing sent must lead from the new name to the old."""
    placed = np.full(int(record.roles["person"].max(initial=0)) + 1, -OPEN)
    within = adopted["person"] < len(placed)
    placed[adopted["person"][within]] = adopted["on"][within]
    return record.occurrences["day"][record.roles["occurrence"]] < placed[record.roles["person"]]


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
