"""SQLite's files, the ledger and the audit: below an encrypted hub through SQLCipher, elsewhere plain.

Whoever uses a book holds its folder (``flock``, shared); whoever rewrites it waits until nobody does, and everybody
else for that to end. So no decision is written to a file that is about to be replaced.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any, cast

from mash.encryption.envelope import DataKey
from mash.encryption.keys import keys_of
from mash.errors import Refused

PATIENCE_SECONDS = 30.0
SQLITE_HEAD = b"SQLite format 3\0"


@contextmanager
def open_book(path: Path, *, timeout: float = PATIENCE_SECONDS) -> Iterator[sqlite3.Connection]:
    """A connection to the book at ``path``, made on first use, without a transaction; its faults are ``sqlite3``'s.

    The one place that opens SQLite. Raises ``Refused`` when its hub is encrypted and the book opens with no key of it.
    """
    with _held(path.parent, fcntl.LOCK_SH), closing(_opened(path, timeout)) as connection:
        yield connection


def is_plain_book(path: Path) -> bool:
    """Whether the file can be read without a key."""
    with path.open("rb") as file:
        return file.read(len(SQLITE_HEAD)) == SQLITE_HEAD


def rewrite_book(path: Path, key: DataKey) -> bool:
    """Put a book under ``key``, whole or not at all, once nobody uses it; whether there was anything to do."""
    with _held(path.parent, fcntl.LOCK_EX):
        if not is_plain_book(path):
            with suppress(sqlite3.DatabaseError), closing(_connected(path, key, 0)) as there:
                if _opens(there):
                    return False
        aside = path.with_name(f".{path.name}.rewritten")
        aside.unlink(missing_ok=True)
        _touch(aside)
        with closing(_opened(path, 0)) as book:
            book.execute("pragma wal_checkpoint(truncate)")
            book.execute("attach database ? as rewritten key ?", (str(aside), f"x'{key.book}'"))
            book.execute("select sqlcipher_export('rewritten')")
            ((version,),) = book.execute("pragma user_version").fetchall()
            book.execute(f"pragma rewritten.user_version = {int(version)}")
            book.execute("detach database rewritten")
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(path)
        for left in ("-wal", "-shm"):
            path.with_name(f"{path.name}{left}").unlink(missing_ok=True)
        return True


@contextmanager
def _held(folder: Path, how: int) -> Iterator[None]:
    """The folder, held for as long as the block lasts; a folder that is not there is for whoever opens to tell."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def _opened(path: Path, timeout: float) -> sqlite3.Connection:
    keys = keys_of(path)
    _touch(path)
    if keys is None:
        return sqlite3.connect(path, timeout=timeout, isolation_level=None)
    for key in keys.candidates:
        connection = _connected(path, key, timeout)
        if _opens(connection):
            return connection
        connection.close()
    raise Refused(
        "opens with no key of this hub: damaged, or of another hub, or not encrypted",
        where=str(path),
        try_="restore it from the hub's backup; a plain book: mash key encrypt",
    )


def _opens(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("select count(*) from sqlite_master").fetchall()
    except sqlite3.OperationalError:  # locked: then it was read as what it is
        raise
    except sqlite3.DatabaseError:
        return False
    return True


def _connected(path: Path, key: DataKey | None, timeout: float) -> sqlite3.Connection:
    """Through SQLCipher, also where the book is plain still: only so can it be rewritten."""
    connection = _translating()(path, timeout=timeout, isolation_level=None)
    if key is not None:
        connection.execute(f"pragma key = \"x'{key.book}'\"")
    return cast(sqlite3.Connection, connection)


def _touch(path: Path) -> None:
    """A file that is not there is made its account's alone; SQLite gives its other files the same permissions."""
    with suppress(OSError):  # what is wrong with it SQLite will tell
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _translating() -> Callable[..., Any]:
    """SQLCipher's connection, whose faults are raised as those of ``sqlite3`` that callers know."""
    from sqlcipher3 import dbapi2

    def told(name: str) -> Callable[..., Any]:
        plain = getattr(dbapi2.Connection, name)

        @wraps(plain)
        def call(self: Any, *words: Any) -> Any:  # noqa: ANN401 - as sqlite3 has it
            try:
                return plain(self, *words)
            except dbapi2.Error as fault:
                raise getattr(sqlite3, type(fault).__name__, sqlite3.DatabaseError)(*fault.args) from None

        return call

    return type("Book", (dbapi2.Connection,), {name: told(name) for name in ("execute", "executemany")})
