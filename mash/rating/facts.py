"""What the rules may know of a case: no names, no protected characteristic, no disability, no health content.

The batch and the enquiry build the same ``CaseFacts``; a test holds them equal on every case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from mash.vocabulary import CaseId, Colour, Evidence, Exposure, FlagKind, IdentityCertainty, Leg, PersonId


@dataclass(frozen=True, slots=True)
class PastReferral:
    """A referral about the child, under whichever of its identities; the present one among them."""

    case_id: CaseId
    agency: str
    received_on: dt.date
    concern: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Episode:
    """A period of the child in need (CIN), on a plan (CP), looked after (LAC) or in early help (EHA)."""

    episode_type: str
    from_date: dt.date
    to_date: dt.date | None
    evidence: Evidence

    def is_open(self, on: dt.date) -> bool:
        """Whether it has begun by that day and not ended before it."""
        return self.from_date <= on and (self.to_date is None or self.to_date >= on)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An occurrence with the child or a carer in it."""

    event_key: str
    agency: str
    concern: str | None
    grade: str | None
    """As the risk assessment graded it (DASH), the agency's own word."""
    occurred_on: dt.date
    roles: tuple[tuple[PersonId, str], ...]
    """The child's and carers' roles in it."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class HubCounts:
    """How common flags are in this hub, to tell a finding from chance."""

    adults: int
    flagged: tuple[tuple[frozenset[FlagKind], int], ...]
    """Adults by the exact set of their current kinds of flag."""

    def flagged_with(self, kinds: Collection[FlagKind]) -> int:
        """Adults with a current flag of any of ``kinds``."""
        return sum(adults for of, adults in self.flagged if of & set(kinds))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the network says of a case: the part that changes when a tie is taken away."""

    exposures: tuple[Exposure, ...]
    household: frozenset[PersonId]
    """Persons who share the child's dwelling as of the run."""
    carers: frozenset[PersonId]
    """Parents, step-parents and present carers."""
    adults_by_hop: tuple[int, ...]
    """Adults first met at 1, 2 … hops through confirmed identities."""
    routes: tuple[tuple[PersonId, tuple[Leg, ...]], ...] = ()
    """Every way of at most two ties to a flagged adult, not the best alone: a rule may ask for kin."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that the rules see."""

    case_id: CaseId
    child: PersonId
    as_of: dt.date
    concern: str | None
    """NEG PHY SAB EMO MUL DA or N0-N9."""
    initial: Colour | None
    decided: Colour | None
    """What a person decided last; None if nobody has."""
    around: Surroundings
    referrals: tuple[PastReferral, ...]
    episodes: tuple[Episode, ...]
    occurrences: tuple[Occurrence, ...]
    hub: HubCounts
    missing_agencies: tuple[str, ...]
    """Required agencies whose extract is missing or stale."""

    @property
    def person_said(self) -> Colour | None:
        """The colour a person gave: the decision, else the rating on receipt."""
        return self.decided if self.decided is not None else self.initial

    def flagged(self, kinds: Collection[FlagKind]) -> tuple[Exposure, ...]:
        """Exposures that may drive a colour: a current flag of ``kinds``, reached through confirmed identities."""
        return tuple(
            exposure
            for exposure in self.around.exposures
            if exposure.identity == IdentityCertainty.CONFIRMED
            and any(flag.kind in kinds and flag.status == "current" for flag in exposure.flags)
        )
