"""An enquiry's answer: the one frozen structure that every form of report renders.

The enquiry fills it; the terminal, the page, the graph and the JSON only read it. Where somebody lives is
withheld here, once, so that no form can show what another hides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from mash.access import Asked
from mash.chronology import DayInLife, Entry, Gap
from mash.ledger import Decision, Sharing
from mash.reports.audience import Disclosed
from mash.reports.disputed import Disputed
from mash.reports.network import Network, NetworkPerson, Stay
from mash.reports.subject import THE_CHILD, reworded, subject_of
from mash.vocabulary import (
    CaseId,
    Colour,
    Direction,
    Evidence,
    Flag,
    FlagKind,
    IdentityCertainty,
    Leg,
    PersonId,
    Piece,
    Reason,
    RunId,
    counted,
)

HIDDEN_STAY_KINDS = frozenset({"refuge"})
"""Stays whose place is never shown, whoever stays there (our judgement)."""


def run_age_days(run: RunId, asked: Asked | None) -> int:
    """From the day of a run, with which its name begins, to the asking; 0 when nobody asked."""
    return (asked.at.date() - dt.date.fromisoformat(run[:8])).days if asked else 0


@dataclass(frozen=True, slots=True)
class Referral:
    """The contact that opened the case."""

    case_id: CaseId
    received_at: dt.datetime
    concern: str | None = None
    """NEG PHY SAB EMO MUL DA N0-N9 (children in need census)."""
    source_code: str | None = None
    """1A to 10 (children in need census)."""
    narrative: str | None = None


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another open case of the same child."""

    case_id: CaseId
    received_at: dt.datetime | None
    concern: str | None
    stands: Colour | None
    """A person's decision, else as it was screened."""


@dataclass(frozen=True, slots=True)
class ChildRecord:
    """One agency's record of the child, as it was sent."""

    record_key: str
    agency: str
    dataset: str
    extract: str
    source_row: int
    names: tuple[str, ...]
    date_of_birth: dt.date | None = None
    exhibit: int | None = None
    """Its number in what is made for a court."""


