"""What becomes of a night that is killed, starved, shut out or told the wrong time: a Markdown table.

    python benchmarks/faults.py [KILLS] [--persons N] [--seed S] [--only NAME …]

A made-up town sends on two days; the night of the first is yesterday's run. Each fault strikes the second night in a
copy of that hub, which is then run again without the fault and held against a night undisturbed: the digest of all its
tables, every file of the landing, and the ledger's runs, register and events. Meanwhile a reader asks the run in use
again and again. Full disks and read-only folders are mounts that only this process sees, and need root.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from faults_hub import Reader, State, copy_hub, free_of_mounts, mount, run, size_of, start, state_of

YESTERDAY, TODAY = "2026-01-30", "2026-01-31"
CLOCK_CHANGES = ("2026-03-29", "2026-10-25")
ZONES = ("Europe/London", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu")
FULL = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
"""Shares of what the night adds to the hub's folder, or of its largest file, that there is room for."""
MEMORY = ("25MB", "100MB", "200MB", "300MB", "400MB", "600MB")
CLOCK_BACK = """
import datetime as dt, sys
from mash.cli import options
back, real = dt.timedelta(seconds=float(sys.argv.pop(1))), options.now
options.now = lambda: real() - back
from mash.cli.main import main
main()
"""


@dataclass
class Ground:
    """What the faults are played on."""

    folder: Path
    yesterday: Path
    """A hub after yesterday's night; today's deliveries lie in its drops."""
    undisturbed: State
    seconds: float
    """Of a night undisturbed, as the machine runs it of late."""
    grows: int
    """Bytes it adds to the hub."""
    largest: int
    """Bytes of its largest file."""
    chance: random.Random
    reads: Counter[str] = field(default_factory=Counter)
    slowest_stop: float = 0.0

    def hub(self, where: Path | None = None) -> Path:
        """A fresh copy of yesterday's hub."""
        return copy_hub(self.yesterday, where or self.folder / "hub")

    def struck(self, night: subprocess.Popen[str], blow: Callable[[], None], *, whole: bool = True) -> bool:
        """Whether the blow fell, anywhere in the night; a ``whole`` one over before says how long a night takes now."""
        begun = time.perf_counter()
        try:
            night.wait(self.chance.uniform(0, self.seconds))
        except subprocess.TimeoutExpired:
            blow()
            return True
        if whole:
            self.seconds = time.perf_counter() - begun
        return False

    def lost(self, hub: Path) -> list[str]:
        """What the hub, run again without any fault, has otherwise than the one undisturbed."""
        again = run("nightly", "--hub", hub, "--as-of", TODAY)
        if again.code:
            return [f"the night after ends {again.code}: {again.told}"]
        return self.undisturbed.differences(state_of(hub))


Try = tuple[str, list[str]]
"""How the faulty night ended, and what was lost."""


def killed(ground: Ground) -> Iterator[Try]:
    """One night a kill, at a random moment; nights that were over before are told, and another is struck."""
    fell = False
    while not fell:
        hub = ground.hub()
        with Reader(hub, ground.reads):
            night = start("nightly", "--hub", hub, "--as-of", TODAY)
            fell = ground.struck(night, night.kill)
            ended = night.wait()
            yield ("killed" if ended < 0 else f"over before, exit {ended}"), ground.lost(hub)


def killed_over_and_over(ground: Ground) -> Iterator[Try]:
    """One night, killed until three kills have struck it, each at a moment of what a whole one takes."""
    hub = ground.hub()
    with Reader(hub, ground.reads):
        for _ in range(3):
            night = start("nightly", "--hub", hub, "--as-of", TODAY)
            ground.struck(night, night.kill, whole=False)  # it goes on from the last and may end soon
            night.wait()
        yield "killed three times", ground.lost(hub)


