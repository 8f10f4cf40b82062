"""A night: it resumes, refuses to run twice at once, leaves yesterday's run in use, and comes to the same digest."""

import fcntl
import json
import os
import platform
import shutil
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import pytest

from mash.cli.hub import print_deliveries
from mash.contracts import BreachCount
from mash.extracts import Delivery, Outcome
from mash.extracts.delivery import DatasetCount
from mash.identity import load_model
from mash.nightly import STEPS
from mash.nightly.inputs import OUTSIDE_THE_DIGEST

pytestmark = pytest.mark.long

AS_OF = "2026-01-31"


def make_hub(mash, folder, drops):
    made = mash("init", folder, "--drops", drops)
    assert made.code == 0, made.err
    return folder


@pytest.fixture
def drops(tmp_path, story):
    return shutil.copytree(story, tmp_path / "drops")


def deliver(drops, agency, dataset, change, day="2026-01-31"):
    """A second delivery of one agency, with one dataset changed line by line."""
    folder = shutil.copytree(drops / agency / "2026-01-30", drops / agency / day)
    path = folder / f"{dataset}.csv"
    path.write_text(change(path.read_text()))
    return path


def digest(mash, hub):
    return mash("status", "--hub", hub, "--as-of", AS_OF, "--json").json["run"]["digest"]


def test_the_same_extracts_give_the_same_digest_in_another_hub(mash, story, story_hub, tmp_path):
    other = make_hub(mash, tmp_path / "other", story)
    for agency in ("police", "health"):  # landed at another time, in another order
        shutil.copytree(story_hub / "landing" / agency, other / "landing" / agency)
    assert mash("nightly", "--hub", other, "--as-of", AS_OF).code == 0
    assert digest(mash, other) == digest(mash, story_hub)


def test_a_second_night_without_news_leaves_the_run_in_use(mash, fresh_story_hub):
    before = (fresh_story_hub / "current").read_text()
    again = mash("nightly", "--hub", fresh_story_hub, "--as-of", AS_OF)
    assert again.code == 0
    assert "Nothing has come in" in again.out
    assert (fresh_story_hub / "current").read_text() == before


def test_a_hub_is_restored_from_landing_ledger_and_configuration_alone(mash, story_hub, tmp_path):
    restored = tmp_path / "restored"
    restored.joinpath("snapshots").mkdir(parents=True)
    shutil.copytree(story_hub / "landing", restored / "landing")
    for kept in ("ledger.sqlite", "mash.toml", "access.toml"):
        shutil.copy(story_hub / kept, restored / kept)
    night = mash("nightly", "--hub", restored, "--as-of", AS_OF)
    assert night.code == 0, night.err
    assert found_in(restored) == found_in(story_hub)


def found_in(hub):
    """A run's tables but for what became of ids that night: after a restore all ids are known from the ledger."""
    con = duckdb.connect(str(hub / "snapshots" / (hub / "current").read_text().strip() / "hub.duckdb"), read_only=True)
    tables = {name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()}
    left_out = OUTSIDE_THE_DIGEST | {"person_event"}
    return {name: sorted(map(repr, con.execute(f"from {name}").fetchall())) for name in tables - left_out}


def test_a_watcher_is_told_all_is_well_by_exit_0_and_each_fault_by_exit_8(mash, story_hub):
    well = mash("status", "--hub", story_hub, "--as-of", AS_OF, "--check")
    assert (well.code, well.out.strip()) == (0, f"All is well as of {AS_OF}.")
    later = mash("status", "--hub", story_hub, "--as-of", "2026-06-30", "--check", "--json")
    told = later.json["faults"]
    assert (later.code, later.json["well"]) == (8, False)
    assert {each["kind"] for each in told} == {"old run", "stale source"}
    assert all(each["where"] and each["what"] and each["try_"] for each in told)


def test_person_ids_survive_the_next_night(mash, tmp_path, drops, expected):
    hub = make_hub(mash, tmp_path / "hub", drops)
    assert mash("nightly", "--hub", hub, "--as-of", "2026-01-30").code == 0
    before = mash("enquire", expected["case_id"], "--hub", hub, "--json").json["child"]["person_id"]
    deliver(drops, "health", "patients", lambda text: text.replace("HP80004", "HP80004X"))
    night = mash("nightly", "--hub", hub, "--as-of", AS_OF, "--json")
    assert night.code == 0, night.err
    assert mash("enquire", expected["case_id"], "--hub", hub, "--json").json["child"]["person_id"] == before
    assert before in mash("how", before, "--hub", hub).out


