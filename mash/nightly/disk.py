"""What a hub takes of its disk, by part, and what is left there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mash.extracts.landing import INCOMING
from mash.hub import Hub
from mash.nightly.runs import whole_runs
from mash.nightly.watching import room_needed

LEDGER_PARTS = ("", "-wal", "-shm")
"""SQLite keeps what was written last in files of its own."""


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes, but for ``runs``."""

    landing: int
    snapshots: int
    """Without what is spilled there."""
    runs: int
    """How many whole ones the snapshots hold."""
    spill: int
    """What DuckDB set down for want of memory: only while something runs, or after it was killed."""
    ledger: int
    asides: int
    """What was known once, built again; what its links lead to is counted where it is."""
    free: int
    """On the device the hub's folder is on."""
    needed: int
    """That a night should find free."""


def measure_disk(hub: Hub) -> Disk:
    """What each part of the hub takes now; a night at work may be changing it."""
    landing, snapshots = dict(_files(hub.landing)), dict(_files(hub.snapshots))
    everything = {**landing, **snapshots}
    spilled = {path for path in everything if _is_spill(path.relative_to(hub.root))}
    return Disk(
        landing=sum(size for path, size in landing.items() if path not in spilled),
        snapshots=sum(size for path, size in snapshots.items() if path not in spilled),
        runs=len(whole_runs(hub)),
        spill=sum(everything[path] for path in spilled),
        ledger=sum(_size(hub.ledger_path.with_name(f"{hub.ledger_path.name}{part}")) for part in LEDGER_PARTS),
        asides=sum(size for _, size in _files(hub.asides)),
        free=shutil.disk_usage(hub.root).free,
        needed=room_needed(hub),
    )


def _is_spill(path: Path) -> bool:
    return any(part == INCOMING or part.startswith("spill") or part.endswith(".tmp") for part in path.parts[1:])


def _files(folder: Path) -> Iterator[tuple[Path, int]]:
    """Every file below, with its bytes."""
    for where, _, names in os.walk(folder):
        for name in names:
            path = Path(where) / name
            yield path, _size(path)


def _size(path: Path) -> int:
    """Bytes of a file; of one that has gone meanwhile, 0."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
