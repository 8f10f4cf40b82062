"""Old runs leave the disk: as many are kept as ``mash.toml`` says, and always those that somebody may need.

A run is first moved aside, then removed: nobody finds half of one. Whoever has its file open reads on to the end.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence

from mash.hub import Hub
from mash.nightly.logbook import Logbook
from mash.nightly.report import NightReport
from mash.nightly.runs import runs_held_back, whole_runs
from mash.vocabulary import RunId

ASIDE = ".going-"
"""What the folder of a run that is being removed is called by, before the run's name."""


def remove_old(hub: Hub, in_use: NightReport, log: Logbook) -> tuple[RunId, ...]:
    """Remove the runs that need not be kept, and note each; the caller holds ``hub.building()``.

    What cannot be removed is noted and stays, for the next night to try: the run in use is in use all the same.
    """
    for left in hub.snapshots.glob(f"{ASIDE}*"):  # by a night that was killed
        shutil.rmtree(left, ignore_errors=True)
    removed = []
    for run in [each.run for each in not_kept(hub, in_use)]:
        folder, aside = hub.snapshots / run, hub.snapshots / f"{ASIDE}{run}"
        try:
            size = hub.snapshot(run).stat().st_size
            folder.replace(aside)
            shutil.rmtree(aside)
        except OSError as fault:
            log.note("run not removed", old=run, fault=type(fault).__name__)
        else:
            log.note("run removed", old=run, bytes=size)
            removed.append(run)
    return tuple(removed)


def not_kept(hub: Hub, in_use: NightReport) -> Sequence[NightReport]:
    """The runs that neither ``keep_runs`` nor ``keep_days`` keeps; none where the hub's configuration has neither.

    Never the run in use, the one before it, or one that is held back; and what is not a whole run, such as one being
    built, is no matter of this.
    """
    most, days = hub.config.keep_runs, hub.config.keep_days
    if most is None and days is None:
        return ()
    whole = whole_runs(hub)
    spared = {in_use.run, in_use.before, *(each.run for each in runs_held_back(hub))}
    spared |= {each.run for each in whole[: most or 0]}
    if days is not None:
        since = in_use.published_at - dt.timedelta(days=days)
        spared |= {each.run for each in whole if each.published_at >= since}
    return [each for each in whole if each.run not in spared]
