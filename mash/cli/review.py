"""``mash review``: the pairs that may be one person, one of them side by side, and a person's word on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.completing import who_is_who
from mash.cli.options import Emergency, ForCase, Gateway, HubFolder, Json, Purpose, Who, asking, now, taken
from mash.cli.screen import console, waiting
from mash.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mash.access import Asked
    from mash.enquiry.review import Couple
    from mash.hub import Hub
    from mash.reports.pair import QueueRow

SHOWN = 20
"""Rows of the queue shown unless all are asked for."""
PAIR_PAGE = "pair.html"
"""Where the page of a pair is written when one asks for it while going through the queue."""


def review(
    a: Annotated[
        str | None,
        typer.Argument(help="A record key or a person id.", show_default="the queue", autocompletion=who_is_who),
    ] = None,
    b: Annotated[str | None, typer.Argument(help="Another.", autocompletion=who_is_who)] = None,
    *,
    same: Annotated[bool, typer.Option("--same", help="They are one person.")] = False,
    different: Annotated[bool, typer.Option("--different", help="They are two.")] = False,
    undecided: Annotated[bool, typer.Option("--undecided", help="Looked at; nobody can tell.")] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take back what was judged of the two.")] = False,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept for good.")] = None,
    every: Annotated[bool, typer.Option("--all", help="The whole queue.")] = False,
    one_by_one: Annotated[
        bool, typer.Option("--one-by-one", help="Go through the queue: one key judges a pair and brings the next.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the page of the pair, or of the queue.")
    ] = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    case: ForCase = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Review who may be one person. Without A and B: the queue of all open cases, what would change one first.

    With both: the two side by side, with the weights. With a verdict and its reason: judge them; the next night obeys.

    With --one-by-one: the queue pair by pair, each judged by one key and a reason by another.

    Examples: mash review --one-by-one
    mash review police:CU29140 probation:B204981 --case REF-2026-0117 --same --reason "one photograph"
    """
    from mash.hub import open_hub

    said = _said(same=same, different=different, undecided=undecided, revoke=revoke)
    opened = open_hub(hub)
    asked = asking(who, purpose, gateway, case, emergency)
    if a is None or b is None:
        _refuse_half(a, said, reason)
        if one_by_one:
            _go_through(opened, asked, html, json=json)
            return
        _list(opened, asked, html, every=every, json=json)
        return
    from mash.enquiry.review import Couple

    if one_by_one:
        raise UsageError("one pair is no queue", where="--one-by-one", try_="mash review --one-by-one, without A and B")
    if said is None:
        if reason:
            raise UsageError(
                "a reason for what?", where="--reason", try_="--same, --different, --undecided or --revoke"
            )
        _show(opened, Couple(a, b), asked, html, json=json)
        return
    if html:
        raise UsageError("a judgement has no page", where="--html", try_="first look, then judge")
    _record(opened, Couple(a, b), said, reason or "", asked, json=json)


def _said(**flags: bool) -> str | None:
    given = [name for name, set_ in flags.items() if set_]
    if len(given) > 1:
        raise UsageError("one verdict at a time", where=" ".join(f"--{name}" for name in given), try_=f"--{given[0]}")
    return given[0] if given else None


def _refuse_half(a: str | None, said: str | None, reason: str | None) -> None:
    if a is not None or said or reason:
        raise UsageError("this is about two records or persons", try_="mash review A B; without either, the queue")


def _list(hub: Hub, asked: Asked, html: Path | None, *, every: bool, json: bool) -> None:
    from mash.enquiry.review import queue_for
    from mash.reports import to_json
    from mash.reports.pair import print_queue

    with waiting("Asking what each would change"):
        found = queue_for(hub, asked, taken=taken(html=html))
    shown = len(found) if every else SHOWN
    if html:
        _write_queue(hub, found, asked, html, most=shown)
    if json:
        typer.echo(to_json(found))
        return
    print_queue(console(), found, shown=shown)
    if html:
        typer.echo(f"The page is in {html}")


def _write_queue(hub: Hub, found: Sequence[QueueRow], asked: Asked, html: Path, *, most: int) -> None:
    """The page of the first pairs that wait."""
    from mash.enquiry.queued_pairs import pairs_of_queue
    from mash.reports.queue_page import write_queue_page

    waits = [row for row in found if not row.settled]
    with waiting("Putting them side by side"):
        shown = waits[:most]
        pairs = pairs_of_queue(hub, shown, asked)
    write_queue_page(list(zip(shown, pairs, strict=True)), asked, html, of=len(waits))


def _go_through(hub: Hub, asked: Asked, html: Path | None, *, json: bool) -> None:
    """The queue pair by pair, by single keys."""
    if json:
        raise UsageError("keys are no JSON", where="--json", try_="mash review --json, which lists the queue")
    hub.refuse_rebuilt()
    from mash.cli.keys import keys
    from mash.cli.review_loop import ReviewLoop
    from mash.enquiry.review import queue_for

    with waiting("Asking what each would change"):
        waits = [row for row in queue_for(hub, asked) if not row.settled]
    if not waits:
        typer.echo("Nobody waits to be reviewed.")
        return
    ReviewLoop(hub, waits, lambda: replace(asked, at=now()), keys(), console(), html or Path(PAIR_PAGE)).run()


def _show(hub: Hub, couple: Couple, asked: Asked, html: Path | None, *, json: bool) -> None:
    from mash.enquiry.review import review_pair
    from mash.reports import to_json
    from mash.reports.legible import as_typed
    from mash.reports.pair import print_pair

    pair = review_pair(hub, couple, asked)
    if html:
        from mash.reports.pair_page import write_pair_page

        write_pair_page(pair, html)
    if json:
        typer.echo(to_json(pair))
        return
    print_pair(console(), pair)
    words = as_typed(pair.a.record_key, pair.b.record_key)
    typer.echo(f'  Next: mash review {words} --same (or --different, --undecided) --reason "why"')
    if html:
        typer.echo(f"The page is in {html}")


def _record(hub: Hub, couple: Couple, said: str, reason: str, asked: Asked, *, json: bool) -> None:
    from mash.enquiry.review import judge
    from mash.enquiry.review import revoke as take_back
    from mash.identity import Verdict
    from mash.ledger import Revocation
    from mash.reports import to_json
    from mash.reports.pair import NEXT_NIGHT

    made = (
        take_back(hub, couple, reason, asked) if said == "revoke" else judge(hub, couple, Verdict(said), reason, asked)
    )
    if json:
        typer.echo(to_json(made))
        return
    pair = f"{made.record_key_a} and {made.record_key_b}"
    what = "what was judged of them is taken back" if said == "revoke" else f"judged {said}"
    by = made.revoked_by if isinstance(made, Revocation) else made.judged_by  # whom the door took it from
    typer.echo(f"{pair}: {what} by {by}; {NEXT_NIGHT}.\n  Next: mash nightly")
