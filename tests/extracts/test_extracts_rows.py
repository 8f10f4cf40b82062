"""Rows that are broken, and rows that stand twice: they cost themselves, and are kept among the rejects."""

import json

import duckdb
import pytest

from mash.extracts import Outcome, pull

FROM_A_ROW = "SMITHERS"
HEADER = (
    "person_ref,forenames,surname,aliases,date_of_birth,sex,address_line_1,town,postcode,phones,emails,identifiers\n"
)
ROW = "{ref},ANNA,SMITHERS,,1984-02-03,F,1 High Street,Kendal,LA9 4CQ,07700900123,,\n"
MANY = HEADER + "".join(ROW.format(ref=f"P{number}") for number in range(1, 301))
OBJECT = json.dumps({"person_ref": "P1", "surname": "SMITHERS"})
COSTS_ROWS = {
    "one row too short": ("people.csv", MANY + "P9,x\n", {"too few fields": 1}),
    "one row too long": ("people.csv", MANY + ",".join("P" * 13) + "\n", {"too many fields": 1}),
    "one quote out of place": (
        "people.csv",
        MANY.replace("P7,ANNA", 'P7,"AN"NA'),
        {"quotes out of place": 1},
    ),
    "a forgotten quote and a later one": (
        "people.csv",
        MANY.replace("P7,ANNA", 'P7,"ANNA').replace("P20,ANNA", 'P20,"ANNA"'),
        {"quotes out of place": 1},
    ),
    "a row without key": ("people.csv", MANY + ROW.format(ref=""), {"missing": 1}),
    "a key twice": ("people.csv", MANY + ROW.format(ref="P1").replace("ANNA", "BELLA"), {"duplicate key": 1}),
    "a key twice in a short list": (
        "people.csv",
        HEADER + ROW.format(ref="P1") + ROW.format(ref="P1").replace("ANNA", "BELLA"),
        {"duplicate key": 1},
    ),
    "a row twice in a short list": ("people.csv", HEADER + ROW.format(ref="P1") * 2, {"repeated row": 1}),
    "the header again where two files were joined": (
        "people.csv",
        "\ufeff" + MANY + "\ufeff" + HEADER + ROW.format(ref="P301"),
        {"the header again": 1},
    ),
    "one JSON object with a name twice": (
        "people.ndjson",
        f'{OBJECT}\n{{"person_ref": "P2", "person_ref": "P3", "surname": "SMITHERS"}}\n',
        {"a name twice": 1},
    ),
    "one line that is no JSON": ("people.ndjson", f"{OBJECT}\nSMITHERS\n", {"not a JSON object": 1}),
}


@pytest.mark.parametrize(("name", "content", "costs"), COSTS_ROWS.values(), ids=COSTS_ROWS)
def test_a_broken_row_costs_that_row(town, name, content, costs):
    here = town()
    here.drop("charity", "2026-01-01", name, content)
    (delivery,) = pull(here.hub)
    (counts,) = delivery.datasets
    assert delivery.outcome is Outcome.LANDED
    assert {each.rule: each.rows for each in counts.breaches if each.cost == "row"} == costs
    assert counts.rows_in == counts.rows_loaded + counts.rows_rejected
    assert counts.rows_rejected == 1
    assert FROM_A_ROW not in str(delivery)


def test_rejects_keep_the_whole_row_as_it_was_received(town):
    here = town()
    content = MANY + "P9,x\n" + ROW.format(ref="")
    here.drop("charity", "2026-01-01", "people.csv", content)
    pull(here.hub)
    path = here.hub.landing / "charity" / "people" / "2026-01-01" / "rejects.parquet"
    with duckdb.connect() as con:
        rows = con.execute("select _row, line, rule, raw from read_parquet($1) order by _row", [str(path)]).fetchall()
    assert rows[0] == (301, 302, "too few fields", "P9,x")
    assert rows[1][:3] == (302, None, "missing")
    assert json.loads(rows[1][3])["surname"] == "SMITHERS"


def test_a_list_sent_twice_over_in_one_file_is_taken_once(town):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", MANY + MANY.removeprefix(HEADER))
    (delivery,) = pull(here.hub)
    (counts,) = delivery.datasets
    assert (delivery.outcome, counts.rows_in, counts.rows_loaded) == (Outcome.LANDED, 600, 300)


def test_impossible_days_cost_the_day_and_are_kept_as_they_were_sent(town):
    here = town()
    days = ["31/02/2020", "2020-02-31", "0000-00-00", "99999-01-01"]
    rows = "".join(ROW.format(ref=f"P{place}").replace("1984-02-03", day) for place, day in enumerate(days))
    here.drop("charity", "2026-01-01", "people.csv", HEADER + rows)
    (delivery,) = pull(here.hub)
    assert [(each.field, each.cost, each.rows) for each in delivery.datasets[0].breaches] == [
        ("date_of_birth", "value", 4)
    ]
    path = here.hub.landing / "charity" / "people" / "2026-01-01" / "rejects.parquet"
    with duckdb.connect() as con:
        kept = con.execute("select value from read_parquet($1) order by _row", [str(path)]).fetchall()
    assert [value for (value,) in kept] == days
