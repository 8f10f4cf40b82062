"""The master key comes from outside; the hub's own keys are wrapped under it, and open under no other."""

import base64
import json
import sys
import types

import pytest

from mash.encryption import (
    DataKey,
    given_master,
    keep_in_file,
    keep_in_keyring,
    keys_of,
    new_master,
    next_master,
    read_envelope,
    rewrapped,
    write_envelope,
)
from mash.errors import MashError, Refused
from mash.hub import create_hub, open_hub


def test_a_key_is_taken_from_a_file_that_only_its_owner_may_read(tmp_path, monkeypatch):
    made, path = new_master(), tmp_path / "master.key"
    keep_in_file(made, path)
    monkeypatch.delenv("MASH_KEY", raising=False)
    monkeypatch.setenv("MASH_KEY_FILE", str(path))
    assert given_master() == made
    for mode in (0o640, 0o604, 0o660, 0o644):
        path.chmod(mode)
        with pytest.raises(Refused, match="by others") as told:
            given_master()
        assert f"chmod 600 {path}" in told.value.try_
    with pytest.raises(Refused, match="already"):
        keep_in_file(new_master(), path)


NO_KEYS = {
    "none at all": {},
    "too short": {"MASH_KEY": "AAAA"},
    "words": {"MASH_KEY": "correct horse battery staple"},
    "no ASCII": {"MASH_KEY": "clé"},
    "a file that is not there": {"MASH_KEY_FILE": "/nowhere/master.key"},
    "two": {"MASH_KEY": "AAAA", "MASH_KEY_FILE": "/nowhere/master.key"},
}


@pytest.mark.parametrize("given", NO_KEYS.values(), ids=NO_KEYS)
def test_without_its_key_a_hub_is_refused_with_what_to_try_and_without_the_key(hub, monkeypatch, given):
    monkeypatch.delenv("MASH_KEY")
    monkeypatch.setitem(sys.modules, "keyring", None)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(MashError) as told:
        open_hub(hub.root)
    assert told.value.exit_code == (2 if len(given) == 2 else 4)
    assert told.value.try_
    assert not [value for name, value in given.items() if name == "MASH_KEY" and value in str(told.value)]


def test_another_hubs_key_is_refused_by_its_name(hub, master, monkeypatch):
    other = new_master()
    monkeypatch.setenv("MASH_KEY", other.text)
    with pytest.raises(Refused, match=f"the key given is {other.name}, this hub's is {master.name}") as told:
        open_hub(hub.root)
    assert other.text not in str(told.value)


def keyring_with(kept):
    """As the package `keyring`, over a dictionary."""

    class KeyringError(Exception):
        pass

    ring = types.ModuleType("keyring")
    errors = types.ModuleType("keyring.errors")
    errors.KeyringError = KeyringError
    ring.errors = errors
    ring.get_password = lambda service, account: kept.get((service, account))
    ring.set_password = lambda service, account, text: kept.update({(service, account): text})
    return {"keyring": ring, "keyring.errors": errors}


def test_a_key_may_lie_in_the_keyring_and_none_takes_anothers_place(hub, master, monkeypatch):
    kept = {}
    for name, module in keyring_with(kept).items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delenv("MASH_KEY")
    keep_in_keyring(master)
    assert open_hub(hub.root).root == hub.root
    with pytest.raises(Refused, match="already"):
        keep_in_keyring(new_master())
    assert list(kept.values()) == [master.text]


def test_no_key_shows_itself(hub, master):
    keys = keys_of(hub.root)
    shown = f"{master!r} {keys!r} {keys.in_use!r} {(hub.root / 'keys.json').read_text()}"
    secrets = (master.text, keys.in_use.secret.hex(), keys.in_use.database, keys.in_use.parquet, keys.in_use.book)
    assert not [secret for secret in secrets if secret in shown]
    assert repr(master.secret) not in shown
    assert repr(keys.in_use.secret) not in shown


def test_each_use_has_a_key_of_its_own():
    key = DataKey("00000000", "2026-01-31", bytes(32))
    derived = [bytes.fromhex(key.database), base64.b64decode(key.parquet), bytes.fromhex(key.book), key.file]
    assert len(set(derived)) == 4
    assert {len(each) for each in derived} == {32}


CHANGES = {
    "another hub": lambda raw: raw.update(hub="0" * 32),
    "another name": lambda raw: raw["data"][0].update(id="00000000"),
    "another day": lambda raw: raw["data"][0].update(made_at="2020-01-01"),
    "another wrapping": lambda raw: raw["data"][0].update(wrapped=raw["data"][0]["wrapped"][::-1].lstrip("=")),
    "another form": lambda raw: raw.update(format="mash keys 0"),
    "no key": lambda raw: raw.update(data=[]),
    "a word too few": lambda raw: raw.pop("master"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_wrapped_key_opens_only_where_and_as_what_it_was_made(hub, change):
    path = hub.root / "keys.json"
    raw = json.loads(path.read_text())
    change(raw)
    path.write_text(json.dumps(raw))
    with pytest.raises(Refused, match="damaged") as told:
        open_hub(hub.root)
    assert told.value.exit_code == 4


def test_turned_over_to_another_master_key_the_hub_keeps_its_data_keys(hub, master, monkeypatch):
    before, new = keys_of(hub.root).keys, new_master()
    monkeypatch.setenv("MASH_NEW_KEY", new.text)
    assert rewrapped(hub.root, master, next_master()).master == new.name
    with pytest.raises(Refused, match="this hub's is"):
        open_hub(hub.root)
    monkeypatch.setenv("MASH_KEY", new.text)
    assert keys_of(open_hub(hub.root).root).keys == before


def test_a_hub_that_is_to_be_encrypted_is_not_made_without_a_key(tmp_path, monkeypatch, at):
    monkeypatch.delenv("MASH_KEY", raising=False)
    monkeypatch.delenv("MASH_KEY_FILE", raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(Refused, match="no key is given"):
        create_hub(tmp_path / "hub", encrypted_at=at)
    assert list(tmp_path.iterdir()) == []


def test_keys_are_for_the_hub_beside_them_and_what_lies_below(hub, tmp_path):
    assert keys_of(hub.root / "asides" / "one" / "ledger.sqlite") == keys_of(hub.root)
    assert keys_of(tmp_path / "page.html") is None
    stray = tmp_path / "keys.json"
    stray.write_text("{}")
    assert keys_of(tmp_path / "page.html") is None, "no mash.toml beside it: not ours"


def test_the_keys_file_is_its_owners_alone(hub, master):
    assert (hub.root / "keys.json").stat().st_mode & 0o077 == 0
    envelope = read_envelope(hub.root)
    write_envelope(hub.root, envelope.state.hub, master, envelope.opened(master))
    assert read_envelope(hub.root).opened(master) == envelope.opened(master)


def test_an_encrypted_hub_without_its_keys_file_is_refused_not_gone_on_with_in_plain(hub):
    from mash.ledger import open_ledger

    with open_ledger(hub.ledger_path):
        pass
    (hub.root / "keys.json").unlink()
    with pytest.raises(Refused, match=r"keys\.json is not here"):
        open_hub(hub.root)
