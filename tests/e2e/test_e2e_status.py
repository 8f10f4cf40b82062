"""What whoever keeps a hub is told: the disk by part, what waits for a person, which old runs went."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.long

AS_OF = "2026-01-31"


def status(mash, hub):
    told = mash("status", "--hub", hub, "--as-of", AS_OF, "--json")
    assert told.code == 0, told.err
    return told.json


def test_rows_that_make_no_tie_are_told_with_why(mash, story_hub):
    told = status(mash, story_hub)["without_tie"]
    assert ("police", "nominal_addresses", "address too poor to place") in {
        (each["agency"], each["dataset"], each["reason"]) for each in told
    }
    assert all(each["rows"] > 0 for each in told)
    shown = mash("status", "--hub", story_hub, "--as-of", AS_OF).out
    assert "Rows that make no tie between people" in shown
    assert "address too poor to place" in shown


def test_what_waits_grows_shorter_as_people_see_to_it(mash, fresh_story_hub):
    hub = fresh_story_hub
    queue = mash("review", "--all", "--json", "--hub", hub).json
    links = [row for row in queue if not row["joined"]]
    cases = mash("cases", "--hub", hub, "--json").json
    first = status(mash, hub)["waiting"]
    assert first == {
        "possible_links": len(links),
        "contested": 0,
        "cases": len(cases),
        "new_evidence": 0,
        "cases_with_new_evidence": 0,
        "emergencies": 0,
        "runs_held_back": 0,
    }
    red, green = cases[0]["case_id"], cases[-1]["case_id"]
    pairs = [(row["record_key_a"], row["record_key_b"]) for row in links[:2]]
    for words in (
        ("rate", red, "RED", "--role", "manager", "--rationale", "as proposed"),
        ("rate", green, "GREEN", "--role", "manager", "--rationale", "as proposed"),
        ("review", *pairs[0], "--different", "--reason", "two photographs"),
        ("review", *pairs[1], "--undecided", "--reason", "nobody can tell"),
    ):
        said = mash(*words, "--hub", hub)
        assert said.code == 0, said.err
    after = status(mash, hub)["waiting"]
    assert (after["possible_links"], after["cases"]) == (first["possible_links"] - 1, first["cases"] - 2)
    lowered = mash("rate", red, "GREEN", "--role", "manager", "--rationale", "seen today", "--hub", hub)
    assert lowered.code == 0, lowered.err
    assert status(mash, hub)["waiting"] == after, "the rules give more, and the manager saw on what grounds"


def test_the_disk_is_told_by_part(mash, story_hub):
    disk = status(mash, story_hub)["disk"]
    (run,) = (story_hub / "snapshots").iterdir()
    assert disk["snapshots"] == sum(path.stat().st_size for path in run.iterdir())
    assert disk["landing"] == sum(path.stat().st_size for path in (story_hub / "landing").rglob("*") if path.is_file())
    assert (disk["runs"], disk["spill"]) == (1, 0)
    assert disk["ledger"] >= (story_hub / "ledger.sqlite").stat().st_size
    shown = " ".join(mash("status", "--hub", story_hub, "--as-of", AS_OF).out.split())
    assert "1 run; kept: the newest 14" in shown
    assert "open cases to decide 16 mash cases" in shown


@pytest.mark.parametrize("gone", ["the snapshot", "the run", "nothing but the run's tables"])
def test_status_says_what_it_can_of_a_hub_without_a_run_that_can_be_read(mash, fresh_story_hub, gone):
    hub = fresh_story_hub
    snapshot = hub / "snapshots" / (hub / "current").read_text().strip() / "hub.duckdb"
    if gone == "the run":
        (hub / "current").unlink()
    elif gone == "the snapshot":
        snapshot.unlink()
    else:
        snapshot.write_bytes(b"junk" * 5000)
    told = status(mash, hub)
    assert told["waiting"]["cases"] is None
    assert told["without_tie"] is None
    assert told["disk"]["landing"] > 0
    assert "mash cases" not in mash("status", "--hub", hub, "--as-of", AS_OF).out


def test_old_runs_go_after_a_night_and_the_night_the_log_and_status_say_which(mash, fresh_story_hub, expected):
    hub = fresh_story_hub
    config = hub / "mash.toml"
    assert "keep_runs = 14" in config.read_text()
    config.write_text(config.read_text().replace("keep_runs = 14", "keep_runs = 2"))
    runs = [(hub / "current").read_text().strip()]
    for day in ("2026-02-01", "2026-02-02"):
        night = mash("nightly", "--hub", hub, "--as-of", day)
        assert night.code == 0, night.err
        runs.append((hub / "current").read_text().strip())
    first, before, in_use = runs
    assert {folder.name for folder in (hub / "snapshots").iterdir()} == {before, in_use}
    assert f"Old runs removed: {first}." in night.out
    report = json.loads((hub / "snapshots" / in_use / "run.json").read_text())
    assert report["removed"] == [first]
    log = [json.loads(line) for line in (hub / "snapshots" / in_use / "log.jsonl").read_text().splitlines()]
    assert [(line["event"], line.get("old")) for line in log][-2:] == [("published", None), ("run removed", first)]
    told = mash("status", "--hub", hub, "--as-of", "2026-02-02").out
    assert f"Old runs removed after run {in_use}: {first}" in told
    assert mash("enquire", expected["case_id"], "--hub", hub).code == 0


def test_status_stays_quick_by_leaving_alone_what_only_other_commands_need(mash_path, story_hub):
    words = ["mash", "status", "--hub", str(story_hub), "--as-of", AS_OF]
    code = (
        f"import sys, runpy; sys.argv = {words!r}\n"
        f"try: runpy.run_path({str(mash_path)!r}, run_name='__main__')\n"
        "except SystemExit: print(sorted({'networkx', 'splink', 'holidays', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
