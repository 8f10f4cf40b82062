"""``mash evaluate``: the quality of a run, measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mash.cli.options import Emergency, Gateway, HubFolder, Json, Purpose, Who, asking, taken
from mash.cli.screen import console, progress_shown


def evaluate(
    *,
    truth: Annotated[
        Path | None, typer.Option("--truth", metavar="OUT/truth", help="The truth that `mash synth OUT` wrote.")
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option("--labels", metavar="PAIRS.csv", help="record_key_a, record_key_b, verdict same or different."),
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the page with charts.")] = None,
    statement: Annotated[
        Path | None, typer.Option("--statement", metavar="FILE.md", help="Write the model's linkage statement.")
    ] = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Measure the run in use against a made-up town's truth, or against pairs that people labelled.

    Example: mash evaluate --truth town/truth --html quality.html
    """
    from mash.access import Role, enter
    from mash.evaluation import evaluate_hub
    from mash.hub import open_hub

    opened, asked = open_hub(hub), asking(who, purpose, gateway, emergency=emergency)
    door = enter(opened, asked, "evaluate", roles=(Role.OPERATOR, Role.ANALYST))
    door.to_all("how good a run is")
    with progress_shown() as progress:
        found = evaluate_hub(opened, truth, labels=labels, progress=progress)
    door.note("the run in use", taken=taken(html=html, statement=statement))
    if html:
        from mash.evaluation.page import write_page

        write_page(found, html)
    if statement:
        from mash.evaluation.statement import write_statement

        write_statement(found, statement)
    if json:
        from mash.reports import to_json

        typer.echo(to_json(found))
        return
    from mash.evaluation.terminal import print_evaluation

    print_evaluation(found, console())
    for written, what in ((html, "The page"), (statement, "The linkage statement")):
        if written:
            typer.echo(f"{what} is in {written}")
