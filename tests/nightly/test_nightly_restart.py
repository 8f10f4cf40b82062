"""A night cut short is gone on with: a step stands while what it rested on and left hold, and nothing is lost."""

import datetime as dt
import importlib.util
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from mash import warehouse
from mash.errors import Refused
from mash.hub import open_hub
from mash.nightly.resuming import open_building
from mash.nightly.steps import STEPS
from mash.nightly.stopping import STOPPED, ended_by_sigterm
from mash.nightly.watching import refuse_clock_behind
from mash.warehouse import SqlFault

CHECKOUT = Path(__file__).parents[2]
YESTERDAY, TODAY = "2026-01-30", "2026-01-31"


def load(name):
    """A file of benchmarks/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, CHECKOUT / "benchmarks" / f"{name}.py")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


faults = load("faults_hub")


TAKEN = {
    "one": "create or replace table one as select range as n from range(1000)",
    "two": "create or replace table two as select n, n % 7 as week from one",
    "three": "create or replace table three as select week, count(*) as days from two group by week",
}
"""A night in little."""


def take(building, *steps):
    for step in steps:
        building.snapshot.execute(TAKEN[step])
        building.note(step, 0.1)


def names(building):
    return [each.step for each in building.standing]


@pytest.fixture
def built(tmp_path):
    """The file of a night in little that was cut short after its last step."""
    building = open_building(tmp_path / "building.duckdb", "inputs", warehouse.connect)
    assert (names(building), building.fallen) == ([], [])
    take(building, *TAKEN)
    building.snapshot.close()
    return tmp_path / "building.duckdb"


@pytest.mark.parametrize(
    ("meanwhile", "inputs", "standing"),
    [
        pytest.param("select 1", "inputs", ["one", "two", "three"], id="nothing happened"),
        pytest.param("select 1", "others", [], id="other inputs"),
        pytest.param("insert into one values (1001)", "inputs", [], id="a row more in what the first step left"),
        pytest.param("update two set week = 0 where n = 3", "inputs", ["one"], id="another value in the second's"),
        pytest.param("drop table two", "inputs", ["one"], id="a table gone"),
        pytest.param("delete from three where week = 1", "inputs", ["one", "two"], id="a row less in the last's"),
        pytest.param(
            "create or replace table one as select n from one order by n desc",
            "inputs",
            ["one", "two", "three"],
            id="the same rows in another order",
        ),
        pytest.param("update build_step set rested_on = 'x' where position = 1", "inputs", ["one"], id="another note"),
        pytest.param("delete from build_step where position = 2", "inputs", ["one", "two"], id="a step never noted"),
        pytest.param("delete from build_table where position = 1", "inputs", ["one"], id="no note of a table"),
        pytest.param("create table half as select 1", "inputs", ["one", "two", "three"], id="a table half made"),
    ],
)
def test_a_step_stands_only_while_what_it_rested_on_and_left_is_as_noted(built, meanwhile, inputs, standing):
    with duckdb.connect(str(built)) as con:
        con.execute(meanwhile)
    building = open_building(built, inputs, warehouse.connect)
    assert (names(building), len(building.fallen)) == (
        standing,
        len(TAKEN) - len(standing) - ("position = 2" in meanwhile),
    )
    there = {name for (name,) in building.snapshot.execute("select table_name from duckdb_tables()").fetchall()}
    assert there - {"build_step", "build_table"} == set(standing), "what no standing step left is gone"
    take(building, *[step for step in TAKEN if step not in standing])
    assert building.snapshot.execute("select sum(days) from three").fetchall() == [(1000,)]
    building.snapshot.close()
    again = open_building(built, inputs, warehouse.connect)
    assert (names(again), again.fallen) == (list(TAKEN), [])
    again.snapshot.close()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"", id="empty, as when it was just being made"),
        pytest.param(lambda whole: whole[:5000], id="part of a header"),
        pytest.param(lambda _: b"junk" * 5000, id="no database"),
        pytest.param(lambda whole: whole[:12288] + b"\x00" * (len(whole) - 12288), id="pages of nothing"),
    ],
)
def test_a_file_that_cannot_be_read_is_begun_anew(built, damage):
    built.write_bytes(damage(built.read_bytes()))
    building = open_building(built, "inputs", warehouse.connect)
    assert names(building) == []
    take(building, *TAKEN)
    building.snapshot.close()
    assert names(open_building(built, "inputs", warehouse.connect)) == list(TAKEN)


def test_want_of_memory_is_no_reason_to_begin_anew(built):
    def short_of_memory(_path):
        raise duckdb.OutOfMemoryException

    with pytest.raises(duckdb.OutOfMemoryException):
        open_building(built, "inputs", short_of_memory)
    assert names(open_building(built, "inputs", warehouse.connect)) == list(TAKEN)


def test_where_no_file_can_be_made_it_is_said(tmp_path):
    with pytest.raises(SqlFault):
        open_building(tmp_path / "gone" / "building.duckdb", "inputs", warehouse.connect)


def test_what_a_killed_night_spilled_makes_room(built):
    spilt = built.parent / "spill-beside"
    spilt.mkdir()
    (spilt / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"0" * 1000)
    open_building(built, "inputs", warehouse.connect).snapshot.close()
    assert not spilt.exists()


LONG = """
import sys, duckdb
from mash.nightly.stopping import ended_by_sigterm
with ended_by_sigterm() as stopping:
    stopping.step = "pairs"
    print("begun", flush=True)
    duckdb.execute("select count(*) from range(1000000) a, range(1000000) b where hash(a.range + b.range) = 0")
