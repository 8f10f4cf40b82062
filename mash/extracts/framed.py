"""Rows as the readers of text leave them, their cells parted by ``CELL``: on the way from a file to DuckDB.

They go by a file of their own, which DuckDB reads as often as it likes; of an encrypted hub, where they would lie in
plain text, by memory in pieces into a table, which DuckDB spills encrypted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TextIO

import duckdb

from mash.contracts import columns
from mash.encryption import hub_above
from mash.extracts.framing import CELL, Taker

PIECE_CHARACTERS = 8 << 20
"""So much text is gathered before it becomes rows of the table."""


class Framed(Taker, Protocol):
    """Takes text of whole rows; afterwards a query reads them."""

    @property
    def rows(self) -> str:
        """The clause that reads them all, once all are written."""


@contextmanager
def framed(con: duckdb.DuckDBPyConnection, path: Path, types: Mapping[str, str]) -> Iterator[Framed]:
    """Where rows of these columns are written; ``path`` is the file they go by, and names them where there is none."""
    if hub_above(path):
        table = _InTable(con, f"framed_{path.stem}", types)
        yield table
        table.take()
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        yield _InFile(file, path, types)


class _InFile:
    def __init__(self, file: TextIO, path: Path, types: Mapping[str, str]) -> None:
        self._file, self._path, self._types = file, path, types

    def write(self, text: str, /) -> None:
        """To the file."""
        self._file.write(text)

    @property
    def rows(self) -> str:
        """By DuckDB's reader, every choice of it made."""
        named = columns.listed(f"{columns.text(name)}: {columns.text(kind)}" for name, kind in self._types.items())
        choices = (
            "auto_detect = false, header = false, delim = chr(31), quote = '', escape = '', "
            "new_line = '\\n', max_line_size = 20971520"
        )
        return f"from read_csv({columns.text(str(self._path))}, columns = {{{named}}}, {choices})"


class _InTable:
    def __init__(self, con: duckdb.DuckDBPyConnection, name: str, types: Mapping[str, str]) -> None:
        self._con, self._name, self._types = con, name, types
        self._waiting: list[str] = []
        self._size = 0
        fields = columns.listed(f"{columns.quoted(column)} {kind}" for column, kind in types.items())
        con.execute(columns.statement("create or replace temp table", name, f"({fields})"))

    def write(self, text: str, /) -> None:
        """Once there is a piece of it, into the table."""
        self._waiting.append(text)
        self._size += len(text)
        if self._size >= PIECE_CHARACTERS:
            self.take()

    def take(self) -> None:
        """What waits becomes rows."""
        text, self._waiting, self._size = "".join(self._waiting).encode("utf-8"), [], 0
        if text:
            self._con.register("framed_piece", _parted(text, list(self._types)))
            self._con.execute(columns.statement("insert into", self._name, "from framed_piece"))
            self._con.unregister("framed_piece")

    @property
    def rows(self) -> str:
        """All pieces; an empty cell is null, as DuckDB's reader has it."""
        return f"from {self._name}"


def _parted(text: bytes, names: Sequence[str]) -> object:
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyarrow import csv

    return csv.read_csv(
        pa.BufferReader(text),
        csv.ReadOptions(column_names=list(names), block_size=len(text) + 1, use_threads=False),
        csv.ParseOptions(delimiter=CELL, quote_char=False, double_quote=False, ignore_empty_lines=False),
        csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True),
    )
