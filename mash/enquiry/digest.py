"""What the morning's digest says beside the worklist: new evidence, cases closed, queues."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from contextlib import closing
from dataclasses import asdict

from mash.enquiry.waiting import waiting
from mash.enquiry.worklist import worklist_at
from mash.hub import Hub
from mash.reports import Asked
from mash.reports.digest import Alert, Digest, Night, digest_of
from mash.vocabulary import CaseId
from mash.warehouse import rows, sql_text

COUNTED = frozenset({"tie", "record"})
"""Kinds of pieces that are counted; the others are told one by one."""


def morning(hub: Hub, at: dt.datetime, night: Night, asked: Asked, *, held_back: int) -> Digest:
    """The digest of the run in use, deadlines held against ``at``; ``held_back`` runs wait for a person beside it."""
    while True:
        listed = worklist_at(hub, at)
        alerts, closed = _overnight(hub)
        queues = {**asdict(waiting(hub)), "runs_held_back": held_back}
        if hub.current_run() == listed.run:  # else another was published meanwhile
            return digest_of(listed, alerts=alerts, closed=closed, queues=queues, night=night, asked=asked)


def _overnight(hub: Hub) -> tuple[tuple[Alert, ...], tuple[CaseId, ...]]:
    _, con = hub.read_current()
    with closing(con):
        found = rows(con, sql_text("enquiry", "alert"))
        gone = con.execute("select case_id from change where kind = 'closed' order by case_id").fetchall()
    told: defaultdict[CaseId, list[str]] = defaultdict(list)
    besides: defaultdict[CaseId, int] = defaultdict(int)
    for row in found:
        case = CaseId(row["case_id"])
        besides[case] += row["kind"] in COUNTED
        told[case].extend([] if row["kind"] in COUNTED else [_told(row)])
    alerts = tuple(Alert(case, tuple(told[case]), besides[case]) for case in sorted(told))
    return alerts, tuple(CaseId(case) for (case,) in gone)


def _told(row: dict[str, str]) -> str:
    """``flagged adult CRAIG TYSON: sexual offender (police VISOR since 2019-01-01)``."""
    of = " and ".join(name for name in (row["name_a"], row["name_b"]) if name)
    return f"{row['kind']}{f' {of}' if of else ''}: {row['says']}"
