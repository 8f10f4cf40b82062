"""A model of the hub's own, by the installed command."""

import json
import os
import re
import shutil
from importlib.resources import files

import pytest


@pytest.mark.slow
def test_a_model_trained_on_the_hub_is_one_the_next_night_can_use(mash, fresh_story_hub, expected, tmp_path):
    hub = fresh_story_hub
    folder, labels = tmp_path / "model-of-ours", tmp_path / "pairs.csv"
    labels.write_text("record_key_a,record_key_b,verdict\npolice:CU33206,probation:C310442,same\n")
    made = mash(
        "train", "--out", os.path.relpath(folder), "--hub", hub, "--as-of", expected["as_of"], "--labels", labels
    )
    assert made.code == 0, made.err
    told = made.err.splitlines()
    assert [line.split()[0] for line in told] == [f"{step}/15" for step in range(1, 16)], "every step is told"
    assert {path.name for path in folder.iterdir()} >= {"model.json", "card.md", "weights.html"}
    assert "1 pairs labelled the same and 0 labelled different" in (folder / "card.md").read_text()
    assert "Proposals that change" in made.out
    assert {path.name for path in folder.iterdir()} >= {"diff.json", "diff.md"}
    config = hub / "mash.toml"
    assert "model = " in config.read_text()
    said = re.search(r'To use it: (model = ".*") in mash.toml', made.out)[1]
    config.write_text("\n".join(
        said if line.startswith("model = ") else line for line in config.read_text().splitlines()
    ))  # fmt: skip
    night = mash("nightly", "--hub", hub, "--as-of", expected["as_of"])
    assert night.code == 0, night.err
    assert (
        mash("enquire", expected["case_id"], "--hub", hub, "--json").json["model"].rstrip("/").endswith("model-of-ours")
    )


@pytest.mark.slow
def test_another_models_diff_says_who_merges_who_splits_whose_proposal_and_publishes_nothing(
    mash, fresh_story_hub, expected, tmp_path
):
    hub, day = fresh_story_hub, expected["as_of"]
    kept = {path: path.read_bytes() for path in sorted(hub.rglob("*")) if path.is_file() and path.name == "current"}
    same = mash("diff", "model-2026-11", "--hub", hub, "--as-of", day, "--json").json
    assert (same["partition"]["merges"], same["partition"]["splits"], same["proposals"]) == ([], [], [])
    strict = shutil.copytree(files("mash") / "identity" / "models" / "model-2026-11", tmp_path / "strict")
    thresholds = strict / "thresholds.toml"
    thresholds.write_text(thresholds.read_text().replace("join = 5.0", "join = 60.0"))
    found = mash("diff", strict, "--hub", hub, "--as-of", day, "--json").json
    assert found["partition"]["merges"] == []
    assert found["partition"]["splits"], "hardly anybody weighs sixty bits"
    parts = found["partition"]["splits"][0]["parts"]
    assert len(parts) >= 2
    assert all(part["records"] for part in parts)
    turned = {change["case_id"]: (change["from_colour"], change["to_colour"]) for change in found["proposals"]}
    assert expected["case_id"] in turned, "the story's network stands on joined records"
    assert {path: path.read_bytes() for path in kept} == kept
    written = json.loads((strict / "diff.json").read_text())
    assert written["counts"]["persons that split"] == len(found["partition"]["splits"])
    assert {each["case_id"]: (each["from"], each["to"]) for each in written["proposals"]} == turned
    assert f"| {expected['case_id']} | {' | '.join(turned[expected['case_id']])} |" in (strict / "diff.md").read_text()
    told = (strict / "diff.json").read_text() + (strict / "diff.md").read_text()
    assert "P-" not in told, "neither a person"
    assert "police:" not in told, "nor a record"
    assert [path.name for path in hub.iterdir() if path.name.startswith(".diff")] == []
    assert len(list((hub / "snapshots").iterdir())) == 1


def test_why_draws_the_waterfall_and_how_tells_what_became_of_the_id(mash, story_hub, tmp_path):
    page = tmp_path / "why.html"
    told = mash("why", "police:CU33206", "probation:C310442", "--hub", story_hub, "--html", page)
    assert told.code == 0, told.err
    total = next(line.split()[-1] for line in told.out.splitlines() if "match weight" in line)
    assert f">{total}</text>" in page.read_text()
    found = mash("how", "police:CU33206", "--hub", story_hub, "--json").json
    assert [(event["kind"], event["as_of"]) for event in found["events"]] == [("minted", "2026-01-31")]
    assert "minted" in mash("how", "police:CU33206", "--hub", story_hub).out


def test_a_folder_that_is_there_is_not_written_into(mash, story_hub, expected, tmp_path):
    taken = tmp_path / "taken"
    taken.mkdir()
    refused = mash("train", "--out", taken, "--hub", story_hub, "--as-of", expected["as_of"])
    assert (refused.code, list(taken.iterdir())) == (4, [])
    assert "Try: a new folder" in refused.err


def test_a_damaged_model_is_told_as_where_what_and_what_to_try(mash, story_hub, tmp_path):
    damaged = shutil.copytree(files("mash") / "identity" / "models" / "model-2026-11", tmp_path / "damaged")
    (damaged / "model.json").write_text((damaged / "model.json").read_text().replace('"m_probability": 0', '"m": 0'))
    refused = mash("diff", damaged, "--hub", story_hub)
    assert refused.code == 2
    assert str(damaged) in refused.err
    assert "m_probability is a chance above 0" in refused.err
    assert "Try: the folder as mash train wrote it" in refused.err


def test_labels_that_are_not_there_are_told_before_anything_is_read(mash, story_hub, tmp_path):
    refused = mash("train", "--out", tmp_path / "model", "--labels", tmp_path / "none.csv", "--hub", story_hub)
    assert (refused.code, (tmp_path / "model").exists()) == (6, False)
    assert "record_key_a,record_key_b,verdict" in refused.err


@pytest.mark.slow
def test_a_model_new_to_the_hub_is_adopted_only_with_a_diff_against_the_one_in_force(
    mash, fresh_story_hub, expected, tmp_path
):
    hub, day = fresh_story_hub, expected["as_of"]
    strict = shutil.copytree(files("mash") / "identity" / "models" / "model-2026-11", tmp_path / "strict")
    thresholds = strict / "thresholds.toml"
    thresholds.write_text(thresholds.read_text().replace("join = 5.0", "join = 6.0"))
    config, run = hub / "mash.toml", (hub / "current").read_text()
    config.write_text(re.sub(r'^model = "[^"]*"', f'model = "{strict}/"', config.read_text(), flags=re.MULTILINE))
    refused = mash("nightly", "--hub", hub, "--as-of", day)
    assert refused.code == 4
    assert f"Try: mash diff {strict} --hub {hub}" in " ".join(refused.err.split())
    assert (hub / "current").read_text() == run
    compared = mash("diff", strict, "--hub", hub, "--as-of", day)
    assert compared.code == 0, compared.err
    assert compared.out.startswith("model-2026-11 against model-2026-11"), "its name is the copy's, its weights are not"
    adopted = mash("nightly", "--hub", hub, "--as-of", day)
    assert adopted.code == 0, adopted.err
    assert (hub / "current").read_text() != run
