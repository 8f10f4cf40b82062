"""How often two persons are one all the same, by what holds them apart: counted, for there the weight is no odds.

A doubt is raised where lines of evidence are not independent, so that the weight says too much; a veto between other
records says nothing of these two. ``held_apart.csv`` is counted on made-up towns by ``make held-apart``.
"""

from __future__ import annotations

import csv
from importlib.resources import files

import duckdb

from mash.identity.linkage import load

PRIOR_PAIRS = 10
"""A band of few pairs leans on its reason as a whole, with the weight of so many: judgement."""


def counted() -> list[dict[str, str]]:
    """The rows of ``held_apart.csv``."""
    text = (files("mash") / "identity" / "held_apart.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def load_held_apart(con: duckdb.DuckDBPyConnection) -> None:
    """``held_apart`` (temporary): per reason and band of bits, pairs of persons counted and those that were one."""
    rows = counted()
    con.execute(
        "create or replace temp table held_apart (reason varchar, bits double, pairs integer, true_pairs integer)"
    )
    load(
        con,
        "held_apart",
        {
            "reason": [row["reason"] for row in rows],
            "bits": [float(row["bits"]) for row in rows],
            "pairs": [int(row["pairs"]) for row in rows],
            "true_pairs": [int(row["true_pairs"]) for row in rows],
        },
    )
