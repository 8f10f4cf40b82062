"""An encrypted hub from its first night on: what is found in it, what lies on its disk, and its keys turned over."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.long

CASE = "REF-2026-0117"
NEEDLES = ("birkett", "ottilie", "zanzibar quayle", "sang in the choir")
"""People of the story, one whom only a search has named, and words that only a person wrote."""
KILLED = """
import os, signal, sys
from mash.nightly import run
run.STEPS = {**run.STEPS, "associations": lambda night: os.kill(os.getpid(), signal.SIGKILL)}
from mash.cli.main import main
main()
"""


def holding(folder, needles=NEEDLES):
    """Files that hold one of the needles, whatever its case, in UTF-8 or UTF-16."""
    words = [form for needle in needles for form in (needle.encode(), needle.encode("utf-16-le"))]
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            held = path.read_bytes().lower()
            found += [path.relative_to(folder)] if any(word in held for word in words) else []
    return found


@pytest.fixture(scope="module")
def keyed(mash, story, expected, tmp_path_factory):
    """A hub made encrypted, after a night that was killed and one that went on with it; and how to call it."""
    folder = tmp_path_factory.mktemp("encrypted")
    hub, key = folder / "hub", folder / "master.key"
    assert mash("key", "new", "--file", key).code == 0

    def call(*words, **environment):
        return mash(*words, "--hub", hub, **{"MASH_KEY_FILE": str(key), **environment})

    assert mash("init", hub, "--drops", story, "--encrypted", MASH_KEY_FILE=str(key)).code == 0
    done = subprocess.run(
        [sys.executable, "-c", KILLED, "nightly", "--hub", str(hub), "--as-of", expected["as_of"]],
        env={**os.environ, "MASH_KEY_FILE": str(key)}, capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert list(hub.glob("snapshots/*/building.duckdb*"))
    assert holding(hub) == [], "after a killed night"
    night = call("nightly", "--as-of", expected["as_of"])
    assert night.code == 0, night.err
    return hub, call


def test_it_finds_what_a_plain_hub_finds(keyed, story_hub):
    """The same rows, links, ties and proposals: one digest of all that a run found."""
    _, call = keyed
    told = call("status", "--json", "--as-of", "2026-01-31")
    plain = json.loads((story_hub / "snapshots" / (story_hub / "current").read_text().strip() / "run.json").read_text())
    assert told.json["run"]["digest"] == plain["digest"]


def test_no_name_is_in_any_byte_below_an_encrypted_hub(keyed, story_hub):
    """After a killed night, a night, a search, an enquiry, a review, a referral and a decision."""
    hub, call = keyed
    assert len(holding(story_hub)) > 5, "in a plain hub they would be found"
    for words in (
        ("enquire", CASE),
        ("enquire", "--name", "Zanzibar Quayle", "--age", "3"),
        ("review",),
        ("review", "police:CU29140", "probation:B204981", "--undecided", "--reason", "sang in the choir"),
        ("refer", "--name", "Ottilie Birkett", "--dob", "14/09/2022", "--concern", "SAB", "--source", "1A",
         "--rating", "GREEN", "--narrative", "sang in the choir"),
        ("rate", CASE, "RED", "--role", "manager", "--rationale", "sang in the choir", "--who", "birkett"),
        ("cases",),
        ("chronology", CASE),
    ):  # fmt: skip
        done = call(*words)
        assert done.code in {0, 6}, (words, done.err)
    assert len(list(hub.rglob("*.parquet"))) > 20
    assert holding(hub) == []


@pytest.mark.parametrize(
    "words", [("status",), ("enquire", CASE), ("nightly",), ("pull",), ("key", "rotate", "--data")]
)
def test_without_its_key_or_with_another_every_command_is_refused(keyed, mash, words):
    hub, _ = keyed
    other = mash("key", "new").out.strip()
    for environment in ({}, {"MASH_KEY": other}, {"MASH_KEY": "nonsense"}):
        done = mash(*words, "--hub", hub, **environment)
        assert done.code == 4, done.err
        assert "Try: set MASH_KEY_FILE" in done.err
        assert other not in done.err


def test_its_state_is_shown_without_a_key_and_holds_none(keyed, mash):
    hub, _ = keyed
    told = mash("key", "show-state", "--hub", hub, "--json").json
    assert (told["encrypted"], told["unfinished"], len(told["data_keys"])) == (True, None, 1)
    assert told["master"] in mash("key", "show-state", "--hub", hub).out


def test_its_data_key_is_turned_over_and_what_was_killed_goes_on(keyed, mash, tmp_path):
    hub, _ = keyed
    copy = shutil.copytree(hub, tmp_path / "hub", symlinks=True)
    key = os.fspath(hub.parent / "master.key")
    before = json.loads((copy / "keys.json").read_text())["data"][0]
    shown = mash("enquire", CASE, "--hub", copy, "--json", MASH_KEY_FILE=key).json
    assert answer(shown)["rating"]
    program = (
        "import os, signal, sys; from mash.nightly import rekeying\n"
        "rewrite, done = rekeying._rewrite_file, []\n"
        "def some(*words):\n"
        "    len(done) > 30 and os.kill(os.getpid(), signal.SIGKILL); done.append(1); return rewrite(*words)\n"
        "rekeying._rewrite_file = some\n"
        "from mash.cli.main import main; main()"
    )
    killed = subprocess.run(
        [sys.executable, "-c", program, "key", "rotate", "--data", "--hub", str(copy)],
        env={**os.environ, "MASH_KEY_FILE": key}, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    between = mash("key", "show-state", "--hub", copy, "--json").json
    assert (between["unfinished"], len(between["data_keys"])) == ("rotate", 2)
    assert mash("status", "--hub", copy, "--as-of", "2026-01-31", MASH_KEY_FILE=key).code == 0
    assert answer(mash("enquire", CASE, "--hub", copy, "--json", MASH_KEY_FILE=key).json) == answer(shown)
    done = mash("key", "rotate", "--data", "--hub", copy, MASH_KEY_FILE=key)
    assert done.code == 0, done.err
    (after,) = json.loads((copy / "keys.json").read_text())["data"]
    assert after["id"] == between["data_keys"][0]["id"] != before["id"]
    assert [path for path in copy.rglob("*") if path.is_file() and before["id"].encode() in path.read_bytes()] == []
    assert answer(mash("enquire", CASE, "--hub", copy, "--json", MASH_KEY_FILE=key).json) == answer(shown)
    assert holding(copy) == []


def answer(told):
    """All but the number and moment of the answer."""
    return {name: told[name] for name in ("child", "rating", "flagged", "reasons")}


def test_a_plain_hub_is_encrypted_in_place(mash, fresh_story_hub, tmp_path):
    key = tmp_path / "master.key"
    assert mash("key", "new", "--file", key).code == 0
    digest = mash("status", "--hub", fresh_story_hub, "--json", "--as-of", "2026-01-31").json["run"]["digest"]
    assert "Plain" in mash("key", "show-state", "--hub", fresh_story_hub).out
    refused = mash("key", "encrypt", "--hub", fresh_story_hub)
    assert (refused.code, len(holding(fresh_story_hub)) > 5) == (4, True)
    done = mash("key", "encrypt", "--hub", fresh_story_hub, MASH_KEY_FILE=str(key))
    assert done.code == 0, done.err
    assert holding(fresh_story_hub) == []
    told = mash("status", "--hub", fresh_story_hub, "--json", "--as-of", "2026-01-31", MASH_KEY_FILE=str(key)).json
    assert told["run"]["digest"] == digest
    again = mash("key", "encrypt", "--hub", fresh_story_hub, MASH_KEY_FILE=str(key))
    assert (again.code, "is encrypted" in again.err) == (4, True)
