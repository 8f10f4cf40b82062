"""A model's folder: trained, written, read, refused."""

import datetime as dt
import json
import math
import shutil
from collections import Counter
from importlib.resources import files

import pytest

import mash
from mash.errors import NotFound, Refused, UsageError
from mash.identity import load_model, resolve_persons, score_pairs, train
from mash.identity.linkage import nickname_families
from mash.identity.model import SMALLEST_POPULATION, Trained
from mash.identity.model_folder import write_model
from mash.ledger import Register

BUILT_IN = files("mash") / "identity" / "models" / "model-2026-11"
AS_OF = dt.date(2026, 11, 1)


@pytest.fixture(scope="session")
def trained(larger_town, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "model-test"
    return train(larger_town.connect(), folder, seed=1, as_of=AS_OF), folder


def test_training_writes_a_model_that_loads_and_works(trained, town, partition):
    model, folder = trained
    assert load_model(str(folder)) == model
    assert load_model(str(folder)).fingerprint == model.fingerprint
    con = town.connect()
    score_pairs(con, model, AS_OF)
    resolve_persons(con, model, (), Register(person_of={}, last_known={}, used=frozenset()), AS_OF)
    assert len(partition(con)) < 1.2 * 60


def test_the_same_records_and_seed_give_the_same_files(trained, larger_town, tmp_path):
    _, folder = trained
    train(larger_town.connect(), tmp_path / "model-test", seed=1, as_of=AS_OF)
    for file in folder.iterdir():
        assert (tmp_path / "model-test" / file.name).read_bytes() == file.read_bytes()


def test_what_the_records_could_not_teach_is_said(trained):
    _, folder = trained
    card = (folder / "card.md").read_text(encoding="utf-8")
    assert "- upn: no two records of one person were seen to agree; left out" in card


def test_too_few_records_are_refused(records, tmp_path):
    records.add("health:1", "SOPHIE", "FENWICK", "1988-02-19")
    with pytest.raises(Refused):
        train(records.connect(), tmp_path / "model", seed=1, as_of=AS_OF)
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("file", "text", "error"),
    [
        pytest.param("model.json", json.dumps({"format": 99}), UsageError, id="of another version"),
        pytest.param("model.json", "[]", UsageError, id="that is no model"),
        pytest.param("model.json", "{", UsageError, id="that is cut short"),
        pytest.param("thresholds.toml", "join = 1", UsageError, id="with thresholds missing"),
        pytest.param(
            "thresholds.toml", "join = 1\npossible = 2\nfloor = 3", UsageError, id="with thresholds upside down"
        ),
        pytest.param("thresholds.toml", "join = nan\npossible = 2\nfloor = 3", UsageError, id="with no threshold"),
        pytest.param("thresholds.toml", "join = inf\npossible = 2\nfloor = 1", UsageError, id="that joins nobody"),
        pytest.param("term_frequencies.csv", None, NotFound, id="without its frequencies"),
        pytest.param("thresholds.toml", None, NotFound, id="without its thresholds"),
        pytest.param("model.json", None, NotFound, id="without its weights"),
        pytest.param("term_frequencies.csv", "", UsageError, id="with empty frequencies"),
        pytest.param("term_frequencies.csv", "kind,token,frequency\nforename,MIA,much", UsageError, id="with no share"),
        pytest.param("term_frequencies.csv", "kind,token,frequency\nforename,MIA", UsageError, id="with a row cut off"),
    ],
)
def test_a_model_is_refused(tmp_path, file, text, error):
    folder = tmp_path / "model"
    shutil.copytree(str(BUILT_IN), folder)
    (folder / file).unlink()
    if text is not None:
        (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(error) as fault:
        load_model(str(folder))
    assert str(folder) in str(fault.value)
    assert fault.value.try_


def rung(raw):
    return raw["splink"]["comparisons"][0]["comparison_levels"][1]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        pytest.param(lambda raw: rung(raw).update(m_probability=math.nan), "m_probability", id="an m of no number"),
        pytest.param(lambda raw: rung(raw).update(m_probability=-0.1), "m_probability", id="an m below nought"),
        pytest.param(lambda raw: rung(raw).update(m_probability=0), "m_probability", id="an m of nought"),
        pytest.param(lambda raw: rung(raw).update(u_probability=0.0), "u_probability", id="a u of nought"),
        pytest.param(lambda raw: rung(raw).update(u_probability=1.5), "u_probability", id="a u above one"),
        pytest.param(lambda raw: rung(raw).pop("u_probability"), "u_probability", id="a rung without its u"),
        pytest.param(lambda raw: rung(raw).pop("sql_condition"), "name has no levels", id="a rung of no condition"),
        pytest.param(lambda raw: raw["splink"]["comparisons"].clear(), "comparisons", id="no comparison"),
        pytest.param(
            lambda raw: raw["splink"]["comparisons"].append("sex"), r"comparison \d+ has no name", id="one that is none"
        ),
        pytest.param(lambda raw: raw["splink"].pop("probability_two_random_records_match"), "prob", id="no prior"),
        pytest.param(lambda raw: raw.pop("splink"), "splink", id="no settings"),
        pytest.param(lambda raw: raw.pop("records"), "records", id="no number of records"),
        pytest.param(lambda raw: raw.update(matches_per_record=True), "matches_per_record", id="a truth for a number"),
        pytest.param(lambda raw: raw.update(frequency_floor="low"), "frequency_floor", id="a word for a number"),
        pytest.param(lambda raw: raw.update(name=None), "name", id="no name"),
        pytest.param(lambda raw: raw.update(trained={"as_of": "lately"}), "trained", id="a day that is none"),
    ],
)
def test_a_damaged_model_says_what_is_damaged(tmp_path, damage, says):
    folder = tmp_path / "model"
    shutil.copytree(str(BUILT_IN), folder)
    raw = json.loads((folder / "model.json").read_text())
    damage(raw)
    (folder / "model.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(UsageError, match=f"model.json is damaged: .*{says}"):
        load_model(str(folder))


def test_a_model_tells_of_what_day_it_is_and_what_trained_it(trained):
    model, folder = trained
    assert model.trained == Trained(AS_OF, mash.__version__, "5.0.0")
    assert f"as of 2026-11-01 with seed 1, without labels, by mash-engine {mash.__version__} and Splink 5.0.0." in (
        (folder / "card.md").read_text()
    )


def test_a_models_fingerprint_tells_its_weights_and_not_its_name(model, tmp_path):
    folder = tmp_path / "another-name"
    shutil.copytree(str(BUILT_IN), folder)
    assert load_model(str(folder)).fingerprint == model.fingerprint
    thresholds = folder / "thresholds.toml"
    thresholds.write_text(thresholds.read_text().replace("join = 5.0", "join = 5.5"))
    assert load_model(str(folder)).fingerprint != model.fingerprint


def test_a_model_that_does_not_tell_its_day_loads_all_the_same(tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(str(BUILT_IN), folder)
    raw = json.loads((folder / "model.json").read_text())
    del raw["trained"]
    (folder / "model.json").write_text(json.dumps(raw), encoding="utf-8")
    assert load_model(str(folder)).trained is None


def test_nothing_that_stands_in_a_new_models_place_is_written_over(trained, tmp_path):
    model, folder = trained
    (tmp_path / "notes.txt").write_text("mine")
    kept = (folder / "model.json").read_bytes()
    for taken in (tmp_path, tmp_path / "notes.txt", folder):
        with pytest.raises(Refused, match="nothing was changed"):
            write_model(model, taken, "another card")
    assert (folder / "model.json").read_bytes() == kept
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_model_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        load_model("model-1999-01")


def test_the_built_in_model_is_small_enough_to_ship():
    assert sum(len(file.read_bytes()) for file in BUILT_IN.iterdir()) < 3_000_000


def test_every_rung_of_the_built_in_model_has_a_weight_and_the_best_is_better_than_the_worst(model):
    for ladder in model.ladders:
        weights = [rung.weight for rung in ladder.rungs[1:]]
        assert all(rung.m and rung.u for rung in ladder.rungs[1:])
        assert weights[0] > 0 >= weights[-1]


def test_two_records_at_random_are_one_person_the_rarer_the_larger_the_hub(model):
    priors = [model.for_population(records).prior_weight for records in (10, SMALLEST_POPULATION, 50_000, 1_250_000)]
    assert priors[0] == priors[1] > priors[2] > priors[3]


def test_no_name_belongs_to_two_families_of_nicknames():
    counts = Counter(name for name, _ in nickname_families())
    assert [name for name, count in counts.items() if count > 1] == []
