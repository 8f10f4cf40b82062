"""``HUB/keys.json``: the data keys a hub's files are encrypted with, each wrapped under the master key (AES-256-GCM).

Turning the hub over to another master key wraps these again; its files stay as they are.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from mash.encryption.ciphers import KEY_BYTES, NONCE_BYTES, Cipher, derived
from mash.encryption.master import WHERE, MasterKey
from mash.errors import Refused
from mash.parsing import json_of

KEYS_FILE = "keys.json"
FORMAT = "mash keys 1"


class Unfinished(StrEnum):
    """What was begun over all files of a hub, and must be ended before they are all under one key."""

    ENCRYPT = "encrypt"
    """Some files are plain still."""
    ROTATE = "rotate"
    """Some files are under the key before."""


@dataclass(frozen=True)
class DataKey:
    """A key that files are encrypted with; for each use another key is derived from it."""

    id: str
    made_at: str
    secret: bytes = field(repr=False)

    @property
    def parquet_name(self) -> str:
        """What DuckDB knows its key for Parquet files by."""
        return f"mash-{self.id}"

    @cached_property
    def database(self) -> str:
        """For DuckDB's files."""
        return derived(self.secret, "database").hex()

    @cached_property
    def parquet(self) -> str:
        """For Parquet files, in the form DuckDB asks for."""
        return base64.b64encode(derived(self.secret, "parquet")).decode("ascii")

    @cached_property
    def book(self) -> str:
        """For the files of SQLite."""
        return derived(self.secret, "book").hex()

    @cached_property
    def file(self) -> bytes:
        """For all other files."""
        return derived(self.secret, "file")


def new_data_key(made_at: str) -> DataKey:
    """A data key by the operating system's own chance."""
    return DataKey(secrets.token_hex(4), made_at, secrets.token_bytes(KEY_BYTES))


@dataclass(frozen=True, slots=True)
class KeyState:
    """What ``keys.json`` shows to whoever has no key."""

    hub: str
    """A name of the hub's own, which binds its keys to it."""
    master: str
    """The fingerprint of the master key."""
    data_keys: tuple[tuple[str, str], ...]
    """Their ids and when they were made; the first is the one in use."""
    unfinished: Unfinished | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """``keys.json`` with its data keys still wrapped."""

    path: Path
    state: KeyState
    wrapped: tuple[str, ...]
    """In the order of ``state.data_keys``."""

    def opened(self, master: MasterKey) -> tuple[DataKey, ...]:
        """The data keys. Raises ``Refused`` for another master key than the hub's, and for a file that was changed."""
        if master.name != self.state.master:
            raise Refused(
                f"the key given is {master.name}, this hub's is {self.state.master}", where=str(self.path), try_=WHERE
            )
        return tuple(
            DataKey(key, made_at, self._unwrapped(master, key, made_at, wrapped))
            for (key, made_at), wrapped in zip(self.state.data_keys, self.wrapped, strict=True)
        )

    def _unwrapped(self, master: MasterKey, key: str, made_at: str, wrapped: str) -> bytes:
        raw = base64.b64decode(wrapped)
        bound = _bound(self.state, key, made_at)
        secret = _wrapping(master).unseal(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound)
        if secret is None:
            raise Refused(
                "a key in it does not open: the file is damaged or was changed",
                where=str(self.path),
                try_="put back keys.json from the hub's backup",
            )
        return secret


def read_envelope(root: Path) -> Envelope:
    """Raises ``Refused`` for a ``keys.json`` that is not as we wrote it."""
    path = root / KEYS_FILE
    try:
        raw = json_of(path.read_text(encoding="utf-8"))
        return _parsed(path, raw)
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(
            "cannot be read: damaged, or not this engine's",
            where=str(path),
            try_="put it back from the hub's backup: without it nothing in the hub can be read",
        ) from None


def write_envelope(
    root: Path, hub: str, master: MasterKey, keys: Sequence[DataKey], unfinished: Unfinished | None = None
) -> None:
    """Write ``keys.json``, whole or not at all; the first key is the one in use from then on."""
    state = KeyState(hub, master.name, tuple((key.id, key.made_at) for key in keys), unfinished)
    body = {
        "format": FORMAT,
        "hub": hub,
        "master": master.name,
        "unfinished": unfinished,
        "data": [{"id": key.id, "made_at": key.made_at, "wrapped": _wrapped(master, state, key)} for key in keys],
    }
    aside = root / f".{KEYS_FILE}.new"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(body, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(root / KEYS_FILE)
    _flush_folder(root)


def new_envelope(root: Path, master: MasterKey, at: dt.datetime, unfinished: Unfinished | None = None) -> None:
    """Make a hub an encrypted one: a first data key. Raises ``Refused`` for one that is so already."""
    if (root / KEYS_FILE).exists():
        raise Refused("this hub has keys already; nothing was changed", where=str(root), try_="mash key show-state")
    write_envelope(root, secrets.token_hex(16), master, [new_data_key(at.isoformat(timespec="seconds"))], unfinished)


def rewrapped(root: Path, old: MasterKey, new: MasterKey) -> KeyState:
    """Turn the hub over to another master key; no file but ``keys.json`` changes. Raises ``Refused`` as ``opened``."""
    envelope = read_envelope(root)
    keys = envelope.opened(old)
    write_envelope(root, envelope.state.hub, new, keys, envelope.state.unfinished)
    return replace(envelope.state, master=new.name)


def _parsed(path: Path, raw: Mapping[str, Any]) -> Envelope:
    if raw["format"] != FORMAT or not raw["data"]:
        raise ValueError(raw["format"])
    unfinished = Unfinished(raw["unfinished"]) if raw["unfinished"] else None
    keys = tuple((str(each["id"]), str(each["made_at"])) for each in raw["data"])
    wrapped = tuple(str(each["wrapped"]) for each in raw["data"])
    for each in wrapped:
        base64.b64decode(each, validate=True)
    return Envelope(path, KeyState(str(raw["hub"]), str(raw["master"]), keys, unfinished), wrapped)


def _wrapping(master: MasterKey) -> Cipher:
    return Cipher(derived(master.secret, "wrapping"))


def _wrapped(master: MasterKey, state: KeyState, key: DataKey) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = _wrapping(master).seal(nonce, key.secret, _bound(state, key.id, key.made_at))
    return base64.b64encode(nonce + sealed).decode("ascii")


def _bound(state: KeyState, key: str, made_at: str) -> bytes:
    """What a wrapped key is held fast to: it opens in no other hub and under no other name."""
    return json.dumps([FORMAT, state.hub, key, made_at]).encode()


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
