"""A child described instead of named by an id: the options that say so, and whom it may be about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.completing import whom
from mash.cli.screen import console
from mash.errors import UsageError

if TYPE_CHECKING:
    from mash.enquiry import NotClear
    from mash.enquiry.described import Description
    from mash.reports import Answer

About = Annotated[
    list[str] | None,
    typer.Argument(
        help="A case, a person id, a record key; or the child's name.", show_default=False, autocompletion=whom
    ),
]
Name = Annotated[str | None, typer.Option("--name", help="The child's whole name in one box, in any order.")]
Forenames = Annotated[str | None, typer.Option("--forenames", help="The child's forenames.")]
Surname = Annotated[str | None, typer.Option("--surname", help="The child's surname, now or before.")]
Born = Annotated[
    str | None,
    typer.Option("--dob", metavar="DATE", help="Date of birth: 2022-09-14, 14/09/2022, or only the year or month."),
]
Age = Annotated[str | None, typer.Option("--age", help="When the birthday is not known: 3, 'about 3', '18 months'.")]
Postcode = Annotated[
    str | None, typer.Option("--postcode", help="A postcode the child is known at, now or before; half will do.")
]


def joined(about: list[str] | None) -> str | None:
    """An id, or a name typed without quotes, as one text."""
    return " ".join(about) if about else None


def refuse_two_ways(about: str | None, child: str | None, described: Description) -> None:
    """Raises ``UsageError`` for what would go unheeded, by the options that said it."""
    if about and child:
        says = "the id given says whom it is about: this would go unheeded"
        raise UsageError(says, where="--child", try_="an id alone, or one description alone")
    described.refuse_two_ways(about or child, _option)


def _option(field: str) -> str:
    return "--dob" if field == "born" else f"--{field}"


def tell_of_another_case(answer: Answer) -> None:
    """Say so where the case said is not the one told of, as the page does."""
    from mash.reports.legible import legible
    from mash.reports.notices import passed_over

    for notice in passed_over(answer):
        typer.echo(legible(f"{notice.heading}. {notice.says}"), err=True)


def offer(unclear: NotClear, *, json: bool) -> None:
    """Show whom it may be about, for the analyst to choose; the error itself names nobody."""
    if json:
        from mash.reports import to_json

        typer.echo(to_json(unclear.candidates))
        return
    from mash.reports.candidates import print_candidates

    print_candidates(console(), unclear.candidates)
