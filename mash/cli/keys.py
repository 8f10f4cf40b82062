"""Where answers come from: single keys at a terminal, lines where standard input is none."""

from __future__ import annotations

import sys
from typing import Protocol, TextIO

import typer

ARROWS = {"\x1b[C": "n", "\x1b[B": "n", "\x1b[D": "b", "\x1b[A": "b"}
ENTER = ""
"""What the Enter key alone gives."""


class Keys(Protocol):
    """Asks a person, one answer at a time. Raises ``EOFError`` when none can come any more."""

    def key(self, prompt: str) -> str:
        """One key; from a line its whole text. ``ENTER`` for Enter alone."""

    def line(self, prompt: str) -> str:
        """A line of text."""


class AtTerminal:
    """A person's keyboard: a key counts at once."""

    def key(self, prompt: str) -> str:
        """One key, shown after the prompt."""
        typer.echo(f"{prompt} ", nl=False)
        pressed = typer.getchar()
        pressed = ENTER if pressed in {"\r", "\n"} else ARROWS.get(pressed, pressed)
        typer.echo(pressed if pressed.isprintable() else "")
        return pressed

    def line(self, prompt: str) -> str:
        """A line, with the terminal's own editing."""
        return input(f"{prompt} ").strip()


class FromLines:
    """A pipe or file: an answer a line."""

    def __init__(self, lines: TextIO) -> None:
        self.lines = lines

    def key(self, prompt: str) -> str:
        """The next line."""
        return self.line(prompt)

    def line(self, prompt: str) -> str:
        """The next line, shown after the prompt as at a terminal."""
        said = self.lines.readline()
        typer.echo(f"{prompt} {said.strip()}")
        if not said:
            raise EOFError
        return said.strip()


def keys() -> Keys:
    """The keyboard when there is one; else standard input's lines, which is said."""
    if sys.stdin.isatty():
        return AtTerminal()
    sys.stderr.write("Standard input is no terminal: an answer is read from each of its lines, until it ends.\n")
    return FromLines(sys.stdin)
