"""What pairs that people labelled teach a model, and what they may not."""

from itertools import combinations

import pytest

from mash.errors import UsageError
from mash.identity import load_labels, resolve_persons, score_pairs, train, why
from mash.identity.labelled import LEAST_LABELLED
from mash.identity.linker import splink_linker
from mash.ledger import Register

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def truth(larger_town):
    """Every pair of one person, and as many of different ones."""
    keys = sorted(row["record_key"] for row in larger_town.rows["person_record"])
    same = [pair for pair in combinations(keys, 2) if pair[0][-5:] == pair[1][-5:]]
    different = list(zip(keys, keys[7:], strict=False))
    return dict.fromkeys(same, "same") | {pair: "different" for pair in different if pair not in set(same)}


@pytest.fixture(scope="module")
def taught(larger_town, truth, as_of, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "model"
    con = larger_town.connect()
    load_labels(con, truth)
    return train(con, folder, seed=1, as_of=as_of), folder, con


@pytest.fixture(scope="module")
def untaught(larger_town, as_of, tmp_path_factory):
    return train(larger_town.connect(), tmp_path_factory.mktemp("models") / "model", seed=1, as_of=as_of)


def test_m_from_labels_is_what_splink_makes_of_them(taught):
    """Of a rung that enough labels stand on and whose m is not raised after."""
    model, _, con = taught
    con.execute(
        "create or replace temp table taught_by as select a, b from labelled_pair where is_same and not held_out"
    )
    con.execute("select a as record_id_l, b as record_id_r from taught_by")
    pairs = con.to_arrow_table()
    with splink_linker(con, model.settings) as (linker, api):
        api.register(pairs, table_name="taught_by")
        linker.training.estimate_m_from_pairwise_labels("taught_by")
        expected = linker.misc.save_model_to_json(out_path=None)
    ((number,),) = con.execute("select count(*) from taught_by").fetchall()
    assert number > 500
    card = taught[1].joinpath("card.md").read_text()
    of_labels = rungs(expected)
    lines = {rung: f"- {rung[0]}, {rung[1]}: m {m:.3g} from labels" for rung, m in of_labels.items()}
    taught_rungs = [rung for rung, line in lines.items() if line in card]
    assert card.count("from labels,") == len(taught_rungs)
    assert ("date_of_birth", "the same date of birth") in taught_rungs
    for rung in taught_rungs:
        assert rungs(model.settings)[rung] == pytest.approx(of_labels[rung], rel=1e-4)


def test_where_labels_are_few_the_unlabelled_estimate_stays(larger_town, truth, untaught, as_of, tmp_path):
    con = larger_town.connect()
    load_labels(con, dict(sorted(truth.items())[: LEAST_LABELLED - 1]))
    model = train(con, tmp_path / untaught.name, seed=1, as_of=as_of)
    assert model == untaught
    assert "from labels" not in (tmp_path / untaught.name / "card.md").read_text()


def test_what_is_labelled_different_teaches_nothing(larger_town, truth, untaught, as_of, tmp_path):
    con = larger_town.connect()
    load_labels(con, {pair: verdict for pair, verdict in truth.items() if verdict == "different"})
    assert train(con, tmp_path / untaught.name, seed=1, as_of=as_of) == untaught


def test_the_card_says_what_the_model_makes_of_the_labels_held_out(larger_town, truth, as_of, tmp_path):
    con, folder = larger_town.connect(), tmp_path / "model"
    load_labels(con, dict(sorted(truth.items())[::20]))
    model = train(con, folder, seed=1, as_of=as_of)
    held = con.execute(
        "select l.record_key, r.record_key, is_same from labelled_pair as pair"
        " inner join linkage_record as l on l.record_id = pair.a"
        " inner join linkage_record as r on r.record_id = pair.b where held_out"
    ).fetchall()
    score_pairs(con, model, as_of)
    resolve_persons(con, model, (), Register(person_of={}, last_known={}, used=frozenset()), as_of)
    found = [(is_same, why(con, model, a, b).outcome) for a, b, is_same in held]
    same, joined = sum(is_same for is_same, _ in found), [is_same for is_same, outcome in found if outcome == "same"]
    possible = sum(is_same and outcome != "different" for is_same, outcome in found)
    assert 0.15 < len(held) / con.execute("select count(*) from label").fetchall()[0][0] < 0.35
    assert (
        f"Held out, {len(held)} pairs that taught nothing: of {same} labelled the same {sum(joined)} are at join and"
        f" {possible} at possible or above; of {len(joined)} at join {sum(joined)} are labelled the same."
    ) in (folder / "card.md").read_text()


def test_labels_that_name_no_record_at_hand_are_refused_and_some_that_do_not_are_counted(
    larger_town, truth, as_of, tmp_path
):
    con = larger_town.connect()
    load_labels(con, {("x:1", "y:1"): "same"})
    with pytest.raises(UsageError, match="none of the 1 labelled pairs"):
        train(con, tmp_path / "model", seed=1, as_of=as_of)
    assert not (tmp_path / "model").exists()
    load_labels(con, {("x:1", "y:1"): "same", **truth})
    train(con, tmp_path / "model", seed=1, as_of=as_of)
    assert "; 1 more name a record that is not here." in (tmp_path / "model" / "card.md").read_text()


def rungs(settings):
    return {
        (comparison["output_column_name"], level["label_for_charts"]): level["m_probability"]
        for comparison in settings["comparisons"]
        for level in comparison["comparison_levels"]
        if "m_probability" in level
    }
