"""Of an encrypted hub all of it holds too: what is written anew is sealed, and the proof reads what is sealed."""

import datetime as dt

import duckdb
import pytest

from mash import ledger
from mash.encryption import new_master, open_to_write
from mash.extracts import pull, purge_landing, read_row
from mash.hub import create_hub, open_hub
from mash.ledger import Act, Deed
from mash.nightly.proving import prove
from mash.retention import ensure_salt, opaque, terms_of

AT = dt.datetime.fromisoformat("2026-01-31T06:00:00")
OLD, KEPT = "secret-of-the-old", "secret-of-the-kept"
HEADER = "person_ref,forenames,surname"


@pytest.fixture
def hub(tmp_path, monkeypatch):
    monkeypatch.setenv("MASH_KEY", new_master().text)
    monkeypatch.delenv("MASH_KEY_FILE", raising=False)
    folder = tmp_path / "drop" / "2020-01-31"
    folder.mkdir(parents=True)
    (folder / "people.csv").write_text(f"{HEADER}\nREF-1001,A,{OLD}\nREF-1002,B,{KEPT}\n", encoding="utf-8")
    create_hub(tmp_path / "hub", encrypted_at=AT)
    config = f'[hub]\nname = "a hub"\n[agencies.charity]\ncontract = "people"\ndrop = "{tmp_path / "drop"}"\n'
    (tmp_path / "hub" / "mash.toml").write_text(config, encoding="utf-8")
    opened = open_hub(tmp_path / "hub")
    pull(opened, at=AT)
    return opened


def erase(hub, ref):
    """As an approval notes it."""
    with ledger.open_ledger(hub.ledger_path) as book:
        salt = ensure_salt(book, who="lead", at=AT)
        with duckdb.connect() as con:
            ((mark,),) = con.execute(
                "select sha256(concat($1, chr(31), 'charity', chr(31), $2))", [salt, ref]
            ).fetchall()
        number = ledger.note_act(book, Act(Deed.ERASE, "P-1", "asked", "lead", AT, body={"marks": [mark]}))
        body = {"marks": [mark], "words": [opaque(salt, f"id {ref}")]}
        ledger.note_act(book, Act(Deed.APPROVE, "P-1", "checked", "other", AT, number, body=body))
    return number


def test_what_is_left_after_a_purge_is_sealed_and_what_left_is_gone(hub):
    number = erase(hub, "REF-1001")
    before = prove(hub, number, lambda *_: None)
    assert {place.where.rpartition("/")[2] for place in before.found if place.ids} == {"data.parquet", "original.csv"}
    (purged,) = purge_landing(hub, AT.date(), terms_of(hub, AT.date()), at=AT)
    assert purged.erased == 1
    assert prove(hub, number, lambda *_: None).holds
    assert read_row(hub, "charity", "people", "2020-01-31", 2)["surname"] == KEPT
    for path in hub.root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert OLD.encode() not in content, path
            assert KEPT.encode() not in content, path


def test_the_proof_reads_a_sealed_file_of_any_hand(hub):
    number = erase(hub, "REF-1001")
    purge_landing(hub, AT.date(), terms_of(hub, AT.date()), at=AT)
    with open_to_write(hub.root / "note.txt") as note:
        note.write(b"of (REF-1001) it is said\n")
    assert [place.where for place in prove(hub, number, lambda *_: None).found if place.ids] == ["note.txt"]
