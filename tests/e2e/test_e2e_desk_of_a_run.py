"""Beside a run lies its desk: with it and without, every case of the story is answered in the same words."""

import pytest

pytestmark = pytest.mark.long

OF_THE_ASKING = ("asked", "export")
"""What differs between two who ask the same."""


def answers(mash, hub, cases):
    found = {}
    for case in cases:
        told = mash("enquire", case, "--hub", hub, "--json", MASH_CASE=case)
        assert told.code == 0, told.err
        found[case] = {name: part for name, part in told.json.items() if name not in OF_THE_ASKING}
    return found


def test_with_a_desk_and_without_every_case_is_answered_alike(mash, fresh_story_hub):
    hub = fresh_story_hub
    cases = [row["case_id"] for row in mash("cases", "--hub", hub, "--json").json]
    assert len(cases) > 10
    from_desk = answers(mash, hub, cases)
    (desk,) = (hub / "snapshots").glob("*/desk.duckdb")
    desk.unlink()
    assert answers(mash, hub, cases) == from_desk


def test_a_damaged_desk_is_told_as_what_it_is(mash, fresh_story_hub, expected):
    (desk,) = (fresh_story_hub / "snapshots").glob("*/desk.duckdb")
    desk.write_bytes(b"no database" * 1000)
    told = mash("enquire", expected["case_id"], "--hub", fresh_story_hub)
    assert told.code != 0
    assert "desk.duckdb" in told.err
    assert "mash nightly" in told.err
