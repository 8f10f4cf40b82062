"""The pairs of the review queue side by side, for who may see the whole of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from mash.access import Asked, enter
from mash.enquiry.admitting import open_cases_of
from mash.enquiry.review import Couple, note_shown, pair_of, records_meant
from mash.hub import Hub
from mash.reports.pair import Pair, QueueRow


def pairs_of_queue(hub: Hub, queued: Iterable[QueueRow], asked: Asked) -> list[Pair]:
    """Each of the rows as ``review_pair`` has it, asked for an open case of either or the one that hangs on them.

    No case need be said, as for the queue itself. Raises ``Refused`` as ``queue_for``; the audit has every pair shown.
    """
    door = enter(hub, asked, "review queue")
    door.to_all("the review queue")
    made = []
    run, con = hub.read_current()
    with closing(con), door.refusing(""):
        for row in queued:
            keys = records_meant(con, hub, Couple(row.record_key_a, row.record_key_b))
            own = open_cases_of((row.person_a, row.person_b), con)
            made.append(pair_of(con, hub, run, keys, door.for_case(_case(row, own, door.asked.case)).asked))
    for pair in made:
        note_shown(hub, pair)
    return made


def _case(row: QueueRow, own: set[str], said: str) -> str:
    """An open case of either, else what was said, else the case that hangs on the two."""
    if own:
        return said if said in own else min(own)
    return said or (row.stakes[0].case_id if row.stakes else "")
