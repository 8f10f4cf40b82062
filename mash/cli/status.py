"""``mash status``: how a hub is, for whoever keeps it; and for whoever watches it, what is wrong."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.night import print_held_against
from mash.cli.options import AsOf, HubFolder, Json, today_or
from mash.cli.screen import console, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mash.extracts import DatasetFreshness
    from mash.hub import Hub
    from mash.nightly import NightReport
    from mash.nightly.disk import Disk
    from mash.reports.upkeep import Untied

NOT_WELL = 8
"""The exit code of ``mash status --check`` where something is wrong; 1 to 7 are errors of the command itself."""


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
    """Show how fresh each agency's extracts are, the run in use, its health, what waits for a person, and the disk.

    Example: mash status --hub myhub --as-of 2026-01-31 --check
    """
    if check:
        check_hub(hub, as_of, json=json)
        return
    from mash import extracts
    from mash.hub import open_hub
    from mash.nightly.adopting import run_in_use
    from mash.nightly.disk import measure_disk
    from mash.nightly.runs import runs_held_back

    opened = open_hub(hub)
    sources = extracts.freshness(opened, today_or(as_of))
    run, held_back = run_in_use(opened), runs_held_back(opened)
    held = next(iter(held_back), None)
    queues, disk = count_waiting(opened, held_back=len(held_back)), measure_disk(opened)
    without_tie = rows_without_tie(opened)
    if json:
        print_json(
            {
                "hub": opened.config.name,
                "run": run and asdict(run),
                "held_back": held and asdict(held),
                "sources": [asdict(row) for row in sources],
                "without_tie": without_tie and [asdict(each) for each in without_tie],
                "waiting": queues,
                "disk": asdict(disk),
                "keep": {"runs": opened.config.keep_runs, "days": opened.config.keep_days},
            }
        )
        return
    from mash.reports.legible import legible
    from mash.reports.upkeep import print_untied

    console().print(f"{legible(opened.config.name)}, as of {today_or(as_of)}", style="bold", markup=False)
    if opened.as_known:
        typer.echo(f"What was known at {opened.as_known}, built again: it is read, and nothing is done in it.")
    if run:
        print_held_against(run)
    print_run_and_sources(run, sources)
    print_untied(console(), without_tie or ())
    print_run_health(run, held)
    print_upkeep(opened, run, queues, disk)


def count_waiting(hub: Hub, *, held_back: int) -> dict[str, int | None]:
    """How much waits for a person, by queue; None where no run can be read, or an older engine built it."""
    from mash.enquiry.waiting import QUEUES, waiting
    from mash.errors import MashError

    try:
        counted = asdict(waiting(hub))
    except MashError:
        counted = dict.fromkeys(QUEUES)
    return {**counted, "runs_held_back": held_back}


def rows_without_tie(hub: Hub) -> tuple[Untied, ...] | None:
    """Rows of the run in use that make no tie; None where it cannot be read."""
    from mash.enquiry.untied import untied
    from mash.errors import MashError

    try:
        return untied(hub)
    except MashError:
        return None


def print_upkeep(hub: Hub, run: NightReport | None, queues: dict[str, int | None], disk: Disk) -> None:
    """What waits for a person; what the hub takes of its disk; which old runs went."""
    from mash.reports.upkeep import print_disk, print_waiting

    print_waiting(console(), queues)
    print_disk(console(), asdict(disk), keep_runs=hub.config.keep_runs, keep_days=hub.config.keep_days)
    if run and run.removed:
        typer.echo(f"Old runs removed after run {run.run}: {', '.join(run.removed)}")


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
