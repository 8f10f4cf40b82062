"""What only this machine knows: its clock, its chance, and whose process this is. Read here and nowhere else."""

from __future__ import annotations

import datetime as dt
import os
import pwd
import secrets


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


def behind() -> str | None:
    """The account that came to this one through ``sudo``, as ``sudo`` says; None where nobody did.

    Only for an account that nobody logs in to: whoever can become it otherwise can say what they like here.
    """
    number = os.environ.get("SUDO_UID", "")
    if not number.isdecimal() or int(number) == os.getuid():
        return None
    try:
        return pwd.getpwuid(int(number)).pw_name
    except (KeyError, OverflowError):
        return f"uid-{number}"


def export_number() -> str:
    """A number for what leaves the hub, by chance, to be read from paper: 50 bits without I, L, O and U."""
    letters = "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(10))
    return f"E-{letters[:5]}-{letters[5:]}"


def secret() -> str:
    """A secret by chance: 256 bits, in hexadecimal."""
    return secrets.token_hex(32)


def whoever(given: str | None) -> str:
    """The named person, or the account; whether one may be named is for ``mash.access`` to say."""
    return given or account()
