"""What was searched, how fresh it was, and where nothing was found."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from mash.associations import sendable
from mash.reports import Searched
from mash.vocabulary import PersonId
from mash.warehouse import rows, sql_text


def searched(con: duckdb.DuckDBPyConnection, child: PersonId, persons: Iterable[PersonId]) -> tuple[Searched, ...]:
    """One line per agency and dataset of the hub, as of the run."""
    found = rows(con, sql_text("enquiry", "found_in_source"), {"child": child, "person_ids": sendable(sorted(persons))})
    return tuple(
        Searched(
            agency=row["agency"],
            dataset=row["dataset"],
            latest_extract=row["latest_extract"],
            received_on=row["received_on"],
            age_days=row["age_days"],
            state=row["state"],
            rows=row["rows_current"],
            found_child=row["found_child"],
            found_network=row["found_network"],
            required=row["required"],
            fresh_within_days=row["fresh_within_days"],
        )
        for row in found
    )
