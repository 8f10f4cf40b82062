"""A run that is built: kept in its folder, then entered in the ledger and put in use, at once or on a person's word."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict, replace

from mash import ledger, warehouse
from mash.errors import Refused, UsageError
from mash.extracts import Delivery
from mash.hub import Hub
from mash.ledger.register import PublishedRun
from mash.nightly.adopting import run_in_use
from mash.nightly.logbook import Logbook
from mash.nightly.purging import purge, remove_revealing
from mash.nightly.report import Acceptance, NightReport, write_report
from mash.nightly.retention import remove_old
from mash.nightly.runs import run_held_back
from mash.vocabulary import RunId

BUILDING = "building.duckdb"


def keep(hub: Hub, report: NightReport) -> None:
    """Give a whole run its report and its final name; nobody reads it yet."""
    folder, snapshot = hub.snapshots / report.run, hub.snapshot(report.run)
    write_report(folder, report)
    if not snapshot.exists():
        (folder / BUILDING).replace(snapshot)


def publish(hub: Hub, report: NightReport, log: Logbook) -> NightReport:
    """Enter a kept run in the ledger, then swap the pointer; either may be repeated after a kill. Old runs then go."""
    with closing(warehouse.connect(hub.snapshot(report.run), read_only=True)) as snapshot:
        membership = dict(snapshot.execute("select record_key, person_id from membership").fetchall())
        events = snapshot.execute(
            "select kind, person_id, other_person_id, cause from person_event order by all"
        ).fetchall()
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        before = ledger.load_register(book).person_of  # nobody else publishes: the caller holds the hub
    with ledger.open_ledger(hub.ledger_path) as book:
        published = PublishedRun(report.run, report.as_of, report.digest, report.published_at, report.basis)
        ledger.publish_run(book, published, membership, events, before=before)
    hub.publish(report.run)
    log.note("published", digest=report.digest)
    _clear_abandoned(hub, report.run)
    return _retire(hub, report, log)


def stay_in_use(hub: Hub, run: NightReport, deliveries: Iterable[Delivery], log: Logbook) -> NightReport:
    """Of a night without news: the run stays in use, and what the configuration of today does not keep goes."""
    after = _retire(hub, run, log)
    told = _since(run, after)
    return replace(told, deliveries=tuple(map(asdict, deliveries)), changes=(), nothing_new=True)


def purge_now(hub: Hub, now: Callable[[], dt.datetime]) -> NightReport:
    """Remove what has expired or was erased, without a night; the report tells of this alone. The caller holds the hub.

    Raises ``Refused`` before the first night: what the landing holds is in no run yet.
    """
    hub.refuse_rebuilt()
    run = run_in_use(hub)
    if run is None:
        raise Refused("no run is in use: nothing is purged before the first", where=str(hub.root), try_="mash nightly")
    return _since(run, _retire(hub, run, Logbook(hub.snapshots / run.run, run.run, now)))


def _since(run: NightReport, after: NightReport) -> NightReport:
    """The report with what went since it stood as ``run``, and nothing that went before."""
    return replace(after, removed=after.removed[len(run.removed) :], purged=after.purged[len(run.purged) :])


def _retire(hub: Hub, in_use: NightReport, log: Logbook) -> NightReport:
    """Remove what has expired and the runs that need not be kept; the report of the run in use tells of it."""
    purged, holding = purge(hub, in_use, log)
    removed = (*holding, *remove_revealing(hub, in_use, log), *remove_old(hub, in_use, log))
    if not removed and not purged:
        return in_use
    report = replace(in_use, removed=(*in_use.removed, *removed), purged=(*in_use.purged, *purged))
    write_report(hub.snapshots / report.run, report)
    return report


def accept_health(hub: Hub, reason: str, *, who: str, now: dt.datetime) -> NightReport:
    """Publish the run that was held back, as it was looked at; the reason stands in its report.

    Nothing is pulled or built. Raises ``UsageError`` without a reason, ``Refused`` when no run is held back, and
    ``HubBusy`` when another process builds this hub.
    """
    if not reason.strip():
        raise UsageError("accepting what moved needs its reason", where="--accept-health", try_='--accept-health "why"')
    with hub.building():
        held = run_held_back(hub)
        if held is None:
            raise Refused(
                "no run is held back: there is nothing to accept; nothing was changed",
                where=str(hub.root),
                try_="mash nightly; accept only what it says has moved",
            )
        report = replace(held, accepted=Acceptance(reason, who, now), published_at=now)
        keep(hub, report)
        return publish(hub, report, Logbook(hub.snapshots / report.run, report.run, lambda: now))


def _clear_abandoned(hub: Hub, published: RunId) -> None:
    """Remove what nights of other inputs left half-built: they will not be gone on with."""
    for folder in hub.snapshots.iterdir():
        if any(folder.glob(f"*{BUILDING}")) and folder.name != published:
            shutil.rmtree(folder)
