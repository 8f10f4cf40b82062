"""The screen: results to standard output, progress to standard error; a bar for a person, lines for a log."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console


class Progress(Protocol):
    """Told what a long command is at."""

    def __call__(self, step: str, done: int, of: int) -> None:
        """``step`` begins; ``done`` of ``of`` lie behind."""


def console() -> Console:
    """Where results go."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


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
