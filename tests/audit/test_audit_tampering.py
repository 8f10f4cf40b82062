"""Whatever is changed, removed, moved or cut off in the audit is found; also when the whole of it is made anew."""

import datetime as dt
import random
import sqlite3
import string
from contextlib import closing

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from mash import audit
from mash.audit.checkpoints import Checkpoint, private_key, public_key, read_checkpoints, sign_checkpoint
from mash.audit.store import COLUMNS
from mash.audit.verify import verify
from mash.errors import MashError, NotFound, UsageError
from mash.hub import create_hub

AT = dt.datetime.fromisoformat("2026-01-31T09:00")
TAMPERINGS = 1_000
KEPT = COLUMNS[1:-1]


def entry(number):
    return audit.Entry(AT, f"a.{number % 7}", "x", "enquire", f"REF-{number}", ("P-1", f"P-{number}"), "why", "s47")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A hub of forty entries, two of them checkpoints, which are also kept elsewhere; and the key."""
    folder = tmp_path_factory.mktemp("audit")
    hub, key, file = create_hub(folder / "hub"), Ed25519PrivateKey.generate(), folder / "checkpoints.jsonl"
    for turn in range(2):
        audit.record(hub, *(entry(turn * 19 + number) for number in range(19)))
        sign_checkpoint(hub, key, file, entry(0))
    return hub, key, file


@pytest.fixture(scope="module")
def rows(kept):
    with audit.open_audit(kept[0].audit_path, to_read=True) as book:
        return [tuple(row) for row in book.execute(f"select {', '.join(COLUMNS)} from entry order by sequence")]


def found_in(rows, kept, *, counted=None):
    """What verifying says of a file that holds just these rows, without any of its own defences."""
    _, key, file = kept
    with closing(sqlite3.connect(":memory:")) as book:
        book.execute((f"create table entry ({', '.join(COLUMNS)})").replace("(sequence", "(sequence integer"))
        book.execute("create table counted (name, seq)")
        book.execute("create table checkpoint (line)")
        book.executemany("insert into checkpoint values (?)", [(line,) for line in file.read_text().splitlines()])
        book.executemany(f"insert into entry values ({', '.join('?' * len(COLUMNS))})", rows)
        book.execute("insert into counted values ('entry', ?)", (len(rows) if counted is None else counted,))
        return verify(_Counting(book), list(read_checkpoints(file)), key.public_key()).faults


class _Counting:
    """A file whose own count of its entries was seen to as well."""

    def __init__(self, book):
        self.book = book

    def execute(self, query):
        return self.book.execute(query.replace("sqlite_sequence", "counted"))


def rechained(rows):
    """The same rows numbered anew, every chain made to fit."""
    before, made = audit.GENESIS, []
    for number, (_, *kept, _) in enumerate(rows, start=1):
        before = audit.chained(before, number, tuple(kept))
        made.append((number, *kept, before))
    return made


def edited(rows, chance):
    place, column = chance.randrange(len(rows)), chance.randrange(1, len(COLUMNS))
    row = list(rows[place])
    row[column] = "".join(chance.choices(string.printable, k=chance.randrange(1, 9)))
    if chance.random() < 0.5 and rows[place][column]:
        was = rows[place][column]
        at = chance.randrange(len(was))
        row[column] = was[:at] + chr(ord(was[at]) ^ 1) + was[at + 1 :]
    return [*rows[:place], tuple(row), *rows[place + 1 :]]


def removed(rows, chance):
    place = chance.randrange(len(rows))
    return [*rows[:place], *rows[place + chance.randrange(1, 4) :]]


def moved(rows, chance):
    one, other = chance.sample(range(len(rows)), 2)
    made = list(rows)
    made[one] = (rows[one][0], *rows[other][1:])
    made[other] = (rows[other][0], *rows[one][1:])
    return made


def cut_off(rows, chance):
    return rows[: -chance.randrange(1, len(rows) + 1)]


def slipped_in(rows, chance):
    place = chance.randrange(len(rows) - 1)
    return [(number, *row[1:]) for number, row in enumerate([*rows[:place], rows[place], *rows[place:]], start=1)]


def anew(of):
    """The same, and the whole made to fit again by somebody who knows how."""
    return lambda rows, chance: rechained(of(rows, chance))


WAYS = (edited, removed, moved, cut_off, slipped_in, *map(anew, (edited, removed, moved, cut_off, slipped_in)))


def test_what_nobody_touched_is_whole(kept, rows):
    assert found_in(rows, kept) == ()
    assert rechained(rows) == rows


def test_of_a_thousand_random_tamperings_every_one_is_found(kept, rows):
    chance, missed = random.Random(20260131), []  # noqa: S311 - seeded, not secret
    for number in range(TAMPERINGS):
        way = WAYS[number % len(WAYS)]
        made = way(rows, chance)
        while made == rows:
            made = way(rows, chance)
        if not found_in(made, kept):
            missed.append((number, WAYS.index(way)))
    assert missed == []


def test_an_end_cut_off_is_found_by_the_file_s_own_count_before_any_checkpoint(tmp_path):
    hub = create_hub(tmp_path / "hub")
    audit.record(hub, *map(entry, range(5)))
    with closing(sqlite3.connect(hub.audit_path)) as book:
        book.execute("drop trigger entry_no_delete")
        book.execute("delete from entry where sequence > 3")
        book.commit()
        assert verify(book, None).faults == ("the last entry is 3, and 5 was written",)


def test_a_checkpoint_that_another_key_signed_is_found(kept):
    hub, _, file = kept
    with audit.open_audit(hub.audit_path, to_read=True) as book:
        faults = verify(book, list(read_checkpoints(file)), Ed25519PrivateKey.generate().public_key()).faults
    assert len(faults) == 2
    assert all("not signed by this key" in each for each in faults)


def test_a_checkpoint_lost_from_the_file_outside_or_from_the_hub_is_found(kept):
    hub, _, file = kept
    checkpoints = list(read_checkpoints(file))
    with audit.open_audit(hub.audit_path, to_read=True) as book:
        assert any("and not in the file" in each for each in verify(book, checkpoints[:1]).faults)
        other = Checkpoint("2026-01-31T09:00:00", 3, "f" * 64, "")
        assert any("and not in the hub" in each for each in verify(book, [*checkpoints, other]).faults)


def test_a_checkpoint_covers_the_entry_that_says_who_signed_it(kept, rows):
    assert [each.entries for each in read_checkpoints(kept[2])] == [20, 40] == [20, len(rows)]


def test_neither_the_key_nor_the_file_of_checkpoints_may_lie_in_the_hub(kept):
    hub, key, _ = kept
    with pytest.raises(UsageError, match="lies in the hub"):
        sign_checkpoint(hub, key, hub.root / "c.jsonl", entry(0))
    with pytest.raises(UsageError, match="lies in the hub"):
        private_key(hub, hub.root / "audit.pem")


def test_the_key_is_read_from_a_file_or_the_environment_and_from_nothing_else(kept, tmp_path, monkeypatch):
    hub, key, _ = kept
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    half = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key").write_bytes(pem)
    (tmp_path / "half").write_bytes(half)
    (tmp_path / "junk").write_bytes(b"junk")
    raw = key.private_bytes_raw()
    assert private_key(hub, tmp_path / "key").private_bytes_raw() == raw
    monkeypatch.setenv("MASH_AUDIT_KEY", pem.decode())
    assert private_key(hub, None).private_bytes_raw() == raw
    assert public_key(tmp_path / "half") == key.public_key()
    monkeypatch.delenv("MASH_AUDIT_KEY")
    for wrong in (None, tmp_path / "junk", tmp_path / "half", tmp_path / "nowhere"):
        with pytest.raises(UsageError, match=r"key|cannot be read"):
            private_key(hub, wrong)
    with pytest.raises(UsageError, match="no public key"):
        public_key(tmp_path / "junk")


def test_a_file_of_checkpoints_that_is_gone_or_damaged_says_so(tmp_path):
    with pytest.raises(NotFound, match="no file of checkpoints"):
        list(read_checkpoints(tmp_path / "none"))
    (tmp_path / "c").write_text('{"at": 1}\n')
    with pytest.raises(MashError, match="no checkpoint"):
        list(read_checkpoints(tmp_path / "c"))
