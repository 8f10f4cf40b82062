"""What a hub takes of its disk is told by part; each byte counts once."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest

from mash.hub import create_hub
from mash.nightly import disk, watching
from mash.reports.upkeep import kept_words, size_words

FILES = {
    "landing/police/nominals/2026-01-30/data.parquet": 100,
    "landing/police/refused/2026-01-31.json": 20,
    "landing/.incoming/spilt": 3000,
    "landing/police/.incoming/nominals/data.parquet": 4000,
    "snapshots/20260130-00000001/hub.duckdb": 500,
    "snapshots/20260130-00000001/hub.duckdb.tmp/part": 60,
    "snapshots/20260131-00000002/building.duckdb": 7,
    "snapshots/20260131-00000002/spill/part": 50_000,
    "snapshots/20260131-00000002/spill-beside/part": 600_000,
    "asides/2026-01-30T235959-as-of-2026-01-30/snapshots/20260130-00000003/hub.duckdb": 70,
    "ledger.sqlite": 10,
    "ledger.sqlite-wal": 2,
    "drops/police/2026-01-30/nominals.csv": 1_000_000,
}


@pytest.fixture
def hub(tmp_path):
    made = create_hub(tmp_path / "hub")
    for path, size in FILES.items():
        (made.root / path).parent.mkdir(parents=True, exist_ok=True)
        (made.root / path).write_bytes(b"x" * size)
    (made.asides / "2026-01-30T235959-as-of-2026-01-30" / "landing").symlink_to(made.landing)
    return made


def test_each_part_is_told_on_its_own(hub, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=9))
    assert disk.measure_disk(hub) == disk.Disk(
        landing=120, snapshots=507, runs=0, spill=657_060, ledger=12, asides=70, free=9, needed=watching.LEAST_ROOM
    )


def test_a_file_that_goes_while_it_is_measured_takes_nothing(hub, monkeypatch):
    listed = list(disk._files(hub.landing))
    shutil.rmtree(hub.landing / "police")
    monkeypatch.setattr(
        disk.os, "walk", lambda folder: [(path.parent, [], [path.name]) for path, _ in listed if folder == hub.landing]
    )
    assert disk.measure_disk(hub).landing == 0


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (81_539_072, "81.5 MB"), (5e14, "500.0 TB")],
)
def test_a_size_is_told_in_the_unit_that_suits_it(size, words):
    assert size_words(size) == words


@pytest.mark.parametrize(
    ("runs", "days", "words"),
    [
        (None, None, "all are kept"),
        (14, None, "kept: the newest 14"),
        (None, 30, "kept: those of 30 days"),
        (14, 30, "kept: the newest 14, and those of 30 days"),
    ],
)
def test_what_is_kept_is_told_in_words(runs, days, words):
    assert kept_words(runs, days) == words