def terminated(ground: Ground) -> Iterator[Try]:
    """SIGTERM at a random moment: a message, 143, a line in the run's log."""
    hub = ground.hub()
    with Reader(hub, ground.reads):
        night = start("nightly", "--hub", hub, "--as-of", TODAY)
        ground.struck(night, lambda: None)
        asked = time.perf_counter()
        night.terminate()
        _, said = night.communicate()
        ground.slowest_stop = max(ground.slowest_stop, time.perf_counter() - asked)
        logs = [log.read_text(encoding="utf-8") for log in hub.glob("snapshots/*/log.jsonl")]
        noted = any('"event": "stopped"' in log for log in logs)
        match night.returncode:
            case 143 if "stopped by SIGTERM" in said and (noted or "'pull'" in said):
                ended = "exit 143, said and noted" if noted else "exit 143 and said, before there was a log"
            case -15:
                ended = "ended by the signal before the night had begun"
            case code:
                ended = f"exit {code}" + ("" if code == 0 else " OTHERWISE THAN MEANT")
        yield ended, ground.lost(hub)


def disk_full(ground: Ground) -> Iterator[Try]:
    """A disk with room for part of the night; then it is made larger."""
    for share in FULL:
        with mount(ground.folder / "disk", size_of(ground.yesterday) * 1.02 + share * ground.grows) as disk:
            hub = ground.hub(disk.path / "hub")
            with Reader(hub, ground.reads):
                ended = run("nightly", "--hub", hub, "--as-of", TODAY).ending
                disk.remount("size=4g")
                yield ended, ground.lost(hub)


def file_limited(ground: Ground) -> Iterator[Try]:
    """No file may grow beyond a limit, as under a quota."""
    for share in FULL:
        hub = ground.hub()
        with Reader(hub, ground.reads):
            limited = run("nightly", "--hub", hub, "--as-of", TODAY, file_limit=int(share * ground.largest))
            yield limited.ending, ground.lost(hub)


def read_only(ground: Ground) -> Iterator[Try]:
    """The hub, its snapshots, its landing: one after the other not to be written to."""
    for part in ("", "snapshots", "landing", "ledger.sqlite"):
        hub = ground.hub()
        with Reader(hub, ground.reads), mount(hub / part, None) as bound:
            bound.remount("bind,ro")
            ended = run("nightly", "--hub", hub, "--as-of", TODAY).ending
            bound.remount("bind,rw")
            yield ended, ground.lost(hub)


def memory_short(ground: Ground) -> Iterator[Try]:
    """DuckDB may take this much and no more."""
    for amount in MEMORY:
        hub = ground.hub()
        config = hub / "mash.toml"
        whole = config.read_text(encoding="utf-8")
        config.write_text(whole.replace('memory_limit = "4GB"', f'memory_limit = "{amount}"'), encoding="utf-8")
        with Reader(hub, ground.reads):
            ended = run("nightly", "--hub", hub, "--as-of", TODAY).ending
            config.write_text(whole, encoding="utf-8")
            yield ended, ground.lost(hub)


def clock_back(ground: Ground) -> Iterator[Try]:
    """Set back while a night is cut short; and before a night for today, to a day before the run in use."""
    for seconds in (3600, 86400 * 3):
        hub = ground.hub()
        with Reader(hub, ground.reads):
            night = start("nightly", "--hub", hub, "--as-of", TODAY)
            ground.struck(night, night.kill)
            night.wait()
            ended = run("nightly", "--hub", hub, "--as-of", TODAY, instead=(sys.executable, "-c", CLOCK_BACK, seconds))
            yield ended.ending, ground.lost(hub)
    hub = ground.hub()
    with Reader(hub, ground.reads):
        ended = run("nightly", "--hub", hub, instead=(sys.executable, "-c", CLOCK_BACK, 86400 * 365 * 3))
        yield ended.ending, ground.lost(hub)


def time_zones(ground: Ground) -> Iterator[Try]:
    """The two nights of the year on which the clocks change, on machines in other zones than UTC."""
    for day in CLOCK_CHANGES:
        town = ground.folder / f"town-{day}"
        run("synth", town, "--persons", 1000, "--seed", 2, "--as-of", day).demand()
        hubs = {zone: ground.folder / f"zone-{place}" for place, zone in enumerate(("UTC", *ZONES))}
        for zone, hub in hubs.items():
            run("init", hub, "--drops", town).demand()
            ended = run("nightly", "--hub", hub, "--as-of", day, environment={"TZ": zone})
            if zone != "UTC":
                yield ended.ending, state_of(hubs["UTC"]).differences(state_of(hub))
        for folder in (town, *hubs.values()):
            shutil.rmtree(folder)


@dataclass(frozen=True)
class Fault:
    """A row of the table."""

    says: str
    strike: Callable[[Ground], Iterator[Try]]
    times: Callable[[int], int] = lambda _kills: 1
    needs_mounts: bool = False


