"""What the morning's digest says beside the worklist: new evidence, cases closed, queues."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from contextlib import closing
from dataclasses import asdict

from mash.access import Asked, Door, enter
from mash.enquiry.changed import COUNTED
from mash.enquiry.waiting import waiting
from mash.enquiry.worklist import listed
from mash.hub import Hub
from mash.reports.digest import Alert, Digest, Night, digest_of
from mash.vocabulary import CaseId
from mash.warehouse import rows, sql_text


def morning(hub: Hub, at: dt.datetime, night: Night, asked: Asked, *, held_back: int) -> Digest:
    """The digest of the run in use, deadlines held against ``at``; ``held_back`` runs wait for a person beside it.

    Raises ``Refused`` as ``worklist`` does; the audit has it either way.
    """
    door = enter(hub, asked, "digest")
    while True:
        found = listed(door, at)
        alerts, closed = _overnight(door)
        queues = {**asdict(waiting(hub)), "runs_held_back": held_back}
        if hub.current_run() == found.run:  # else another was published meanwhile
            shown = {*(row.case_id for row in found.cases), *(alert.case_id for alert in alerts), *closed}
            door.note("digest", run=found.run, shown=shown)
            return digest_of(found, alerts=alerts, closed=closed, queues=queues, night=night, asked=door.asked)


def _overnight(door: Door) -> tuple[tuple[Alert, ...], tuple[CaseId, ...]]:
    _, con = door.hub.read_current()
    with closing(con):
        found = [row for row in rows(con, sql_text("enquiry", "alert")) if door.knows(row["case_id"])]
        gone = con.execute("select case_id from change where kind = 'closed' order by case_id").fetchall()
    told: defaultdict[CaseId, list[str]] = defaultdict(list)
    besides: defaultdict[CaseId, int] = defaultdict(int)
    for row in found:
        case = CaseId(row["case_id"])
        besides[case] += row["kind"] in COUNTED
        told[case].extend([] if row["kind"] in COUNTED else [_told(row)])
    alerts = tuple(Alert(case, tuple(told[case]), besides[case]) for case in sorted(told))
    return alerts, tuple(CaseId(case) for (case,) in gone if door.knows(case))


def _told(row: dict[str, str]) -> str:
    """``flagged adult CRAIG TYSON: sexual offender (police VISOR since 2019-01-01)``."""
    of = " and ".join(name for name in (row["name_a"], row["name_b"]) if name)
    return f"{row['kind']}{f' {of}' if of else ''}: {row['says']}"
