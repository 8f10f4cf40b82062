"""Health of a night: what it is made of beside the run in use, and whether that is more than a night should move.

A delivery may be whole by its contract and still be wrong: half its postcodes gone, a key filled with one value. What
follows is a night that joins or parts people by the thousand. So the figures are held against the bounds of the hub's
``[health]`` before anything is published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from mash.configuration import HealthBounds
from mash.errors import MashError
from mash.vocabulary import RunId
from mash.warehouse import attach, run_sql

COMPARED = {
    "membership_before": ("membership", "record_key varchar, person_id varchar"),
    "exposure_before": ("exposure", "case_id varchar, person_id varchar"),
    "case_before": ("open_case", "case_id varchar"),
    "health_before": ("health", "figure varchar, subject varchar, value double"),
}
"""Temporary tables of the run before: of which table of its snapshot, and which columns."""
SHARES = frozenset({"date of birth", "postcode", "NHS number", "ids"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a night."""

    figure: str
    subject: str
    """The agency, blocking rule or event it is of."""
    counted: int
    """Out of how many records, pairs, persons or cases."""
    value: float
    before: float | None
    """In the run in use; None where that had no such figure."""
    beyond: str = ""
    """The bound it lies beyond, in words; empty when it lies within."""

    @property
    def says(self) -> str:
        """``postcode (health): 85.1 % -> 42.4 %``."""
        was = f"{self.shown(self.before)} -> " if self.before is not None else ""
        return f"{self.figure} ({self.subject}): {was}{self.shown(self.value)}"

    def shown(self, value: float) -> str:
        """A value of this figure in its unit."""
        if self.figure in SHARES:
            return f"{100 * value:.1f} %"
        return f"{value:,.2f}" if self.figure == "records to a person" else f"{value:,.0f}"


class HeldBack(MashError):
    """A run that was built whole and moved more than a night should: it is kept aside until a person accepts it."""

    exit_code = 7

    def __init__(self, run: RunId, figures: Iterable[Figure]) -> None:
        told = "".join(f"\n    {each.says}; {each.beyond}" for each in figures if each.beyond)
        super().__init__(
            f"run {run} is built and not published, the run in use stays in use. What moved beyond its bound:{told}",
            where="nightly",
            try_='see to the delivery, then mash nightly; or, if this is how it is, mash nightly --accept-health "why"'
            " (bounds: [health] in mash.toml)",
        )


def measure(snapshot: duckdb.DuckDBPyConnection, before: Path | None) -> tuple[Figure, ...]:
    """Leave ``health`` and ``flag_join`` in a run that is built, compared with the snapshot at ``before``, if any."""
    _recall(snapshot, before)
    for table in ("completeness", "flag_join", "id_churn", "health"):
        run_sql(snapshot, "nightly", table)
    found = snapshot.execute("select figure, subject, counted, value, before from health").fetchall()
    order = list(_BOUNDS)
    return tuple(sorted((Figure(*row) for row in found), key=lambda each: (order.index(each.figure), each.subject)))


def judge(figures: Iterable[Figure], bounds: HealthBounds) -> tuple[Figure, ...]:
    """The figures, those beyond their bound with it in words. Without a run before only absolute bounds hold."""
    return tuple(replace(each, beyond=_BOUNDS[each.figure](each, bounds)) for each in figures)


def _recall(snapshot: duckdb.DuckDBPyConnection, before: Path | None) -> None:
    """The tables of ``COMPARED``; empty where there is no run before, or it was built without such a table."""
    held: set[str] = set()
    if before is not None:
        attach(snapshot, before, "run_before")
        held = {
            name
            for (name,) in snapshot.execute(
                "select table_name from duckdb_tables() where database_name = 'run_before' and schema_name = 'main'"
            ).fetchall()
        }
    for name, (table, columns) in COMPARED.items():
        snapshot.execute(f"create or replace temp table {name} ({columns})")
        if table in held:
            wanted = ", ".join(column.split()[0] for column in columns.split(", "))
            snapshot.execute(f"insert into {name} select distinct {wanted} from run_before.main.{table}")  # noqa: S608 - our own names
    if before is not None:
        snapshot.execute("detach run_before")


def _records(each: Figure, bounds: HealthBounds) -> str:
    if each.before is None or each.before < bounds.least or each.value >= each.before * (1 - bounds.records_fall):
        return ""
    return f"{100 * bounds.records_fall:g} % fewer at most (records_fall)"


def _completeness(each: Figure, bounds: HealthBounds) -> str:
    if each.counted < bounds.least or each.before is None or each.value >= each.before - bounds.completeness_fall:
        return ""
    return f"{100 * bounds.completeness_fall:g} points less at most (completeness_fall)"


def _date_of_birth(each: Figure, bounds: HealthBounds) -> str:
    too_few = each.subject == "all agencies" and each.counted >= bounds.least
    if too_few and each.value < bounds.date_of_birth_least:
        return f"{100 * bounds.date_of_birth_least:g} % at least (date_of_birth_least)"
    return _completeness(each, bounds)


def _pairs(each: Figure, bounds: HealthBounds) -> str:
    if each.before is None or max(each.before, each.value) < bounds.least:
        return ""
    if each.before / bounds.pairs_ratio <= each.value <= each.before * bounds.pairs_ratio:
        return ""
    return f"{bounds.pairs_ratio:g} times as many, or as few, at most (pairs_ratio)"


def _largest(each: Figure, bounds: HealthBounds) -> str:
    return f"{bounds.largest_person} at most (largest_person)" if each.value > bounds.largest_person else ""


def _mean(each: Figure, bounds: HealthBounds) -> str:
    if each.counted < bounds.least or each.before is None:
        return ""
    within = abs(each.value / each.before - 1) <= bounds.person_size_change
    return "" if within else f"{100 * bounds.person_size_change:g} % more or less at most (person_size_change)"


def _ids(each: Figure, bounds: HealthBounds) -> str:
    within = each.counted < bounds.least or each.value <= bounds.id_churn
    return "" if within else f"{100 * bounds.id_churn:g} % of the ids at most (id_churn)"


def _flag_joins(each: Figure, bounds: HealthBounds) -> str:
    return f"{bounds.flag_joins} at most (flag_joins)" if each.value > bounds.flag_joins else ""


_BOUNDS: dict[str, Callable[[Figure, HealthBounds], str]] = {
    "records": _records,
    "date of birth": _date_of_birth,
    "postcode": _completeness,
    "NHS number": _completeness,
    "pairs": _pairs,
    "records left out of a block": _pairs,
    "largest person": _largest,
    "records to a person": _mean,
    "ids": _ids,
    "cases a join brought a flag into": _flag_joins,
}
