"""Where an agency thinks its people have lived."""

from __future__ import annotations

import numpy as np

from mash.synthetic.chance import choose, happens, scattered
from mash.synthetic.columns import (
    NOBODY,
    OPEN,
    Bools,
    Ints,
    Table,
    Texts,
    kept,
    offsets,
    present,
    rows,
    spread,
    stacked,
)
from mash.synthetic.mistakes import mistyped
from mash.synthetic.name_pools import COMMUNITIES
from mash.synthetic.places import KINDS, SHARED
from mash.synthetic.views import Clerk, Roll

FORGOTTEN_DAYS = 15 * 365
"""Addresses left longer ago than this are not in the extracts."""
STREET_WORDS = {
    "Road": "Rd",
    "Street": "St",
    "Avenue": "Ave",
    "Lane": "Ln",
    "Close": "Cl",
    "Drive": "Dr",
    "Crescent": "Cres",
}


def held_addresses(clerk: Clerk, roll: Roll) -> Table:
    """One row per record and stay it knows: ``source``, the address, ``kind``, ``since``, ``until``, ``noted``."""
    homes = _homes(clerk, roll)
    away = _away(clerk, roll, clerk.rates["elsewhere_known"])
    table = stacked([homes, away])
    return _written(clerk, rows(table, np.lexsort((table["since"], table["record"]))), roll)


def _homes(clerk: Clerk, roll: Roll) -> Table:
    town, stays = clerk.town, clerk.town.stays
    starts = offsets(stays.person, town.people.count)
    whose = np.where(roll.other == NOBODY, roll.person, NOBODY)
    record, row = spread(roll.person, starts)
    extra, extra_row = spread(roll.other[roll.other != NOBODY], starts)
    record = np.concatenate((record, np.flatnonzero(whose == NOBODY)[extra]))
    row = np.concatenate((row, extra_row))
    recent = stays.until[row] > town.today - FORGOTTEN_DAYS
    recent &= stays.until[row] > roll.noted[record] - 5 * 365
    placed = town.reborn()[stays.person[row]]
    recent &= (stays.since[row] < placed) == (roll.sealed[record] & (stays.person[row] == roll.person[record]))
    record, row = record[recent], row[recent]
    current = stays.until[row] >= OPEN
    begun = stays.since[row]
    stale = (
        current
        & happens(clerk.rng, clerk.rates["address_stale"], len(row))
        & (begun > town.people.born[roll.person[record]])
    )
    missing = ~current & happens(clerk.rng, clerk.rates["address_missing"], len(row))
    until = _until_stale(stays.until[row], record, stale)
    kind = np.array(KINDS, dtype=object)[town.dwellings.kind[stays.dwelling[row]]]
    table = {"record": record, "dwelling": stays.dwelling[row], "kind": kind, "since": begun, "until": until}
    return rows(table, ~stale & ~missing)


def _until_stale(until: Ints, record: Ints, stale: Bools) -> Ints:
    """Where the last move went unnoticed, the stay before it seems still to go on."""
    out = until.copy()
    before = np.flatnonzero(stale[1:] & (record[1:] == record[:-1]))
    out[before] = OPEN
    return out


def _away(clerk: Clerk, roll: Roll, known: float) -> Table:
    town, away, contact = clerk.town, clerk.town.elsewhere, clerk.town.contact
    shares = np.repeat((known, town.rates["sees"]["contact_home"]), (len(away["person"]), len(contact["person"])))
    away = stacked([away, {**contact, "kind": np.full(len(contact["person"]), "other", dtype=object)}])
    order = np.argsort(away["person"], kind="stable")
    record, position = spread(roll.person, offsets(away["person"], town.people.count))
    row = order[position]
    chosen = happens(clerk.rng, shares[row], len(row)) & ~roll.sealed[record]
    record, row = record[chosen], row[chosen]
    return {"record": record, **{name: away[name][row] for name in ("dwelling", "kind", "since", "until")}}


def _written(clerk: Clerk, table: Table, roll: Roll) -> Table:
    dwellings, count = clerk.town.dwellings, len(table["record"])
    place, nowhere = np.maximum(table["dwelling"], 0), table["dwelling"] == NOBODY
    traveller = clerk.town.people.community[roll.person[table["record"]]] == COMMUNITIES.index("traveller")
    times = np.where(traveller, clerk.town.rates["groups"]["traveller"], 1.0)
    postcode = mistyped(clerk.rng, dwellings.postcode[place], clerk.errs("postcode_typo", times))
    postcode[clerk.errs("postcode_missing", times)] = None
    uprn = dwellings.uprn[place].copy()
    uprn[clerk.errs("uprn_missing", times) | (dwellings.kind[place] == SHARED)] = None
    line_1, line_2 = _rewritten(clerk, dwellings.line_1[place], dwellings.line_2[place])
    out = {
        "source": roll.source_id[table["record"]],
        "address_line_1": np.where(nowhere, "No fixed abode", line_1),
        "address_line_2": kept(line_2, ~nowhere),
        "town": kept(dwellings.town[place], ~nowhere),
        "postcode": np.where(nowhere, _placeholder(clerk, count), postcode),
        "uprn": kept(uprn, ~nowhere),
        "kind": table["kind"],
        "since": _vague(clerk, table["since"]),
        "until": table["until"],
        "record": table["record"],
    }
    lag = scattered(clerk.rng, 0, 45, count)
    out["noted"] = np.maximum(np.minimum(table["since"] + lag, clerk.town.today), roll.noted[table["record"]])
    return out


def _rewritten(clerk: Clerk, line_1: Texts, line_2: Texts) -> tuple[Texts, Texts]:
    """Some rows with the street shortened, some flats on one line with their building."""
    out_1, out_2 = line_1.copy(), line_2.copy()
    short = np.flatnonzero(happens(clerk.rng, clerk.town.rates["addresses"]["street_shortened"], len(line_1)))
    for row in short.tolist():
        head, _, last = out_1[row].rpartition(" ")
        out_1[row] = f"{head} {STREET_WORDS.get(last, last)}"
    one_line = present(out_2) & happens(clerk.rng, clerk.town.rates["addresses"]["flat_on_one_line"], len(line_1))
    out_1[one_line] = out_1[one_line] + ", " + out_2[one_line]
    out_2[one_line] = None
    return out_1, out_2


def _placeholder(clerk: Clerk, size: int) -> Texts:
    """What stands for a postcode where there is none (D4)."""
    words = choose(clerk.rng, clerk.town.rates["postcodes_of_nowhere"], size)
    return kept(words, words != "none")


def _vague(clerk: Clerk, since: Ints) -> Ints:
    """Some beginnings are known only to the month or nearly so."""
    vague = happens(clerk.rng, clerk.town.rates["addresses"]["since_vague"], len(since))
    return np.where(vague, since - scattered(clerk.rng, 0, 20, len(since)), since)


def address_columns(held: Table, key: str, *, kind: bool) -> Table:
    """The contract's columns of an addresses dataset, with the hidden ones for nights."""
    parts = ("address_line_1", "address_line_2", "town", "postcode", "uprn")
    table = {key: held["source"], **{name: held[name] for name in parts}}
    if kind:
        table["address_type"] = held["kind"]
    return {**table, "from_date": held["since"], "to_date": held["until"], "_noted": held["noted"]}
