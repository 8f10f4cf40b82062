"""Measure the engine and its peers, and write docs/quality.md and the README's table with what came out.

    python benchmarks/quality_page.py [--persons N] [--seed S] [--fake-1000 FILE] [--out FILE]

The figures are whatever they are. Seconds are left out: they belong to the machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from people_hub import AS_OF, run
from quality import Line, asked_for, measure

from mash.evaluation import Evaluation, evaluate_hub
from mash.evaluation.findings import group_words, interval, percent, weakest
from mash.evaluation.statement import rating_errors, statement
from mash.hub import open_hub

CHECKOUT = Path(__file__).parents[1]
PAGE = CHECKOUT / "docs" / "quality.md"
README = CHECKOUT / "README.md"
FROM, TO = "<!-- written by make quality -->", "<!-- to here -->"
CASES_PROFILE = CHECKOUT / "mash" / "synthetic" / "profiles" / "fixture.toml"
WEAKEST = 5
RATINGS = """## Ratings, where cases are many

An ordinary town has one open case or so in a thousand people: too few to read errors by group. This one is half the
size, under the profile of `fixtures/town`, with many referrals and flags; its rates are no forecast.
"""
INTRODUCTION = """# Quality

Written by `make quality`; not edited by hand. Made-up people only. `mash evaluate` gives the same tables for any hub
with a truth, and for one without a truth the part that pairs labelled by people can show.

- **Pairwise** precision and recall count pairs of records: of those put together, how many belong together, and the
  other way round. **B-cubed** averages over records, so that a large family of records does not drown the others.
- **At possible** counts what is shown to people as perhaps the same, and never acted on silently.
- **Compared** are true pairs that blocking brings together, of which it must keep 99.5 % in each group. One that it
  misses may be found all the same, by way of a third record.
- A pair counts for a group when either of its records is of it. Groups of fewer than ten are not shown.
- A record **named only inside another** (a mother in a school's row) is right when it stands with a record of its own
  person and with none of anybody else's.
- Of as many comparisons as there are groups, one in forty stands out by chance.
- A record in which an agency itself mixed two people is left out. Records sealed by an adoption are somebody else's:
  joining them with later ones is an error. A missed flag is one of a counted kind, current in truth, on an adult truly
  within the policy's hops, whether or not an agency wrote it down.
- Whose an error is: the run is rated once more on the true identities. What is right there was identity's error. What
  is not is held against a plain reading of the same rows by a separate program: where that errs alike it is the
  sources' (a tie nobody sent, a home nobody closed) or the policy's (a crowd); else the associations', or the rating's.

## Beside its peers

Each as a user would first set it up, on the same records in the same run. In the town the peers get the records as
this engine cleaned them. "The truth's own cut" is Splink at whichever of six weights gives the best F1, which nobody
could know without the truth. FEBRL and fake_1000 are lists of people, read by way of a hub of one agency
(`benchmarks/people_hub.py`); FEBRL's people are Australian: their postcodes place nobody, and are names
as their towns' are. The fake_1000 rows need that file, of splink_datasets (MIT): `make quality FAKE_1000=FILE`; without
it they are left out.
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


def page(evaluation: Evaluation, of_cases: Evaluation, lines: Sequence[Line]) -> str:
    """The whole page; the statement's headings one level down."""
    below = statement(evaluation).replace("\n#", "\n##")
    ratings = "\n".join(rating_errors(of_cases.rating)) if of_cases.rating else "No case could be compared."
    return "\n".join([INTRODUCTION, *peers_table(lines), "", RATINGS, ratings, "", f"#{below}"])


def summary(evaluation: Evaluation, of_cases: Evaluation, lines: Sequence[Line]) -> Iterator[str]:
    """The README's table and the sentences under it."""
    town = [line for line in lines if line.of == lines[0].of and not line.left_out]
    yield f"| {lines[0].of}, {lines[0].records:,} records | precision | recall | F1 | B-cubed F1 |"
    yield "|---|---|---|---|---|"
    for line in town:
        figures = (line.figures[name] for name in ("precision", "recall", "f1", "bcubed_f1"))
        yield f"| {line.way} | {' | '.join(f'{100 * figure:.2f}' for figure in figures)} |"
    if evaluation.identity:
        possible = evaluation.identity.groups[0].possible
        shares = (possible.precision.share, possible.recall.share, possible.f1, possible.bcubed_f1)
        yield f"| this engine, *possible* included | {' | '.join(percent(share) for share in shares)} |"
    yield ""
    weak = [
        f"{group_words(one.dimension, one.value)} ({one.measure} {interval(one.share, 1)} %)"
        for one in weakest(evaluation)
    ]
    yield f"Weakest groups, per cent with 95 % intervals: {'; '.join(weak[:WEAKEST]) or 'none stands out'}."
    rating = of_cases.rating
    if rating and rating.cases:
        missed, false = (1000 * each.total / rating.cases for each in (rating.missed_flags, rating.false_flags))
        right = rating.cases - rating.colours.total
        yield (
            f"Ratings, on {rating.cases:,} open cases of a town made rich in them: {right:,} of the colour the truth"
            f" gives; {missed:,.0f} flagged adults missed and {false:,.0f} wrongly shown per 1,000 cases."
        )


def into_readme(lines: Iterable[str], readme: Path) -> None:
    """Put the lines between the README's two marks."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(FROM)
    after = rest.partition(TO)[2]
    readme.write_text("\n".join([f"{before}{FROM}", "", *lines, "", f"{TO}{after}"]), encoding="utf-8")


def main() -> None:
    """Build, measure, write."""
    words = asked_for(__doc__ or "")
    words.add_argument("--out", type=Path, default=PAGE)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        lines = measure(Path(name), given)
        evaluation = evaluate_hub(open_hub(Path(name) / "hub"), Path(name) / "town" / "truth")
        of_cases = rich_in_cases(Path(name), given.persons // 2, given.seed)
    given.out.write_text(page(evaluation, of_cases, lines), encoding="utf-8")
    into_readme(summary(evaluation, of_cases, lines), README)
    print(f"Wrote {given.out} and the table of {README}")


def rich_in_cases(folder: Path, persons: int, seed: int) -> Evaluation:
    """The evaluation of a town with many referrals and flags."""
    made, hub = folder / "cases", folder / "cases-hub"
    run("synth", made, "--persons", persons, "--seed", seed, "--as-of", AS_OF, "--profile", CASES_PROFILE)
    run("init", hub, "--drops", made)
    run("nightly", "--hub", hub, "--as-of", AS_OF)
    return evaluate_hub(open_hub(hub), made / "truth")


if __name__ == "__main__":
    main()
