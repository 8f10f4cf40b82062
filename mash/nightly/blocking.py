"""What each blocking rule of a night cost, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from mash.warehouse import rows, sql_text


@dataclass(frozen=True, slots=True)
class RuleCost:
    """One rule by which records are brought to be compared."""

    rule: str
    block_pairs: int
    """Pairs in its blocks, once for each key they share: what it costs."""
    first_found: int
    """Pairs that no rule before it had found."""
    kept: int
    """Of those, at or above *possible* after the guards."""
    skipped_blocks: int
    """Blocks of more records than the rule's cap, which are left out."""
    skipped_records: int
    """Records in them, once for each such block."""


def rule_costs(snapshot: duckdb.DuckDBPyConnection) -> tuple[RuleCost, ...]:
    """Every rule, from a snapshot whose pairs are scored."""
    return tuple(RuleCost(**row) for row in rows(snapshot, sql_text("nightly", "rule_cost")))
