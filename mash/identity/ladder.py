"""A ladder of agreement and its rungs, and how Splink reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of a ladder."""

    says: str
    """In plain words, as ``why`` shows it."""
    sql: str
    fixed_u: float | None = None
    """How often two different people reach this rung, where stated and not estimated."""
    fixed_m: float | None = None
    """How often two records of one person do, likewise."""
    least_m: float = 0.0
    """Below this the estimate is not believed: no data are so clean for good."""
    local: bool = False
    """Reached with whoever lives near, who are as many in a large hub as in a small: the larger the hub, the rarer."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One independent line of evidence, its rungs from the best to the worst."""

    name: str
    not_comparable: str
    """SQL: true when one side says nothing, so that the comparison weighs nothing."""
    levels: tuple[Level, ...]


def as_splink(comparison: Comparison) -> dict[str, Any]:
    """The ladder in Splink 5's settings; stated chances are fixed there, the others left to be estimated."""
    null = {"sql_condition": comparison.not_comparable, "label_for_charts": "not comparable", "is_null_level": True}
    return {
        "output_column_name": comparison.name,
        "comparison_description": comparison.name,
        "comparison_levels": [null, *(_level(level) for level in comparison.levels)],
    }


def _level(level: Level) -> dict[str, Any]:
    u = {} if level.fixed_u is None else {"u_probability": level.fixed_u, "fix_u_probability": True}
    m = {} if level.fixed_m is None else {"m_probability": level.fixed_m, "fix_m_probability": True}
    return {"sql_condition": level.sql, "label_for_charts": level.says, **u, **m}
