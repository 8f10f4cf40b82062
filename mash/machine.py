"""What only this machine knows: its clock, and whose process this is. Read here and nowhere else."""

from __future__ import annotations

import datetime as dt
import os
import pwd


def now() -> dt.datetime:
    """This moment by the machine's clock and zone, to the second."""
    return dt.datetime.now().astimezone().replace(microsecond=0, tzinfo=None)


def account() -> str:
    """The operating-system account this process runs under, by its number: no variable of the environment counts."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # a container may run under a number without a name
        return f"uid-{number}"


def whoever(given: str | None) -> str:
    """The named person, or the account; whether one may be named is for ``mash.access`` to say."""
    return given or account()