FAULTS = {
    "kill": Fault("`kill -9` at a random moment", killed, lambda kills: kills),
    "kills": Fault("`kill -9` three times in one night", killed_over_and_over, lambda kills: -(-kills // 10)),
    "term": Fault("SIGTERM at a random moment", terminated, lambda kills: -(-kills // 3)),
    "full": Fault("the disk is full, with room for a part of the night", disk_full, needs_mounts=True),
    "quota": Fault("no file may grow beyond a part of the run's", file_limited),
    "readonly": Fault(
        "read-only: the hub; its snapshots; its landing; its ledger's file", read_only, needs_mounts=True
    ),
    "memory": Fault(f"`memory_limit` of {', '.join(MEMORY)}", memory_short),
    "clock": Fault("the clock set back: an hour, three days, in a night cut short; before the run in use", clock_back),
    "zones": Fault(f"the clocks change ({', '.join(CLOCK_CHANGES)}), in {', '.join(ZONES)}", time_zones),
}


def prepare(folder: Path, persons: int, seed: int) -> Ground:
    """The town, yesterday's hub, and the night undisturbed."""
    town, yesterday = folder / "town", folder / "yesterday"
    run("synth", town, "--persons", persons, "--seed", seed, "--nights", 2, "--as-of", TODAY).demand()
    run("init", yesterday, "--drops", town).demand()
    config = yesterday / "mash.toml"  # so that copies find the drops too
    text = config.read_text(encoding="utf-8").replace(os.path.relpath(town, yesterday), str(town))
    config.write_text(text, encoding="utf-8")
    run("nightly", "--hub", yesterday, "--as-of", YESTERDAY).demand()
    hub = copy_hub(yesterday, folder / "undisturbed")
    begun = time.perf_counter()
    run("nightly", "--hub", hub, "--as-of", TODAY).demand()
    seconds = time.perf_counter() - begun
    largest = max(path.stat().st_size for path in hub.rglob("*") if path.is_file())
    grows = size_of(hub) - size_of(yesterday)
    return Ground(folder, yesterday, state_of(hub), seconds, grows, largest, random.Random(seed))  # noqa: S311 - moments


def row(fault: Fault, ground: Ground, times: int) -> str:
    """Strike that often, and tell of it."""
    ended, lost = Counter[str](), Counter[str]()
    for _ in range(times):
        for ending, missing in fault.strike(ground):
            ended[ending] += 1
            lost.update(missing or ["nothing"])
            print(f"  {ending}; lost {missing or 'nothing'}", file=sys.stderr, flush=True)
    tell = "; ".join(f"{count} x {ending}" for ending, count in ended.most_common())
    missing = "; ".join(each if each == "nothing" else f"{each} ({count} x)" for each, count in lost.items())
    return f"| {fault.says} | {ended.total()} | {missing} | {tell} |"


def main() -> None:
    """Strike with every fault that was asked for; exit 1 when anything was lost."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("kills", type=int, nargs="?", default=30)
    asked.add_argument("--persons", type=int, default=1500)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", nargs="+", choices=FAULTS, default=list(FAULTS))
    given = asked.parse_args()
    mounts = free_of_mounts()
    with tempfile.TemporaryDirectory() as folder:
        ground = prepare(Path(folder), given.persons, given.seed)
        print(f"{given.persons:,} people, seed {given.seed}; a night undisturbed takes {ground.seconds:.0f} s.\n")
        print("| fault | times | lost | how the night ended |\n|---|---|---|---|")
        rows = []
        for name in given.only:
            fault = FAULTS[name]
            if fault.needs_mounts and not mounts:
                print(f"| {fault.says} | 0 | | not tried: needs root and `unshare` |")
                continue
            rows.append(row(fault, ground, fault.times(given.kills)))
            print(rows[-1], flush=True)
    failed = ground.reads.total() - ground.reads["read"]
    print(f"\nMeanwhile the run in use was read {ground.reads['read']:,} times, and {failed} times in vain.", end=" ")
    print(f"The slowest answer to SIGTERM took {ground.slowest_stop:.2f} s.")
    sys.exit(bool(failed) or not all("| nothing |" in each for each in rows))


if __name__ == "__main__":
    main()
