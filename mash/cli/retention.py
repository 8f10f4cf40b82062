"""``mash retention``: what is kept for how long, held for a court or erased."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.acting import Number, Reason, acting, let_in, told
from mash.cli.options import AsOf, HubFolder, Json, Who, now, parse_date, today_or
from mash.cli.screen import print_json
from mash.cli.status import NOT_WELL
from mash.named import named_source
from mash.vocabulary import counted

if TYPE_CHECKING:
    from mash.hub import Hub
    from mash.nightly.keeping import Subject

app = typer.Typer(
    help="How long what is kept; holds, erasure, corrections, disputes.\n\nExample: mash retention show",
    no_args_is_help=True,
)

About = Annotated[str, typer.Argument(help="A case, a person id or a record key.")]


@app.command()
def show(*, hub: HubFolder = Path(), as_of: AsOf = None, who: Who = None, json: Json = False) -> None:
    """Show each owner's rule and where it comes from, what a purge would remove now, and every act that stands.

    Example: mash retention show --hub myhub
    """
    from mash import extracts, retention
    from mash.access import Role
    from mash.hub import open_hub
    from mash.nightly.keeping import standing_acts

    opened, day = open_hub(hub), today_or(as_of)
    door = let_in(opened, who, "show", Role.IG_LEAD, Role.DECISION_MAKER, Role.OPERATOR, Role.AUDITOR)
    schedule = retention.load_schedule(opened)
    due = extracts.due_for_purge(opened, day, retention.terms_of(opened, day))
    acts = standing_acts(opened)
    door.note("")
    if json:
        shown = [{**asdict(act), "body": {key: act.body[key] for key in act.body if key != "marks"}} for act in acts]
        rules = [asdict(rule) for rule in schedule.rules]
        print_json({"as_of": day, "rules": rules, "due": [asdict(each) for each in due], "acts": shown})
        return
    for rule in schedule.rules:
        only = "".join(f", {name} {' or '.join(values)}" for name, values in rule.where)
        kept = f"{rule.period} after {' or '.join(rule.after)} ({rule.source})"
        typer.echo(f"{named_source(rule.agency, rule.dataset)}{only}: {kept}")
    if not schedule.rules:
        typer.echo("Nothing expires: retention.toml has no rule.")
    for each in due:
        typer.echo(
            f"Due in {counted(each.extracts, 'landed extract')} of {named_source(each.agency, each.dataset)}:"
            f" {counted(each.expired, 'row')} expired,"
            f" {each.erased:,} erased."
        )
    for act in acts:
        until = f" until {act.body['until']}" if "until" in act.body else ""
        typer.echo(f"{act.number}: {act.deed} {act.subject}{until}, {act.who}, {act.at:%Y-%m-%d}: {act.reason}")


@app.command()
def purge(*, who: Who = None, hub: HubFolder = Path(), json: Json = False) -> None:
    """Remove what has expired or was erased from the landing now, and older runs that may hold it; every night does.

    Example: mash retention purge --hub myhub
    """
    from mash.access import Role
    from mash.hub import open_hub
    from mash.nightly.publishing import purge_now

    opened = open_hub(hub)
    door = let_in(opened, who, "purge", Role.IG_LEAD, Role.OPERATOR)
    with opened.building():
        report = purge_now(opened, now)
    door.note(
        "", run=report.run, removed=report.removed, rows=sum(each.expired + each.erased for each in report.purged)
    )
    if json:
        print_json({"purged": [asdict(each) for each in report.purged], "removed": report.removed})
        return
    for each in report.purged:
        where = counted(each.extracts, "landed extract") if each.extracts else "the ledger"
        gone = f"{each.expired:,} expired, {each.erased:,} erased"
        typer.echo(f"{named_source(each.agency, each.dataset)}: removed from {where}: {gone}.")
    typer.echo(f"Old runs removed: {', '.join(report.removed) or 'none'}.")


@app.command()
def hold(
    subject: About,
    *,
    reason: Reason,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="YYYY-MM-DD", help="The last day of it.", show_default="until it is released"),
    ] = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Hold what a court or an inquiry may want: nothing held expires or is erased. A case holds all it stands on.

    Example: mash retention hold REF-2026-0117 --reason "care proceedings" --until 2027-06-30
    """
    from mash.hub import open_hub
    from mash.nightly import keeping

    opened = open_hub(hub)
    day = parse_date(until, "--until") if until else None
    with acting(opened, who, reason, "hold", subject) as asked:
        number = keeping.hold(opened, _subject(opened, subject), asked, until=day)
    told(number, f"Held as number {number}.", json=json)


