"""CPU and memory of `mash synth` as the town grows: the cost of a person should stay the same.

The machine is shared, so the measure is the seconds of CPU of each command and not the clock.

    python benchmarks/synth.py [PERSONS …]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

MASH = Path(sys.executable).parent / "mash"
SIZES = (50_000, 100_000, 200_000)
SEED = 1


def measured(persons: int) -> tuple[float, float]:
    """Seconds of CPU and gigabytes at the peak of making a town."""
    with tempfile.TemporaryDirectory() as folder:
        words = [MASH, "synth", Path(folder) / "town", "--persons", persons, "--seed", SEED]
        made = subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(made.pid, 0)
        made.returncode = os.waitstatus_to_exitcode(status)
    if made.returncode:
        raise SystemExit(f"mash synth --persons {persons} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6


def main(sizes: tuple[int, ...]) -> None:
    """One line per size; the last column is the cost of a person beside the first size's."""
    print("persons      CPU s   peak GB   ms of CPU a person   beside the first")
    first = 0.0
    for persons in sizes:
        seconds, peak = measured(persons)
        each = 1000 * seconds / persons
        first = first or each
        print(f"{persons:>9,} {seconds:>9.1f} {peak:>9.2f} {each:>20.3f} {each / first:>18.2f}", flush=True)


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("persons", metavar="PERSONS", type=int, nargs="*", default=SIZES, help="sizes of town")
    main(tuple(words.parse_args().persons))
