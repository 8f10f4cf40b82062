"""Who asks something of a hub, why, under which law and for which case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from mash.machine import export_number


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked, when and for what purpose: the audit line of the answer."""

    SAY: ClassVar[Mapping[str, str]] = {
        "purpose": '--purpose "why" (or MASH_PURPOSE)',
        "purposes": "--purpose with one of: {purposes}",
        "gateway": "--gateway {gateways} (or MASH_GATEWAY)",
        "case": "--case CASE (or MASH_CASE)",
        "emergency": '--emergency "why"',
    }
    """How whoever asks says each of these, here on a terminal."""
    by: str
    at: dt.datetime
    purpose: str
    gateway: str = ""
    """The law that lets it be asked, by its name in ``access.toml``."""
    case: str = ""
    """The case it is asked for, where it is about nobody with an open one."""
    emergency: str = ""
    """Why it could not wait for a gateway or a need to know; empty when it is no emergency."""
    passed_over: str = ""
    """The case that was said, where whoever is asked about has another, open one of their own: that one is told of."""
    export: str = field(default_factory=export_number)
    """The number that stands on whatever is taken away of the answer, and in the audit."""
