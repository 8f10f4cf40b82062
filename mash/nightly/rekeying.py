"""A hub put under encryption, or under another data key: every file of it that holds people is written anew.

The new key is in ``keys.json`` before the first file is written and the old one until after the last, so that each
file can be read at any moment, whichever it is under. Killed, it goes on where it was: what is done is known by its
key. Each file is written aside and swapped; nights and pulls wait, enquiries go on.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from mash import desk, warehouse
from mash.encryption import (
    DataKey,
    HubKeys,
    Unfinished,
    given_master,
    keys_of,
    new_data_key,
    new_envelope,
    reseal,
    rewrite_book,
    write_envelope,
)
from mash.errors import MashError, Refused
from mash.extracts.landed_files import rewrite_parquet
from mash.extracts.landing import INCOMING
from mash.hub import DESK, Hub
from mash.nightly.publishing import BUILDING

Progress = Callable[[str, int, int], None]
LEFT_BY_THE_KILLED = (INCOMING, ".diff-", ".training-", ".evaluation-", ".rekeying-", "spill")
"""Folders that only a command at work needs; one that was killed leaves them, and what is in them under an old key."""
SEALED = frozenset({"run.json", "manifest.json"})
KEYS = "keys.json"
REWRITTEN = ".rewritten"
"""How a file is called while it is written aside."""


def encrypt_hub(hub: Hub, *, at: dt.datetime, progress: Progress) -> int:
    """Encrypt a plain hub, or end what was begun; how many files were written.

    Raises ``Refused`` for a hub that is encrypted whole, and without a master key; ``HubBusy`` during a night.
    """
    with hub.building():
        keys = keys_of(hub.root)
        if keys is None:
            new_envelope(hub.root, given_master(), at, Unfinished.ENCRYPT)
        elif keys.state.unfinished is None:
            raise Refused("this hub is encrypted", where=str(hub.root / KEYS), try_="mash key rotate")
        return _rewrite(hub, progress)


def rotate_data_key(hub: Hub, *, at: dt.datetime, progress: Progress) -> int:
    """Put the hub under a new data key, or end what was begun; how many files were written.

    Raises ``Refused`` for a plain hub; ``HubBusy`` during a night.
    """
    with hub.building():
        keys = keys_of(hub.root)
        if keys is None:
            raise Refused("this hub is not encrypted", where=str(hub.root), try_="mash key encrypt")
        if keys.state.unfinished is None:
            new = new_data_key(at.isoformat(timespec="seconds"))
            write_envelope(hub.root, keys.state.hub, given_master(), (new, *keys.keys), Unfinished.ROTATE)
        return _rewrite(hub, progress)


def _rewrite(hub: Hub, progress: Progress) -> int:
    _clear(hub)
    keys = _keys(hub)
    found = list(_files(hub.root))
    written = 0
    with _bench(hub) as con:
        for number, path in enumerate(found):
            progress(path.name, number, len(found))
            written += _rewrite_file(con, path, keys.in_use)
    write_envelope(hub.root, keys.state.hub, given_master(), (keys.in_use,))
    return written


def _keys(hub: Hub) -> HubKeys:
    keys = keys_of(hub.root)
    if keys is None:
        raise MashError("keys.json went away", where=str(hub.root), try_="put it back from the hub's backup")
    return keys


def _clear(hub: Hub) -> None:
    """Remove what killed commands left, and a night half-built, which begins anew."""
    for folder, below, files in os.walk(hub.root):
        for name in [each for each in below if each.startswith(LEFT_BY_THE_KILLED)]:
            shutil.rmtree(Path(folder, name))
            below.remove(name)
        for name in files:
            if name.startswith(BUILDING) or name.endswith(REWRITTEN):
                Path(folder, name).unlink()


def _files(root: Path) -> Iterator[Path]:
    """Every file that may hold people, where it truly lies: a rebuilding's links are not followed."""
    for folder, _, names in os.walk(root):
        for path in (Path(folder, name) for name in sorted(names)):
            if not path.is_symlink() and _how(path):
                yield path


def _how(path: Path) -> str:
    if path.suffix in {".duckdb", ".sqlite", ".parquet"}:
        return path.suffix
    return "sealed" if path.name in SEALED or path.parent.name == "refused" or path.stem == "original" else ""


@contextmanager
def _bench(hub: Hub) -> Iterator[duckdb.DuckDBPyConnection]:
    """One thread, so that rows keep their order: tables are sorted by what they are looked up by."""
    spill = hub.root / ".rekeying-spill"
    try:
        with closing(
            warehouse.connect(
                memory_limit=hub.config.memory_limit, threads=1, temp_directory=str(spill), reach=(hub.root,)
            )
        ) as con:
            yield con
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _rewrite_file(con: duckdb.DuckDBPyConnection, path: Path, key: DataKey) -> bool:
    if path.suffix == ".sqlite":
        return rewrite_book(path, key)
    aside = path.with_name(f".{path.name}{REWRITTEN}")
    match _how(path):
        case ".duckdb":
            is_new = _rewrite_database(con, path, aside, key)
        case ".parquet":
            is_new = rewrite_parquet(con, path, aside)
        case _:
            is_new = reseal(path, aside)
    if is_new:
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(path)
    return is_new


def _rewrite_database(con: duckdb.DuckDBPyConnection, path: Path, aside: Path, key: DataKey) -> bool:
    if warehouse.attach(con, path, "old") == key:
        con.execute("detach old")
        return False
    warehouse.attach(con, aside, "new", read_only=False, row_group_size=desk.ROWS if path.name == DESK else None)
    con.execute("copy from database old to new")
    con.execute("checkpoint new")
    con.execute("detach new")
    con.execute("detach old")
    return True
