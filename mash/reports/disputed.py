"""What is in dispute of the people in an answer: told where the answer is read, and counted for nothing in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console

from mash.named import named_source
from mash.reports.legible import legible
from mash.reports.paragraph import print_paragraph
from mash.vocabulary import Evidence, PersonId

HEADING = "In dispute, and counted for nothing here"
ROWS_TOLD = 3
"""Rows of one dispute that are named; of the others their number."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """One dispute about a person, until somebody settles it."""

    number: int
    person_id: PersonId
    name: str
    whole: bool
    """All that is said of one of the person's records; else single rows."""
    reason: str
    since: dt.date
    rows: tuple[Evidence, ...]


def disputed_words(disputed: Iterable[Disputed]) -> Iterator[str]:
    """A line for each: whose, which rows, since when and why."""
    for each in disputed:
        told = [
            f"{named_source(row.agency, row.dataset)} {row.extract} row {row.source_row}"
            for row in each.rows[:ROWS_TOLD]
        ]
        more = len(each.rows) - len(told)
        told += [f"{more} more"] if more > 0 else []
        what = "all that one record says of" if each.whole else "what is said of"
        yield f"{what} {legible(each.name)}: {', '.join(told)}, since {each.since}: {legible(each.reason)}"


def print_disputed(console: Console, disputed: Iterable[Disputed]) -> None:
    """On a terminal; nothing where nothing is in dispute."""
    lines = list(disputed_words(disputed))
    if lines:
        console.print()
        print_paragraph(console, (f"! {HEADING}:", "bold"), indent=2)
        for line in lines:
            print_paragraph(console, line, indent=4)
