"""Clustering under constraints beside Splink's connected components, on the same made-up pairs in the same run.

Splink joins whatever reaches the threshold; `cluster` also hears guards, numbers, birthdays and weights against. Each
is timed in a process of its own, from arrays (or tables) in memory to a group for every record. The machine's speed
drifts, so the ratio says more than the seconds. The slope is the exponent of the cost from size to size: 1 is linear.

    python benchmarks/clustering.py [PAIRS …]
"""

from __future__ import annotations

import argparse
import logging
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import pyarrow as pa

from mash.identity.clustering import cluster
from mash.identity.constrained import Rules
from mash.identity.evidence import Birthdays, Evidence, Ints, Numbers, Pairs

SIZES = (1_000_000, 10_000_000)
RULES = Rules(join=5.0, valid=0.0)
SEED = 20261101
LARGEST = 12
FALSE_BRIDGES, KIN, VETOES = 0.01, 0.1, 0.005
"""Beside one person's pairs, as shares of them: those that wrongly join two people, those of two people that weigh too
little to join, those that a guard forbids."""
WEAK = 0.02
"""Of one person's pairs: how many weigh too little to join, as in the made-up towns; nearly half speak against."""
NUMBERED, MISTYPED = 0.5, 0.01
"""Of the records: how many have an official number, and how many another birthday than the person's."""


KINDS = {"pairs": Pairs, "vetoed": Pairs, "numbers": Numbers, "birthdays": Birthdays}


def made(pairs: int) -> tuple[int, Evidence]:
    """As many records as make about so many pairs, and the evidence of who is who."""
    chance = np.random.default_rng(SEED)
    sizes = np.clip(np.rint(chance.lognormal(0.7, 0.7, 2 * pairs)), 1, LARGEST).astype(np.int64)
    own = pairs / (1 + FALSE_BRIDGES + KIN)
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes * (sizes - 1) // 2), own)) + 1]
    whose = np.repeat(np.arange(len(sizes)), sizes)
    numbered = np.flatnonzero(chance.random(len(whose)) < NUMBERED)
    born = chance.integers(0, 36_500, len(sizes))[whose] + 1461 * (chance.random(len(whose)) < MISTYPED)
    return len(whose), Evidence(
        _weighed(chance, sizes, whose),
        vetoed=_of_two_people(chance, whose, int(VETOES * own), (-6, -6)),
        numbers=Numbers(numbered, whose[numbered] % 2, whose[numbered]),
        birthdays=Birthdays(np.arange(len(whose)), born, chance.integers(0, 5, len(whose))),
    )


def _weighed(chance: np.random.Generator, sizes: Ints, whose: Ints) -> Pairs:
    """The pairs of every person all with all, and those of two people, in no order."""
    starts = np.cumsum(sizes) - sizes
    ends = [_all_with_all(starts[sizes == size], size) for size in range(2, LARGEST + 1)]
    a, b = np.concatenate([a for a, _ in ends]), np.concatenate([b for _, b in ends])
    weak = chance.random(len(a)) < WEAK
    weight = np.where(weak, chance.uniform(-4, 5, len(a)), np.maximum(chance.normal(26, 9, len(a)), 5))
    bridges = _of_two_people(chance, whose, int(FALSE_BRIDGES * len(a)), (5, 15))
    kin = _of_two_people(chance, whose, int(KIN * len(a)), (-6, 5))
    found = [Pairs(a, b, weight), bridges, kin]
    order = chance.permutation(sum(len(each.a) for each in found))
    return Pairs(
        *(np.concatenate(columns)[order] for columns in zip(*((p.a, p.b, p.weight) for p in found), strict=True))
    )


def _all_with_all(starts: Ints, size: int) -> tuple[Ints, Ints]:
    """All pairs of the groups of one size that begin at these records."""
    low, high = np.triu_indices(size, 1)
    return (starts[:, None] + low).ravel(), (starts[:, None] + high).ravel()


def _of_two_people(chance: np.random.Generator, whose: Ints, few: int, bits: tuple[float, float]) -> Pairs:
    """Some pairs of records of two people near each other."""
    a = np.unique(chance.integers(0, len(whose) - 2 * LARGEST, few))
    b = a + chance.integers(1, 2 * LARGEST, len(a))
    two = whose[a] != whose[b]
    return Pairs(a[two], b[two], chance.uniform(*bits, int(two.sum())))