@dataclass(frozen=True, slots=True)
class Child:
    """The child asked about, with every record that was joined to make her."""

    person_id: PersonId
    names: tuple[str, ...]
    """The name to show first, then the others she is recorded under."""
    date_of_birth: dt.date | None = None
    expected_date_of_birth: dt.date | None = None
    """Of a child not yet born, or whose birth nobody has recorded; null once a date of birth is known."""
    records: tuple[ChildRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Certainty:
    """How probable each colour is, every identity that is only possible being true or false by its own probability."""

    colour: Colour
    """The colour it is asked of: what was searched gives at least this."""
    shares: Mapping[Colour, float] = field(default_factory=dict)
    """By colour, 0 to 1, adding up to 1."""
    firm: bool = True
    """Whether the colour holds without any possible identity."""
    links: int = 0
    """How many possible identities could change the colour."""
    draws: int = 0
    """0 when every set of them was weighed exactly."""


@dataclass(frozen=True, slots=True)
class Rating:
    """The colours a case has, and the one proposed; only a person decides."""

    initial: Colour | None
    decided: Colour | None
    proposed: Colour
    at_least: Colour
    certainty: Certainty | None = None
    due_by: dt.datetime | None = None
    due: str = ""
    """What is due by then: the stage that comes next."""
    direction: Direction = Direction.NONE
    """Which way the rules would go from what a person said, to ``at_least``; ``proposed`` is never lower than that."""

    @property
    def before(self) -> Colour | None:
        """What stood before this proposal: a person's decision, else the first rating."""
        return self.initial if self.decided is None else self.decided

    @property
    def stands(self) -> bool:
        """Whether what stood before stands: nothing else is proposed, or something lower until a person decides."""
        return self.proposed == self.before


@dataclass(frozen=True, slots=True)
class FlaggedPerson:
    """A flagged adult in reach, with the best path from the child and what its identity rests on."""

    person_id: PersonId
    hops: int
    flags: tuple[Flag, ...]
    path: tuple[Leg, ...]
    identity: IdentityCertainty = IdentityCertainty.CONFIRMED
    weakest_link: str | None = None
    """Plain words without names, e.g. ``possible identity, 9.1 bits, same name and year of birth``."""


@dataclass(frozen=True, slots=True)
class ExpectedByChance:
    """How many flagged adults a network of this size would hold if chance alone filled it."""

    observed: int
    expected: float
    adults_in_reach: int
    tail_probability: float | None = None
    """The chance of at least ``observed``; null when it cannot be said."""
    kinds: tuple[FlagKind, ...] = ()
    """The kinds of flag counted: the policy's."""


@dataclass(frozen=True, slots=True)
class KindByChance:
    """The same of one kind of flag, by how common that kind is in this hub."""

    kind: FlagKind
    observed: int
    expected: float
    tail_probability: float


@dataclass(frozen=True, slots=True)
class RestsOn:
    """One link without which the proposal would be another: look here for an error before acting."""

    kind: str
    """``identity`` (two records being one person) or ``tie``."""
    says: str
    persons: tuple[PersonId, ...] = ()
    flagged_beyond: int = 0
    """How many flagged persons are reached only through it."""
    colour_without: Colour | None = None
    """What the rules would give without it."""
    evidence: tuple[Evidence, ...] = ()
    match_weight: float | None = None
    """Of an identity, in bits; null of a tie, and where a person judged the two the same."""


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """A possible identity that would change the proposal, were it confirmed."""

    persons: tuple[PersonId, PersonId]
    colour: Colour
    """What the rules would give."""
    says: str
    match_weight: float
    """Bits."""
    probability: float
    evidence: tuple[Evidence, ...] = ()
    """The two rows compared."""


@dataclass(frozen=True, slots=True)
class Searched:
    """One dataset of one agency, how fresh it was, and what was found in it."""

    agency: str
    dataset: str
    latest_extract: str | None
    received_on: dt.date | None
    age_days: int | None
    state: str
    """``fresh``, ``stale`` or ``missing``: only a fresh source without a find says anything."""
    rows: int
    found_child: int
    """Rows of the child's own."""
    found_network: int
    """Rows of anybody in the network, the child's included."""
    required: bool = False
    fresh_within_days: int | None = None
    """The contract's."""

    def stale_after(self, days: int) -> bool:
        """Whether it was fresh in the run, and is no more when the run is so many days old."""
        if self.state != "fresh" or self.age_days is None or self.fresh_within_days is None:
            return False
        return self.age_days + days > self.fresh_within_days


@dataclass(frozen=True, slots=True)
class Crowd:
    """A context that joins nobody because it holds too many, or because strangers share it."""

    kind: str
    persons: int
    reason: str = ""
    from_date: dt.date | None = None
    to_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """What is new and what is gone since a person decided, or where nobody has, since a run; and nothing else."""

    run: RunId
    """The run that was on the screen; where nobody decided the one before the change."""
    colour: Colour | None
    """What was decided, or proposed by that run; None where that is not known."""
    says: tuple[str, ...] = ()
    decided_by: str = ""
    decided_at: dt.datetime | None = None
    new: tuple[Piece, ...] = ()
    gone: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Answer:
    """All that one enquiry found, as of one run; ``referral`` and ``rating`` are null when no case is open."""

    run: RunId
    as_of: dt.date
    policy: str
    model: str
    hops: int
    """How many hops were searched."""
    child: Child
    referral: Referral | None = None
    other_cases: tuple[OtherCase, ...] = ()
    """Open of the same child beside ``referral``, the newest first."""
    rating: Rating | None = None
    reasons: tuple[Reason, ...] = ()
    """The worst first."""
    flagged: tuple[FlaggedPerson, ...] = ()
    """The nearest first."""
    expected_by_chance: ExpectedByChance | None = None
    chance_by_kind: tuple[KindByChance, ...] = ()
    """Every kind of flag that the hub has, the counted ones or not."""
    rests_on: tuple[RestsOn, ...] = ()
    """Ties and identities, the weakest of each kind first."""
    to_confirm: tuple[ToConfirm, ...] = ()
    """What would turn the proposal worst first."""
    searched: tuple[Searched, ...] = ()
    not_followed: tuple[Crowd, ...] = ()
    chronology: tuple[Entry, ...] = ()
    """The oldest first."""
    gaps: tuple[Gap, ...] = ()
    """Times in which no agency saw the child."""
    day_in_life: DayInLife | None = None
    """None for a grown person asked about."""
    stays: tuple[Stay, ...] = ()
    network: Network = field(default_factory=Network)
    decisions: tuple[Decision, ...] = ()
    """What people decided of the case, the oldest first; the last one stands."""
    sharing: tuple[Sharing, ...] = ()
    """What people decided to share of the case, with whom, and what not, the oldest first."""
    changed_since: ChangedSince | None = None
    asked: Asked | None = None
    taken_because: str | None = None
    """When the child was described and not named by an id: what of the description agrees, and what does not."""
    disputed: tuple[Disputed, ...] = ()
    """Of everybody in the network: told of, and counted for nothing."""
    policy_from: dt.date | None = None
    """The day from which the policy holds; later than ``as_of`` where it was not yet in force (decision 18)."""
    disclosed: Disclosed | None = None
    """For whom it was made, and what is left out; None: for the professionals, with all of it."""

    def __post_init__(self) -> None:
        """Withhold the places that no form of report may show, and call no grown person a child."""
        object.__setattr__(self, "stays", tuple(self._without_hidden_place(stay) for stay in self.stays))
        said = tuple(replace(reason, says=reworded(reason.says, self.subject)) for reason in self.reasons)
        object.__setattr__(self, "reasons", said)
        if self.subject != THE_CHILD:
            object.__setattr__(self, "gaps", ())
            object.__setattr__(self, "day_in_life", None)

    def __repr__(self) -> str:
        """In a line and without a name, for a notebook that others will see."""
        of = self.referral.case_id if self.referral else self.child.person_id
        colour = f", proposed {self.rating.proposed.name}" if self.rating else ""
        found = f"{len(self.flagged)} flagged among {len(self.network.persons)} within {counted(self.hops, 'hop')}"
        return f"<answer on {of}: {found}{colour}; run {self.run}, as of {self.as_of}>"

    @property
    def outdated(self) -> tuple[int, tuple[str, ...]]:
        """How many days the run is older than the asking, and the agencies that were fresh in it and are no more."""
        days = run_age_days(self.run, self.asked)
        return days, tuple(sorted({source.agency for source in self.searched if source.stale_after(days)}))

    @property
    def rests_on_none(self) -> bool:
        """Whether there is a colour to doubt, and no single link without which it would be another."""
        return self.rating is not None and self.rating.at_least > Colour.GREEN and not self.rests_on

    @property
    def subject(self) -> str:
        """What to call the person asked about: ``the child``, unless they are 18 or over."""
        born = self.child.date_of_birth or self.child.expected_date_of_birth
        return subject_of(born, self.as_of, referred=self.referral is not None)

    def _without_hidden_place(self, stay: Stay) -> Stay:
        person = self.people.get(stay.person_id)
        unknown_or_restricted = person is None or person.restricted
        return replace(stay, place=None) if unknown_or_restricted or stay.kind in HIDDEN_STAY_KINDS else stay

    @cached_property
    def people(self) -> dict[PersonId, NetworkPerson]:
        """Everybody in the network by id."""
        return {person.person_id: person for person in self.network.persons}

    def name_of(self, person_id: PersonId) -> str:
        """The name to show for a person of the network; the id itself for anybody else."""
        if person_id == self.child.person_id and self.child.names:
            return self.child.names[0]
        return self.people[person_id].name if person_id in self.people else person_id
