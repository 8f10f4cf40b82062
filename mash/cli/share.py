"""``mash share``: the decision to share something of a case with somebody, or not to, kept with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mash.cli.completing import case_ids
from mash.cli.options import Emergency, Gateway, HubFolder, Json, Purpose, Who, asking
from mash.cli.screen import console, print_json
from mash.errors import UsageError


def share(
    case: Annotated[str, typer.Argument(help="The case, open or closed.", autocompletion=case_ids)],
    *,
    recipient: Annotated[
        str | None, typer.Option("--with", metavar="AGENCY", help="The agency, or whoever else.", show_default=False)
    ] = None,
    what: Annotated[str | None, typer.Option("--what", help="What it is about, in words.", show_default=False)] = None,
    shared: Annotated[
        bool | None, typer.Option("--share/--withhold", help="What you decide.", show_default=False)
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="Why; to withhold it must be said. Kept for good.", show_default=False)
    ] = "",
    listed: Annotated[bool, typer.Option("--list", help="Show what was decided of the case.")] = False,
    purpose: Purpose = None,
    gateway: Gateway = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Record the decision to share something of a case with somebody, or not to share it, with why.

    Not to share takes a reason: that it would do the child more harm than good (Children Act 2004, section 16LA).

    Examples: mash share REF-2026-0117 --with school --what "her address" --withhold --reason "he works there"
    mash share REF-2026-0117 --list
    """
    from mash.enquiry.sharing import SaidOfSharing, decide_to_share, sharings_of
    from mash.hub import open_hub
    from mash.ledger import SharingOutcome
    from mash.reports.cases import print_sharings

    asked = asking(who, purpose, gateway, case, emergency)
    if listed:
        made = sharings_of(open_hub(hub), case, asked)
    else:
        if shared is None or recipient is None or what is None:
            raise UsageError(
                "say with whom, what, and what you decide",
                where="mash share",
                try_='--with AGENCY --what "…" and --share or --withhold --reason "…"; or --list',
            )
        outcome = SharingOutcome.SHARED if shared else SharingOutcome.WITHHELD
        made = (decide_to_share(open_hub(hub), SaidOfSharing(case, recipient, what, outcome, reason), asked),)
    if json:
        print_json(made)
    else:
        print_sharings(console(), made)
