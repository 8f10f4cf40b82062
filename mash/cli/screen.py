"""The screen: results to standard output, progress to standard error; a bar for a person, lines for a log."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO, cast

if TYPE_CHECKING:
    from rich.console import Console


class Progress(Protocol):
    """Told what a long command is at."""

    def __call__(self, step: str, done: int, of: int) -> None:
        """``step`` begins; ``done`` of ``of`` lie behind."""


LEAST_WIDTH = 20
"""Columns; a terminal that says it has fewer does not know."""
_AT_THE_END = re.compile(r" +(?=\n)")


class _NoBlanksAtTheEnds:
    """A pipe or a file, told lines without the blanks that fill a table's last column."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._held = ""

    def __getattr__(self, name: str) -> object:
        return getattr(self._out, name)

    def write(self, text: str) -> int:
        """Blanks at the end are held until it is known what comes after them."""
        whole = self._held + text
        told = whole.rstrip(" ")
        self._held = whole[len(told) :]
        self._out.write(_AT_THE_END.sub("", told))
        return len(text)


def console() -> Console:
    """Where results go."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def trim_what_is_piped() -> None:
    """From now on no line of standard output ends in blanks, unless a person looks at it."""
    if not sys.stdout.isatty():
        sys.stdout = cast("TextIO", _NoBlanksAtTheEnds(sys.stdout))


def wrapped(text: str, stream: TextIO) -> str:
    """``text`` in lines as wide as the terminal, each one's further lines hanging; in a pipe as it is."""
    if not stream.isatty():
        return text
    width = max(shutil.get_terminal_size().columns, LEAST_WIDTH)
    return "\n".join(_lines_of(line, width) for line in text.split("\n"))


def _lines_of(line: str, width: int) -> str:
    lead = line[: len(line) - len(line.lstrip(" "))]
    hanging = textwrap.TextWrapper(
        width, initial_indent=lead, subsequent_indent=f"{lead}  ", break_long_words=False, break_on_hyphens=False
    )
    return hanging.fill(line.strip(" "))


def print_json(value: object) -> None:
    """One JSON document on standard output, keys sorted, colours by their names; ASCII, as ``to_json`` has it."""
    from mash.reports.as_json import plain

    sys.stdout.write(json.dumps(plain(value), indent=2, sort_keys=True, default=str) + "\n")


def can_draw() -> bool:
    """Whether a person looks at the error stream, on a terminal that can draw over what it shows."""
    return sys.stderr.isatty() and os.environ.get("TERM", "") not in {"dumb", "unknown"}


@contextmanager
def progress_shown() -> Iterator[Progress]:
    """A bar when a person is looking, a line per step when not."""
    if not can_draw():
        yield _tell_line
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<14}"), BarColumn(), TextColumn("{task.completed:.0f}/{task.total:.0f}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda step, done, of: bar.update(task, description=step, completed=done, total=of, refresh=True)


def _tell_line(step: str, done: int, of: int) -> None:
    """A line in one write, its end with it: what two threads tell at once stays two lines."""
    sys.stderr.write(f"{done + 1}/{of} {step}\n")


@contextmanager
def waiting(says: str) -> Iterator[None]:
    """A turning sign on the error stream while a person waits for one answer; nothing in a log."""
    if not can_draw():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(says):
        yield
