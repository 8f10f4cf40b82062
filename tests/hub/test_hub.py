"""A hub on disk: made once, read strictly, held by one writer, swapped in one step."""

import multiprocessing

import pytest

from mash.errors import HubBusy, MashError, NotFound, UsageError
from mash.hub import create_hub, open_hub
from mash.vocabulary import RunId


def test_a_new_hub_has_the_five_agencies_and_three_required(tmp_path):
    hub = create_hub(tmp_path / "hub")
    assert [agency.name for agency in hub.config.agencies] == [
        "education",
        "health",
        "police",
        "probation",
        "social_care",
    ]
    assert {agency.name for agency in hub.config.agencies if agency.required} == {"police", "probation", "social_care"}
    assert hub.config.agencies[2].drop == (tmp_path / "hub" / "drops" / "police").resolve()


def test_drops_may_stand_elsewhere_and_are_written_relative_to_the_hub(tmp_path):
    hub = create_hub(tmp_path / "hub", drops=tmp_path / "extracts")
    assert hub.config.agencies[0].drop.resolve() == (tmp_path / "extracts" / "education").resolve()
    assert str(tmp_path) not in (tmp_path / "hub" / "mash.toml").read_text()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        create_hub(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["notes.txt"]


def test_no_hub_and_no_run_say_what_to_do(tmp_path):
    with pytest.raises(NotFound, match="mash init"):
        open_hub(tmp_path)
    with pytest.raises(NotFound, match="mash nightly"):
        create_hub(tmp_path / "hub").current_run()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[hub", "not readable as TOML"),
        ("[hub]\nname = 'x'", "no \\[agencies.NAME\\]"),
        ("[agencies.police]\ncontract = 'police'", "lacks drop"),
        ("[agencies.police]\ncontract = 'police'\ndrop = 'd'\nrequierd = true", "unknown key 'requierd'"),
        ("[agencies.Police]\ncontract = 'police'\ndrop = 'd'", "lower-case"),
        ("[agencies]\npolice = 'd'", "not a table"),
        ("[agencys.police]\ncontract = 'police'", "unknown section"),
        ("[hub]\ncolour = 'x'\n[agencies.police]\ncontract = 'police'\ndrop = 'd'", "unknown key 'colour'"),
        ("[agencies.p]\ncontract = 'police'\ndrop = 'd'\nrequired = 'yes'", "true or false"),
        ("[nightly]\nmemory_limit = 'banana'", "an amount such as"),
        ("[nightly]\nthreads = -3", "1 or more"),
        ("[nightly]\nkeep_runs = 0", "keep_runs is a number, 1 or more"),
        ("[nightly]\nkeep_days = true", "keep_days is a number, 1 or more"),
        ("[hub]\nname = 3\n[agencies.p]\ncontract = 'police'\ndrop = 'd'", "name is a text"),
        ("[agencies.p]\ncontract = 'police'\ndrop = 'd'\nsql = 3", "sql is a folder"),
    ],
    ids=[
        "not TOML",
        "no agency",
        "a block without its drop",
        "a misspelt key",
        "a capital in a name",
        "an agency that is no block",
        "a misspelt section",
        "an unknown setting",
        "a word where true or false belongs",
        "a memory limit that is no amount",
        "fewer than one thread",
        "no run to keep",
        "a word for the days to keep",
        "a number for a name",
        "a number for a folder",
    ],
)
def test_a_wrong_configuration_is_refused_with_its_fault(tmp_path, text, says):
    (tmp_path / "mash.toml").write_text(text)
    with pytest.raises(UsageError, match=says):
        open_hub(tmp_path)


def test_every_fault_of_a_configuration_is_told_at_once(tmp_path):
    (tmp_path / "mash.toml").write_text("[agencies.a]\n[agencies.b]\nx = 1")
    with pytest.raises(UsageError) as told:
        open_hub(tmp_path)
    assert str(told.value).count("lacks") == 4


def test_a_file_is_no_hub_and_no_place_for_one(tmp_path):
    (tmp_path / "hub").write_text("mine")
    with pytest.raises(NotFound, match="mash init"):
        open_hub(tmp_path / "hub")
    with pytest.raises(UsageError, match="a file, not a folder"):
        create_hub(tmp_path / "hub")


def test_a_folder_in_the_place_of_the_configuration_is_told(tmp_path):
    (tmp_path / "mash.toml").mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        open_hub(tmp_path)


@pytest.mark.parametrize(
    "pointed", [b"", b"\xff\xfe", b"../..", b"20260131-bbbbbbbb\nmore"], ids=["nothing", "junk", "a path", "more"]
)
def test_a_pointer_that_names_no_run_is_told(tmp_path, pointed):
    hub = create_hub(tmp_path / "hub")
    (hub.root / "current").write_bytes(pointed)
    with pytest.raises(NotFound, match="names no run"):
        hub.read_current()


@pytest.mark.parametrize("content", [b"", b"junk" * 5000, None], ids=["an empty file", "junk", "a folder"])
def test_a_run_that_is_no_database_is_told_with_its_path(tmp_path, content):
    hub = create_hub(tmp_path / "hub")
    run = RunId("20260131-bbbbbbbb")
    hub.publish(run)
    with pytest.raises(NotFound, match="its snapshot is gone"):
        hub.read_current()
    path = hub.snapshot(run)
    (path.parent if content is not None else path).mkdir(parents=True)
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MashError) as told:
        hub.read_current()
    assert told.value.where == str(path)
    assert "then mash nightly" in told.value.try_


def test_the_pointer_names_the_last_run_published(tmp_path):
    hub = create_hub(tmp_path / "hub")
    hub.publish(RunId("20260130-aaaaaaaa"))
    hub.publish(RunId("20260131-bbbbbbbb"))
    assert hub.current_run() == "20260131-bbbbbbbb"
    assert [entry.name for entry in hub.root.iterdir() if entry.name.startswith(".")] == []


def _try_to_build(root, answers):
    try:
        with open_hub(root).building():
            answers.put("built")
    except HubBusy as busy:
        answers.put(busy.exit_code)


def test_a_second_builder_is_refused_while_the_first_is_at_work(tmp_path):
    hub = create_hub(tmp_path / "hub")
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    with hub.building():
        second = context.Process(target=_try_to_build, args=(hub.root, answers))
        second.start()
        assert answers.get(timeout=30) == 5
        second.join()
    third = context.Process(target=_try_to_build, args=(hub.root, answers))
    third.start()
    assert answers.get(timeout=30) == "built"
    third.join()
