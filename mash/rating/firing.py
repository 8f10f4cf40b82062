"""How often each rule fired in a run."""

from __future__ import annotations

import duckdb

from mash.associations import ask


def cases_by_rule(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Open cases by the name of the rule that fired in them; a rule that fired in none is not there."""
    return {row["rule"]: row["cases"] for row in ask(con, "rules_fired", "rating")}