"""


def test_sigterm_ends_the_process_at_once_within_a_long_statement():
    process = subprocess.Popen(
        [sys.executable, "-c", LONG], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=CHECKOUT
    )
    assert process.stdout.readline() == "begun\n"
    time.sleep(0.3)
    asked = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, time.perf_counter() - asked < 2) == (STOPPED, True)
    assert said.startswith(
        "mash: nightly: stopped by SIGTERM in the step 'pairs'; the run in use stays in use\n  Try: "
    )


def test_signals_are_as_before_when_the_night_is_over():
    before = signal.getsignal(signal.SIGTERM)
    with ended_by_sigterm():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


def test_in_another_thread_a_night_runs_without_answering_to_sigterm():
    found = []

    def night():
        with ended_by_sigterm():
            found.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=night)
    thread.start()
    thread.join()
    assert found == [signal.getsignal(signal.SIGTERM)]


@pytest.fixture(scope="module")
def yesterday(tmp_path_factory):
    """The story's hub after the night of the 30th, with a delivery of the 31st in the drops."""
    folder = tmp_path_factory.mktemp("restart")
    drops, hub = shutil.copytree(CHECKOUT / "fixtures" / "story", folder / "drops"), folder / "yesterday"
    faults.run("init", hub, "--drops", drops).demand()
    config = hub / "mash.toml"
    config.write_text(config.read_text().replace(os.path.relpath(drops, hub), str(drops)))
    faults.run("nightly", "--hub", hub, "--as-of", YESTERDAY).demand()
    patients = shutil.copytree(drops / "health" / YESTERDAY, drops / "health" / TODAY) / "patients.csv"
    patients.write_text("".join(patients.read_text().splitlines(keepends=True)[:-1]))
    return hub


@pytest.fixture(scope="module")
def undisturbed(yesterday):
    """What the second night makes of the hub when nothing comes in between."""
    hub = faults.copy_hub(yesterday, yesterday.parent / "undisturbed")
    faults.run("nightly", "--hub", hub, "--as-of", TODAY).demand()
    return faults.state_of(hub)


def strike(hub, number, step, seconds):
    """Begin today's night and send the signal so many seconds into a step: how the night ended, and what it said."""
    night = faults.start("nightly", "--hub", hub, "--as-of", TODAY)
    for line in night.stderr:
        if line.split()[-1] == step:
            break
    time.sleep(seconds)
    night.send_signal(number)
    _, said = night.communicate(timeout=60)
    return night.returncode, said