@app.command()
def release(number: Number, *, reason: Reason, who: Who = None, hub: HubFolder = Path(), json: Json = False) -> None:
    """Let go of a hold that somebody else placed.

    Example: mash retention release 2 --reason "the appeal is decided"
    """
    from mash.hub import open_hub
    from mash.nightly import keeping

    opened = open_hub(hub)
    with acting(opened, who, reason, "release", str(number)) as asked:
        keeping.release(opened, number, asked)
    told(number, f"Number {number} is released; what has expired goes with the next night.", json=json)


@app.command()
def erase(
    subject: About,
    *,
    reason: Reason,
    requested_by: Annotated[str, typer.Option("--requested-by", help="Who asks for it: their letter, not their name.")],
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Propose that all records of one person be erased. Nothing goes before another has approved it.

    Example: mash retention erase police:CU10776 --reason "article 17, upheld" --requested-by "letter 2026/118"
    """
    from mash.hub import open_hub
    from mash.nightly import erasing

    opened = open_hub(hub)
    with acting(opened, who, reason, "erase", subject) as asked:
        meant = _subject(opened, subject)
        number = erasing.propose(opened, meant, asked, requested_by=requested_by)
    told(
        number,
        f"Proposed as number {number}: {counted(len(meant.records), 'record')} of {meant.said}."
        f"\n  Next, by somebody else: mash retention approve {number} --reason …",
        json=json,
    )


@app.command()
def approve(number: Number, *, reason: Reason, who: Who = None, hub: HubFolder = Path(), json: Json = False) -> None:
    """Erase whom somebody else proposed: out of landing, ledger and old runs now, out of the run in use with a night.

    Example: mash retention approve 3 --reason "checked against the request"
    """
    from mash.hub import open_hub
    from mash.nightly import erasing
    from mash.nightly.publishing import purge_now

    opened = open_hub(hub)
    with opened.building(), acting(opened, who, reason, "approve", str(number)) as asked:
        erasing.approve(opened, number, asked)
        report = purge_now(opened, now)
    rows = sum(each.erased for each in report.purged)
    if json:
        print_json({"number": number, "purged": [asdict(each) for each in report.purged], "removed": report.removed})
        return
    typer.echo(
        f"Number {number} is erased from the landing ({counted(rows, 'row')}) and the ledger; kept out should it be"
        " sent again."
    )
    typer.echo(f"Old runs removed: {', '.join(report.removed) or 'none'}. The run in use holds it still.")
    typer.echo(f"  Next: mash nightly, then mash retention prove {number}")


@app.command()
def lift(number: Number, *, reason: Reason, who: Who = None, hub: HubFolder = Path(), json: Json = False) -> None:
    """Let what was erased come in again with the next delivery that has it; by neither who proposed nor approved it.

    Example: mash retention lift 4 --reason "erased in error: ask the agencies to send again"
    """
    from mash.hub import open_hub
    from mash.nightly import erasing

    opened = open_hub(hub)
    with acting(opened, who, reason, "lift", str(number)) as asked:
        erasing.lift(opened, number, asked)
    told(number, f"Number {number} is lifted: what is sent from now on comes in.", json=json)


@app.command()
def prove(number: Number, *, who: Who = None, hub: HubFolder = Path(), json: Json = False) -> None:
    """Prove an erasure: search every file below the hub for them; exit 8 where an id of theirs stands.

    Example: mash retention prove 4
    """
    from mash.access import Role
    from mash.cli.screen import progress_shown
    from mash.hub import open_hub
    from mash.nightly.proving import prove as search

    opened = open_hub(hub)
    door = let_in(opened, who, "prove", Role.IG_LEAD, Role.OPERATOR, Role.AUDITOR)
    with progress_shown() as progress, door.refusing(str(number)):
        proof = search(opened, number, progress)
    door.note(str(number), holds=proof.holds)
    if json:
        print_json({**asdict(proof), "holds": proof.holds})
    else:
        typer.echo(
            f"Searched {counted(proof.files, 'file')}, {counted(proof.lines, 'row or line', 'rows and lines')},"
            f" for {counted(proof.words, 'word')} of theirs."
        )
        for each in proof.found:
            kept = " (kept: the audit is not changed)" if each.kept else ""
            names = f"{each.names:,} with the name, theirs or another's" if each.names else ""
            ids = f"{each.ids:,} with an id of theirs" if each.ids else ""
            typer.echo(f"  {each.where}: {', '.join(filter(None, (ids, names)))}{kept}")
        typer.echo("No id of theirs is left." if proof.holds else "An id of theirs is left.")
    if not proof.holds:
        raise typer.Exit(NOT_WELL)


def _subject(hub: Hub, said: str) -> Subject:
    """Whom the words mean, in the run in use."""
    from contextlib import closing

    from mash.enquiry import Wanted, find
    from mash.nightly.keeping import case_subject

    _, con = hub.read_current()
    with closing(con):
        found = find(con, hub, Wanted(key=said))
    case = found.case.case_id if found.case and found.case.case_id.upper() == said.upper() else None
    return case_subject(hub, case or found.child, found.child, case)
