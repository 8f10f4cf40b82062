"""What a rule hands back, and the words all rules share."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mash.vocabulary import Evidence, Exposure, FlagKind, PersonId


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, in words without names, with the persons and rows it stands on."""

    says: str
    persons: tuple[PersonId, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def exposed(says: str, found: list[Exposure]) -> Finding:
    """A finding about flagged adults: it stands on their current flags and on every step of the way to them."""
    flags = (flag.evidence for each in found for flag in each.flags if flag.status == "current")
    steps = (evidence for each in found for leg in each.path for evidence in leg.evidence)
    return Finding(says, tuple(each.person_id for each in found), tuple(dict.fromkeys((*flags, *steps))))


@lru_cache(maxsize=1_000)
def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def either(kinds: Iterable[FlagKind]) -> str:
    """``sexual offender or risk to children``."""
    return " or ".join(kind.value for kind in kinds)
