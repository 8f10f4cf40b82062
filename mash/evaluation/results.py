"""What an evaluation found, as frozen classes: every figure with the count it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from mash.evaluation.intervals import Share


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which records could be scored."""

    scored: int
    """Known to both the hub and the truth, and of one person."""
    true_persons: int
    hub_only: int
    """In the hub, unknown to the truth: referrals made at the desk, for one."""
    truth_only: int
    """In the truth, not in the hub: withdrawn, rejected or of an agency that this hub does not have."""
    merged: int
    """Left out: the agency itself had mixed two people in one record, so that no answer is right."""


@dataclass(frozen=True, slots=True)
class PairQuality:
    """Records joined against records that belong together, each figure over all pairs, none sampled."""

    precision: Share
    recall: Share
    f1: float | None
    bcubed_precision: float | None
    bcubed_recall: float | None
    bcubed_f1: float | None


@dataclass(frozen=True, slots=True)
class GroupQuality:
    """One group's identities; a pair counts for a group when either record is of it."""

    dimension: str
    value: str
    records: int | None
    """None when suppressed, with all the rest."""
    joined: PairQuality
    possible: PairQuality
    """Where records joined, or of persons that may be one, count as found."""
    split: Share
    """True persons of two or more records that stand as several persons: under-merged."""
    mixed: Share
    """Persons of the hub that hold records of several true ones: over-merged."""
    compared: Share | None = None
    """True pairs that blocking brings to be compared; None when it cannot be made again, as ``Identity.blocking``."""


@dataclass(frozen=True, slots=True)
class AgencyPair:
    """Pairs of records, one of each agency."""

    agency_a: str
    agency_b: str
    recall: Share
    possible_recall: Share
    precision: Share


@dataclass(frozen=True, slots=True)
class RuleQuality:
    """One blocking rule, and the pairs it was the first to find."""

    rule: str
    candidates: int
    true_candidates: int
    true_kept: int
    """Of the true candidates: scored at or above the floor weight."""
    true_joined: int
    """Of the true candidates: in one person at the end, by whatever way."""


@dataclass(frozen=True, slots=True)
class Blocking:
    """Pair completeness: how many true pairs were ever compared."""

    compared: Share
    kept: Share
    rules: tuple[RuleQuality, ...]


@dataclass(frozen=True, slots=True)
class Joining:
    """Records named only inside another, asked as a question of joining each to the right person."""

    right_alone: Share
    """Of those whose person has any other record: with one of the right person's and with none of a wrong one's."""
    right_at_all: Share
    """Of the same: with one of the right person's, whoever else is there."""
    precision: Share
    """Of those found with any other record: with the right person's alone."""


@dataclass(frozen=True, slots=True)
class NamedInside:
    """The same, where records joined count as found, and where records of persons that may be one do too."""

    joined: Joining
    possible: Joining


@dataclass(frozen=True, slots=True)
class FalseMerges:
    """Pairs of true persons of one kind of likeness, and how many stand as one person."""

    kind: str
    merged: int
    record_pairs: int
    opportunities: int | None
    """Pairs of such persons with records in the hub; None where everybody is one."""
    rate: Share | None
    """Merged, of the opportunities."""


@dataclass(frozen=True, slots=True)
class GuardQuality:
    """One guard, and the scored pairs it held back from joining."""

    guard: str
    pairs: int
    true_pairs: int
    """Held back wrongly, if nothing else joined them."""


@dataclass(frozen=True, slots=True)
class WeightBin:
    """Scored pairs of a band of match weight, in bits as the model gave it."""

    low: float
    high: float
    true_pairs: int
    false_pairs: int
    true_vetoed: int
    """Of the true pairs: held back by a guard."""
    false_vetoed: int


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Pairs of a band of probability: what was expected, and what was true."""

    low: float
    high: float
    expected: float
    """Mean probability of the pairs."""
    observed: Share


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is who, against the truth."""

    groups: tuple[GroupQuality, ...]
    """The first is everyone."""
    agency_pairs: tuple[AgencyPair, ...]
    blocking: Blocking | None
    """None when the snapshot is of another version of the engine, so that its blocking cannot be made again."""
    named_inside: NamedInside
    false_merges: tuple[FalseMerges, ...]
    guards: tuple[GuardQuality, ...]
    weights: tuple[WeightBin, ...]
    calibration: tuple[CalibrationBin, ...]
    """Of pairs of records that no guard held back."""
    possible_calibration: tuple[CalibrationBin, ...]
    """Of persons that may be one, as the engine tells of them."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors, and whose they are."""

    total: int
    sources: int
    """A plain reading of what the hub holds errs alike: a tie nobody sent, an address nobody closed, a crowd."""
    identity: int
    """Gone when the same case is rated on the true identities."""
    associations: int
    """Ties made, followed or left out otherwise than a plain reading of the same rows does."""
    rating: int
    """The same adults, and another colour than that reading gives."""


