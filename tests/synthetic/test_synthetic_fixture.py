"""The committed town is the generator's, to the byte, and holds some of everything that the tests need."""

from pathlib import Path

import duckdb
import pytest

from mash.synthetic.fixture import write_fixture

TOWN = Path(__file__).parents[2] / "fixtures" / "town"


def contents(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_committed_files_are_the_generators_to_the_byte(tmp_path):
    write_fixture(tmp_path / "town")
    kept, written = contents(TOWN), contents(tmp_path / "town")
    assert kept.keys() == written.keys()
    assert [path for path in kept if kept[path] != written[path]] == []


def test_the_files_are_small():
    assert sum(len(content) for content in contents(TOWN).values()) < 3_000_000


@pytest.mark.parametrize(
    ("query", "least"),
    [
        ("from proposals where colour = 'RED'", 5),
        ("from proposals where colour = 'AMBER'", 10),
        ("from proposals where colour = 'GREEN'", 10),
        ("from proposals where at_least != 'GREEN' and flagged_adults > 0", 5),
        ("from proposals where flagged_adults = 0", 5),
        ("from flags where status = 'current'", 20),
        ("from flags where status in ('expired', 'discharged')", 10),
        ("from persons where is_twin", 20),
        ("from persons where adopted", 5),
        ("from membership where sealed", 5),
        ("from membership where other_person_id is not null", 3),
        ("from persons where no_fixed_abode", 20),
        ("from episodes where episode_type = 'LAC' and to_date is null", 3),
        ("from (select distinct community from persons)", 12),
    ],
    ids=[
        "red cases",
        "amber cases",
        "green cases",
        "cases with a flagged adult and a rule that fired",
        "cases near nobody flagged",
        "current flags",
        "flags that are over",
        "twins",
        "adopted children",
        "sealed records",
        "records that mix two people",
        "people of no fixed abode",
        "children looked after",
        "naming communities",
    ],
)
def test_the_town_holds_some_of_everything(query, least):
    with duckdb.connect() as con:
        for path in (TOWN / "truth").glob("*.parquet"):
            con.execute(f"create view {path.stem} as from '{path}'")
        ((found,),) = con.execute(f"select count(*) {query}").fetchall()
    assert found >= least
