"""Whether a hub is well, for whoever watches it while nobody looks: what is wrong, where, and what to do."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from mash import extracts
from mash.errors import Refused
from mash.hub import Hub
from mash.nightly.adopting import run_in_use
from mash.nightly.runs import run_held_back
from mash.vocabulary import counted

NIGHTLY = dt.timedelta(days=1)
"""How much older than today the day of the run in use may be: a night was due since."""
ROOM_TIMES = 3
"""Times the run in use that must be free on disk: the next one, what it spills, and as much again (our judgement)."""
LEAST_ROOM = 1_000_000_000
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be."""

    kind: str
    """``no run``, ``old run``, ``held back``, ``missing source``, ``stale source``, ``refused delivery``, ``disk``."""
    where: str
    what: str
    try_: str


def watch(hub: Hub, *, as_of: dt.date) -> tuple[Fault, ...]:
    """What is wrong with the hub on that day; empty when all is well. Reads, and changes nothing."""
    return (*_of_run(hub, as_of), *_of_sources(hub, as_of), *_of_disk(hub))


def refuse_clock_behind(hub: Hub, today: dt.date) -> None:
    """Refuse a night for today when the run in use is of a later day: it would put older data in use unasked."""
    run = run_in_use(hub)
    if run and today < run.as_of:
        raise Refused(
            f"by this machine's clock today is {today}, and the run in use is as of {run.as_of}: it stays in use",
            where=str(hub.root),
            try_=f"set the clock; or, if that earlier day is meant, mash nightly --as-of {today}",
        )


def room_needed(hub: Hub) -> int:
    """Bytes that should be free on disk before a night."""
    run = run_in_use(hub)
    size = hub.snapshot(run.run).stat().st_size if run else 0
    return max(LEAST_ROOM, ROOM_TIMES * size)


def _of_run(hub: Hub, as_of: dt.date) -> Iterator[Fault]:
    run = run_in_use(hub)
    if run is None:
        yield Fault("no run", str(hub.root), "no run is in use, or what is named as it cannot be read", "mash nightly")
    elif as_of - run.as_of > NIGHTLY:
        old = f"the run in use is as of {run.as_of}, {counted((as_of - run.as_of).days, 'day')} ago"
        yield Fault("old run", run.run, old, "see why the nights since did not end, then mash nightly")
    held = run_held_back(hub)
    if held:
        beyond = counted(sum(bool(each.beyond) for each in held.health), "figure lies", "figures lie")
        what = f"a run as of {held.as_of} is built and not published: {beyond} beyond bounds"
        yield Fault(
            "held back", held.run, what, 'mash status; see to the delivery, or mash nightly --accept-health "why"'
        )


def _of_sources(hub: Hub, as_of: dt.date) -> Iterator[Fault]:
    for row in extracts.freshness(hub, as_of):
        where = f"{row.agency} {row.dataset}"
        needed = "no case can be rated without it" if row.required else "it is searched no further"
        if row.state == "missing":
            yield Fault("missing source", where, f"nothing has landed; {needed}", "ask the agency, then mash nightly")
        elif row.state == "stale":
            age = counted(row.age_days or 0, "day")
            old = f"the latest extract is {age} old, {row.fresh_within_days} at most; {needed}"
            yield Fault("stale source", where, old, "ask the agency, then mash nightly")
        if row.refused_since:
            what = "a delivery no older than what is in use was refused"
            yield Fault("refused delivery", where, what, "mash pull says why; ask for it to be sent again")


def _of_disk(hub: Hub) -> Iterator[Fault]:
    needed, free = room_needed(hub), shutil.disk_usage(hub.root).free
    if free < needed:
        what = f"{free / 1e9:.1f} GB are free and a night may need {needed / 1e9:.1f}"
        yield Fault("disk", str(hub.root), what, "make room, or move the hub to a larger disk")
