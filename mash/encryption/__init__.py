"""A hub's bytes on disk, encrypted: whose key opens them, and how files and books are read and written.

A folder with a ``keys.json`` beside its ``mash.toml`` is an encrypted hub. Whatever is opened below it is found to be
so by its path, here and in the warehouse, so that no caller can forget it; all else is plain.
"""

from mash.encryption.books import is_plain_book, open_book, rewrite_book
from mash.encryption.envelope import (
    DataKey,
    Envelope,
    KeyState,
    Unfinished,
    new_data_key,
    new_envelope,
    read_envelope,
    rewrapped,
    write_envelope,
)
from mash.encryption.keys import HubKeys, hub_above, keys_of
from mash.encryption.master import (
    MasterKey,
    given_master,
    keep_in_file,
    keep_in_keyring,
    new_master,
    next_master,
)
from mash.encryption.sealed import (
    NotOurs,
    is_sealed,
    open_to_read,
    open_to_write,
    plain_size,
    read_text,
    reseal,
    write_text,
)

__all__ = [
    "DataKey",
    "Envelope",
    "HubKeys",
    "KeyState",
    "MasterKey",
    "NotOurs",
    "Unfinished",
    "given_master",
    "hub_above",
    "is_plain_book",
    "is_sealed",
    "keep_in_file",
    "keep_in_keyring",
    "keys_of",
    "new_data_key",
    "new_envelope",
    "new_master",
    "next_master",
    "open_book",
    "open_to_read",
    "open_to_write",
    "plain_size",
    "read_envelope",
    "read_text",
    "reseal",
    "rewrapped",
    "rewrite_book",
    "write_envelope",
    "write_text",
]
