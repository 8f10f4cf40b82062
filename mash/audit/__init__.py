"""What was asked, told, taken out, decided, refused and run: an append-only file whose entries hold each other fast.

For the commands to import are ``mash.audit.checkpoints`` (signed, with a key outside the hub), ``mash.audit.verify``
and ``mash.audit.told`` (whose entries are whose).
"""

from mash.audit.entry import GENESIS, Entry, Stored, chained
from mash.audit.store import append, entries_of, open_audit, record

__all__ = ["GENESIS", "Entry", "Stored", "append", "chained", "entries_of", "open_audit", "record"]
