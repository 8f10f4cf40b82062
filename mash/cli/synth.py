"""``mash synth``: a made-up town."""

from __future__ import annotations

from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.options import Json, parse_date
from mash.cli.screen import progress_shown
from mash.vocabulary import counted

AS_OF = "2026-01-31"


def synth(
    out: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    *,
    persons: Annotated[int, typer.Option("--persons", help="How many people live there.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same bytes.")] = 1,
    nights: Annotated[int, typer.Option("--nights", help="How many nightly deliveries.")] = 1,
    profile: Annotated[Path | None, typer.Option("--profile", help="A TOML file of error rates.")] = None,
    as_of: Annotated[str, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The last delivery's day.")] = AS_OF,
    form: Annotated[str, typer.Option("--format", metavar="csv|parquet", help="How the extracts are written.")] = "csv",
    json: Json = False,
) -> None:
    """Make up a town and its agencies' extracts, with the truth kept apart in OUT/truth.

    Example: mash synth town --persons 2000 --seed 7
    """
    from mash.synthetic import STEPS, synthesise

    with progress_shown() as progress:
        done = count()
        made = synthesise(
            out,
            persons=persons,
            seed=seed,
            nights=nights,
            profile=profile,
            as_of=parse_date(as_of, "--as-of"),
            format=form,
            progress=lambda step: progress(step, next(done), STEPS),
        )
    if json:
        from mash.reports import to_json

        typer.echo(to_json({**asdict(made), "out": str(made.out)}))
        return
    typer.echo(
        f"{counted(made.persons, 'person', 'people')} and {counted(sum(made.rows.values()), 'row')} of"
        f" {counted(len(made.rows), 'agency', 'agencies')} are in {out}."
    )
    typer.echo(f"  Next: mash init HUB --drops {out} && mash nightly --hub HUB --as-of {as_of}")
