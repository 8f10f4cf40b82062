"""What the command line cannot mean, told as every other error is: where, what, and what to try."""

from __future__ import annotations

import re
from typing import Any

import typer

from mash.errors import UsageError

_ITS_OWN = {": Value error, ": ": ", ": Input should ": ": it should "}
"""What the library that reads values puts before what is wrong with one, and how it is said here."""


def as_usage(fault: typer.TyperException) -> UsageError:
    """The fault of a command line in the words of the engine, with an example of the command it is about."""
    command: Any = getattr(fault, "ctx", None)
    says = fault.format_message().rstrip(".")
    for its, ours in _ITS_OWN.items():
        says = says.replace(its, ours)
    path = command.command_path if command else "mash"
    return UsageError(
        says[:1].lower() + says[1:],
        where=path.partition(" ")[2],
        try_="; ".join(filter(None, (_range_of(fault), _example_of(command), f"{path} --help"))),
    )


def _range_of(fault: typer.TyperException) -> str:
    """``--hops 1 to 6``, where the fault is with a number of which both ends are known."""
    param = getattr(fault, "param", None)
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    return "" if param is None or least is None or most is None else f"{param.opts[0]} {least} to {most}"


def _example_of(command: Any) -> str:  # noqa: ANN401 - the framework's context is of no public class
    """The first example of the command's help; empty of a group, whose help lists its commands."""
    if command is None or hasattr(command.command, "commands"):
        return ""
    _, _, said = re.sub(r"Examples?:", "Example:", command.command.help or "").partition("Example:")
    return next((line.strip() for line in said.splitlines() if line.strip()), "")
