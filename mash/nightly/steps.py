"""What is built between pull and publish: a list one can read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field

import duckdb

from mash import __version__, associations, extracts, identity, ledger, rating, records, restrictions, retention
from mash.hub import Hub
from mash.restrictions import NOTHING, Leaving, Restrictions
from mash.vocabulary import CaseId, Colour, PersonId, Piece, RunId
from mash.warehouse import run_sql


@dataclass(frozen=True, slots=True)
class Decided:
    """What the ledger held when the night began."""

    register: ledger.Register
    last_run: RunId | None
    """The last run entered, which made the register what it is."""
    judgements: tuple[ledger.StoredJudgement, ...]
    decisions: Mapping[CaseId, ledger.Decision]
    """The newest of each case."""
    seen: Mapping[CaseId, tuple[Piece, ...]]
    """The pieces of evidence that were on the screen when people decided."""
    merged: Mapping[PersonId, PersonId]
    referrals: tuple[ledger.Referral, ...]
    terms: retention.Terms = field(default_factory=retention.Terms)
    """What of the landing is read, and how, by the owners' schedule and by what people asked for."""
    referrals_expired: int = 0
    """Recorded at the desk, and read no more."""

    @property
    def ratings(self) -> dict[CaseId, Colour]:
        """The colour that stands in each decided case."""
        return {case: decision.colour for case, decision in self.decisions.items()}

    @property
    def done(self) -> dict[CaseId, rating.Done]:
        """Where each case was decided last, and on what, if that was kept."""
        return {
            case: rating.Done(decision.basis.stage, decision.basis.fingerprint)
            for case, decision in self.decisions.items()
            if decision.basis
        }


@dataclass(frozen=True, slots=True)
class Night:
    """Everything a run is a function of, and the snapshot it is built in."""

    hub: Hub
    as_of: dt.date
    model: identity.Model
    policy: rating.Policy
    profile: rating.Profile
    decided: Decided
    snapshot: duckdb.DuckDBPyConnection
    restricted: Restrictions = NOTHING
    whole: duckdb.DuckDBPyConnection | None = None
    """The same night with what is withheld; None where nothing is, and in that night itself."""
    leaving: Leaving | None = None
    """What of it is taken out of what will be read."""

    def take_out(self, snapshot: duckdb.DuckDBPyConnection) -> None:
        """Take what is withheld out of the records, if anything is, and of some flags the content."""
        if self.leaving:
            restrictions.take_out(snapshot, self.leaving)
        restrictions.keep_existence_only(snapshot, self.restricted, self.as_of)


def load_sources(night: Night) -> None:
    """Stand every agency's current rows where the records are built from, and note in ``left_out`` what is not read."""
    out = extracts.load_current(night.snapshot, night.hub, night.as_of, night.decided.terms)
    records.load_referrals(night.snapshot, night.decided.referrals)
    if night.decided.referrals_expired:
        out = (*out, extracts.LeftOut(retention.HUB, retention.CASES, night.decided.referrals_expired, 0, 0))
    if night.decided.terms.any:
        run_sql(night.snapshot, "nightly", "left_out", {"rows": json.dumps([asdict(each) for each in out])})
    if night.decided.terms.disputes:
        rows = extracts.disputed_rows(night.hub, night.as_of, night.decided.terms)
        told = json.dumps([asdict(each) for each in rows], default=str)
        run_sql(night.snapshot, "nightly", "disputed", {"rows": told})


def build_records(night: Night) -> None:
    """Every agency's current rows in the one shape, and what they will be read by."""
    run_sql(
        night.snapshot,
        "nightly",
        "run",
        {
            "as_of": night.as_of,
            "model": night.hub.config.model,
            "policy": night.hub.config.policy,
            "policy_fingerprint": night.policy.fingerprint,
            "network_fingerprint": night.policy.network_fingerprint,
            "profile": night.hub.config.profile,
            "engine": __version__,
        },
    )
    records.build(
        night.snapshot,
        night.hub.config.agencies,
        freshness=extracts.freshness(night.hub, night.as_of, night.decided.terms),
        as_of=night.as_of,
        take_out=night.take_out if night.leaving or night.restricted.existence_only else None,
    )
    if night.leaving:
        restrictions.count_anew(night.snapshot)
    if night.decided.terms.disputes:
        run_sql(night.snapshot, "nightly", "disputed_read")


def score_pairs(night: Night) -> None:
    """Which records may be the same person, with the weight of it."""
    identity.score_pairs(night.snapshot, night.model, night.as_of, night.restricted.sealed_pairs)
    if night.decided.terms.disputes:
        run_sql(night.snapshot, "nightly", "disputed_alone")


def resolve_persons(night: Night) -> None:
    """Who is who, under the ids of the last published run. A judgement on a record in dispute waits."""
    decided, alone = night.decided, _alone(night)
    identity.resolve_persons(
        night.snapshot,
        night.model,
        judgements=[
            identity.Judgement(each.record_key_a, each.record_key_b, identity.Verdict(each.verdict))
            for each in decided.judgements
            if not alone & {each.record_key_a, each.record_key_b}
        ],
        register=decided.register,
        as_of=night.as_of,
        sealed=night.restricted.sealed_pairs,
    )


def _alone(night: Night) -> set[str]:
    if not night.decided.terms.disputes:
        return set()
    return {key for (key,) in night.snapshot.execute("select record_key from disputed where whole").fetchall()}


def join_associations(night: Night) -> None:
    """Dated, evidenced ties between persons."""
    associations.build(night.snapshot, as_of=night.as_of, settings=night.policy.associations)
    restrictions.tell_conditions(night.snapshot, night.restricted)


def find_exposures(night: Night) -> None:
    """Who is within reach of each open case, and whom of them a flag stands against."""
    associations.flag_persons(night.snapshot, as_of=night.as_of)
    associations.open_cases(night.snapshot, as_of=night.as_of, decided=night.decided.ratings.items())
    associations.reach(night.snapshot, hops=night.policy.hops)
    rating.keep_hub_counts(night.snapshot)


def propose_ratings(night: Night) -> None:
    """A colour for every open case, with its reasons."""
    rating.note_withheld(night.snapshot, night.whole, night.policy, as_of=night.as_of, contact=night.restricted.contact)
    rating.rate_open_cases(
        night.snapshot, night.policy, as_of=night.as_of, profile=night.profile, done=night.decided.done
    )


STEPS: Mapping[str, Callable[[Night], None]] = {
    "records": build_records,
    "pairs": score_pairs,
    "persons": resolve_persons,
    "associations": join_associations,
    "exposures": find_exposures,
    "proposals": propose_ratings,
}
