"""Dwellings that do not exist: fictional postcode units in real outward codes, made-up house numbers and UPRNs.

Inward codes end in letters of which at least one is C, I, K, M, O or V, which Royal Mail never issues there;
they still match the pattern agencies check. UPRNs begin at 990 000 000 000, above what has been allocated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

import numpy as np

from mash.synthetic.chance import pick
from mash.synthetic.columns import Bools, Floats, Ints, Texts, joined, padded, texts

NEVER_ISSUED = "CIKMOV"
FIRST_UPRN = 990_000_000_000
DWELLINGS_PER_POSTCODE = 15
"""Royal Mail's own average for a postcode unit."""
DWELLINGS_PER_PERSON = 0.62
"""Room for households of 2.4 (Census 2021) and for those empty between moves."""

HOUSE, FLAT, SHARED, HOSTEL, REFUGE, PRISON, APPROVED, SITE, BOAT = range(9)
KINDS = ("home", "home", "home", "hostel", "refuge", "prison", "approved premises", "home", "home")
NAMES_OF_KINDS = ("house", "flat", "shared", "hostel", "refuge", "prison", "approved_premises", "site", "boat")
CROWDS = (SHARED, HOSTEL, REFUGE, PRISON, APPROVED)
PRISONS = ("HMP Fellgate", "HMP Marsh End", "HMP Whitmoor", "HMP Ravensholme", "HMP Saltmere", "HMP Combe Hill")


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of ``places.toml`` in its order."""

    names: tuple[str, ...]
    shares: Floats
    forces: Texts
    authorities: Texts
    outcodes: tuple[tuple[str, ...], ...]
    towns: tuple[tuple[str, ...], ...]
    streets: Texts


@dataclass(frozen=True, slots=True)
class Dwellings:
    """One row per dwelling."""

    area: Ints
    kind: Ints
    postcode: Texts
    line_1: Texts
    line_2: Texts
    town: Texts
    uprn: Texts

    def ordinary(self) -> Bools:
        """Where a household may live by itself."""
        return np.isin(self.kind, (HOUSE, FLAT, SITE, BOAT))


@cache
def load_areas() -> Areas:
    """The places; the same object every time."""
    raw = tomllib.loads((files("mash.synthetic") / "places.toml").read_text(encoding="utf-8"))
    areas = raw["area"]
    streets = [
        f"{name} {kind}" for name, kind in product(raw["streets"]["names"].split(), raw["streets"]["kinds"].split())
    ]
    return Areas(
        names=tuple(area["name"] for area in areas),
        shares=np.array([area["share"] for area in areas]),
        forces=np.array([area["force"] for area in areas], dtype=object),
        authorities=np.array([area["la"] for area in areas], dtype=object),
        outcodes=tuple(tuple(area["towns"]) for area in areas),
        towns=tuple(tuple(area["towns"].values()) for area in areas),
        streets=np.array(streets, dtype=object),
    )


def build_dwellings(rng: np.random.Generator, persons: int, shares: Mapping[str, float]) -> Dwellings:
    """Dwellings enough for ``persons``, area by area: houses, flats, shared houses, sites, moorings, institutions."""
    areas = load_areas()
    count = max(int(persons * DWELLINGS_PER_PERSON), 60 * len(areas.names))
    area = np.sort(pick(rng, areas.shares, count))
    kind = _kinds(rng, area, shares)
    unit = np.arange(count) // DWELLINGS_PER_POSTCODE
    outcode, town = _outcodes(rng, area, unit)
    street = areas.streets[rng.integers(0, len(areas.streets), unit[-1] + 1)][unit]
    number = 1 + np.arange(count) % DWELLINGS_PER_POSTCODE * 2 + rng.integers(0, 2, unit[-1] + 1)[unit]
    line_1, line_2 = _lines(kind, number, street, np.arange(count))
    return Dwellings(
        area, kind, joined(outcode, " ", _inward(unit)), line_1, line_2, town, texts(FIRST_UPRN + np.arange(count))
    )


def _kinds(rng: np.random.Generator, area: Ints, shares: Mapping[str, float]) -> Ints:
    """By the shares of each kind, in the order of the kinds. Of every other kind at least one an area."""
    kind = pick(rng, np.array([shares[name] for name in NAMES_OF_KINDS]), len(area))
    starts = np.searchsorted(area, np.arange(area.max() + 1))
    for step, institution in enumerate((HOSTEL, REFUGE, PRISON, APPROVED, SHARED, SITE, BOAT)):
        kind[np.minimum(starts + step, len(area) - 1)] = institution
    return kind


def _outcodes(rng: np.random.Generator, area: Ints, unit: Ints) -> tuple[Texts, Texts]:
    """An outward code and its town for every postcode unit; a unit lies where its first dwelling does."""
    areas = load_areas()
    first_area = area[np.searchsorted(unit, np.arange(unit[-1] + 1))]
    roll = rng.random(len(first_area))
    codes, towns = np.empty(len(first_area), dtype=object), np.empty(len(first_area), dtype=object)
    for which in range(len(areas.names)):
        here = np.flatnonzero(first_area == which)
        chosen = (roll[here] * len(areas.outcodes[which])).astype(np.int64)
        codes[here] = np.array(areas.outcodes[which], dtype=object)[chosen]
        towns[here] = np.array(areas.towns[which], dtype=object)[chosen]
    return codes[unit], towns[unit]


def _inward(unit: Ints) -> Texts:
    """The unit's inward code: a digit and two letters, one of them never issued; distinct within 2,760 units."""
    issued = "ABDEFGHJLNPQRSTUWXYZ"
    ends = ["".join(pair) for pair in product(NEVER_ISSUED, NEVER_ISSUED)]
    ends += ["".join(pair) for pair in product(issued, NEVER_ISSUED)]
    ends += ["".join(pair) for pair in product(NEVER_ISSUED, issued)]
    codes = np.array([f"{digit}{end}" for end in ends for digit in range(10)], dtype=object)
    return codes[unit % len(codes)]


def _lines(kind: Ints, number: Ints, street: Texts, index: Ints) -> tuple[Texts, Texts]:
    plain = joined(texts(number), " ", street)
    line_1, line_2 = plain.copy(), np.full(len(kind), None, dtype=object)
    flats = kind == FLAT
    line_1[flats], line_2[flats] = joined("Flat ", texts(1 + index[flats] % 6)), plain[flats]
    for which, words in ((HOSTEL, "Night Shelter"), (REFUGE, "Safe House"), (APPROVED, "Approved Premises")):
        here = kind == which
        line_1[here], line_2[here] = joined(words, " ", padded(index[here] % 100, 2)), plain[here]
    prisons = np.flatnonzero(kind == PRISON)
    line_1[prisons], line_2[prisons] = np.array(PRISONS, dtype=object)[prisons % len(PRISONS)], plain[prisons]
    for which, words in ((SITE, "Travellers' Site"), (BOAT, "Wharf Moorings")):
        here = kind == which
        pitch = "Plot " if which == SITE else "Narrowboat "
        line_1[here], line_2[here] = joined(pitch, texts(1 + index[here] % 24)), joined(street[here], " ", words)
    return line_1, line_2
