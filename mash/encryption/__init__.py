"""A hub's bytes on disk, encrypted: whose key opens them, and how files and books are read and written.

A folder with a ``keys.json`` beside its ``mash.toml`` is an encrypted hub. Whatever is opened below it is found to be
so by its path, here and in the warehouse, so that no caller can forget it; all else is plain.
"""

from mash.encryption.books import is_plain_book, open_book, rewrite_book
from mash.encryption.envelope import DataKey, Envelope, KeyState, Unfinished, new_envelope
from mash.encryption.keys import HubKeys, hub_above, keys_of
from mash.encryption.master import MasterKey, given_master, new_master
from mash.encryption.sealed import NotOurs, open_to_read, open_to_write, plain_size, read_text, write_text

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
    "keys_of",
    "new_envelope",
    "new_master",
    "open_book",
    "open_to_read",
    "open_to_write",
    "plain_size",
    "read_text",
    "rewrite_book",
    "write_text",
]
