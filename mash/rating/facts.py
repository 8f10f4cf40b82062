"""What the rules may know of a case: no names, no protected characteristic, no disability, no health content.

The batch and the enquiry build the same ``CaseFacts``; a test holds them equal on every case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from mash.vocabulary import CaseId, Colour, Evidence, Exposure, FlagKind, IdentityCertainty, Leg, PersonId


@dataclass(frozen=True, slots=True)
class PastReferral:
    """A referral about the child, under whichever of its identities; the present one among them."""

    case_id: CaseId
    agency: str
    received_on: dt.date
    concern: str | None
    evidence: Evidence
    outcome: str | None = None
    """What was decided when it was closed, in the contract's words."""
    closed_on: dt.date | None = None
    informant: PersonId | None = None
    """Who made it, where that person is on record."""


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
class OtherSelf:
    """What is recorded of somebody who may be the child too: it counts only where they are taken to be."""

    person_id: PersonId
    referrals: tuple[PastReferral, ...]
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An occurrence with the child, a carer, a sibling or somebody of the household in it, or whoever may be them."""

    event_key: str
    agency: str
    concern: str | None
    grade: str | None
    """As the risk assessment graded it (DASH), the agency's own word."""
    occurred_on: dt.date
    roles: tuple[tuple[PersonId, str], ...]
    """The roles in it of those persons alone."""
    evidence: Evidence
    about: str | None = None
    """``missing``, or None."""
    suspects: tuple[PersonId, ...] = ()
    """Whoever they are."""
    informants: tuple[PersonId, ...] = ()
    """Whoever they are."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What probation records of somebody and a programme for those who abuse a partner."""

    person_id: PersonId
    refused: bool
    from_date: dt.date
    to_date: dt.date | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Release:
    """A flagged adult's last release from prison."""

    person_id: PersonId
    released_on: dt.date
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PlaceInCommon:
    """A flagged adult and the child, a carer or somebody of the household in one outward code at one time.

    Told of a case only when it is so in two post areas at least, and never of a place that must not be shown.
    """

    person_id: PersonId
    """The flagged adult."""
    with_person: PersonId
    outcode: str
    area: str
    """The post area: the letters of the outward code, about the size of a county."""
    from_date: dt.date
    """First day both were there."""
    to_date: dt.date
    """Last day, or the day of the run."""
    evidence: tuple[Evidence, ...]
    authority: str | None = None
    """The local authority with most of that outward code's postcodes; None for a code that no postcode has."""


class Infancy(StrEnum):
    """A baby cannot tell, hide or be seen at school: a stage of life in which any danger weighs more.

    This and no age reaches the rules. It is told of the child alone, and only ever raises a colour.
    """

    UNBORN = "unborn"
    UNDER_ONE = "under one"


@dataclass(frozen=True)
class HubCounts:
    """How common flags are in this hub, to tell a finding from chance."""

    adults: int
    flagged: tuple[tuple[frozenset[FlagKind], int], ...]
    """Adults by the exact set of their current kinds of flag."""
    placed: tuple[tuple[str, frozenset[FlagKind], int], ...] = ()
    """The same of those who have ever stayed in a post area, area by area."""

    def flagged_with(self, kinds: Collection[FlagKind]) -> int:
        """Adults with a current flag of any of ``kinds``."""
        asked = frozenset(kinds)
        if asked not in self._counted:
            self._counted[asked] = sum(adults for of, adults in self.flagged if of & asked)
        return self._counted[asked]

    @cached_property
    def _counted(self) -> dict[frozenset[FlagKind], int]:
        """What was asked before: a policy asks the same few of every case."""
        return {}

    @cached_property
    def unplaced(self) -> HubCounts:
        """The same with nobody ever anywhere."""
        return replace(self, placed=())

    def flagged_in(self, areas: Collection[str], kinds: Collection[FlagKind]) -> int:
        """The same of those who have ever stayed in one of the post areas; who stayed in two counts twice."""
        return sum(adults for area, of, adults in self.placed if area in areas and of & set(kinds))


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
    siblings: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something bears on the case that nobody who reads it is shown: its colour, and whom to ring; nothing else."""

    colour: Colour
    says: str


@dataclass(frozen=True)
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
    infancy: Infancy | None = None
    sibling_referrals: tuple[tuple[PersonId, PastReferral], ...] = ()
    """Referrals about a brother or sister, and about whom."""
    programmes: tuple[Programme, ...] = ()
    """Of the suspects of domestic abuse about the child, its household and its carers."""
    releases: tuple[Release, ...] = ()
    """Of flagged adults in reach."""
    places: tuple[PlaceInCommon, ...] = ()
    perhaps_the_child: tuple[OtherSelf, ...] = ()
    withheld: Withheld | None = None

    @property
    def person_said(self) -> Colour | None:
        """The colour a person gave: the decision, else the rating on receipt."""
        return self.decided if self.decided is not None else self.initial

    @property
    def tell_of_others(self) -> bool:
        """Whether there is anything in which others have a part, so that it may matter who somebody is."""
        parts = (self.occurrences, self.sibling_referrals, self.programmes, self.places, self.perhaps_the_child)
        return bool(self.around.exposures) or any(parts)

    def flagged(self, kinds: Collection[FlagKind]) -> tuple[Exposure, ...]:
        """Exposures that may drive a colour: a current flag of ``kinds``, reached through confirmed identities."""
        return tuple(exposure for exposure, current in self.driving if not current.isdisjoint(kinds))

    @cached_property
    def driving(self) -> tuple[tuple[Exposure, frozenset[FlagKind]], ...]:
        """The same whatever their kinds, each with these: every rule about somebody flagged asks."""
        found = (
            (exposure, frozenset(flag.kind for flag in exposure.flags if flag.status == "current"))
            for exposure in self.around.exposures
            if exposure.identity == IdentityCertainty.CONFIRMED
        )
        return tuple((exposure, current) for exposure, current in found if current)


def with_selves(facts: CaseFacts, selves: Iterable[OtherSelf]) -> CaseFacts:
    """The facts with what is recorded of these being of the child."""
    some = tuple(selves)
    if not some:
        return facts
    return replace(
        facts,
        referrals=(*facts.referrals, *(each for self in some for each in self.referrals)),
        episodes=(*facts.episodes, *(each for self in some for each in self.episodes)),
    )


def persons_told_of(facts: CaseFacts) -> frozenset[PersonId]:
    """Everybody of whom the facts tell more than where they are: the child's own people, and whoever is on record."""
    around = facts.around
    return frozenset(
        {
            *(facts.child, *around.carers, *around.household, *around.siblings),
            *(person for each in facts.occurrences for person, _ in each.roles),
            *(person for each in facts.occurrences for person in each.suspects),
            *(whose for whose, _ in facts.sibling_referrals),
            *(each.person_id for some in (facts.programmes, facts.releases, facts.places) for each in some),
            *(each.with_person for each in facts.places),
            *(each.person_id for each in facts.perhaps_the_child),
        }
    )
