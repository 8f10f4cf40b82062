"""The small tables of the other commands, each from a sequence of frozen rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from mash.named import in_words, named_source
from mash.reports.legible import legible
from mash.reports.paragraph import MEASURE, one_fact_to_a_line, print_paragraph
from mash.reports.words import aged_words, colour_word
from mash.vocabulary import CaseId, Colour, PersonId


@dataclass(frozen=True, slots=True)
class Column:
    """One column's heading and side."""

    heading: str
    right: bool = False
    whole: bool = False
    """Whether its cells are kept on one line where there is any room for them."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One dataset of the hub's status."""

    agency: str
    dataset: str
    latest_extract: str | None
    age_days: int | None
    state: str
    rows: int
    required: bool
    refused_since: bool = False


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One case whose proposal a night changed."""

    case_id: CaseId
    before: Colour | None
    after: Colour | None
    says: str


@dataclass(frozen=True, slots=True)
class WeightRow:
    """One comparison of a pair of records and the bits it gave."""

    comparison: str
    says: str
    weight: float
    """Bits; all rows of a pair sum to its match weight."""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record of a person, and the link that joined it."""

    record_key: str
    names: str
    date_of_birth: dt.date | None
    source: str
    """``police nominals 2026-01-31 row 12``."""
    joined_by: str = ""
    """The link that brought it in; empty for the first record."""


def print_sources(console: Console, sources: Sequence[SourceRow]) -> None:
    """Every dataset, its latest extract and whether it is fresh."""
    columns = [*(Column(name) for name in ("source", "extract", "state", "needed")), Column("rows", right=True)]
    rows = [
        (
            named_source(source.agency, source.dataset),
            source.latest_extract or "never",
            _state(source),
            "required" if source.required else "",
            f"{source.rows:,}",
        )
        for source in sources
    ]
    print_table(console, columns, rows, empty="No source.")


def print_changes(console: Console, changes: Sequence[ChangeRow]) -> None:
    """What a night changed, in the order given."""
    rows = [(change.case_id, _moved(change), change.says) for change in changes]
    print_table(console, [Column("case"), Column("rating"), Column("why")], rows, empty="Nothing changed.")


def print_why(console: Console, weights: Sequence[WeightRow], verdict: str) -> None:
    """The weights of one pair, adding up to its match weight, and what followed from it."""
    total = WeightRow("match weight", "the sum", sum(row.weight for row in weights))
    rows = [(in_words(row.comparison), row.says, f"{row.weight:+.2f}") for row in (*weights, total)]
    print_table(console, [Column("compared"), Column("found"), Column("bits", right=True)], rows)
    console.print(Text(legible(verdict)))


def print_how(console: Console, person_id: PersonId, records: Sequence[RecordRow]) -> None:
    """One person as a tree of the records that make it, down to the rows as sent."""
    tree = Tree(Text(f"{person_id}, {len(records)} {'record' if len(records) == 1 else 'records'}", style="bold"))
    for record in records:
        born = str(record.date_of_birth) if record.date_of_birth else "no date of birth"
        branch = tree.add(Text(legible(f"{record.record_key}: {record.names}, {born}")))
        branch.add(Text(legible(record.source), style="dim"))
        if record.joined_by:
            branch.add(Text(legible(f"joined by {record.joined_by}")))
    console.print(tree)


def print_history(console: Console, events: Sequence[tuple[dt.date, str]]) -> None:
    """What became of a person's ids: the day of each run, and what it did."""
    console.print(Text("What became of its ids:"))
    print_table(
        console, [Column("as of"), Column("event")], [(str(day), says) for day, says in events], empty="Nothing."
    )


def print_table(
    console: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, empty: str = "None."
) -> None:
    """A table without rules where it fits; one field to a line where the console is narrow."""
    shown = [[legible(cell) for cell in row] for row in rows]
    if not shown:
        console.print(Text(empty))
    elif one_fact_to_a_line(console) or _whole(_longest_words(columns, shown)) > console.width:
        _print_fields(console, columns, shown)
    else:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for column, width in zip(columns, _widths(columns, shown, console.width), strict=True):
            side: JustifyMethod = "right" if column.right else "left"
            table.add_column(Text(column.heading), justify=side, overflow="fold", width=width)
        for row in shown:
            table.add_row(*(Text(cell) for cell in row))
        console.print(Padding(table, (0, 0, 0, 2), expand=False))


def print_lines(console: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """A table of one line to a row: what does not fit is cut off with a mark, of the widest columns first.

    As wide as the screen; in a pipe at least ``MEASURE``. Fields to a line, whole, where the screen is narrow.
    """
    shown = [[legible(cell) for cell in row] for row in rows]
    if not shown or one_fact_to_a_line(console):
        print_table(console, columns, rows)
        return
    room = console.width if console.is_terminal else max(console.width, MEASURE)
    widths = _cut_widths(columns, shown, room)
    for number, row in enumerate([[column.heading for column in columns], *shown]):
        cells = [Text(cell, style="" if number else "bold") for cell in row]
        for cell, width in zip(cells, widths, strict=True):
            cell.truncate(width, overflow="ellipsis", pad=True)
        line = Text("  ").join([Text(), *cells])
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ignore", crop=False)


def _cut_widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Each column's width in cells: what it needs, the widest giving way first, those kept whole last."""
    widths = [
        max(cell_len(cell) for cell in (column.heading, *cells))
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    while _whole(widths) > room and max(widths) > 1:
        widest = max(range(len(widths)), key=lambda place: (not columns[place].whole, widths[place]))
        widths[widest] -= 1
    return widths


def _print_fields(console: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    for first, *others in rows:
        print_paragraph(console, (first, "bold"), indent=2)
        for column, cell in zip(columns[1:], others, strict=True):
            if cell:
                print_paragraph(console, f"{column.heading}: {cell}", indent=4)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Each column's width in cells: what it needs, the widest giving way first and no word broken."""
    widths = [
        max(cell_len(cell) for cell in (column.heading, *cells))
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    words = _longest_words(columns, rows)
    least = [width if column.whole else word for column, width, word in zip(columns, widths, words, strict=True)]
    least = least if _whole(least) <= room else words
    while _whole(widths) > room:
        widest = max(range(len(widths)), key=lambda place: (widths[place] > least[place], widths[place]))
        widths[widest] -= 1
    return widths


def _longest_words(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    return [
        max(cell_len(word) for cell in (column.heading, *cells) for word in cell.split() or [""])
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
    ]


def _whole(widths: Sequence[int]) -> int:
    """The width of the table: its columns, the gaps between, and the margin."""
    return sum(widths) + 2 * len(widths)


def _moved(change: ChangeRow) -> str:
    if change.before is change.after is not None:
        return f"{colour_word(change.after)} stands"
    return f"{colour_word(change.before)} -> {colour_word(change.after)}"


def _state(source: SourceRow) -> str:
    aged = aged_words(source.state, source.age_days)
    return f"{aged}; a later delivery was refused" if source.refused_since else aged
