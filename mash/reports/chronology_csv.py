"""The chronology as CSV: one line per entry and row it stands in, gaps among them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from mash.chronology import Entry, Gap
from mash.errors import UsageError
from mash.reports.aside import written_aside
from mash.reports.chronicle import Chronicle, in_order
from mash.reports.life_words import gap_words, who_words
from mash.reports.tables import defused
from mash.reports.watermark import COLUMN, mark_of, marked

COLUMNS = (
    "entry", "date", "precision", "until", "ongoing", "kind", "says", "detail", "who", "person_ids", "handling",
    "agency", "dataset", "extract", "source_row", "source_says", "source_from", "source_to", "same_by", "exhibit",
)  # fmt: skip
"""Lists are ``|``-separated; a gap has no source."""


def write_csv(chronicle: Chronicle, path: Path) -> None:
    """Write the entries and gaps to ``path``, whole or not at all, safe for a spreadsheet.

    Raises ``UsageError`` for another suffix, or a file that cannot be written.
    """
    if path.suffix.lower() != ".csv":
        raise UsageError(f"the suffix {path.suffix!r} is not .csv", where=str(path), try_="a name ending in .csv")
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*COLUMNS, COLUMN])
        mark = mark_of(chronicle.asked, chronicle.run, chronicle.disclosed)
        for number, item in enumerate(in_order(chronicle.chronology, chronicle.gaps), start=1):
            lines = _of_entry(item) if isinstance(item, Entry) else _of_gap(item)
            cells = ([str(number), *(defused(str(cell)) for cell in line)] for line in lines)
            writer.writerows(marked(line, mark) for line in cells)


def _of_entry(entry: Entry) -> Iterator[list[object]]:
    ongoing, until = ("true", "") if entry.ongoing else ("false", entry.until or "")
    about = [entry.date, entry.precision, until, ongoing, "|".join(entry.kinds), entry.says, entry.detail or ""]
    about += [who_words(entry), "|".join(entry.persons), entry.handling or ""]
    for row in entry.sources:
        source = [row.agency, row.dataset, row.extract, row.source_row, row.says]
        yield [*about, *source, row.from_date or "", row.to_date or "", "|".join(entry.same_by), row.exhibit or ""]
    if not entry.sources:
        yield [*about, "|".join(entry.agencies), *[""] * (len(COLUMNS) - 2 - len(about))]


def _of_gap(gap: Gap) -> Iterator[list[object]]:
    about = [gap.from_date, "day", gap.to_date, "true" if gap.to_today else "false", "gap", gap_words(gap)]
    yield [*about, *[""] * (len(COLUMNS) - 1 - len(about))]
