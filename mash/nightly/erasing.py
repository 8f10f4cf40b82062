"""Erasing one person on request: proposed by one, approved by another, then out of landing, ledger and every run.

A mark of each record stays and keeps a re-sent row out until that is lifted. Whom it was then stands nowhere: the proof
searches by marks of the words they were known by.
"""

from __future__ import annotations

from contextlib import closing

from mash import ledger, retention
from mash.access import Role, require
from mash.hub import Hub
from mash.ledger import ERASED, Act, Deed
from mash.nightly.keeping import LEAD, Asking, Subject, answered_by_another, note, note_use, refuse_held
from mash.nightly.proving import words_known_by
from mash.vocabulary import CaseId, RecordKey

PROPOSES = (LEAD, Role.DECISION_MAKER)


def propose(hub: Hub, subject: Subject, asking: Asking, *, requested_by: str) -> int:
    """Propose that every record of a person be erased; the number under which another approves it.

    Raises ``Refused`` for whoever may not, and of whom something is held.
    """
    hub.refuse_rebuilt()
    require(asking.actor, PROPOSES, "propose an erasure")
    _, con = hub.read_current()
    with closing(con):
        cases = [
            case
            for (case,) in con.execute(
                "select case_id from referral where list_contains($keys, child_record_key) order by case_id",
                {"keys": list(subject.keys)},
            ).fetchall()
        ]
    body = {"records": [list(each) for each in subject.records], "cases": cases, "requested_by": requested_by}
    return note(hub, Deed.ERASE, subject, asking, body)


def approve(hub: Hub, number: int, asking: Asking) -> None:
    """Erase what another proposed. What is left of it, in the run in use, goes with the next night.

    Raises ``Refused`` for whoever may not or proposed it, and of whom something is held by now, ``NotFound`` when none
    such stands, ``HubBusy``. The caller purges after: killed in between, the next night goes on with it.
    """
    hub.refuse_rebuilt()
    require(asking.actor, LEAD, "approve an erasure")
    _, con = hub.read_current()
    with closing(con), ledger.open_ledger(hub.ledger_path) as book:
        acts = ledger.acts(book)
        act = answered_by_another(acts, number, asking, (Deed.ERASE, Deed.APPROVE))
        refuse_held(acts, act.body["marks"], asking.at.date())
        salt = retention.salt_of(acts)
        words = sorted(words_known_by(con, act.body["records"], salt))
        body = {"marks": act.body["marks"], "words": words}
        said = (act.subject, asking.reason, asking.actor.name, asking.at, number)
        ledger.note_act(book, Act(Deed.APPROVE, *said, body=body))
    note_use(hub, asking, "approve erase", act.subject)


def finish(hub: Hub) -> int:
    """Take the words of everybody whose erasure was approved out of the ledger; of how many. The caller holds it."""
    if not hub.ledger_path.exists():
        return 0
    with ledger.open_ledger(hub.ledger_path) as book:
        acts = ledger.acts(book)
        approved = {act.about for act in acts if act.deed is Deed.APPROVE}
        open_ = [act for act in acts if act.number in approved and "records" in act.body]
        salt = retention.salt_of(acts)
        for act in open_:
            keys = {RecordKey(each[0]): f"{ERASED}{retention.opaque(salt, each[0])}" for each in act.body["records"]}
            ledger.redact(book, keys, map(CaseId, act.body["cases"]), act=act.number)
    if open_:
        ledger.compact(hub.ledger_path)
    return len(open_)


def lift(hub: Hub, number: int, asking: Asking) -> None:
    """Let what was erased come in again, should it be sent. Raises ``Refused`` and ``NotFound`` as ``approve`` does."""
    hub.refuse_rebuilt()
    require(asking.actor, LEAD, "lift an erasure")
    with ledger.open_ledger(hub.ledger_path) as book:
        acts = ledger.acts(book)
        approved = next((act for act in acts if (act.deed, act.about) == (Deed.APPROVE, number)), None)
        act = answered_by_another(acts, number, asking, (Deed.ERASE, Deed.LIFT), approved)
        said = (act.subject, asking.reason, asking.actor.name, asking.at, number)
        ledger.note_act(book, Act(Deed.LIFT, *said))
    note_use(hub, asking, "lift erase", act.subject)
