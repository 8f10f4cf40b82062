"""Every database of the engine is shut in: no other file, extension, variable or setting."""

import ast
import datetime as dt
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

import mash
from mash import warehouse
from mash.encryption import new_master
from mash.hub import create_hub

PERSON = "OTTILIE BIRKETT"


@pytest.fixture
def folders(tmp_path):
    """A folder within reach and one beyond it, with ways that lead out of the first."""
    within, beyond = tmp_path / "within", tmp_path / "beyond"
    within.mkdir()
    beyond.mkdir()
    for folder in (within, beyond):
        (folder / "rows.csv").write_text(f"name\n{PERSON}\n", encoding="utf-8")
        with duckdb.connect(str(folder / "other.duckdb")) as con:
            con.execute("create table held as select 1 as n")
    (within / "link.csv").symlink_to(beyond / "rows.csv")
    (within / "way").symlink_to(beyond, target_is_directory=True)
    return within, beyond


@pytest.fixture(params=["in memory", "a file", "beside another", "an encrypted file"])
def opened(request, folders, tmp_path, monkeypatch):
    within, _ = folders
    if request.param == "an encrypted file":
        monkeypatch.delenv("MASH_KEY_FILE", raising=False)
        monkeypatch.setenv("MASH_KEY", new_master().text)
        hub = create_hub(tmp_path / "hub", encrypted_at=dt.datetime.fromisoformat("2026-01-31T06:00"))
        return warehouse.connect(hub.root / "hub.duckdb", reach=(within,))
    if request.param == "a file":
        return warehouse.connect(tmp_path / "hub.duckdb", reach=(within,))
    con = warehouse.connect(reach=(within,), temp_directory=str(tmp_path / "spill"))
    return con if request.param == "in memory" else warehouse.connect_beside(con)


OUTWARD = {
    "a file of the system": "from read_csv('/etc/passwd')",
    "its text": "from read_text('/etc/passwd')",
    "a list of files": "from glob('/etc/*')",
    "a file beyond": "from read_csv('{beyond}/rows.csv')",
    "the way up": "from read_csv('{within}/../beyond/rows.csv')",
    "a link to a file": "from read_csv('{within}/link.csv')",
    "a link to a folder": "from read_csv('{within}/way/rows.csv')",
    "a database beyond": "attach '{beyond}/other.duckdb' as other",
    "writing beyond": "copy (select 1) to '{beyond}/out.csv'",
    "writing over a file": "copy (select 1) to '{within}/way/rows.csv'",
    "a whole database": "export database '{beyond}/all'",
    "the network": "from read_csv('http://127.0.0.1:9/rows.csv')",
    "a store in the network": "from read_parquet('s3://bucket/rows.parquet')",
    "fetching an extension": "install httpfs",
    "loading one": "load spatial",
    "loading one by path": "load '{beyond}/spatial.duckdb_extension'",
    "a variable of Python's": "from secret",
    "more memory": "set memory_limit = '64GB'",
    "access again": "set enable_external_access = true",
    "another folder": "set allowed_directories = ['/etc']",
    "unlocking": "reset lock_configuration",
}


@pytest.mark.parametrize("statement", OUTWARD.values(), ids=OUTWARD)
def test_no_statement_leads_out_of_a_database(opened, folders, statement):
    secret = pa.table({"name": [PERSON]})
    within, beyond = folders
    with pytest.raises(duckdb.Error) as told:
        opened.execute(statement.format(within=within, beyond=beyond)).fetchall()
    assert PERSON not in str(told.value)
    assert secret.num_rows == 1
    assert not (beyond / "out.csv").exists()
    assert (beyond / "rows.csv").read_text(encoding="utf-8").endswith(f"{PERSON}\n")


def test_what_is_within_reach_is_read_written_and_attached(folders):
    within, _ = folders
    with warehouse.connect(reach=(within,)) as con:
        assert con.execute(f"from read_csv('{within}/rows.csv')").fetchall() == [(PERSON,)]
        con.execute(f"copy (select 1 as n) to '{within}/out.parquet'")
        assert con.execute(f"from read_parquet('{within}/out.parquet')").fetchall() == [(1,)]
        warehouse.attach(con, within / "other.duckdb", "other")
        assert con.execute("from other.held").fetchall() == [(1,)]
        con.register("given", pa.table({"n": [2]}))
        assert con.execute("from given").fetchall() == [(2,)]


def test_one_file_may_be_allowed_without_its_folder(folders):
    _, beyond = folders
    with warehouse.connect(files=(beyond / "rows.csv",)) as con:
        assert con.execute(f"from read_csv('{beyond}/rows.csv')").fetchall() == [(PERSON,)]
        with pytest.raises(duckdb.PermissionException):
            con.execute(f"attach '{beyond}/other.duckdb' as other")


def test_a_second_connection_to_a_file_in_use_is_as_shut_in_as_the_first(tmp_path):
    with warehouse.connect(tmp_path / "hub.duckdb") as one, warehouse.connect(tmp_path / "hub.duckdb") as other:
        for con in (one, other, warehouse.cursor(one)):
            with pytest.raises(duckdb.PermissionException):
                con.execute("from read_csv('/etc/passwd')")


def test_a_database_in_memory_does_not_spill_to_the_folder_one_works_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with warehouse.connect(memory_limit="40MB", threads=1) as con, pytest.raises(duckdb.OutOfMemoryException):
        con.execute("create table big as select range, md5(range::varchar) as s from range(5000000)")
    assert list(tmp_path.iterdir()) == []


def test_times_are_utc_on_every_connection_whatever_the_machine_says(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    with warehouse.connect() as con:
        for each in (con, warehouse.cursor(con)):
            assert each.execute("select current_setting('TimeZone')").fetchall() == [("UTC",)]


def test_nothing_but_the_warehouse_opens_duckdb():
    """By the text of the engine: a connection that does not go through it would not be shut in."""
    root = Path(mash.__file__).parent
    openers = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                openers |= {path.name} if (node.value.id, node.attr) == ("duckdb", "connect") else set()
    assert openers == {"warehouse.py"}
