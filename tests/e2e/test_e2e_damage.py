"""A hub that was damaged says where, what, and what to try; and what it says to try mends it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

AS_OF = "2026-01-31"
NEWER = "2026-02-01"
CASE = "CASE"


def run_of(hub):
    return hub / "snapshots" / (hub / "current").read_text().strip()


def junk(path, keep=0):
    """Something else by that name, after ``keep`` bytes of what was there."""
    path.write_bytes(path.read_bytes()[:keep] + b"\xff\x00SMITHERS" * 2000)


def as_folder(path):
    path.unlink()
    path.mkdir()


def landed(hub, name="data.parquet"):
    return hub / "landing" / "police" / "nominals" / "2026-01-30" / name


HEADERS = 3 * 4096
"""Of a DuckDB file: with them it can be opened."""
AGAIN = "mash pull"
ANEW = "then mash nightly"
NIGHT = ("nightly", "--as-of", NEWER)
ENQUIRY = ("enquire", CASE)
STATUS = ("status", "--as-of", AS_OF)
DAMAGES = {
    "junk in a landed file": (lambda hub: junk(landed(hub)), NIGHT, 1, "data.parquet", AGAIN),
    "a manifest that is no JSON": (
        lambda hub: junk(landed(hub, "manifest.json"), 20),
        STATUS,
        1,
        "not readable",
        AGAIN,
    ),
    "junk for a run": (lambda hub: junk(run_of(hub) / "hub.duckdb"), ENQUIRY, 1, "hub.duckdb", ANEW),
    "a run whose pages are junk": (
        lambda hub: junk(run_of(hub) / "hub.duckdb", HEADERS),
        ENQUIRY,
        1,
        "damaged",
        ANEW,
    ),
    "an empty run": (lambda hub: (run_of(hub) / "hub.duckdb").write_bytes(b""), ENQUIRY, 1, "hub.duckdb", ANEW),
    "a folder in the place of a run": (lambda hub: as_folder(run_of(hub) / "hub.duckdb"), ENQUIRY, 1, "damaged", ANEW),
    "a run gone": (lambda hub: shutil.rmtree(run_of(hub)), ENQUIRY, 6, "snapshot is gone", "mash nightly"),
    "a run's database gone": (lambda hub: (run_of(hub) / "hub.duckdb").unlink(), ENQUIRY, 6, "is gone", "mash nightly"),
    "a pointer of junk": (lambda hub: junk(hub / "current"), ENQUIRY, 6, "names no run", "mash nightly"),
    "an empty pointer": (lambda hub: (hub / "current").write_text(""), ENQUIRY, 6, "names no run", "mash nightly"),
    "a folder for a pointer": (
        lambda hub: as_folder(hub / "current"),
        ENQUIRY,
        1,
        "current: Is a directory",
        "see that",
    ),
    "junk for a ledger": (lambda hub: junk(hub / "ledger.sqlite"), NIGHT, 1, "ledger.sqlite", "restore it"),
    "a folder for a ledger": (lambda hub: as_folder(hub / "ledger.sqlite"), NIGHT, 1, "ledger.sqlite", "restore it"),
    "a configuration that is no TOML": (lambda hub: junk(hub / "mash.toml", 30), STATUS, 2, "mash.toml", ""),
    "a folder for a configuration": (lambda hub: as_folder(hub / "mash.toml"), STATUS, 2, "cannot be read", "see who"),
}


@pytest.mark.parametrize(("damage", "words", "code", "says", "try_"), DAMAGES.values(), ids=DAMAGES)
def test_damage_is_told_with_its_place_and_a_way_out(mash, fresh_story_hub, expected, damage, words, code, says, try_):
    for beside in ("ledger.sqlite-wal", "ledger.sqlite-shm"):
        (fresh_story_hub / beside).unlink(missing_ok=True)
    damage(fresh_story_hub)
    words = [expected["case_id"] if word == CASE else word for word in words]
    ended = mash(*words, "--hub", fresh_story_hub)
    assert (ended.code, ended.out) == (code, "")
    assert says in ended.err
    assert try_ in ended.err.partition("Try: ")[2]
    assert "SMITHERS" not in ended.err


def move_run(hub):
    run_of(hub).rename(hub / "aside")


def move_extract(hub):
    landed(hub).parent.rename(hub / "aside")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "mend"),
    [
        pytest.param(lambda hub: junk(run_of(hub) / "hub.duckdb"), move_run, id="junk for a run"),
        pytest.param(lambda hub: junk(landed(hub)), move_extract, id="junk in a landed file"),
        pytest.param(lambda hub: shutil.rmtree(run_of(hub)), None, id="a run gone"),
        pytest.param(lambda hub: junk(hub / "current"), None, id="a pointer of junk"),
        pytest.param(lambda hub: junk(run_of(hub) / "run.json"), move_run, id="no report"),
        pytest.param(
            lambda hub: (run_of(hub) / "hub.duckdb").unlink(),
            None,
            id="a run's database gone",
        ),
    ],
)
def test_what_is_said_to_try_mends_it(mash, fresh_story_hub, expected, damage, mend):
    answer = mash("enquire", expected["case_id"], "--hub", fresh_story_hub, "--json").json
    damage(fresh_story_hub)
    if mend:
        mend(fresh_story_hub)
    night = mash("nightly", "--hub", fresh_story_hub, "--as-of", NEWER if mend is move_extract else AS_OF)
    assert night.code == 0, night.err
    again = mash("enquire", expected["case_id"], "--hub", fresh_story_hub, "--as-of", AS_OF, "--json").json
    assert again["child"] == answer["child"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(mash, story_hub):
    ended = mash("export", "persons", "--hub", story_hub, "--out", "/dev/full")
    assert ended.code != 0
    assert "Try" in ended.err


@pytest.mark.parametrize("where", ["argument 2", "MASH_HUB"])
def test_bytes_that_are_no_text_are_refused(mash_path, story_hub, where):
    odd = b"SMITHERS\xff"
    words, given = ([b"enquire", odd], {}) if where == "argument 2" else ([b"status"], {b"MASH_HUB": odd})
    clean = {name: value for name, value in os.environb.items() if not name.startswith(b"MASH_")}
    ended = subprocess.run(
        [os.fsencode(mash_path), *words], capture_output=True, check=False, cwd=story_hub, env=clean | given
    )
    assert ended.returncode == 2
    assert f"mash: {where}: this is not text in UTF-8".encode() in ended.stderr
    assert b"SMITHERS" not in ended.stderr
