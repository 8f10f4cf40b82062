"""``mash nightly``: the whole run."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mash.cli.options import AsOf, HubFolder, Json, now, today_or
from mash.cli.screen import console, print_json, progress_shown

if TYPE_CHECKING:
    from mash.nightly import NightReport


def nightly(*, hub: HubFolder = Path(), as_of: AsOf = None, json: Json = False) -> None:
    """Pull, resolve who is who, rate every open case, publish, and say what changed.

    Example: mash nightly --hub myhub --as-of 2026-01-31
    """
    from mash.hub import open_hub
    from mash.nightly.run import run_night

    opened = open_hub(hub)
    with progress_shown() as progress:
        report = run_night(opened, as_of=today_or(as_of), now=now, progress=progress)
    if json:
        print_json({**asdict(report), "nothing_new": report.nothing_new})
    else:
        _print_report(report)


def _print_report(report: NightReport) -> None:
    from mash.reports.listings import ChangeRow, print_changes

    for delivery in report.deliveries:
        if delivery["outcome"] != "unchanged":
            where = " ".join(part for part in (delivery["agency"], delivery["extract"]) if part)
            typer.echo(f"{where}: {delivery['outcome']}. {delivery['message']}")
        if delivery["outcome"] == "refused":
            for breach in delivery["breaches"]:
                typer.echo(f"  {breach}")
    if report.nothing_new:
        typer.echo(f"Nothing has come in since run {report.run}: it stays in use.")
        return
    if report.resumed_after:
        typer.echo(f"Went on after the step {report.resumed_after!r} of a night that was cut short.")
    rows = report.rows
    typer.echo(
        f"Run {report.run} published: {rows['person_record']:,} records are {rows['person']:,} persons,"
        f" {rows['tie']:,} ties, {rows['proposal']:,} open cases rated in {sum(report.seconds.values()):.1f} s."
    )
    typer.echo(f"What changed ({len(report.changes)}):")
    print_changes(
        console(),
        [ChangeRow(change.case_id, change.from_colour, change.to_colour, change.kind) for change in report.changes],
    )
