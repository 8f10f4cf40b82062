"""Old runs leave the disk as the hub says; never one that somebody may need, and nobody who reads one is disturbed."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mash import warehouse
from mash.hub import create_hub
from mash.nightly import retention
from mash.nightly.health import Figure
from mash.nightly.logbook import Logbook
from mash.nightly.publishing import stay_in_use
from mash.nightly.report import NightReport, read_report, write_report
from mash.nightly.runs import runs_held_back

BEYOND = Figure("ids", "merged", 1000, 0.5, None, "2 % of the ids at most (id_churn)")
ROWS = 300_000


def name(day):
    return f"202601{day:02}-{day:08x}"


def build(hub, day, **more):
    """A whole run of that day of January, which followed the run of the day before."""
    as_of = dt.date(2026, 1, day)
    report = NightReport(
        run=name(day),
        as_of=as_of,
        inputs="i",
        digest="d",
        versions={},
        model="m",
        policy="p",
        deliveries=(),
        seconds={},
        rows={},
        changes=(),
        **{
            "before": name(day - 1) if day > 1 else None,
            "published_at": dt.datetime.combine(as_of, dt.time(3)),
            **more,
        },
    )
    (hub.snapshots / report.run).mkdir()
    write_report(hub.snapshots / report.run, report)
    with closing(warehouse.connect(hub.snapshot(report.run))) as con:
        con.execute("create table person as select range as n, md5(range::varchar) as name from range(10)")
    return report


def hub_of(folder, days=10, **keep):
    """A hub with a run of each day, that of the last in use."""
    made = create_hub(folder / "hub")
    hub = replace(made, config=replace(made.config, **{"keep_runs": None, "keep_days": None, **keep}))
    for day in range(1, days + 1):
        last = build(hub, day)
    hub.publish(last.run)
    return hub, last


def days_there(hub):
    return sorted(int(folder.name[6:8]) for folder in hub.snapshots.iterdir())


def log_of(hub, run):
    return Logbook(hub.snapshots / run, run, lambda: dt.datetime(2026, 2, 1))  # noqa: DTZ001 - as the command line gives it


def noted(hub, run):
    return [json.loads(line) for line in (hub.snapshots / run / "log.jsonl").read_text().splitlines()]


@pytest.mark.parametrize(
    ("keep", "stay"),
    [
        ({}, range(1, 11)),
        ({"keep_runs": 4}, (7, 8, 9, 10)),
        ({"keep_runs": 1}, (9, 10)),
        ({"keep_runs": 100}, range(1, 11)),
        ({"keep_days": 3}, (7, 8, 9, 10)),
        ({"keep_runs": 2, "keep_days": 5}, (5, 6, 7, 8, 9, 10)),
        ({"keep_runs": 6, "keep_days": 1}, (5, 6, 7, 8, 9, 10)),
    ],
    ids=[
        "nothing said: all",
        "the newest",
        "one: and the run before the one in use",
        "more than there are",
        "days",
        "days and fewer runs",
        "days and more runs",
    ],
)
def test_what_the_hub_keeps_stays_and_the_rest_goes_and_is_noted(tmp_path, keep, stay):
    hub, last = hub_of(tmp_path, **keep)
    removed = retention.remove_old(hub, last, log_of(hub, last.run))
    assert days_there(hub) == list(stay)
    assert sorted(removed) == [name(day) for day in range(1, 11) if day not in stay]
    if removed:
        lines = noted(hub, last.run)
        assert [(line["event"], line["old"]) for line in lines] == [("run removed", run) for run in removed]
        assert all(line["bytes"] > 0 for line in lines)


def test_what_somebody_may_need_stays_however_few_are_kept(tmp_path):
    hub, last = hub_of(tmp_path, keep_runs=1)
    older = replace(last, before=name(3))  # two weeks without a night, or a hub set back to an older run
    write_report(hub.snapshots / last.run, older)
    held = build(hub, 11, before=last.run, health=(BEYOND,))
    assert [each.run for each in runs_held_back(hub)] == [held.run]
    building = hub.snapshots / name(12)
    building.mkdir()
    (building / "building.duckdb").touch()
    damaged = hub.snapshots / name(2)
    (damaged / "run.json").write_text("{")
    (hub.snapshots / "notes").mkdir()
    (hub.snapshots / "notes" / "why.txt").write_text("somebody's own")

    retention.remove_old(hub, older, log_of(hub, last.run))
    there = {folder.name for folder in hub.snapshots.iterdir()}
    assert there == {name(2), name(3), last.run, held.run, name(12), "notes"}


def test_one_held_back_that_follows_an_older_run_can_no_longer_be_accepted_and_goes(tmp_path):
    hub, last = hub_of(tmp_path, days=3, keep_runs=1)
    held = build(hub, 4, before=name(1), health=(BEYOND,), published_at=dt.datetime(2026, 1, 2, 4))  # noqa: DTZ001 - likewise
    assert held.run in retention.remove_old(hub, last, log_of(hub, last.run))


def test_whoever_reads_an_old_run_reads_on_after_it_was_removed(tmp_path):
    hub, last = hub_of(tmp_path, days=3, keep_runs=1)
    with closing(warehouse.connect(hub.snapshot(name(1)))) as con:
        con.execute(
            f"create or replace table person as select range as n, md5(range::varchar) as name from range({ROWS})"
        )
    hub.publish(name(1))
    run, reader = hub.read_current()
    hub.publish(last.run)
    with closing(reader):
        assert retention.remove_old(hub, last, log_of(hub, last.run)) == (run,)
        assert not hub.snapshot(run).exists()
        assert reader.execute("select count(distinct name), max(n) from person").fetchall() == [(ROWS, ROWS - 1)]


def test_whoever_asked_for_the_run_in_use_as_it_was_superseded_and_removed_gets_the_next(tmp_path, monkeypatch):
    hub, last = hub_of(tmp_path, days=3, keep_runs=1)
    named = iter([name(1)])
    real = type(hub).current_run
    monkeypatch.setattr(type(hub), "current_run", lambda self: next(named, None) or real(self))
    retention.remove_old(hub, last, log_of(hub, last.run))
    run, reader = hub.read_current()
    reader.close()
    assert run == last.run


def test_a_removal_that_was_cut_short_is_ended_by_the_next_and_never_seen(tmp_path, monkeypatch):
    hub, last = hub_of(tmp_path, days=4, keep_runs=2)

    def killed(_folder, **_how):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(retention.shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            retention.remove_old(hub, last, log_of(hub, last.run))
    assert not hub.snapshot(name(2)).exists(), "moved aside whole"
    retention.remove_old(hub, last, log_of(hub, last.run))
    assert days_there(hub) == [3, 4]


def test_what_cannot_be_removed_is_noted_and_fails_nothing(tmp_path, monkeypatch):
    hub, last = hub_of(tmp_path, days=4, keep_runs=2)

    def refused(_self, _target):
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refused)
    assert retention.remove_old(hub, last, log_of(hub, last.run)) == ()
    assert [(line["event"], line["fault"]) for line in noted(hub, last.run)] == [
        ("run not removed", "PermissionError")
    ] * 2


def test_a_night_without_news_removes_what_today_s_configuration_does_not_keep_and_says_so_once(tmp_path):
    hub, last = hub_of(tmp_path, days=4, keep_runs=2)
    told = stay_in_use(hub, last, (), log_of(hub, last.run))
    assert (told.nothing_new, set(told.removed)) == (True, {name(1), name(2)})
    kept = read_report(hub.snapshots / last.run)
    assert (set(kept.removed), kept.nothing_new) == ({name(1), name(2)}, False)
    assert stay_in_use(hub, kept, (), log_of(hub, last.run)).removed == ()