def events(hub):
    """What the log of today's run tells, with its steps."""
    (log,) = hub.glob(f"snapshots/{TODAY.replace('-', '')}-*/log.jsonl")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    return [(line["event"], line.get("step")) for line in lines]


def standing(hub):
    """The steps of today's night that ended before it was cut short."""
    return {step for event, step in events(hub) if event == "step ended"}


STEPS_LAST = {
    "pull": 0.5,
    "records": 1,
    "pairs": 1,
    "persons": 0.2,
    "associations": 0.5,
    "proposals": 0.2,
    "publish": 0.1,
}
"""Seconds within a step in which to strike, at most."""


def moments(seed, *steps):
    """A signal at a moment of each step, one night of the hub after another."""
    chance = random.Random(seed)  # noqa: S311 - moments
    return [(signal.SIGKILL, step, round(chance.uniform(0, STEPS_LAST[step]), 2)) for step in steps]


@pytest.mark.parametrize(
    "strikes",
    [
        pytest.param(
            [*moments(1, "pull", "pairs"), (signal.SIGTERM, "associations", 0.1)], id="killed twice, stopped once"
        ),
        *[
            pytest.param(moments(seed, step), id=f"killed in {step}, {seed}", marks=pytest.mark.slow)
            for step in STEPS_LAST
            for seed in (2, 3)
        ],
    ],
)
def test_a_night_cut_short_and_run_again_is_as_one_undisturbed(tmp_path, yesterday, undisturbed, strikes):
    hub = faults.copy_hub(yesterday, tmp_path / "hub")
    for number, step, seconds in strikes:
        passed = standing(hub) if number == signal.SIGTERM else set()
        ended, said = strike(hub, number, step, seconds)
        if number == signal.SIGTERM:
            order = list(STEPS)
            may_be = order[order.index(step) :] if step in passed else [step]  # one that stood is passed at once
            told = [each for each in may_be if f"stopped by SIGTERM in the step {each!r}" in said]
            assert (ended, len(told)) == (STOPPED, 1), said
            assert events(hub)[-1] == ("stopped", told[0])
        else:
            assert ended == -number or step == "publish", "the moment came too late"
        run, snapshot = open_hub(hub).read_current()
        with snapshot:
            assert snapshot.execute("select count(*) > 50 from person").fetchall() == [(True,)]
        assert run.startswith(YESTERDAY.replace("-", "")) or step == "publish"
    again = faults.run("nightly", "--hub", hub, "--as-of", TODAY)
    assert again.code == 0, again.said
    assert undisturbed.differences(faults.state_of(hub)) == []
    assert not [path.name for path in hub.rglob("*") if path.name.startswith((".incoming", "spill", "building"))]
    ended = [step for event, step in events(hub) if event == "step ended"]
    assert len(ended) == len(set(ended)), "a step that stands is not taken again"


def test_a_landing_or_a_run_that_lost_something_is_seen_to_have(tmp_path, yesterday, undisturbed):
    """The comparison itself: what it does not see, no test of a kill would."""
    hub = faults.copy_hub(yesterday.parent / "undisturbed", tmp_path / "hub")
    shutil.rmtree(hub / "landing" / "police" / "nominals" / YESTERDAY)
    assert len(undisturbed.differences(faults.state_of(hub))) == 4, "data, rejects, manifest, original"
    hub = faults.copy_hub(yesterday, tmp_path / "hub")
    assert {"the run in use", "its digest", "ledger: runs"} <= set(undisturbed.differences(faults.state_of(hub)))


def test_a_clock_behind_the_run_in_use_is_refused_and_said(yesterday):
    hub = open_hub(yesterday)
    refuse_clock_behind(hub, dt.date.fromisoformat(YESTERDAY))
    with pytest.raises(Refused, match="today is 2026-01-29, and the run in use is as of 2026-01-30"):
        refuse_clock_behind(hub, dt.date(2026, 1, 29))
