"""Time whole nights on made-up towns of growing size, beside plain Splink on the same records in the same run.

    python benchmarks/night.py [RECORDS …] [--seed S] [--without-splink]

RECORDS are person-records asked for, 2.15 to a person (default 43,000; `make bench` takes 100000 300000 1000000, and
10000000 for whoever has the hours). The machine's speed drifts, so a figure on its own says little: each night stands
beside Splink's own predict and connected components on the same records, ready-made and trained beforehand, and the
steps have the slope of their cost against size: 1 is linear. Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from identity import apart, build_records, measure_splink, train_splink
from people_hub import AS_OF, MASH, run

from mash.nightly.steps import STEPS

RECORDS_OF_A_PERSON = 2.15
"""In the built-in profile, measured."""
TOLD = ("person_record", "stay", "event", "event_role", "person", "tie", "open_case", "proposal")
"""Tables whose rows the size is told by."""


@dataclass(frozen=True, slots=True)
class Nightly:
    """One night."""

    seconds: dict[str, float]
    """By the clock: of pull, then of each step, then of all the night's command did besides."""
    cpu: float
    rows: dict[str, int]
    peak: float
    """Gigabytes."""
    splink: float | None
    """Plain Splink's seconds on the same records."""

    @property
    def whole(self) -> float:
        """Pull and night."""
        return sum(self.seconds.values())


def night_of(persons: int, seed: int, *, beside_splink: bool) -> Nightly:
    """Make the town, pull, run the night; then Splink, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hub = folder / "hub"
        run("synth", folder / "town", "--persons", persons, "--seed", seed, "--as-of", AS_OF)
        run("init", hub, "--drops", folder / "town")
        pulling, pulled = timed("pull", "--hub", hub, "--as-of", AS_OF)
        building, built = timed("nightly", "--hub", hub, "--as-of", AS_OF)
        report = json.loads((hub / "snapshots" / (hub / "current").read_text().strip() / "run.json").read_text())
        steps = {step: float(report["seconds"][step]) for step in STEPS}
        seconds = {"pull": pulling, **steps, "digest, health, publish": building - sum(steps.values())}
        splink = None
        if beside_splink:
            apart(build_records, folder)
            apart(train_splink, folder)
            splink = apart(measure_splink, folder).whole.clock
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in (pulled, built))
    return Nightly(seconds, cpu, report["rows"], built.ru_maxrss / 1e6, splink)


def timed(*words: object) -> tuple[float, Any]:
    """Seconds by the clock of a `mash` command, and what it used (``resource.struct_rusage``)."""
    begun = time.perf_counter()
    process = subprocess.Popen([str(MASH), *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"mash {words[0]} failed")
    return time.perf_counter() - begun, usage


def slope(small: tuple[float, float], large: tuple[float, float]) -> float:
    """Of cost against size, on a scale of logarithms; both are (size, cost)."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def told(nights: list[Nightly]) -> list[str]:
    """The nights beside each other, a column each, and the slope from the smallest to the largest."""
    many = len(nights) > 1
    sizes = [night.rows["person_record"] for night in nights]
    lines = [f"| | {' | '.join(f'{size:,} records' for size in sizes)} |{' slope |' if many else ''}"]
    lines.append("|---|" + "--:|" * (len(nights) + many))

    def line(says: str, values: list[float | None], form: str, *, sloped: bool = False) -> None:
        cells = ["" if value is None else format(value, form) for value in values]
        first, last = values[0], values[-1]
        steep = f" {slope((sizes[0], first), (sizes[-1], last)):.2f} |" if sloped and many and first and last else " |"
        lines.append(f"| {says} | {' | '.join(cells)} |{steep if many else ''}")

    for table in TOLD:
        line(f"rows of `{table}`", [night.rows.get(table) for night in nights], ",")
    for step in nights[-1].seconds:
        line(f"{step}, s", [night.seconds.get(step) for night in nights], ",.1f", sloped=True)
    line("**the whole night, s**", [night.whole for night in nights], ",.1f", sloped=True)
    line("processor, s", [night.cpu for night in nights], ",.1f", sloped=True)
    line("peak memory, GB", [night.peak for night in nights], ".2f", sloped=True)
    line("plain Splink: predict and clusters, s", [night.splink for night in nights], ",.1f", sloped=True)
    line("**the night, times Splink**", [night.splink and night.whole / night.splink for night in nights], ".1f")
    return lines


def main() -> None:
    """A night of each size, smallest first; then the table."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("records", metavar="RECORDS", type=int, nargs="*", default=[43_000])
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--without-splink", action="store_true", help="the nights alone")
    given = words.parse_args()
    nights = []
    for records in sorted(given.records):
        persons = round(records / RECORDS_OF_A_PERSON)
        nights.append(night_of(persons, given.seed, beside_splink=not given.without_splink))
        print(f"{persons:,} people: {nights[-1].whole:,.0f} s", file=sys.stderr, flush=True)
    print("\n".join(told(nights)))


if __name__ == "__main__":
    main()
