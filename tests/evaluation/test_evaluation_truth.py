"""Which folders are the truth of this hub's town, and what is said of those that are not."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from mash import warehouse
from mash.errors import NotFound, Refused, UsageError
from mash.evaluation import evaluate_hub
from mash.evaluation.truth import BESIDE, READ, load_truth
from mash.hub import create_hub

AS_OF = dt.date(2026, 1, 31)
MANIFEST = {"seed": 1, "persons": 3, "as_of": "2026-01-31", "profile": "abc"}


@pytest.fixture
def town(tmp_path):
    """A truth of three people with a record each, and a connection to a hub that has the same."""
    folder = tmp_path / "truth"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    con = warehouse.connect(threads=1, reach=(tmp_path,))
    con.execute("create table membership as select 'a:' || n as record_key, 'T' || n as person_id from range(3) t(n)")
    con.execute(
        "create table persons as select 'T' || n as person_id, date '1980-01-01' + n::int as date_of_birth"
        " from range(3) t(n)"
    )
    for table in (*READ, *BESIDE):
        con.execute(f"create table if not exists {table} as select 1 as never_read")
        con.execute(f"copy {table} to '{folder / table}.parquet'")
    con.execute("attach ':memory:' as hub")
    con.execute(
        "create table hub.person_record as select 'a:' || n as record_key, 'day' as dob_precision,"
        " date '1980-01-01' + n::int as date_of_birth from range(3) t(n)"
    )
    return con, folder


def test_the_truth_of_the_hubs_own_town_is_read(town):
    con, folder = town
    facts = load_truth(con, folder, AS_OF)
    assert (facts.seed, facts.persons, facts.as_of) == (1, 3, AS_OF)


def test_the_truth_of_a_town_with_other_records_is_refused(town):
    con, folder = town
    con.execute("update hub.person_record set record_key = 'b:' || record_key")
    with pytest.raises(Refused, match="knows 0 of the hub's 3 records"):
        load_truth(con, folder, AS_OF)


def test_the_truth_of_a_town_with_the_same_keys_and_other_people_is_refused(town):
    con, folder = town
    con.execute("update hub.person_record set date_of_birth = date '2001-01-01'")
    with pytest.raises(Refused, match="agrees on 0 of 3 dates of birth"):
        load_truth(con, folder, AS_OF)


def test_a_folder_without_truth_is_not_found(tmp_path, bench):
    with pytest.raises(NotFound, match=r"no manifest\.json"):
        load_truth(bench.con, tmp_path, AS_OF)


def test_the_folder_above_the_truth_is_told_where_the_truth_is(town):
    con, folder = town
    with pytest.raises(NotFound) as caught:
        load_truth(con, folder.parent, AS_OF)
    assert caught.value.try_ == str(folder)


@pytest.mark.parametrize("table", [*READ, *BESIDE])
def test_a_table_that_is_gone_is_named(town, table):
    con, folder = town
    (folder / f"{table}.parquet").unlink()
    with pytest.raises(NotFound, match="lacks this table") as caught:
        load_truth(con, folder, AS_OF)
    assert caught.value.where == str(folder / f"{table}.parquet")


def test_the_truth_of_another_day_is_refused_with_both_days(town):
    con, folder = town
    with pytest.raises(Refused, match="run is of 2026-01-29 and the truth of 2026-01-31") as caught:
        load_truth(con, folder, dt.date(2026, 1, 29))
    assert "mash nightly --as-of 2026-01-31" in caught.value.try_


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        pytest.param("manifest.json", "{", "manifest cannot be read", id="a manifest cut short"),
        pytest.param("manifest.json", "{}", "manifest cannot be read", id="a manifest of nothing"),
        pytest.param("persons.parquet", "name,born", "not a Parquet file", id="a table that is no Parquet"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(town, file, text, says):
    con, folder = town
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says) as caught:
        load_truth(con, folder, AS_OF)
    assert file in caught.value.where


def test_tables_of_another_version_are_refused(town):
    con, folder = town
    con.execute(f"copy (select record_key as key from membership) to '{folder / 'membership.parquet'}'")
    with pytest.raises(UsageError, match="not those of this version"):
        load_truth(con, folder, AS_OF)


def test_a_hub_before_its_first_night_has_nothing_to_measure(tmp_path):
    with pytest.raises(NotFound, match="no published run"):
        evaluate_hub(create_hub(tmp_path / "hub"), tmp_path)


def test_nothing_to_measure_against_is_a_question_back(tmp_path):
    with pytest.raises(UsageError, match="--labels"):
        evaluate_hub(create_hub(tmp_path / "hub"))
