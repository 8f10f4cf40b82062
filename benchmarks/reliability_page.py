"""Strike the engine with every fault there is, and write docs/reliability.md from what came of it.

    python benchmarks/reliability_page.py [KILLS]

Killed, starved and shut-out nights (``faults.py``), broken deliveries (``broken.py``) and analysts at work while nights
run (``together.py``), one after another. What is lost is told as it is; ends with 1 when anything was.
"""

from __future__ import annotations

import sys

from page import Part, write

INTRODUCTION = """# Reliability

Written by `make reliability`; not edited by hand. Made-up people only. Seconds belong to the machine it ran on.
"""
NIGHTS = """## Nights that are killed, starved and shut out

A night is struck while it builds on a copy of a hub that has yesterday's run in use, and is then run again without the
fault. Held against a night undisturbed: the digest of all its tables, every file of the landing, the ledger's runs, its
register of person ids, and its events. Meanwhile a reader asks the run in use again and again. A shorter form of this
is in the tests (`tests/nightly/test_nightly_restart.py`).
"""
DELIVERIES = """## Broken deliveries

Each fault is made by a script over a good extract (`tests/extracts/broken.py`), and counts its rows as it makes them.
Either every row sent is loaded or rejected and told, or the whole delivery is refused with its reasons and the last
good one stays in use. A required agency without a delivery in use leaves its cases UNRATED, never green.
"""
TOGETHER = """## Analysts at work while nights run

Each analyst is a process that enquires, decides and reviews in a loop while nights are built and published beside them.
"""


def main(*kills: str) -> int:
    """Run the three, write the page; 1 when anything was lost."""
    return write(
        "reliability.md",
        INTRODUCTION,
        [Part(NIGHTS, "faults.py", kills), Part(DELIVERIES, "broken.py"), Part(TOGETHER, "together.py")],
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
