"""``mash refer``, ``mash enquire``, ``mash rate``, ``mash decisions``: one child at the desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.completing import case_ids, colours, whom
from mash.cli.options import (
    DEFAULT_PURPOSE,
    AsOf,
    HubFolder,
    Json,
    Purpose,
    Role,
    Who,
    now,
    parse_date,
    parse_moment,
    whoever,
)
from mash.cli.screen import console, print_json, waiting
from mash.errors import UsageError

if TYPE_CHECKING:
    from mash.enquiry import NotClear

Forenames = Annotated[str | None, typer.Option("--forenames", help="The child's forenames.")]
Surname = Annotated[str | None, typer.Option("--surname", help="The child's surname.")]
Born = Annotated[
    str | None, typer.Option("--dob", metavar="YYYY-MM-DD", help="The child's date of birth, or the year.")
]
Postcode = Annotated[str | None, typer.Option("--postcode", help="A postcode the child is known at, now or before.")]

CONCERNS = ("NEG", "PHY", "SAB", "EMO", "MUL", "DA", *(f"N{number}" for number in range(10)))
"""Abuse and need codes of the children in need census, and DA for domestic abuse."""


def refer(
    *,
    concern: Annotated[str, typer.Option("--concern", help="NEG PHY SAB EMO MUL DA or N0 to N9.")],
    source: Annotated[str, typer.Option("--source", help="Who refers: 1A family … 6 police … 10 unknown.")],
    rating: Annotated[str, typer.Option("--rating", help="RED, AMBER or GREEN, or the hub's own word, as screened.")],
    child: Annotated[
        str | None, typer.Option("--child", help="A person id or record key, when the child is known.")
    ] = None,
    forenames: Forenames = None,
    surname: Surname = None,
    dob: Born = None,
    sex: Annotated[str | None, typer.Option("--sex", help="F, M or U.")] = None,
    postcode: Postcode = None,
    narrative: Annotated[str | None, typer.Option("--narrative", help="What was said.")] = None,
    received: Annotated[str | None, typer.Option("--received", metavar="YYYY-MM-DDTHH:MM", show_default="now")] = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Record a new referral. A child whom some agency knows can be enquired into at once; the night takes it in.

    Example: mash refer --surname Example --forenames Ada --dob 2022-05-01 --concern SAB --source 1A --rating GREEN
    """
    from mash import ledger
    from mash.enquiry import record_key_of
    from mash.hub import open_hub
    from mash.rating import load_profile
    from mash.reports.words import REFERRERS

    if concern.upper() not in CONCERNS:
        raise UsageError(f"unknown concern {concern!r}", where="--concern", try_=" ".join(CONCERNS))
    if source.upper() not in REFERRERS:
        raise UsageError(f"unknown source {source!r}", where="--source", try_=" ".join(REFERRERS))
    if not child and not surname:
        raise UsageError("whom is it about?", try_="--child, or --surname with what else is known")
    opened = open_hub(hub)
    opened.refuse_rebuilt()
    screened = load_profile(opened.config.profile).colour(rating, "--rating")
    received_at = parse_moment(received, "--received") if received else now()
    record_key = record_key_of(opened, child) if child else None
    with ledger.open_ledger(opened.ledger_path) as book:
        made = ledger.Referral(
            case_id=ledger.new_case_id(book, received_at),
            received_at=received_at,
            child_record_key=record_key,
            child_forenames=forenames,
            child_surname=surname,
            child_date_of_birth=parse_date(dob, "--dob") if dob else None,
            child_sex=sex,
            child_postcode=postcode,
            source_code=source.upper(),
            concern=concern.upper(),
            narrative=narrative,
            initial_rating=screened.name,
            recorded_by=whoever(who),
            recorded_at=now(),
        )
        ledger.refer(book, made)
        ledger.record_use(book, at=now(), who=whoever(who), action="refer", subject=made.case_id)
    if json:
        print_json({"case_id": made.case_id, "received_at": made.received_at.isoformat()})
    else:
        typer.echo(f"Recorded as {made.case_id}, rated {made.initial_rating}.\n  Next: mash enquire {made.case_id}")


