"""Whoever acts on what is kept or said: let in, written down, and told the number of what they did."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.options import asking, now
from mash.cli.screen import print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mash.access import Door, Role
    from mash.hub import Hub
    from mash.nightly.keeping import Asking

Reason = Annotated[str, typer.Option("--reason", help="Why; kept for good.")]
Number = Annotated[int, typer.Argument(help="Its number, as mash retention show lists it.")]


@contextmanager
def acting(hub: Hub, who: str | None, reason: str, action: str, subject: str) -> Iterator[Asking]:
    """Who acts, with why; what is refused them is in the audit too."""
    from mash.access import Role
    from mash.nightly.keeping import Asking

    door = let_in(hub, who, action, Role.IG_LEAD, Role.DECISION_MAKER, Role.ANALYST)
    with door.refusing(subject):
        yield Asking(door.actor, reason, now())


def let_in(hub: Hub, who: str | None, action: str, *roles: Role) -> Door:
    """Who asks, if one of the roles is theirs."""
    from mash.access import enter

    return enter(hub, asking(who, None, None), f"retention {action}", roles=roles, law=False)


def told(number: int, said: str, *, json: bool) -> None:
    """Say what was done, and under which number it stands."""
    if json:
        print_json({"number": number})
    else:
        typer.echo(said)
