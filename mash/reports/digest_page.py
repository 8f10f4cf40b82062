"""The morning's digest as a page: one self-contained file without script that prints on one side of A4."""

from __future__ import annotations

from pathlib import Path

from mash.reports.asked import asked_words
from mash.reports.digest import ON_A_PAGE, Digest, closed_words, night_words, parts, queue_words
from mash.reports.sheet import sheet, write_sheet
from mash.reports.watermark import mark_of
from mash.reports.weights import MARKING
from mash.reports.words import moment
from mash.reports.worklist import by_colour, how_many


def write_digest_page(digest: Digest, path: Path, *, most: int = ON_A_PAGE) -> None:
    """Write the page to ``path``, whole or not at all. Raises ``UsageError`` when it cannot be written."""
    write_sheet(digest_page(digest, most=most), path)


def digest_page(digest: Digest, *, most: int = ON_A_PAGE) -> str:
    """The page as HTML text, of ``most`` rows in all; the same digest gives the same text."""
    return sheet(
        "digest.html.j2",
        ("list.css", "stack.css"),
        digest=digest,
        parts=parts(digest, most=most),
        how_many=how_many(digest.worklist) + closed_words(digest),
        colours=by_colour(digest.worklist.cases),
        late=len(digest.late),
        today=len(digest.due_today),
        night=night_words(digest.night),
        queues=queue_words(digest.queues),
        marking=MARKING,
        mark=mark_of(digest.asked, digest.worklist.run),
        moment=moment,
        asked_words=asked_words,
    )
