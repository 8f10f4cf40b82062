"""What a data contract says, as frozen classes: the only form in which the rest of the engine knows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class FieldType(StrEnum):
    """Logical types of the standard that a field of an extract may have."""

    STRING = "string"
    DATE = "date"
    TIMESTAMP = "timestamp"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    LIST = "array"
    """Of strings: ``|``-separated in CSV, an array in Parquet and NDJSON."""

    @property
    def column(self) -> str:
        """The DuckDB type of the landed column."""
        return {"string": "varchar", "array": "varchar[]"}.get(self.value, self.value)


class Load(StrEnum):
    """What an extract of a dataset stands for."""

    FULL = "full"
    """Everything the agency holds: it replaces the dataset."""
    CHANGES = "changes"
    """What changed: rows are added or replaced by key, and withdrawn where ``deleted`` is true."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a dataset and what its values must be."""

    name: str
    type: FieldType
    required: bool
    """Without a usable value the row is rejected."""
    may_be_absent: bool = False
    """A file without the column is taken, and the agency told; none of its values is known."""
    synonyms: tuple[str, ...] = ()
    """Other names under which the column is known to be sent by mistake."""
    codes: tuple[str, ...] = ()
    """Allowed values; empty when any will do. A value off the list is kept, and counted."""
    format: str | None = None
    """A named format (``mash.contracts.formats``). A value that fails it is kept, and counted."""
    earliest: dt.date | None = None
    """A date before this is set aside as impossible."""
    latest_days_after_extract: int | None = None
    """A date later than the extract's by more than this is set aside as impossible; None for no limit."""
    least: int | None = None
    """A whole number below this is set aside."""
    classification: str = "none"
    """``none``, ``personal``, ``special-category`` or ``criminal-offence`` (UK GDPR articles 9 and 10)."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One kind of file an agency sends."""

    name: str
    load: Load
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    """Fields that tell rows apart; empty when only the whole row does."""
    duplicate_key_share: float
    """0 to 1: with more rows than this that repeat a key, and say something else, the extract is refused."""
    fresh_within_days: int
    retention: str
    """How long the hub may keep it, e.g. ``35 y``."""
    description: str = ""
    duplicate_keys_borne: int = 0
    """So many such rows are borne whatever share they are: in a short file one is a large share."""
    tell_first_sent: bool = False
    """Its rows may have no date of their own: they are known from the first extract that had them, which is told."""

    @property
    def key_or_row(self) -> tuple[str, ...]:
        """The key, or every field where there is none."""
        return self.key or tuple(field.name for field in self.fields)


@dataclass(frozen=True, slots=True)
class Contract:
    """What one kind of agency has agreed to send."""

    name: str
    version: str
    datasets: tuple[Dataset, ...]

    def dataset(self, name: str) -> Dataset:
        """The dataset of that name. Raises ``KeyError`` when the contract has none."""
        for dataset in self.datasets:
            if dataset.name == name:
                return dataset
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Breach:
    """One departure of an extract from its contract's shape; never carries a cell's value."""

    where: str
    """The file, and the row or column where there is one."""
    what: str
    try_: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" (try: {self.try_})" if self.try_ else "")
