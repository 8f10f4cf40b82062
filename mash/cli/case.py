"""``mash refer``, ``mash enquire``, ``mash rate``, ``mash decisions``: one child at the desk."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.audience import Audience, ForBefore, ForPerson, ForWhom, WithReferrer, reader_of
from mash.cli.completing import case_ids, colours
from mash.cli.described import (
    About,
    Age,
    Born,
    Forenames,
    Name,
    Postcode,
    Surname,
    joined,
    offer,
    refuse_two_ways,
    tell_of_another_case,
)
from mash.cli.options import (
    AsOf,
    Emergency,
    ForCase,
    Gateway,
    HubFolder,
    Json,
    Purpose,
    Role,
    Who,
    asking,
    now,
    parse_date,
    parse_moment,
    taken,
)
from mash.cli.screen import console, print_json, waiting
from mash.cli.writing import refuse_suffixes, write_files
from mash.errors import UsageError


def refer(
    *,
    concern: Annotated[
        str,
        typer.Option("--concern", help="NEG PHY SAB EMO MUL DA or N0 to N9; any other word lists what they mean."),
    ],
    source: Annotated[str, typer.Option("--source", help="Who refers: 1A family … 6 police … 10 unknown.")],
    rating: Annotated[str, typer.Option("--rating", help="RED, AMBER or GREEN, or the hub's own word, as screened.")],
    child: Annotated[
        str | None, typer.Option("--child", help="A person id or record key, when the child is known.")
    ] = None,
    name: Name = None,
    forenames: Forenames = None,
    surname: Surname = None,
    dob: Born = None,
    age: Age = None,
    sex: Annotated[str | None, typer.Option("--sex", help="F, M or U.")] = None,
    postcode: Postcode = None,
    narrative: Annotated[str | None, typer.Option("--narrative", help="What was said.")] = None,
    received: Annotated[str | None, typer.Option("--received", metavar="YYYY-MM-DDTHH:MM", show_default="now")] = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Record a new referral. A child whom some agency knows can be enquired into at once; the night takes it in.

    Example: mash refer --name "Ada Example" --dob 01/05/2022 --concern SAB --source 1A --rating GREEN
    """
    from mash import ledger
    from mash.access import enter
    from mash.enquiry import record_key_of
    from mash.enquiry.described import Description
    from mash.hub import open_hub
    from mash.rating import load_profile
    from mash.reports.words import CONCERNS, REFERRERS

    for option, code, codes in (("concern", concern, CONCERNS), ("source", source, REFERRERS)):
        if code.upper() not in codes:
            meant = "; ".join(f"{each} {words}" for each, words in codes.items())
            raise UsageError(f"unknown {option} {code!r}", where=f"--{option}", try_=meant)
    described = Description(name, forenames, surname, dob, age)
    described.refuse_two_ways()
    forenames, surname = described.halves
    if not child and not surname:
        raise UsageError("whom is it about?", try_="--child, or --name or --surname with what else is known")
    opened = open_hub(hub)
    opened.refuse_rebuilt()
    door = enter(opened, asking(who, None, None), "refer", law=False)
    screened = load_profile(opened.config.profile).colour(rating, "--rating")
    if described.unborn:
        says = "a referral has no place for when a birth is expected"
        raise UsageError(says, where="--age", try_="leave it out, and say when in --narrative")
    received_at = parse_moment(received, "--received") if received else now()
    born, between = described.born_as_of(received_at.date())
    with door.refusing(""):
        record_key = record_key_of(opened, child) if child else None
    with ledger.open_ledger(opened.ledger_path) as book:
        made = ledger.Referral(
            case_id=ledger.new_case_id(book, received_at),
            received_at=received_at,
            child_record_key=record_key,
            child_forenames=forenames,
            child_surname=surname,
            child_date_of_birth=born,
            child_born_between=between,
            child_sex=sex,
            child_postcode=postcode,
            source_code=source.upper(),
            concern=concern.upper(),
            narrative=narrative,
            initial_rating=screened.name,
            recorded_by=door.actor.name,
            recorded_at=now(),
        )
        ledger.refer(book, made)
        door.for_case(made.case_id).note(made.case_id)
    if json:
        print_json({"case_id": made.case_id, "received_at": made.received_at.isoformat()})
    else:
        typer.echo(f"Recorded as {made.case_id}, rated {made.initial_rating}.\n  Next: mash enquire {made.case_id}")


