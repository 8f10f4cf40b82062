"""Of `faults.py`: hubs that are copied, run, read and compared, and the mounts that shut them in."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from mash import warehouse
from mash.errors import MashError
from mash.hub import open_hub
from mash.nightly.inputs import digest

os.environ.update(MASH_PURPOSE="benchmark", MASH_GATEWAY="s47")  # for every command that this or its user runs
MASH = Path(sys.executable).parent / "mash"
APART = "MASH_FAULTS_APART"
"""Set once this process has a mount name space of its own."""
READ_EVERY = 0.3
"""Seconds."""
LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
os.execv(sys.argv[2], sys.argv[2:])
"""
LEDGER = {
    "runs": "select run, as_of, digest from run order by sequence",
    "register": "select run_sequence, record_key, person_id from register",
    "events": "select run_sequence, kind, person_id, other_person_id, cause from person_event",
}


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    code: int
    said: str

    @property
    def told(self) -> str:
        """Its message, on one line."""
        return " ".join(self.said.partition("mash: ")[2].split())

    @property
    def ending(self) -> str:
        """Its exit code, and whether it said what to try as it should; loud when not."""
        if self.code == 0:
            return "exit 0"
        clear = "Try:" in self.said and "unexpected fault" not in self.said and "Traceback" not in self.said
        return f"exit {self.code}, and says what to try" if clear else f"exit {self.code} WITHOUT A WORD: {self.told}"

    def demand(self) -> None:
        """It must have succeeded."""
        if self.code:
            sys.exit(self.said)


def run(
    *words: object,
    instead: tuple[object, ...] = (MASH,),
    environment: Mapping[str, str] | None = None,
    file_limit: int | None = None,
) -> Run:
    """A `mash` command; ``file_limit`` is the most bytes a file may have."""
    before = (sys.executable, "-c", LIMITED, file_limit) if file_limit else ()
    done = subprocess.run(
        [str(word) for word in (*before, *instead, *words)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    return Run(done.returncode, done.stderr)


def start(*words: object) -> subprocess.Popen[str]:
    """A `mash` command, begun."""
    return subprocess.Popen(
        [str(word) for word in (MASH, *words)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def copy_hub(hub: Path, to: Path) -> Path:
    """The hub, anew in a folder that is emptied before."""
    shutil.rmtree(to, ignore_errors=True)
    return shutil.copytree(hub, to)


def size_of(folder: Path) -> int:
    """Bytes of all its files, each in whole pages."""
    return sum(-(-path.stat().st_size // 4096) * 4096 for path in folder.rglob("*") if path.is_file())


@dataclass(frozen=True)
class State:
    """What must not be lost: of the run in use, of the landing, of the ledger."""

    facts: Mapping[str, str]

    def differences(self, other: State) -> list[str]:
        """By name, what the other lacks, has besides, or has otherwise."""
        names = self.facts.keys() | other.facts.keys()
        return sorted(name for name in names if self.facts.get(name) != other.facts.get(name))


def state_of(hub: Path) -> State:
    """Everything of the hub that a fault must leave as it would have been."""
    opened = open_hub(hub)
    run_in_use, snapshot = opened.read_current()
    with closing(snapshot):
        facts = {"the run in use": run_in_use, "its digest": digest(snapshot)[0]}
    for path in sorted(opened.landing.rglob("*")):
        if path.is_file():
            facts[f"landing: {path.relative_to(opened.landing)}"] = _content(path)
    with closing(sqlite3.connect(opened.ledger_path)) as book:
        for name, query in LEDGER.items():
            facts[f"ledger: {name}"] = repr(sorted(book.execute(query).fetchall(), key=repr))
    return State(facts)


def _content(path: Path) -> str:
    """Of a Parquet file the rows, of a manifest all but its moments, of another file the bytes."""
    if path.suffix == ".json":
        return repr({name: value for name, value in json.loads(path.read_bytes()).items() if not name.endswith("_at")})
    if path.suffix != ".parquet":
        return hashlib.sha256(path.read_bytes()).hexdigest()
    with closing(warehouse.connect(files=(path,))) as con:
        rows = con.execute("select count(*), sum(hash(rows)::hugeint) from read_parquet(?) as rows", (str(path),))
        return repr(rows.fetchall())


class Reader:
    """An analyst at the desk: reads the run in use all the while, and counts how that went."""

    def __init__(self, hub: Path, reads: Counter[str]) -> None:
        self._hub, self._reads = open_hub(hub), reads
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_fault: object) -> None:
        self._over.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._over.wait(READ_EVERY):
            try:
                _, snapshot = self._hub.read_current()
                with closing(snapshot):
                    persons = snapshot.execute("select count(*) from person").fetchall()[0][0]
                self._reads["read" if persons else "read, and nobody there"] += 1
            except (MashError, OSError, duckdb.Error) as fault:
                self._reads[f"in vain: {fault}"] += 1
                print(f"  read in vain: {fault}", file=sys.stderr, flush=True)


def free_of_mounts() -> bool:
    """Whether mounts can be made that nobody else sees: begins this process anew in a name space of its own."""
    apart, unshare = os.environ.get(APART), shutil.which("unshare")
    may = not os.geteuid() and unshare and not subprocess.run([unshare, "-m", "true"], check=False).returncode
    if unshare and may and not apart:
        os.environ[APART] = "1"
        os.execv(unshare, [unshare, "-m", sys.executable, *sys.argv])  # noqa: S606 - ourselves
    return bool(apart)


@dataclass(frozen=True)
class Mounted:
    """A mount in this process's name space."""

    path: Path

    def remount(self, options: str) -> None:
        """With other options: ``size=…``, ``bind,ro``."""
        _do("mount", "-o", f"remount,{options}", str(self.path))


@contextmanager
def mount(path: Path, size: float | None) -> Iterator[Mounted]:
    """A disk of so many bytes; without a size, the path itself, so that it can be made read-only."""
    if size is None:
        _do("mount", "--bind", str(path), str(path))
    else:
        path.mkdir(exist_ok=True)
        _do("mount", "-t", "tmpfs", "-o", f"size={int(size)}", "tmpfs", str(path))
    try:
        yield Mounted(path)
    finally:
        _do("umount", str(path))


def _do(command: str, *words: str) -> None:
    subprocess.run([shutil.which(command) or command, *words], check=True)
