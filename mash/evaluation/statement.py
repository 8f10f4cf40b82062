"""The linkage statement of a model: what a reader of linked data must know of how it was linked, in Markdown.

Its headings follow GUILD, the guidance for information about linking data sets (Gilbert and others, Journal of Public
Health 40, 2018, doi 10.1093/pubmed/fdx037): the data, the linkage with its errors, and what follows for the reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mash.errors import MashError
from mash.evaluation.findings import (
    agreed,
    band_words,
    group_words,
    interval,
    kept_back,
    no_case,
    of_count,
    per_10_000,
    percent,
    shown,
    too_few_compared,
    weakest,
)
from mash.evaluation.results import Evaluation, Identity, Rating
from mash.identity import Model, load_model
from mash.reports.aside import written_aside


def write_statement(evaluation: Evaluation, path: Path) -> None:
    """Write the statement to ``path``, whole or not at all. Raises ``UsageError`` when it cannot be written."""
    text = statement(evaluation)
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def statement(evaluation: Evaluation) -> str:
    """The statement as Markdown; the same evaluation gives the same text."""
    parts = [
        f"# Linkage statement: {evaluation.model}",
        "",
        f"Made from run {evaluation.run} as of {evaluation.as_of}, engine {evaluation.engine}.",
        "Figures are per cent with 95 % Wilson intervals; pairs of one person hang together, so theirs are too narrow.",
        *_data(evaluation),
        *_method(evaluation),
        *_errors(evaluation),
        *_reading(evaluation),
    ]
    return "\n".join(parts) + "\n"


def _data(evaluation: Evaluation) -> Iterator[str]:
    yield from ("", "## 1. The data", "")
    if evaluation.truth and evaluation.coverage:
        truth, covered = evaluation.truth, evaluation.coverage
        yield (
            f"Made-up people only: a town of {truth.persons:,}, seed {truth.seed}, error rates of profile"
            f" `{truth.profile[:12]}`, as several agencies would record them. {covered.scored:,} records of"
            f" {covered.true_persons:,} people were scored. Left out: {covered.merged:,} records in which an agency"
            f" mixed two people, {covered.hub_only:,} unknown to the truth, {covered.truth_only:,} unknown to the hub."
        )
        yield "A figure measured on made-up people holds for real ones only as far as the errors made up are theirs."
    if evaluation.labels:
        labels = evaluation.labels
        yield (
            f"Pairs labelled by people: {labels.same:,} same, {labels.different:,} different,"
            f" {labels.unknown:,} of records not in the run."
        )


def _method(evaluation: Evaluation) -> Iterator[str]:
    yield from ("", "## 2. The linkage", "")
    yield (
        "Probabilistic (Fellegi and Sunter) with a frozen model and frozen name frequencies: records that share a"
        " blocking key are compared, the comparisons' weights add up to a match weight in bits, guards hold pairs"
        " back whatever they weigh, and groups form from the heaviest pair down under those constraints."
    )
    if evaluation.join_weight is not None:
        yield (
            f"Joined from {evaluation.join_weight:g} bits; kept as possible, shown and never acted on silently,"
            f" from {evaluation.possible_weight:g} bits."
        )
    model = _model(evaluation.model)
    if model:
        yield from ("", *_table(("comparison", "most bits for", "most bits against"), _weights(model)))


def _model(name: str) -> Model | None:
    """The model, when it is a built-in one: of others the run keeps the name only."""
    try:
        return load_model(name)
    except MashError:
        return None


def _weights(model: Model) -> Iterator[Sequence[str]]:
    for ladder in model.ladders:
        weights = [rung.weight for rung in ladder.rungs]
        yield ladder.name, f"{max(weights):+.1f}", f"{min(weights):+.1f}"


def _errors(evaluation: Evaluation) -> Iterator[str]:
    yield from ("", "## 3. Its errors", "")
    if evaluation.identity:
        yield from _identity_errors(evaluation.identity)
    if evaluation.labels:
        labels = evaluation.labels
        yield ""
        yield (
            f"Among labelled pairs: recall {interval(labels.recall)}, at possible {interval(labels.possible_recall)},"
            f" precision {interval(labels.precision)}."
        )
    if evaluation.rating:
        yield from rating_errors(evaluation.rating)
    if evaluation.not_rated:
        yield from ("", f"{evaluation.not_rated[0].upper()}{evaluation.not_rated[1:]}.")


def _identity_errors(found: Identity) -> Iterator[str]:
    everyone = found.groups[0]
    headings = ("records count as found", "precision", "recall", "F1", "B-cubed F1")
    yield from _table(
        headings,
        [
            (name, interval(each.precision), interval(each.recall), percent(each.f1), percent(each.bcubed_f1))
            for name, each in (("when joined", everyone.joined), ("when possible too", everyone.possible))
        ],
    )
    yield ""
    yield f"People of several records split: {of_count(everyone.split)}. Persons mixed: {of_count(everyone.mixed)}."
    if found.blocking:
        yield (
            f"Of the true pairs {interval(found.blocking.compared)} % were compared because blocking brought them"
            " together; others may be found all the same, by way of a third record."
        )
    yield from ("", "### By group", "")
    yield from _table(
        ("group", "records", "compared", "precision", "recall", "recall at possible"),
        (
            (
                group_words(group.dimension, group.value),
                f"{group.records:,}",
                interval(group.compared),
                interval(group.joined.precision),
                interval(group.joined.recall),
                percent(group.possible.recall.share),
            )
            for group in shown(found.groups)
        ),
    )
    yield from ("", kept_back(found.groups))
    yield from _named_inside(found)
    yield from _where_it_errs(found)


def _named_inside(found: Identity) -> Iterator[str]:
    yield from ("", "### Records named only inside another: joined to the right person", "")
    to_be_found = found.named_inside.joined.right_at_all
    yield f"Of those whose person has any other record: {'<10' if to_be_found.of is None else f'{to_be_found.of:,}'}."
    yield ""
    yield from _table(
        (
            "records count as found",
            "right person, no wrong one",
            "right person at all",
            "right, of those joined to anyone",
        ),
        (
            (name, *(interval(each) for each in (one.right_alone, one.right_at_all, one.precision)))
            for name, one in (
                ("when joined", found.named_inside.joined),
                ("when possible too", found.named_inside.possible),
            )
        ),
    )


def _where_it_errs(found: Identity) -> Iterator[str]:
    yield from ("", "### By agencies of the two records", "")
    yield from _table(
        ("agencies", "recall", "recall at possible", "precision"),
        (
            (
                f"{pair.agency_a}, {pair.agency_b}",
                interval(pair.recall),
                percent(pair.possible_recall.share),
                interval(pair.precision),
            )
            for pair in found.agency_pairs
        ),
    )
    yield from ("", "### Calibration: pairs that no guard held back", "")
    yield from _table(
        ("match probability", "mean", "true", "count"),
        map(band_words, found.calibration),
    )
    yield from ("", "### Calibration: persons that may be one", "")
    yield from _table(("probability told", "mean", "true", "count"), map(band_words, found.possible_calibration))
    yield from ("", "### Guards", "")
    yield from _table(
        ("guard", "pairs held back", "of them true"),
        ((guard.guard, f"{guard.pairs:,}", f"{guard.true_pairs:,}") for guard in found.guards),
    )
    yield from ("", "### People taken for one another", "")
    yield from _table(
        ("likeness", "pairs of people merged", "of", "per 10,000"),
        (
            (
                kind.kind,
                f"{kind.merged:,}",
                f"{kind.opportunities:,}" if kind.opportunities else "-",
                per_10_000(kind.rate),
            )
            for kind in found.false_merges
        ),
    )


def rating_errors(found: Rating) -> Iterator[str]:
    """The lines of the part on ratings: colours, missed and false flags, whose an error is, by group."""
    yield from ("", "### What it does to ratings", "")
    if not found.cases:
        yield no_case(found)
        return
    yield f"{found.cases:,} open cases against the oracle; {found.not_compared:,} that it does not have."
    yield ""
    colours = sorted({colour for row in found.confusion.values() for colour, cases in row.items() if cases})
    yield from _table(
        ("expected", *(f"proposed {colour}" for colour in colours)),
        ((expected, *(f"{row[colour]:,}" for colour in colours)) for expected, row in sorted(found.confusion.items())),
    )
    yield ""
    errors = (
        ("wrong colours", found.colours),
        ("flagged adults missed", found.missed_flags),
        ("flagged adults wrongly shown", found.false_flags),
    )
    yield from _table(
        ("errors", "all", "by sources", "by identity", "by associations", "by rating"),
        (
            (name, *(f"{count:,}" for count in (one.total, one.sources, one.identity, one.associations, one.rating)))
            for name, one in errors
        ),
    )
    if found.agreement:
        yield from ("", agreed(found.agreement))
    yield from _flags(found)


def _flags(found: Rating) -> Iterator[str]:
    yield from (
        "",
        "Flagged adults whom the reference expects, by the fewest ties to them, and how many are shown.",
        "",
    )
    yield from _table(
        ("kind of flag", "hops", "found", "count"),
        ((each.kind, str(each.hops), interval(each.found), of_count(each.found)) for each in found.distances),
    )
    yield ""
    yield from _table(
        ("children", "cases", "missed per 1,000 cases", "false per 1,000 cases", "wrong colour"),
        (
            (
                group_words(group.dimension, group.value),
                f"{group.cases:,}",
                f"{group.missed_per_1000:,.1f}",
                f"{group.false_per_1000:,.1f}",
                interval(group.wrong_colour),
            )
            for group in found.groups
            if group.cases is not None
        ),
    )


def _reading(evaluation: Evaluation) -> Iterator[str]:
    yield from ("", "## 4. What follows for the reader", "")
    yield "- A link that is missed hides what another agency knows; nothing found is not nothing there."
    yield "- A false link puts a stranger's flag on a family; look at the rows behind every path before acting."
    for line in too_few_compared(evaluation):
        yield f"- {line}"
    for one in weakest(evaluation):
        yield (
            f"- {group_words(one.dimension, one.value)}: {one.measure} {interval(one.share)}, below everyone's"
            f" {percent(one.everyone)}."
        )


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
