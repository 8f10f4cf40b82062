"""What was known once, built again by the installed command, and read by the commands of the desk."""

import datetime as dt
import shutil
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

DAY = "2026-01-31"


def moment():
    """This second, when it is over: nothing else happens in it."""
    found = dt.datetime.now().astimezone().replace(microsecond=0, tzinfo=None)
    time.sleep(1.1)
    return found.isoformat()


@pytest.fixture(scope="module")
def reviewed(mash, story_hub, story, expected, tmp_path_factory):
    """A night, a decision, a late delivery, a night; what was known before: the hub, the moment, what was told."""
    root = tmp_path_factory.mktemp("as-known")
    hub, drops = shutil.copytree(story_hub, root / "hub"), shutil.copytree(story, root / "drops")
    config = hub / "mash.toml"
    config.write_text(config.read_text().replace(str(story), str(drops)))
    known = moment()
    why = ("--role", "manager", "--rationale", "sixteen within three steps", "--who", "A. N.")
    assert mash("rate", expected["case_id"], "RED", *why, "--hub", hub).code == 0
    late = shutil.copytree(drops / "health" / "2026-01-30", drops / "health" / "2026-01-30T1200") / "patients.csv"
    late.write_text("".join(late.read_text().splitlines(keepends=True)[:-1]))
    assert mash("nightly", "--hub", hub, "--as-of", DAY).code == 0
    return hub, known, mash("nightly", "--hub", hub, "--as-known", known, "--as-of", DAY)


@pytest.fixture(scope="module")
def aside(reviewed):
    (folder,) = (reviewed[0] / "asides").iterdir()
    return folder


def test_it_says_plainly_that_it_is_equal_and_where_it_is(mash, reviewed, aside, story_hub):
    hub, known, built = reviewed
    first = (story_hub / "current").read_text().strip()
    assert built.code == 0, built.err
    assert f"Equal to run {first}, the last one begun by then" in built.out
    assert f"Next: mash cases --hub {aside}" in built.out
    shown = mash("status", "--hub", aside, "--as-of", DAY).out
    assert "What was known at" in shown
    assert f"Equal to run {first}" in shown
    told = mash("status", "--hub", aside, "--as-of", DAY, "--json").json["run"]
    assert (told["rebuilding"]["as_known"], told["rebuilding"]["equal"]) == (known, True)
    assert (hub / "current").read_text().strip() != first, "the run in use stays in use"


def test_the_desk_reads_it_as_it_was(mash, reviewed, aside, expected, tmp_path):
    hub, *_ = reviewed
    case = expected["case_id"]

    def decided_by(of):
        return {row["case_id"]: row["decided_by"] for row in mash("cases", "--hub", of, "--json").json}[case]

    assert (decided_by(aside), decided_by(hub)) == ("", "A. N.")
    asked = mash("enquire", case, "--hub", aside, "--json").json
    assert (asked["decisions"], asked["rating"]["proposed"]) == ([], "RED")
    written = mash("graph", case, "--hub", aside, "--out", tmp_path / "network.graphml")
    assert written.code == 0, written.err
    assert mash("how", asked["child"]["person_id"], "--hub", aside).code == 0
    assert mash("chronology", case, "--hub", aside).code == 0
    assert mash("decisions", case, "--hub", aside, "--json").json == []


@pytest.mark.parametrize(
    "words",
    [
        ("nightly",),
        ("pull",),
        ("rate", "REF-2026-0117", "RED", "--role", "manager", "--rationale", "why"),
        ("refer", "--surname", "Example", "--concern", "SAB", "--source", "1A", "--rating", "GREEN"),
        ("review", "police:CU33206", "probation:C310442", "--different", "--reason", "why"),
        ("review", "police:CU33206", "probation:C310442", "--revoke", "--reason", "why"),
    ],
    ids=lambda words: " ".join(word for word in words if word.startswith("--r") or word.islower()),
)
def test_nothing_is_decided_or_built_in_it(mash, reviewed, aside, words):
    refused = mash(*words, "--hub", aside)
    assert (refused.code, "it is read, and nothing is done in it" in refused.err) == (4, True), refused.err
    assert f"--hub {reviewed[0]}" in " ".join(refused.err.split())


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--as-known", "2999-01-01"), 4, "is still to come"),
        (("--as-known", "2020-01-01"), 4, "nothing dated 2020-01-01 or before had landed by 2020-01-01 23:59:59"),
        (("--as-known", "yesterday"), 2, "not a date"),
        (("--as-known", "2026-01-31Tnoon"), 2, "not a date and time"),
        (("--as-known", "2020-01-01", "--accept-health", "why"), 2, "never held back"),
    ],
)
def test_what_cannot_be_meant_or_known_is_told(mash, story_hub, words, code, says):
    told = mash("nightly", "--hub", story_hub, *words)
    assert (told.code, says in " ".join(told.err.split())) == (code, True), told.err
    assert not (story_hub / "asides").exists()


def test_a_file_that_says_no_moment_is_told(mash, aside, tmp_path):
    damaged = shutil.copytree(aside, tmp_path / "hub" / "asides" / "one", symlinks=True)
    Path(damaged / "as_known").write_text("once")
    told = mash("cases", "--hub", damaged)
    assert (told.code, "holds no moment" in told.err) == (6, True)
