"""Send a hub every broken delivery of the corpus, one agency each, and print a Markdown table of what became of it.

    python benchmarks/broken.py

The corpus is the tests' own, ``tests/extracts/broken.py``. "Rows in" were counted while the fault was made, not by the
engine. Ends with 1 when any of it became another thing than it must, or a row is unaccounted for.
"""

from __future__ import annotations

import sys
import tempfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from mash.extracts import Delivery

CORPUS = Path(__file__).parents[1] / "tests" / "extracts" / "broken.py"
HEAD = "| fault | what happened | rows in | loaded | rejected | what is said |\n|---|---|--:|--:|--:|---|"
LONGEST_SAID = 160


def main() -> int:
    """Print the table and a line that sums it up; 0 when every fault became what it must."""
    corpus = load_corpus()
    with tempfile.TemporaryDirectory() as folder:
        night = corpus.pull_all(Path(folder) / "hub")
    found = {fault: (night[fault.agency][0], night[fault.agency][1][1]) for fault in corpus.FAULTS}
    print(HEAD)
    for fault, (sent, delivery) in found.items():
        print(line(fault, sent.rows, delivery))
    amiss = [fault.name for fault, (sent, delivery) in found.items() if not is_as_it_must(fault, sent.rows, delivery)]
    outcomes = [str(delivery.outcome) for _, delivery in found.values()]
    told = ", ".join(f"{outcomes.count(each)} {each}" for each in sorted(set(outcomes)))
    print(f"\n{len(found)} faults: {told}. Not as they must be: {', '.join(amiss) or 'none'}.")
    return 1 if amiss else 0


def load_corpus() -> ModuleType:
    """The tests' module by its path: tests are not a package."""
    spec = spec_from_file_location("broken_deliveries", CORPUS)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(CORPUS)
    sys.modules[spec.name] = module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def line(fault: Any, rows: int, delivery: Delivery) -> str:  # noqa: ANN401 - the corpus is loaded by its path
    """One line of the table."""
    loaded, rejected = rows_of(delivery)
    counts = [f"{rows:,}", f"{loaded:,}", f"{rejected:,}"] if delivery.datasets else [f"{rows:,}", "", ""]
    return f"| {' | '.join([fault.name, str(delivery.outcome), *counts, said(delivery, fault.says)])} |"


def said(delivery: Delivery, sought: str) -> str:
    """The first of what is said of it that holds the words sought."""
    rules = [
        f"{dataset.dataset}{'.' if each.field else ''}{each.field.replace(' ', '_')}: {each.rule} in {each.rows} rows"
        for dataset in delivery.datasets
        for each in dataset.breaches
    ]
    told = [*delivery.breaches, *rules, *delivery.warnings, delivery.message]
    first = next((text for text in told if sought in text), told[0])
    short = first if len(first) <= LONGEST_SAID else first[: LONGEST_SAID - 1] + "…"
    return short.replace("|", "\\|")


def rows_of(delivery: Delivery) -> tuple[int, int]:
    """Rows loaded and rejected of all its datasets."""
    loaded, rejected = (
        sum(getattr(each, name) for each in delivery.datasets) for name in ("rows_loaded", "rows_rejected")
    )
    return loaded, rejected


def is_as_it_must(fault: Any, rows: int, delivery: Delivery) -> bool:  # noqa: ANN401 - the corpus is loaded by its path
    """Whether it became what the corpus says, and every row sent is loaded or rejected where any landed."""
    if delivery.outcome != fault.becomes:
        return False
    return rows_of(delivery) == (rows - fault.rejected, fault.rejected) if delivery.datasets else True


if __name__ == "__main__":
    sys.exit(main())
