"""An earlier day is told the same once every agency has sent all it has anew."""

import shutil

import pytest

pytestmark = pytest.mark.long

LATER, NIGHT = "2026-02-10", "2026-02-11"


@pytest.fixture
def sent_anew(mash, fresh_story_hub, story, tmp_path):
    """The story's hub after a night over a second delivery of everything, the same in every row."""
    drops = shutil.copytree(story, tmp_path / "drops")
    for agency in (each for each in drops.iterdir() if each.is_dir()):
        (first,) = (each for each in agency.iterdir() if each.is_dir())
        shutil.copytree(first, agency / LATER)
    config = fresh_story_hub / "mash.toml"
    config.write_text(config.read_text().replace(str(story), str(drops)))
    night = mash("nightly", "--hub", fresh_story_hub, "--as-of", NIGHT)
    assert night.code in {0, 7}, night.err
    if night.code:
        accepted = mash("nightly", "--hub", fresh_story_hub, "--as-of", NIGHT, "--accept-health", "sent anew")
        assert accepted.code == 0, accepted.err
    return fresh_story_hub


def told(mash, hub, case, *words):
    asked = mash("enquire", case, "--hub", hub, "--json", *words)
    assert asked.code == 0, asked.err
    return {
        tuple((leg["kind"], leg["from_date"], leg["to_date"]) for leg in each["path"]): each["hops"]
        for each in asked.json["flagged"]
    }


def test_statements_without_a_date_are_known_from_when_they_were_first_sent(mash, story_hub, sent_anew, expected):
    before = told(mash, story_hub, expected["case_id"])
    assert told(mash, sent_anew, expected["case_id"], "--as-of", expected["as_of"]) == before
    assert len(before) > 1
