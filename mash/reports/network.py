"""The network of an answer: who is in it, what ties them, and where they stayed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mash.reports.legible import legible
from mash.vocabulary import Evidence, Flag, IdentityCertainty, PersonId


@dataclass(frozen=True, slots=True)
class Stay:
    """One person's period at a place; the place is no finer than outward code and town."""

    person_id: PersonId
    kind: str
    from_date: dt.date | None
    to_date: dt.date | None
    place: str | None = None
    """``TR18 Penzance``; null when it must not be shown or is not known."""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class NetworkPerson:
    """Somebody in the network, the child included (``hops`` 0)."""

    person_id: PersonId
    names: tuple[str, ...]
    hops: int
    date_of_birth: dt.date | None = None
    flags: tuple[Flag, ...] = ()
    flags_known: bool = True
    """False when a source that would hold flags was stale or missing: no flag is then no comfort."""
    restricted: bool = False
    agencies: tuple[str, ...] = ()
    identity: IdentityCertainty = IdentityCertainty.CONFIRMED
    via: PersonId | None = None
    """The person before on the best path; null for the child."""

    @property
    def name(self) -> str:
        """The name to show: the first that has a letter left to show."""
        return next((name for name in self.names if legible(name).strip()), "(no name known)")

    @property
    def flagged(self) -> bool:
        """Whether a flag is current as of the run."""
        return any(flag.status == "current" for flag in self.flags)


@dataclass(frozen=True, slots=True)
class NetworkTie:
    """One dated, evidenced tie of two persons in the network."""

    tie_id: str
    person_a: PersonId
    person_b: PersonId
    kind: str
    tie_class: str
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    strength: float = 1.0
    a_is: str | None = None
    """What a is to b, e.g. ``mother``."""
    b_is: str | None = None
    sources: int = 1
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class PossibleIdentity:
    """Two persons of the network who may be one."""

    person_a: PersonId
    person_b: PersonId
    match_weight: float
    """Bits."""
    probability: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """Everybody within the hops asked for, and what ties them."""

    persons: tuple[NetworkPerson, ...] = ()
    ties: tuple[NetworkTie, ...] = ()
    possible: tuple[PossibleIdentity, ...] = ()
