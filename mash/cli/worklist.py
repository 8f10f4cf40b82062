"""``mash cases``, ``mash digest``: all the open cases, and the morning's page."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.completing import colours
from mash.cli.options import (
    Emergency,
    Gateway,
    HubFolder,
    Json,
    Purpose,
    Who,
    asking,
    now,
    parse_date,
    parse_moment,
    taken,
)
from mash.cli.screen import console
from mash.errors import NotFound, UsageError
from mash.vocabulary import Colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mash.hub import Hub
    from mash.nightly.watching import Fault
    from mash.reports.digest import Night
    from mash.reports.worklist import Worklist

At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="YYYY-MM-DD[THH:MM]",
        help="The moment that tells what is late: of a day, its first.",
        show_default="now",
    ),
]
MOST_WRONG = 5
"""Lines of what is wrong on the digest."""
SPAN = re.compile(r"(\d{1,4})\s*(h|d)", re.IGNORECASE)


class Order(StrEnum):
    """What the worklist is sorted by."""

    COLOUR = "colour"
    DEADLINE = "deadline"


ORDERED = {Order.COLOUR: "the worst first, then the soonest due", Order.DEADLINE: "the soonest due first"}
"""In words."""


def cases(
    *,
    colour: Annotated[
        list[str] | None,
        typer.Option("--colour", help="Only RED, AMBER, GREEN or UNRATED; may be given again.", autocompletion=colours),
    ] = None,
    due_within: Annotated[
        str | None,
        typer.Option("--due-within", metavar="4h|2d", help="Only what is due in so many hours or days, or late."),
    ] = None,
    late: Annotated[bool, typer.Option("--late", help="Only what is past its deadline.")] = False,
    changed: Annotated[bool, typer.Option("--changed", help="Only what is new or changed.")] = False,
    unrated: Annotated[bool, typer.Option("--unrated", help="Only what a missing or stale source touches.")] = False,
    source: Annotated[
        str | None, typer.Option("--source", help="Only what they referred: 6, police, 2A, school …")
    ] = None,
    worker: Annotated[str | None, typer.Option("--worker", help="Only this allocated worker's, by any part.")] = None,
    by: Annotated[Order, typer.Option("--by", help="The worst first, or the soonest due.")] = Order.COLOUR,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE.csv", help="Write them as CSV.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE.xlsx", help="Write them as a workbook.")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write them as a page.")] = None,
    at: At = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """List the open cases: colour before and proposed, deadline, flagged adults, first reason, what changed overnight.

    With --json, `flagged` counts the adults in reach with a current flag of `flagged_kinds`, as the policy says;
    `flagged_at_all` everybody whom mash enquire lists; `why` is the first reason in full.

    Examples: mash cases --due-within 4h
    mash cases --colour RED --colour AMBER --changed --xlsx cases.xlsx
    """
    from mash.enquiry.worklist import worklist_at
    from mash.hub import open_hub
    from mash.reports import to_json
    from mash.reports.worklist import Only, narrowed, print_worklist, soonest_first

    span = parse_span(due_within, "--due-within") if due_within else None
    colours = tuple(parse_colour(each, "--colour") for each in colour or ())
    opened = open_hub(hub)
    asked = asking(who, purpose, gateway, emergency=emergency)
    whole = worklist_at(opened, _moment(at, opened), asked, taken=taken(csv=csv, xlsx=xlsx, html=html))
    _refuse_unknown_worker(worker, whole)
    found = narrowed(whole, Only(colours, span, late, changed, unrated, source, worker))
    found = soonest_first(found) if by is Order.DEADLINE else found
    written = [file for file in (csv, xlsx, html) if file]
    if csv:
        from mash.reports.cases_table import write_cases_csv

        write_cases_csv(found, asked, csv)
    if xlsx:
        from mash.reports.cases_table import write_cases_xlsx

        write_cases_xlsx(found, asked, xlsx)
    if html:
        from mash.reports.cases_page import write_cases_page

        write_cases_page(found, asked, html, order=ORDERED[by])
    if json:
        typer.echo(to_json(found.cases))
        return
    print_worklist(console(), found)
    for file in written:
        typer.echo(f"The worklist is in {file}")


def digest(
    *,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page of one side of A4.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every row, more than a page.")] = False,
    at: At = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """The morning meeting on one page: what went up and down, what is due, late or unrated, the health of the night.

    Example: mash digest --html digest.html
    """
    from mash.enquiry.digest import morning
    from mash.hub import open_hub
    from mash.nightly.runs import runs_held_back
    from mash.reports import to_json
    from mash.reports.digest import ON_A_PAGE, print_digest

    opened = open_hub(hub)
    moment, asked = _moment(at, opened), asking(who, purpose, gateway, emergency=emergency)
    told = morning(opened, moment, _night(opened, moment.date()), asked, held_back=len(runs_held_back(opened)))
    most = len(told.worklist.cases) * 7 if every else ON_A_PAGE
    if html:
        from mash.reports.digest_page import write_digest_page

        write_digest_page(told, html, most=most)
    if json:
        typer.echo(to_json(told))
        return
    print_digest(console(), told, most=most)
    if html:
        typer.echo(f"The page is in {html}")


def parse_colour(given: str, option: str = "the colour") -> Colour:
    """A colour by its name, in any case. Raises ``UsageError`` for anything else."""
    try:
        return Colour[given.strip().upper()]
    except KeyError:
        raise UsageError(f"{given!r} is no rating", where=option, try_="RED, AMBER, GREEN or UNRATED") from None


def parse_span(given: str, option: str) -> dt.timedelta:
    """Hours or days. Raises ``UsageError`` naming the option."""
    found = SPAN.fullmatch(given.strip())
    if not found:
        raise UsageError(f"{given!r} is no span of time", where=option, try_="4h for hours, 2d for days")
    number = int(found[1])
    return dt.timedelta(days=number) if found[2].lower() == "d" else dt.timedelta(hours=number)


def _moment(given: str | None, hub: Hub) -> dt.datetime:
    """The given moment; now; of a rebuilding the moment by which all of it was known."""
    if given is None:
        return hub.as_known or now()
    if "T" in given or " " in given.strip():
        return parse_moment(given, "--at")
    return dt.datetime.combine(parse_date(given, "--at"), dt.time.min)


def _refuse_unknown_worker(worker: str | None, whole: Worklist) -> None:
    """Raises ``NotFound`` for a worker nobody is allocated to: an empty list would read as nothing to do."""
    from mash.reports.worklist import known_workers

    known = known_workers(whole.cases)
    if worker and not any(worker.casefold() in each.casefold() for each in known):
        say = (
            f"one of {', '.join(known)}" if known else "without it: no episode of an open case has an allocated worker"
        )
        raise NotFound("no open case is allocated to them", where="--worker", try_=say)


def _night(hub: Hub, day: dt.date) -> Night:
    """How the night of the run in use went, and what is wrong on the day."""
    from mash.nightly.report import read_report
    from mash.nightly.watching import watch
    from mash.reports.digest import Night

    report = read_report(hub.snapshots / hub.current_run())
    return Night(
        run=report.run,
        as_of=report.as_of,
        published_at=report.published_at,
        seconds=sum(report.seconds.values()),
        wrong=_wrong(watch(hub, as_of=day)),
        accepted=report.accepted.reason if report.accepted else "",
    )


def _wrong(faults: Sequence[Fault]) -> tuple[str, ...]:
    """One line a fault, an agency's datasets together, and no more of them than a page has room for."""
    agency = {
        each: each.where.split()[0] if each.kind.endswith((" source", " delivery")) else each.where for each in faults
    }
    told = []
    for (_, where), group in groupby(faults, key=lambda each: (each.kind, agency[each])):
        first, *others = group
        besides = f" ({' and '.join((first.where.split()[-1], f'{len(others)} more'))})" if others else ""
        told.append(f"{where if others else first.where}{besides}: {first.what}. Try: {first.try_}")
    left = len(told) - MOST_WRONG
    more = [f"{left} more {'thing' if left == 1 else 'things'}: mash status --check"] if left > 0 else []
    return (*told[:MOST_WRONG], *more)
