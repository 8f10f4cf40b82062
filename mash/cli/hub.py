"""``mash init``, ``mash pull``, ``mash status``: the hub itself."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.options import AsOf, HubFolder, Json, today_or
from mash.cli.screen import console, print_json, progress_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mash.extracts import DatasetFreshness, Delivery
    from mash.nightly import NightReport


NOT_WELL = 8
"""The exit code of ``mash status --check`` where something is wrong; 1 to 7 are errors of the command itself."""
COSTS = {"nothing": "nothing, the value is kept", "value": "the value, which is set aside", "row": "the row"}
"""What a breach costs, in words."""


def init(
    hub: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    *,
    drops: Annotated[
        Path | None,
        typer.Option("--drops", help="The folder with one sub-folder per agency.", show_default="HUB/drops"),
    ] = None,
    json: Json = False,
) -> None:
    """Make a new hub: a folder with a commented mash.toml.

    Example: mash init myhub --drops /srv/extracts
    """
    from mash.hub import create_hub

    made = create_hub(hub, drops=drops)
    if json:
        agencies = [{"agency": each.name, "drop": each.drop.resolve()} for each in made.config.agencies]
        print_json({"hub": made.config.name, "folder": made.root, "agencies": agencies})
        return
    typer.echo(f"Made the hub {made.config.name!r} in {hub}.")
    typer.echo(f"  {hub / 'mash.toml'} says which agencies send what, and where it appears. Look through it.")
    typer.echo(f"  Next: mash nightly --hub {hub}")


def pull(*, hub: HubFolder = Path(), as_of: AsOf = None, json: Json = False) -> None:
    """Land whatever the agencies have sent: check it against its contract, keep every row.

    Example: mash pull --hub myhub
    """
    from mash import extracts
    from mash.hub import open_hub

    opened = open_hub(hub)
    with opened.building(), progress_shown() as progress:
        deliveries = extracts.pull(
            opened,
            as_of=today_or(as_of),
            progress=lambda what, done, of: progress(what, done * 100 // max(of, 1), 100),
        )
    if json:
        print_json([asdict(delivery) for delivery in deliveries])
    else:
        print_deliveries(deliveries)
    breach = extracts.refused(deliveries)
    if breach:
        raise breach


def print_deliveries(deliveries: Sequence[Delivery]) -> None:
    """One paragraph per delivery: what became of it, what of its values was set aside, what else to know.

    Why one was refused is not among it: the error that ends the command lists every breach.
    """
    for delivery in deliveries:
        typer.echo(f"{delivery.where}: {delivery.outcome}. {delivery.message}".rstrip())
        for dataset in delivery.datasets if delivery.outcome == "landed" else ():
            for breach in dataset.breaches:
                where = f"{dataset.dataset}.{breach.field}" if breach.field else dataset.dataset
                typer.echo(f"  {where}: {breach.rule} in {breach.rows} rows; it costs {COSTS[breach.cost]}")
        for line in delivery.warnings:
            typer.echo(f"  {line}")
    if not deliveries:
        typer.echo("No deliveries: the drop folders are empty.")


def status(
    *,
    hub: HubFolder = Path(),
    as_of: AsOf = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Only say what is wrong, a line each: exit 0 when all is well, 8 when not."),
    ] = False,
    json: Json = False,
) -> None:
    """Show how fresh each agency's extracts are, the run in use, its health, and what was held back since.

    Example: mash status --hub myhub --check
    """
    if check:
        check_hub(hub, as_of, json=json)
        return
    from mash import extracts
    from mash.errors import NotFound
    from mash.hub import open_hub
    from mash.nightly.publishing import run_held_back
    from mash.nightly.report import read_report

    opened = open_hub(hub)
    sources = extracts.freshness(opened, today_or(as_of))
    try:
        run = read_report(opened.snapshots / opened.current_run())
    except NotFound:
        run = None
    held = run_held_back(opened)
    if json:
        print_json(
            {
                "hub": opened.config.name,
                "run": run and asdict(run),
                "held_back": held and asdict(held),
                "sources": [asdict(row) for row in sources],
            }
        )
        return
    console().print(f"{opened.config.name}, as of {today_or(as_of)}", style="bold", markup=False)
    print_run_and_sources(run, sources)
    print_run_health(run, held)


def print_run_and_sources(run: NightReport | None, sources: Sequence[DatasetFreshness]) -> None:
    """The run in use in a line or two, and how fresh every dataset is."""
    from mash.reports.listings import SourceRow, print_sources

    screen = console()
    if run is None:
        screen.print("No run published yet. Next: mash nightly")
    else:
        screen.print(
            f"Run {run.run} as of {run.as_of}, published {run.published_at}, model {run.model}, policy {run.policy}"
        )
        if run.policy_ahead:
            screen.print(f"Note: {run.policy_ahead}", markup=False)
    print_sources(
        screen,
        [
            SourceRow(
                agency=row.agency,
                dataset=row.dataset,
                latest_extract=row.latest_extract,
                age_days=row.age_days,
                state=row.state,
                rows=row.rows_current,
                required=row.required,
                refused_since=row.refused_since,
            )
            for row in sources
        ],
    )


def check_hub(hub: Path, as_of: str | None, *, json: bool) -> None:
    """For monitoring: one line a fault, and the exit code ``NOT_WELL`` where there is any."""
    from mash.hub import open_hub
    from mash.nightly.watching import watch

    day = today_or(as_of)
    faults = watch(open_hub(hub), as_of=day)
    if json:
        print_json({"as_of": day, "well": not faults, "faults": [asdict(each) for each in faults]})
    else:
        for each in faults:
            typer.echo(f"{each.kind}: {each.where}: {each.what}. Try: {each.try_}")
        if not faults:
            typer.echo(f"All is well as of {day}.")
    if faults:
        raise typer.Exit(NOT_WELL)


def print_run_health(run: NightReport | None, held: NightReport | None) -> None:
    """The figures of the run in use and what its blocking cost, and the same of a later one that was held back."""
    from mash.reports.health import FigureRow, RuleRow, print_health, print_rules

    shown = [report for report in (run, held) if report and report.health]
    for report in shown:
        state = "is built and held back" if report is held else "is in use"
        console().print(f"\nHealth of run {report.run} as of {report.as_of}, which {state}", markup=False)
        print_health(
            console(),
            [
                FigureRow(
                    figure=each.figure,
                    subject=each.subject,
                    was="" if each.before is None else each.shown(each.before),
                    now=each.shown(each.value),
                    beyond=each.beyond,
                )
                for each in report.health
            ],
        )
        print_rules(console(), [RuleRow(**asdict(each)) for each in report.blocking])
    if held:
        console().print('Next: see to the delivery, or mash nightly --accept-health "why"', markup=False)
