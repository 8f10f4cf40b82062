"""Extracts that are broken, each in its own way: refused with its breach, or costing no more than the rows at fault.

Every broken extract comes after a good one, which must stay in use; and no message may hold a name from a row.
"""

import datetime as dt
import gzip
import io
import json
import tempfile
from pathlib import Path

import duckdb
import pytest

from mash.extracts import Outcome, load_current, pull, refused

FROM_A_ROW = "SMITHERS"
HEADER = (
    "person_ref,forenames,surname,aliases,date_of_birth,sex,address_line_1,town,postcode,phones,emails,identifiers\n"
)
ROW = "{ref},ANNA,SMITHERS,,1984-02-03,F,1 High Street,Kendal,LA9 4BQ,07700900123,,\n"
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
PARQUET = parquet(f"select {COLUMNS}")
OBJECT = json.dumps({"person_ref": "P1", "surname": "SMITHERS"})

REFUSED = {
    "an empty file": ("people.csv", b"", "the file is empty"),
    "a file of blank lines": ("people.csv", b"\n\n\r\n", "the file is empty"),
    "a byte order mark and nothing": ("people.csv", b"\xef\xbb\xbf", "the file is empty"),
    "a header without rows in a full load": ("people.csv", HEADER, "an empty full load would withdraw everybody"),
    "no header": ("people.csv", ROWS, "holds none of the contract's columns"),
    "a missing column": ("people.csv", GOOD.replace("postcode,", "").replace("LA9 4BQ,", ""), "postcode is missing"),
    "a renamed column": ("people.csv", GOOD.replace("date_of_birth", "birth_date"), "rename 'birth_date' to date_of_b"),
    "a column twice": ("people.csv", GOOD.replace("town,", "sex,"), "'sex' stands 2 times"),
    "semicolons": ("people.csv", GOOD.replace(",", ";"), "the delimiter is a semicolon"),
    "tabs": ("people.csv", GOOD.replace(",", "\t"), "the delimiter is a tab"),
    "quotes out of place in the header": ("people.csv", '"a"b' + GOOD, "the header's quotes are out of place"),
    "UTF-32": ("people.csv", GOOD.encode("utf-32"), "the encoding is UTF-32"),
    "UTF-16 cut in half a character": ("people.csv", GOOD.encode("utf-16")[:-1], "not valid UTF-16"),
    "NUL bytes all over": ("people.csv", b"\0" * 500, "full of NUL bytes"),
    "a spreadsheet by the name of CSV": ("people.csv", b"PK\x03\x04" + GOOD.encode(), "a spreadsheet or zip"),
    "gzip by the name of CSV": ("people.csv", gzip.compress(GOOD.encode()), "compressed with gzip"),
    "Parquet by the name of CSV": ("people.csv", PARQUET, "a Parquet file"),
    "CSV by the name of gzip": ("people.csv.gz", GOOD, "gzip file is damaged"),
    "gzip cut short": ("people.csv.gz", gzip.compress(GOOD.encode())[:-12], "gzip file is damaged or cut short"),
    "gzip with a flipped byte": (
        "people.csv.gz",
        bytes(byte ^ (0xFF if place == 40 else 0) for place, byte in enumerate(gzip.compress(GOOD.encode()))),
        "gzip file is damaged",
    ),
    "cut short within the last row": ("people.csv", GOOD[:-60], "cut short: line 6"),
    "a quote never closed": ("people.csv", GOOD + 'P6,"ANNA,SMITHERS\n', "the quote opened in line 7 is never closed"),
    "cut short within a quote": ("people.csv", GOOD + 'P6,"AN', "the quote opened in line 7 is never closed"),
    "most rows ragged": ("people.csv", HEADER + "a,b\n" * 3 + ROWS, "3 of 8 rows cannot be taken apart"),
    "a line without end": ("people.csv", HEADER + "x" * (9 << 20), "has no end within 8 MiB"),
    "too many repeated keys": ("people.csv", GOOD + ROWS, "5 of 10 rows repeat a key (person_ref)"),
    "an empty NDJSON file": ("people.ndjson", b"", "an empty full load"),
    "NDJSON cut short": ("people.ndjson", f'{OBJECT}\n{{"person_ref": "P2", "surn', "cut short"),
    "a JSON array": ("people.ndjson", f"[{OBJECT}]\n", "a JSON array"),
    "NDJSON of bare words": ("people.ndjson", "SMITHERS\nSMITHERS\n", "2 of 2 rows cannot be taken apart"),
    "NDJSON without the key": ("people.ndjson", '{"surname": "SMITHERS"}\n', "column person_ref is missing"),
    "NDJSON with a misspelt name": (
        "people.ndjson",
        '{"person_ref": "P1", "adress_line_1": "SMITHERS"}\n',
        "rename 'adress_line_1' to address_line_1",
    ),
    "an empty Parquet file": ("people.parquet", b"", "the file is empty"),
    "CSV by the name of Parquet": ("people.parquet", GOOD, "not a Parquet file"),
    "Parquet cut short": ("people.parquet", PARQUET[:-20], "the Parquet footer is missing"),
    "Parquet with a broken footer": (
        "people.parquet",
        PARQUET[:-200] + b"\xff" * 192 + PARQUET[-8:],
        "the Parquet file is damaged",
    ),
    "Parquet without rows": ("people.parquet", parquet(f"select {COLUMNS} where false"), "an empty full load"),
    "Parquet with a structure for a name": (
        "people.parquet",
        parquet(f"select * replace ({{'a': 'SMITHERS'}} as surname) from (select {COLUMNS})"),
        "column surname holds STRUCT, the contract says string",
    ),
}


