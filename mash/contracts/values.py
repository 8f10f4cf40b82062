"""What a bad value costs: the value when the field can do without it, the row when it is key or required.

Works on a connection where a connector has left ``received`` (``_row``, every field of the contract as text or
list of text, ``deleted``) and ``unreadable``; leaves ``landed`` and ``rejects_in_full``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from mash import warehouse
from mash.contracts import columns, made_up
from mash.contracts.formats import FORMATS
from mash.contracts.model import Dataset, Field, Load

ROOM = "contracts"
CHECKS = tuple(f"checks/{name}" for name in ("nth_digit", "nhs_remainder", "upn_value", "upn_letter", "police_letter"))
"""Check digits and letters of identifiers, in order: the one place where their arithmetic stands."""
MACROS = (
    *CHECKS,
    *(f"values/{name}" for name in ("as_text", "as_items", "as_date", "as_timestamp", "as_boolean", "as_integer")),
    "values/as_listed",
    *(f"formats/{name}" for name in FORMATS.values()),
    *made_up.MACROS,
)
"""In order: DuckDB wants the macros that a macro uses to be there."""
REPEATED = "repeated row"
"""The row stands again further down, the same in every field: once is enough, and nothing is lost."""
DUPLICATE = "duplicate key"
"""A row further down has the key and says something else."""


@dataclass(frozen=True, slots=True)
class BreachCount:
    """How often one rule was broken."""

    field: str
    """Empty when whole rows could not be read."""
    rule: str
    cost: str
    """``nothing``, ``value`` or ``row``."""
    rows: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checking of one dataset came to. ``rows_in`` is always ``rows_loaded + rows_rejected``."""

    rows_in: int
    rows_loaded: int
    rows_rejected: int
    breaches: tuple[BreachCount, ...]

    @property
    def duplicates(self) -> int:
        """Rows rejected because a later row has their key and says something else."""
        return sum(each.rows for each in self.breaches if each.rule == DUPLICATE)

    @property
    def spared(self) -> int:
        """Rows rejected for a later row's sake: whom they are about is not lost."""
        return sum(each.rows for each in self.breaches if each.rule in {REPEATED, DUPLICATE})


def define_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Create in the current database the macros that values are read and checked with."""
    for name in MACROS:
        warehouse.run_sql(connection, ROOM, name)


def define_checks(connection: duckdb.DuckDBPyConnection) -> None:
    """Create in the current database those of them that check the digits and letters of identifiers."""
    for name in CHECKS:
        warehouse.run_sql(connection, ROOM, name)


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``unreadable`` anew, empty, for a connector to fill."""
    warehouse.run_sql(connection, ROOM, "unreadable")


def check_values(connection: duckdb.DuckDBPyConnection, dataset: Dataset, extracted: dt.date, rows_in: int) -> Checked:
    """Leave ``landed`` and ``rejects_in_full`` of the received rows; ``rows_in`` is the connector's own count of them.

    ``extracted`` is the extract's date, against which far dates are judged. Raises ``AssertionError`` when a row
    got lost between ``received`` and the two.
    """
    warehouse.run_sql(connection, ROOM, "rejects")
    warehouse.run_sql(connection, ROOM, "rejects_of_unreadable")
    _convert_values(connection, dataset, extracted)
    warehouse.run_sql(connection, ROOM, "rejects_of_deleted", {"load": dataset.load.value})
    _reject_values(connection, dataset)
    _reject_duplicates(connection, dataset)
    warehouse.run_sql(connection, ROOM, "rejected_row")
    warehouse.run_sql(connection, ROOM, "rejects_in_full")
    _select_landed(connection, dataset)
    return _reconciled(connection, rows_in)


def _convert_values(connection: duckdb.DuckDBPyConnection, dataset: Dataset, extracted: dt.date) -> None:
    converted = columns.listed(["received.*", *columns.typed(dataset.fields, extracted)])
    connection.execute(
        columns.statement("create or replace temp table checked as", f"select {converted}", "from received")
    )


