"""A model folder that somebody changed: it brings numbers, and no word of SQL."""

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from mash.errors import UsageError
from mash.identity import load_model

BUILT_IN = Path(str(files("mash") / "identity" / "models" / "model-2026-11"))
SQL = "(select count(*) from read_csv('/etc/passwd')) > 0"


def ladder(raw):
    return raw["splink"]["comparisons"][0]


def levels(raw):
    return ladder(raw)["comparison_levels"]


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda raw: levels(raw)[1].update(sql_condition=SQL), id="in a condition"),
        pytest.param(lambda raw: levels(raw)[0].update(sql_condition=SQL), id="in what is not comparable"),
        pytest.param(
            lambda raw: levels(raw)[1].update(sql_condition=f"{levels(raw)[1]['sql_condition']} or {SQL}"),
            id="added to one",
        ),
        pytest.param(lambda raw: levels(raw)[1].update(tf_adjustment_column=SQL), id="in a column of frequencies"),
        pytest.param(
            lambda raw: levels(raw).insert(1, {**levels(raw)[1], "sql_condition": SQL}), id="in a rung of its own"
        ),
        pytest.param(
            lambda raw: levels(raw)[1].update(label_for_charts="the names agree"), id="in words for other words"
        ),
        pytest.param(lambda raw: levels(raw).reverse(), id="in another order"),
        pytest.param(lambda raw: levels(raw)[2].update(is_null_level=True), id="in a rung that says it weighs nothing"),
        pytest.param(lambda raw: ladder(raw).update(output_column_name="x"), id="in a comparison of no ladder of ours"),
        pytest.param(lambda raw: ladder(raw).update(comparison_description=SQL), id="in a description"),
        pytest.param(lambda raw: ladder(raw).update(sql=SQL), id="in a key that is none"),
        pytest.param(lambda raw: raw["splink"]["comparisons"].append(ladder(raw)), id="in a comparison told twice"),
        pytest.param(
            lambda raw: raw["splink"].update(blocking_rules_to_generate_predictions=[SQL]), id="in a blocking rule"
        ),
        pytest.param(lambda raw: raw["splink"].update(unique_id_column_name=SQL), id="in the name of the key"),
        pytest.param(lambda raw: raw["splink"].update(additional_columns_to_retain=[SQL]), id="in columns to keep"),
        pytest.param(lambda raw: raw["splink"].update(match_weight_column_prefix=SQL), id="in a prefix"),
        pytest.param(lambda raw: raw["splink"].update(sql_dialect="spark"), id="in another dialect"),
    ],
)
def test_a_model_that_brings_sql_of_its_own_is_refused(tmp_path, harm):
    folder = tmp_path / "model"
    shutil.copytree(BUILT_IN, folder)
    raw = json.loads((folder / "model.json").read_text())
    harm(raw)
    (folder / "model.json").write_text(json.dumps(raw))
    with pytest.raises(UsageError, match=r"as this engine does|stands twice") as refused:
        load_model(str(folder))
    assert "passwd" not in str(refused.value)


def test_a_model_may_say_every_number_of_its_own(tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(BUILT_IN, folder)
    raw = json.loads((folder / "model.json").read_text())
    raw["splink"]["probability_two_random_records_match"] = 0.001
    levels(raw)[1].update(m_probability=0.5, u_probability=0.25)
    (folder / "model.json").write_text(json.dumps(raw))
    assert load_model(str(folder)).ladders[0].rungs[1].m == 0.5
