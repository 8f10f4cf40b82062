"""What an office may send: encodings, line ends, quotes, lists and types are read for what they mean."""

import datetime as dt
import gzip
import io
import json
import tempfile
from pathlib import Path

import duckdb
import pytest

from mash.extracts import load_current, pull, refused

HEADER = (
    "person_ref,forenames,surname,aliases,date_of_birth,sex,address_line_1,town,postcode,phones,emails,identifiers\n"
)
ROW = "{ref},ANNA,SMITHERS,,1984-02-03,F,1 High Street,Kendal,LA9 4CQ,07700900123,,\n"
ROWS = "".join(ROW.format(ref=f"P{number}") for number in range(1, 6))
GOOD = HEADER + ROWS


def parquet(select):
    """The bytes of a Parquet file of that query."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        path = Path(folder) / "f.parquet"
        con.execute(f"copy ({select}) to '{path}' (format parquet)")
        return path.read_bytes()


COLUMNS = ", ".join(
    f"'{value}' as {name}" if value else f"null::varchar as {name}"
    for name, value in zip(HEADER.strip().split(","), ROW.format(ref="P1").strip().split(","), strict=True)
)


def rows_as(text, encoding):
    return text.replace("ANNA", "Zoë").encode(encoding)


READ = {
    "UTF-8": ("people.csv", rows_as(GOOD, "utf-8"), "utf-8"),
    "UTF-8 with a byte order mark": ("people.csv", rows_as(GOOD, "utf-8-sig"), "utf-8"),
    "CP1252": ("people.csv", rows_as(GOOD, "cp1252"), "utf-8, cp1252"),
    "UTF-16 with a byte order mark": ("people.csv", rows_as(GOOD, "utf-16"), "utf-16-le"),
    "UTF-16 big-endian without": ("people.csv", rows_as(GOOD, "utf-16-be"), "utf-16-be"),
    "UTF-16 little-endian without": ("people.csv", rows_as(GOOD, "utf-16-le"), "utf-16-le"),
    "lines of both UTF-8 and CP1252": (
        "people.csv",
        (HEADER + ROWS).replace("ANNA", "Zoë", 3).encode() + b"P6,Zo\xeb" + b"," * 10 + b"\n",
        "utf-8, cp1252",
    ),
    "lines ending in CR LF": ("people.csv", rows_as(GOOD.replace("\n", "\r\n"), "utf-8"), "utf-8"),
    "lines ending in CR alone": ("people.csv", rows_as(GOOD.replace("\n", "\r"), "utf-8"), "utf-8"),
    "no line end after the last row": ("people.csv", rows_as(GOOD[:-1], "utf-8"), "utf-8"),
    "blank lines between": ("people.csv", rows_as(GOOD.replace("\n", "\n\n  \n"), "utf-8"), "utf-8"),
    "white space around cells": ("people.csv", rows_as(GOOD.replace(",", " , "), "utf-8"), "utf-8"),
    "every cell quoted": (
        "people.csv",
        rows_as("".join('"' + line.replace(",", '","') + '"\n' for line in GOOD.splitlines()), "utf-8"),
        "utf-8",
    ),
    "columns in another order": (
        "people.csv",
        rows_as("".join(",".join(line.split(",")[::-1]) + "\n" for line in GOOD.splitlines()), "utf-8"),
        "utf-8",
    ),
    "gzip": ("people.csv.gz", gzip.compress(rows_as(GOOD, "utf-8")), "utf-8"),
    "byte order marks where files were joined": (
        "people.csv",
        rows_as("\ufeff\ufeff" + HEADER + "\ufeff".join(ROW.format(ref=f"P{n}") for n in (1, 2)), "utf-8"),
        "utf-8",
    ),
    "all kinds of line ends in one file": (
        "people.csv",
        rows_as(HEADER + "\r\n".join(ROW.format(ref=f"P{n}")[:-1] + "\r" for n in (1, 2)), "utf-8"),
        "utf-8",
    ),
    "a spreadsheet's empty columns": ("people.csv", rows_as(GOOD.replace("\n", ",,\n"), "utf-8"), "utf-8"),
    "gzip in two parts": (
        "people.csv.gz",
        gzip.compress(HEADER.encode()) + gzip.compress(rows_as(ROWS, "utf-8")),
        "utf-8",
    ),
    "a list of names and nothing else": (
        "people.csv",
        "person_ref,forenames,surname\nP1,Zoë,SMITHERS\n".encode(),
        "utf-8",
    ),
    "Parquet of names and nothing else": (
        "people.parquet",
        parquet("select 1 as person_ref, 'Zoë' as forenames, 'S' as surname"),
        None,
    ),
    "NUL bytes here and there": ("people.csv", rows_as(GOOD.replace("ANNA", "AN\0NA"), "utf-8"), "utf-8"),
    "NDJSON": ("people.ndjson", '{"person_ref": "P1", "forenames": "Zoë"}\n'.encode(), "utf-8"),
    "NDJSON in gzip": ("people.ndjson.gz", gzip.compress('{"person_ref": "P1", "forenames": "Zoë"}'.encode()), "utf-8"),
    "Parquet": ("people.parquet", parquet(f"select * replace ('Zoë' as forenames) from (select {COLUMNS})"), None),
}


@pytest.mark.parametrize(("name", "content", "encoding"), READ.values(), ids=READ)
def test_what_an_office_may_send_is_read(town, name, content, encoding):
    here = town()
    here.drop("charity", "2026-01-01", name, content)
    (delivery,) = pull(here.hub)
    assert delivery.breaches == ()
    assert delivery.datasets[0].rows_rejected == 0
    folder = here.hub.landing / "charity" / "people" / "2026-01-01"
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["encoding"] == encoding
    with duckdb.connect() as con:
        found = con.execute("select distinct forenames from read_parquet($1)", [str(folder / "data.parquet")])
        names = {name for (name,) in found.fetchall()}
    assert names <= {"Zoë", "ANNA"}
    assert "Zoë" in names or "NUL" in str(delivery.warnings) or "control characters" in str(delivery.warnings)


def test_cells_keep_commas_quotes_and_line_breaks(town, csv_of):
    hard = {"person_ref": "P1", "surname": 'O"Hara, "Mo"', "address_line_1": "Flat 1,\nThe Mill\n\nEnd", "town": "a|b"}
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", csv_of("people", hard, {"person_ref": "P2"}))
    pull(here.hub)
    with duckdb.connect() as con:
        load_current(con, here.hub, dt.date(2026, 1, 1))
        rows = con.execute("select surname, address_line_1, town, _row from source.charity.people order by _row")
        assert rows.fetchall() == [('O"Hara, "Mo"', "Flat 1,\nThe Mill\n\nEnd", "a|b", 1), (None, None, None, 2)]


def test_lists_are_read_alike_from_every_format(town, csv_of):
    loose = {"person_ref": "P1", "phones": " 07700 900123 || 07700 900124|", "aliases": "|"}
    here = town(a="people", b="people", c="people")
    here.drop("a", "2026-01-01", "people.csv", csv_of("people", loose))
    here.drop(
        "b", "2026-01-01", "people.ndjson", '{"person_ref": "P1", "phones": ["07700 900123", "", "07700 900124"]}'
    )
    listed = "['07700 900123', null, '07700 900124'] as phones, []::varchar[] as aliases"
    here.drop("c", "2026-01-01", "people.parquet", parquet(f"select * replace ({listed}) from (select {COLUMNS})"))
    assert refused(pull(here.hub)) is None
    with duckdb.connect() as con:
        load_current(con, here.hub, dt.date(2026, 1, 1))
        for agency in "abc":
            rows = con.execute(f"select phones, aliases from source.{agency}.people").fetchall()
            assert rows == [(["07700 900123", "07700 900124"], None)]


def test_typed_columns_of_parquet_are_read_as_what_they_are(town):
    here = town(police="police")
    select = (
        "select 'O1' as occurrence_ref, 43 as force_code, null::varchar as source_system, 'assault' as category, "
        "timestamp '2025-12-31 00:00:00' as occurred_on, date '2026-01-01' as recorded_on, "
        "null::varchar as reported_by_nominal_ref, null::varchar as postcode, null::varchar as dash_grade, "
        "null::varchar as outcome, null::varchar as summary"
    )
    here.drop("police", "2026-01-01", "occurrences.parquet", parquet(select))
    pull(here.hub)
    with duckdb.connect() as con:
        load_current(con, here.hub, dt.date(2026, 1, 1))
        rows = con.execute("select force_code, occurred_on, recorded_on from source.police.occurrences").fetchall()
    assert rows == [("43", dt.date(2025, 12, 31), dt.date(2026, 1, 1))]


def test_the_original_is_kept_byte_for_byte(town):
    here = town()
    content = gzip.compress(io.BytesIO(rows_as(GOOD, "cp1252")).getvalue())
    here.drop("charity", "2026-01-01", "people.csv.gz", content)
    pull(here.hub)
    assert here.landed("charity")["people/2026-01-01/original.csv.gz"] == content


def test_a_key_after_a_byte_order_mark_is_the_key(town):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", HEADER + "\ufeff" + ROW.format(ref="P1"))
    (delivery,) = pull(here.hub)
    assert "1 control characters were left out" in str(delivery.warnings)
    with duckdb.connect() as con:
        load_current(con, here.hub, dt.date(2026, 1, 1))
        assert con.execute("select person_ref from source.charity.people").fetchall() == [("P1",)]


def test_columns_that_may_be_left_out_are_told_when_they_are(town):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", "person_ref,forenames,surname,sex\nP1,ANNA,SMITHERS,F\n")
    (delivery,) = pull(here.hub)
    (note,) = delivery.warnings
    assert note.startswith("people.csv: no column aliases, date_of_birth, address_line_1")
    assert "sex" not in note
