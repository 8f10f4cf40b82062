"""Analysts at their desks while nights run and publish: whether anybody fails, waits, or is lost. A Markdown table.

    python benchmarks/together.py [ANALYSTS] [NIGHTS] [--persons N] [--seed S] [--pause SECONDS]

Each analyst is a process that enquires, decides and reviews in a loop (`desk.py`), with a pause for thought: without
any, so many of them on few cores measure how the cores are shared. A run is removed once the next but one is in use
(`keep_runs = 1`). Afterwards every decision and judgement given is looked for in the ledger, and every answer held
against the one that its run gives alone, in a copy of the hub that nobody else uses. Waiting is for the ledger (its
lock, its journal, the disk) and for the run in use to be opened; the rest of a command is its own work.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk import now, print_of
from faults_hub import run

from mash import audit, enquiry
from mash.enquiry import Asked, Wanted
from mash.hub import ACCESS, CONFIG, open_hub
from mash.nightly import HeldBack, NightReport, accept_health, run_night

DESK = Path(__file__).with_name("desk.py")
CASES_PROFILE = Path(__file__).parents[1] / "mash" / "synthetic" / "profiles" / "fixture.toml"
"""A town with many referrals and flags."""
LAST = dt.date(2026, 1, 31)
BEARABLE = 2.0
"""Seconds that nobody should wait, on a quiet machine."""
PATIENCE = 300
"""Seconds in which somebody must have been answered from a run that was published."""
LEDGER = {
    "decision": "select rationale from decision",
    "judgement": "select reason from judgement",
}


@dataclass
class Day:
    """What came of it: a line of the log for each command, and the nights."""

    lines: list[dict[str, Any]]
    nights: list[NightReport]
    seconds: list[float]
    """Of each night."""
    faults: list[str] = field(default_factory=list)
    """What is not as it should be; empty when all is well."""

    def of(self, command: str) -> list[dict[str, Any]]:
        """The lines of one command."""
        return [line for line in self.lines if line["command"] == command]


def prepare(folder: Path, persons: int, nights: int, seed: int) -> Path:
    """A hub after the night before the first, which keeps no older run than it must."""
    town, hub = folder / "town", folder / "hub"
    made = ("--persons", persons, "--seed", seed, "--nights", nights + 1, "--as-of", LAST, "--profile", CASES_PROFILE)
    run("synth", town, *made).demand()
    run("init", hub, "--drops", town).demand()
    config = hub / CONFIG
    config.write_text(config.read_text(encoding="utf-8").replace("keep_runs = 14", "keep_runs = 1"), encoding="utf-8")
    night(hub, LAST - dt.timedelta(days=nights))
    return hub


@contextmanager
def analysts(hub: Path, many: int, logs: Path, pause: float) -> Iterator[None]:
    """So many at work, all from the same moment, until the block ends."""
    logs.mkdir()
    words = [(sys.executable, DESK, hub, number, logs / f"{number}.jsonl", pause) for number in range(many)]
    piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    desks = [subprocess.Popen([str(word) for word in each], text=True, **piped) for each in words]
    try:
        for desk in desks:
            if desk.stdout.readline() != "ready\n":
                sys.exit("an analyst's process did not begin")
        for desk in desks:
            desk.stdin.write("begin\n")
            desk.stdin.flush()
        yield
    finally:
        for desk in desks:
            desk.stdin.close()
        ended = [desk.wait() for desk in desks]
        for desk in desks:
            desk.stdout.close()
    if any(ended):
        sys.exit(f"analysts' processes ended {sorted(set(ended))}")


def night(hub: Path, as_of: dt.date) -> NightReport:
    """One night; what it moves too much is accepted, as a person would."""
    opened = open_hub(hub)
    try:
        return run_night(opened, as_of=as_of, now=now, progress=lambda *_: None)
    except HeldBack:
        return accept_health(opened, "benchmark", who="benchmark", now=now())


def set_aside(hub: Path, aside: Path) -> None:
    """A copy of the hub in which the run in use is so for good."""
    in_use = (hub / "current").read_text(encoding="utf-8").strip()
    shutil.copytree(hub / "snapshots" / in_use, aside / in_use / "snapshots" / in_use)
    for name in (CONFIG, ACCESS, "current"):
        shutil.copy(hub / name, aside / in_use / name)


def await_answer(logs: Path, wanted: str) -> None:
    """Wait until somebody was answered from that run."""
    until = time.monotonic() + PATIENCE
    while not any(f'"run": "{wanted}"' in log.read_text(encoding="utf-8") for log in logs.iterdir()):
        if time.monotonic() > until:
            sys.exit(f"nobody was answered from run {wanted} in {PATIENCE} s")
        time.sleep(0.2)


def work_a_day(folder: Path, hub: Path, many: int, nights: int, pause: float) -> Day:
    """Everybody at work while the nights run; then what came of it, checked."""
    aside, logs = folder / "aside", folder / "logs"
    set_aside(hub, aside)
    day = Day([], [], [])
    with analysts(hub, many, logs, pause):
        for ago in reversed(range(nights)):
            begun = time.perf_counter()
            day.nights.append(night(hub, LAST - dt.timedelta(days=ago)))
            day.seconds.append(time.perf_counter() - begun)
            set_aside(hub, aside)
        await_answer(logs, day.nights[-1].run)
    day.lines = [json.loads(line) for log in sorted(logs.iterdir()) for line in log.read_text().splitlines()]
    errors = Counter(line["says"] for line in day.lines if line["ended"] == "error")
    day.faults += [f"{count} x {says}" for says, count in errors.items()]
    day.faults += [*lost(day, hub), *mixed(day, hub, aside)]
    return day


def lost(day: Day, hub: Path) -> Iterator[str]:
    """What people gave and the ledger has not exactly once, and what it has that nobody gave."""
    with closing(sqlite3.connect(hub / "ledger.sqlite")) as book:
        kept = {name: Counter(found for (found,) in book.execute(sql)) for name, sql in LEDGER.items()}
    kept["enquiry"] = Counter(each.subject for each in noted(hub) if each.action == "enquire")
    done = [line for line in day.lines if line["ended"] == "done"]
    given = {name: Counter(line[name] for line in done if name in line) for name in ("decision", "judgement")}
    given["enquiry"] = Counter(line["case"] for line in done if "case" in line)
    for name, wanted in given.items():
        for what in wanted.keys() | kept[name].keys():
            if kept[name][what] != wanted[what]:
                yield f"{name} {what!r} was made {wanted[what]} times and is in the ledger {kept[name][what]} times"


def noted(hub: Path) -> Iterator[audit.Entry]:
    """What the audit has of the benchmark."""
    for stored in audit.entries_of(open_hub(hub)):
        if stored.entry.purpose == "benchmark":
            yield stored.entry


def mixed(day: Day, hub: Path, aside: Path) -> Iterator[str]:
    """Answers that are not those of the one run that stands on them."""
    alone: dict[tuple[str, str], dict[str, str]] = {}
    for line in [each for each in day.lines if "print" in each]:
        in_use, case = line["run"], line["case"]
        if (in_use, case) not in alone:
            shutil.copy(hub / "ledger.sqlite", aside / in_use)
            asked = Asked("nobody", now(), "to compare", "s47")
            answer = enquiry.enquire_into(open_hub(aside / in_use), Wanted(key=case), asked)
            alone[in_use, case] = print_of(answer)
        other = [name for name, made in line["print"].items() if alone[in_use, case][name] != made]
        if other:
            yield f"an answer on {case} differs from that of its run {in_use} alone: {', '.join(other)}"


def told(day: Day) -> str:
    """The table, and what stands below it."""
    heads = ("command", "done", "refused", "not found", "errors", "median wait", "longest wait", "longest in all")
    rows = [" | ".join(heads), " | ".join("---" if name == "command" else "---:" for name in heads)]
    for command in sorted({line["command"] for line in day.lines}):
        lines = day.of(command)
        ended, waits = Counter(line["ended"] for line in lines), [line["waited"] for line in lines]
        counts = [str(ended[name]) for name in ("done", "refused", "not found", "error")]
        seconds = (statistics.median(waits), max(waits), max(line["seconds"] for line in lines))
        rows.append(" | ".join([command, *counts, *(f"{each:.2f} s" for each in seconds)]))
    runs = sorted({line["run"] for line in day.lines if "print" in line})
    made = sum("decision" in line for line in day.lines if line["ended"] == "done")
    answers = sum("print" in line for line in day.lines)
    late = sum(line["waited"] > BEARABLE for line in day.lines)
    removed = sum(len(each.removed) for each in day.nights)
    nights = ", ".join(f"{each:.0f} s" for each in day.seconds)
    says = [
        f"{len(day.lines):,} commands during nights of {nights}; {late} waited over {BEARABLE:g} s.",
        f"Old runs removed meanwhile: {removed}.",
        f"{made} decisions made; {answers} answers, of {len(runs)} runs.",
        *(day.faults or ["Each decision, judgement and enquiry is in the ledger once; each answer is of one run."]),
    ]
    return "\n".join([*(f"| {row} |" for row in rows), "", *says])


def main(words: Sequence[str]) -> None:
    """Prepare, work a day, tell; exit 1 when anything is not as it should be."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("analysts", type=int, nargs="?", default=20)
    asked.add_argument("nights", type=int, nargs="?", default=2)
    asked.add_argument("--persons", type=int, default=1500)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--pause", type=float, default=20.0, help="seconds of thought between commands, on average")
    given = asked.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hub = prepare(folder, given.persons, given.nights, given.seed)
        print(f"{given.analysts} analysts, {given.nights} nights, {given.persons:,} people, {os.cpu_count()} cores.\n")
        day = work_a_day(folder, hub, given.analysts, given.nights, given.pause)
    print(told(day))
    sys.exit(bool(day.faults))


if __name__ == "__main__":
    main(sys.argv[1:])
