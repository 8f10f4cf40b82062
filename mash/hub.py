"""A hub on disk: its configuration, its folders, and the run in use."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from pathlib import Path

import duckdb

from mash import warehouse
from mash.configuration import CONFIG, HubConfig, parse_config
from mash.encryption import given_master, is_plain_book, is_sealed, keys_of, new_envelope
from mash.errors import HubBusy, MashError, NotFound, Refused, UsageError
from mash.machine import account
from mash.parsing import toml_of
from mash.vocabulary import RunId

AT_THE_DESK = 1
"""Threads for asking about one child: so many small queries that sharing each out costs more than it saves."""
PASS_OVER = 20_000
"""A join passes over row groups where none of so many values lies; of more than the 50 of DuckDB's own, over none."""
AS_KNOWN = "as_known"
"""In the folder of a rebuilding, two below its hub: the moment by which all it holds was known."""
ACCESS = "access.toml"
"""In the hub's folder: who may do what."""
DESK = "desk.duckdb"
"""In the folder of a run: what enquiries read of it."""
RUN_NAME = re.compile(r"\d{8}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Hub:
    """The folder of one safeguarding hub."""

    root: Path
    config: HubConfig
    as_known: dt.datetime | None = None
    """Of a rebuilding of what a hub knew once: by when all of it was known. It is read, and nothing is done in it."""

    @property
    def base(self) -> Path:
        """Where the paths in its configuration start: its root; of a rebuilding, that of the hub it is of."""
        return self.root.parents[1] if self.as_known else self.root

    @property
    def asides(self) -> Path:
        """What was known once, built again: a hub of its own each."""
        return self.root / "asides"

    @property
    def landing(self) -> Path:
        """Every extract received, immutable."""
        return self.root / "landing"

    @property
    def ledger_path(self) -> Path:
        """What people and runs decided."""
        return self.root / "ledger.sqlite"

    @property
    def access_path(self) -> Path:
        """Who may do what; of a rebuilding that of the hub it is of."""
        return self.base / ACCESS

    @property
    def audit_path(self) -> Path:
        """What was asked, told, decided and refused; of a rebuilding that of the hub it is of."""
        return self.base / "audit.sqlite"

    @property
    def snapshots(self) -> Path:
        """One folder per run."""
        return self.root / "snapshots"

    def snapshot(self, run: RunId) -> Path:
        """The DuckDB file of one run."""
        return self.snapshots / run / "hub.duckdb"

    def desk(self, run: RunId) -> Path | None:
        """The DuckDB file with what enquiries read of one run; None where they read a hub that is no run."""
        return self.snapshots / run / DESK

    def whole(self, run: RunId) -> Path:
        """The DuckDB file of one run with what is withheld from its readers; there is none where nothing is."""
        return self.snapshots / run / "whole.duckdb"

    def read_whole(self, run: RunId) -> duckdb.DuckDBPyConnection:
        """A read-only connection to the whole of a run. Raises ``NotFound`` where the run has none."""
        path = self.whole(run)
        if not path.exists():
            raise NotFound(f"run {run} was built before anything was withheld", try_="mash nightly, then again")
        return warehouse.connect(path, read_only=True, threads=AT_THE_DESK)

    @property
    def reach(self) -> tuple[Path, ...]:
        """The folders that a database which builds or compares runs may read: what landed, and the runs.

        Those of a rebuilding lead into those of the hub it is of.
        """
        return tuple(root / part for root in {self.root: 1, self.base: 2} for part in ("landing", "snapshots"))

    def current_run(self) -> RunId:
        """The run in use. Raises ``NotFound`` before the first night, and when the pointer names no run."""
        pointer = self.root / "current"
        try:
            name = pointer.read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            raise NotFound("this hub has no published run yet", where=str(self.root), try_="mash nightly") from None
        if not RUN_NAME.fullmatch(name):
            raise NotFound("the pointer is damaged: it names no run", where=str(pointer), try_="mash nightly")
        return RunId(name)

    def publish(self, run: RunId) -> None:
        """Make ``run`` the run in use, in one atomic step; readers keep what they have open."""
        aside = self.root / ".current.new"
        with aside.open("w", encoding="utf-8") as pointer:
            pointer.write(f"{run}\n")
            pointer.flush()
            os.fsync(pointer.fileno())
        aside.replace(self.root / "current")

    def read_current(self, *, threads: int | None = None) -> tuple[RunId, duckdb.DuckDBPyConnection]:
        """The run in use and a read-only connection to its snapshot, which holds also when that run is removed.

        None for as many threads as DuckDB would take.
        """
        while True:
            run = self.current_run()
            try:
                return run, self._read(run, threads)
            except MashError:
                if self.current_run() == run:  # else another was published meanwhile
                    raise

    def _read(self, run: RunId, threads: int | None) -> duckdb.DuckDBPyConnection:
        path = self.snapshot(run)
        if not path.exists():
            raise NotFound(
                f"run {run} is named as current but its snapshot is gone", where=str(self.root), try_="mash nightly"
            )
        desk = self.desk(run)
        files = _with_journal(desk)
        if threads is None:
            return warehouse.connect(path, read_only=True, files=files)
        return warehouse.connect(
            path, read_only=True, files=files, threads=threads, dynamic_or_filter_threshold=PASS_OVER
        )

    def refuse_rebuilt(self) -> None:
        """Raises ``Refused`` in a rebuilding: what would be decided or built in it would reach nobody."""
        if self.as_known:
            raise Refused(
                f"this rebuilds what was known at {self.as_known}: it is read, and nothing is done in it",
                where=str(self.root),
                try_=f"the hub itself: --hub {self.base}",
            )

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the hub for writing. Raises ``HubBusy`` at once when another process does; freed if ours dies."""
        self.refuse_rebuilt()
        with (self.root / ".building").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise HubBusy(
                    "another pull or night is at work on this hub",
                    where=str(self.root),
                    try_="wait for it to end; enquiries go on meanwhile",
                ) from None
            yield


def _with_journal(path: Path | None) -> tuple[Path, ...]:
    """A database file and its journal, which DuckDB looks for even where none can be."""
    return (path, path.with_name(f"{path.name}.wal")) if path else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedHub(Hub):
    """A hub held at one run: all that is asked of it is answered from that run, whichever is published meanwhile."""

    run: RunId
    held: duckdb.DuckDBPyConnection
    """To be closed by whoever pinned it."""

    def current_run(self) -> RunId:
        """The run it is held at."""
        return self.run

    def read_current(self, *, threads: int | None = None) -> tuple[RunId, duckdb.DuckDBPyConnection]:
        """The run it is held at and a connection that may be closed, of the threads it was pinned with."""
        del threads
        return self.run, warehouse.cursor(self.held)


def pinned(hub: Hub) -> PinnedHub:
    """The hub at the run now in use, held until ``held`` is closed. Raises ``NotFound`` before the first night."""
    run, held = hub.read_current(threads=AT_THE_DESK)
    return PinnedHub(hub.root, hub.config, hub.as_known, run=run, held=held)


def open_hub(root: Path) -> Hub:
    """The hub at ``root``. Raises ``NotFound`` when there is none, ``UsageError`` when its ``mash.toml`` is wrong."""
    path = root / CONFIG
    try:
        raw = toml_of(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(
            f"no hub here: there is no {CONFIG}", where=str(root), try_="mash init HUB, or --hub PATH"
        ) from None
    except ValueError as fault:
        raise UsageError(
            f"not readable as TOML: {fault}", where=str(path), try_="compare with the mash.toml of a fresh `mash init`"
        ) from None
    except OSError as fault:
        raise UsageError(f"cannot be read ({fault.strerror})", where=str(path), try_="see who may read it") from None
    at, known = root.resolve(), _as_known(root / AS_KNOWN)
    if keys_of(at) is None:
        _refuse_without_keys(at)
    return Hub(at, parse_config(raw, at.parents[1] if known else at, str(path)), known)


def _refuse_without_keys(root: Path) -> None:
    """An encrypted hub without ``keys.json`` would go on in plain text: its ledger tells, unless it is damaged."""
    book = root / "ledger.sqlite"
    if not book.is_file() or not book.stat().st_size or is_plain_book(book):
        return
    others = (path for each in ("snapshots/*/run.json", "landing/*/*/*/manifest.json") for path in root.glob(each))
    if all(map(is_sealed, islice(others, 1))):
        raise Refused(
            "its ledger is encrypted (or damaged) and keys.json is not here",
            where=str(root),
            try_="put keys.json back from the hub's backup; if the hub is plain, restore its ledger",
        )


def _as_known(path: Path) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(path.read_text(encoding="utf-8").strip()) if path.exists() else None
    except ValueError:
        raise NotFound("holds no moment: this rebuilding is damaged", where=str(path), try_="build it again") from None


def create_hub(root: Path, *, drops: Path | None = None, encrypted_at: dt.datetime | None = None) -> Hub:
    """A new hub at ``root`` with a commented ``mash.toml`` for the five agencies and an ``access.toml`` for its maker.

    ``drops`` is the folder with one sub-folder per agency; by default ``ROOT/drops``.
    Encrypted when the moment of that is given. Raises ``UsageError`` when there is a hub already, or a folder with
    other things in it, ``Refused`` when it is to be encrypted and no master key is given: nothing is made then.
    """
    if root.exists() and not root.is_dir():
        raise UsageError("this is a file, not a folder", where=str(root), try_="a new or empty folder")
    if root.exists() and any(root.iterdir()):
        raise UsageError("the folder is not empty; nothing was changed", where=str(root), try_="a new or empty folder")
    master = given_master() if encrypted_at else None
    template = (files("mash") / "hub_template.toml").read_text(encoding="utf-8")
    root.mkdir(parents=True, exist_ok=True)
    folder = os.path.relpath(drops.resolve(), root.resolve()) if drops else "drops"
    (root / CONFIG).write_text(template.replace("@DROPS@", Path(folder).as_posix()), encoding="utf-8")
    retention = (files("mash") / "retention_template.toml").read_text(encoding="utf-8")
    (root / "retention.toml").write_text(retention, encoding="utf-8")
    write_access(root / ACCESS)
    for part in ("landing", "snapshots"):
        (root / part).mkdir()
    if master and encrypted_at:
        new_envelope(root, master, encrypted_at)
    return open_hub(root)


def write_access(path: Path) -> None:
    """Whoever makes a hub has every role in it, to begin with; nobody else may write the file."""
    template = (files("mash") / "access_template.toml").read_text(encoding="utf-8")
    path.write_text(template.replace("@ACCOUNT@", account()), encoding="utf-8")
    path.chmod(path.stat().st_mode & ~0o022)
