"""The engine of a safeguarding hub.

Extracts from the agencies that each know a part of a child's picture are checked against their
contracts and landed; records are resolved to persons; persons are joined by dated, evidenced ties;
flagged adults around a child propose a re-rating of the referral. It proposes; a person decides.

From Python: ``with mash.open("hub") as hub`` (``docs/python.md``). Importing this imports nothing else.
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mash.notebook import OpenHub

__all__ = ["__version__", "open"]
__version__ = "0.1.0"


def open(  # noqa: A001, PLR0913 - named as the builtin it is like; what the command's options say
    hub: str | PathLike[str],
    *,
    who: str | None = None,
    purpose: str | None = None,
    gateway: str | None = None,
    case: str | None = None,
    emergency: str | None = None,
) -> OpenHub:
    """Open a hub to read, at the run now in use, which all answers are then of; close it, or use it in a ``with``.

    Whatever is asked is noted in the hub's audit as the command would note it: ``who`` asked (else ``MASH_WHO``, else
    your account), for what ``purpose`` (else ``MASH_PURPOSE``), under which ``gateway`` (else ``MASH_GATEWAY``), for
    which ``case``, where it is about nobody with an open one (else ``MASH_CASE``). ``emergency`` is why it could not
    wait for gateway, case or need to know. What lacks them raises ``mash.errors.Refused`` when it is asked.
    Raises ``mash.errors.NotFound`` where there is no hub, or no run yet, ``UsageError`` for a ``mash.toml`` in error.
    """
    from mash.notebook import open_at

    said = {"who": who, "purpose": purpose, "gateway": gateway, "case": case, "emergency": emergency}
    return open_at(hub, said)
