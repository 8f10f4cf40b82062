"""A paper of the pack: headings, statements and tables, each a fact, said to be switched off, or people's to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Whose word a statement is."""

    FACT = "fact"
    """Read from the live configuration or the run in use."""
    OFF = "off"
    """Something the engine can do and this hub has not switched on."""
    TO_SAY = "to say"
    """What no configuration knows."""


@dataclass(frozen=True, slots=True)
class Words:
    """One statement."""

    text: str
    kind: Kind = Kind.FACT

    @property
    def lead(self) -> str:
        """What stands before it, so that no reader takes one for another."""
        return {Kind.FACT: "", Kind.OFF: "Off: ", Kind.TO_SAY: "For the hub to say: "}[self.kind]


def off(text: str) -> Words:
    """That something is not switched on."""
    return Words(text, Kind.OFF)


def to_say(text: str) -> Words:
    """What only people can say."""
    return Words(text, Kind.TO_SAY)


Cell = Words | str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has another number of cells than there are columns")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    body: tuple[Words | Table, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One document."""

    name: str
    """Of its file, without suffix."""
    title: str
    basis: str
    """The law or standard whose form it has."""
    sections: tuple[Section, ...]

    @property
    def words(self) -> Iterator[Words]:
        """Every statement in it, cells of tables too."""
        for section in self.sections:
            for part in section.body:
                if isinstance(part, Words):
                    yield part
                else:
                    yield from (worded(cell) for row in part.rows for cell in row)


def worded(cell: Cell) -> Words:
    """A cell as a statement: plain text is a fact."""
    return Words(cell) if isinstance(cell, str) else cell


def section(title: str, *body: Words | Table | str) -> Section:
    """A section; plain text is a fact."""
    return Section(title, tuple(Words(part) if isinstance(part, str) else part for part in body))


def table(columns: str, rows: Iterable[tuple[Cell, ...]], *, none: str) -> Table | Words:
    """A table of columns named with ``|`` between; ``none``, as switched off, where it would have no row."""
    made = tuple(rows)
    return Table(tuple(name.strip() for name in columns.split("|")), made) if made else off(none)


def fields(*rows: tuple[str, Cell]) -> Table:
    """A table of what a form asks and what is answered."""
    return Table(("asked", "answer"), rows)
