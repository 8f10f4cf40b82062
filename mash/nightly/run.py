"""One run: built aside step by step, each noted when done; then published.

So a killed night goes on after its last completed step, and a failed one leaves yesterday's run in use.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, replace
from functools import partial
from typing import Protocol

import duckdb

from mash import desk, extracts, rating, warehouse
from mash.errors import DiskFault, MashError
from mash.hub import DESK, Hub
from mash.nightly.adopting import refuse_unseen
from mash.nightly.blocking import rule_costs
from mash.nightly.health import HeldBack, judge, measure
from mash.nightly.inputs import digest, left_out_of, versions
from mash.nightly.logbook import Logbook, peak_mb
from mash.nightly.planning import Plan, plan_night, refuse_empty
from mash.nightly.publishing import BUILDING, keep, publish, stay_in_use
from mash.nightly.report import NightReport, read_report
from mash.nightly.resuming import Building, clear_spilt, open_building
from mash.nightly.steps import STEPS, Decided, Night, load_sources
from mash.nightly.stopping import ended_by_sigterm
from mash.nightly.whole import apart, night_of, settle_changed
from mash.vocabulary import Colour
from mash.warehouse import SqlFault, run_sql

FAULTS = (MashError, duckdb.Error, OSError, MemoryError)
"""By which a step may fail."""


class Progress(Protocol):
    """Told what the night is at: a bar for a person, lines for a log."""

    def __call__(self, step: str, done: int, of: int) -> None:
        """``step`` begins; ``done`` of ``of`` lie behind."""


def run_night(hub: Hub, *, as_of: dt.date, now: Callable[[], dt.datetime], progress: Progress) -> NightReport:
    """Pull, build, rate every open case, publish.

    Raises ``HubBusy`` when another process builds this hub, ``HeldBack`` when the run is built and its health lies
    beyond the hub's bounds, and ``MashError`` naming the step that failed; the run in use then stays in use, and the
    next night goes on after the last completed step. Raises ``Refused`` on nothing landed, and on a model nobody could
    compare with the one in force. SIGTERM ends the process, not the call (``mash.nightly.stopping``).
    """
    with hub.building(), ended_by_sigterm() as stopping:

        def at(step: str, done: int) -> None:
            stopping.step = step
            progress(step, done, len(STEPS) + 2)

        at("pull", 0)
        begun = time.perf_counter()
        deliveries = tuple(extracts.pull(hub, as_of=as_of, at=now()))
        pulled = round(time.perf_counter() - begun, 3)
        refuse_empty(hub, as_of, deliveries)
        plan = replace(plan_night(hub, as_of, deliveries, now), pulled=pulled)
        before = plan.before
        refuse_unseen(hub, plan.model, before)
        if before is not None and before.inputs == plan.inputs:
            log = Logbook(hub.snapshots / before.run, before.run, now)
            return stay_in_use(hub, before, deliveries, log)
        plan.folder.mkdir(parents=True, exist_ok=True)
        stopping.log = plan.log
        report = build(plan, at)
        keep(hub, report)
        if report.held_back:
            plan.log.note("held back", figures=sum(bool(each.beyond) for each in report.health))
            raise HeldBack(report.run, report.health)
        at("publish", len(STEPS) + 1)
        return publish(hub, report, plan.log)


def build(plan: Plan, at: Callable[[str, int], None]) -> NightReport:
    """Build the run aside, or go on with it; it has no final name yet, and nobody reads it."""
    bounds = plan.hub.config.health
    plan.log.note("begun", as_of=plan.as_of.isoformat(), inputs=plan.inputs)
    for each in plan.deliveries:
        plan.log.note("delivery", agency=each.agency, extract=each.extract, outcome=each.outcome)
    if plan.hub.snapshot(plan.run).exists():
        built = read_report(plan.folder)
        judged = replace(built, health=judge(built.health, bounds))
        let_go = built.held_back and not judged.held_back  # the hub's bounds are others now
        return replace(judged, published_at=plan.now()) if let_go else judged
    plan = settle_changed(plan)
    with apart(plan, opened=_open_building, take=_take_step) as withheld, _open_building(plan) as building:
        snapshot, done = building.snapshot, [each.step for each in building.standing]
        night = night_of(plan, building, withheld)
        for position, name in enumerate(STEPS):
            at(name, position + 1)
            if name in done:
                plan.log.note("step stands", step=name)
            else:
                _take_step(night, building, plan.log, name)
        begun = time.perf_counter()
        found, rows = digest(snapshot)
        changes = _note_changes(plan, snapshot)
        figures = measure(snapshot, plan.hub.snapshot(plan.before.run) if plan.before else None)
        seconds = dict(snapshot.execute("select step, seconds from build_step order by position").fetchall())
        plan.log.note("built", digest=found, rows=rows)
        report = NightReport(
            run=plan.run,
            as_of=plan.as_of,
            inputs=plan.inputs,
            basis=plan.basis,
            digest=found,
            published_at=plan.now(),
            versions=versions(),
            model=plan.model.name,
            model_fingerprint=plan.model.fingerprint,
            judgements_asleep=_asleep(night.decided, snapshot),
            policy=plan.policy.policy_id,
            policy_fingerprint=plan.policy.fingerprint,
            profile=plan.profile.name,
            peak_mb=peak_mb(),
            policy_from=plan.policy.from_date.isoformat(),
            deliveries=tuple(map(asdict, plan.deliveries)),
            seconds={"pull": plan.pulled, **seconds, "health": round(time.perf_counter() - begun, 3)},
            rows=rows,
            changes=changes,
            before=plan.before.run if plan.before else None,
            health=judge(figures, bounds),
            blocking=rule_costs(snapshot),
            left_out=left_out_of(snapshot),
            resumed_after=done[-1] if done else None,
        )
        snapshot.execute("checkpoint")
        _lay_desk(plan, snapshot)
    return report


def _lay_desk(plan: Plan, snapshot: duckdb.DuckDBPyConnection) -> None:
    """What enquiries read of the run, beside it; a night that could not goes on from here."""
    begun = time.perf_counter()
    try:
        desk.build(snapshot, plan.folder / DESK)
    except FAULTS as fault:
        raise StepFailed("desk", fault) from fault
    plan.log.note("desk laid", seconds=round(time.perf_counter() - begun, 3))


def _take_step(night: Night, building: Building, log: Logbook, name: str) -> None:
    """Take one step and note it. A step replaces its tables, so that it may be taken again after a kill.

    Not one transaction: DuckDB plans badly over tables that are not committed yet (measured: minutes for seconds).
    """
    begun = time.perf_counter()
    try:
        log.note("step begun", step=name)
        if name == "records":
            load_sources(night)
        STEPS[name](night)
        seconds = round(time.perf_counter() - begun, 3)
        building.note(name, seconds)
        log.note("step ended", step=name, seconds=seconds)
    except FAULTS as fault:
        with suppress(OSError):  # a full disk has no room for this line either, and the fault is raised all the same
            log.note("step failed", step=name, fault=type(fault).__name__)
        raise StepFailed(name, fault) from fault


class StepFailed(MashError):
    """A step of the night that could not be completed: the run in use stays, and the next night goes on from here."""

    def __init__(self, step: str, fault: MashError | duckdb.Error | OSError | MemoryError) -> None:
        match fault:
            case MashError():
                cause = fault
            case duckdb.Error():
                cause = SqlFault("", fault)
            case OSError():
                cause = DiskFault(fault)
            case _:
                cause = MashError("out of memory", try_="raise memory_limit in mash.toml")
        told = f"{cause.where}: {cause.what}" if cause.where else cause.what
        super().__init__(
            f"step {step!r} failed, the run in use stays in use: {told}",
            where="nightly",
            try_=f"{cause.try_ or 'mend the cause'}; then mash nightly again, which goes on from this step",
        )
        self.exit_code = cause.exit_code


@contextmanager
def _open_building(plan: Plan, name: str = BUILDING) -> Iterator[Building]:
    """The run's file, to be built or gone on with; it takes its final name once it is whole and closed."""
    config = plan.hub.config
    connect = partial(
        warehouse.connect,
        memory_limit=config.memory_limit,
        threads=config.threads,
        temp_directory=str(plan.folder / "spill"),
        reach=plan.hub.reach,
    )
    building = open_building(plan.folder / name, plan.rests_on, connect)
    try:
        for step in building.fallen:
            plan.log.note("step fell", step=step)
        yield building
    finally:
        building.snapshot.close()
        clear_spilt(plan.folder)


