"""What an agency takes back between two nights: events entered by mistake, and records of people opened in error."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np

from mash.contracts import Load, load_contract
from mash.synthetic.agencies.sheets import AgencyView, Sheet
from mash.synthetic.chance import stream
from mash.synthetic.columns import OPEN, Column, Ints, Texts, day, rows
from mash.synthetic.town import Town

PEOPLE = {
    "police": "nominals",
    "health": "patients",
    "education": "pupils",
    "probation": "offenders",
    "social_care": "persons",
}
"""The dataset of each agency's records of people."""
EVENTS = {"police": "occurrences"}
"""The datasets of numbered events; a referral is taken back by ``[social_care] withdrawn`` alone, once it is closed."""


def take_back(view: AgencyView, agency: str, town: Town, nights: list[dt.date]) -> None:
    """On each night after the first take back some of what was sent before, with every row that names it.

    A town of one night is left as it is. A record of a person is taken back only when nothing ever happened to it, and
    never an adopted child's, of which there must stay two.
    """
    rng, sees = stream(town.seed, f"{agency} withdrawals"), town.rates["sees"]
    takes = [(PEOPLE[agency], sees["records_withdrawn_a_night"])]
    if agency in EVENTS:
        takes.append((EVENTS[agency], sees["events_withdrawn_a_night"]))
    for dataset, rate in takes:
        (key,) = load_contract(agency).dataset(dataset).key
        table = {name: view.sheets[dataset].table[name] for name in (key, "_noted", "_withdrawn")}
        if dataset == PEOPLE[agency]:
            table = rows(table, ~np.isin(table[key].astype("U"), _eventful(view, agency, key, town)))
        for before, night in pairwise(map(day, nights)):
            sent = (table["_noted"] <= before) & (table["_withdrawn"] == OPEN)
            gone = _some(rng, np.flatnonzero(sent), rate)
            table["_withdrawn"] = np.where(np.isin(np.arange(len(sent)), gone), night, table["_withdrawn"])
            _withdraw(view, key, table[key][gone], night)


def _eventful(view: AgencyView, agency: str, key: str, town: Town) -> Column:
    """The records that stay: something sent as changes happened to them, or they are an adopted child's."""
    changes = [dataset.name for dataset in load_contract(agency).datasets if dataset.load is Load.CHANGES]
    named = [column.astype("U") for name in changes for column in _naming(view.sheets[name], key)]
    adopted = [table["source_id"][np.isin(table["person"], town.adopted["person"])] for table in view.members]
    return np.concatenate([*named, *(keys.astype("U") for keys in adopted)])


def _some(rng: np.random.Generator, able: Ints, rate: float) -> Ints:
    """A share of those able; the odd one over by chance, so that a town of some thousands is never without any."""
    return rng.permutation(able)[: int(rate * len(able) + rng.random())]


def _withdraw(view: AgencyView, key: str, gone: Texts, night: int) -> None:
    """Every row that names one of the keys ends with it."""
    for sheet in view.sheets.values():
        for column in _naming(sheet, key):
            gone_too = np.isin(column.astype("U"), gone.astype("U"))
            earlier = np.minimum(sheet.table["_withdrawn"], night)
            sheet.table["_withdrawn"] = np.where(gone_too, earlier, sheet.table["_withdrawn"])


def _naming(sheet: Sheet, key: str) -> list[Texts]:
    """The columns that hold the key: it stands in their names, as in ``child_social_care_id``."""
    return [column for name, column in sheet.table.items() if key in name and not name.startswith("_")]
