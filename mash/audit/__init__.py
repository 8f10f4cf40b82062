"""What was asked, told, taken out, decided, refused and run: an append-only file whose entries hold each other fast."""

from mash.audit.entry import GENESIS, Entry, Stored, chained
from mash.audit.store import append, entries_of, open_audit, record

__all__ = ["GENESIS", "Entry", "Stored", "append", "chained", "entries_of", "open_audit", "record"]
