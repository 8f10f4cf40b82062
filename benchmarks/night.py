"""Time a night and a cold enquiry on a made-up town, as ratios against a baseline in the same run.

The machine's speed drifts, so a figure on its own says little: the night stands beside the making of the same town,
the enquiry beside `python -c "import duckdb"`.

    python benchmarks/night.py [PERSONS] [SEED]
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MASH = Path(sys.executable).parent / "mash"
AS_OF = "2026-01-31"
ENQUIRIES = 7


def seconds(*words: object) -> float:
    """How long a command takes, wall clock; it must succeed."""
    begun = time.perf_counter()
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main(persons: int, seed: int) -> None:
    """Make the town, run the night, ask about cases."""
    with tempfile.TemporaryDirectory() as folder:
        town, hub = Path(folder) / "town", Path(folder) / "hub"
        made = seconds(MASH, "synth", town, "--persons", persons, "--seed", seed, "--as-of", AS_OF)
        seconds(MASH, "init", hub, "--drops", town)
        night = seconds(MASH, "nightly", "--hub", hub, "--as-of", AS_OF)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
        run = json.loads((hub / "snapshots" / (hub / "current").read_text().strip() / "run.json").read_text())
        listed = subprocess.run([MASH, "cases", "--hub", hub, "--json"], check=True, capture_output=True, text=True)
        cases = [case["case_id"] for case in json.loads(listed.stdout)][:ENQUIRIES]
        pairs = [
            (seconds(MASH, "enquire", case, "--hub", hub), seconds(sys.executable, "-c", "import duckdb"))
            for case in cases
        ]
    rows = run["rows"]
    print(f"{persons:,} people, {rows['person_record']:,} records, {rows['person']:,} persons, {rows['tie']:,} ties,")
    print(f"{rows['proposal']:,} open cases, {rows['identity_pair']:,} pairs kept")
    for step, taken in run["seconds"].items():
        print(f"  {step:<14} {taken:8.2f} s")
    print(f"night   {night:8.2f} s, {night / made:.2f} x the making of the town; peak memory {peak:.2f} GB")
    ratios = statistics.median(asked / bare for asked, bare in pairs)
    print(f"enquiry {statistics.median(asked for asked, _ in pairs):8.2f} s, {ratios:.1f} x importing duckdb (median)")


if __name__ == "__main__":
    main(*(int(word) for word in [*sys.argv[1:], *("20000", "1")[len(sys.argv) - 1 :]]))
