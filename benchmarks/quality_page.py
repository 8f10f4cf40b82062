"""Measure the engine and its peers, and write docs/quality.md with what came out.

    python benchmarks/quality_page.py [--persons N] [--seed S] [--fake-1000 FILE] [--out FILE]

The figures are whatever they are. Seconds are left out: they belong to the machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from quality import Line, asked_for, measure

from mash.evaluation import Evaluation, evaluate_hub
from mash.evaluation.statement import statement
from mash.hub import open_hub

PAGE = Path(__file__).parents[1] / "docs" / "quality.md"
INTRODUCTION = """# Quality

Written by `make quality`; not edited by hand. Made-up people only. `mash evaluate` gives the same tables for any hub
with a truth, and for one without a truth the part that pairs labelled by people can show.

- **Pairwise** precision and recall count pairs of records: of those put together, how many belong together, and the
  other way round. **B-cubed** averages over records, so that a large family of records does not drown the others.
- **At possible** counts what is shown to people as perhaps the same, and never acted on silently.
- A pair counts for a group when either of its records is of it. Groups of fewer than ten are not shown.
- Of as many comparisons as there are groups, one in forty stands out by chance.
- A record in which an agency itself mixed two people is left out. Records sealed by an adoption are somebody else's:
  joining them with later ones is an error. A missed flag is one of a counted kind, current in truth, on an adult truly
  within the policy's hops, whether or not an agency wrote it down.
- Whose an error is: the run is rated once more on the true identities. What is right there was identity's error; where
  the flagged adults still differ from the truth's it is the associations'; same adults, another colour, the rating's.

## Beside its peers

Each as a user would first set it up, on the same records in the same run. In the town the peers get the records as
this engine cleaned them. "The truth's own cut" is Splink at whichever of six weights gives the best F1, which nobody
could know without the truth. FEBRL and fake_1000 are lists of people, read by way of a hub of one agency
(`benchmarks/people_hub.py`); FEBRL's people are Australian, whose postcodes the contract sets aside.
"""


def peers_table(lines: Sequence[Line]) -> Iterator[str]:
    """One row per list and way."""
    yield "| list | records | way | precision | recall | F1 | B-cubed F1 |"
    yield "|---|---|---|---|---|---|---|"
    for line in lines:
        lead = f"| {line.of} | {line.records:,} | {line.way} |"
        if line.left_out:
            yield f"{lead} left out: {line.left_out} | | | |"
        else:
            figures = (line.figures[name] for name in ("precision", "recall", "f1", "bcubed_f1"))
            yield f"{lead} {' | '.join(f'{100 * figure:.2f}' for figure in figures)} |"


def page(evaluation: Evaluation, lines: Sequence[Line]) -> str:
    """The whole page; the statement's headings one level down."""
    below = statement(evaluation).replace("\n#", "\n##")
    return "\n".join([INTRODUCTION, *peers_table(lines), "", f"#{below}"])


def main() -> None:
    """Build, measure, write."""
    words = asked_for(__doc__ or "")
    words.add_argument("--out", type=Path, default=PAGE)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        lines = measure(Path(name), given)
        evaluation = evaluate_hub(open_hub(Path(name) / "hub"), Path(name) / "town" / "truth")
    given.out.write_text(page(evaluation, lines), encoding="utf-8")
    print(f"Wrote {given.out}")


if __name__ == "__main__":
    main()
