"""Help that helps: every example runs as it stands, the shell completes, and a first hub needs no files."""

import datetime as dt
import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

import mash.rating
from mash import audit
from mash.cli.main import app
from mash.hub import open_hub

pytestmark = pytest.mark.long

BUILT_IN = Path(mash.rating.__file__).parents[1]
TOWN = Path(__file__).parents[2] / "fixtures" / "town"
SLOW = {("mash", "demo"), ("mash", "nightly"), ("mash", "train"), ("mash", "evaluate"), ("mash", "synth")}
"""Commands whose examples build or train something."""


def commands(command, path=("mash",)):
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*path, name))


EVERY = dict(commands(typer.main.get_command(app)))


PROFILES, ACCESS = BUILT_IN / "rating" / "profiles.toml", BUILT_IN / "access_template.toml"


def options_of(path):
    return {option for param in EVERY[path].params for option in param.opts}


def examples(path):
    _, _, said = re.sub(r"Examples?:", "Example:", EVERY[path].help).partition("Example:")
    return [line.strip() for line in said.splitlines() if line.strip()]


ALL = [
    pytest.param(path, example, id=example, marks=[pytest.mark.slow] if path in SLOW else [])
    for path in EVERY
    for example in examples(path)
]


@pytest.fixture(scope="module")
def desk(mash, story_hub, story, tmp_path_factory):
    """A folder with all that the examples name."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(story_hub, folder / "myhub")
    shutil.copytree(story, folder / "extracts")
    shutil.copytree(TOWN / "truth", folder / "town" / "truth")
    (folder / "policies").mkdir()
    shutil.copy(BUILT_IN / "rating" / "policies" / "policy-2026-12.toml", folder / "policies" / "policy-2027-01.toml")
    shutil.copytree(BUILT_IN / "identity" / "models" / "model-2026-11", folder / "models" / "model-2027-01")
    act_on_what_is_kept(mash, folder / "myhub")
    form = ("--name", "Ada Example", "--concern", "SAB", "--source", "1A", "--rating", "GREEN")
    assert mash("refer", *form, "--received", "2026-01-31T09:00", "--hub", folder / "myhub").code == 0
    key = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder.parent / "audit.pem").write_bytes(key)
    note_emergency(folder / "myhub")
    withhold(folder / "myhub")
    asked = mash("unmask", "request", "C-1", "--reason", "a", "--who", "another", "--hub", folder / "myhub")
    assert "Request 1 is noted" in asked.out, asked.err
    return folder


def withhold(hub):
    """As a night leaves it that closed a record: the whole beside the run."""
    (hub / "restrictions.toml").write_text(
        '[[closed]]\nid = "C-1"\nwhy = "staff"\nrecords = ["police:CU12209"]\nopen_to = ["i.lead"]\n'
    )
    run = hub / "snapshots" / (hub / "current").read_text().strip()
    shutil.copyfile(run / "hub.duckdb", run / "whole.duckdb")


def note_emergency(hub):
    """The twelfth entry of the audit is one."""
    for file in hub.glob("audit.sqlite*"):
        file.unlink()
    at = dt.datetime.fromisoformat("2026-01-31T03:00")
    asked = [audit.Entry(at, "a.nalyst", "x", "enquire", f"REF-{number}") for number in range(11)]
    audit.record(open_hub(hub), *asked, audit.Entry(at, "a.nalyst", "x", "enquire", "REF-11", emergency="now"))


def act_on_what_is_kept(mash, hub):
    """A hold, a proposal, and one that was approved: by others, under the numbers that the examples name."""
    erase = ("--reason", "a", "--requested-by", "a letter")
    for number, words in (
        (2, ("hold", "REF-2026-0113", "--reason", "a", "--who", "another")),
        (3, ("erase", "police:CU37012", *erase, "--who", "another")),
        (4, ("erase", "police:CU11104", *erase, "--who", "another")),
        (4, ("approve", "4", "--reason", "a", "--who", "a third")),
        (6, ("dispute", "police", "occurrences", "2026-01-30", "row", "3", "--reason", "a", "--who", "another")),
    ):
        done = mash("retention", *words, "--hub", hub)
        assert f"umber {number}" in done.out, done.err


@pytest.mark.parametrize("path", [pytest.param(path, id=" ".join(path)) for path in EVERY])
def test_every_command_has_help_with_an_example_of_itself(mash, path):
    shown = mash(*path[1:], "--help")
    assert shown.code == 0
    said = examples(path)
    assert said, f"{' '.join(path)} has no example"
    for example in said:
        assert tuple(shlex.split(example)[: len(path)]) == path
        assert "".join(example.split()) in "".join(re.sub("[│]", "", shown.out).split())


def test_help_names_the_roles_and_marks_that_one_is_needed(mash):
    said = " ".join(re.sub("[│]", "", mash("rate", "--help").out).split())
    role = said.partition("--role")[2].partition("--stage")[0]
    names = {name for hub in tomllib.loads(PROFILES.read_text()).values() for name in hub["roles"]}
    assert len(names) > 3
    assert all(name in role for name in names)
    assert "[required]" in role
    assert "MASH_ROLE" in role


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=" ".join(path)) for path in EVERY if "--gateway" in options_of(path)]
)
def test_wherever_a_gateway_is_asked_for_help_names_those_there_are(mash, path):
    said = " ".join(re.sub("[│]", "", mash(*path[1:], "--help").out).split())
    assert f"access.toml: {', '.join(tomllib.loads(ACCESS.read_text())['gateways'])} in a fresh hub" in said


def test_no_command_shows_for_in_two_meanings():
    shown = {path for path in EVERY for param in EVERY[path].params if "--for" in param.opts and not param.hidden}
    assert shown == {("mash", "graph")}
    assert "--for-person" in options_of(("mash", "enquire")) & options_of(("mash", "graph"))


@pytest.mark.parametrize(("path", "example"), ALL)
def test_every_example_of_the_help_runs_as_it_stands(mash, desk, story_hub, path, example, monkeypatch, tmp_path):
    monkeypatch.chdir(desk)
    hub = town_hub(mash, tmp_path) if path == ("mash", "evaluate") else Path("myhub")
    words = shlex.split(example)[1:]
    keys = keyed_hub(mash, tmp_path, words[1], monkeypatch) if words[0] == "key" else {}
    if path == ("mash", "synth"):
        words[words.index("town")] = str(tmp_path / "town")
    if "--as-known" in words:  # the hub landed today what the example's landed on that day
        words[words.index("--as-known") + 1] = day_landed(desk / "myhub")
    done = mash(*words, **{"MASH_HUB": str(hub), "MASH_CASE": "", **keys})  # an example says its own case
    built_before = (desk / "myhub" / "current").read_text() == (story_hub / "current").read_text()
    found = path == ("mash", "retention", "prove") and built_before  # until the next night, which is a slow example
    assert done.code == (8 if found else 0), done.err


def keyed_hub(mash, folder, deed, monkeypatch):
    """A hub of its own in a folder of its own, plain where it is to be encrypted; the variables that have its keys."""
    monkeypatch.chdir(folder)
    keys = {name: str(folder / f"{name}.key") for name in ("MASH_KEY_FILE", "MASH_NEW_KEY_FILE")}
    for file in keys.values():
        assert mash("key", "new", "--file", file).code == 0
    words = [] if deed in {"encrypt", "new"} else ["--encrypted"]
    assert mash("init", "myhub", *words, MASH_KEY_FILE=keys["MASH_KEY_FILE"]).code == 0
    return keys


def day_landed(hub):
    manifests = hub.glob("landing/*/*/*/manifest.json")
    return max(json.loads(manifest.read_text())["landed_at"] for manifest in manifests).partition("T")[0]


def town_hub(mash, folder):
    assert mash("init", folder / "hub", "--drops", TOWN).code == 0
    night = mash("nightly", "--hub", folder / "hub", "--as-of", "2026-01-31")
    assert night.code in {0, 7}, night.err
    return folder / "hub"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("mash enquire REF-2026-011", ["REF-2026-0113", "REF-2026-0117"]),
        ("mash decisions REF-2026-0117", ["REF-2026-0117"]),
        ("mash chronology P-", None),
        ("mash policy diff policy-2026-0", ["policy-2026-01"]),
        ("mash diff model-", ["model-2026-11"]),
        ("mash cases --colour A", ["AMBER"]),
        ("mash rate REF-2026-0117 G", ["GREEN"]),
        ("mash rev", ["review"]),
        ("mash enquire NOBODY", []),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_the_shell_completes(mash, story_hub, tmp_path, monkeypatch, typed, offered):
    monkeypatch.chdir(tmp_path)
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    done = mash(_MASH_COMPLETE="complete_bash", MASH_HUB=str(story_hub), **words)
    assert done.code == 0, done.err
    found = done.out.split()
    if offered is None:
        assert len(found) == 50
        assert all(each.startswith("P-") for each in found)
    else:
        assert found == offered


def test_where_there_is_no_hub_or_no_night_nothing_is_offered_and_nothing_said(mash, tmp_path):
    assert mash("init", tmp_path / "hub").code == 0
    for hub in (tmp_path / "nowhere", tmp_path / "hub"):
        words = {"COMP_WORDS": "mash enquire REF", "COMP_CWORD": "2"}
        done = mash(_MASH_COMPLETE="complete_bash", MASH_HUB=str(hub), **words)
        assert (done.code, done.out.strip(), done.err) == (0, "", "")


def test_init_says_what_it_made_where_deliveries_are_looked_for_and_what_comes_next(mash, tmp_path, story, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = mash("init", "hub").out
    for said in (
        "hub/mash.toml",
        "hub/landing",
        "hub/snapshots",
        "hub/ledger.sqlite",
        "hub/access.toml",
        "hub/audit.sqlite",
        "hub/drops/police",
    ):
        assert said in told
    assert "put a first delivery there; then mash nightly --hub hub" in told
    assert "mash demo" in told
    ready = mash("init", "other", "--drops", story).out
    assert "not there yet" not in ready
    assert "Next: mash nightly --hub other" in ready


@pytest.mark.slow
def test_a_first_hub_needs_no_files_and_shows_a_referral_go_from_green_to_red(mash, expected, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = mash("demo", "first")
    assert done.code == 0, done.err
    told = " ".join(done.out.split())
    assert "made up" in told
    assert f"mash enquire {expected['case_id']}" in told
    assert [each.name for each in tmp_path.iterdir()] == ["first"]
    hub = tmp_path / "first"
    assert "GREEN" in (hub / "enquiry.html").read_text()
    assert (hub / "network.graphml").stat().st_size > 0
    monkeypatch.chdir(hub)
    for line in told.partition("and there")[2].partition("Then:")[0].split(" mash ")[1:]:
        words = [word for word in re.split(r" (?=the |all |who )", line)[0].split() if word]
        tried = mash(*words)
        assert tried.code == 0, (words, tried.err)
    night = mash("nightly", "--as-of", expected["as_of"])
    assert "Nothing has come in since" in night.out, "the hub works where it stands"


def test_a_folder_that_is_there_is_left_as_it_is_and_without_one_to_stand_in_none_is_made(mash, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("dear")
    refused = mash("demo", tmp_path / "mine")
    assert (refused.code, "Try: another name" in refused.err) == (2, True)
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["letter"]
    failed = mash("demo", tmp_path / "nowhere" / "first")
    assert (failed.code, "Try: a folder that exists" in failed.err) == (2, True)
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]
