"""What a second night, with one row in a hundred changed, could save by reusing the first one's records and weights.

    python benchmarks/second_night.py [PERSONS] [--seed S] [--changed SHARE]

A made-up town is delivered twice, the second time with changed names, birthdays or house numbers. Both nights are
whole, as all nights are. What reuse could save at most is the time that standardising records and weighing pairs takes,
times the share of either that came out the same; finding pairs, persons, ties and ratings are of the whole hub.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
from identity import apart, build_records, night_over
from people_hub import AS_OF, run

from mash.identity import scoring
from mash.nightly.steps import STEPS

NEXT_DAY = (dt.date.fromisoformat(AS_OF) + dt.timedelta(days=1)).isoformat()
CHANGED = ("surname", "legal_surname", "forenames", "date_of_birth", "address_line_1")
"""Columns of which a changed row takes the value of another row."""
ASKED = 0.5
"""Of the night: reuse that saves less is not worth a second way to the same result."""


def main() -> None:
    """Both nights, then the weighing on its own, then the sum."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("persons", nargs="?", type=int, default=46_500)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--changed", type=float, default=0.01)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        town, hub = folder / "town", folder / "hub"
        run("synth", town, "--persons", given.persons, "--seed", given.seed, "--as-of", AS_OF)
        run("init", hub, "--drops", town)
        run("nightly", "--hub", hub, "--as-of", AS_OF)
        before = _snapshot(hub)
        deliver_again(town, given.changed, random.Random(given.seed))  # noqa: S311 - made-up changes
        begun = time.perf_counter()
        run("nightly", "--hub", hub, "--as-of", NEXT_DAY)
        whole = time.perf_counter() - begun
        seconds = json.loads((_snapshot(hub).parent / "run.json").read_text(encoding="utf-8"))["seconds"]
        same = unchanged(_snapshot(hub), before)
        weighing, pairs = apart(weigh, folder)
    print("\n".join(told(same, whole, float(seconds["records"]), float(seconds["pairs"]) * weighing / pairs)))


def deliver_again(town: Path, share: float, chance: random.Random) -> None:
    """The newest delivery of every agency once more, a day later, with this share of the rows of each list changed."""
    for agency in sorted(town.iterdir()):
        days = sorted(day for day in agency.iterdir() if _is_day(day)) if agency.is_dir() else []
        if days:
            again = shutil.copytree(days[-1], agency / NEXT_DAY)
            for path in sorted(again.glob("*.csv")):
                _change(path, share, chance)


def _is_day(folder: Path) -> bool:
    return folder.is_dir() and len(folder.name) == len(AS_OF) and folder.name[:4].isdigit()


def _change(path: Path, share: float, chance: random.Random) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        rows, names = list(table), list(table.fieldnames or ())
    columns = [name for name in names if name in CHANGED]
    if not columns:
        return
    for row in chance.sample(rows, round(share * len(rows))):
        column = chance.choice(columns)
        row[column] = chance.choice(rows)[column]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def unchanged(now: Path, before: Path) -> dict[str, int]:
    """Rows of the second night, and how many of them the first had too."""
    with duckdb.connect(str(now), read_only=True) as con:
        con.execute(f"attach '{before}' as before (read_only)")
        found = con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
        return dict(zip([column[0] for column in found.description], found.fetchall()[0], strict=True))


def weigh(folder: Path) -> tuple[float, float]:
    """Seconds of weighing pairs with their guards, and of the whole step they are in, in one process."""
    build_records(folder)
    spent, judge_pairs = [0.0], scoring.judge_pairs

    def timed(*words: Any, **named: Any) -> None:  # noqa: ANN401 - handed on
        begun = time.perf_counter()
        judge_pairs(*words, **named)
        spent[0] += time.perf_counter() - begun

    scoring.judge_pairs = timed
    with night_over(folder) as night:
        begun = time.perf_counter()
        STEPS["pairs"](night)
        return spent[0], time.perf_counter() - begun


def told(same: dict[str, int], whole: float, records: float, weighing: float) -> list[str]:
    """The shares, the seconds and what it comes to, as Markdown."""
    shares = {name: same[f"same_{name}"] / same[name] for name in ("records", "compared", "pairs")}
    saved = records * shares["records"] + weighing * shares["pairs"]
    verdict = "more" if saved > ASKED * whole else "less"
    return [
        f"| the second night, {same['records']:,} records | seconds | came out as the night before |",
        "|---|--:|--:|",
        f"| records in the one shape | {records:.1f} | {shares['records']:.1%} |",
        f"| what is compared of them | | {shares['compared']:.1%} |",
        f"| pairs weighed, and their guards | {weighing:.1f} | {shares['pairs']:.1%} |",
        f"| the whole night | {whole:.1f} | |",
        "",
        f"Reuse could save {saved:.1f} s of it at most: {saved / whole:.0%}, {verdict} than the half that was asked.",
    ]


def _snapshot(hub: Path) -> Path:
    return hub / "snapshots" / (hub / "current").read_text(encoding="utf-8").strip() / "hub.duckdb"


if __name__ == "__main__":
    main()
