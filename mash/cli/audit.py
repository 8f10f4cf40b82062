"""``mash audit``: what was done with whom, whether it is as it was written, and the emergencies to review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.options import HubFolder, Json, Who, asking, parse_date
from mash.cli.screen import console, print_json
from mash.errors import MashError, NotFound, Refused, UsageError
from mash.vocabulary import counted

if TYPE_CHECKING:
    from mash.access import Door
    from mash.audit.told import Told
    from mash.hub import Hub

app = typer.Typer(
    help="The audit: show it, verify it, sign it, review emergencies.\n\nExample: mash audit verify",
    no_args_is_help=True,
)

Key = Annotated[
    Path | None,
    typer.Option(
        "--key",
        envvar="MASH_AUDIT_KEY_FILE",
        metavar="FILE",
        help="The private Ed25519 key as PEM, outside the hub; else MASH_AUDIT_KEY holds it.",
        show_default=False,
    ),
]
File = Annotated[
    Path | None,
    typer.Option(
        "--checkpoints",
        envvar="MASH_AUDIT_CHECKPOINTS",
        metavar="FILE",
        help="Where signed checkpoints are kept, outside the hub.",
        show_default="as access.toml says",
    ),
]


@app.command()
def show(
    *,
    person: Annotated[
        str | None, typer.Option("--person", help="A person id, old or new, or a record key: all their ids at once.")
    ] = None,
    case: Annotated[str | None, typer.Option("--case", help="Only what was about this case, or for it.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Only what this person or account did.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="From this day on.", show_default=False)
    ] = None,
    export: Annotated[
        str | None,
        typer.Option("--export", metavar="NUMBER", help="Only what made the paper or file with this number."),
    ] = None,
    entry: Annotated[
        int | None, typer.Option("--entry", metavar="NO", min=1, help="The whole of one entry.", show_default=False)
    ] = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Show who asked, saw, took out, decided and was refused what, when, why and under which law.

    With --person: all that was done with one person, under every id they ever had, as a data subject may ask.

    Examples: mash audit show --person police:CU33206
    mash audit show --case REF-2026-0117 --since 2026-01-01 --json
    mash audit show --export E-7K3QF-9M2XR
    mash audit show --entry 12
    """
    from mash import audit
    from mash.audit.told import Only, told
    from mash.enquiry.whose import ids_of_person
    from mash.hub import open_hub

    opened = open_hub(hub)
    door = _enter(opened, who, "audit show")
    ids = ids_of_person(opened, person) if person else None
    if case:
        ids = frozenset({case.strip().upper()}) & ids if ids is not None else frozenset({case.strip().upper()})
    from_day = parse_date(since, "--since") if since else None
    found = told(audit.entries_of(opened), Only(ids, by, from_day, export, entry))
    subject = person or (case or "").strip().upper()
    with door.refusing(subject):
        if entry and not found:
            raise NotFound(f"no such entry {entry}", where="--entry", try_="mash audit show for their numbers")
    door.note(subject, entries=str(len(found)), by=by, since=since, of=export, entry=entry)
    if json:
        print_json([{"sequence": each.sequence, "how": each.how, **_plain(each)} for each in found])
        return
    from mash.reports.audit import print_audit, print_entry

    if entry:
        print_entry(console(), found[0])
    else:
        print_audit(console(), found)


