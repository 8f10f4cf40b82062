"""Pairs of records that people labelled, as read and as loaded beside the records."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from pathlib import Path

import duckdb

from mash.errors import NotFound, UsageError
from mash.identity.card import Report
from mash.identity.linkage import load
from mash.warehouse import run_sql

COLUMNS = ("record_key_a", "record_key_b", "verdict")
VERDICTS = frozenset({"same", "different"})
FAULTS_NAMED = 5
HELD_OUT = 0.25
"""Share of the labels that teach nothing and tell how good the model is."""

Labels = Mapping[tuple[str, str], str]
"""``same`` or ``different`` by pair of record keys, the smaller first."""


def read_labels(path: Path) -> dict[tuple[str, str], str]:
    """Verdict by pair of record keys, the smaller first.

    Raises ``NotFound`` without the file and ``UsageError`` naming the rows that cannot be used, or contradict.
    """
    found: dict[tuple[str, str], str] = {}
    faults = []
    for number, (a, b, verdict) in enumerate(_rows(path), start=1):
        pair = (min(a, b), max(a, b))
        if verdict not in VERDICTS or not a or a == b:
            faults.append(f"row {number} is not two record keys and same or different")
        elif found.setdefault(pair, verdict) != verdict:
            faults.append(f"row {number} contradicts an earlier one")
    if not found and not faults:
        faults.append("it holds no pair")
    if faults:
        more = f"; and {len(faults) - FAULTS_NAMED} more" if len(faults) > FAULTS_NAMED else ""
        raise UsageError("; ".join(faults[:FAULTS_NAMED]) + more, where=str(path), try_="mend those rows")
    return found


def _rows(path: Path) -> list[tuple[str, ...]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            table = csv.DictReader(opened)
            if not set(COLUMNS) <= set(table.fieldnames or ()):
                raise UsageError("it lacks a column", where=str(path), try_="a first line " + ",".join(COLUMNS))
            return [tuple((row[name] or "").strip() for name in COLUMNS) for row in table]
    except FileNotFoundError:
        raise NotFound(
            "no such file of labelled pairs", where=str(path), try_="a CSV of " + ",".join(COLUMNS)
        ) from None
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        told = f"it cannot be read as CSV ({type(fault).__name__})"
        raise UsageError(told, where=str(path), try_="save it as CSV in UTF-8") from None


def load_labels(con: duckdb.DuckDBPyConnection, labels: Labels) -> None:
    """``label`` (temporary): what ``train`` will learn from beside the records, if there is any of it."""
    con.execute(
        "create or replace temp table label"
        " (record_key_a varchar, record_key_b varchar, verdict varchar, held_out boolean)"
    )
    pairs = sorted(labels)
    load(
        con,
        "label",
        {
            "record_key_a": [a for a, _ in pairs],
            "record_key_b": [b for _, b in pairs],
            "verdict": [labels[pair] for pair in pairs],
            "held_out": [_held_out(pair) for pair in pairs],
        },
    )


def _held_out(pair: tuple[str, str]) -> bool:
    """The same quarter of the same labels each time."""
    return hashlib.sha256("\n".join(pair).encode()).digest()[0] < HELD_OUT * 256


def count_labels(con: duckdb.DuckDBPyConnection, report: Report) -> bool:
    """Whether there are labels of the records at hand. Raises ``UsageError`` when there are labels, and none is."""
    con.execute(
        "create temp table if not exists label"
        " (record_key_a varchar, record_key_b varchar, verdict varchar, held_out boolean)"
    )
    run_sql(con, "identity", "labelled_pair")
    ((given,),) = con.execute("select count(*) from label").fetchall()
    counted = con.execute("select is_same, count(*) from labelled_pair group by is_same").fetchall()
    known = dict(counted)
    if given and not known:
        raise UsageError(
            f"none of the {given} labelled pairs is of records at hand", try_="record keys as `mash how` shows them"
        )
    if given:
        same, different = known.get(True, 0), known.get(False, 0)
        report.labels.append(
            f"{same:,} pairs labelled the same and {different:,} labelled different;"
            f" {given - same - different:,} more name a record that is not here."
        )
    return bool(given)
