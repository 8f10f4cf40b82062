"""Proof of an erasure: every file below the hub is searched for the words that the person was known by.

The words themselves are gone: a mark of each was kept when the erasure was approved. So each word of each row and line
is marked alike and looked for. Another of the same name has the same name: such finds are told apart from ids.
"""

from __future__ import annotations

import gzip
import io
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, cast

import duckdb

from mash import audit, ledger, retention, warehouse
from mash.encryption import is_sealed, open_to_read
from mash.errors import NotFound
from mash.extracts.landed_files import rows_of_files
from mash.hub import Hub
from mash.ledger import Deed

ID, NAME = "id", "name"
BETWEEN = re.compile(r"[\s,;|\"'{}\[\]()<>=]+")
LEAST = 4
"""Letters of an id that is looked for: a shorter one is everywhere."""
AT_ONCE = 10_000
"""Rows."""
KEPT = 1_000_000
"""Words of which it is remembered whether they are looked for: some 100 MB."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or a table of one, in which something was found."""

    where: str
    """Below the hub."""
    ids: int
    """Rows or lines with an id of theirs."""
    names: int
    """Without one, with a name as theirs."""
    kept: bool
    """The audit: by law it is kept, and cannot be changed."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was searched and what was found."""

    number: int
    words: int
    files: int
    lines: int
    found: tuple[Place, ...]

    @property
    def holds(self) -> bool:
        """Whether no id of theirs stands anywhere but in the audit."""
        return not any(each.ids and not each.kept for each in self.found)


def words_known_by(con: duckdb.DuckDBPyConnection, records: Iterable[Sequence[object]], salt: str) -> set[str]:
    """Marks of all that the records of a run are known by: keys, ids, numbers, names."""
    told = [(str(each[0]), str(each[5])) for each in records]
    keys, ids = [key for key, _ in told], {word for each in told for word in each}
    given = con.execute(
        "select unnest([raw, canonical]) from record_identifier where list_contains($keys, record_key)"
        " union select unnest([raw, canonical]) from contact_detail where list_contains($keys, record_key)",
        {"keys": keys},
    ).fetchall()
    ids |= {text for (text,) in given if text}
    named = con.execute(
        "select distinct forenames, surname from record_name where list_contains($keys, record_key)"
        " and forenames is not null and surname is not null",
        {"keys": keys},
    ).fetchall()
    pairs = {(forenames.split()[0], surname.split()[-1]) for forenames, surname in named if forenames and surname}
    found = {retention.opaque(salt, f"{ID} {_plain(word)}") for word in ids if len(_plain(word)) >= LEAST}
    return found | {retention.opaque(salt, _name(*pair)) for pair in pairs}


def prove(hub: Hub, number: int, progress: Callable[[str, int, int], None]) -> Proof:
    """Search every file below the hub for whom the erasure of that number was about.

    Raises ``NotFound`` when none of that number was approved.
    """
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        acts = ledger.acts(book)
    approved = next((act for act in acts if (act.deed, act.about) == (Deed.APPROVE, number)), None)
    if approved is None:
        raise NotFound("no erasure of this number was approved", where=str(number), try_="mash retention show")
    words, salt = frozenset(approved.body["words"]), retention.salt_of(acts)
    search = _Search(words, salt)
    files = sorted(path for path in hub.root.rglob("*") if path.is_file() and not path.is_symlink())
    found, lines = [], 0
    for done, path in enumerate(files):
        progress("searching", done, len(files))
        for table, texts in _tables(hub, path):
            counts = Counter(map(search.look, texts))
            lines += counts.total()
            if counts[ID] or counts[NAME]:
                where = f"{path.relative_to(hub.root)}{f' {table}' if table else ''}"
                kept = path.name.startswith(hub.audit_path.name)
                found.append(Place(where, counts[ID], counts[NAME], kept))
    return Proof(number, len(words), len(files), lines, tuple(found))


class _Search:
    """Looks for marked words in text; a word met again is not marked again."""

    def __init__(self, words: frozenset[str], salt: str) -> None:
        self.words, self.salt = words, salt
        self.known: dict[str, bool] = {}

    def look(self, text: str) -> str:
        """``id``, ``name`` or an empty text for what a line or row has of theirs."""
        tokens = [_plain(token) for token in BETWEEN.split(text) if token]
        parts = [part for token in tokens for part in {token, *token.split(":")}]
        if any(self._is_theirs(f"{ID} {part}") for part in parts if len(part) >= LEAST):
            return ID
        return NAME if any(self._is_theirs(_name(*pair)) for pair in pairwise(tokens)) else ""

    def _is_theirs(self, word: str) -> bool:
        if word not in self.known:
            if len(self.known) > KEPT:
                self.known.clear()
            self.known[word] = retention.opaque(self.salt, word) in self.words
        return self.known[word]


def _plain(word: str) -> str:
    return word.strip().upper()


def _name(first: str, second: str) -> str:
    return " ".join([NAME, *sorted((_plain(first), _plain(second)))])


def _tables(hub: Hub, path: Path) -> Iterator[tuple[str, Iterator[str]]]:
    """Each table of a database, or the file itself, with its rows or lines as text."""
    if path.suffix == ".duckdb":
        with closing(warehouse.connect(path, read_only=True)) as con:
            for (name,) in con.execute(
                "select table_name from duckdb_tables() where schema_name = 'main' order by all"
            ).fetchall():
                yield name, _rows(con, f'"{name}"')
    elif path.suffix == ".parquet" and is_sealed(path):
        yield "", _sealed_rows(path)
    elif path.suffix == ".parquet":
        with closing(warehouse.connect(reach=hub.reach)) as con:
            yield "", _rows(con, f"({rows_of_files(con, [path])})")
    elif path.suffix == ".sqlite":
        opened = audit.open_audit if path.name == hub.audit_path.name else ledger.open_ledger
        with opened(path, to_read=True) as book:
            for (name,) in book.execute("select name from sqlite_master where type = 'table'").fetchall():
                yield name, _entries(book, name)
    else:
        yield "", _lines(path)


def _sealed_rows(path: Path) -> Iterator[str]:
    """Of an original that was received as Parquet: DuckDB cannot read what is sealed."""
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyarrow import parquet

    with open_to_read(path) as file:
        table = parquet.read_table(pa.BufferReader(file.read()))
    with warehouse.connect() as con:
        con.register("original", table)
        yield from _rows(con, "original")


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
    found = con.execute(f"from {table}")
    while rows := found.fetchmany(AT_ONCE):
        for row in rows:
            yield " ".join(str(cell) for cell in row if cell is not None)


def _entries(book: sqlite3.Connection, table: str) -> Iterator[str]:
    for row in book.execute(f'select * from "{table}"'):  # noqa: S608 - a table's own name
        yield " ".join(str(cell) for cell in row if cell is not None)


def _lines(path: Path) -> Iterator[str]:
    with (
        open_to_read(path) if is_sealed(path) else path.open("rb") as file,
        cast(BinaryIO, gzip.open(file)) if path.suffix == ".gz" else nullcontext(file) as content,
        io.TextIOWrapper(content, encoding="utf-8", errors="replace") as text,
    ):
        yield from text
