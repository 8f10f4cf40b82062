"""What encryption and audit cost: nights and enquiries of an encrypted hub beside those of a plain one without audit.

Both hubs are of one made-up town. The machine's speed drifts, so each plain measurement has its encrypted one right
after it, and what is told is the median of the pairs' ratios.

    python benchmarks/encryption.py [PERSONS [NIGHTS [ENQUIRIES]]]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from enquiry import Seconds, asks, cold, within
from people_hub import AS_OF, run

from mash import audit
from mash.enquiry import worklist
from mash.hub import Hub, open_hub

PROMISED = {"night": 1.3, "enquiry, cold": 1.2, "enquiry, within a process": 1.2}
"""How many times what is neither encrypted nor noted takes an encrypted hub with its audit may take."""
COMMAND = (sys.executable, "-c", "from mash.cli.main import main; main()")
UNNOTED = (
    sys.executable,
    "-c",
    "from mash import audit; audit.record = lambda *_: 0; from mash.cli.main import main; main()",
)
"""The command with and without its audit, begun in the same way."""
Pair = tuple[Seconds, Seconds]


def main(persons: int = 2_000, nights: int = 3, enquiries: int = 15) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run("key", "new", "--file", place / "master.key")
        os.environ["MASH_KEY_FILE"] = str(place / "master.key")
        run("synth", place / "town", "--persons", persons, "--seed", 1, "--as-of", AS_OF)
        measured = {"night": [night_of_both(place, number) for number in range(nights)]}
        plain, sealed = (open_hub(place / f"{name}-0") for name in ("plain", "sealed"))
        cases = [row.case_id for row in islice(worklist(plain, asks()), enquiries)]
        for hub in (plain, sealed):
            within(hub, cases[0])
        ask = [(plain, sealed, case) for case in cases]
        measured["enquiry, cold"] = [commands([hub.root for hub in hubs], "enquire", case) for *hubs, case in ask]
        measured["enquiry, within a process"] = [(unnoted(one, case), within(other, case)) for one, other, case in ask]
        print(f"{persons:,} persons; seconds in plain without audit, encrypted with it, and the median ratio of pairs")
        for what, pairs in measured.items():
            tell(what, pairs)
        for name in ("plain", "sealed"):
            print(f"{name} hub on disk: {size(place / f'{name}-0'):,} bytes")


def night_of_both(place: Path, number: int) -> Pair:
    """A first night of a new hub each."""
    hubs = [place / f"{name}-{number}" for name in ("plain", "sealed")]
    for hub, words in zip(hubs, ([], ["--encrypted"]), strict=True):
        run("init", hub, "--drops", place / "town", *words)
    return commands(hubs, "nightly", "--as-of", AS_OF)


def commands(hubs: Sequence[Path], *words: object) -> Pair:
    """The plain hub's without audit, then the encrypted one's with it."""
    plain, sealed = hubs
    return cold(*UNNOTED, *words, "--hub", plain), cold(*COMMAND, *words, "--hub", sealed)


def unnoted(hub: Hub, case: str) -> Seconds:
    """An enquiry that nothing is noted of."""
    noting = audit.record
    audit.record = lambda *_: 0
    try:
        return within(hub, case)
    finally:
        audit.record = noting


def tell(what: str, pairs: Sequence[Pair]) -> None:
    """One line: medians, ratio, and whether it is what was promised."""
    clock, processor = (
        statistics.median(sealed[place] / plain[place] for plain, sealed in pairs) for place in range(2)
    )
    plain, sealed = (statistics.median(pair[which][0] for pair in pairs) for which in range(2))
    kept = "within" if clock <= PROMISED[what] else "BEYOND"
    print(f"{what}: {plain:.3f} s, {sealed:.3f} s, {clock:.2f} x ({processor:.2f} x); {kept} {PROMISED[what]} x")


def size(folder: Path) -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
