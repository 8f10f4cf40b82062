"""The ``mash`` command: the one place where an error becomes a message and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from mash import __version__
from mash.cli import (
    amend,
    audit,
    case,
    chronology,
    demo,
    disputes,
    evaluate,
    export,
    governance,
    hub,
    identity,
    key,
    night,
    policy,
    retention,
    review,
    share,
    status,
    synth,
    unmask,
    worklist,
)
from mash.cli.meant import as_usage
from mash.cli.naming import name_in_help
from mash.cli.screen import trim_what_is_piped, wrapped
from mash.errors import DiskFault, MashError, UsageError

app = typer.Typer(
    name="mash",
    help="The engine of a safeguarding hub: who is around this child, how sure are we, and which row says so."
    "\n\nExample: mash enquire REF-2026-0117 --html page.html",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

app.command(rich_help_panel="Set up")(demo.demo)
app.command(rich_help_panel="Set up")(hub.init)
app.command(rich_help_panel="Set up")(synth.synth)
app.command(rich_help_panel="The night")(hub.pull)
app.command(rich_help_panel="The night")(night.nightly)
app.command(rich_help_panel="The night")(status.status)
app.command(rich_help_panel="At the desk")(case.refer)
app.command(rich_help_panel="At the desk")(amend.amend)
app.command(rich_help_panel="At the desk")(case.enquire)
app.command(rich_help_panel="At the desk")(chronology.chronology)
app.command(rich_help_panel="At the desk")(worklist.cases)
app.command(rich_help_panel="At the desk")(worklist.digest)
app.command(rich_help_panel="At the desk")(case.rate)
app.command(rich_help_panel="At the desk")(case.decisions)
app.command(rich_help_panel="At the desk")(share.share)
app.command(rich_help_panel="At the desk")(export.graph)
app.command(rich_help_panel="At the desk")(export.export)
app.command(rich_help_panel="Set up")(governance.governance)
app.command(rich_help_panel="Identity")(identity.why)
app.command(rich_help_panel="Identity")(identity.how)
app.command(rich_help_panel="Identity")(review.review)
app.command(rich_help_panel="Identity")(identity.train)
app.command(rich_help_panel="Identity")(identity.diff)
app.command(rich_help_panel="Identity")(evaluate.evaluate)
app.add_typer(audit.app, name="audit", rich_help_panel="Set up")
app.add_typer(policy.app, name="policy", rich_help_panel="The night")
app.add_typer(key.app, name="key", rich_help_panel="Set up")
app.add_typer(unmask.app, name="unmask", rich_help_panel="At the desk")
for disputed in (disputes.dispute, disputes.settle, disputes.correct):
    retention.app.command()(disputed)
app.add_typer(retention.app, name="retention", rich_help_panel="Governance")

name_in_help(app)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - the framework calls it with the option's value
    if asked:
        typer.echo(f"mash {__version__}")
        raise typer.Exit


@app.callback()
def mash(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Find who is around a child: resolve who is who, show the network, propose a re-rating. A person decides."""
    del version


class _NoPandas:
    """Finds no pandas, whether it is installed or not."""

    def find_spec(self, name: str, *_: object) -> None:
        """Raises ``ModuleNotFoundError`` for pandas, and leaves all else to the other finders."""
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def main() -> None:
    """Run the command line. A fault the user can act on ends with its message and exit code, without a traceback."""
    os.umask(0o077)  # all that a command writes is its account's alone, whatever the shell says
    # No command uses pandas, but where it is installed DuckDB imports it at the first value it binds: 0.4 s (measured).
    sys.meta_path.insert(0, _NoPandas())
    trim_what_is_piped()
    try:
        _refuse_what_is_no_text(sys.argv[1:])
        ended = app(standalone_mode=False)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except typer.Abort:
        sys.exit("mash: stopped")
    except Exception as fault:
        if os.environ.get("MASH_DEBUG"):
            raise
        if isinstance(fault, typer.TyperException) and not fault.format_message():
            sys.exit(fault.exit_code)  # a group without a command has shown its help
        told = _as_told(fault)
        from mash.reports.legible import harmless

        sys.stderr.write(f"{wrapped(f'mash: {harmless(str(told))}', sys.stderr)}\n")
        sys.exit(told.exit_code)
    sys.exit(ended if isinstance(ended, int) else 0)


def _refuse_what_is_no_text(words: Sequence[str]) -> None:
    """Raises ``UsageError`` for bytes that are no UTF-8: they could be neither looked for nor kept."""
    given = [(f"argument {place}", word) for place, word in enumerate(words, start=1)]
    given += [(name, value) for name, value in os.environ.items() if name.startswith("MASH_")]
    for where, word in given:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise UsageError("this is not text in UTF-8", where=where, try_="see the terminal's encoding") from None


def _as_told(fault: Exception) -> MashError:
    """What to say of a fault: the last resort for what no room has put in its own words."""
    if isinstance(fault, MashError):
        return fault
    if isinstance(fault, typer.TyperException):
        return as_usage(fault)
    if isinstance(fault, OSError):
        return DiskFault(fault)
    import duckdb  # heavy: only to tell what a fault is

    from mash.warehouse import SqlFault

    if isinstance(fault, duckdb.Error):
        return SqlFault("", fault)
    return MashError(
        f"an unexpected fault ({type(fault).__name__})",
        try_="again with MASH_DEBUG=1 for the whole of it; it may hold personal data",
    )
