"""Options that several commands share, each defined once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.errors import UsageError
from mash.machine import now as now  # noqa: PLC0414 - for the commands
from mash.machine import whoever as whoever  # noqa: PLC0414

if TYPE_CHECKING:
    from mash.access import Asked

HubFolder = Annotated[
    Path, typer.Option("--hub", envvar="MASH_HUB", help="The hub's folder.", show_default="this folder")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script instead of text.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day the answer is true for.")]
Who = Annotated[
    str | None,
    typer.Option(
        "--who",
        envvar="MASH_WHO",
        help="Who asks or decides, if not you.",
        show_default="your operating-system account",
    ),
]
Role = Annotated[
    str | None,
    typer.Option(
        "--role",
        envvar="MASH_ROLE",
        metavar="ROLE",
        help=r"In what role, one of the hub's profile: {roles}. [dim red]\[required][/]",
        show_default=False,
    ),
]
Purpose = Annotated[
    str | None,
    typer.Option("--purpose", envvar="MASH_PURPOSE", help="Why it is asked; kept for good.", show_default=False),
]
Gateway = Annotated[
    str | None,
    typer.Option(
        "--gateway",
        envvar="MASH_GATEWAY",
        metavar="NAME",
        help="The law that lets it be asked, a gateway of access.toml: {gateways} in a fresh hub.",
        show_default=False,
    ),
]
ForCase = Annotated[
    str | None,
    typer.Option(
        "--case",
        envvar="MASH_CASE",
        metavar="CASE",
        help="The case it is asked for, when it is about nobody with an open one.",
        show_default=False,
    ),
]
Emergency = Annotated[
    str | None,
    typer.Option(
        "--emergency",
        metavar="REASON",
        help="Break the glass: without gateway, case or need to know. Marked, and reviewed afterwards.",
        show_default=False,
    ),
]

END_OF_DAY = dt.time(23, 59, 59)


def parse_date(given: str, option: str) -> dt.date:
    """An ISO date from the command line. Raises ``UsageError`` naming the option."""
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise UsageError("this is not a date", where=option, try_="YYYY-MM-DD, such as 2026-01-31") from None


def parse_moment(given: str, option: str) -> dt.datetime:
    """A date and time of the hub's own place. Raises ``UsageError`` naming the option, for a day without a time too."""
    try:
        _, _, time = given.replace(" ", "T").partition("T")
        dt.time.fromisoformat(time)
        return dt.datetime.fromisoformat(given).replace(tzinfo=None)
    except ValueError:
        raise UsageError("this is not a date and time", where=option, try_="YYYY-MM-DDTHH:MM") from None


def today_or(given: str | None, option: str = "--as-of") -> dt.date:
    """The given date, or today's by the machine's clock."""
    return parse_date(given, option) if given else now().date()


def known_by(given: str, option: str) -> dt.datetime:
    """A moment; of a day its end, and of today this moment. Raises ``UsageError`` naming the option."""
    if "T" in given or " " in given.strip():
        return parse_moment(given, option)
    day, moment = parse_date(given, option), now()
    return moment if day == moment.date() else dt.datetime.combine(day, END_OF_DAY)


def asking(
    who: str | None,
    purpose: str | None,
    gateway: str | None,
    case: str | None = None,
    emergency: str | None = None,
) -> Asked:
    """Who asks, at this moment, and why; what was not said is for the door to find."""
    from mash.access import Asked

    asked = Asked(
        by=whoever(who),
        at=now(),
        purpose=(purpose or "").strip(),
        gateway=(gateway or "").strip(),
        case=(case or "").strip().upper(),
        emergency=(emergency or "").strip(),
    )
    if asked.emergency:
        typer.echo("EMERGENCY ACCESS, past the usual checks: it is on record and will be reviewed.", err=True)
    return asked


def taken(**files: object) -> tuple[str, ...]:
    """The forms in which something leaves the hub: those that a file is given for."""
    return tuple(sorted(form for form, file in files.items() if file))
