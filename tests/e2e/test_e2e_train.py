"""A model of the hub's own, by the installed command."""


def test_a_model_trained_on_the_hub_is_one_the_next_night_can_use(mash, fresh_story_hub, expected, tmp_path):
    hub = fresh_story_hub
    folder = tmp_path / "model-of-ours"
    made = mash("train", "--out", folder, "--hub", hub, "--as-of", expected["as_of"])
    assert made.code == 0, made.err
    assert [line[:3] for line in made.err.splitlines()] == ["1/4", "2/4", "3/4", "4/4"], "every step is told"
    assert {path.name for path in folder.iterdir()} >= {"model.json", "card.md"}
    config = hub / "mash.toml"
    assert "model = " in config.read_text()
    config.write_text("\n".join(
        f'model = "{folder}/"' if line.startswith("model = ") else line for line in config.read_text().splitlines()
    ))  # fmt: skip
    night = mash("nightly", "--hub", hub, "--as-of", expected["as_of"])
    assert night.code == 0, night.err
    assert (
        mash("enquire", expected["case_id"], "--hub", hub, "--json").json["model"].rstrip("/").endswith("model-of-ours")
    )


def test_a_folder_that_is_there_is_not_written_into(mash, story_hub, expected, tmp_path):
    taken = tmp_path / "taken"
    taken.mkdir()
    refused = mash("train", "--out", taken, "--hub", story_hub, "--as-of", expected["as_of"])
    assert (refused.code != 0, list(taken.iterdir())) == (True, [])
