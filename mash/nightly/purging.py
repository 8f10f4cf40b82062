"""After a night: what has expired leaves the landing, and with it every older run and rebuilding that may hold it."""

from __future__ import annotations

import shutil

from mash import extracts, retention
from mash.hub import Hub
from mash.nightly.logbook import Logbook
from mash.nightly.report import NightReport
from mash.nightly.retention import ASIDE
from mash.nightly.runs import whole_runs
from mash.vocabulary import RunId


def purge(hub: Hub, in_use: NightReport, log: Logbook) -> tuple[tuple[extracts.Purged, ...], tuple[RunId, ...]]:
    """Remove what had expired by the day of the run in use; what left, and which runs. The caller holds the hub.

    A night of a day to come takes no more than today's: what is purged is gone for good. Runs go first, so that a kill
    in between leaves what the next night finds due again. A rebuilding's landing is another hub's: it purges nothing.
    """
    now = log.now()
    day = min(in_use.as_of, now.date())
    if hub.as_known or not (terms := retention.terms_of(hub, day)).any:
        return (), ()
    due = extracts.due_for_purge(hub, day, terms)
    runs = _remove_holding(hub, in_use, log) if due else ()
    for each in extracts.purge_landing(hub, day, terms, at=now):
        log.note("purged", agency=each.agency, dataset=each.dataset, expired=each.expired, erased=each.erased)
    return due, runs


def _remove_holding(hub: Hub, in_use: NightReport, log: Logbook) -> tuple[RunId, ...]:
    """Of an earlier day, or read under other terms, a run may hold what leaves now; a rebuilding does by its nature."""
    terms = in_use.basis.get("retention")
    going = [
        each.run
        for each in whole_runs(hub)
        if each.run != in_use.run and (each.as_of < in_use.as_of or each.basis.get("retention") != terms)
    ]
    for run in going:
        aside = hub.snapshots / f"{ASIDE}{run}"
        (hub.snapshots / run).replace(aside)
        shutil.rmtree(aside)
        log.note("run removed", old=run, because="it may hold what has expired or was erased")
    if hub.asides.exists():
        count = sum(1 for each in hub.asides.iterdir() if each.is_dir())
        shutil.rmtree(hub.asides)
        log.note("rebuildings removed", count=count)
    return tuple(going)
