"""``mash retention dispute|settle|correct``: what somebody says is not so, until another has looked into it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mash.cli.acting import Number, Reason, acting, told
from mash.cli.options import HubFolder, Json, Who

What = Annotated[
    list[str], typer.Argument(help="A row as answers tell it (AGENCY DATASET EXTRACT ROW), or a record key.")
]


def dispute(what: What, *, reason: Reason, who: Who = None, hub: HubFolder = Path(), json: Json = False) -> None:
    """Mark a row, or all that is said of a record, as in dispute: told of, and kept out of rating and identity.

    Examples: mash retention dispute police markers 2026-01-30 row 2 --reason "it was her brother"
    mash retention dispute police:CU37012 --reason "somebody used his name"
    """
    from contextlib import closing

    from mash.errors import NotFound
    from mash.hub import open_hub
    from mash.nightly import disputing, keeping

    opened = open_hub(hub)
    place = disputing.row_place(what, [each.name for each in opened.config.agencies])
    with acting(opened, who, reason, "dispute", " ".join(what)) as asked:
        if place:
            number = disputing.dispute_row(opened, place, asked)
        else:
            _, con = opened.read_current()
            with closing(con):
                record = keeping.record_in(con, " ".join(what))
            if record is None:
                raise NotFound("this is no row, and no record of the run in use", try_=disputing.EXAMPLE)
            number = disputing.dispute_record(opened, record, asked)
    told(number, f"In dispute as number {number}, from the next night on, until somebody else settles it.", json=json)


def settle(number: Number, *, reason: Reason, who: Who = None, hub: HubFolder = Path(), json: Json = False) -> None:
    """End a dispute that somebody else began: what was sent counts again, with what was put right meanwhile.

    Example: mash retention settle 6 --reason "the force has checked: it is he"
    """
    from mash.hub import open_hub
    from mash.nightly import disputing

    opened = open_hub(hub)
    with acting(opened, who, reason, "settle", str(number)) as asked:
        disputing.settle(opened, number, asked)
    told(number, f"Number {number} is settled, from the next night on.", json=json)


def correct(
    what: What,
    *,
    value: Annotated[
        str, typer.Option("--set", metavar="COLUMN=VALUE", help="What is right; nothing after = for none.")
    ],
    reason: Reason,
    requested_by: Annotated[str, typer.Option("--requested-by", help="Who asks for it: their letter, not their name.")],
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Put a value right over what was sent, wherever the row comes again; what was sent is no longer used.

    Example: mash retention correct police occurrences 2026-01-30 1 --set outcome=charged --reason x --requested-by x
    """
    from mash.errors import UsageError
    from mash.hub import open_hub
    from mash.nightly import disputing

    opened = open_hub(hub)
    place = disputing.row_place(what, [each.name for each in opened.config.agencies])
    column, equals, right = value.partition("=")
    if place is None or not equals:
        raise UsageError("this names no row, or no value", try_=f"{disputing.EXAMPLE}; --set outcome=charged")
    correction = disputing.Correction(column.strip(), right or None, requested_by)
    with acting(opened, who, reason, "correct", " ".join(what)) as asked:
        number = disputing.correct(opened, place, correction, asked)
    told(number, f"Put right as number {number}, from the next night on.", json=json)
