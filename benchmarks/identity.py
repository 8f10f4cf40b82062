"""Seconds and memory of who is who: this engine beside plain Splink, on the same records of a made-up town.

    python benchmarks/identity.py [PERSONS] [--seed S]

580,000 people are some 1.25 million records. The records are built once. Then this engine scores pairs and resolves
persons as a night does, guards, doubts, constraints and stable ids included; and Splink, ready-made and trained
beforehand, predicts and clusters. Each in a process of its own, under the hub's memory limit and threads. Where others
use the machine, seconds of CPU say more than those of the clock.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import duckdb
from peers import PREDICT_FROM, SPLINK_WEIGHTS, TABLE, filled, ready_made, splink_linker, train
from people_hub import AS_OF, run
from quality import ONE_ROW_PER_RECORD

from mash import extracts, identity, rating, records, warehouse
from mash.hub import Hub, open_hub
from mash.nightly.planning import read_ledger
from mash.nightly.steps import STEPS, Night

ASKED = 3.0
"""Times plain Splink's seconds at most."""
Found = TypeVar("Found")
ENGINE, SPLINK = "this engine", "plain Splink"


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of a part, by the clock and of CPU."""

    clock: float
    cpu: float

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.clock + other.clock, self.cpu + other.cpu)


@dataclass(frozen=True, slots=True)
class Measured:
    """One way's cost."""

    taken: dict[str, Taken]
    """By part."""
    pairs: int
    """Pairs of records compared."""
    persons: int
    peak: float
    """Gigabytes of its process."""

    @property
    def whole(self) -> Taken:
        """All its parts."""
        return sum(self.taken.values(), start=Taken(0.0, 0.0))


def build_records(folder: Path) -> int:
    """The hub's records in the one shape, as a night builds them, and one row of each for Splink; how many."""
    with night_over(folder) as night:
        extracts.load_current(night.snapshot, night.hub, night.as_of)
        records.load_referrals(night.snapshot, night.decided.referrals)
        STEPS["records"](night)
        night.snapshot.execute(f"copy ({ONE_ROW_PER_RECORD}) to '{folder / 'records.parquet'}' (format parquet)")
        return _count(night.snapshot, "*", "person_record")


def measure_engine(folder: Path) -> Measured:
    """Pairs scored and persons resolved, as a night does it."""
    with night_over(folder) as night:
        taken = {step: _timed(lambda step=step: STEPS[step](night))[1] for step in ("pairs", "persons")}
        ((pairs,),) = night.snapshot.execute("select sum(pairs)::bigint from blocking_report").fetchall()
        persons = _count(night.snapshot, "*", "person")
    return Measured(taken, pairs, persons, _peak())


def train_splink(folder: Path) -> None:
    """Splink's ready-made model, trained on these records and saved."""
    with _peers_records(folder) as con:
        used = filled(con)
        linker = splink_linker(con, ready_made(used))
        train(linker, used)
        linker.misc.save_model_to_json(str(folder / "splink.json"))


def measure_splink(folder: Path) -> Measured:
    """Splink's predictions with the saved model, and their connected components."""
    with _peers_records(folder) as con:
        linker = splink_linker(con, folder / "splink.json")
        blocked, blocking = _timed(linker.inference.compute_blocked_pairs_for_predict)
        scored, scoring = _timed(lambda: linker.inference.predict(threshold_match_probability=PREDICT_FROM))
        cluster = linker.clustering.cluster_pairwise_predictions_at_threshold
        clusters, clustering = _timed(lambda: cluster(scored, threshold_match_weight=SPLINK_WEIGHTS[0]))
        pairs = _count(con, "*", blocked.physical_name)
        persons = _count(con, "distinct cluster_id", clusters.physical_name)
    return Measured({"predict": blocking + scoring, "cluster": clustering}, pairs, persons, _peak())


@contextmanager
def night_over(folder: Path) -> Iterator[Night]:
    """A night over the hub, its snapshot in the folder."""
    hub, as_of = open_hub(folder / "hub"), dt.date.fromisoformat(AS_OF)
    config = hub.config
    snapshot = _connect(hub, folder, folder / "snapshot.duckdb")
    try:
        yield Night(
            hub=hub,
            as_of=as_of,
            model=identity.load_model(config.model),
            policy=rating.load_policy(config.policy),
            profile=rating.load_profile(config.profile),
            decided=read_ledger(hub, as_of),
            snapshot=snapshot,
        )
    finally:
        snapshot.close()


@contextmanager
def _peers_records(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = _connect(open_hub(folder / "hub"), folder, None)
    try:
        con.execute(f"create table {TABLE} as from read_parquet('{folder / 'records.parquet'}')")
        yield con
    finally:
        con.close()


def _connect(hub: Hub, folder: Path, path: Path | None) -> duckdb.DuckDBPyConnection:
    config = hub.config
    return warehouse.connect(
        path,
        memory_limit=config.memory_limit,
        threads=config.threads,
        temp_directory=str(folder / "spill"),
        reach=(folder,),
    )


def _timed(work: Callable[[], Found]) -> tuple[Found, Taken]:
    clock, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, Taken(time.perf_counter() - clock, time.process_time() - cpu)


def _count(con: duckdb.DuckDBPyConnection, what: str, table: str) -> int:
    ((found,),) = con.execute(f"select count({what}) from {table}").fetchall()  # noqa: S608 - our own names and Splink's
    return int(found)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def apart(work: Callable[[Path], Found], folder: Path) -> Found:
    """The work done in a process of its own, so that its peak memory is nobody else's."""
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(work, folder).result()


def tell(found: dict[str, Measured]) -> None:
    """One line per part and one per way, the seconds of a million pairs among it; then the ratios."""
    headings = (
        f"{'seconds':>9} {'CPU s':>9} {'pairs':>12} {'s/million':>10} {'CPU/million':>12} {'persons':>10} {'GB':>6}"
    )
    print(f"{'':24} {headings}")
    for way, each in found.items():
        for part, taken in each.taken.items():
            print(f"{f'{way}: {part}':24} {taken.clock:9.2f} {taken.cpu:9.2f}")
        whole, millions = each.whole, max(each.pairs, 1) / 1e6
        print(
            f"{way:24} {whole.clock:9.2f} {whole.cpu:9.2f} {each.pairs:12,} {whole.clock / millions:10.2f}"
            f" {whole.cpu / millions:12.2f} {each.persons:10,} {each.peak:6.2f}"
        )
    ours, theirs = (found[way] for way in (ENGINE, SPLINK))
    per_pair = (ours.whole.clock / max(ours.pairs, 1)) / (theirs.whole.clock / max(theirs.pairs, 1))
    print(
        f"{ours.whole.clock / theirs.whole.clock:.2f} x plain Splink's seconds (asked: {ASKED:g} at most),"
        f" {ours.whole.cpu / theirs.whole.cpu:.2f} x its CPU, {per_pair:.2f} x its seconds a pair"
    )


def main() -> None:
    """Build the records once, then each way in the same run."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("persons", metavar="PERSONS", type=int, nargs="?", default=50_000)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run("synth", folder / "town", "--persons", given.persons, "--seed", given.seed, "--as-of", AS_OF)
        run("init", folder / "hub", "--drops", folder / "town")
        run("pull", "--hub", folder / "hub", "--as-of", AS_OF)
        print(f"{given.persons:,} people, {apart(build_records, folder):,} records", flush=True)
        apart(train_splink, folder)
        tell({ENGINE: apart(measure_engine, folder), SPLINK: apart(measure_splink, folder)})


if __name__ == "__main__":
    main()
