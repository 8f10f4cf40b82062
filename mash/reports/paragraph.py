"""One paragraph on a terminal: wrapped, its further lines hanging, no blanks at the ends of lines."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from mash.reports.legible import legible

HANG = 2
"""How far the further lines of a paragraph stand in."""


MEASURE = 100
"""Columns beyond which a line on a screen is hard to read to its end; a pipe has whatever width it asks for."""
NARROW = 60
"""Columns below which rows are told one fact to a line."""


def one_fact_to_a_line(console: Console) -> bool:
    """Whether tables would not be read: on a narrow screen, and on one that only speaks or types (``TERM=dumb``)."""
    return console.width < NARROW or console.is_dumb_terminal


def print_paragraph(console: Console, *parts: str | tuple[str, str], indent: int = 0) -> None:
    """Print the parts as one paragraph; a part is text or (text, style), made legible here."""
    made = [(legible(part), "") if isinstance(part, str) else (legible(part[0]), part[1]) for part in parts]
    indent = min(indent, console.width // 4)
    room = min(console.width, MEASURE) if console.is_terminal else console.width
    lines = Text.assemble(*made).wrap(console, max(1, room - indent - HANG))
    for number, line in enumerate(lines):
        line.rstrip()
        line.pad_left(indent + (HANG if number else 0))
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
