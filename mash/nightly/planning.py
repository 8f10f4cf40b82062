"""A night before it is built: its day, its rules, what the ledger held, and a name made of all that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mash import extracts, identity, ledger, rating, retention
from mash.errors import Refused
from mash.hub import Hub
from mash.nightly.adopting import run_in_use
from mash.nightly.inputs import basis_of, hash_of, inputs_of
from mash.nightly.logbook import Logbook
from mash.nightly.report import NightReport
from mash.nightly.steps import Decided
from mash.restrictions import Restrictions, read_restrictions
from mash.vocabulary import RunId


@dataclass(frozen=True, slots=True)
class Plan:
    """A night before it is built."""

    hub: Hub
    as_of: dt.date
    run: RunId
    inputs: str
    basis: Mapping[str, Any]
    """What ``inputs`` is a hash of, by part."""
    deliveries: tuple[extracts.Delivery, ...]
    model: identity.Model
    policy: rating.Policy
    profile: rating.Profile
    decided: Decided
    before: NightReport | None
    """The run in use."""
    now: Callable[[], dt.datetime]
    restricted: Restrictions
    pulled: float = 0.0
    """Seconds that the deliveries took to be pulled."""

    @property
    def folder(self) -> Path:
        """Where the run is built and stays."""
        return self.hub.snapshots / self.run

    @property
    def rests_on(self) -> str:
        """A hash of all a step rests on but the tables before it: the inputs, and the register by its last run."""
        return hash_of([self.inputs, self.decided.last_run])

    @property
    def log(self) -> Logbook:
        """Where what is done is noted as it is done."""
        return Logbook(self.folder, self.run, self.now)


def plan_night(
    hub: Hub, as_of: dt.date, deliveries: tuple[extracts.Delivery, ...], now: Callable[[], dt.datetime]
) -> Plan:
    """Read all that a night of that day is a function of."""
    model, policy = identity.load_model(hub.config.model), rating.load_policy(hub.config.policy)
    profile = rating.load_profile(hub.config.profile)
    read_at, decided = now(), read_ledger(hub, as_of)
    restricted = read_restrictions(hub.base)
    found = inputs_of(hub, as_of, decided, rules=(model, policy, profile), restricted=restricted)
    inputs, before = hash_of(found), run_in_use(hub)
    basis = basis_of(found, hub, register=decided.last_run, read_at=read_at)
    name = RunId(f"{as_of:%Y%m%d}-{hash_of([inputs, before and before.run])[:8]}")
    return Plan(hub, as_of, name, inputs, basis, deliveries, model, policy, profile, decided, before, now, restricted)


def refuse_empty(hub: Hub, as_of: dt.date, deliveries: tuple[extracts.Delivery, ...]) -> None:
    """Refuse a night over nothing: a mistyped date or drop folder must not put an empty run in use."""
    if extracts.extracts_in_use(hub, as_of):
        return
    told = [
        f"\n    {each.where}: {'; '.join(each.breaches) or each.message}"
        for each in deliveries
        if each.outcome != extracts.Outcome.UNCHANGED
    ]
    raise Refused(
        f"nothing has landed that is dated {as_of} or before; the run in use stays in use{''.join(told)}",
        where=str(hub.root),
        try_="see the drop folders in mash.toml, and --as-of",
    )


def read_ledger(hub: Hub, as_of: dt.date) -> Decided:
    """What people have decided so far, and of the referrals those received by the date and not expired."""
    with ledger.open_ledger(hub.ledger_path) as book:
        terms = retention.terms_from(retention.load_schedule(hub), ledger.acts(book), as_of)
        received = [each for each in ledger.referrals(book) if each.received_at.date() <= as_of]
        expired = retention.expired_cases(received, terms, as_of)
        return Decided(
            register=ledger.load_register(book),
            last_run=ledger.last_run(book),
            judgements=tuple(ledger.judgements(book)),
            decisions=ledger.newest_decisions(book),
            seen=ledger.evidence_seen(book),
            merged=ledger.merged(book),
            referrals=tuple(each for each in received if each.case_id not in expired),
            terms=terms,
            referrals_expired=len(expired),
        )