def enquire(
    about: Annotated[
        str | None, typer.Argument(help="A case, a person id, or a record key.", autocompletion=whom)
    ] = None,
    *,
    child: Annotated[str | None, typer.Option("--child", help="A person id or record key.")] = None,
    forenames: Forenames = None,
    surname: Surname = None,
    dob: Born = None,
    postcode: Postcode = None,
    hops: Annotated[int | None, typer.Option("--hops", min=1, max=6, show_default="the policy's")] = None,
    as_of: AsOf = None,
    brief: Annotated[bool, typer.Option("--brief", help="The answer and its reasons only.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the page.")] = None,
    graphml: Annotated[Path | None, typer.Option("--graphml", metavar="FILE", help="Write the network.")] = None,
    purpose: Purpose = DEFAULT_PURPOSE,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Ask who is around a child: the colour proposed, why, each flagged adult and the path to them.

    Examples: mash enquire REF-2026-0117 --html page.html
    mash enquire --surname Birkett --forenames Ottilie --dob 2022-09-14
    """
    from mash.enquiry import Asked, NotClear, Wanted, enquire_into
    from mash.hub import open_hub

    described = {"--forenames": forenames, "--surname": surname, "--dob": dob, "--postcode": postcode}
    refuse_two_ways(about, child, [option for option, given in described.items() if given])
    if graphml:
        from mash.reports.graphml import refuse_other_suffix

        refuse_other_suffix(graphml)
    wanted = Wanted(
        key=about or child,
        forenames=forenames,
        surname=surname,
        born=dob,
        postcode=postcode,
        hops=hops,
        as_of=parse_date(as_of, "--as-of") if as_of else None,
    )
    try:
        with waiting("Asking who is around the child"):
            answer = enquire_into(open_hub(hub), wanted, Asked(whoever(who), now(), purpose))
    except NotClear as unclear:
        offer(unclear, json=json)
        raise
    if html:
        from mash.reports.page import write_page

        write_page(answer, html)
    if graphml:
        from mash.reports.graphml import write_graphml

        write_graphml(answer, graphml)
    if json:
        from mash.reports import to_json

        typer.echo(to_json(answer))
        return
    from mash.reports.terminal import print_answer

    print_answer(answer, console(), brief=brief)
    for written, what in ((html, "The page"), (graphml, "The network")):
        if written:
            typer.echo(f"{what} is in {written}")


def refuse_two_ways(about: str | None, child: str | None, described: list[str]) -> None:
    """Raises ``UsageError`` for an id beside another id or a description: one of the two would go unheeded."""
    named = [*(["the id given"] if about else []), *(["--child"] if child else [])]
    beside = [*named, *described][1:]
    if named and beside:
        raise UsageError(
            f"{named[0]} says whom it is about: this would go unheeded",
            where=", ".join(beside),
            try_="an id alone, or a description alone",
        )


def offer(unclear: NotClear, *, json: bool) -> None:
    """Show whom it may be about, for the analyst to choose; the error itself names nobody."""
    from mash.reports import to_json
    from mash.reports.listings import Column, print_table

    if json:
        typer.echo(to_json(unclear.candidates))
        return
    columns = [Column("person"), Column("name"), Column("born"), Column("bits", right=True), Column("why")]
    rows = [
        (
            each.person_id,
            each.name,
            str(each.date_of_birth or "not known"),
            f"{each.match_weight:+.1f}",
            "; ".join(each.says),
        )
        for each in unclear.candidates
    ]
    print_table(console(), columns, rows, empty="Nobody near.")


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

    made = decide(open_hub(hub), Said(case, colour, rationale, role, stage, whoever(who), now()))
    if json:
        print_json(made)
        return
    from mash.reports.legible import legible
    from mash.reports.words import decision_words, proposed_words

    typer.echo(legible(f"{made.case_id}: {decision_words(made)}.\n  {proposed_words(made)}."))


def decisions(
    case: Annotated[str, typer.Argument(help="The case, open or closed.", autocompletion=case_ids)],
    *,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Show every decision on a case: who, when, in what role, why, and what the engine had proposed.

    Example: mash decisions REF-2026-0117
    """
    from mash.enquiry import history_of
    from mash.hub import open_hub

    made = history_of(open_hub(hub), case)
    if json:
        print_json(made)
        return
    from mash.reports.cases import print_decisions

    print_decisions(console(), made)