def enquire(
    about: About = None,
    *,
    child: Annotated[str | None, typer.Option("--child", help="A person id or record key.")] = None,
    name: Name = None,
    forenames: Forenames = None,
    surname: Surname = None,
    dob: Born = None,
    age: Age = None,
    postcode: Postcode = None,
    hops: Annotated[int | None, typer.Option("--hops", min=1, max=6, show_default="the policy's")] = None,
    as_of: AsOf = None,
    brief: Annotated[bool, typer.Option("--brief", help="The answer in short; the page too: two sides of A4.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the page.")] = None,
    graphml: Annotated[Path | None, typer.Option("--graphml", metavar="FILE", help="Write the network.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the people, a line each.")] = None,
    audience: ForWhom = Audience.PROFESSIONAL,
    for_person: ForPerson = None,
    for_before: ForBefore = None,
    with_referrer: WithReferrer = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    case: ForCase = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Ask who is around a child: the colour proposed, why, each flagged adult and the path to them.

    The child is named by an id or described by what the referral form holds; whoever fits is offered with why.

    Examples: mash enquire REF-2026-0117 --html page.html
    mash enquire --name "Birkett Ottilie" --age "about 3" --postcode PL25
    mash enquire REF-2026-0117 --audience family --html letter.html
    """
    from mash.enquiry import NotClear, Wanted, enquire_into
    from mash.enquiry.described import Description
    from mash.hub import open_hub

    key = joined(about)
    refuse_two_ways(key, child, Description(name, forenames, surname, dob, age, postcode))
    refuse_suffixes(graphml, csv)
    for_whom = reader_of(audience, for_person or for_before, with_referrer)
    wanted = Wanted(
        key=key or child,
        name=name,
        forenames=forenames,
        surname=surname,
        born=dob,
        age=age,
        postcode=postcode,
        hops=hops,
        as_of=parse_date(as_of, "--as-of") if as_of else None,
    )
    try:
        with waiting("Asking who is around the child"):
            asked = asking(who, purpose, gateway, case, emergency)
            forms = taken(html=html, graphml=graphml, csv=csv)
            answer = enquire_into(open_hub(hub), wanted, asked, taken=forms, reader=for_whom)
    except NotClear as unclear:
        offer(unclear, json=json)
        raise
    write_files(answer, html, graphml, csv, brief=brief)
    if json:
        from mash.reports import to_json

        typer.echo(to_json(answer))
        return
    from mash.reports.terminal import print_answer

    print_answer(answer, console(), brief=brief)
    tell_of_another_case(answer)
    for written, what in ((html, "The page is"), (graphml, "The network is"), (csv, "The people are")):
        if written:
            typer.echo(f"{what} in {written}")


def rate(
    case: Annotated[str, typer.Argument(help="The case.", autocompletion=case_ids)],
    colour: Annotated[
        str, typer.Argument(help="RED, AMBER or GREEN, or the hub's own word for one.", autocompletion=colours)
    ],
    *,
    rationale: Annotated[str, typer.Option("--rationale", help="Why; kept for good.")],
    role: Role = None,
    stage: Annotated[
        str | None, typer.Option("--stage", help="A stage of the hub's profile.", show_default="the role's last")
    ] = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Record a person's decision on a case: the engine proposes, you decide. It supersedes the one before.

    The hub's profile says which role may decide what. The role is as you declare it, and kept with the decision.

    Example: mash rate REF-2026-0117 RED --role manager --rationale "sixteen registered offenders within three hops"
    """
    from mash.enquiry import Said, decide
    from mash.hub import open_hub

    asked = asking(who, purpose, gateway, case, emergency)
    said = Said(case, colour, rationale, role, stage, asked.by, asked.at, asked.purpose, asked.gateway, asked.emergency)
    made = decide(open_hub(hub), said)
    from mash.reports.decided import decision_words, later_stage, over_words, proposed_words

    decision, before = made.decision, made.before
    if json:
        print_json(asdict(decision) | {"differs": decision.differs, "over_stage": later_stage(decision, before)})
        return
    from mash.reports.legible import legible

    told = (f"{decision.case_id}: {decision_words(decision)}", over_words(decision, before), proposed_words(decision))
    typer.echo("\n  ".join(f"{legible(each)}." for each in told if each))


def decisions(
    case: Annotated[str, typer.Argument(help="The case, open or closed.", autocompletion=case_ids)],
    *,
    audience: ForWhom = Audience.PROFESSIONAL,
    purpose: Purpose = None,
    gateway: Gateway = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Show every decision on a case: who, when, in what role, why, and what the engine had proposed.

    Example: mash decisions REF-2026-0117
    """
    from mash.enquiry import history_of
    from mash.hub import open_hub
    from mash.reports.shown_to import decisions_shown_to

    asked = asking(who, purpose, gateway, case, emergency)
    opened = open_hub(hub)
    made = decisions_shown_to(history_of(opened, case, asked), reader_of(audience))
    if json:
        print_json(made)
        return
    from mash.enquiry.sharing import sharings_of
    from mash.reports.cases import print_decisions, print_sharings

    print_decisions(console(), made)
    shared = () if audience is Audience.FAMILY else sharings_of(opened, case, asked)
    if shared:
        print_sharings(console(), shared)
