"""The ledger's file: opened in WAL mode, so that readers and the one writer of a moment never wait long."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from mash.encryption import open_book
from mash.errors import MashError

TABLES = (
    *("referral", "decision", "decision_basis", "decision_evidence", "judgement", "revocation"),
    *("run", "run_basis", "register", "person_event", "keeping", "sharing", "amendment"),
)
"""Made where they are missing, so that a ledger of an earlier version gains what is new and keeps what it has."""


@contextmanager
def open_ledger(path: Path, *, to_read: bool = False) -> Iterator[sqlite3.Connection]:
    """The ledger at ``path``, made on first use; one transaction: all of the block's rows, or none.

    Rows can be added and never changed or removed: the file itself refuses. ``to_read`` waits for no writer.
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
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as fault:
        raise MashError(
            f"the ledger cannot be used ({fault})",
            where=str(path),
            try_="see that its folder can be written to, its disk has room and the file is whole; else restore it",
        ) from None


@contextmanager
def editable(connection: sqlite3.Connection, tables: Iterable[str]) -> Iterator[None]:
    """Within, rows of these tables may be changed: for erasure alone, and in the transaction that is open."""
    for table in tables:
        connection.execute(f"drop trigger if exists {table}_no_update")
    yield
    for table in tables:
        _refuse(connection, table, "update")


def _refuse(connection: sqlite3.Connection, table: str, deed: str) -> None:
    connection.execute(
        f"create trigger if not exists {table}_no_{deed} before {deed} on {table} "
        "begin select raise(abort, 'the ledger is append-only'); end"
    )


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma secure_delete = on")
    known = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    if known.issuperset(TABLES):
        return
    connection.execute("begin immediate")
    for table in TABLES:
        connection.execute((files("mash") / "ledger/sql/schema" / f"{table}.sql").read_text(encoding="utf-8"))
        for deed in ("update", "delete"):
            _refuse(connection, table, deed)
    connection.execute("commit")
