"""``mash nightly``: the whole run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.options import AsOf, HubFolder, Json, Who, asking, known_by, now, parse_date, today_or
from mash.cli.screen import console, print_json, progress_shown
from mash.errors import UsageError
from mash.named import named_source
from mash.vocabulary import counted

if TYPE_CHECKING:
    from mash.access import Door
    from mash.nightly import NightReport


def nightly(
    *,
    hub: HubFolder = Path(),
    as_of: AsOf = None,
    accept: Annotated[
        str | None,
        typer.Option(
            "--accept-health",
            metavar="REASON",
            help="Publish the run that was held back, as it was built; nothing is pulled.",
            show_default=False,
        ),
    ] = None,
    as_known: Annotated[
        str | None,
        typer.Option(
            "--as-known",
            metavar="YYYY-MM-DD[THH:MM]",
            help="Build aside what was known at the end of that day, or that moment; nothing is pulled or published.",
            show_default=False,
        ),
    ] = None,
    who: Who = None,
    json: Json = False,
) -> None:
    """Pull, resolve who is who, rate every open case, publish, and say what changed.

    A night that moved more than the hub's bounds is built and held back (exit 7) until a person accepts it.

    Examples: mash nightly --hub myhub --as-of 2026-01-31
    mash nightly --hub myhub --as-known 2026-01-31
    """
    from mash.access import Role, enter
    from mash.hub import open_hub

    opened, asked = open_hub(hub), asking(who, accept, None)
    if as_known is not None:
        if accept is not None:
            raise UsageError("what is built again is never held back", where="--accept-health", try_="--as-known alone")
        door = enter(opened, asked, "as known", roles=(Role.OPERATOR,), law=False)
        rebuild_aside(door, as_known, as_of, json=json)
        return
    if accept is not None:
        if as_of is not None:
            raise UsageError("the run held back has its own day", where="--as-of", try_="--accept-health alone")
        from mash.nightly.publishing import accept_health

        door = enter(opened, asked, "accept health", roles=(Role.IG_LEAD, Role.DECISION_MAKER), law=False)
        report = accept_health(opened, accept, who=door.actor.name, now=asked.at)
        door.note(report.run, run=report.run)
    else:
        from mash.nightly.run import run_night
        from mash.nightly.watching import refuse_clock_behind

        day = today_or(as_of)
        if as_of is None:
            refuse_clock_behind(opened, day)
        door = enter(opened, asked, "nightly", roles=(Role.OPERATOR,), law=False)
        with progress_shown() as progress, door.failing():
            report = run_night(opened, as_of=day, now=now, progress=progress)
        door.note(report.run, run=report.run, nothing_new=report.nothing_new, digest=report.digest)
        sign_if_keyed(door)
    if json:
        print_json({**asdict(report), "nothing_new": report.nothing_new})
    else:
        _print_report(report)


def sign_if_keyed(door: Door) -> None:
    """Sign how the audit ends, where the night was given a key and a file outside the hub to keep that in."""
    from mash.access import access_rules
    from mash.audit.checkpoints import CHECKPOINTS, KEY, KEY_FILE, private_key, sign_checkpoint

    file, given = os.environ.get(CHECKPOINTS), os.environ.get(KEY_FILE)
    into = Path(file) if file else access_rules(door.hub).checkpoints
    if into and (given or os.environ.get(KEY)):
        key = private_key(door.hub, Path(given) if given else None)
        sign_checkpoint(door.hub, key, into, replace(door.entry(""), action="checkpoint"))


def rebuild_aside(door: Door, as_known: str, as_of: str | None, *, json: bool) -> None:
    """What the hub knew once, built again in a folder of its own."""
    from mash.nightly.as_known import Wanted, rebuild

    moment = known_by(as_known, "--as-known")
    day = parse_date(as_of, "--as-of") if as_of else moment.date()
    with progress_shown() as progress, door.failing():
        folder, report = rebuild(door.hub, Wanted(moment, day), now=now, progress=progress)
    door.note(folder.name, run=report.run)
    if json:
        print_json({**asdict(report), "folder": folder})
        return
    rows = report.rows
    typer.echo(f"Built again as known at {moment}, true for {day}: {_built(rows)}.")
    print_held_against(report)
    if report.policy_ahead:
        typer.echo(f"Note: {report.policy_ahead}")
    typer.echo(f"It is in {folder}; nothing else of the hub was changed.\n  Next: mash cases --hub {folder}")


def print_held_against(report: NightReport) -> None:
    """Whether a rebuilding is the run of then, and what differs where it is not."""
    found = report.rebuilding
    if found is None:
        return
    if found.run_then is None:
        typer.echo("No run had been begun by then: there is none to hold it against.")
    elif found.equal:
        typer.echo(f"Equal to run {found.run_then}, the last one begun by then: the digests are the same.")
    else:
        typer.echo(f"Not equal to run {found.run_then}, the last one begun by then:")
        for each in found.because:
            typer.echo(f"  {each}")
    if found.undated:
        typer.echo(
            f"Note: of {counted(found.undated, 'landed file')} no moment of landing was kept: known from the day"
            " of its date."
        )
    typer.echo(
        "Built with "
        + ", ".join(f"{name} {version}" for name, version in report.versions.items())
        + f", model {report.model}, policy {report.policy}."
    )


def _print_report(report: NightReport) -> None:
    from mash.reports.listings import ChangeRow, print_changes

    _print_deliveries(report)
    if report.nothing_new:
        typer.echo(f"Nothing has come in since run {report.run}: it stays in use.")
        _print_removed(report)
        return
    if report.resumed_after:
        typer.echo(f"Went on after the step {report.resumed_after!r} of a night that was cut short.")
    rows = report.rows
    typer.echo(f"Run {report.run} published: {_built(rows)} in {sum(report.seconds.values()):.1f} s.")
    if report.policy_ahead:
        typer.echo(f"Note: {report.policy_ahead}")
    if report.judgements_asleep:
        typer.echo(
            f"{counted(report.judgements_asleep, 'judgement is', 'judgements are')} of a record that nobody sends now:"
            " passed over."
        )
    _print_left_out(report)
    _print_removed(report)
    _print_acceptance(report)
    typer.echo(f"What changed ({len(report.changes)}):")
    print_changes(
        console(),
        [ChangeRow(change.case_id, change.from_colour, change.to_colour, change.told) for change in report.changes],
    )


def _print_deliveries(report: NightReport) -> None:
    for delivery in report.deliveries:
        if delivery["outcome"] != "unchanged":
            where = " ".join(part for part in (delivery["agency"], delivery["extract"]) if part)
            typer.echo(f"{where}: {delivery['outcome']}. {delivery['message']}")
        if delivery["outcome"] == "refused":
            for breach in delivery["breaches"]:
                typer.echo(f"  {breach}")


def _print_left_out(report: NightReport) -> None:
    """Never silently: what stands in the landing and was not read."""
    for each in report.left_out:
        counts = {"expired": each.expired, "erased": each.erased, "in dispute": each.disputed}
        told = ", ".join(f"{count:,} {why}" for why, count in counts.items() if count)
        if told:
            typer.echo(f"{named_source(each.agency, each.dataset)}: not read: {told}.")


def _built(rows: Mapping[str, int]) -> str:
    """``2,794 records are 1,565 persons, 2,420 ties, 16 open cases rated``."""
    records = counted(rows["person_record"], "record is", "records are")
    ties, cases = counted(rows["tie"], "tie"), counted(rows["proposal"], "open case")
    return f"{records} {counted(rows['person'], 'person')}, {ties}, {cases} rated"


def _print_removed(report: NightReport) -> None:
    for each in report.purged:
        where = counted(each.extracts, "landed extract") if each.extracts else "the ledger"
        gone = f"{each.expired:,} expired, {each.erased:,} erased"
        typer.echo(f"{named_source(each.agency, each.dataset)}: removed from {where}: {gone}.")
    if report.removed:
        typer.echo(f"Old runs removed: {', '.join(report.removed)}.")


def _print_acceptance(report: NightReport) -> None:
    """What lay beyond its bound, and on whose word the run was published all the same."""
    from mash.reports.legible import legible

    if report.accepted:
        typer.echo(
            f"Its health was accepted by {legible(report.accepted.accepted_by)}: {legible(report.accepted.reason)}"
        )
        for each in report.health:
            if each.beyond:
                typer.echo(f"  {each.says}; {each.beyond}")