def _asleep(decided: Decided, snapshot: duckdb.DuckDBPyConnection) -> int:
    """How many judgements are of a record that the run has not."""
    keys = sorted({key for each in decided.judgements for key in (each.record_key_a, each.record_key_b)})
    sent = snapshot.execute(
        "select record_key from membership where list_contains($keys, record_key)", {"keys": keys}
    ).fetchall()
    awake = {key for (key,) in sent}
    return sum(not {each.record_key_a, each.record_key_b} <= awake for each in decided.judgements)


def _note_changes(plan: Plan, snapshot: duckdb.DuckDBPyConnection) -> tuple[rating.Change, ...]:
    """Leave ``evidence_raised`` and ``change``: every case whose proposal differs from the run in use, and how.

    Without a run in use every case is new.
    """
    earlier: list[rating.Proposed] = []
    if plan.before:
        with closing(warehouse.connect(plan.hub.snapshot(plan.before.run), read_only=True)) as before:
            earlier = rating.proposals_of(before)
    found = rating.raise_evidence(
        snapshot,
        plan.hub.snapshot(plan.before.run) if plan.before else None,
        seen=plan.decided.seen,
        merged=rating.whom_now(snapshot, plan.decided.merged),
        as_of=plan.as_of,
    )
    changes = rating.changes(earlier, rating.proposals_of(snapshot), found)
    rating.store_changes(snapshot, changes, found)
    if any(each.expired or each.erased or each.disputed for each in left_out_of(snapshot)):
        for statement in ("forget_evidence", "forget_gone"):
            run_sql(snapshot, "nightly", statement)
    news = [change for change in changes if change.kind != rating.ChangeKind.UNCHANGED]
    return tuple(sorted(news, key=lambda change: (-(change.to_colour or Colour.UNRATED), change.case_id)))
