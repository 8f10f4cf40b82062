"""The worklist as a page: one self-contained file without script, for a screen and for A4."""

from __future__ import annotations

from pathlib import Path

from mash.access import Asked
from mash.reports import cases
from mash.reports.asked import asked_words
from mash.reports.sheet import sheet, write_sheet
from mash.reports.watermark import mark_of
from mash.reports.weights import MARKING
from mash.reports.words import colour_word, moment, referrer_words
from mash.reports.worklist import Worklist, by_colour, due_today, how_many, known_workers


def write_cases_page(worklist: Worklist, asked: Asked, path: Path, *, order: str) -> None:
    """Write the page to ``path``, whole or not at all. Raises ``UsageError`` when it cannot be written."""
    write_sheet(cases_page(worklist, asked, order=order), path)


def cases_page(worklist: Worklist, asked: Asked, *, order: str) -> str:
    """The page as HTML text; ``order`` says how the cases are sorted."""
    return sheet(
        "cases.html.j2",
        ("list.css", "stack.css"),
        worklist=worklist,
        asked=asked,
        order=order,
        words=cases,
        how_many=how_many(worklist),
        colours=by_colour(worklist.cases),
        late=sum(case.late(worklist.at) for case in worklist.cases),
        today=len(due_today(worklist)),
        workers=known_workers(worklist.cases),
        marking=MARKING,
        mark=mark_of(asked, worklist.run),
        moment=moment,
        asked_words=asked_words,
        colour_word=colour_word,
        referrer_words=referrer_words,
    )
