"""``mash governance``: the papers that say what this hub does, from how it is configured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mash.cli.options import AsOf, HubFolder, Json, Who, asking, now, today_or
from mash.cli.screen import print_json
from mash.vocabulary import counted


def governance(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="A new folder for the papers.")],
    as_of: AsOf = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Write the governance pack: what is switched on, what is off, and what only people can say.

    Record of processing, DPIA tables, sharing and retention schedules, linkage statement, model and policy cards,
    algorithmic transparency record: Markdown, and one page to print. No person's data is in it.

    Example: mash governance --out governance
    """
    from mash.access import Role, enter
    from mash.governance import live, write_pack
    from mash.governance.paper import Kind
    from mash.governance.write import PAGE, different
    from mash.hub import open_hub

    opened = open_hub(hub)
    readers = (Role.IG_LEAD, Role.OPERATOR, Role.AUDITOR)
    door = enter(opened, asking(who, None, None), "governance", roles=readers, law=False)
    found = live(opened, day=today_or(as_of), made_at=now())
    made = write_pack(found, out)
    run = str(found.run.run) if found.run else ""
    door.note("pack", run=run)
    off, to_say = (different(made, kind) for kind in (Kind.OFF, Kind.TO_SAY))
    if json:
        names = [paper.name for paper in made]
        print_json({"folder": out, "papers": names, "off": off, "to_say": to_say, "run": run})
        return
    typer.echo(f"Wrote {counted(len(made), 'paper')} to {out}, and {PAGE} to print.")
    typer.echo(f"  {counted(off, 'thing is', 'things are')} said to be off; {to_say:,} for the hub to say.")
