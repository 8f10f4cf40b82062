"""Time the engine, and write docs/performance.md from what came of it.

    python benchmarks/performance_page.py [RECORDS …]

Whole nights beside plain Splink (``night.py``), what a second night could reuse (``second_night.py``), all open cases
at once beside networkx (``network.py``), and enquiries beside the import of DuckDB (``enquiry.py``). To a million
records it takes an hour or more on two cores.
"""

from __future__ import annotations

import sys

from page import Part, write

INTRODUCTION = """# Performance

Written by `make performance`; not edited by hand. Made-up people only. Seconds belong to the machine it ran on, of two
cores: what counts are the ratios to a baseline in the same run, and the slopes.
"""
NIGHTS = """## Whole nights

From the drop folders to the published run, with the built-in model and policy under a hub's own limits (4 GB for
DuckDB, two threads). The slope is that of cost against records, both as logarithms, from the smallest to the largest:
1 is linear. Plain Splink is its ready-made model, trained beforehand, predicting and clustering the same records.
"""
SECOND = """## A second night

One row in a hundred changed, and the night made whole as all nights are: what keeping the first one's records and
weights could save at most ([decision 44](decisions/0044-every-night-from-nothing.md)).
"""
CASES = """## All open cases at once

A made-up hub written straight into the tables. The search around every open case, the same beside networkx case by
case, twenty super-hubs planted in it, and the rating with its certainty.
"""
ENQUIRIES = """## Enquiries

On a made-up hub, from a cold start and within one process.
"""


def main(*records: str) -> int:
    """Run them, write the page; the network has a person for each record of the largest night, and a tenth of cases."""
    persons = max(map(int, records), default=1_000_000)
    return write(
        "performance.md",
        INTRODUCTION,
        [
            Part(NIGHTS, "night.py", records or ("100000", "300000", "1000000")),
            Part(SECOND, "second_night.py"),
            Part(CASES, "network.py", (str(persons), str(persons // 10), "1"), plain=True),
            Part(ENQUIRIES, "enquiry.py", plain=True),
        ],
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
