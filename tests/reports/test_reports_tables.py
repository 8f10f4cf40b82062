"""Exported tables: safe in a spreadsheet, whole, and the same whatever the order of rows."""

import csv
import datetime as dt

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash import warehouse
from mash.errors import UsageError
from mash.reports.tables import FORMULA_STARTS, TABLES, defused, export_table, restored

DDL = """
create table membership (record_key varchar, person_id varchar);
create table person (person_id varchar, forenames varchar, surname varchar, names varchar[], date_of_birth date,
    dob_precision varchar, expected_date_of_birth date, sex varchar, is_adult boolean, restricted boolean,
    records integer, agencies varchar[]);
create table tie (tie_id varchar, person_a varchar, person_b varchar, kind varchar, class varchar, a_is varchar,
    b_is varchar, from_date date, to_date date, strength double, sources integer, agencies varchar[], grade varchar,
    handling_code varchar);
create table proposal (case_id varchar, child_person_id varchar, colour varchar, at_least varchar,
    direction varchar, initial_rating varchar, decided_rating varchar, certainty double, adults_in_reach integer,
    flagged_adults integer, expected_by_chance double, missing_agencies varchar[], due_by timestamp,
    due_stage varchar, fingerprint varchar);
create table proposal_certainty (case_id varchar, colour varchar, share double, firm boolean, links integer,
    draws integer);
"""
PERSONS = [
    ("P-2", "=cmd|' /C calc'!A0", '@SUM("x")', ["=A SMITH", "B"], None, None, None, None, None, False, 1, ["police"]),
    (
        "P-1",
        "ISLA",
        "O'NEIL\nSMITH",
        ["ISLA"],
        dt.date(2022, 8, 3),
        "day",
        None,
        "F",
        False,
        True,
        2,
        ["health", "police"],
    ),
    ("P-3", "-MARY", "+1", [], None, None, None, None, True, None, 1, []),
]
PROPOSAL = (
    "R-1",
    "P-1",
    "RED",
    "RED",
    "up",
    None,
    None,
    0.993,
    9,
    3,
    -0.5,
    [],
    dt.datetime.fromisoformat("2026-01-30T13:14"),
    "final decision",
    "f",
)


@pytest.fixture
def hub():
    con = warehouse.connect()
    con.execute(DDL)
    fill(con, PERSONS)
    return con


def fill(con, persons):
    con.execute("delete from person; delete from proposal; delete from tie; delete from membership")
    con.execute("delete from proposal_certainty")
    con.execute(
        "insert into proposal_certainty values ('R-1', 'RED', 0.94, true, 3, 0), ('R-1', 'AMBER', 0.06, false, 3, 0)"
    )
    con.executemany(f"insert into person values ({', '.join('?' * 12)})", persons)
    con.execute(f"insert into proposal values ({', '.join('?' * 15)})", PROPOSAL)
    con.execute("insert into tie (tie_id, strength) values ('T-2', 0.5), ('T-1', 1)")
    con.execute("insert into membership values ('police:2', 'P-1'), ('police:1', 'P-2')")


def cells(path):
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_csv_has_every_row_in_order_and_no_formula(hub, tmp_path):
    export_table(hub, "persons", tmp_path / "p.csv")
    rows = cells(tmp_path / "p.csv")
    assert [row["person_id"] for row in rows] == ["P-1", "P-2", "P-3"]
    assert (rows[0]["surname"], rows[0]["date_of_birth"], rows[0]["is_adult"]) == (
        "O'NEIL\nSMITH",
        "2022-08-03",
        "false",
    )
    assert rows[0]["agencies"] == "health|police"
    assert (rows[1]["forenames"], rows[1]["names"]) == ("'=cmd|' /C calc'!A0", "'=A SMITH|B")
    assert (rows[2]["forenames"], rows[2]["surname"], rows[2]["names"], rows[2]["sex"]) == ("'-MARY", "'+1", "", "")


def test_numbers_are_not_taken_for_formulas(hub, tmp_path):
    export_table(hub, "proposals", tmp_path / "p.CSV")
    (row,) = cells(tmp_path / "p.CSV")
    assert (row["expected_by_chance"], row["certainty"], row["due_by"]) == ("-0.5", "0.993", "2026-01-30T13:14:00")


def test_parquet_keeps_types_and_text_as_they_are(hub, tmp_path):
    export_table(hub, "persons", tmp_path / "it's p.parquet")
    with duckdb.connect() as con:
        read = con.execute("from read_parquet($path)", {"path": str(tmp_path / "it's p.parquet")}).fetchall()
    assert read == sorted(PERSONS)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize("name", TABLES)
def test_every_table_gives_the_same_bytes_whatever_the_order_of_rows(hub, tmp_path, name, suffix):
    one, other = tmp_path / f"1.{suffix}", tmp_path / f"2.{suffix}"
    export_table(hub, name, one)
    fill(hub, PERSONS[::-1])
    export_table(hub, name, other)
    assert one.read_bytes() == other.read_bytes()
    assert one.stat().st_size > 0


def test_a_snapshot_opened_to_read_can_be_exported(tmp_path):
    with warehouse.connect(tmp_path / "hub.duckdb") as con:
        con.execute(DDL)
        fill(con, PERSONS)
    with warehouse.connect(tmp_path / "hub.duckdb", read_only=True) as con:
        for suffix in ("csv", "parquet"):
            export_table(con, "memberships", tmp_path / f"m.{suffix}")
    assert cells(tmp_path / "m.csv") == [
        {"record_key": "police:1", "person_id": "P-2", "export": ""},
        {"record_key": "police:2", "person_id": "P-1", "export": ""},
    ]


@pytest.mark.parametrize(
    ("name", "file", "says"),
    [
        pytest.param("person", "p.csv", "did you mean persons", id="a table nearly named"),
        pytest.param(
            "secrets", "p.csv", "one of memberships, persons, ties, proposals, certainties", id="no such table"
        ),
        pytest.param("persons", "p.xls", ".csv or .parquet", id="a suffix not known"),
        pytest.param("persons", "p", ".csv or .parquet", id="no suffix"),
        pytest.param("persons", "no/folder/p.csv", "folder that exists", id="a folder that is not there"),
        pytest.param("persons", "no/folder/p.parquet", "folder that exists", id="nor for parquet"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error_and_writes_nothing(hub, tmp_path, name, file, says):
    with pytest.raises(UsageError) as fault:
        export_table(hub, name, tmp_path / file)
    assert says in str(fault.value)
    assert list(tmp_path.iterdir()) == []


@given(st.text(min_size=1) | st.text("=+-@\t\r\n'a", min_size=1, max_size=4))
@settings(derandomize=True, max_examples=200)
def test_no_cell_starts_a_formula_and_all_else_is_kept(text):
    assert not defused(text).startswith(FORMULA_STARTS)
    assert restored(defused(text)) == text