def _reject_values(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    found = [query for field in dataset.fields for query in _rejects_of(dataset, field)]
    if found:
        connection.execute(columns.statement("insert into rejects by name", "\nunion all by name\n".join(found)))


def _rejects_of(dataset: Dataset, field: Field) -> Iterator[str]:
    """A query for each rule of the field; a withdrawal needs no more than its key."""
    column = columns.quoted(field.name)
    exempt = "as_boolean(deleted) is true" if _may_lack(dataset, field) else "false"
    if field.required:
        yield _query(field, columns.text(columns.MISSING), "'row'", f"{column} is null and not ({exempt})")
    cost = f"case when {exempt} then 'value' else 'row' end" if field.required else "'value'"
    for rule in columns.rules(field):
        yield _query(field, rule.name, cost if rule.unusable else "'nothing'", rule.broken)


def _may_lack(dataset: Dataset, field: Field) -> bool:
    return dataset.load is Load.CHANGES and field.name not in dataset.key_or_row


def _query(field: Field, rule: str, cost: str, broken: str) -> str:
    names = f"{columns.text(field.name)} as field, {rule} as rule, {cost} as cost"
    return columns.statement(
        f"select _row, {names}, {columns.as_one_text(field)} as value", "from checked", f"where {broken}"
    )


def _reject_duplicates(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Of rows that say the same one stands; then of rows with one key the last."""
    warehouse.run_sql(connection, ROOM, "usable")
    whole = [columns.typed_name(field) for field in dataset.fields]
    if dataset.load is Load.CHANGES:
        whole.append("coalesce(as_boolean(deleted), false)")
    key = [columns.typed_name(field) for field in dataset.fields if field.name in dataset.key]
    if not key:
        _keep_last(connection, whole, "whole row", REPEATED)
    elif _has_repeats(connection, key):
        _keep_last(connection, whole, "whole row", REPEATED)
        _keep_last(connection, key, ", ".join(dataset.key), DUPLICATE)


def _has_repeats(connection: duckdb.DuckDBPyConnection, key: Sequence[str]) -> bool:
    """Whether any two rows have one key: seldom, and without it most of the work can be spared."""
    repeats = columns.statement("select 1 from usable", f"group by {columns.listed(key)}", "having count(*) > 1")
    return bool(connection.execute(repeats).fetchall())


def _keep_last(connection: duckdb.DuckDBPyConnection, same: Sequence[str], field: str, rule: str) -> None:
    """Reject all but the last of the usable rows that are alike in ``same``."""
    connection.execute(
        columns.statement(
            "insert into rejects by name",
            "with standing as (",
            "select max(_row) as _row",
            "from usable",
            f"group by {columns.listed(same)}",
            ")",
            "select _row, $field as field, $rule as rule, 'row' as cost",
            "from usable",
            "anti join standing using (_row)",
        ),
        {"field": field, "rule": rule},
    )


def _select_landed(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    values = [f"{columns.typed_name(field)} as {columns.quoted(field.name)}" for field in dataset.fields]
    if dataset.load is Load.CHANGES:
        values.append("coalesce(as_boolean(deleted), false) as deleted")
    connection.execute(
        columns.statement(
            "create or replace temp view landed as",
            f"select {columns.listed(values)}, _row",
            "from checked",
            "anti join rejected_row using (_row)",
        )
    )


def _reconciled(connection: duckdb.DuckDBPyConnection, rows_in: int) -> Checked:
    (loaded, rejected) = connection.execute(
        "select (select count(*) from landed), (select count(*) from rejected_row)"
    ).fetchall()[0]
    if rows_in != loaded + rejected:
        raise AssertionError(f"{rows_in} rows came in, {loaded} were loaded and {rejected} rejected")
    breaches = warehouse.run_sql(connection, ROOM, "breach_count").fetchall()
    return Checked(rows_in, loaded, rejected, tuple(BreachCount(*each) for each in breaches))