def test_a_night_while_another_builds_is_refused_and_enquiries_go_on(mash, fresh_story_hub, expected):
    with (fresh_story_hub / ".building").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        refused = mash("nightly", "--hub", fresh_story_hub, "--as-of", AS_OF)
        asked = mash("enquire", expected["case_id"], "--hub", fresh_story_hub, "--json")
    assert (refused.code, "another pull or night" in refused.err) == (5, True)
    assert asked.code == 0


def test_a_refused_delivery_leaves_yesterdays_data_in_use_with_every_breach_told(mash, tmp_path, drops, expected):
    hub = make_hub(mash, tmp_path / "hub", drops)
    assert mash("nightly", "--hub", hub, "--as-of", "2026-01-30").code == 0
    path = deliver(drops, "police", "nominals", lambda text: text.replace("nominal_ref", "nominal_reff", 1))
    (path.parent / "markers.csv").write_bytes(b"")
    pulled = mash("pull", "--hub", hub, "--as-of", AS_OF)
    assert pulled.code == 3
    assert "nominal_ref" in pulled.err
    assert "markers" in pulled.err
    assert "refused. nothing of it was landed" in pulled.out
    assert "nominal_ref" not in pulled.out, "a breach is told once"
    night = mash("nightly", "--hub", hub, "--as-of", AS_OF)
    assert night.code == 0, night.err
    assert "refused" in night.out
    asked = mash("enquire", expected["case_id"], "--hub", hub, "--json").json
    assert asked["rating"]["proposed"] == "RED", "yesterday's police data is still fresh enough"


@pytest.mark.parametrize("gone", ["missing", pytest.param("stale", marks=pytest.mark.slow)])
def test_without_a_required_agency_a_case_is_unrated_and_never_green(mash, tmp_path, drops, expected, gone):
    day = AS_OF
    if gone == "missing":
        shutil.rmtree(drops / "police")
    else:
        day = "2026-06-30"
    hub = make_hub(mash, tmp_path / "hub", drops)
    assert mash("nightly", "--hub", hub, "--as-of", day).code == 0
    asked = mash("enquire", expected["green_case_id"], "--hub", hub, "--json").json
    assert asked["rating"]["proposed"] == "UNRATED"
    shown = mash("enquire", expected["green_case_id"], "--hub", hub)
    assert "UNRATED" in shown.out
    brief = mash("enquire", expected["green_case_id"], "--brief", "--hub", hub).out
    named = next(line for line in brief.splitlines() if "Not rated without: " in line)
    assert f"police ({gone})" in named
    assert brief.index(named) < brief.index("Why")


def test_a_delivery_dated_later_is_said_not_to_be_read(mash, fresh_story_hub, story, drops):
    deliver(drops, "police", "nominals", str, day="2027-01-30")
    config = fresh_story_hub / "mash.toml"
    config.write_text(config.read_text().replace(str(story), str(drops)))
    for command in ("pull", "nightly"):
        told = mash(command, "--hub", fresh_story_hub, "--as-of", AS_OF)
        assert told.code == 0, told.err
        assert "police: skipped. 2027-01-30 lies after 2026-01-31, not read" in told.out


def test_a_row_that_cannot_be_read_is_told_of_its_dataset(capsys):
    breaches = (BreachCount("", "too few fields", "row", 2), BreachCount("upn", "not a UPN", "nothing", 1))
    pupils = DatasetCount("pupils", 9, 7, 2, breaches)
    print_deliveries([Delivery("education", "2026-01-31", Outcome.LANDED, (pupils,))])
    said = capsys.readouterr().out
    assert "  pupils: too few fields in 2 rows" in said
    assert "  pupils.upn: not a UPN in 1 row;" in said


def test_a_failed_step_leaves_the_run_in_use_and_names_itself(mash, fresh_story_hub, expected):
    config = fresh_story_hub / "mash.toml"
    before = (fresh_story_hub / "current").read_text()
    config.write_text(config.read_text().replace('memory_limit = "4GB"', 'memory_limit = "20MB"'))
    failed = mash("nightly", "--hub", fresh_story_hub, "--as-of", "2026-02-01")
    assert failed.code != 0
    assert "Try" in failed.err
    assert (fresh_story_hub / "current").read_text() == before
    assert mash("enquire", expected["case_id"], "--hub", fresh_story_hub, "--json").code == 0
    config.write_text(config.read_text().replace("20MB", "4GB"))
    mended = mash("nightly", "--hub", fresh_story_hub, "--as-of", "2026-02-01")
    assert mended.code == 0, mended.err


