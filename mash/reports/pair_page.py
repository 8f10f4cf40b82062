"""The page of two records side by side: one self-contained file without script that asks the network for nothing."""

from __future__ import annotations

from pathlib import Path

from mash.reports.asked import asked_words
from mash.reports.pair import Pair, judged_words, side_by_side
from mash.reports.sheet import sheet, write_sheet
from mash.reports.watermark import mark_of
from mash.reports.weights import AXIS, LABELS, MARKING, ROW, waterfall


def write_pair_page(pair: Pair, path: Path) -> None:
    """Write the page to ``path``, whole or not at all. Raises ``UsageError`` when it cannot be written."""
    write_sheet(pair_page(pair), path)


def pair_page(pair: Pair) -> str:
    """The page as HTML text; the same pair gives the same text."""
    return sheet(
        "pair.html.j2",
        ("weights.css", "pair.css", "stack.css"),
        pair=pair,
        rows=side_by_side(pair),
        chart=waterfall(pair.why, pair.thresholds),
        labels=LABELS,
        axis=AXIS,
        row=ROW,
        marking=MARKING,
        mark=mark_of(pair.asked, pair.run),
        judged_words=judged_words,
        asked_words=asked_words,
    )
