"""``mash amend``: a referral that was recorded here is put right: who its child is, or that it is withdrawn."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.completing import desk_case_ids
from mash.cli.described import offer
from mash.cli.options import Emergency, Gateway, HubFolder, Json, Purpose, Who, asking
from mash.cli.screen import print_json
from mash.errors import UsageError


def amend(
    case: Annotated[str, typer.Argument(help="A case that mash refer recorded.", autocompletion=desk_case_ids)],
    *,
    child: Annotated[
        str | None, typer.Option("--child", help="Whom it is about: a person id or record key.", show_default=False)
    ] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="It should not have been recorded.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept for good.", show_default=False)],
    purpose: Purpose = None,
    gateway: Gateway = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Put a referral right that was recorded here: say who its child is, or withdraw it.

    What was recorded stays on record. An enquiry goes by it at once, the next night too.

    Examples: mash amend H-2026-0001 --child education:LA943-8812 --reason "the school gave the date of birth"
    mash amend H-2026-0001 --withdraw --reason "recorded twice"
    """
    from mash.enquiry import NotClear
    from mash.enquiry.amending import SaidOfReferral, amend_referral
    from mash.hub import open_hub

    if withdraw == bool(child):
        raise UsageError("say one of two things of it", where="mash amend", try_="--child ID, or --withdraw")
    asked = asking(who, purpose, gateway, case, emergency)
    try:
        made = amend_referral(open_hub(hub), SaidOfReferral(case, child, reason), asked)
    except NotClear as unclear:
        offer(unclear, json=json)
        raise
    if json:
        print_json(asdict(made))
    elif made.withdraws:
        typer.echo(f"{made.case_id} is withdrawn. It leaves the worklist now, and the run tonight.")
    else:
        typer.echo(f"{made.case_id} is about that child.\n  Next: mash enquire {made.case_id}")
