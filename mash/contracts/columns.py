"""The SQL that a contract's fields amount to: the only place where names from a contract become SQL.

``read.py`` lets through only names of lower-case letters, digits and ``_``; they are quoted all the same. The
expressions stand over a table ``received``: the contract's columns as text (lists as lists of text), trimmed; and
over ``checked``, which has beside each column that is converted its landed value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mash.contracts.formats import FORMATS, SPOKEN
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
FAR = {
    FieldType.DATE: "impossible date",
    FieldType.TIMESTAMP: "impossible date",
    FieldType.BOOLEAN: "",
    FieldType.INTEGER: "too small",
}
"""The rule that a value breaks which can be read and lies beyond the field's limits."""
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing asked of a field's values."""

    name: str
    """SQL that names it."""
    broken: str
    """SQL, true of a row of ``checked`` whose value breaks it."""
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


def typed_name(field: Field) -> str:
    """Where ``checked`` holds the field's landed value: beside the received one, or the received one itself."""
    return quoted(f"{field.name}.typed" if _is_converted(field) else field.name)


def typed(fields: Sequence[Field], extracted: dt.date) -> list[str]:
    """The landed values that are not as received: null where there is none or it is set aside."""
    return [f"{_typed(field, extracted)} as {typed_name(field)}" for field in fields if _is_converted(field)]


def rules(field: Field) -> list[Rule]:
    """Everything asked of the field's values in ``checked``, save that there be one."""
    column = quoted(field.name)
    found = []
    if field.type in CAST:
        unread = f"{CAST[field.type]}({column}) is null"
        name = f"case when {unread} then {text(NOT_A[field.type])} else {text(FAR[field.type])} end"
        found.append(Rule(name, f"{column} is not null and {typed_name(field)} is null", unusable=True))
    if field.codes:
        codes = listed(map(text, field.codes))
        off = f"{typed_name(field)} not in ({codes})"
        if field.type is FieldType.LIST:
            off = f"len(list_filter({column}, lambda item : item not in ({codes}))) > 0"
        found.append(Rule(text("not on the list"), off, unusable=False))
    if field.format:
        macro = FORMATS[field.format]
        broken = f"{column} is not null and not {macro}({column})"
        if field.type is FieldType.LIST:
            broken = f"len(list_filter({column}, lambda item : not {macro}(item))) > 0"
        found.append(Rule(text(f"not {SPOKEN[field.format]}"), broken, unusable=False))
    return found


def as_one_text(field: Field) -> str:
    """The value as received, a list as in CSV."""
    column = quoted(field.name)
    return f"array_to_string({column}, '|')" if field.type is FieldType.LIST else column


def _is_converted(field: Field) -> bool:
    return field.type in CAST or (field.type is FieldType.STRING and bool(field.codes))


def _typed(field: Field, extracted: dt.date) -> str:
    column = quoted(field.name)
    if field.type is FieldType.STRING:
        codes = listed(map(text, field.codes))
        return f"case when {column} in ({codes}) then {column} else as_listed({column}, [{codes}]) end"
    cast = f"{CAST[field.type]}({column})"
    limits = _limits(field, cast, extracted)
    return f"case when {' and '.join(limits)} then {cast} end" if limits else cast


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
