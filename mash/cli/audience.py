"""For whom something is made: the options that every command has which shows a child."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mash.reports.shown_to import Reader


class Audience(StrEnum):
    """For whom; as ``mash.reports.audience`` has it, which is heavy to import."""

    PROFESSIONAL = "professional"
    FAMILY = "family"
    COURT = "court"


ForWhom = Annotated[
    Audience,
    typer.Option("--audience", help="Who is to read it: of a family nobody else's is in it, a court has exhibits."),
]
FOR = {"metavar": "PERSON", "help": "Of the family: the parent or carer it is for, by id.", "show_default": False}
ForPerson = Annotated[str | None, typer.Option("--for-person", **FOR)]
ForBefore = Annotated[str | None, typer.Option("--for", hidden=True)]
"""What ``--for-person`` was called at first; ``mash graph --for`` says for which tool."""
WithReferrer = Annotated[
    str | None,
    typer.Option(
        "--with-referrer",
        metavar="REASON",
        help="Tell a court who referred: the order that asks for it.",
        show_default=False,
    ),
]


def reader_of(audience: Audience, person: str | None = None, with_referrer: str | None = None) -> Reader:
    """The reader asked for. Raises ``UsageError`` for one that cannot be meant."""
    from mash.reports.audience import Audience as For
    from mash.reports.shown_to import Reader, refuse_unmeant
    from mash.vocabulary import PersonId

    because = (with_referrer or "").strip()
    reader = Reader(For(audience.value), PersonId(person) if person else None, because)
    refuse_unmeant(reader)
    return reader
