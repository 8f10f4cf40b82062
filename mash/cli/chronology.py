"""``mash chronology``: every dated fact of a child and its household, the gaps, and a day in the child's life."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.audience import Audience, ForBefore, ForPerson, ForWhom, WithReferrer, reader_of
from mash.cli.described import About, Age, Born, Forenames, Name, Postcode, Surname, joined, offer, refuse_two_ways
from mash.cli.options import AsOf, Emergency, ForCase, Gateway, HubFolder, Json, Purpose, Who, asking, parse_date, taken
from mash.cli.screen import console, waiting


def chronology(
    about: About = None,
    *,
    child: Annotated[str | None, typer.Option("--child", help="A person id or record key.")] = None,
    name: Name = None,
    forenames: Forenames = None,
    surname: Surname = None,
    dob: Born = None,
    age: Age = None,
    postcode: Postcode = None,
    agency: Annotated[str | None, typer.Option("--agency", help="Only what this agency sent.")] = None,
    person: Annotated[
        str | None, typer.Option("--person", help="Only entries with this id, or part of a name.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Only stay, occurrence, attendance, referral …")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="From this day on; what goes on then is kept.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Up to this day.")] = None,
    day_in_life: Annotated[
        bool, typer.Option("--day-in-life", help="Only a day in the child's life, with the questions to ask.")
    ] = False,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE.csv", help="Write entries and rows.")] = None,
    audience: ForWhom = Audience.PROFESSIONAL,
    for_person: ForPerson = None,
    for_before: ForBefore = None,
    with_referrer: WithReferrer = None,
    as_of: AsOf = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    case: ForCase = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Tell what every agency has of a child and its household, each fact once; when nobody saw the child; its days.

    Examples: mash chronology REF-2026-0117 --since 2024-01-01
    mash chronology REF-2026-0117 --day-in-life
    """
    from mash.enquiry import NotClear, Wanted, chronicle_of_child
    from mash.enquiry.described import Description
    from mash.hub import open_hub
    from mash.reports.chronicle import Only, narrowed

    key = joined(about)
    refuse_two_ways(key, child, Description(name, forenames, surname, dob, age, postcode))
    for_whom = reader_of(audience, for_person or for_before, with_referrer)
    only = Only(agency, person, kind, _day(since, "--since"), _day(until, "--until"))
    wanted = Wanted(key or child, forenames, surname, dob, postcode, name=name, age=age, as_of=_day(as_of, "--as-of"))
    try:
        with waiting("Gathering what every agency has of the child"):
            found = chronicle_of_child(
                open_hub(hub),
                wanted,
                asking(who, purpose, gateway, case, emergency),
                taken=taken(csv=csv),
                reader=for_whom,
            )
    except NotClear as unclear:
        offer(unclear, json=json)
        raise
    told = narrowed(found, only)
    if csv:
        from mash.reports.chronology_csv import write_csv

        write_csv(told, csv)
    if json:
        from mash.reports import to_json

        typer.echo(to_json(told))
        return
    from mash.reports.chronology import print_chronicle

    print_chronicle(console(), told, day_only=day_in_life)
    if csv:
        typer.echo(f"The entries and their rows are in {csv}")


def _day(given: str | None, option: str) -> dt.date | None:
    return parse_date(given, option) if given else None
