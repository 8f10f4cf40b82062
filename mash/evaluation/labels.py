"""Pairs of records that people labelled, against what the run made of them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from mash.errors import UsageError
from mash.evaluation.intervals import share
from mash.evaluation.results import Labels
from mash.identity import read_labels
from mash.warehouse import run_sql


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
