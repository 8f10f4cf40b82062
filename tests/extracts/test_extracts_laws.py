"""Laws of landing, held against files that were damaged at random."""

import csv
import gzip
import io
import json

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.extracts import Outcome, pull, refused

SOUND = (
    "person_ref,forenames,surname,aliases,date_of_birth,sex,address_line_1,town,postcode,phones,emails,identifiers\n"
    'P1,ANNA,O\'HARA,"A B|C D",1984-02-03,F,"1, High Street",Kendal,LA9 4CQ,07700900123,,nhs:9994347608\r\n'
    'P2,José,"DE ""LA"" CRUZ",,1990-12-31,M,"Flat 2\nThe Mill",Truro,TR1 2HO,,,\n'
    "P3,,SMITH,,31/12/2020,X,,,,,,\n"
    "P4,ZOË,SMITH,,,,,,,,,\n"
).encode()

DAMAGE = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.integers(0, len(SOUND) - 1), st.integers(0, 255)),
        st.tuples(st.just("insert"), st.integers(0, len(SOUND)), st.sampled_from(b'",\n\r\0\xff\xe9|;')),
        st.tuples(st.just("cut"), st.integers(1, len(SOUND)), st.just(0)),
        st.tuples(st.just("drop"), st.integers(0, len(SOUND) - 1), st.just(0)),
    ),
    max_size=4,
)


def damaged(content, damage):
    made = bytearray(content)
    for kind, place, byte in damage:
        at = min(place, len(made))
        if kind == "insert":
            made.insert(at, byte)
        elif kind == "cut":
            del made[at:]
        elif at < len(made):
            if kind == "set":
                made[at] = byte
            else:
                del made[at]
    return bytes(made)


def held(here, delivery):
    """Either everything adds up, or nothing landed and a breach says why."""
    if delivery.outcome is Outcome.REFUSED:
        assert delivery.breaches
        assert refused([delivery]) is not None
        assert [path for path in here.landed("charity") if not path.startswith("refused/")] == []
        return
    assert delivery.outcome is Outcome.LANDED
    folder = here.hub.landing / "charity" / "people" / "2026-01-01"
    manifest = json.loads((folder / "manifest.json").read_text())
    with duckdb.connect() as con:
        (loaded,) = con.execute("select count(*) from read_parquet($1)", [str(folder / "data.parquet")]).fetchone()
        (rejected,) = con.execute(
            "select count(distinct _row) from read_parquet($1) where cost = 'row'", [str(folder / "rejects.parquet")]
        ).fetchone()
    assert manifest["rows_in"] == loaded + rejected
    assert (manifest["rows_loaded"], manifest["rows_rejected"]) == (loaded, rejected)


@settings(derandomize=True, deadline=None, max_examples=30)
@given(damage=DAMAGE, again=st.booleans())
def test_a_damaged_csv_is_landed_without_losing_a_row_or_refused(town, damage, again):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", damaged(SOUND, damage))
    (delivery,) = pull(here.hub)
    held(here, delivery)
    if again:
        before = here.landed("charity")
        (second,) = pull(here.hub)
        assert second.outcome in {Outcome.UNCHANGED, Outcome.REFUSED}
        assert here.landed("charity") == before


@settings(derandomize=True, deadline=None, max_examples=8)
@given(damage=DAMAGE)
def test_a_damaged_gzip_is_landed_or_refused(town, damage):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv.gz", damaged(gzip.compress(SOUND, mtime=0), damage))
    (delivery,) = pull(here.hub)
    held(here, delivery)


JSON = b"".join(
    json.dumps({key: value for key, value in row.items() if value}).encode() + b"\n"
    for row in csv.DictReader(io.StringIO(SOUND.decode(), newline=""))
)


@settings(derandomize=True, deadline=None, max_examples=12)
@given(damage=DAMAGE)
def test_a_damaged_ndjson_is_landed_or_refused(town, damage):
    here = town()
    here.drop("charity", "2026-01-01", "people.ndjson", damaged(JSON, damage))
    (delivery,) = pull(here.hub)
    held(here, delivery)
