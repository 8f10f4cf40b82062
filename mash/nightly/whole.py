"""The whole of a run that withholds: built beside what is read, and asked only what it means for a child.

It holds what nobody may read but those it is open to. Where nothing is withheld there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace

import duckdb

from mash import warehouse
from mash.hub import Hub
from mash.nightly.logbook import Logbook
from mash.nightly.planning import Plan
from mash.nightly.resuming import Building
from mash.nightly.steps import Decided, Night
from mash.restrictions import Leaving, Restrictions, leaving_of, read_restrictions

WHOLE_BUILDING = "whole.building.duckdb"
STEPS_OF_WHOLE = ("records", "pairs", "persons", "associations", "exposures")
"""No proposal is kept of it: what it means is told of the run that is read."""

Take = Callable[[Night, Building, Logbook, str], None]
Open = Callable[[Plan, str], AbstractContextManager[Building]]


@dataclass(frozen=True, slots=True)
class Apart:
    """What of a night is withheld."""

    whole: duckdb.DuckDBPyConnection | None
    leaving: Leaving | None
    decided: Decided
    """What people decided, of whom is left."""


@contextmanager
def apart(plan: Plan, *, opened: Open, take: Take) -> Iterator[Apart]:
    """What the night withholds, found in the whole of it, while it lasts; nothing where it withholds nothing."""
    if not plan.restricted.withholds:
        yield Apart(None, None, plan.decided)
        return
    path = plan.hub.whole(plan.run)
    if not path.exists():
        with opened(plan, WHOLE_BUILDING) as building:
            _build(night_of(plan, building), building, plan.log, take)
        (plan.folder / WHOLE_BUILDING).replace(path)
        path.chmod(0o600)
    with closing(warehouse.connect(path, read_only=True)) as whole:
        leaving = leaving_of(whole, plan.restricted)
        yield Apart(whole, leaving, _without(plan.decided, leaving))


def night_of(plan: Plan, building: Building, withheld: Apart | None = None) -> Night:
    """The night that a plan is of: the whole of it, or what is left without what is withheld."""
    return Night(
        plan.hub,
        plan.as_of,
        plan.model,
        plan.policy,
        plan.profile,
        withheld.decided if withheld else plan.decided,
        building.snapshot,
        plan.restricted,
        whole=withheld.whole if withheld else None,
        leaving=withheld.leaving if withheld else None,
    )


def _build(night: Night, building: Building, log: Logbook, take: Take) -> None:
    done = [each.step for each in building.standing]
    for name in STEPS_OF_WHOLE:
        if name not in done:
            take(night, building, log, name)
    building.snapshot.execute("checkpoint")


def _without(decided: Decided, leaving: Leaving) -> Decided:
    """What people decided, but for judgements on records that are not there to be read: they would count as asleep."""
    gone = set(leaving.records)
    kept = (each for each in decided.judgements if not {each.record_key_a, each.record_key_b} & gone)
    return replace(decided, judgements=tuple(kept))


def leaving_in_use(hub: Hub) -> tuple[Restrictions, Leaving | None]:
    """What the hub restricts, and what of it leaves the records, by the persons of the run in use.

    For what reads the records anew: raises ``NotFound`` where something is withheld and no night has found whom it is.
    """
    restricted = read_restrictions(hub.base)
    if not restricted.withholds:
        return restricted, None
    with closing(hub.read_whole(hub.current_run())) as whole:
        return restricted, leaving_of(whole, restricted)


def settle_changed(plan: Plan) -> Plan:
    """Without a run before, where that was built under other restrictions: what is gone since would tell of them."""
    before = plan.before
    if before is None or before.basis.get("restrictions") == plan.basis.get("restrictions"):
        return plan
    return replace(plan, before=None)
