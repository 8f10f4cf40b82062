"""The ledger as it was at a moment: a copy with every entry made by then and none made later."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from mash.ledger.store import TABLES, open_ledger
from mash.vocabulary import RunId

BY_THEN = "substr({moment}, 1, 19) <= $until"
"""To the second, by the hub's own clock."""
BEFORE = "($before is null or sequence < (select sequence from run where run = $before))"
OF_RUN = "run_sequence in (select sequence from run where {run})"
OF_DECISION = "decision_id in (select decision_id from decision where {decision})"
MOMENTS = {
    "referral": "recorded_at",
    "decision": "decided_at",
    "judgement": "judged_at",
    "revocation": "revoked_at",
    "keeping": "at",
    "sharing": "decided_at",
    "amendment": "amended_at",
}


def cut_ledger(whole: Path, cut: Path, *, until: dt.datetime, before: RunId | None = None) -> None:
    """Copy to the new file ``cut`` what the ledger held at the moment ``until``; of runs only those before ``before``.

    What was taken back later stands again. Of the ledger itself nothing changes.
    """
    conditions = _conditions()
    known = {"until": until.isoformat(timespec="seconds"), "before": before}
    with open_ledger(whole, to_read=True) as book, open_ledger(cut) as copy:
        for table in TABLES:
            found = book.execute(f"select * from {table} where {conditions[table]}", known)  # noqa: S608 - our own names
            places = ", ".join("?" for _ in found.description)
            copy.executemany(f"insert into {table} values ({places})", found)  # noqa: S608 - likewise


def _conditions() -> dict[str, str]:
    """By table, which of its rows were there."""
    of = {table: BY_THEN.format(moment=moment) for table, moment in MOMENTS.items()}
    of["run"] = f"{BY_THEN.format(moment='published_at')} and {BEFORE}"
    of |= dict.fromkeys(("run_basis", "register", "person_event"), OF_RUN.format(run=of["run"]))
    return of | dict.fromkeys(("decision_basis", "decision_evidence"), OF_DECISION.format(decision=of["decision"]))
