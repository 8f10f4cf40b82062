"""Many pairs side by side, and what they weigh."""

import duckdb
import numpy as np
import pytest

from mash.identity.gathering import _Records, gathered_pairs
from mash.identity.guards import VETOES, doubt, guard
from mash.identity.linkage import PARTS
from mash.identity.linker import splink_linker
from mash.identity.pairing import columns_of, paired_records_sql
from mash.identity.scoring import CANDIDATES, fitted, judge_pairs
from mash.identity.weights import weight_sql

ALL = "(select a.record_id as a, b.record_id as b, 1 as position from linkage_record as a, linkage_record as b)"


def test_the_weights_are_splinks_to_the_last_bit(town_run, model):
    """Of pairs whose family was not known better at the second look: Splink sees the records as they were sent."""
    fits = fitted(town_run, model)
    own = weight_sql(fits)
    with gathered_pairs(town_run, CANDIDATES, ("position",), read_by=own) as paired:
        town_run.execute(f"create or replace temp table own_weight as select a, b, {own} as weight from ({paired})")
    town_run.execute("select join_key_l, join_key_r, position::varchar as match_key from candidate_pair")
    pairs = town_run.to_arrow_table()
    with splink_linker(town_run, fits.settings) as (linker, api):
        linker.table_management.register_blocked_pairs_for_predict(api.register(pairs, table_name="candidates"))
        scored = linker.inference.predict(threshold_match_weight=None, warning_mode="never")
        api.duckdb_con.execute(f"select record_id_l as a, record_id_r as b, match_weight from {scored.physical_name}")
        of_splink = api.duckdb_con.to_arrow_table()
    town_run.register("of_splink", of_splink)
    ((compared, largest),) = town_run.execute(
        "select count(*), max(abs(weight - match_weight)) from own_weight inner join of_splink using (a, b)"
        " where a not in (select record_id from widened_family) and b not in (select record_id from widened_family)"
    ).fetchall()
    town_run.unregister("of_splink")
    assert compared > 100
    assert largest < 1e-9


@pytest.mark.parametrize("pairs", [CANDIDATES, ALL, f"(from {CANDIDATES} where a < 0)"], ids=["some", "all", "none"])
def test_gathered_pairs_are_those_a_join_gives(town_run, pairs, monkeypatch):
    monkeypatch.setattr("mash.identity.gathering.AT_ONCE", 1000)
    names = [f"{name}_{side}" for name in columns_of(town_run, "linkage_record")[1:] for side in "lr"]
    columns = ["a", "b", "position", "beside", "rivalled", *names]
    with gathered_pairs(town_run, pairs, ("position",), read_by=" ".join(names)) as paired:
        town_run.execute(f"create or replace temp table gathered as select {', '.join(columns)} from ({paired})")
    town_run.execute(
        f"create or replace temp table joined as select {', '.join(columns)}"
        f" from ({paired_records_sql(town_run, pairs, ('position',))})"
    )
    counted = "select (select count(*) from gathered), (select count(*) from joined)"
    ((gathered, joined),) = town_run.execute(counted).fetchall()
    assert gathered == joined
    assert town_run.execute("from gathered except all from joined").fetchall() == []


def test_what_is_judged_of_gathered_pairs_is_what_a_join_and_the_texts_themselves_give(town_run, model):
    """Gathered, lists of which only that is asked are numbers, and every pair is judged whole in one statement."""
    weight, floor, possible = weight_sql(fitted(town_run, model)), -60.0, model.thresholds.possible
    judge_pairs(town_run, model, ALL, floor)
    weighed = f"select *, {weight} as weight from ({paired_records_sql(town_run, ALL, ('position',))})"
    plain = (
        f"select a, b, weight, position, {guard(VETOES)} as veto, {doubt('weight')} as doubt"
        f" from ({weighed}) where weight >= {floor}"
    )
    town_run.execute(f"create or replace temp table plainly as {plain}")
    counted = "select count(*), count(veto), count(doubt) from guarded_pair"
    ((judged, vetoed, doubted),) = town_run.execute(counted).fetchall()
    assert judged > vetoed > 100 > doubted > 0
    matters = f"select * replace (case when weight >= {possible} and veto is null then doubt end as doubt) from plainly"
    assert town_run.execute(f"({matters}) except all from guarded_pair").fetchall() == []
    assert town_run.execute(f"from guarded_pair except all ({matters})").fetchall() == []


def test_a_pair_without_its_records_is_a_fault_and_takes_no_other_record(town_run):
    ((gone, other),) = town_run.execute("select min(record_id), max(record_id) from linkage_record").fetchall()
    town_run.execute("begin")
    try:
        town_run.execute("delete from linkage_record where record_id = ?", [gone])
        astray = f"(select {gone} as a, {other} as b)"
        with (
            pytest.raises((IndexError, duckdb.Error), match="out of bounds"),
            gathered_pairs(town_run, astray, (), read_by="dob_l") as paired,
        ):
            town_run.execute(paired).fetchall()
    finally:
        town_run.execute("rollback")


def test_only_columns_that_are_read_are_gathered(town_run):
    with gathered_pairs(town_run, CANDIDATES, (), read_by="dob_l = dob_r") as paired:
        found = [name for name, *_ in town_run.execute(f"describe {paired}").fetchall()]
    assert found == ["a", "b", "beside", "rivalled", "dob_l", "dob_r"]


def test_a_record_stands_once_in_a_lot_however_many_of_its_pairs(town_run):
    ((most,),) = town_run.execute(f"select max(n) from (select count(*) as n from {CANDIDATES} group by a)").fetchall()
    assert most > 1
    records = _Records(town_run, CANDIDATES, "dob_l = dob_r")
    ((one, others),) = town_run.execute(
        f"select a, list(b order by b) from {CANDIDATES} group by a having count(*) = {most} order by a limit 1"
    ).fetchall()
    left, right = records.take(np.full(most, one), np.array(others))
    assert len(left.dictionary) == most + 1 == len(right.dictionary)
    assert left.to_pylist() == left.to_pylist()[:1] * most


def test_nothing_is_kept_of_what_records_are_made_of(town_run):
    left = {name for (name,) in town_run.execute("select table_name from duckdb_tables() where temporary").fetchall()}
    assert not left & set(PARTS)
