"""What every reader of a file leaves behind, whatever its format: the tables ``received`` and ``unreadable``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mash.contracts import Breach, Contract, Dataset

UNREADABLE_SHARE = 0.01
"""With more rows than this that cannot be taken apart, and more than one, the file is at fault and not its rows."""
ONE_VALUE = "send one value there"
"""What to try where a list or structure stands in the place of one."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read, and what it should hold."""

    path: Path
    """Our own copy of it."""
    name: str
    """How it was named in the drop: where breaches are said to be."""
    compressed: bool
    contract: Contract
    dataset: Dataset


@dataclass(frozen=True, slots=True)
class Received:
    """What came of reading one file."""

    rows: int = 0
    """Rows of data as received, readable or not, counted without DuckDB."""
    encoding: str | None = None
    breaches: tuple[Breach, ...] = ()
    """Of the file's shape: with any, the delivery is refused and the tables are not to be used."""
    warnings: tuple[str, ...] = ()


def too_many_unreadable(source: Source, unreadable: int, rows: int, first_line: int | None) -> list[Breach]:
    """A breach when more rows are unreadable than can be put down to the rows themselves."""
    if unreadable <= max(1, int(rows * UNREADABLE_SHARE)):
        return []
    place = f"{source.name}, line {first_line} and on" if first_line else source.name
    return [Breach(place, f"{unreadable} of {rows} rows cannot be taken apart", "look at that line, and export again")]
