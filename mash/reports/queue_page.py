"""The review queue as a page: every pair side by side with its weights, one self-contained file without script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mash.access import Asked
from mash.reports.asked import asked_words
from mash.reports.legible import as_typed
from mash.reports.pair import Pair, QueueRow, judged_words, side_by_side
from mash.reports.sheet import sheet, write_sheet
from mash.reports.watermark import mark_of
from mash.reports.weights import AXIS, LABELS, MARKING, ROW, waterfall


def write_queue_page(pairs: Sequence[tuple[QueueRow, Pair]], asked: Asked, path: Path, *, of: int) -> None:
    """Write the page to ``path``, whole or not at all. Raises ``UsageError`` when it cannot be written."""
    write_sheet(queue_page(pairs, asked, of=of), path)


def queue_page(pairs: Sequence[tuple[QueueRow, Pair]], asked: Asked, *, of: int) -> str:
    """The page as HTML text: these pairs, of so many that wait."""
    return sheet(
        "queue.html.j2",
        ("weights.css", "pair.css", "stack.css", "queue.css"),
        pairs=pairs,
        asked=asked,
        of=of,
        side_by_side=side_by_side,
        waterfall=waterfall,
        labels=LABELS,
        axis=AXIS,
        row_height=ROW,
        marking=MARKING,
        mark=mark_of(asked, pairs[0][1].run) if pairs else None,
        judged_words=judged_words,
        asked_words=asked_words,
        as_typed=as_typed,
    )
