"""The worklist for a spreadsheet: CSV, and a workbook with its dates as dates, to be sorted and filtered."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mash.access import Asked
from mash.errors import UsageError
from mash.reports.aside import written_aside
from mash.reports.cases import CaseRow, child_words
from mash.reports.legible import legible
from mash.reports.tables import defused
from mash.reports.watermark import COLUMN, Mark, mark_of, marked
from mash.reports.words import colour_word, concern_words, flag_kinds, referrer_words
from mash.reports.worklist import Worklist

if TYPE_CHECKING:
    import xlsxwriter

COLUMNS: dict[str, Callable[[CaseRow, Worklist], object]] = {
    "case": lambda case, _: case.case_id,
    "child": lambda case, _: child_words(case),
    "before": lambda case, _: colour_word(case.before),
    "proposed": lambda case, _: case.proposed.name,
    "at least": lambda case, _: case.at_least.name,
    "direction": lambda case, _: case.direction.value,
    "due by": lambda case, _: case.due_by,
    "due": lambda case, _: case.due,
    "late": lambda case, among: "late" if case.late(among.at) else "",
    "flagged adults": lambda case, _: case.flagged,
    "flagged at all": lambda case, _: case.flagged_at_all,
    "first reason": lambda case, _: case.title,
    "found": lambda case, _: case.why,
    "more reasons": lambda case, _: case.more_reasons,
    "changed": lambda case, _: case.changed,
    "missing or stale": lambda case, _: ", ".join(case.missing),
    "concern": lambda case, _: concern_words(case.concern),
    "referred by": lambda case, _: referrer_words(case.source_code),
    "received": lambda case, _: case.received_at,
    "worker": lambda case, _: case.worker,
    "decided by": lambda case, _: case.decided_by,
    "decided at": lambda case, _: case.decided_at,
    "flags counted": lambda case, _: flag_kinds(case.flagged_kinds),
    "overnight": lambda case, _: case.overnight,
    "late as of": lambda _, among: among.at,
    "run of": lambda _, among: among.as_of.isoformat(),
    "note": lambda _, among: " ".join(among.notes),
}
"""A column's heading, and its cell of a case among the others; what is to be known of all stands in every line."""
DATES = frozenset({"due by", "received", "decided at", "late as of"})
WIDEST = 60
"""Characters; a longer cell wraps."""
LONGEST_FOOTER = 230
DATE_FORMAT = "yyyy-mm-dd hh:mm"
FILLS = {
    "RED": {"bg_color": "#B5161B", "font_color": "#FFFFFF", "bold": True},
    "AMBER": {"bg_color": "#FFBF47", "font_color": "#0B0C0C", "bold": True},
    "GREEN": {"bg_color": "#00612F", "font_color": "#FFFFFF", "bold": True},
    "UNRATED": {"bg_color": "#FFFFFF", "font_color": "#0B0C0C", "bold": True, "border": 4},
    "late": {"font_color": "#B5161B", "bold": True},
}
"""How the word in a cell is painted; the word itself stays."""


def write_cases_csv(worklist: Worklist, asked: Asked, path: Path) -> None:
    """Write the cases to ``path``, whole or not at all; UTF-8, ISO dates, no cell that a spreadsheet would run.

    Raises ``UsageError`` for another suffix, or a file that cannot be written.
    """
    _refuse_suffix(path, ".csv")
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*COLUMNS, COLUMN])
        mark = mark_of(asked, worklist.run)
        for case in worklist.cases:
            writer.writerow(marked([_as_text(cell(case, worklist)) for cell in COLUMNS.values()], mark))


def write_cases_xlsx(worklist: Worklist, asked: Asked, path: Path) -> None:
    """Write a workbook of one sheet to ``path``: heading kept in view, a filter to each column, dates and numbers so.

    Text stays text, whatever it begins with, and is defused as in CSV, for a workbook is often saved as one; the mark
    is in the properties and at the foot of every page. Raises ``UsageError`` for another suffix, or a file it cannot
    write.
    """
    _refuse_suffix(path, ".xlsx")
    import xlsxwriter  # heavy: only for a workbook

    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    dates = {"default_date_format": DATE_FORMAT, "remove_timezone": True}
    with (
        written_aside(path) as aside,
        aside.open("wb") as out,
        xlsxwriter.Workbook(out, {**as_text, **dates, "in_memory": True}) as book,
    ):
        mark = mark_of(asked, worklist.run)
        title = f"{legible(worklist.hub)}: open cases, run of {worklist.as_of}"
        about = {"author": mark.by, "comments": mark.line, "keywords": mark.export} if mark else {}
        book.set_properties({"title": title, **about})
        sheet = book.add_worksheet("open cases")
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True, "bottom": 1}))
        for place, cell in enumerate(COLUMNS.values()):
            sheet.write_column(1, place, [_in_sheet(cell(case, worklist)) for case in worklist.cases])
        _dress(sheet, worklist, book)
        sheet.set_footer(_footer(mark))


def _dress(sheet: xlsxwriter.worksheet.Worksheet, worklist: Worklist, book: xlsxwriter.Workbook) -> None:
    formats = {word: book.add_format(fill) for word, fill in FILLS.items()}
    wrapped = book.add_format({"text_wrap": True})
    rows = max(1, len(worklist.cases))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, rows, len(COLUMNS) - 1)
    for place, (name, cell) in enumerate(COLUMNS.items()):
        longest = max((len(str(cell(case, worklist))) for case in worklist.cases), default=0)
        width = len(DATE_FORMAT) if name in DATES else min(longest, WIDEST)
        sheet.set_column(place, place, max(width, len(name) + 2) + 2, wrapped if longest > WIDEST else None)
        for word in FILLS if name in {"before", "proposed", "at least", "late"} else ():
            painted = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": formats[word]}
            sheet.conditional_format(1, place, rows, place, painted)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _footer(mark: Mark | None) -> str:
    """The mark and the page's number, in the 255 characters that a footer may have; an ampersand is doubled."""
    line = mark.line.replace("&", "&&")[:LONGEST_FOOTER] if mark else ""
    return f"&L{line.rstrip('&') if line.count('&') % 2 else line}&R&P / &N"


def _in_sheet(cell: object) -> object:
    """Dates and numbers as what they are, all else as text without control characters, defused."""
    return cell if cell is None or isinstance(cell, dt.datetime | int) else defused(legible(str(cell)))


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.isoformat(timespec="minutes")
    return defused(legible(str(cell)))


def _refuse_suffix(path: Path, suffix: str) -> None:
    if path.suffix.lower() != suffix:
        raise UsageError(
            f"the suffix {path.suffix!r} is not {suffix}", where=str(path), try_=f"a name ending in {suffix}"
        )
