"""``mash init``, ``mash pull``: the hub itself, and what it receives."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.options import AsOf, HubFolder, Json, asking, now, today_or
from mash.cli.screen import print_json, progress_shown
from mash.configuration import CONFIG
from mash.named import in_words
from mash.vocabulary import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mash.extracts import Delivery
    from mash.hub import Hub


COSTS = {"nothing": "nothing, the value is kept", "value": "the value, which is set aside", "row": "the row"}
"""What a breach costs, in words."""


def init(
    hub: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    *,
    drops: Annotated[
        Path | None,
        typer.Option("--drops", help="The folder with one sub-folder per agency.", show_default="HUB/drops"),
    ] = None,
    encrypted: Annotated[
        bool, typer.Option("--encrypted", help="Encrypt all it will hold, by MASH_KEY_FILE or MASH_KEY.")
    ] = False,
    json: Json = False,
) -> None:
    """Make a new hub: a folder with a commented mash.toml, and say what is in it and what comes next.

    Example: mash init hub --drops extracts
    """
    from mash.hub import create_hub

    made = create_hub(hub, drops=drops, encrypted_at=now() if encrypted else None)
    if json:
        agencies = [{"agency": each.name, "drop": each.drop.resolve()} for each in made.config.agencies]
        print_json({"hub": made.config.name, "folder": made.root, "agencies": agencies})
        return
    typer.echo(_explained(made, hub))


def _explained(made: Hub, folder: Path) -> str:
    """What was made, what is still to come, and what to do next."""
    where = {agency.name: agency.drop for agency in made.config.agencies}
    width = max(map(len, where), default=0)
    drops = "\n".join(
        f"    {name:<{width}}  {os.path.relpath(drop)}{'' if drop.is_dir() else '  (not there yet)'}"
        for name, drop in where.items()
    )
    ready = any(drop.is_dir() for drop in where.values())
    first = "" if ready else "put a first delivery there; then "
    return f"""Made the hub {made.config.name!r} in {folder}.
  {folder / CONFIG}: which agencies send what, where it appears, which policy rates. Look through it.
  {folder / "access.toml"}: who may do what, and the legal gateways; to begin with you may do everything.
  {folder / "landing"}, {folder / "snapshots"}: still empty; every delivery is kept in one, every night in the other.
  {folder / "ledger.sqlite"}: comes with the first night or referral, and holds what people decide. Back it up.
  {folder / "audit.sqlite"}: who asked, saw, took out and decided what. Back it up.
  Deliveries are looked for in <folder>/<YYYY-MM-DD>/<dataset>.csv of these folders:
{drops}
  Next: {first}mash nightly --hub {folder} (mash pull --hub {folder} only checks what has come).
  To see one at work first: mash demo"""


def pull(*, hub: HubFolder = Path(), as_of: AsOf = None, json: Json = False) -> None:
    """Land whatever the agencies have sent: check it against its contract, keep every row.

    Example: mash pull --hub myhub
    """
    from mash import extracts
    from mash.access import Role, enter
    from mash.hub import open_hub

    opened = open_hub(hub)
    door = enter(opened, asking(None, None, None), "pull", roles=(Role.OPERATOR,), law=False)
    with door.failing(), opened.building(), progress_shown() as progress:
        deliveries = extracts.pull(
            opened,
            as_of=today_or(as_of),
            at=now(),
            progress=lambda what, done, of: progress(what, done * 100 // max(of, 1), 100),
        )
    outcomes = Counter(delivery.outcome for delivery in deliveries)
    door.note("", deliveries=dict(outcomes))
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
        typer.echo(f"{in_words(delivery.where)}: {delivery.outcome}. {delivery.message}".rstrip())
        for dataset in delivery.datasets if delivery.outcome == "landed" else ():
            for breach in dataset.breaches:
                where = f"{dataset.dataset}.{breach.field}" if breach.field else dataset.dataset
                typer.echo(f"  {where}: {breach.rule} in {counted(breach.rows, 'row')}; it costs {COSTS[breach.cost]}")
        for line in delivery.warnings:
            typer.echo(f"  {line}")
    if not deliveries:
        typer.echo("No deliveries: the drop folders are empty.")
