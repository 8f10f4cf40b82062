"""``mash unmask``: seeing what is withheld, asked for with a reason and approved by another."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.options import Emergency, ForCase, Gateway, HubFolder, Json, Purpose, Who, asking, now, taken
from mash.cli.screen import console, print_json, waiting

app = typer.Typer(
    help="See what is withheld: request, approve, show.\n\nExample: mash unmask list", no_args_is_help=True
)

Number = Annotated[int, typer.Argument(help="Its number, as mash unmask list has it.")]


@app.command()
def request(
    about: Annotated[str, typer.Argument(help="A case, a person id, a record key, or the id of a restriction.")],
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why it must be seen; kept for good.")],
    hours: Annotated[int, typer.Option("--hours", min=1, max=72, help="For how long, from the approval.")] = 8,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Ask to be shown what is withheld. Whether anything is, is not said: another person looks into it.

    Example: mash unmask request REF-2026-0117 --reason "strategy meeting at noon"
    """
    from mash import restrictions
    from mash.access import enter
    from mash.hub import open_hub

    opened = open_hub(hub)
    door = enter(opened, asking(who, None, None), restrictions.REQUEST, law=False)
    with door.refusing(about):
        number = restrictions.ask(opened, door.actor, about, reason, hours=hours, at=now())
    if json:
        print_json({"number": number})
    else:
        typer.echo(f"Request {number} is noted. The information governance lead decides: mash unmask approve {number}")


@app.command()
def approve(
    number: Number,
    *,
    entry: Annotated[
        str | None,
        typer.Option("--entry", metavar="ID", help="The restriction meant, where the request does not name it."),
    ] = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Approve another person's request, for its hours from now. Takes the role information governance lead.

    Example: mash unmask approve 1 --entry C-1 --who i.lead
    """
    from mash import restrictions
    from mash.access import Role, enter
    from mash.hub import open_hub

    opened = open_hub(hub)
    door = enter(opened, asking(who, None, None), restrictions.APPROVE, roles=(Role.IG_LEAD,), law=False)
    with door.refusing(str(number)):
        made = restrictions.approve(opened, door.actor, number, entry=entry, at=now())
    if json:
        print_json(asdict(made))
    else:
        typer.echo(f"Request {number} of {made.who} is approved until {made.until}: {made.entry}.")


@app.command("list")
def listed(*, who: Who = None, hub: HubFolder = Path(), json: Json = False) -> None:
    """List the requests: all of them to the information governance lead, to anybody else their own.

    Example: mash unmask list
    """
    from mash import restrictions
    from mash.access import Role, enter
    from mash.hub import open_hub

    opened = open_hub(hub)
    door = enter(opened, asking(who, None, None), "unmask list", roles=tuple(Role), law=False)
    found = restrictions.listed_for(opened, door.actor)
    door.note("", entries=str(len(found)))
    if json:
        print_json([asdict(each) for each in found])
        return
    for each in found:
        until = f"approved by {each.approved_by} until {each.until}" if each.until else "not approved"
        typer.echo(f"{each.number}: {each.subject}, asked by {each.who} at {each.at}: {each.reason}; {until}")
    if not found:
        typer.echo("No requests.")


@app.command()
def show(
    about: Annotated[str, typer.Argument(help="A case, a person id or a record key.")],
    *,
    by: Annotated[
        str,
        typer.Option("--by", metavar="NUMBER", help="The approved request; or `own`, for what the file opens to you."),
    ],
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the page.")] = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    case: ForCase = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Enquire with what is lifted for you, as of the run; all else that is withheld stays so. Noted before it is shown.

    Example: mash unmask show REF-2026-0117 --by own --who i.lead
    """
    from mash.access import enter
    from mash.enquiry import Wanted, enquire_into
    from mash.enquiry.unmasked import told_unmasked, unmasked
    from mash.hub import open_hub

    asked = asking(who, purpose, gateway, case, emergency)
    door = enter(open_hub(hub), asked, "unmask show", sought={"about": about})
    with waiting("Asking who is around the child"):
        seen = unmasked(door, by, about)
        found = enquire_into(seen, Wanted(key=about), asked, action="unmask show", taken=taken(html=html))
        answer = told_unmasked(found, by)
    if html:
        from mash.reports.page import write_page

        write_page(answer, html)
    if json:
        from mash.reports import to_json

        typer.echo(to_json(answer))
        return
    from mash.reports.terminal import print_answer

    print_answer(answer, console(), brief=False)
