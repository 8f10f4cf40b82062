"""The evaluation on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

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
    value_words,
    weakest,
)
from mash.evaluation.results import (
    AgencyPair,
    Errors,
    Evaluation,
    FlagDistance,
    FlagErrors,
    GroupQuality,
    Identity,
    Joining,
    Labels,
    PairQuality,
    ProposalsOfGroup,
    Rating,
)

WEAKEST_NAMED = 8


def print_evaluation(evaluation: Evaluation, console: Console) -> None:
    """Everything but the weight histogram, which is on the page."""
    bits = "" if evaluation.join_weight is None else f", join at {evaluation.join_weight:g} bits"
    console.print(
        f"Run {evaluation.run} as of {evaluation.as_of}; model {evaluation.model}{bits}; policy {evaluation.policy}"
    )
    if evaluation.identity:
        _coverage(evaluation, console)
        _identity(evaluation.identity, console)
        _weakest(evaluation, console)
    if evaluation.rating:
        _rating(evaluation.rating, console)
    if evaluation.not_rated:
        console.print(f"\n{evaluation.not_rated[0].upper()}{evaluation.not_rated[1:]}.")
    if evaluation.labels:
        _labels(evaluation.labels, console)


def _coverage(evaluation: Evaluation, console: Console) -> None:
    covered, truth = evaluation.coverage, evaluation.truth
    if covered and truth:
        console.print(
            f"Truth: {truth.persons:,} people, seed {truth.seed}. Scored: {covered.scored:,} records of"
            f" {covered.true_persons:,} people; left out {covered.merged:,} that mix two people;"
            f" {covered.hub_only:,} only in the hub, {covered.truth_only:,} only in the truth."
        )


def _identity(found: Identity, console: Console) -> None:
    everyone = found.groups[0]
    _table(
        console,
        "Identity, per cent; pairs of records and B-cubed",
        ("records count as found", "precision", "recall", "F1", "B3 precision", "B3 recall", "B3 F1"),
        [_headline("when joined", everyone.joined), _headline("when possible too", everyone.possible)],
    )
    console.print(
        f"{of_count(everyone.split)} people of several records stand as several persons;"
        f" {of_count(everyone.mixed)} persons mix several people."
    )
    _table(
        console,
        "By group, per cent: true pairs compared; precision; recall with 95 % interval",
        ("group", "records", "compared", "prec.", "recall", "possible"),
        _sections((group.dimension, _group(group)) for group in shown(found.groups[1:])),
    )
    console.print(kept_back(found.groups))
    _table(
        console,
        "Named only inside another: joined to the right person, %",
        ("count as found", "right, none wrong", "right at all", "right, of joined"),
        [_joining("when joined", found.named_inside.joined), _joining("possible too", found.named_inside.possible)],
    )
    _table(
        console,
        "By agencies of the two records, per cent",
        ("agencies", "recall", "possible", "precision"),
        (_agencies(pair) for pair in found.agency_pairs),
    )
    _blocking(found, console)
    _table(
        console,
        "People taken for one another: pairs of people merged",
        ("likeness", "merged", "of", "per 10,000", "pairs of records"),
        (
            (
                kind.kind,
                f"{kind.merged:,}",
                f"{kind.opportunities:,}" if kind.opportunities else "-",
                per_10_000(kind.rate),
                f"{kind.record_pairs:,}",
            )
            for kind in found.false_merges
        ),
    )
    _table(
        console,
        "Guards",
        ("guard", "pairs held back", "of them true"),
        ((guard.guard, f"{guard.pairs:,}", f"{guard.true_pairs:,}") for guard in found.guards),
    )
    _table(
        console,
        "Calibration, per cent: pairs that no guard held back",
        ("match probability", "expected", "true", "count"),
        map(band_words, found.calibration),
    )
    _table(
        console,
        "Calibration, per cent: persons that may be one",
        ("probability told", "expected", "true", "count"),
        map(band_words, found.possible_calibration),
    )


def _headline(name: str, found: PairQuality) -> tuple[str, ...]:
    pairs = (found.precision.share, found.recall.share, found.f1)
    return (name, *map(percent, (*pairs, found.bcubed_precision, found.bcubed_recall, found.bcubed_f1)))


def _group(group: GroupQuality) -> tuple[str, ...]:
    return (
        value_words(group.dimension, group.value),
        f"{group.records:,}",
        percent(group.compared.share if group.compared else None),
        percent(group.joined.precision.share),
        interval(group.joined.recall, 1),
        percent(group.possible.recall.share),
    )


def _joining(name: str, found: Joining) -> tuple[str, ...]:
    return (name, *(interval(each, 1) for each in (found.right_alone, found.right_at_all, found.precision)))


def _agencies(pair: AgencyPair) -> tuple[str, ...]:
    return (
        f"{pair.agency_a}, {pair.agency_b}",
        interval(pair.recall),
        percent(pair.possible_recall.share),
        percent(pair.precision.share),
    )


def _blocking(found: Identity, console: Console) -> None:
    if found.blocking is None:
        console.print("Blocking cannot be measured: the run was built by another version of the engine.")
        return
    compared, kept = interval(found.blocking.compared), interval(found.blocking.kept)
    _table(
        console,
        f"Blocking: {compared} % of true pairs compared, {kept} % kept",
        ("rule that found the pair first", "pairs", "true", "kept", "joined"),
        (
            (
                rule.rule,
                f"{rule.candidates:,}",
                f"{rule.true_candidates:,}",
                f"{rule.true_kept:,}",
                f"{rule.true_joined:,}",
            )
            for rule in found.blocking.rules
        ),
    )


def _weakest(evaluation: Evaluation, console: Console) -> None:
    few = too_few_compared(evaluation)
    if few:
        console.print("\nToo few of their true pairs compared:", style="bold")
    for line in few:
        console.print(Padding(line, (0, 0, 0, 2)))
    found = weakest(evaluation)
    if not found:
        console.print("\nNo group is below everyone by more than chance.")
        return
    console.print("\nWeakest, below everyone by more than chance:", style="bold")
    for one in found[:WEAKEST_NAMED]:
        group = group_words(one.dimension, one.value)
        console.print(f"  {group}: {one.measure} {interval(one.share)} %, everyone {percent(one.everyone)} %")


def _rating(found: Rating, console: Console) -> None:
    if not found.cases:
        console.print(f"\n{no_case(found)}", style="bold")
        return
    colours = sorted({colour for row in found.confusion.values() for colour, cases in row.items() if cases})
    _table(
        console,
        f"Rating: {found.cases:,} open cases against the oracle"
        + (f", {found.not_compared:,} not in it" if found.not_compared else ""),
        ("expected", *(f"proposed {colour}" for colour in colours)),
        ((expected, *(f"{row[colour]:,}" for colour in colours)) for expected, row in sorted(found.confusion.items())),
    )
    _table(
        console,
        "Whose errors",
        ("errors", "all", "sources", "identity", "associations", "rating"),
        (
            _whose("wrong colours", found.colours),
            _whose("flagged adults missed", found.missed_flags),
            _whose("flagged adults wrongly shown", found.false_flags),
        ),
    )
    if found.agreement:
        console.print(f"\n{agreed(found.agreement)}")
    _flags(found, console)


def _flags(found: Rating, console: Console) -> None:
    _table(
        console,
        "Flagged adults found, by kind and by the ties to them, per cent",
        ("kind", "hops", "found", "of them", "as possible"),
        (_distance(each) for each in found.distances),
    )
    _table(
        console,
        "Flagged adults missed and wrongly shown, per 1,000 cases",
        ("children", "cases", "missed", "as possible", "false", "wrong colour, %"),
        _sections((group.dimension, _children(group)) for group in found.groups if group.cases is not None),
    )
    _table(
        console,
        "Proposals by group, per cent of its cases, beside what the oracle expects",
        ("children", "cases", "red", "expected", "amber", "expected"),
        _sections((group.dimension, _colours(group)) for group in found.proposals if group.cases is not None),
    )


def _children(group: FlagErrors) -> tuple[str, ...]:
    return (
        value_words(group.dimension, group.value),
        f"{group.cases:,}",
        f"{group.missed_per_1000:,.1f}",
        f"{group.missed_as_possible:,} of {group.missed:,}",
        f"{group.false_per_1000:,.1f}",
        interval(group.wrong_colour),
    )


def _colours(group: ProposalsOfGroup) -> tuple[str, ...]:
    red = (interval(group.proposed_red, 1), percent(group.expected_red.share))
    amber = (interval(group.proposed_amber, 1), percent(group.expected_amber.share))
    return (value_words(group.dimension, group.value), f"{group.cases:,}", *red, *amber)


def _distance(found: FlagDistance) -> tuple[str, ...]:
    possible = "-" if found.as_possible is None else f"{found.as_possible:,}"
    return (found.kind, str(found.hops), interval(found.found), of_count(found.found), possible)


def _whose(name: str, errors: Errors) -> tuple[str, ...]:
    parts = (errors.total, errors.sources, errors.identity, errors.associations, errors.rating)
    return (name, *(f"{count:,}" for count in parts))


def _labels(found: Labels, console: Console) -> None:
    _table(
        console,
        f"Labelled pairs: {found.same:,} same, {found.different:,} different, {found.unknown:,} not in this run",
        ("recall", "recall at possible", "precision among these pairs"),
        [(interval(found.recall), interval(found.possible_recall), interval(found.precision))],
    )


def _sections(rows: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, ...]]:
    """The rows, each dimension's under its name."""
    before = "all"
    for dimension, row in rows:
        if dimension != before:
            yield (f"{dimension}:",)
        before = dimension
        yield row if dimension == "all" else (f"  {row[0]}", *row[1:])


def _table(console: Console, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 0, 0, 1))
    for position, heading in enumerate(headings):
        table.add_column(heading, justify="right" if position else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    console.print()
    console.print(table)
