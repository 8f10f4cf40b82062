"""What landed and was damaged since is told with its file and a way to land it again; never read as if sound."""

import datetime as dt
import json
import shutil

import duckdb
import pytest

from mash.errors import MashError
from mash.extracts import Outcome, freshness, load_current, pull, read_row
from mash.warehouse import connect

DAY = dt.date(2026, 1, 31)
NAMES = "person_ref,forenames,surname\n"


@pytest.fixture
def landed(town):
    """A town with two lists landed, of two rows and of five hundred."""
    here = town(charity="people", refuge="people")
    here.drop("charity", "2026-01-01", "people.csv", NAMES + "P1,ANNA,SMITHERS\nP2,BEN,SMITHERS\n")
    here.drop("refuge", "2026-01-01", "people.csv", NAMES + "".join(f"P{n},ANNA,SMITHERS\n" for n in range(500)))
    assert [each.outcome for each in pull(here.hub)] == [Outcome.LANDED] * 2
    return here


def file_of(here, name, agency="charity"):
    return here.hub.landing / agency / "people" / "2026-01-01" / name


def overwrite(path, start=0):
    content = path.read_bytes()
    path.write_bytes(content[:start] + b"\xff" * (len(content) - start - 8) + content[-8:])


def as_folder(path):
    path.unlink()
    path.mkdir()


DATA = {
    "junk": lambda path: path.write_bytes(b"SMITHERS" * 99),
    "nothing": lambda path: path.write_bytes(b""),
    "a footer of junk": lambda path: overwrite(path, 4),
    "pages of junk": lambda path: path.write_bytes(b"PAR1" + b"\xff" * 300 + path.read_bytes()[304:]),
    "a folder": as_folder,
    "no file": lambda path: path.unlink(),
    "the file of another": lambda path: shutil.copy(
        path.parents[3] / "refuge" / "people" / "2026-01-01" / "data.parquet", path
    ),
    "a table of something else": lambda path: duckdb.connect().execute(
        f"copy (select unnest([1, 2]) as other) to '{path}' (format parquet)"
    ),
}


@pytest.mark.parametrize("damage", DATA.values(), ids=DATA)
def test_damaged_rows_are_told_with_their_file(landed, damage):
    path = file_of(landed, "data.parquet")
    damage(path)
    with connect(reach=landed.hub.reach) as con, pytest.raises(MashError) as told:
        load_current(con, landed.hub, DAY)
    assert told.value.where == str(path)
    assert "mash pull" in told.value.try_
    assert "SMITHERS" not in str(told.value)


def test_a_row_of_a_damaged_file_is_not_read_back(landed):
    path = file_of(landed, "data.parquet")
    path.write_bytes(b"junk")
    with pytest.raises(MashError, match="damaged or gone"):
        read_row(landed.hub, "charity", "people", "2026-01-01", 1)


def changed(**changes):
    def damage(path):
        raw = json.loads(path.read_text()) | changes
        path.write_text(json.dumps({name: value for name, value in raw.items() if value != "gone"}))

    return damage


MANIFESTS = {
    "no JSON": (lambda path: path.write_text('{"agency": "SMITHERS'), "not readable"),
    "no UTF-8": (lambda path: path.write_bytes(b"\xff\xfe"), "not readable"),
    "a list": (lambda path: path.write_text("[]"), "not readable"),
    "no count": (changed(rows_in="gone"), "not readable"),
    "something more": (changed(surprise=1), "not readable"),
    "breaches of another form": (changed(breaches=[{"what": 1}]), "not readable"),
    "counts that do not add up": (changed(rows_in=3), "rows in are not rows loaded, rejected, expired and erased"),
    "another dataset": (changed(dataset="persons"), "the manifest of another folder"),
    "another extract": (changed(extract="2026-01-02"), "the manifest of another folder"),
}


@pytest.mark.parametrize(("damage", "says"), MANIFESTS.values(), ids=MANIFESTS)
def test_a_damaged_manifest_is_told_by_all_that_read_it(landed, damage, says):
    path = file_of(landed, "manifest.json")
    damage(path)
    for read in (lambda: freshness(landed.hub, DAY), lambda: pull(landed.hub)):
        with pytest.raises(MashError, match=says) as told:
            read()
        assert told.value.where == str(path)
        assert "SMITHERS" not in str(told.value)


def test_a_manifest_that_counts_other_rows_than_its_file_has_is_told(landed):
    changed(rows_in=9, rows_loaded=9)(file_of(landed, "manifest.json"))
    with connect(reach=landed.hub.reach) as con, pytest.raises(MashError, match="holds 2 rows, its manifest says 9"):
        load_current(con, landed.hub, DAY)


def test_a_damaged_note_of_a_refusal_is_told(landed):
    path = landed.hub.landing / "charity" / "refused" / "2026-01-08.json"
    path.parent.mkdir()
    path.write_text("{")
    with pytest.raises(MashError, match="not readable"):
        pull(landed.hub)


@pytest.mark.parametrize("name", ["data.parquet", "manifest.json"])
def test_with_its_folder_moved_aside_the_delivery_lands_again(landed, name):
    path = file_of(landed, name)
    path.write_bytes(b"junk")
    path.parent.rename(landed.root / "aside")
    outcomes = {each.agency: each.outcome for each in pull(landed.hub)}
    assert outcomes == {"charity": Outcome.LANDED, "refuge": Outcome.UNCHANGED}
    with connect(reach=landed.hub.reach) as con:
        load_current(con, landed.hub, DAY)
        assert con.execute("select count(*) from source.charity.people").fetchall() == [(2,)]
