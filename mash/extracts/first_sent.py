"""Since when an agency has said what it says: the first extract that had a row as it stands now.

A row without a date of its own is known from then. By its latest extract, which sends all of it anew, it would be known
from yesterday every night, and no earlier day would have it.
"""

from __future__ import annotations

from mash.contracts import Dataset, columns


def first_sent(dataset: Dataset, standing: str, ever: str) -> str:
    """SQL: ``_extract`` and ``_row`` of each row of ``standing``, and ``first``, the first extract that had it so.

    Both are SQL of rows in the contract's columns; those of ``ever``, of every file up to now, say what is ``deleted``.
    """
    said = f"row({columns.listed(columns.quoted(field.name) for field in dataset.fields)}) as said"
    now = columns.statement("select", said, ", _extract, _row from (", standing, ")")
    before = columns.statement(
        "select", said, ", min(_extract) as first from (", ever, ") where not deleted group by said"
    )
    return columns.statement(
        "select now._extract, now._row, before.first from (", now, ") as now join (", before, ") as before using (said)"
    )
