"""Files, books and databases of an encrypted hub: read as they were written, and by nobody without the key."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import threading

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash import warehouse
from mash.audit import Entry, append, open_audit
from mash.encryption import (
    NotOurs,
    Unfinished,
    given_master,
    is_sealed,
    keys_of,
    new_data_key,
    open_book,
    open_to_read,
    open_to_write,
    plain_size,
    read_text,
    rewrite_book,
    write_envelope,
    write_text,
)
from mash.encryption.ciphers import TAG_BYTES
from mash.encryption.sealed import CHUNK_BYTES, HEAD_BYTES
from mash.errors import MashError, Refused

NAME = "OTTILIE BIRKETT"
SIZES = (0, 1, 1000, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7)


def bytes_below(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def note(book, at, who, subject):
    append(book, [Entry(at=at, who=who, account="a", action="enquire", subject=subject, purpose=who)])


def holding(folder, text=NAME):
    """Files that hold the text, in UTF-8 or in UTF-16."""
    words = (text.encode(), text.encode("utf-16-le"))
    return [path for path, held in bytes_below(folder).items() if any(word in held for word in words)]


@pytest.mark.parametrize("size", SIZES)
def test_a_sealed_file_gives_back_what_was_written(hub, size):
    content, path = os.urandom(size), hub.root / "original.csv"
    with open_to_write(path) as file:
        for start in range(0, size, 300_000):
            file.write(content[start : start + 300_000])
    with open_to_read(path) as file:
        assert file.read() == content
    assert (is_sealed(path), plain_size(path)) == (True, size)


@pytest.mark.parametrize("size", [0, 100, CHUNK_BYTES + 100])
def test_a_sealed_file_that_was_changed_anywhere_is_refused(hub, size):
    path = hub.root / "original.csv"
    with open_to_write(path) as file:
        file.write(os.urandom(size))
    whole = path.read_bytes()
    for place in {0, 10, 17, 20, HEAD_BYTES - 1, HEAD_BYTES, len(whole) // 2, len(whole) - 1}:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(NotOurs), open_to_read(path) as file:
            file.read()


def test_a_sealed_file_that_lost_gained_or_swapped_a_part_is_refused(hub):
    path, chunk = hub.root / "original.csv", CHUNK_BYTES + TAG_BYTES
    with open_to_write(path) as file:
        file.write(os.urandom(3 * CHUNK_BYTES))
    whole = path.read_bytes()
    head, one, two, three = whole[:HEAD_BYTES], *(whole[HEAD_BYTES + n * chunk :][:chunk] for n in range(3))
    for parts in ((one, two), (two, one, three), (one, two, three, three), (one, two, three[:-1]), (), (three,)):
        path.write_bytes(head + b"".join(parts))
        with pytest.raises(NotOurs), open_to_read(path) as file:
            file.read()


@given(text=st.text())
@settings(max_examples=25, deadline=None)
def test_two_files_of_the_same_words_share_no_bytes(text, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    write_text(folder / "run.json", text)
    assert (folder / "run.json").read_bytes() == text.encode(), "outside an encrypted hub a file is what it is"


def test_equal_files_look_unlike(hub):
    for name in ("one.json", "two.json"):
        write_text(hub.root / name, NAME * 100)
    one, two = (hub.root / name for name in ("one.json", "two.json"))
    assert one.read_bytes()[HEAD_BYTES:] != two.read_bytes()[HEAD_BYTES:]
    assert holding(hub.root) == []


def test_a_plain_file_in_an_encrypted_hub_is_not_believed(hub):
    (hub.root / "run.json").write_text(json.dumps({"run": "forged"}))
    with pytest.raises(NotOurs):
        read_text(hub.root / "run.json")


def test_a_ledger_of_an_encrypted_hub_holds_no_name_and_opens_without_the_key_for_nobody(hub, at):
    with open_audit(hub.audit_path) as book:
        note(book, at, NAME, "REF-1")
        assert holding(hub.root) == [], "nor while it is open, in its write-ahead log"
    assert holding(hub.root) == []
    with contextlib.closing(sqlite3.connect(hub.audit_path)) as book, pytest.raises(sqlite3.DatabaseError):
        book.execute("select * from entry").fetchall()
    with open_audit(hub.audit_path, to_read=True) as book:
        assert book.execute("select who from entry").fetchall() == [(NAME,)]


def test_a_book_of_another_hub_is_refused(hub):
    with open_audit(hub.audit_path):
        pass
    keys = keys_of(hub.root)
    write_envelope(hub.root, keys.state.hub, given_master(), (new_data_key("2026-01-31"),))
    with pytest.raises(Refused, match="no key of this hub"), open_audit(hub.audit_path):
        pass


def test_faults_of_an_encrypted_book_are_those_of_sqlite(hub):
    with open_book(hub.root / "some.sqlite") as book:
        book.execute("create table held (n unique)")
        book.executemany("insert into held values (?)", [(1,), (2,)])
        for fault, words in ((sqlite3.IntegrityError, "insert into held values (1)"), (sqlite3.OperationalError, "x")):
            with pytest.raises(fault):
                book.execute(words)


def test_a_book_put_under_another_key_keeps_its_rows_and_its_refusals(hub, at):
    with open_audit(hub.audit_path) as book:
        for number in range(50):
            note(book, at, NAME, f"REF-{number}")
        before = book.execute("select * from entry").fetchall()
    keys = keys_of(hub.root)
    new = new_data_key("2026-02-01")
    write_envelope(hub.root, keys.state.hub, given_master(), (new, *keys.keys), Unfinished.ROTATE)
    assert rewrite_book(hub.audit_path, new) is True
    assert rewrite_book(hub.audit_path, new) is False
    write_envelope(hub.root, keys.state.hub, given_master(), (new,))
    with open_audit(hub.audit_path) as book:
        assert book.execute("select * from entry").fetchall() == before
    with pytest.raises(MashError, match="append-only"), open_audit(hub.audit_path) as book:
        book.execute("update entry set who = 'nobody'")


def test_nothing_written_while_a_book_is_rewritten_is_lost(hub, at):
    """One writes all the while; the book is put under one key after another."""
    written, stop = [], threading.Event()

    def write():
        while not stop.is_set():
            with open_audit(hub.audit_path) as book:
                note(book, at, "w", f"REF-{len(written)}")
            written.append(len(written))

    with open_audit(hub.audit_path):
        pass
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            keys = keys_of(hub.root)
            new = new_data_key(f"2026-02-0{number + 1}")
            write_envelope(hub.root, keys.state.hub, given_master(), (new, *keys.keys), Unfinished.ROTATE)
            assert rewrite_book(hub.audit_path, new)
            write_envelope(hub.root, keys.state.hub, given_master(), (new,))
    finally:
        stop.set()
        writer.join()
    with open_audit(hub.audit_path, to_read=True) as book:
        assert book.execute("select count(*) from entry").fetchall() == [(len(written),)]
    assert written


def test_a_book_that_is_not_there_is_made_its_accounts_alone(tmp_path):
    before = os.umask(0)
    try:
        with open_book(tmp_path / "audit.sqlite") as book:
            book.execute("pragma journal_mode = wal")
            book.execute("create table held (n)")
            modes = {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == {0o600}


def test_a_database_of_an_encrypted_hub_holds_no_name_and_another_tool_does_not_open_it(hub):
    path = hub.snapshots / "hub.duckdb"
    with warehouse.connect(path) as con:
        con.execute("create table person as select $name as name from range(5000)", {"name": NAME})
        assert holding(hub.root) == [], "nor while it is open, in its write-ahead log"
        con.execute("checkpoint")
    assert holding(hub.root) == []
    with pytest.raises(duckdb.Error):
        duckdb.connect(str(path), read_only=True)
    with warehouse.connect(path, read_only=True) as con:
        own = warehouse.cursor(con)
        for each in (con, own):
            assert each.execute("select distinct name from person").fetchall() == [(NAME,)]
        with pytest.raises(duckdb.Error, match="read-only"):
            con.execute("drop table person")


def test_an_encrypted_database_read_again_is_what_lies_there_then_and_each_connection_stands_alone(hub):
    path = hub.snapshots / "hub.duckdb"
    for number in (1, 2):
        with warehouse.connect(path.with_name("building.duckdb")) as con:
            con.execute("create table held as select $n as n", {"n": number})
        path.with_name("building.duckdb").replace(path)
        with warehouse.connect(path, read_only=True) as one, warehouse.connect(path, read_only=True) as other:
            one.execute("create temp table own as select 1 as n")
            with pytest.raises(duckdb.CatalogException):
                other.execute("from own")
            one.close()
            assert other.execute("from held").fetchall() == [(number,)]
    with warehouse.connect(path) as con:
        con.execute("insert into held values (3)")
    with warehouse.connect(path, read_only=True) as con:
        assert con.execute("from held order by n").fetchall() == [(2,), (3,)]


def test_a_plain_database_in_an_encrypted_hub_is_not_believed(hub):
    path = hub.snapshots / "hub.duckdb"
    duckdb.connect(str(path)).close()
    with pytest.raises(MashError, match="no key of this hub") as told:
        warehouse.connect(path, read_only=True)
    assert told.value.where == str(path)


@pytest.mark.parametrize("encrypted", [True, False])
def test_what_an_encrypted_hub_spills_holds_no_name(hub, tmp_path, encrypted):
    """The plain one beside it shows that a name would be found."""
    folder = hub.root if encrypted else tmp_path / "plain"
    folder.mkdir(exist_ok=True)
    with warehouse.connect(memory_limit="50MB", threads=1, temp_directory=str(folder / "spill")) as con:
        con.execute(
            "create table big as select range as n, $name || range::varchar as s from range(3000000)", {"name": NAME}
        )
        spilt = list((folder / "spill").iterdir())
        assert sum(path.stat().st_size for path in spilt) > 5_000_000
        assert bool(holding(folder)) is not encrypted


def test_a_database_beside_another_of_an_encrypted_hub_spills_encrypted_too(hub):
    with warehouse.connect(temp_directory=str(hub.root / "spill")) as con:
        beside = warehouse.connect_beside(con)
        ((spill, sealed),) = beside.execute(
            "select current_setting('temp_directory'), current_setting('temp_file_encryption')"
        ).fetchall()
    assert (spill, sealed) == (f"{hub.root / 'spill'}-beside", True)


def test_no_key_is_on_a_command_line(hub, master):
    """A process that has a database and a book open tells the other accounts of the machine nothing of its key."""
    program = (
        "import sys; from pathlib import Path; from mash import warehouse; from mash.ledger import open_ledger\n"
        "root = Path(sys.argv[1]); con = warehouse.connect(root / 'snapshots' / 'hub.duckdb')\n"
        "with open_ledger(root / 'ledger.sqlite'): print(Path('/proc/self/cmdline').read_bytes())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(hub.root)], capture_output=True, text=True, check=True, timeout=60
    )
    keys = keys_of(hub.root).in_use
    assert not [key for key in (master.text, keys.database, keys.parquet, keys.book) if key in done.stdout]
