"""Stays in crowds, beside the home on paper: prison, approved premises, hostel, refuge, and no fixed abode."""

from __future__ import annotations

import numpy as np

from mash.synthetic.chance import happens, scattered
from mash.synthetic.columns import ADULT, NOBODY, OPEN, Ints, Table, rows, stacked
from mash.synthetic.places import APPROVED, HOSTEL, PRISON, REFUGE
from mash.synthetic.town import Scene


def stays_elsewhere(scene: Scene, rng: np.random.Generator, offenders: Ints) -> Table:
    """Prison and approved premises for offenders; hostels, refuges and no fixed abode for some of the others."""
    adults = np.flatnonzero((scene.people.age(scene.today) >= ADULT + 2) & scene.people.alive(scene.today))
    women = adults[~scene.people.male[adults]]
    plan = (
        (offenders, "in_prison", PRISON, "prison", 900),
        (offenders, "in_approved_premises", APPROVED, "approved premises", 180),
        (adults, "in_hostel", HOSTEL, "hostel", 240),
        (women, "in_refuge", REFUGE, "refuge", 180),
        (adults, "no_fixed_abode", NOBODY, "no fixed abode", 400),
    )
    tables = []
    for pool, rate, kind, words, longest in plan:
        who = pool[happens(rng, scene.rates[rate], len(pool))]
        who = who[scene.people.age(scene.today)[who] >= ADULT]
        since = scene.today - scattered(rng, 1, 10 * 365, len(who))
        since = np.maximum(since, scene.people.born[who] + 18 * 366)
        until = since + scattered(rng, 14, longest, len(who))
        home = scene.stays.home(who, since)
        place = _place_near(scene, rng, home, kind)
        living = (since < scene.people.died[who]) & (since < scene.today)
        until = np.where(until > scene.today, OPEN, until)
        table = {"person": who, "dwelling": place, "since": since, "until": np.minimum(until, scene.people.died[who])}
        tables.append(rows({**table, "kind": np.full(len(who), words, dtype=object)}, living))
    return stacked(tables)


def _place_near(scene: Scene, rng: np.random.Generator, home: Ints, kind: int) -> Ints:
    """A dwelling of this kind in the area of the home; prisons anywhere; none for no fixed abode."""
    if kind == NOBODY:
        return np.full(len(home), NOBODY)
    places = np.flatnonzero(scene.dwellings.kind == kind)
    if kind == PRISON:
        return places[scattered(rng, 0, len(places), len(home))]
    area = np.where(home == NOBODY, 0, scene.dwellings.area[home])
    starts = np.searchsorted(scene.dwellings.area[places], area)
    size = np.searchsorted(scene.dwellings.area[places], area, side="right") - starts
    return places[starts + (rng.random(len(home)) * size).astype(np.int64)]