@pytest.mark.slow  # the quick ones, with a run of yesterday's in use, are in tests/nightly/test_nightly_restart.py
@pytest.mark.parametrize("after_seconds", [1.0, 2.5, 4.0])
def test_a_night_killed_at_any_moment_is_gone_on_with_to_the_same_digest(
    mash, mash_path, tmp_path, story, story_hub, after_seconds
):
    hub = make_hub(mash, tmp_path / "hub", story)
    night = subprocess.Popen(
        [str(mash_path), "nightly", "--hub", str(hub), "--as-of", AS_OF],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(after_seconds)
    os.killpg(night.pid, signal.SIGKILL)
    night.wait()
    again = mash("nightly", "--hub", hub, "--as-of", AS_OF, "--json")
    assert again.code == 0, again.err
    assert digest(mash, hub) == digest(mash, story_hub)
    left = [path.name for path in (hub / "landing").rglob("*") if path.name.startswith(".")]
    assert left == [], "half-written leftovers"


def test_the_run_tells_versions_counts_and_timings(story_hub):
    run = story_hub / "snapshots" / (story_hub / "current").read_text().strip() / "run.json"
    report = json.loads(run.read_text())
    assert set(report["versions"]) == {"mash", "duckdb", "splink"}
    assert set(report["seconds"]) == {"pull", *STEPS, "health"}
    assert all(seconds >= 0 for seconds in report["seconds"].values())
    assert report["peak_mb"] > 50
    assert [len(report[name]) for name in ("digest", "inputs")] == [64, 64]
    assert report["rows"]["membership"] == report["rows"]["person_record"]
    for delivery in report["deliveries"]:
        for dataset in delivery["datasets"]:
            assert dataset["rows_in"] == dataset["rows_loaded"] + dataset["rows_rejected"]


def test_the_run_tells_by_which_model_and_policy_it_was_made_and_of_no_machine(mash, story, tmp_path):
    hub = make_hub(mash, tmp_path / "hub", story)
    config = hub / "mash.toml"
    config.write_text(config.read_text().replace("/education", "/nowhere"))
    night = mash("nightly", "--hub", hub, "--as-of", AS_OF)
    assert (night.code, "there is no drop folder" in night.out) == (0, True), night.err
    (told,) = hub.glob("snapshots/*/run.json")
    report = json.loads(told.read_text())
    with duckdb.connect(str(told.with_name("hub.duckdb")), read_only=True) as con:
        ((policy, profile),) = con.execute("select policy_fingerprint, profile from run").fetchall()
    assert (report["policy_fingerprint"], report["profile"]) == (policy, profile)
    assert report["model_fingerprint"] == load_model(report["model"]).fingerprint
    everything = told.read_text() + told.with_name("log.jsonl").read_text()
    machine = {str(tmp_path), str(story), str(Path.cwd()), platform.node()}
    assert not [name for name in machine if name and name in everything]


def test_a_runs_log_tells_each_step_in_order_for_machines(story_hub):
    run = (story_hub / "current").read_text().strip()
    lines = [json.loads(line) for line in (story_hub / "snapshots" / run / "log.jsonl").read_text().splitlines()]
    assert {line["run"] for line in lines} == {run}
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    events = [line["event"] for line in lines]
    assert (events[0], events[-3:]) == ("begun", ["built", "desk laid", "published"])
    assert [line["outcome"] for line in lines if line["event"] == "delivery"] == ["landed"] * 5
    assert [line["step"] for line in lines if line["event"] == "step ended"] == list(STEPS)
    assert lines[-3]["rows"]["person"] > 0 < lines[-1]["peak_mb"]


def test_no_line_of_a_night_holds_personal_data(mash, tmp_path, drops):
    hub = make_hub(mash, tmp_path / "hub", drops)
    deliver(drops, "police", "nominals", lambda text: text.replace("surname", "sirname", 1))
    night = mash("nightly", "--hub", hub, "--as-of", AS_OF)
    (log,) = hub.glob("snapshots/*/log.jsonl")
    names = {"BIRKETT", "PENHALLOW", "TRETHEWEY", "NANCARROW"}
    assert not [name for name in names if name in (night.out + night.err + log.read_text()).upper()]
