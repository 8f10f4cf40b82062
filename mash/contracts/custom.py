"""What a contract says in custom properties, where the standard has no place for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from open_data_contract_standard.model import SchemaObject, SchemaProperty


def custom(properties: Sequence[Any] | None, name: str) -> object:
    """Its value; None where nothing is said."""
    return next((each.value for each in properties or () if each.property == name), None)


def flag(given: SchemaObject | SchemaProperty, name: str, where: str, faults: list[str]) -> bool:
    """Whether something is so; false where nothing is said."""
    told = custom(given.customProperties, name)
    if told not in (None, True, False):
        faults.append(f"{where}: {name} is true or false")
    return told is True


def duplicates_borne(schema: SchemaObject, where: str, faults: list[str]) -> int:
    """How many rows that repeat a key are borne, whatever share they are."""
    rules = [rule for rule in schema.quality or () if rule.metric == "duplicateValues"]
    given = next((custom(rule.customProperties, "borneRows") for rule in rules), None)
    if given is None or (type(given) is int and given >= 0):
        return given or 0
    faults.append(f"{where}: borneRows is a whole number, 0 or more")
    return 0


def may_be_absent(given: SchemaProperty, required: bool, where: str, faults: list[str]) -> bool:  # noqa: FBT001
    """Whether a file may leave the column out altogether; never so where it is required."""
    told = flag(given, "mayBeAbsent", where, faults)
    if told and required:
        faults.append(f"{where}: a required column may not be absent")
    return told


def synonyms(given: SchemaProperty, where: str, faults: list[str]) -> tuple[str, ...]:
    """Names by which a column is sent by mistake."""
    told = custom(given.customProperties, "synonyms")
    if told is None or (isinstance(told, list) and all(isinstance(each, str) for each in told)):
        return tuple(told or ())
    faults.append(f"{where}: synonyms is a list of names")
    return ()
