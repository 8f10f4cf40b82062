"""Files that are broken, each in its own way: refused with their breach.

Every one comes after a good one, which must stay in use; and no message may hold a name from a row.
"""

import datetime as dt
import gzip
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
PARQUET = parquet(f"select {COLUMNS}")
OBJECT = json.dumps({"person_ref": "P1", "surname": "SMITHERS"})

REFUSED = {
    "an empty file": ("people.csv", b"", "the file is empty"),
    "a file of blank lines": ("people.csv", b"\n\n\r\n", "the file is empty"),
    "a byte order mark and nothing": ("people.csv", b"\xef\xbb\xbf", "the file is empty"),
    "a header without rows in a full load": ("people.csv", HEADER, "an empty full load would withdraw everybody"),
    "no header": ("people.csv", ROWS, "holds none of the contract's columns"),
    "a missing column": ("people.csv", GOOD.replace("surname,", "").replace("SMITHERS,", ""), "surname is missing"),
    "a column that may be left out by another name": (
        "people.csv",
        GOOD.replace("date_of_birth", "DOB"),
        "rename 'DOB' to date_of_birth",
    ),
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
    "a line without end": ("people.csv", HEADER + "x" * (9 << 20), "has no end within 4 MiB"),
    "too many repeated keys": (
        "people.csv",
        HEADER + "".join(ROW.format(ref=f"P{n % 6}").replace("ANNA", f"ANNA {n}") for n in range(12)),
        "6 of 12 rows repeat a key (person_ref) and say something else; the contract bears 1 %, or 5 rows",
    ),
    "most rows unusable": (
        "people.csv",
        GOOD + ROW.format(ref="") * 6,
        "6 of 11 rows cannot be used: person_ref missing in 6",
    ),
    "an empty NDJSON file": ("people.ndjson", b"", "an empty full load"),
    "NDJSON cut short": ("people.ndjson", f'{OBJECT}\n{{"person_ref": "P2", "surn', "cut short"),
    "a JSON array": ("people.ndjson", f"[{OBJECT}]\n", "a JSON array"),
    "NDJSON of bare words": ("people.ndjson", "SMITHERS\nSMITHERS\n", "2 of 2 rows cannot be taken apart"),
    "NDJSON with an object for a name": (
        "people.ndjson",
        OBJECT + '\n{"person_ref": "P2", "surname": {"now": "SMITHERS"}}\n',
        "surname is a list or object in 1 rows, the contract says string",
    ),
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
    "Parquet with the reader's own column": (
        "people.parquet",
        parquet(f"select 7 as file_row_number, * from (select {COLUMNS})"),
        "has a column file_row_number",
    ),
    "Parquet with text that is no UTF-8": (
        "people.parquet",
        parquet(f"select * replace ('\\xFF\\xFE'::blob as surname) from (select {COLUMNS})"),
        "the Parquet file is damaged",
    ),
    "gzip and something after it": (
        "people.csv.gz",
        gzip.compress(GOOD.encode()) + b"SMITHERS",
        "gzip file is damaged",
    ),
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
