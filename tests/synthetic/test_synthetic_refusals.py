"""The same seed gives the same bytes; what makes no town is refused and nothing is overwritten."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import mash.synthetic
from mash.errors import NotFound, Refused, UsageError
from mash.synthetic import synthesise
from mash.synthetic.agencies import VIEWS
from mash.synthetic.profile import SHARES, load_profile
from mash.synthetic.synthesise import STEPS


def digests(root):
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_same_seed_gives_the_same_bytes(tmp_path, form):
    for name in ("one", "two"):
        synthesise(tmp_path / name, persons=250, seed=3, nights=2, format=form)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_another_seed_gives_another_town(tmp_path):
    for seed in (3, 4):
        synthesise(tmp_path / str(seed), persons=80, seed=seed)
    one, two = digests(tmp_path / "3"), digests(tmp_path / "4")
    assert one.keys() == two.keys()
    assert one["health/2026-01-31/patients.csv"] != two["health/2026-01-31/patients.csv"]


def test_progress_is_told_of_every_step(tmp_path):
    steps = []
    synthesise(tmp_path / "out", persons=40, seed=1, progress=steps.append)
    assert len(steps) == STEPS


@settings(derandomize=True, deadline=None, max_examples=2)
@given(persons=st.integers(1, 40), seed=st.integers(1, 3), nights=st.integers(1, 2))
@example(persons=1, seed=1, nights=1)
@example(persons=10, seed=1, nights=3)
def test_even_a_hamlet_is_a_town(tmp_path_factory, persons, seed, nights):
    summary = synthesise(tmp_path_factory.mktemp("hamlet") / "out", persons=persons, seed=seed, nights=nights)
    assert summary.persons == persons
    assert summary.rows.keys() == VIEWS.keys()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"persons": 0}, "0 persons"),
        ({"persons": -5}, "-5 persons"),
        ({"nights": 0}, "0 nights"),
        ({"seed": -1}, "seed -1"),
        ({"format": "xlsx"}, "format 'xlsx'"),
    ],
    ids=["no persons", "fewer than none", "no nights", "a seed below nought", "a format there is not"],
)
def test_numbers_that_make_no_town_are_refused_and_nothing_is_written(tmp_path, wrong, says):
    with pytest.raises(UsageError, match=says):
        synthesise(tmp_path / "out", **{"persons": 10, "seed": 1, **wrong})
    assert not list(tmp_path.iterdir())


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path):
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(Refused, match="not empty"):
        synthesise(tmp_path, persons=10, seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_run_that_breaks_leaves_no_half_town(tmp_path):
    def stop(step):
        if step == "health: writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        synthesise(tmp_path / "out", persons=200, seed=1, progress=stop)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[health]\npostcode_missing = 1.5\n", r"\[health\] postcode_missing = 1.5 is not between 0 and 1"),
        ("[health]\npostcode_missing = -0.1\n", "is not between 0 and 1"),
        ("[health]\npostcode_missing = 'often'\n", "is not a number"),
        ("[health]\npostcode_mising = 0.1\n", "unknown key 'postcode_mising'"),
        ("[fire_brigade]\nrate = 0.1\n", r"unknown section \[fire_brigade\]"),
        ("[care]\nlongest_open_days = -1\n", "is below 0"),
        ("[health\n", "not readable as TOML"),
    ],
    ids=[
        "above one",
        "below nought",
        "a word",
        "a slip of the key",
        "an unknown section",
        "a count below nought",
        "no TOML",
    ],
)
def test_a_profile_that_cannot_be_meant_is_refused_by_section_and_key(tmp_path, text, says):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        load_profile(path)


def test_a_profile_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(NotFound, match="no such profile"):
        load_profile(tmp_path / "none.toml")


def test_a_profile_of_ones_own_is_laid_over_the_default(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("[health]\npostcode_missing = 1\n", encoding="utf-8")
    summary = synthesise(tmp_path / "out", persons=300, seed=1, profile=path)
    lines = (summary.out / "health/2026-01-31/patient_addresses.csv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    homes = [line.split(",") for line in lines[1:] if "No fixed abode" not in line and '"' not in line]
    assert all(not line[header.index("postcode")] for line in homes)


def test_shares_that_are_all_nought_are_refused_for_nothing_could_be_drawn(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("[mappa_levels]\n1 = 0\n2 = 0\n3 = 0\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"every share is 0 in \[mappa_levels\]"):
        load_profile(path)


def test_every_figure_of_the_profile_names_its_source_and_every_section_of_shares_is_drawn_from():
    room = Path(mash.synthetic.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in room.rglob("*.py") if path.name != "profile.py")
    profile = (room / "profiles/default.toml").read_text(encoding="utf-8").splitlines()
    section, sourced = "", False
    for line in profile:
        figure, _, source = line.partition("#")
        if figure.startswith("["):
            section, sourced = figure.strip().strip("[]"), bool(source.strip())
        elif "=" in figure:
            assert source.strip() or sourced or float(figure.split("=")[1]) == 0, f"[{section}] {line}"
    assert all(f'"{name}"' in code for name in SHARES)
