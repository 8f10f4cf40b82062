"""Measure the engine and its peers on a made-up town, and write docs/quality.md with what came out.

    python scripts/write_quality_page.py [--persons N] [--seed S] [--fake-1000 FILE] [--out FILE]

The figures are whatever they are. Seconds are left out: they belong to the machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mash.evaluation import Evaluation, evaluate_hub
from mash.evaluation.statement import statement
from mash.hub import open_hub

CHECKOUT = Path(__file__).parents[1]
INTRODUCTION = """# Quality

Written by `make quality`; not edited by hand. Made-up people only. `mash evaluate` gives the same tables for any hub
with a truth, and for one without a truth the part that pairs labelled by people can show.

- **Pairwise** precision and recall count pairs of records: of those put together, how many belong together, and the
  other way round. **B-cubed** averages over records, so that a large family of records does not drown the others.
- **At possible** counts what is shown to people as perhaps the same, and never acted on silently.
- A pair counts for a group when either of its records is of it. Groups of fewer than ten are not shown.
- Of as many comparisons as there are groups, one in forty stands out by chance.

## Beside its peers

Each as a user would first set it up, on the same records in the same run. In the town the peers get the records as
this engine cleaned them. FEBRL and fake_1000 are lists of people, read by way of a hub of one agency
(`benchmarks/people_hub.py`); FEBRL's people are Australian, whose postcodes the contract sets aside.
"""


def peers_table(lines: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One row per list and way."""
    yield "| list | records | way | precision | recall | F1 | B-cubed F1 |"
    yield "|---|---|---|---|---|---|---|"
    for line in lines:
        lead = f"| {line['list']} | {line['records']:,} | {line['way']} |"
        if "left_out" in line:
            yield f"{lead} left out: {line['left_out']} | | | |"
        else:
            figures = (line[name] for name in ("precision", "recall", "f1", "bcubed_f1"))
            yield f"{lead} {' | '.join(f'{100 * figure:.2f}' for figure in figures)} |"


def page(evaluation: Evaluation, lines: Sequence[Mapping[str, Any]]) -> str:
    """The whole page; the statement's headings one level down."""
    below = statement(evaluation).replace("\n#", "\n##").replace("# Linkage", "## Linkage", 1)
    return "\n".join([INTRODUCTION, *peers_table(lines), "", below])


def main() -> None:
    """Build, measure, write."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--persons", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--fake-1000", type=Path)
    asked.add_argument("--out", type=Path, default=CHECKOUT / "docs" / "quality.md")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found, lists = folder / "peers.json", ["--fake-1000", given.fake_1000] if given.fake_1000 else []
        town = ["--persons", given.persons, "--seed", given.seed, "--keep", folder]
        words = [sys.executable, CHECKOUT / "benchmarks" / "quality.py", *town, *lists, "--json", found]
        subprocess.run([str(word) for word in words], check=True)
        evaluation = evaluate_hub(open_hub(folder / "hub"), folder / "town" / "truth")
        text = page(evaluation, json.loads(found.read_text(encoding="utf-8")))
    given.out.write_text(text, encoding="utf-8")
    print(f"Wrote {given.out}")


if __name__ == "__main__":
    main()
