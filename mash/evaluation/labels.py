"""Pairs of records that people labelled, against what the run made of them."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

from mash.errors import NotFound, UsageError
from mash.evaluation.intervals import share
from mash.evaluation.results import Labels
from mash.warehouse import run_sql

COLUMNS = ("record_key_a", "record_key_b", "verdict")
VERDICTS = frozenset({"same", "different"})
FAULTS_NAMED = 5


def measure_labels(con: duckdb.DuckDBPyConnection, path: Path) -> Labels:
    """``PAIRS.csv`` (record_key_a, record_key_b, verdict ``same`` or ``different``) against the hub's persons.

    Raises ``NotFound`` without the file and ``UsageError`` naming the rows that cannot be used, or contradict.
    """
    verdicts = read_labels(path)
    keys = sorted(verdicts)
    given = {
        "a": [a for a, _ in keys],
        "b": [b for _, b in keys],
        "verdicts": [verdicts[key] for key in keys],
    }
    (counts,) = run_sql(con, "evaluation", "label_count", given).fetchall()
    same, different, unknown, same_joined, same_possible, joined = counts
    if not same + different:
        raise UsageError(
            f"none of its {unknown} pairs is in this run", where=str(path), try_="record keys as `mash how` shows them"
        )
    return Labels(
        same, different, unknown, share(same_joined, same), share(same_possible, same), share(same_joined, joined)
    )


def read_labels(path: Path) -> dict[tuple[str, str], str]:
    """Verdict by pair of record keys, the smaller first."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            table = csv.DictReader(opened)
            if not set(COLUMNS) <= set(table.fieldnames or ()):
                raise UsageError("it lacks a column", where=str(path), try_="a first line " + ",".join(COLUMNS))
            rows = [tuple((row[name] or "").strip() for name in COLUMNS) for row in table]
    except FileNotFoundError:
        raise NotFound(
            "no such file of labelled pairs", where=str(path), try_="a CSV of " + ",".join(COLUMNS)
        ) from None
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UsageError(f"it cannot be read as CSV ({type(fault).__name__})", where=str(path)) from None
    found: dict[tuple[str, str], str] = {}
    faults = []
    for number, (a, b, verdict) in enumerate(rows, start=1):
        pair = (min(a, b), max(a, b))
        if verdict not in VERDICTS or not a or a == b:
            faults.append(f"row {number} is not two record keys and same or different")
        elif found.setdefault(pair, verdict) != verdict:
            faults.append(f"row {number} contradicts an earlier one")
    if faults:
        more = f"; and {len(faults) - FAULTS_NAMED} more" if len(faults) > FAULTS_NAMED else ""
        raise UsageError("; ".join(faults[:FAULTS_NAMED]) + more, where=str(path))
    return found
