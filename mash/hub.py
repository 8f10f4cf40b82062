"""A hub on disk: its configuration, its folders, and the run in use."""

from __future__ import annotations

import datetime as dt
import fcntl
import math
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from mash import warehouse
from mash.errors import HubBusy, MashError, NotFound, Refused, UsageError
from mash.vocabulary import AgencyName, RunId

CONFIG = "mash.toml"
COUNTS = ("threads", "keep_runs", "keep_days")
"""Of ``[nightly]``."""
AT_THE_DESK = 1
"""Threads for asking about one child: so many small queries that sharing each out costs more than it saves."""
AS_KNOWN = "as_known"
"""In the folder of a rebuilding, two below its hub: the moment by which all it holds was known."""
RUN_NAME = re.compile(r"\d{8}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class AgencyConfig:
    """One ``[agencies.NAME]`` block: whose extracts, under which contract, from where."""

    name: AgencyName
    contract: str
    """A built-in contract's name (``police`` … ``people``) or the path of a ``.odcs.yaml`` file."""
    drop: Path
    """The folder holding ``<extract date>/<dataset>.<csv|…>``."""
    required: bool
    """Without a fresh extract of this agency no case can be rated."""
    sql: Path | None
    """A folder of ``<table>.sql`` files for a contract that is not built in."""


@dataclass(frozen=True, slots=True)
class HealthBounds:
    """``[health]``: how far a night may be from the run in use and still publish itself.

    The defaults are judgements: on a made-up town nights without a fault moved less than a tenth of each (decision 14).
    Falls and changes are shares of what was before, 0 to 1.
    """

    least: int = 100
    """A share or volume of fewer records, pairs or persons is shown and not judged."""
    records_fall: float = 0.1
    """Of an agency's own records."""
    completeness_fall: float = 0.05
    """Of the share of an agency's records that have a date of birth, a postcode or an NHS number; 0.05 is 5 points."""
    date_of_birth_least: float = 0.5
    """The share of all agencies' records with a date of birth; holds from the first night."""
    pairs_ratio: float = 1.5
    """How many times as many, or as few, pairs a blocking rule may find; and records it leaves out."""
    largest_person: int = 40
    """Records of one person; holds from the first night. Clustering itself stops at 60."""
    person_size_change: float = 0.05
    """Of the mean number of records to a person."""
    id_churn: float = 0.02
    """Share of the ids that merged; that split; that were retired."""
    flag_joins: int = 25
    """Open cases that a flag came into because records were put together."""


@dataclass(frozen=True, slots=True)
class HubConfig:
    """``mash.toml``, read and checked."""

    name: str
    agencies: tuple[AgencyConfig, ...]
    policy: str
    """A built-in policy's name or the path of a TOML file."""
    model: str
    """A built-in identity model's name or the path of a folder that ``mash train`` wrote."""
    profile: str
    """Whose stages, roles and deadlines apply: a name in ``mash/rating/profiles.toml``."""
    memory_limit: str
    threads: int
    health: HealthBounds = HealthBounds()
    keep_runs: int | None = None
    """Runs that stay on disk, the newest; None says nothing of any."""
    keep_days: int | None = None
    """Days a run stays on disk after it was published; a run kept by either stays."""


@dataclass(frozen=True, slots=True)
class Hub:
    """The folder of one safeguarding hub."""

    root: Path
    config: HubConfig
    as_known: dt.datetime | None = None
    """Of a rebuilding of what a hub knew once: by when all of it was known. It is read, and nothing is done in it."""

    @property
    def landing(self) -> Path:
        """Every extract received, immutable."""
        return self.root / "landing"

    @property
    def ledger_path(self) -> Path:
        """What people and runs decided."""
        return self.root / "ledger.sqlite"

    @property
    def snapshots(self) -> Path:
        """One folder per run."""
        return self.root / "snapshots"

    def snapshot(self, run: RunId) -> Path:
        """The DuckDB file of one run."""
        return self.snapshots / run / "hub.duckdb"

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
        return warehouse.connect(path, read_only=True, **({"threads": threads} if threads else {}))

    def refuse_rebuilt(self) -> None:
        """Raises ``Refused`` in a rebuilding: what would be decided or built in it would reach nobody."""
        if self.as_known:
            raise Refused(
                f"this rebuilds what was known at {self.as_known}: it is read, and nothing is done in it",
                where=str(self.root),
                try_=f"the hub itself: --hub {self.root.parents[1]}",
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


def open_hub(root: Path) -> Hub:
    """The hub at ``root``. Raises ``NotFound`` when there is none, ``UsageError`` when its ``mash.toml`` is wrong."""
    path = root / CONFIG
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(
            f"no hub here: there is no {CONFIG}", where=str(root), try_="mash init HUB, or --hub PATH"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError(f"not readable as TOML: {fault}", where=str(path)) from None
    except OSError as fault:
        raise UsageError(f"cannot be read ({fault.strerror})", where=str(path), try_="see who may read it") from None
    at, known = root.resolve(), _as_known(root / AS_KNOWN)
    return Hub(at, _parse_config(raw, at.parents[1] if known else at, str(path)), known)


def _as_known(path: Path) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(path.read_text(encoding="utf-8").strip()) if path.exists() else None
    except ValueError:
        raise NotFound("holds no moment: this rebuilding is damaged", where=str(path), try_="build it again") from None


def create_hub(root: Path, *, drops: Path | None = None) -> Hub:
    """A new hub at ``root`` with a commented ``mash.toml`` for the five agencies.

    ``drops`` is the folder with one sub-folder per agency; by default ``ROOT/drops``.
    Raises ``UsageError`` when there is a hub already, or a folder with other things in it.
    """
    if root.exists() and not root.is_dir():
        raise UsageError("this is a file, not a folder", where=str(root), try_="a new or empty folder")
    if root.exists() and any(root.iterdir()):
        raise UsageError("the folder is not empty; nothing was changed", where=str(root), try_="a new or empty folder")
    template = (files("mash") / "hub_template.toml").read_text(encoding="utf-8")
    root.mkdir(parents=True, exist_ok=True)
    folder = os.path.relpath(drops.resolve(), root.resolve()) if drops else "drops"
    (root / CONFIG).write_text(template.replace("@DROPS@", Path(folder).as_posix()), encoding="utf-8")
    for part in ("landing", "snapshots"):
        (root / part).mkdir()
    return open_hub(root)


def _parse_config(raw: Mapping[str, Any], root: Path, where: str) -> HubConfig:
    hub = _table(raw, "hub", where)
    nightly = _table(raw, "nightly", where)
    health = _table(raw, "health", where)
    agencies = _table(raw, "agencies", where)
    faults = [
        *(f"unknown section [{name}]" for name in raw if name not in {"hub", "nightly", "health", "agencies"}),
        *_unknown(hub, {"name", "policy", "model", "profile"}, "[hub]"),
        *(f'[hub] {key} is a text: {key} = "…"' for key, value in hub.items() if not isinstance(value, str)),
        *_unknown(nightly, {"memory_limit", *COUNTS}, "[nightly]"),
        *_nightly_faults(nightly),
        *_health_faults(health),
        *(fault for name, block in agencies.items() for fault in _agency_faults(name, block)),
    ]
    if not agencies:
        faults.append("no [agencies.NAME] block")
    if faults:
        raise UsageError("; ".join(faults), where=where, try_="compare with the mash.toml of a fresh `mash init`")
    return HubConfig(
        name=str(hub.get("name", root.name)),
        agencies=tuple(_agency(name, block, root) for name, block in sorted(agencies.items())),
        policy=_located(str(hub.get("policy", "policy-2026-01")), root),
        model=_located(str(hub.get("model", "model-2026-11")), root),
        profile=str(hub.get("profile", "oxfordshire")),
        memory_limit=str(nightly.get("memory_limit", "4GB")),
        threads=int(nightly.get("threads", os.cpu_count() or 2)),
        health=HealthBounds(**health),
        keep_runs=nightly.get("keep_runs"),
        keep_days=nightly.get("keep_days"),
    )


def _nightly_faults(nightly: Mapping[str, Any]) -> list[str]:
    faults = []
    if not re.fullmatch(r"\d+(\.\d+)?\s?[KMGT]i?B", str(nightly.get("memory_limit", "4GB"))):
        faults.append('[nightly] memory_limit is an amount such as "4GB"')
    counts = {name: nightly.get(name, 1) for name in COUNTS}
    wrong = [name for name, count in counts.items() if type(count) is not int or count < 1]
    return [*faults, *(f"[nightly] {name} is a number, 1 or more" for name in wrong)]


def _health_faults(health: Mapping[str, Any]) -> list[str]:
    known = asdict(HealthBounds())
    faults = _unknown(health, set(known), "[health]")
    for key in health.keys() & known.keys():
        value, wanted = health[key], type(known[key])
        if type(value) not in {int, wanted} or not 0 <= value < math.inf:
            faults.append(f"[health] {key} is a {'whole ' if wanted is int else ''}number, 0 or more")
        elif key == "pairs_ratio" and value < 1:
            faults.append("[health] pairs_ratio is 1 or more")
    return sorted(faults)


def _agency_faults(name: str, block: object) -> list[str]:
    where = f"[agencies.{name}]"
    if not isinstance(block, Mapping):
        return [f"{where} is not a table"]
    faults = _unknown(block, {"contract", "drop", "required", "sql"}, where)
    if not name.isidentifier() or name != name.lower() or name in {"hub", "refused"}:
        faults.append(f"{where}: a name is lower-case letters, digits and _, and neither 'hub' nor 'refused'")
    faults.extend(f'{where} lacks {key} = "…"' for key in ("contract", "drop") if not isinstance(block.get(key), str))
    if not isinstance(block.get("sql", ""), str):
        faults.append(f'{where} sql is a folder: sql = "…"')
    if not isinstance(block.get("required", False), bool):
        faults.append(f"{where} required is true or false")
    return faults


def _agency(name: str, block: Mapping[str, Any], root: Path) -> AgencyConfig:
    sql = block.get("sql")
    return AgencyConfig(
        name=AgencyName(name),
        contract=_located(block["contract"], root),
        drop=root / block["drop"],
        required=block.get("required", False),
        sql=root / sql if sql else None,
    )


def _located(name: str, root: Path) -> str:
    """A built-in's name as it stands; a path (it has a slash or a suffix) relative to the hub."""
    return str(root / name) if "/" in name or name.endswith((".toml", ".yaml", ".yml", ".json")) else name


def _table(raw: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    table = raw.get(name, {})
    if not isinstance(table, Mapping):
        raise UsageError(f"[{name}] is not a table", where=where)
    return table


def _unknown(table: Mapping[str, Any], known: set[str], where: str) -> list[str]:
    return [f"{where} has an unknown key {key!r}" for key in table if key not in known]
