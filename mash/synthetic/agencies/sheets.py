"""What a view hands on: the datasets with hidden columns that say when each row came to be known, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mash.synthetic.columns import NOBODY, OPEN, Ints, Table, Texts
from mash.synthetic.views import Roll


@dataclass(slots=True)
class Sheet:
    """One dataset. Hidden columns: ``_noted`` (day known from), ``_withdrawn`` (day taken back, or ``OPEN``).

    A column may have ``_was_<name>``, what it held until the day ``_right_<name>``.
    """

    table: Table
    ends: str = ""
    """The date column that is not known before its day, e.g. ``to_date``."""
    blank: tuple[str, ...] = ()
    """What else is empty until then."""


@dataclass(slots=True)
class AgencyView:
    """One agency's datasets and the truth of whose records they are."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    members: list[Table] = field(default_factory=list)
    """dataset, source_id, person, other, sealed; for people only named inside a record also the naming parts."""

    def add(self, dataset: str, table: Table, ends: str = "", blank: tuple[str, ...] = ()) -> None:
        """One dataset; rows never withdrawn unless the table says so."""
        size = len(table["_noted"])
        table.setdefault("_withdrawn", np.full(size, OPEN))
        self.sheets[dataset] = Sheet(table, ends, blank)

    def holds(self, dataset: str, roll: Roll) -> None:
        """Say whose records the roll's are."""
        self.members.append(
            {
                "dataset": np.full(len(roll.person), dataset, dtype=object),
                "source_id": roll.source_id,
                "person": roll.person,
                "other": roll.other,
                "sealed": roll.sealed,
                "forenames": np.full(len(roll.person), None, dtype=object),
                "surname": np.full(len(roll.person), None, dtype=object),
                "born": np.full(len(roll.person), OPEN),
            }
        )

    def names_only(self, dataset: str, source_id: Texts, person: Ints, named: tuple[Texts, Texts, Ints]) -> None:
        """Say who the people are whom a dataset names without a record of their own."""
        size = len(person)
        self.members.append(
            {
                "dataset": np.full(size, dataset, dtype=object),
                "source_id": source_id,
                "person": person,
                "other": np.full(size, NOBODY),
                "sealed": np.zeros(size, dtype=bool),
                "forenames": named[0],
                "surname": named[1],
                "born": named[2],
            }
        )
