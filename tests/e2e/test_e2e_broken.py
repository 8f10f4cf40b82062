"""A night with a broken delivery: the others land, and a case that lacks the agency is UNRATED and never green."""

import gzip
import shutil

import pytest

AS_OF = "2026-01-31"
BREAKS = {
    "cut short": lambda good: {"nominals.csv": good[:-40]},
    "a bomb": lambda good: {"nominals.csv.gz": gzip.compress(good + b"\n" * (32 << 20))},
}


@pytest.fixture
def hub(mash, story, tmp_path):
    """A hub whose drops are the test's own copy of the story's."""
    drops = shutil.copytree(story, tmp_path / "drops")
    made = mash("init", tmp_path / "hub", "--drops", drops)
    assert made.code == 0, made.err
    return tmp_path / "hub"


def send(hub, agency, day, files=None):
    """The agency's first delivery again under another day, its list of people replaced by these files."""
    first = hub.parent / "drops" / agency / "2026-01-30"
    folder = first if day == first.name else shutil.copytree(first, first.parent / day)
    if files:
        (folder / "nominals.csv").unlink()
    for name, content in (files or {}).items():
        (folder / name).write_bytes(content)


def colours(mash, hub):
    return {case["case_id"]: case["proposed"] for case in mash("cases", "--hub", hub, "--json").json}


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(BREAKS["cut short"], id="cut short", marks=pytest.mark.slow),
        pytest.param(BREAKS["a bomb"], id="a bomb"),
    ],
)
def test_where_an_agencys_only_delivery_is_refused_no_case_is_green(mash, hub, expected, broken):
    good = (hub.parent / "drops" / "police" / "2026-01-30" / "nominals.csv").read_bytes()
    send(hub, "police", "2026-01-30", broken(good))
    night = mash("nightly", "--hub", hub, "--as-of", AS_OF, "--json")
    assert night.code == 0, night.err
    outcomes = {each["agency"]: each["outcome"] for each in night.json["deliveries"]}
    assert outcomes.pop("police") == "refused"
    assert set(outcomes.values()) == {"landed"}
    found = colours(mash, hub)
    assert found[expected["green_case_id"]] == "UNRATED"
    assert not {"GREEN"} & set(found.values())
    assert not list((hub / "landing" / "police").glob("*/2026-01-30"))
    pulled = mash("pull", "--hub", hub, "--as-of", AS_OF)
    assert (pulled.code, "nominals.csv" in pulled.err) == (3, True)
    watched = mash("status", "--hub", hub, "--as-of", AS_OF, "--check", "--json")
    assert watched.code == 8
    assert {"missing source", "refused delivery"} <= {fault["kind"] for fault in watched.json["faults"]}


@pytest.mark.slow
def test_where_a_later_delivery_is_refused_the_last_good_one_is_in_use_until_it_is_stale(mash, hub, expected):
    assert mash("nightly", "--hub", hub, "--as-of", AS_OF).code == 0
    assert colours(mash, hub)[expected["green_case_id"]] == "GREEN"
    good = (hub.parent / "drops" / "police" / "2026-01-30" / "nominals.csv").read_bytes()
    day = "2026-03-20"
    for agency in ("education", "health", "probation", "social_care"):
        send(hub, agency, day)
    send(hub, "police", day, BREAKS["cut short"](good))
    night = mash("nightly", "--hub", hub, "--as-of", day)
    assert night.code == 0, night.err
    found = colours(mash, hub)
    assert found[expected["green_case_id"]] == "UNRATED"
    assert not {"GREEN"} & set(found.values())
    brief = mash("enquire", expected["green_case_id"], "--hub", hub, "--brief").out
    assert "Not rated without: police (stale)" in brief
