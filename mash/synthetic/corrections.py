"""What an agency puts right between two nights: until that day it sent another value under the same key."""

from __future__ import annotations

import numpy as np

from mash.synthetic.agencies.sheets import AgencyView, Sheet
from mash.synthetic.chance import happens, scattered, stream
from mash.synthetic.columns import UNKNOWN, Column, Ints, Table
from mash.synthetic.mistakes import mistyped
from mash.synthetic.town import Town

SLIPPED, FOUND_LATER, ANOTHER = "slipped", "found later", "another"
CORRECTED = {
    ("police", "nominals"): {"surname": SLIPPED, "date_of_birth": FOUND_LATER, "pnc_id": FOUND_LATER},
    ("police", "occurrences"): {"category": ANOTHER},
    ("health", "patients"): {"surname": SLIPPED, "nhs_number": FOUND_LATER},
    ("education", "pupils"): {"legal_surname": SLIPPED, "upn": FOUND_LATER},
    ("probation", "offenders"): {"surname": SLIPPED, "date_of_birth": FOUND_LATER},
    ("social_care", "persons"): {"surname": SLIPPED, "date_of_birth": FOUND_LATER, "nhs_number": FOUND_LATER},
    ("social_care", "referrals"): {"concern": ANOTHER},
}
"""Which columns are put right, and what stood there before: a slip of the keyboard, nothing, or another row's code."""
RECENT_DAYS = 30
"""Corrections older than this are not told: what was sent before is taken as never wrong."""


def put_right(view: AgencyView, agency: str, town: Town) -> None:
    """Let the agency correct some of what it sent in the last month."""
    rng = stream(town.seed, f"{agency} corrections")
    for (whose, dataset), columns in CORRECTED.items():
        if whose == agency:
            correct(rng, view.sheets[dataset], columns, town.rates["sees"]["corrected_a_month"], town.today)


def correct(rng: np.random.Generator, sheet: Sheet, columns: dict[str, str], rate: float, today: int) -> None:
    """Give a share ``rate`` of the rows, column by column, another value up to a day of the last month."""
    table = sheet.table
    count = len(table["_noted"])
    for name, how in columns.items():
        chosen = np.flatnonzero(happens(rng, rate, count))
        on = today - scattered(rng, 0, RECENT_DAYS, len(chosen))
        table_before = _before(rng, table[name], chosen, how)
        known_before(table, name, chosen, table_before, on)


def known_before(table: Table, name: str, chosen: Ints, earlier: Column, on: Ints) -> None:
    """In the chosen rows the column held ``earlier`` until the day ``on``; a row that has such a value keeps it."""
    was, since = f"_was_{name}", f"_right_{name}"
    if was not in table:
        table[was] = table[name].copy()
        table[since] = np.full(len(table[name]), UNKNOWN)
    free = table[since][chosen] == UNKNOWN
    table[was][chosen[free]], table[since][chosen[free]] = earlier[free], on[free]


def _before(rng: np.random.Generator, column: Column, chosen: Ints, how: str) -> Column:
    if how == SLIPPED:
        return mistyped(rng, column[chosen], np.ones(len(chosen), dtype=bool))
    if how == ANOTHER:
        return column[scattered(rng, 0, max(len(column), 1), len(chosen))]
    nothing = np.full(len(chosen), None, dtype=object)
    return np.full(len(chosen), UNKNOWN) if column.dtype != object else nothing