@dataclass(frozen=True, slots=True)
class FlagErrors:
    """Flagged adults missed and flagged adults wrongly shown, for the cases of one group of children."""

    dimension: str
    value: str
    cases: int | None
    """None when suppressed, with all the rest."""
    expected: int | None
    missed: int | None
    missed_as_possible: int | None
    """Of the missed: shown, as reached through a possible identity only."""
    false: int | None
    missed_per_1000: float | None
    false_per_1000: float | None
    """Per 1,000 cases."""
    wrong_colour: Share


@dataclass(frozen=True, slots=True)
class ProposalsOfGroup:
    """How often a group of children is proposed red and amber, beside how often the reference has it so."""

    dimension: str
    value: str
    cases: int | None
    """None when suppressed, as all the shares then are."""
    proposed_red: Share
    expected_red: Share
    proposed_amber: Share
    expected_amber: Share


@dataclass(frozen=True, slots=True)
class FlagDistance:
    """Persons whom the reference expects as flagged with one kind at one distance, and how many the run shows."""

    kind: str
    hops: int
    found: Share
    """Shown as flagged, at whatever distance, on confirmed identities."""
    as_possible: int | None
    """Shown through a possible identity only; None when suppressed."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Open cases judged twice on true identities: by the engine, and by a plain reading of what was sent."""

    cases: int
    exposures: int
    """With the same flagged adults at the same distances, by ways of the same strength."""
    proposals: int
    """Of the same colour by the same rules."""
    differing: tuple[str, ...]
    """Ids of the others: each a fault of one of the two, or a rule nobody wrote down."""
    not_read: tuple[str, ...] = ()
    """Rules of the policy that the plain reading does not know."""


@dataclass(frozen=True, slots=True)
class Rating:
    """Proposals against the oracle's: those made from the truth by a separate program."""

    cases: int
    not_compared: int
    """Open cases of the hub that the oracle does not have."""
    confusion: Mapping[str, Mapping[str, int]]
    """Reference's colour to the proposed colour to cases."""
    colours: Errors
    missed_flags: Errors
    false_flags: Errors
    distances: tuple[FlagDistance, ...]
    """By kind, then hops."""
    groups: tuple[FlagErrors, ...]
    proposals: tuple[ProposalsOfGroup, ...] = ()
    """By the same groups: whether a group is proposed red more often than it should be."""
    """The first is everyone."""
    agreement: Agreement | None = None
    """The engine on true identities beside a plain reading of what was sent."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Pairs that people labelled."""

    same: int
    different: int
    unknown: int
    """Pairs left out: a record of theirs is not in this run."""
    recall: Share
    """Of the pairs labelled same: joined."""
    possible_recall: Share
    """Of the pairs labelled same: joined, or of persons that may be one."""
    precision: Share
    """Of the joined pairs among the labelled: labelled same. Only as telling as the choice of pairs."""


@dataclass(frozen=True, slots=True)
class TruthFacts:
    """Which made-up town the truth is of."""

    seed: int
    persons: int
    as_of: dt.date
    profile: str
    policy: str | None = None
    """Under which its proposals were made; None when it does not say."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run of a hub, measured."""

    run: str
    as_of: dt.date
    engine: str
    model: str
    policy: str
    join_weight: float | None
    possible_weight: float | None
    """Bits; None when the model of the run is gone."""
    truth: TruthFacts | None = None
    coverage: Coverage | None = None
    identity: Identity | None = None
    rating: Rating | None = None
    """None without a truth, as are the three above."""
    not_rated: str | None = None
    """Why there is a truth and yet no rating."""
    labels: Labels | None = None
