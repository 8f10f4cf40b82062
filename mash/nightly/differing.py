"""What another identity model would make of a hub, before anybody puts it in use: nothing is published.

The records are built once, aside; the night's own steps then run over them twice, with the model in force and with the
other, on the same decisions, judgements and policy. So what differs is the model's doing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from mash import extracts, identity, ledger, rating, warehouse
from mash.errors import Refused
from mash.hub import Hub
from mash.identity.differing import PartitionDiff, partition_diff, remember_partition
from mash.nightly.adopting import model_in_force
from mash.nightly.planning import read_ledger
from mash.nightly.steps import STEPS, Night, load_sources
from mash.nightly.whole import leaving_in_use
from mash.vocabulary import PersonId, RecordKey

AFTER_RECORDS = tuple(name for name in STEPS if name != "records")
DIFF_STEPS = 1 + 2 * len(AFTER_RECORDS)
"""How many steps a comparison tells of."""


@dataclass(frozen=True, slots=True)
class ModelDiff:
    """Another model against the one in force, on the hub's own records."""

    model: str
    against: str
    as_of: dt.date
    fingerprint: str
    """Of the other model's weights."""
    against_fingerprint: str
    """Of the weights in force."""
    partition: PartitionDiff
    possible_before: int
    """Pairs of persons that may be one."""
    possible_after: int
    proposals: tuple[rating.Change, ...]
    """Open cases whose proposed colour changes, or stands on other grounds; worst first."""


def diff_model(hub: Hub, model: identity.Model, *, as_of: dt.date, progress: Callable[[str], None]) -> ModelDiff:
    """Who would merge, who would split, and whose proposal would change if ``model`` were in use.

    Works on what has landed as of the date, in a database of its own that is gone after. Raises ``Refused`` when
    nothing has landed, or the model in force is not here any more.
    """
    if not extracts.extracts_in_use(hub, as_of):
        raise Refused(f"nothing has landed that is dated {as_of} or before", where=str(hub.root), try_="mash pull")
    config = hub.config
    in_force = model_in_force(hub)
    with (
        TemporaryDirectory(prefix=".diff-", dir=hub.root) as aside,
        closing(
            warehouse.connect(
                Path(aside) / "diff.duckdb",
                memory_limit=config.memory_limit,
                threads=config.threads,
                temp_directory=str(Path(aside) / "spill"),
                reach=hub.reach,
            )
        ) as con,
    ):
        night = _night(hub, in_force, as_of, con)
        progress("reading the records")
        _build_records(night)
        _run(night, f"with {in_force.name}", progress)
        proposed, possible = rating.proposals_of(con), _possible(con)
        remember_partition(con)
        _run(_with_model(night, model), f"with {model.name}", progress)
        changed = [
            each
            for each in rating.changes(proposed, rating.proposals_of(con))
            if each.kind != rating.ChangeKind.UNCHANGED
        ]
        return ModelDiff(
            model=model.name,
            against=in_force.name,
            as_of=as_of,
            fingerprint=model.fingerprint,
            against_fingerprint=in_force.fingerprint,
            partition=partition_diff(con),
            possible_before=possible,
            possible_after=_possible(con),
            proposals=tuple(sorted(changed, key=lambda each: (-(each.to_colour or 0), each.case_id))),
        )


def _night(hub: Hub, model: identity.Model, as_of: dt.date, con: duckdb.DuckDBPyConnection) -> Night:
    policy, profile = rating.load_policy(hub.config.policy), rating.load_profile(hub.config.profile)
    restricted, leaving = leaving_in_use(hub)
    return Night(hub, as_of, model, policy, profile, read_ledger(hub, as_of), con, restricted, leaving=leaving)


def _build_records(night: Night) -> None:
    load_sources(night)
    STEPS["records"](night)


def _run(night: Night, which: str, progress: Callable[[str], None]) -> None:
    for name in AFTER_RECORDS:
        progress(f"{name} {which}")
        STEPS[name](night)


def _with_model(night: Night, model: identity.Model) -> Night:
    """The night with another model, whose persons inherit the ids of those found just now."""
    found = night.snapshot.execute("select record_key, person_id from membership").fetchall()
    now = {RecordKey(record): PersonId(person) for record, person in found}
    register = ledger.Register(now, {}, night.decided.register.used | frozenset(now.values()))
    return replace(night, model=model, decided=replace(night.decided, register=register))


def _possible(con: duckdb.DuckDBPyConnection) -> int:
    ((count,),) = con.execute("select count(*) from possible_identity").fetchall()
    return int(count)