@app.command()
def verify(
    *,
    checkpoints: File = None,
    public_key: Annotated[
        Path | None,
        typer.Option(
            "--public-key",
            envvar="MASH_AUDIT_PUBLIC_KEY",
            metavar="FILE",
            help="The public half of the key, as PEM: with it signatures are checked.",
            show_default=False,
        ),
    ] = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Verify that no entry was changed, removed, put elsewhere or cut off: the chain, and what was signed of it.

    Exit 1, with every fault, when it is not as it was written.

    Example: mash audit verify
    """
    from dataclasses import asdict

    from mash.audit import open_audit
    from mash.audit import verify as checks
    from mash.audit.checkpoints import public_key as read_key
    from mash.audit.checkpoints import read_checkpoints
    from mash.hub import open_hub

    opened = open_hub(hub)
    door = _enter(opened, who, "audit verify")
    key, file = read_key(public_key) if public_key else None, _kept_in(opened, checkpoints)
    kept = list(read_checkpoints(file)) if file else None
    with open_audit(opened.audit_path, to_read=True) as book:
        found = checks.verify(book, kept, key)
    door.note("", outcome="failed" if found.faults else "done", entries=str(found.entries), faults=list(found.faults))
    if json:
        print_json({**asdict(found), "whole": not found.faults, "signatures_checked": key is not None})
    elif not found.faults:
        entries = counted(found.entries, "entry is as it was", "entries are as they were")
        typer.echo(f"{entries} written, each after the one before.")
        where = f", {found.checkpoints} kept in {file}" if file else ", none of them kept outside the hub"
        typer.echo(f"Signed up to entry {found.signed_to}{where}; {'' if key else 'no '}signature checked.")
    if found.faults:
        raise MashError(
            f"the audit is not as it was written: {'; '.join(found.faults)}",
            where=str(opened.audit_path),
            try_="keep a copy as it is, tell the information governance lead, and find out who could write to it",
        )


@app.command()
def checkpoint(
    *, key: Key = None, checkpoints: File = None, who: Who = None, hub: HubFolder = Path(), json: Json = False
) -> None:
    """Sign how the audit ends now, and append that to a file outside the hub too. Best every night, and every hour.

    Example: mash audit checkpoint --key ../audit.pem --checkpoints ../checkpoints.jsonl
    """
    from dataclasses import asdict

    from mash.access import Role
    from mash.audit.checkpoints import private_key, sign_checkpoint
    from mash.hub import open_hub

    opened = open_hub(hub)
    door = _enter(opened, who, "checkpoint", Role.OPERATOR, Role.AUDITOR)
    file = _kept_in(opened, checkpoints)
    if file is None:
        raise UsageError(
            "where outside the hub is it kept?",
            where="--checkpoints",
            try_="--checkpoints FILE, or access.toml [audit]",
        )
    made = sign_checkpoint(opened, private_key(opened, key), file, door.entry(""))
    if json:
        print_json(asdict(made))
    else:
        typer.echo(f"Signed {counted(made.entries, 'entry', 'entries')}; kept in {file} too.")


@app.command()
def emergencies(*, who: Who = None, hub: HubFolder = Path(), json: Json = False) -> None:
    """List what was asked past the usual checks and nobody has reviewed.

    Example: mash audit emergencies
    """
    from mash import audit
    from mash.audit.told import Told
    from mash.audit.told import emergencies as waiting
    from mash.hub import open_hub

    opened = open_hub(hub)
    door = _enter(opened, who, "audit emergencies")
    found = [Told(each.sequence, each.entry, "") for each in waiting(audit.entries_of(opened))]
    door.note("", entries=str(len(found)))
    if json:
        print_json([{"sequence": each.sequence, **_plain(each)} for each in found])
        return
    from mash.reports.audit import print_emergencies

    print_emergencies(console(), found)


@app.command()
def reviewed(
    number: Annotated[int, typer.Argument(help="The number of the entry, as mash audit emergencies lists it.")],
    *,
    finding: Annotated[str, typer.Option("--finding", help="What the review found; kept for good.")],
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Say what a review of an emergency found. It takes the information governance lead, and nobody reviews their own.

    Example: mash audit reviewed 12 --finding "the child was at risk that night; in order" --who ig.lead
    """
    from mash.access import Role
    from mash.audit.entry import REVIEWED
    from mash.hub import open_hub

    if not finding.strip():
        raise UsageError("a review has a finding", where="--finding", try_='--finding "in order, because …"')
    opened = open_hub(hub)
    door = _enter(opened, who, REVIEWED, Role.IG_LEAD)
    with door.refusing(str(number)):
        _refuse_own(opened, door, number)
    door.note(str(number), finding=finding.strip())
    if json:
        print_json({"reviewed": number, "by": door.actor.name, "finding": finding.strip()})
    else:
        typer.echo(f"Emergency {number} is reviewed by {door.actor.name}.")


def _refuse_own(hub: Hub, door: Door, number: int) -> None:
    """Raises ``NotFound`` for an entry that waits for no review, ``Refused`` for one's own emergency."""
    from mash import audit
    from mash.audit.told import emergencies as waiting

    found = next((each for each in waiting(audit.entries_of(hub)) if each.sequence == number), None)
    if found is None:
        raise NotFound(f"no emergency {number} waits for a review", try_="mash audit emergencies")
    if found.entry.who == door.actor.name:
        raise Refused(
            "nobody reviews their own emergency", where="--who", try_="another information governance lead does it"
        )


def _enter(hub: Hub, who: str | None, action: str, *roles: object) -> Door:
    """Let somebody in who may read the audit, or has one of the roles."""
    from mash.access import Role, enter

    needed = [role for role in roles if isinstance(role, Role)] or [Role.AUDITOR, Role.IG_LEAD]
    return enter(hub, asking(who, None, None), action, roles=needed, law=False)


def _kept_in(hub: Hub, given: Path | None) -> Path | None:
    """The file of checkpoints outside the hub, if there is one."""
    from mash.access import access_rules

    return given or access_rules(hub).checkpoints


def _plain(each: Told) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(each.entry)
