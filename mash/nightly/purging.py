"""After a night: what has expired leaves the landing, and older runs and rebuildings go that hold it or a secret."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable
from dataclasses import replace

from mash import extracts, ledger, retention
from mash.hub import Hub
from mash.ledger import Deed
from mash.nightly.erasing import finish
from mash.nightly.keeping import acts_of
from mash.nightly.logbook import Logbook
from mash.nightly.report import NightReport
from mash.nightly.retention import ASIDE
from mash.nightly.runs import whole_runs
from mash.vocabulary import CaseId, RunId


def purge(hub: Hub, in_use: NightReport, log: Logbook) -> tuple[tuple[extracts.Purged, ...], tuple[RunId, ...]]:
    """Remove what had expired by the day of the run in use; what left, and which runs. The caller holds the hub.

    A night of a day to come takes no more than today's: what is purged is gone for good. Runs go first, so that a kill
    in between leaves what the next night finds due again. A rebuilding's landing is another hub's: it purges nothing.
    """
    now = log.now()
    day = min(in_use.as_of, now.date())
    if hub.as_known or not (terms := retention.terms_of(hub, day)).any:
        return (), ()
    finish(hub)
    due = (*extracts.due_for_purge(hub, day, terms), *_own_due(hub, day, terms))
    runs = _remove_holding(hub, in_use, log, None if due else _last_purge(hub))
    for each in extracts.purge_landing(hub, day, terms, at=now):
        log.note("purged", agency=each.agency, dataset=each.dataset, expired=each.expired, erased=each.erased)
    _forget_own(hub, day, terms)
    return due, runs


def _own_due(hub: Hub, day: dt.date, terms: retention.Terms) -> tuple[extracts.Purged, ...]:
    """Referrals recorded at the desk whose time is up."""
    count = len(_own_expired(hub, day, terms))
    return (extracts.Purged(retention.HUB, retention.CASES, 0, count, 0),) if count else ()


def _forget_own(hub: Hub, day: dt.date, terms: retention.Terms) -> None:
    """Their words, and those of what was decided on them, leave the ledger."""
    if cases := _own_expired(hub, day, terms):
        with ledger.open_ledger(hub.ledger_path) as book:
            ledger.forget(book, sorted(cases))
        ledger.compact(hub.ledger_path)


def _own_expired(hub: Hub, day: dt.date, terms: retention.Terms) -> frozenset[CaseId]:
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        return retention.expired_cases(ledger.recorded(book), terms, day)


def _last_purge(hub: Hub) -> str:
    """When anything last left the landing, or was asked to; an empty text when nothing has."""
    left = extracts.last_purge(hub)
    return max([left, *(act.at.isoformat() for act in acts_of(hub) if act.deed is Deed.APPROVE)])


def _remove_holding(hub: Hub, in_use: NightReport, log: Logbook, before: str | None) -> tuple[RunId, ...]:
    """Every other run, or those read ``before`` a moment: they may hold what left. A rebuilding does by its nature."""
    going = [
        each.run for each in whole_runs(hub) if each.run != in_use.run and (before is None or _read_at(each) <= before)
    ]
    _remove(hub, going, log, "it may hold what has expired or was erased")
    if hub.asides.exists() and before is None:
        count = sum(1 for each in hub.asides.iterdir() if each.is_dir())
        shutil.rmtree(hub.asides)
        log.note("rebuildings removed", count=count)
    return tuple(going)


def remove_revealing(hub: Hub, in_use: NightReport, log: Logbook) -> tuple[RunId, ...]:
    """Remove what was built under other restrictions than the run in use, rebuildings too: it holds what is withheld.

    Where the run in use restricts nothing, nothing goes.
    """
    restricted = in_use.basis.get("restrictions")
    if not restricted or hub.as_known:
        return ()
    going = [each.run for each in whole_runs(hub) if each.basis.get("restrictions") != restricted]
    _remove(hub, going, log, "it holds what is restricted now")
    for aside in hub.asides.iterdir() if hub.asides.exists() else ():
        inside = replace(hub, root=aside)
        if any(each.basis.get("restrictions") != restricted for each in whole_runs(inside)):
            shutil.rmtree(aside)
            log.note("rebuildings removed", count=1)
    return tuple(going)


def _remove(hub: Hub, runs: Iterable[RunId], log: Logbook, because: str) -> None:
    for run in runs:
        aside = hub.snapshots / f"{ASIDE}{run}"
        (hub.snapshots / run).replace(aside)
        shutil.rmtree(aside)
        log.note("run removed", old=run, because=because)


def _read_at(run: NightReport) -> str:
    """When it read the landing; of a run that did not keep it, when it was published."""
    return str(run.basis.get("read_at", run.published_at.isoformat()))
