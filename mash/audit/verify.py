"""Whether the audit is as it was written: every entry, their order and number, and what was signed of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mash.audit.checkpoints import Checkpoint, checkpoint_of
from mash.audit.entry import GENESIS, chained
from mash.audit.store import COLUMNS
from mash.vocabulary import counted

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found."""

    entries: int
    head: str
    """How the chain ends."""
    faults: tuple[str, ...]
    checkpoints: int
    """Held against it."""
    signed_to: int
    """The last entry that a checkpoint covers; what is cut off after it cannot be told."""


def verify(
    book: sqlite3.Connection, checkpoints: Collection[Checkpoint] | None, key: Ed25519PublicKey | None = None
) -> Verdict:
    """Hold every entry against the chain, and the chain against the checkpoints kept elsewhere, if any are.

    With the public key, signatures too.
    """
    query = f"select {', '.join(COLUMNS)} from entry order by sequence"  # noqa: S608 - our own names
    rows = [tuple(row) for row in book.execute(query)]
    chain_at, faults = {0: GENESIS}, []
    before, last = GENESIS, 0
    for row in rows:
        sequence, *kept, chain = row
        if sequence != last + 1:
            faults.append(f"entries {last + 1} to {sequence - 1} are gone")
        elif chained(before, sequence, tuple(map(str, kept))) != chain:
            faults.append(f"entry {sequence} is not as it was written, or does not follow the one before")
        before, last = chain, sequence
        chain_at[sequence] = chain
    faults.extend(_counted(book, last))
    inside = list(_inside(book, faults))
    held = list(checkpoints) if checkpoints is not None else inside
    if checkpoints is not None:
        faults.extend(
            f"a checkpoint of {counted(each.entries, 'entry', 'entries')} is in the file and not in the hub"
            for each in held
            if each not in inside
        )
        faults.extend(
            f"a checkpoint of {counted(each.entries, 'entry', 'entries')} is in the hub and not in the file"
            for each in inside
            if each not in held
        )
    faults.extend(fault for each in held for fault in _against(each, chain_at, last, key))
    return Verdict(last, before, tuple(faults), len(held), max((each.entries for each in held), default=0))


def _counted(book: sqlite3.Connection, last: int) -> Iterator[str]:
    """The file counts its entries too, and goes on counting when some are gone."""
    written = book.execute("select seq from sqlite_sequence where name = 'entry'").fetchall()
    if (written[0][0] if written else 0) != last:
        yield f"the last entry is {last}, and {written[0][0] if written else 'none'} was written"


def _inside(book: sqlite3.Connection, faults: list[str]) -> Iterator[Checkpoint]:
    for (line,) in book.execute("select line from checkpoint"):
        try:
            yield checkpoint_of(line)
        except ValueError:
            faults.append("a checkpoint in the hub is no checkpoint")


def _against(
    checkpoint: Checkpoint, chain_at: dict[int, str], last: int, key: Ed25519PublicKey | None
) -> Iterator[str]:
    if key is not None and not checkpoint.signed_by(key):
        yield f"the checkpoint of {checkpoint.at} is not signed by this key"
    if checkpoint.entries > last:
        there = counted(checkpoint.entries, "entry was", "entries were")
        yield f"{there} there at {checkpoint.at}, and {last:,} are now: the end is cut off"
    elif chain_at.get(checkpoint.entries) != checkpoint.head:
        yield f"up to entry {checkpoint.entries} this is not what was signed at {checkpoint.at}"
