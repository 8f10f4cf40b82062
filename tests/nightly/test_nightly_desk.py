"""The desk is laid before a run is published; a night that cannot lay it says so, and the next goes on from there."""

import datetime as dt
import json
from pathlib import Path

import duckdb
import pytest

from mash import desk
from mash.errors import NotFound
from mash.hub import create_hub
from mash.nightly import run_night
from mash.nightly.run import StepFailed
from mash.nightly.steps import STEPS

STORY = Path(__file__).parents[2] / "fixtures" / "story"
DAY = dt.date(2026, 1, 31)
NOW = dt.datetime.fromisoformat("2026-01-31T06:00:00")


def night(hub):
    return run_night(hub, as_of=DAY, now=lambda: NOW, progress=lambda *_: None)


def no_room(_, path):
    path.write_bytes(b"half a desk")
    raise duckdb.IOException("no space left")


def test_a_night_that_cannot_lay_the_desk_publishes_nothing_and_goes_on_from_there(tmp_path, monkeypatch):
    hub = create_hub(tmp_path / "hub", drops=STORY)
    with monkeypatch.context() as full:
        full.setattr(desk, "build", no_room)
        with pytest.raises(StepFailed, match="step 'desk' failed"):
            night(hub)
    with pytest.raises(NotFound, match="no published run"):
        hub.current_run()
    report = night(hub)
    assert report.resumed_after == list(STEPS)[-1]
    assert hub.current_run() == report.run
    assert hub.desk(report.run).stat().st_size > 100_000
    log = (hub.snapshots / report.run / "log.jsonl").read_text()
    noted = [json.loads(line)["event"] for line in log.splitlines()]
    assert noted.count("desk laid") == 1
