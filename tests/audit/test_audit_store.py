"""The audit's file: entries in one chain, added by many at once, changed by none."""

import datetime as dt
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from mash import audit
from mash.errors import MashError
from mash.hub import create_hub, open_hub

AT = dt.datetime.fromisoformat("2026-01-31T09:00")
WRITER = """
import datetime as dt, sys
from pathlib import Path
from mash import audit
from mash.hub import open_hub
hub = open_hub(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    audit.record(hub, audit.Entry(dt.datetime(2026, 1, 31), sys.argv[2], "x", "enquire", f"REF-{number}"))
"""


@pytest.fixture
def hub(tmp_path):
    return create_hub(tmp_path / "hub")


def entry(subject="REF-1", **about):
    return audit.Entry(AT, "a.nalyst", "x", "enquire", subject, **about)


def test_what_is_noted_is_read_back_as_it_was_in_its_order(hub):
    first = entry(shown=("P-1", "P-2"), purpose="s47 enquiry", gateway="s47", case="REF-1", run="20260131-00000000")
    second = entry("REF-2", outcome="refused", emergency="child in danger now", detail='{"name":"Ædam"}')
    assert audit.record(hub, first, second) == 2
    assert [stored.entry for stored in audit.entries_of(hub)] == [first, second]
    assert [stored.sequence for stored in audit.entries_of(hub, after=1)] == [2]


def test_each_entry_is_chained_to_the_one_before(hub):
    audit.record(hub, entry(), entry())
    one, two = audit.entries_of(hub)
    assert one.chain == audit.chained(audit.GENESIS, 1, one.entry.row)
    assert two.chain == audit.chained(one.chain, 2, two.entry.row)
    assert one.chain != two.chain


@pytest.mark.parametrize("deed", ["update entry set who = 'nobody'", "delete from entry"])
def test_the_file_itself_refuses_change(hub, deed):
    audit.record(hub, entry())
    with closing(sqlite3.connect(hub.audit_path)) as book, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        book.execute(deed)


def entries_and_then_a_stop():
    yield entry()
    raise KeyboardInterrupt


def write(hub, entries):
    with audit.open_audit(hub.audit_path) as book:
        audit.append(book, entries)


def test_all_of_a_deed_is_noted_or_nothing(hub):
    with pytest.raises(KeyboardInterrupt):
        write(hub, entries_and_then_a_stop())
    assert audit.entries_of(hub) == []


def test_twenty_processes_at_once_leave_one_whole_chain(hub):
    words = [sys.executable, "-c", WRITER, str(hub.root)]
    writers = [subprocess.Popen([*words, f"writer {number}", "5"]) for number in range(20)]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 20
    found, before = audit.entries_of(open_hub(hub.root)), audit.GENESIS
    assert [each.sequence for each in found] == list(range(1, 101))
    for each in found:
        assert each.chain == audit.chained(before, each.sequence, each.entry.row)
        before = each.chain
    for number in range(20):
        own = [each.entry.subject for each in found if each.entry.who == f"writer {number}"]
        assert own == [f"REF-{turn}" for turn in range(5)]


def test_a_file_that_is_no_audit_says_so_and_nothing_is_told(hub):
    hub.audit_path.write_bytes(b"no database" * 100)
    with pytest.raises(MashError, match="nothing is told that cannot be noted"):
        audit.record(hub, entry())
