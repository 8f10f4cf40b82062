"""Time enquiries into a hub's open cases: cold, as a person waits, and within a process; and where the time goes.

The machine's speed drifts, so the cold figure stands beside `python -c "import duckdb"`, the one run after the other.

    python benchmarks/enquiry.py [HUB [CASES]]

Without a hub one of 20,000 made-up people is built first.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from people_hub import AS_OF, run

from mash import warehouse
from mash.enquiry import Asked, Wanted, enquire_into, worklist
from mash.hub import Hub, open_hub

COLD = 9
PEOPLE = 20_000
TARGETS = "asked: cold at most 1.2 s and 6 x importing duckdb; within a process p95 at most 150 ms"
MOST = 12
"""Queries told of, the costliest."""

Seconds = tuple[float, float]
"""By the clock and of the processor."""


def cold(*words: object) -> Seconds:
    """What a command takes from nothing; it must succeed."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL)
    took, after = time.perf_counter() - begun, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return took, spent


def asks() -> Asked:
    """Who asks, at this moment; the purpose says it was a measurement."""
    at = dt.datetime.now().astimezone().replace(microsecond=0, tzinfo=None)
    return Asked("benchmark", at, "measuring", "s47")


def within(hub: Hub, case: str) -> Seconds:
    """What asking about one case takes in this process."""
    begun, spent = time.perf_counter(), time.process_time()
    enquire_into(hub, Wanted(key=case), asks())
    return time.perf_counter() - begun, time.process_time() - spent


class Spent:
    """Seconds by what a connection was asked."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.times: Counter[str] = Counter()

    def note(self, what: str, begun: float) -> None:
        """``what`` has been going on since ``begun``."""
        self.seconds[what] += time.perf_counter() - begun
        self.times[what] += 1


class Timed:
    """A connection that notes how long each query takes, by the grain its first line states."""

    def __init__(self, con: duckdb.DuckDBPyConnection, spent: Spent) -> None:
        self.con, self.spent = con, spent

    def execute(self, sql: str, *given: object) -> duckdb.DuckDBPyConnection:
        """As DuckDB has it."""
        begun = time.perf_counter()
        try:
            return self.con.execute(sql, *given)
        finally:
            self.spent.note(sql.strip().partition("\n")[0].removeprefix("-- Grain: ")[:90], begun)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the connection has
        return getattr(self.con, name)


@contextmanager
def timed() -> Iterator[Spent]:
    """As long as it lasts every connection notes what it is asked."""
    spent, connect = Spent(), warehouse.connect

    def noting(*words: Any, **settings: Any) -> Any:  # noqa: ANN401 - as warehouse.connect
        begun = time.perf_counter()
        con = connect(*words, **settings)
        spent.note("opening the database", begun)
        return Timed(con, spent)

    warehouse.connect = noting
    try:
        yield spent
    finally:
        warehouse.connect = connect


def share(found: Sequence[float], at: float) -> float:
    """The value so far up, 0 to 1."""
    return sorted(found)[min(len(found) - 1, int(at * len(found)))]


def pairs_of(*both: Callable[[], Seconds]) -> list[tuple[Seconds, ...]]:
    """Each in turn, so that both meet the same machine."""
    return [tuple(each() for each in both) for _ in range(COLD)]


def made(folder: Path) -> Path:
    """A hub of made-up people, its night built."""
    run("synth", folder / "town", "--persons", PEOPLE, "--seed", 1, "--as-of", AS_OF)
    run("init", folder / "hub", "--drops", folder / "town")
    run("nightly", "--hub", folder / "hub", "--as-of", AS_OF)
    return folder / "hub"


def main(folder: str | None = None, cases: int = 40) -> None:
    """Ask about so many cases of the hub, one by one."""
    with tempfile.TemporaryDirectory() as aside:
        measure(Path(folder) if folder else made(Path(aside)), cases)


def measure(folder: Path, cases: int) -> None:
    """Print what they took."""
    hub, mash = open_hub(folder), Path(sys.executable).parent / "mash"
    asked = [row.case_id for row in itertools.islice(worklist(hub, asks()), cases)]
    runs = pairs_of(
        lambda: cold(mash, "enquire", asked[0], "--hub", folder, "--purpose", "measuring", "--gateway", "s47"),
        lambda: cold(sys.executable, "-c", "import duckdb"),
    )
    for place, what in enumerate(("by the clock", "processor")):
        ours, bare = ([each[which][place] for each in runs] for which in (0, 1))
        ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
        print(f"cold    {statistics.median(ours):7.3f} s {what}, {ratio:.1f} x importing duckdb (median of {COLD})")
    within(hub, asked[0])
    found = [within(hub, case) for case in asked]
    for place, what in enumerate(("by the clock", "processor")):
        took = [each[place] * 1000 for each in found]
        print(f"within  p50 {share(took, 0.5):5.0f} ms, p95 {share(took, 0.95):5.0f} ms {what} ({len(asked)} cases)")
    print(TARGETS)
    with timed() as spent:
        for case in asked:
            within(hub, case)
    each = 1000 / len(asked)
    many, took = sum(spent.times.values()) / len(asked), sum(spent.seconds.values()) * each
    print(f"of it {many:.0f} queries of {took:.0f} ms together, on average; the costliest:")
    for what, seconds in sorted(spent.seconds.items(), key=lambda of: -of[1])[:MOST]:
        print(f"  {seconds * each:6.1f} ms {spent.times[what] / len(asked):5.1f} x  {what}")


if __name__ == "__main__":
    main(*sys.argv[1:2], *(int(word) for word in sys.argv[2:]))
