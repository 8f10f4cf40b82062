"""The live configuration and the run in use, each read once from the one place where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from mash import __version__, warehouse
from mash.access import AccessRules, access_rules
from mash.configuration import CONFIG, AgencyConfig
from mash.contracts import Contract, load_contract
from mash.encryption import KeyState, hub_above, read_envelope
from mash.errors import NotFound
from mash.hub import Hub
from mash.identity import load_model
from mash.identity.model import Model
from mash.nightly.report import NightReport, read_report
from mash.rating import Policy, load_policy
from mash.rating.profile import Profile, load_profile
from mash.restrictions import Restrictions, read_restrictions
from mash.retention.schedule import Schedule, load_schedule

FEW = 5
"""A count below this is not told: it may be of somebody whom a reader knows (our judgement, as published tables do)."""


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """What one agency gave to the run in use."""

    records: int
    persons: int
    """In whom at least one of its records is."""
    with_date_of_birth: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of the run in use."""

    agencies: Mapping[str, AgencyFigures]
    persons: int
    of_several_agencies: int
    of_one_record: int
    largest: int
    """Records of one person."""
    joined: int
    """Pairs of records."""
    possible: int
    """Pairs of persons that may be one."""
    vetoed: int
    """Pairs of records that a guard holds apart."""
    colours: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Live:
    """All that the papers are made of."""

    hub: Hub
    day: dt.date
    """On which the papers are true."""
    made_at: dt.datetime
    engine: str
    contracts: Mapping[str, Contract]
    """By agency."""
    access: AccessRules
    schedule: Schedule
    restrictions: Restrictions
    policy: Policy
    profile: Profile
    model: Model
    run: NightReport | None
    """None before the first night."""
    figures: Figures | None
    keys: KeyState | None
    """Of an encrypted hub, what is shown without a key; None of a plain one."""

    @property
    def agencies(self) -> tuple[AgencyConfig, ...]:
        """As ``mash.toml`` has them."""
        return self.hub.config.agencies

    @property
    def name(self) -> str:
        """The hub's."""
        return self.hub.config.name

    @property
    def classifications(self) -> Mapping[str, tuple[str, ...]]:
        """By classification of a field, the agencies that send such."""
        found: dict[str, list[str]] = {}
        for agency, contract in self.contracts.items():
            kinds = {field.classification for dataset in contract.datasets for field in dataset.fields}
            for kind in sorted(kinds - {"none"}):
                found.setdefault(kind, []).append(agency)
        return {kind: tuple(agencies) for kind, agencies in sorted(found.items())}


def live(hub: Hub, *, day: dt.date, made_at: dt.datetime) -> Live:
    """The hub as it is configured now. Raises as each of its files' readers does."""
    run, figures = _run_in_use(hub)
    config = hub.config
    return Live(
        hub=hub,
        day=day,
        made_at=made_at,
        engine=__version__,
        contracts={str(agency.name): load_contract(agency.contract) for agency in config.agencies},
        access=access_rules(hub),
        schedule=load_schedule(hub),
        restrictions=read_restrictions(hub.base),
        policy=load_policy(config.policy),
        profile=load_profile(config.profile),
        model=load_model(config.model),
        run=run,
        figures=figures,
        keys=read_envelope(hub.base).state if hub_above(hub.base / CONFIG) else None,
    )


def _run_in_use(hub: Hub) -> tuple[NightReport | None, Figures | None]:
    try:
        run, con = hub.read_current()
    except NotFound:
        return None, None
    with closing(con):
        found = {name: _rows(con, name) for name in ("agency_figures", "person_figures", "pair_figures", "colours")}
    (person,), (pair,) = found["person_figures"], found["pair_figures"]
    agencies = {row.pop("agency"): AgencyFigures(**row) for row in found["agency_figures"]}
    colours = {row["colour"]: row["cases"] for row in found["colours"]}
    return read_report(hub.snapshot(run).parent), Figures(agencies=agencies, colours=colours, **person, **pair)


def _rows(con: Any, name: str) -> list[dict[str, Any]]:  # noqa: ANN401 - a connection of DuckDB's
    return warehouse.rows(con, warehouse.sql_text("governance", name))


def counted(number: int) -> str:
    """A count as it may be told to anybody."""
    return f"fewer than {FEW}" if 0 < number < FEW else f"{number:,}"