@pytest.mark.parametrize(("name", "content", "says"), REFUSED.values(), ids=REFUSED)
def test_a_broken_extract_is_refused_and_the_last_good_one_stays_in_use(town, name, content, says):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", GOOD)
    here.drop("charity", "2026-01-08", name, content)
    good, bad = pull(here.hub)
    assert (good.outcome, bad.outcome) == (Outcome.LANDED, Outcome.REFUSED)
    assert says in "\n".join(bad.breaches)
    error = refused([good, bad])
    assert error is not None
    assert error.exit_code == 3
    assert name in str(error)
    assert FROM_A_ROW not in str(error) + str(bad)
    assert FROM_A_ROW not in (here.hub.landing / "charity" / "refused" / "2026-01-08.json").read_text()
    with duckdb.connect() as con:
        load_current(con, here.hub, dt.date(2026, 2, 1))
        assert con.execute("select count(*), min(_extract) from source.charity.people").fetchall() == [
            (5, "2026-01-01")
        ]


def rows_as(text, encoding):
    return text.replace("ANNA", "Zoë").encode(encoding)


MANY = HEADER + "".join(ROW.format(ref=f"P{number}") for number in range(1, 301))
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
    "a key twice": ("people.csv", MANY + ROW.format(ref="P1"), {"duplicate key": 1}),
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


def test_all_breaches_of_all_files_stand_in_one_message(town, csv_of):
    here = town(police="police")
    here.drop("police", "2026-01-01", "occurrences.csv", csv_of("occurrences").replace("category,", "kategory,"))
    here.drop("police", "2026-01-01", "occurrence_roles.csv", b"")
    here.drop("police", "2026-01-01", "markers.csv", csv_of("markers").replace(",", ";"))
    (delivery,) = pull(here.hub)
    message = str(refused([delivery]))
    for says in ("occurrences.csv: column category is missing", "occurrence_roles.csv: the file is empty", "semicolon"):
        assert says in message
    assert not (here.hub.landing / "police" / "occurrences").exists()


def test_a_good_file_is_not_landed_beside_a_bad_one(town, csv_of):
    here = town(police="police")
    roles = csv_of("occurrence_roles", {"occurrence_ref": "O1", "nominal_ref": "N1", "role": "suspect"})
    here.drop("police", "2026-01-01", "occurrence_roles.csv", roles)
    here.drop("police", "2026-01-01", "markers.csv", b"")
    pull(here.hub)
    assert list(here.landed("police")) == ["refused/2026-01-01.json"]


def test_swapped_files_are_known_for_what_they_are(town, csv_of):
    here = town(police="police")
    marker = {"nominal_ref": "N1", "scheme": "VISOR", "valid_from": "2020-01-01", "status": "current"}
    here.drop("police", "2026-01-01", "occurrences.csv", csv_of("markers", marker))
    (delivery,) = pull(here.hub)
    assert "looks like the dataset markers" in str(delivery.breaches)


def test_one_dataset_in_two_files_is_refused(town):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", GOOD)
    here.drop("charity", "2026-01-01", "people.csv.gz", gzip.compress(GOOD.encode()))
    (delivery,) = pull(here.hub)
    assert "people is sent 2 times over" in str(delivery.breaches)


def test_a_folder_without_any_file_of_the_contract_is_refused(town):
    here = town()
    here.drop("charity", "2026-01-01", "persons.csv", GOOD)
    (delivery,) = pull(here.hub)
    assert "holds no file of the contract" in str(delivery.breaches)


def test_files_and_folders_that_are_none_of_ours_are_reported_and_left(town):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", GOOD)
    here.drop("charity", "2026-01-01", "README.txt", "hello")
    here.drop("charity", "last week", "people.csv", GOOD)
    here.drop("charity", "2026-02-30", "people.csv", GOOD)
    deliveries = pull(here.hub)
    assert [delivery.outcome for delivery in deliveries] == [Outcome.SKIPPED, Outcome.SKIPPED, Outcome.LANDED]
    assert "'2026-02-30' is no extract" in deliveries[0].message
    assert deliveries[2].warnings == ("README.txt is no file of the contract and was left out",)


def test_an_agency_without_a_drop_folder_is_reported(town):
    here = town()
    (here.drops / "charity").rmdir()
    (delivery,) = pull(here.hub)
    assert delivery.outcome is Outcome.SKIPPED
    assert "no drop folder" in delivery.message


def test_an_empty_load_of_changes_is_no_breach(town, csv_of):
    here = town(health="health")
    here.drop("health", "2026-01-01", "attendances.csv", csv_of("attendances"))
    (delivery,) = pull(here.hub)
    assert (delivery.outcome, delivery.datasets[0].rows_in) == (Outcome.LANDED, 0)


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


def test_the_original_is_kept_byte_for_byte(town):
    here = town()
    content = gzip.compress(io.BytesIO(rows_as(GOOD, "cp1252")).getvalue())
    here.drop("charity", "2026-01-01", "people.csv.gz", content)
    pull(here.hub)
    assert here.landed("charity")["people/2026-01-01/original.csv.gz"] == content
