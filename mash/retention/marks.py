"""Marks: how the ledger knows a person's id or a row again without holding it. Each is a hash with the hub's own salt.

Whoever has the ledger can test a guess by it, and nothing else; an id of ten digits could else be tried out.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mash import ledger, machine
from mash.contracts import Contract, Dataset, columns
from mash.retention.columns import BY_THE_WAY, references

if TYPE_CHECKING:
    import datetime as dt

BETWEEN = "chr(31)"
"""Stands in no landed text."""
ROW_MARK = "_mark"


def salt_of(acts: Iterable[ledger.Act]) -> str:
    """What the hub's marks are made with; empty before the first."""
    return next((str(act.body["salt"]) for act in acts if act.deed is ledger.Deed.SALT), "")


def ensure_salt(book: sqlite3.Connection, *, who: str, at: dt.datetime) -> str:
    """The hub's salt, drawn with its first mark."""
    salt = salt_of(ledger.acts(book))
    if not salt:
        salt = machine.secret()
        ledger.note_act(book, ledger.Act(ledger.Deed.SALT, "", "", who, at, body={"salt": salt}))
    return salt


def id_mark(agency: str, column: str) -> str:
    """SQL of the mark of the id in a column, whatever its case and the space around it; null where it is null."""
    named = columns.quoted(column)
    return f"sha256(concat($salt, {BETWEEN}, {columns.text(agency)}, {BETWEEN}, upper(trim({named})))) "


def opaque(salt: str, word: str) -> str:
    """The mark of a word that stands in no column."""
    return hashlib.sha256(f"{salt}\x1f{word}".encode()).hexdigest()


def among(marks: Iterable[str], name: str) -> str:
    """SQL, true where one of the marks is among those of the parameter of that name."""
    return f"coalesce(list_has_any([{columns.listed(marks)}], ${name}::varchar[]), false)"


def by_the_way(agency: str, contract: Contract, dataset: Dataset) -> dict[str, str]:
    """Of each column that names who told the agency, SQL, true where that is somebody erased."""
    named = (name for name in references(contract, dataset) if name.startswith(BY_THE_WAY))
    return {name: among([id_mark(agency, name)], "erased") for name in named}


def rejected_marks(agency: str) -> str:
    """SQL, true of a rejected row in whose text an id of somebody erased stands."""
    tokens = "regexp_split_to_array(coalesce(raw, value, ''), '[\\s,;|\"{}:\\[\\]]+')"
    mark = f"sha256(concat($salt, {BETWEEN}, {columns.text(agency)}, {BETWEEN}, upper(token)))"
    return f"list_has_any(list_transform({tokens}, lambda token : {mark}), $erased::varchar[])"


def row_mark(agency: str, dataset: Dataset) -> str:
    """SQL of the mark of a row, by its key or, where the dataset has none, by all it says."""
    parts = [columns.text(f"{agency}.{dataset.name}")]
    parts += [f"coalesce(trim({columns.quoted(name)}::varchar), '')" for name in dataset.key_or_row]
    return f"sha256(concat($salt, {BETWEEN}, {f', {BETWEEN}, '.join(parts)}))"
