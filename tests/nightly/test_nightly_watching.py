"""What a hub's watcher is told: nothing while all is well, and each fault once, by its kind and where."""

from __future__ import annotations

import datetime as dt
import shutil
from types import SimpleNamespace

import pytest

from mash.extracts import freshness
from mash.hub import create_hub
from mash.nightly import watching
from mash.nightly.health import Figure
from mash.nightly.report import NightReport, write_report

TODAY = dt.date(2026, 1, 31)
RUN = "20260131-00000001"


def report(run=RUN, **more):
    built = dt.datetime(2026, 1, 31, 3, tzinfo=dt.UTC)
    given = {
        "run": run,
        "as_of": TODAY,
        "inputs": "i",
        "digest": "d",
        "published_at": built,
        "model": "m",
        "policy": "p",
    }
    empty = {"versions": {}, "deliveries": (), "seconds": {}, "rows": {}, "changes": ()}
    return NightReport(**{**given, **empty, **more})


def build(hub, run):
    folder = hub.snapshots / run.run
    folder.mkdir()
    write_report(folder, run)
    hub.snapshot(run.run).write_bytes(b"x" * 1000)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A hub with a run of today in use, every source fresh."""
    made = create_hub(tmp_path / "hub")
    build(made, report())
    made.publish(RUN)
    monkeypatch.setattr(watching.extracts, "freshness", fresh)
    return made


def fresh(hub, as_of, **of):
    rows = freshness(hub, as_of)
    return [
        type(row)(
            **{**{name: getattr(row, name) for name in row.__slots__}, "state": "fresh", **of.get(row.agency, {})}
        )
        for row in rows
    ]


def kinds(hub, as_of=TODAY):
    return [(each.kind, each.where) for each in watching.watch(hub, as_of=as_of)]


def test_nothing_is_told_while_all_is_well(hub):
    assert kinds(hub) == []
    assert kinds(hub, TODAY + dt.timedelta(days=1)) == [], "the night of that day has not run yet"


def test_a_hub_without_a_run_is_not_well(tmp_path):
    assert ("no run", str(tmp_path / "hub")) in kinds(create_hub(tmp_path / "hub"))


def test_a_run_that_is_named_and_gone_is_none(hub):
    hub.snapshot(RUN).unlink()
    assert kinds(hub) == [("no run", str(hub.root))]


def test_a_night_that_did_not_end_is_told_by_the_age_of_the_run_in_use(hub):
    assert kinds(hub, TODAY + dt.timedelta(days=2)) == [("old run", RUN)]


def test_a_run_held_back_is_told_until_it_is_accepted(hub):
    held = "20260131-00000002"
    beyond = Figure("ids", "merged", 1000, 0.5, None, "2 % of the ids at most (id_churn)")
    build(hub, report(held, before=RUN, health=(beyond,)))
    assert kinds(hub) == [("held back", held)]


@pytest.mark.parametrize(
    ("of", "kind"),
    [
        ({"state": "missing"}, "missing source"),
        ({"state": "stale", "age_days": 40}, "stale source"),
        ({"refused_since": True}, "refused delivery"),
    ],
)
def test_a_source_that_fails_is_told_by_agency_and_dataset(hub, monkeypatch, of, kind):
    monkeypatch.setattr(watching.extracts, "freshness", lambda hub, as_of: fresh(hub, as_of, police=of))
    told = kinds(hub)
    assert {each for each, _ in told} == {kind}
    assert all(where.startswith("police ") for _, where in told)


def test_too_little_room_for_the_next_night_is_told_before_it_fails(hub, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=watching.LEAST_ROOM - 1))
    assert kinds(hub) == [("disk", str(hub.root))]
