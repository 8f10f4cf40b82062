"""What stands out: groups that fare worse than everyone by more than chance, and figures in words."""

from __future__ import annotations

from dataclasses import dataclass

from mash.evaluation.intervals import Share
from mash.evaluation.results import Agreement, CalibrationBin, Evaluation, GroupQuality, Rating

ETHNICITIES = {
    "W1": "White British",
    "W2": "White Irish",
    "W9": "other White",
    "M1": "White, Black Caribbean",
    "M2": "White, Black African",
    "M3": "White, Asian",
    "M9": "other mixed",
    "A1": "Indian",
    "A2": "Pakistani",
    "A3": "Bangladeshi",
    "A9": "other Asian",
    "B1": "Caribbean",
    "B2": "African",
    "B9": "other Black",
    "O1": "Chinese",
    "O9": "any other",
    "NS": "not stated",
}
"""The 16+1 codes of the 2001 census, as the contracts have them."""


NAMED = 5
"""How many cases on which two readings differ are named."""
COMPARED_LEAST = 0.995
"""Blocking must keep so many of each group's true pairs: what is not compared, nothing later can find."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """A group whose interval lies wholly on the wrong side of everyone's figure."""

    dimension: str
    value: str
    measure: str
    share: Share
    everyone: float


def weakest(evaluation: Evaluation) -> tuple[Weakness, ...]:
    """Groups with recall or precision below everyone's by more than their 95 % interval, the furthest below first."""
    if not evaluation.identity or not evaluation.identity.groups:
        return ()
    everyone, *groups = evaluation.identity.groups
    found = [
        Weakness(group.dimension, group.value, measure, of_group, whole.share)
        for group in groups
        for measure, of_group, whole in (
            ("recall", group.joined.recall, everyone.joined.recall),
            ("precision", group.joined.precision, everyone.joined.precision),
        )
        if whole.share is not None and of_group.high is not None and of_group.high < whole.share
    ]
    return tuple(sorted(found, key=lambda one: ((one.share.share or 0) - one.everyone, one.dimension, one.value)))


def too_few_compared(evaluation: Evaluation) -> tuple[str, ...]:
    """A sentence for each group of whose true pairs fewer than ``COMPARED_LEAST`` are compared, the worst first."""
    found = [
        (group.compared.share, group_words(group.dimension, group.value), group.compared)
        for group in (evaluation.identity.groups if evaluation.identity else ())
        if group.compared and group.compared.share is not None and group.compared.share < COMPARED_LEAST
    ]
    return tuple(
        f"{group}: {interval(compared)} % of true pairs compared; blocking must keep {100 * COMPARED_LEAST:g} % of each"
        " group's true pairs."
        for _, group, compared in sorted(found, key=lambda one: one[:2])
    )


def group_words(dimension: str, value: str) -> str:
    """A group in plain words: ``ethnicity A2 Pakistani``."""
    return value if dimension == "all" else f"{dimension} {value_words(dimension, value)}"


def value_words(dimension: str, value: str) -> str:
    """A group beside the others of its dimension: ``A2 Pakistani``."""
    meaning = ETHNICITIES.get(value) if dimension == "ethnicity" else None
    return f"{value} {meaning}" if meaning else value.replace("_", " ")


def percent(value: float | None) -> str:
    """``98.77``, per cent; a dash when nothing could be counted."""
    return "-" if value is None else f"{100 * value:.2f}"


def interval(found: Share | None, places: int = 2) -> str:
    """``98.77 (98.50-98.99)`` per cent, ``<10`` when suppressed, a dash when nothing could be counted."""
    if found and found.suppressed:
        return "<10"
    if found is None or found.share is None or found.low is None or found.high is None:
        return "-"
    return f"{100 * found.share:.{places}f} ({100 * found.low:.{places}f}-{100 * found.high:.{places}f})"


def per_10_000(found: Share | None) -> str:
    """``64.5 (11.4-356.1)`` per 10,000, ``<10`` when suppressed, a dash when nothing could be counted."""
    if found and found.suppressed:
        return "<10"
    if found is None or found.share is None or found.low is None or found.high is None:
        return "-"
    return f"{10_000 * found.share:,.1f} ({10_000 * found.low:,.1f}-{10_000 * found.high:,.1f})"


def of_count(found: Share) -> str:
    """``186 of 1,227``, or ``<10``."""
    return "<10" if found.suppressed else f"{found.count:,} of {found.of:,}"


def band_words(band: CalibrationBin) -> tuple[str, str, str, str]:
    """The band, what was expected in it, what was true, and of how many."""
    edges = f"{band.low:g} to {band.high:g}"
    return edges, percent(band.expected), interval(band.observed), of_count(band.observed)


def shown(groups: tuple[GroupQuality, ...]) -> tuple[GroupQuality, ...]:
    """The groups large enough to say anything of."""
    return tuple(group for group in groups if group.records is not None)


def kept_back(groups: tuple[GroupQuality, ...]) -> str:
    """Which groups are too small, in words; empty when none is."""
    small = [group_words(group.dimension, group.value) for group in groups if group.records is None]
    return f"Fewer than ten records, not shown: {'; '.join(small)}." if small else ""


def agreed(found: Agreement) -> str:
    """How far the engine and the plain reading agree, in a sentence; the cases of which they do not, named."""
    says = (
        f"On true identities the engine and a plain reading of what was sent agree on the flagged adults of"
        f" {found.exposures:,} and on the proposals of {found.proposals:,} of {found.cases:,} cases."
    )
    says += f" They differ on {', '.join(found.differing[:NAMED])}." if found.differing else ""
    return says + (f" Not read anew: {'; '.join(found.not_read)}." if found.not_read else "")


def no_case(found: Rating) -> str:
    """What stands in place of the tables on ratings when no open case is both the hub's and the oracle's."""
    return f"No case to compare: the oracle has none of the hub's open cases ({found.not_compared:,})."
