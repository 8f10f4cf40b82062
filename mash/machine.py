"""What only this machine knows: its clock, and who is logged in. Read here and nowhere else."""

from __future__ import annotations

import datetime as dt
import getpass


def now() -> dt.datetime:
    """This moment by the machine's clock and zone, to the second."""
    return dt.datetime.now().astimezone().replace(microsecond=0, tzinfo=None)


def whoever(given: str | None) -> str:
    """The named person, or the login name."""
    return given or getpass.getuser()
