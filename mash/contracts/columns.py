"""The SQL that a contract's fields amount to: the only place where names from a contract become SQL.

``read.py`` lets through only names of lower-case letters, digits and ``_``; they are quoted all the same. The
expressions stand over a table ``received``: the contract's columns as text (lists as lists of text), trimmed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mash.contracts.formats import FORMATS
from mash.contracts.model import Field, FieldType

DELETED = "deleted"
ROW = "_row"
CAST = {
    FieldType.DATE: "as_date",
    FieldType.TIMESTAMP: "as_timestamp",
    FieldType.BOOLEAN: "as_boolean",
    FieldType.INTEGER: "as_integer",
}
NOT_A = {
    FieldType.DATE: "not an ISO date",
    FieldType.TIMESTAMP: "not an ISO date and time",
    FieldType.BOOLEAN: "not true or false",
    FieldType.INTEGER: "not a whole number",
}
"""The rule that a value breaks which cannot be read as its type."""
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing asked of a field's values."""

    name: str
    broken: str
    """SQL, true of a value that breaks it."""
    unusable: bool
    """True when the value cannot be used: it is set aside, or costs the row when the field is required."""


def quoted(name: str) -> str:
    """A name as SQL writes it, whatever it is."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def listed(parts: Iterable[str]) -> str:
    """Parts of a statement with commas between."""
    return ", ".join(parts)


def statement(*clauses: str) -> str:
    """One statement from its clauses, one a line."""
    return "\n".join(clauses)


def definitions(fields: Sequence[Field]) -> str:
    """Names and types of the landed columns."""
    return listed(f"{quoted(field.name)} {field.type.column}" for field in fields)


def value(field: Field, extracted: dt.date) -> str:
    """The field's landed value: null where it is absent or set aside."""
    column = quoted(field.name)
    if field.codes and field.type is FieldType.STRING:
        return f"as_listed({column}, [{listed(map(text, field.codes))}])"
    if field.type not in CAST:
        return column
    cast = f"{CAST[field.type]}({column})"
    limits = _limits(field, cast, extracted)
    return f"case when {' and '.join(limits)} then {cast} end" if limits else cast


def rules(field: Field, extracted: dt.date) -> list[Rule]:
    """Everything asked of the field's values, save that there be one."""
    column = quoted(field.name)
    found = []
    if field.type in CAST:
        cast = f"{CAST[field.type]}({column})"
        found.append(Rule(NOT_A[field.type], f"{column} is not null and {cast} is null", unusable=True))
        limits = _limits(field, cast, extracted)
        if limits:
            name = "too small" if field.type is FieldType.INTEGER else "impossible date"
            found.append(Rule(name, f"not ({' and '.join(limits)})", unusable=True))
    if field.codes:
        off = "list_position([{}], lower({})) is null"
        codes = listed(text(code.lower()) for code in field.codes)
        found.append(Rule("not on the list", _any(field, lambda item: off.format(codes, item)), unusable=False))
    if field.format:
        macro = FORMATS[field.format]
        found.append(Rule(f"not a {field.format}", _any(field, lambda item: f"not {macro}({item})"), unusable=False))
    return found


def as_one_text(field: Field) -> str:
    """The value as received, a list as in CSV."""
    column = quoted(field.name)
    return f"array_to_string({column}, '|')" if field.type is FieldType.LIST else column


def _limits(field: Field, cast: str, extracted: dt.date) -> list[str]:
    limits = []
    if field.earliest is not None:
        limits.append(f"{cast} >= date '{field.earliest.isoformat()}'")
    if field.latest_days_after_extract is not None:
        last = min(extracted.toordinal() + field.latest_days_after_extract + 1, dt.date.max.toordinal())
        limits.append(f"{cast} < date '{dt.date.fromordinal(last).isoformat()}'")
    if field.least is not None:
        limits.append(f"{cast} >= {int(field.least)}")
    return limits


def _any(field: Field, broken: Callable[[str], str]) -> str:
    """``broken`` of the value, or of any item of a list."""
    column = quoted(field.name)
    if field.type is FieldType.LIST:
        return f"len(list_filter({column}, lambda item : {broken('item')})) > 0"
    return f"{column} is not null and {broken(column)}"
