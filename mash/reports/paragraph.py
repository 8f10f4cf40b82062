"""One paragraph on a terminal: wrapped, its further lines hanging, no blanks at the ends of lines."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from mash.reports.legible import legible

HANG = 2
"""How far the further lines of a paragraph stand in."""


def print_paragraph(console: Console, *parts: str | tuple[str, str], indent: int = 0) -> None:
    """Print the parts as one paragraph; a part is text or (text, style), made legible here."""
    made = [(legible(part), "") if isinstance(part, str) else (legible(part[0]), part[1]) for part in parts]
    indent = min(indent, console.width // 4)
    lines = Text.assemble(*made).wrap(console, max(1, console.width - indent - HANG))
    for number, line in enumerate(lines):
        line.rstrip()
        line.pad_left(indent + (HANG if number else 0))
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
