"""How often two persons that something holds apart are one all the same: counted on made-up towns.

    python benchmarks/held_apart.py [--persons N] [--seeds S …] [--out FILE]

Writes mash/identity/held_apart.csv, by which the engine says how probable a possible identity is. The towns are not
those that quality is measured on (decision 40).
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections import Counter
from pathlib import Path

import duckdb
from people_hub import run

ROOT = Path(__file__).parents[1]
AS_OF = "2026-11-01"
EDGES = (1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 12.0)
"""Bits at which a band of weights begins."""
Band = tuple[str, float]


def main() -> None:
    """Build each town, count, and write what all of them say."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--persons", type=int, default=50_000)
    asked.add_argument("--seeds", type=int, nargs="+", default=[1001, 1002, 1003])
    asked.add_argument("--out", type=Path, default=ROOT / "mash" / "identity" / "held_apart.csv")
    given = asked.parse_args()
    pairs: Counter[Band] = Counter()
    true_pairs: Counter[Band] = Counter()
    for seed in given.seeds:
        with tempfile.TemporaryDirectory() as name:
            for reason, bits, count, true in counted(Path(name), given.persons, seed):
                pairs[reason, bits] += count
                true_pairs[reason, bits] += true
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("reason", "bits", "pairs", "true_pairs"))
        writer.writerows((*band, pairs[band], true_pairs[band]) for band in sorted(pairs))


def counted(folder: Path, persons: int, seed: int) -> list[tuple[str, float, int, int]]:
    """By reason and band, the pairs of persons of one night over one town, and those that are one in truth."""
    town, hub = folder / "town", folder / "hub"
    run("synth", town, "--persons", persons, "--seed", seed, "--as-of", AS_OF, "--format", "parquet")
    run("init", hub, "--drops", town)
    run("nightly", "--hub", hub, "--as-of", AS_OF)
    (night,) = (hub / "snapshots").glob("*/hub.duckdb")
    with duckdb.connect(str(night), read_only=True) as con:
        con.register("truth", con.read_parquet(str(town / "truth" / "membership.parquet")).to_arrow_table())
        query = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
        return con.execute(query, {"edges": list(EDGES)}).fetchall()


if __name__ == "__main__":
    main()
