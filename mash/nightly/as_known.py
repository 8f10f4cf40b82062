"""What a hub knew once, built again aside: a hub of its own below the hub, read by every command and changed by none.

It holds what had landed by a moment (as links), the ledger as it was then, and one run over both. Of the hub itself
nothing changes, and it is locked only while what had landed is gathered. For reviews, after the worst has happened.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from mash import extracts, ledger
from mash.configuration import CONFIG
from mash.errors import Refused
from mash.hub import AS_KNOWN, Hub, open_hub
from mash.nightly.held_against import because, with_rules_of
from mash.nightly.planning import Plan, plan_night
from mash.nightly.publishing import keep, publish
from mash.nightly.report import NightReport, Rebuilding
from mash.nightly.run import Progress, build
from mash.nightly.steps import STEPS

KNOWLEDGE = ("extracts", "refused", "judgements", "ratings", "done", "seen", "referrals")
"""Parts of what a run is a function of that came in from outside."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be built again."""

    known_by: dt.datetime
    """The moment by which all of it was known, by the hub's own clock."""
    as_of: dt.date
    """The day it is true for."""


@dataclass(frozen=True, slots=True)
class Then:
    """What was known once, gathered in a folder."""

    hub: Hub
    """The rebuilding: a hub of its own."""
    known: extracts.Known
    run: ledger.PublishedRun | None
    """The run that had last been begun by then."""


def rebuild(
    hub: Hub, wanted: Wanted, *, now: Callable[[], dt.datetime], progress: Progress
) -> tuple[Path, NightReport]:
    """Build what was known once; where it is, and what was built.

    Raises ``Refused`` for a moment to come, before anything had landed, and where it has been built before;
    ``HubBusy`` while a pull or night is at work, and ``MashError`` naming the step that failed.
    """
    hub.refuse_rebuilt()
    if wanted.known_by > now():
        raise Refused(f"{wanted.known_by} is still to come: what is known then, nobody knows", try_="a day gone by")
    folder = hub.asides / f"{wanted.known_by:%Y-%m-%dT%H%M%S}-as-of-{wanted.as_of}"
    if folder.exists():
        raise Refused("this has been built before", where=str(folder), try_="read it with --hub; or move it away first")
    half_made = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(half_made, ignore_errors=True)
    try:
        report = _build_in(half_made, hub, wanted, now, progress)
        half_made.replace(folder)
    except BaseException:
        shutil.rmtree(half_made, ignore_errors=True)
        with suppress(OSError):  # others are in it
            folder.parent.rmdir()
        raise
    return folder, report


def _build_in(
    folder: Path, hub: Hub, wanted: Wanted, now: Callable[[], dt.datetime], progress: Progress
) -> NightReport:
    def at(step: str, done: int) -> None:
        progress(step, done, len(STEPS) + 2)

    at("gather", 0)
    then = _gather(folder, hub, wanted, now)
    plan = plan_night(then.hub, wanted.as_of, (), now)
    plan.folder.mkdir(parents=True)
    moment = wanted.known_by.isoformat()
    plan.log.note("rebuilding", as_known=moment, files=len(then.known.files), undated=then.known.undated)
    built = build(plan, at)
    found = _held_against(then, plan, wanted, built.digest)
    report = replace(built, rebuilding=found)
    at("publish", len(STEPS) + 1)
    keep(then.hub, report)
    published = publish(then.hub, report, plan.log)
    plan.log.note("held against", run_then=found.run_then, equal=found.equal)
    return published


def _gather(folder: Path, hub: Hub, wanted: Wanted, now: Callable[[], dt.datetime]) -> Then:
    """What was known, in the folder; the hub is locked while its landing is gone through."""
    folder.mkdir(parents=True)
    with hub.building():
        known = extracts.link_known(hub, folder / "landing", wanted.known_by)
    _refuse_nothing(hub, wanted, known)
    (folder / AS_KNOWN).write_text(f"{wanted.known_by.isoformat()}\n", encoding="utf-8")
    shutil.copyfile(hub.root / CONFIG, folder / CONFIG)
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        begun = [each for each in ledger.published_runs(book) if _naive(each.read_at) <= wanted.known_by]
    run = begun[-1] if begun else None
    aside = with_rules_of(run, open_hub(folder))
    ledger.cut_ledger(hub.ledger_path, aside.ledger_path, until=wanted.known_by)
    if run and _is_again(run, plan_night(aside, wanted.as_of, (), now)):
        aside.ledger_path.unlink()
        ledger.cut_ledger(hub.ledger_path, aside.ledger_path, until=wanted.known_by, before=run.run)
    _link_run_before(hub, aside)
    return Then(aside, known, run)


def _refuse_nothing(hub: Hub, wanted: Wanted, known: extracts.Known) -> None:
    if any(extracts.is_by(extract, wanted.as_of) for _, _, extract, _ in known.files):
        return
    first = f": the first delivery landed at {known.first}" if known.first else ""
    raise Refused(
        f"nothing dated {wanted.as_of} or before had landed by {wanted.known_by}{first}",
        where=str(hub.root),
        try_="a later day; or --as-of with the day it should be true for",
    )


def _is_again(run: ledger.PublishedRun, plan: Plan) -> bool:
    """Whether that run knew what is known here: then this is that very night, over the ids of before it."""
    if run.as_of != plan.as_of:
        return False
    return not run.basis or all(run.basis.get(part) == plan.basis[part] for part in KNOWLEDGE)


def _link_run_before(hub: Hub, aside: Hub) -> None:
    """The run that was in use, where its files are still there: what changed overnight is told against it."""
    aside.snapshots.mkdir()
    with ledger.open_ledger(aside.ledger_path, to_read=True) as book:
        before = ledger.last_run(book)
    if before and hub.snapshot(before).exists():
        link = aside.snapshots / before
        link.symlink_to(os.path.relpath(hub.snapshots / before, link.parent), target_is_directory=True)
        aside.publish(before)


def _held_against(then: Then, plan: Plan, wanted: Wanted, digest: str) -> Rebuilding:
    run, undated = then.run, then.known.undated
    if run is None:
        return Rebuilding(wanted.known_by, None, None, None, (), undated)
    equal = run.digest == digest
    why = () if equal else because(run, plan.basis, then.known)
    return Rebuilding(wanted.known_by, run.run, run.digest, equal, why, undated)


def _naive(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=None)