def ours(records: int, evidence: Evidence) -> Callable[[], int]:
    """How many groups this engine makes."""
    return lambda: len(np.unique(cluster(records, evidence, RULES).group_of))


def splinks(records: int, evidence: Evidence) -> Callable[[], int]:
    """How many groups Splink's connected components make; its tables are in place before the clock runs."""
    import duckdb
    from splink.backends.duckdb import DuckDBAPI
    from splink.clustering import cluster_pairwise_predictions_at_threshold

    logging.getLogger("splink").setLevel(logging.ERROR)
    con = duckdb.connect()
    pairs = evidence.pairs
    tables = {
        "record": pa.table({"unique_id": np.arange(records)}),
        "pair": pa.table(
            {"unique_id_l": pairs.a, "unique_id_r": pairs.b, "match_probability": 1 / (1 + 2**-pairs.weight)}
        ),
    }
    for name, rows in tables.items():
        con.register("handed_over", rows)
        con.execute(f"create table {name} as from handed_over")
        con.unregister("handed_over")
    api = DuckDBAPI(connection=con)

    def run() -> int:
        found = cluster_pairwise_predictions_at_threshold(
            api.register("record"),
            api.register("pair"),
            api,
            node_id_column_name="unique_id",
            threshold_match_weight=RULES.join,
        )
        query = f"select count(distinct cluster_id) from {found.physical_name}"  # noqa: S608 - Splink's own name
        return int(con.execute(query).fetchall()[0][0])

    return run


WAYS = {"ours": ours, "splink": splinks}


def save(file: Path, records: int, evidence: Evidence) -> None:
    """Write what `load` reads."""
    columns = {
        f"{name}.{each.name}": getattr(getattr(evidence, name), each.name)
        for name, kind in KINDS.items()
        for each in fields(kind)
    }
    np.savez(file, records=records, **columns)


def load(file: Path) -> tuple[int, Evidence]:
    """The number of records and the evidence."""
    with np.load(file) as saved:
        shapes = {name: kind(*(saved[f"{name}.{each.name}"] for each in fields(kind))) for name, kind in KINDS.items()}
        return int(saved["records"]), Evidence(**shapes)


def timed(way: str, file: Path) -> None:
    """Print the seconds of one way, the groups it made and the peak of memory of this process in gigabytes."""
    run = WAYS[way](*load(file))
    begun = time.perf_counter()
    groups = run()
    print(time.perf_counter() - begun, groups, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)


def main(sizes: Sequence[int]) -> None:
    """One line per size and way, then the slopes."""
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    pairs_of = []
    print("     pairs    records  way       seconds  beside Splink    groups  peak GB")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "evidence.npz"
            records, evidence = made(size)
            save(file, records, evidence)
            pairs_of.append(len(evidence.pairs.a))
            del evidence
            said = {way: said_by(way, file) for way in WAYS}
        for way, (taken, groups, peak) in said.items():
            seconds[way].append(taken)
            beside = f"{taken / said['splink'][0]:>14.2f} {groups:>9,.0f} {peak:>8.2f}"
            print(f"{pairs_of[-1]:>10,} {records:>10,}  {way:<6} {taken:>10.2f} {beside}", flush=True)
    if len(sizes) > 1:
        grown = math.log(pairs_of[-1] / pairs_of[0])
        slopes = ", ".join(f"{way} {math.log(taken[-1] / taken[0]) / grown:.2f}" for way, taken in seconds.items())
        print(f"slope from the first size to the last: {slopes}")


def said_by(way: str, file: Path) -> tuple[float, ...]:
    """What `timed` prints, in a process of its own."""
    words = [sys.executable, __file__, "--way", way, "--of", str(file)]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return tuple(float(word) for word in told.split())


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("pairs", metavar="PAIRS", type=int, nargs="*", default=SIZES, help="numbers of pairs")
    words.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    words.add_argument("--of", type=Path, help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.way:
        timed(given.way, given.of)
    else:
        main(given.pairs)
