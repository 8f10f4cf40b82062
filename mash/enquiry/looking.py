"""What an enquiry looks at: the run, what bears on one child in it, and the facts that the rules may know."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass

import duckdb

from mash import associations, desk, rating
from mash.enquiry.wanted import Found
from mash.enquiry.withheld import Around, with_withheld
from mash.hub import Hub
from mash.rating import CaseFacts, Policy
from mash.vocabulary import PersonId, RunId
from mash.warehouse import rows


@dataclass(frozen=True, slots=True)
class Run:
    """The run in use and the rules it was built under."""

    hub: Hub
    name: RunId
    as_of: dt.date
    model: str
    policy: Policy
    profile: rating.Profile
    con: duckdb.DuckDBPyConnection

    def looks_as_the_night(self, network: associations.Network) -> bool:
        """Whether as many steps, as of the run's own day."""
        return (network.hops, network.as_of) == (self.policy.hops, self.as_of)


def run_of(hub: Hub, name: RunId, con: duckdb.DuckDBPyConnection) -> Run:
    """The run that is open."""
    about = rows(con, "select as_of, model, policy, profile from run")[0]
    return Run(
        hub,
        name,
        about["as_of"],
        about["model"],
        rating.load_policy(about["policy"]),
        rating.load_profile(about["profile"]),
        con,
    )


def counts_of(run: Run, day: dt.date) -> rating.HubFacts | None:
    """How common flags are, where the night counted that; None where it is to be counted: another day, or unmasked."""
    return rating.kept_hub_facts(run.con) if day == run.as_of and run.hub.desk(run.name) else None


def bearing_on(run: Run, child: PersonId, day: dt.date, hops: int) -> AbstractContextManager[None]:
    """What bears on the child: from the desk, or made again for another day than the run's."""
    if day == run.as_of:
        return desk.around(run.con, run.hub.desk(run.name), child, hops=hops)
    return associations.on_day(run.con, child, day=day, hops=hops)


def looked_at(
    run: Run, found: Found, hops: int, counts: rating.HubFacts | None
) -> tuple[associations.Network, CaseFacts]:
    """The network around the child, and the facts of the case with the mark of what is withheld."""
    around = associations.network_around(run.con, found.child, hops=hops)
    if found.case:
        facts = rating.facts_of(run.con, around, found.case, counts)
    else:
        facts = rating.facts_for_case(run.con, around, None, counts)
    case = found.case if run.looks_as_the_night(around) else None
    return around, with_withheld(run.hub, run.con, facts, Around(run.name, around, run.policy, case))
