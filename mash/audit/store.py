"""The audit's file: rows are added and never changed, in one chain, by as many processes at once as there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from mash.audit.entry import GENESIS, REVIEWED, Entry, Stored, chained
from mash.encryption import open_book
from mash.errors import MashError
from mash.hub import Hub

COLUMNS = (
    *("sequence", "at", "who", "account", "action", "subject", "shown", "purpose", "gateway", "case_id", "run"),
    *("outcome", "emergency", "detail", "chain"),
)
TABLES = ("entry", "checkpoint")


@contextmanager
def open_audit(path: Path, *, to_read: bool = False) -> Iterator[sqlite3.Connection]:
    """The audit at ``path``, made on first use; one transaction. ``to_read`` waits for no writer.

    Raises ``MashError`` where it cannot be used: what cannot be noted is not told.
    """
    try:
        with open_book(path) as connection:
            _prepare(connection)
            connection.execute("begin" if to_read else "begin immediate")
            try:
                yield connection
            except BaseException:
                connection.execute("rollback")
                raise
            connection.execute("commit")
    except sqlite3.DatabaseError as fault:
        raise MashError(
            f"the audit cannot be used ({fault}): nothing is told that cannot be noted",
            where=str(path),
            try_="see that its folder can be written to and its disk has room; if it is damaged, mash audit verify",
        ) from None


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    known = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    if known.issuperset(TABLES):
        return
    connection.execute("begin immediate")
    for table in TABLES:
        connection.execute((files("mash") / f"audit/sql/schema/{table}.sql").read_text(encoding="utf-8"))
        for deed in ("update", "delete"):
            connection.execute(
                f"create trigger if not exists {table}_no_{deed} before {deed} on {table} "
                "begin select raise(abort, 'the audit is append-only'); end"
            )
    connection.execute("commit")


def record(hub: Hub, *entries: Entry) -> int:
    """Note what was done, all of it or nothing; the number of the last entry.

    Raises ``MashError`` where it cannot be noted: then nothing may be told either.
    """
    with open_audit(hub.audit_path) as book:
        return append(book, entries)


def append(book: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    """The same in a transaction that is open for writing."""
    last = book.execute("select sequence, chain from entry order by sequence desc limit 1").fetchall()
    sequence, chain = last[0] if last else (0, GENESIS)
    places = ", ".join("?" for _ in COLUMNS)
    for entry in entries:
        sequence, row = sequence + 1, entry.row
        chain = chained(chain, sequence, row)
        book.execute(
            f"insert into entry ({', '.join(COLUMNS)}) values ({places})",  # noqa: S608 - our own names
            (sequence, *row, chain),
        )
    return int(sequence)


def entries_of(hub: Hub, *, after: int = 0, emergencies: bool = False) -> list[Stored]:
    """The entries numbered above ``after``, oldest first; only emergencies and their reviews, if so asked."""
    with open_audit(hub.audit_path, to_read=True) as book:
        found = book.execute(
            f"select {', '.join(COLUMNS)} from entry"  # noqa: S608 - our own names
            " where sequence > ? and (not ? or emergency <> '' or action = ?) order by sequence",
            (after, emergencies, REVIEWED),
        ).fetchall()
    return [Stored.of(row) for row in found]
