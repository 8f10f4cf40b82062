"""The nouns every room shares: ids, ordered colours, kinds of tie and flag, and what passes between rooms.

Rooms hand over DuckDB tables of stated grain up to the associations, and these frozen classes after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NewType

AgencyName = NewType("AgencyName", str)
"""A supplier as the hub's ``mash.toml`` names it, e.g. ``police`` or ``womens_aid``."""
RecordKey = NewType("RecordKey", str)
"""``agency:source id``; for people named only inside another record ``agency:dataset:key``."""
PersonId = NewType("PersonId", str)
"""A resolved person, ``P-`` and ten letters or digits; never reused, old ids always resolve."""
CaseId = NewType("CaseId", str)
"""An open referral's id, as social care or ``mash refer`` gave it."""
RunId = NewType("RunId", str)
"""One nightly build, ``YYYYMMDD-`` and eight hex digits of what went in."""


def counted(count: int, one: str, more: str = "") -> str:
    """``1 adult``, ``2,000 adults``; ``more`` where the many are not the one and an s."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


class Colour(IntEnum):
    """Red, amber, green; higher is worse. ``UNRATED`` is no colour: it is what is said when we cannot say."""

    UNRATED = 0
    GREEN = 1
    AMBER = 2
    RED = 3


class Direction(StrEnum):
    """Which way a proposal goes from what a person said. Only a person goes there: what they said stands until then."""

    UP = "up"
    """The rules give more than the person did, or nobody has rated yet."""
    DOWN = "down"
    """The rules give less."""
    NONE = "none"
    """The same; or less, where a missing source may be why."""


class TieClass(StrEnum):
    """What stands behind a tie."""

    ASSERTED = "asserted"
    """An agency says so."""
    DERIVED = "derived"
    """It follows from rows of the agencies, e.g. overlapping stays."""
    INFERRED = "inferred"
    """It is likely, from weaker signs, e.g. a shared telephone."""


class TieKind(StrEnum):
    """How two persons are joined."""

    HOUSEHOLD = "household"
    PARENT = "parent"
    SIBLING = "sibling"
    PARTNER = "partner"
    EX_PARTNER = "ex-partner"
    CARER = "carer"
    RELATIVE = "relative"
    FRIEND = "friend"
    CO_DEFENDANT = "co-defendant"
    SUSPECT_VICTIM = "suspect-victim"
    INVOLVED_TOGETHER = "involved together"
    POLICE_ASSOCIATE = "police associate"
    PROBATION_CONTACT = "probation contact"
    SCHOOL_CONTACT = "school contact"
    SHARED_CONTACT_DETAIL = "shared contact detail"
    SHARED_VEHICLE = "shared vehicle"


class FlagKind(StrEnum):
    """What a marker or registration says of an adult, whichever agency's scheme said it."""

    SEXUAL_OFFENDER = "sexual offender"
    RISK_TO_CHILDREN = "risk to children"
    VIOLENCE = "violence"
    DOMESTIC_ABUSE = "domestic abuse"
    DRUGS = "drugs"
    OTHER = "other"


class IdentityCertainty(StrEnum):
    """Whether a path stands on identities joined at the *join* weight, or needs a *possible* link."""

    CONFIRMED = "confirmed"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row that somebody sent, and what it says."""

    agency: str
    dataset: str
    extract: str
    source_row: int
    """1 for the first data row of the extract as received."""
    says: str
    """Plain words without names, e.g. ``mother of``, ``stays overlap 2021-03-01 to 2022-01-31``."""
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    exhibit: int | None = None
    """Its number in what is made for a court."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a path: ``from_person`` to ``to_person`` along one tie."""

    from_person: PersonId
    to_person: PersonId
    kind: str
    tie_class: str
    from_date: dt.date | None
    to_date: dt.date | None
    strength: float
    """0 to 1: how sure we are that the tie is real, given that the identities are right."""
    evidence: tuple[Evidence, ...]


LASTING = frozenset({TieKind.PARENT, TieKind.SIBLING, TieKind.RELATIVE})
"""Kin stay kin: such a tie does not end, whatever a row says."""
OF_AN_EVENT = frozenset({TieKind.CO_DEFENDANT, TieKind.SUSPECT_VICTIM, TieKind.INVOLVED_TOGETHER})
"""What made such a tie was over on its day, though an agency may list it still."""


def over_on(leg: Leg) -> dt.date | None:
    """When a step was over: its end, or the day that a row gives of its event. None of kin, and while it goes on."""
    if leg.kind in LASTING:
        return None
    if leg.to_date is None and leg.kind in OF_AN_EVENT and leg.from_date in {row.from_date for row in leg.evidence}:
        return leg.from_date
    return leg.to_date


def oldest_leg(path: Iterable[Leg], as_of: dt.date) -> Leg | None:
    """The step that was over longest ago on ``as_of``: the way is as old as it. None while every step goes on."""
    over = [(on, leg) for leg in path if (on := over_on(leg)) is not None and on < as_of]
    return min(over, key=lambda each: each[0], default=(None, None))[1]


WITHHELD_LOCATION = "withheld location"
"""The kind of a stay of which only that there is one may be known."""
ASK = "contact "
"""How the category of a flag begins of which only the existence may be known: then follows whom to ask."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A marker or registration on a person, with who set it and until when."""

    kind: FlagKind
    scheme: str
    category: str | None
    level: str | None
    status: str
    """``current``, ``expired`` or ``discharged`` as of the run."""
    valid_from: dt.date | None
    valid_to: dt.date | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Exposure:
    """A flagged adult within reach of a child, and the best path to that adult."""

    person_id: PersonId
    hops: int
    flags: tuple[Flag, ...]
    path: tuple[Leg, ...]
    identity: IdentityCertainty

    def oldest_leg(self, as_of: dt.date) -> Leg | None:
        """The step of the path that was over longest ago; None while every step goes on."""
        return oldest_leg(self.path, as_of)


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule of the policy that fired, in words, with the persons and rows it stands on."""

    rule: str
    colour: Colour
    says: str
    persons: tuple[PersonId, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the engine proposes for one case; never a decision."""

    case_id: CaseId
    colour: Colour
    at_least: Colour
    """The worst colour that fired, also when the proposal is UNRATED for want of a source."""
    reasons: tuple[Reason, ...]
    missing_agencies: tuple[str, ...] = ()
    """Required agencies whose extract is missing or stale: why the proposal is UNRATED."""
    direction: Direction = Direction.NONE

    @property
    def moves_to(self) -> Colour:
        """The colour a person is asked to decide: the rules' own where that is lower, though ``colour`` stands."""
        return self.at_least if self.direction is Direction.DOWN else self.colour


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence that a proposal stands on, told without row numbers, extracts or names.

    So it is the same piece when tomorrow's delivery numbers its rows anew; two of equal fields are one.
    """

    kind: str
    """``rule``, ``flagged adult``, ``tie``, ``record`` or ``missing source``."""
    says: str
    person_a: PersonId | None = None
    person_b: PersonId | None = None
    """Of a tie; ``person_a < person_b``."""

    @property
    def told(self) -> str:
        """``flagged adult P-1234567890: sexual offender (police VISOR)``."""
        return " ".join(part for part in (self.kind, self.person_a, self.person_b) if part) + f": {self.says}"
