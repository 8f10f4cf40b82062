"""From lines to numbered rows: a plain file for DuckDB, in which nothing is left to guess.

Rows are parted by LF, cells by US (0x1F), a line break inside a cell is RS (0x1E): none of the three can stand in
a cell, for control characters were left out before. A row that cannot be taken apart costs that row alone.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mash.extracts.text import LONGEST_LINE_BYTES, Notes, UnreadableFile

CELL, BREAK = "\x1f", "\x1e"
LONGEST_ROW_LINES = 1000
"""A quote left open for longer than this is one that was forgotten."""
LONGEST_ROW = LONGEST_LINE_BYTES
"""In characters: so is one left open for longer than a line may be."""
csv.field_size_limit(3 * LONGEST_ROW)  # else the library takes a long cell in quotes, and no other, for a fault
WHITE = " \t\xa0" + BREAK
PADDED = (f" {CELL}", f"{CELL} ", " \n", "\t", "\xa0", BREAK)
"""Signs of white space around a cell."""
LOOSE = (" |", "| ", "||", f"{CELL}|", f"|{CELL}", "|\n")
"""Signs of white space around an item of a list, and of an empty item."""
FEW, MANY, QUOTES, AGAIN = "too few fields", "too many fields", "quotes out of place", "the header again"


class Taker(Protocol):
    """Takes text of whole rows."""

    def write(self, text: str, /) -> object:
        """Some whole rows."""


@dataclass(slots=True)
class Framer:
    """Takes the lines after the header; writes ``number, cells…`` and ``number, line, rule, text``.

    A row of more than one line that breaks its quoting, or has not ``width`` cells, was no such row: its first
    line alone is unreadable, and reading goes on with the next line.
    """

    width: int
    rows_file: Taker
    unreadable_file: Taker
    line: int
    """The number of the line that comes next."""
    rows: int = 0
    unreadable: int = 0
    has_breaks: bool = False
    """Some cell has a line break, written as ``BREAK``."""
    has_loose_items: bool = False
    """Some list has items to be tidied: most files have none, and are spared the work."""
    last_is_short: bool = False
    doubtful_line: int | None = None
    """Where a row of several lines came to no good end: with a quote too many that line is no row either."""
    header: str = ""
    """The header's cells: standing again among the rows it is none, where files were joined end to end."""
    waiting: list[str] = field(default_factory=list)
    """Lines of a row whose quote is still open."""

    def take(self, lines: Sequence[str]) -> None:
        """Write the rows of these lines, as far as they are complete."""
        rows = None if self.waiting else _one_a_line(lines)
        if rows is not None:
            self._write(lines, rows)
            self.line += len(lines)
            return
        lines = [*self.waiting, *lines]
        self.waiting = []
        at = 0
        while at < len(lines):
            row, used = self._row(lines, at)
            if not used:
                self.waiting = list(lines[at:])
                return
            self._write(lines[at : at + 1], [row])
            self.line += used
            at += used

    def finish(self, notes: Notes) -> None:
        """Raises ``UnreadableFile`` when the file ends inside a row."""
        if self.waiting:
            raise UnreadableFile(f"the quote opened in line {self.line} is never closed", "send the whole file again")
        if self.last_is_short and not notes.ends_in_newline:
            raise UnreadableFile(f"cut short: line {self.line - 1}, the last, ends early", "send the whole file again")

    def _row(self, lines: Sequence[str], at: int) -> tuple[str | None, int]:
        """The row that begins there (None if its quoting is broken) and its lines; 0 lines when more are needed."""
        row, is_open = _parsed(lines[at])
        if self.line == self.doubtful_line:
            return None, 1
        if not is_open:
            return row, 1
        text = lines[at]
        for number in range(at + 1, len(lines)):
            text = self._longer(text, lines[number])
            if '"' not in lines[number]:
                continue
            row, is_open = _parsed(text)
            if is_open:
                continue
            if row is not None and row.count(CELL) == self.width - 1:
                return row, number - at + 1
            is_odd = lines[number].count('"') % 2 == 1
            self.doubtful_line = self.line + number - at if is_odd else None
            return None, 1
        if len(lines) - at > LONGEST_ROW_LINES:
            raise self._left_open(f"{LONGEST_ROW_LINES} lines")
        return None, 0

    def _longer(self, text: str, line: str) -> str:
        if len(text) + len(line) > LONGEST_ROW:
            raise self._left_open(f"{LONGEST_ROW >> 20} million characters")
        return text + BREAK + line

    def _left_open(self, bound: str) -> UnreadableFile:
        return UnreadableFile(
            f"the quote opened in line {self.line} is not closed within {bound}",
            "close the quote, or double it if it is part of the text",
        )

    def _write(self, lines: Sequence[str], rows: Sequence[str | None]) -> None:
        good: list[str] = []
        parted, number = self.width - 1, self.rows
        for offset, row in enumerate(rows):
            if row is not None and row.count(CELL) == parted and row != self.header:
                number += 1
                good.append(f"{number}{CELL}{row}\n")
                self.last_is_short = False
            elif lines[offset].strip():
                number += 1
                rule = self._rule(row)
                self.unreadable_file.write(f"{number}{CELL}{self.line + offset}{CELL}{rule}{CELL}{lines[offset]}\n")
                self.unreadable += rule != AGAIN
                self.last_is_short = rule == FEW
        self.rows = number
        self.rows_file.write(self._tidied("".join(good)))

    def _rule(self, row: str | None) -> str:
        if row is None:
            return QUOTES
        if row == self.header:
            return AGAIN
        return FEW if row.count(CELL) < self.width - 1 else MANY

    def _tidied(self, text: str) -> str:
        """Cells without the white space around them."""
        if any(sign in text for sign in PADDED):
            text = "\n".join(CELL.join(cell.strip(WHITE) for cell in row.split(CELL)) for row in text.split("\n"))
            self.has_breaks = self.has_breaks or BREAK in text
        self.has_loose_items = self.has_loose_items or ("|" in text and any(sign in text for sign in LOOSE))
        return text


def _one_a_line(lines: Sequence[str]) -> list[str] | None:
    """The rows with their cells parted by ``CELL``, or None when some row is not just one line."""
    quoted = [line for line in lines if '"' in line]
    if not quoted:
        return [line.replace(",", CELL) for line in lines]
    try:
        taken = [CELL.join(cells) for cells in csv.reader(quoted, strict=True)]
    except csv.Error:
        return None
    if len(taken) < len(quoted):
        return None
    rows = iter(taken)
    return [next(rows) if '"' in line else line.replace(",", CELL) for line in lines]


def _parsed(text: str) -> tuple[str | None, bool]:
    """One row with its cells parted by ``CELL``, None if its quoting is broken; and whether a quote is still open."""
    try:
        return CELL.join(next(csv.reader([text], strict=True))), False
    except csv.Error as fault:
        return None, "unexpected end of data" in str(fault)
