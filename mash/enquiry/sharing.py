"""A person decides to share something of a case with somebody, or not to; with why, and under which law."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from mash import ledger
from mash.access import ASKERS, Asked, Door, Role, enter
from mash.enquiry.admitting import known_case
from mash.errors import NotFound, Refused
from mash.hub import AT_THE_DESK, Hub
from mash.ledger import Sharing, SharingOutcome
from mash.vocabulary import CaseId

DECIDERS = (Role.DECISION_MAKER, Role.IG_LEAD)
"""Who may decide what is shared of a case."""
READERS = (*ASKERS, Role.IG_LEAD)


@dataclass(frozen=True, slots=True)
class SaidOfSharing:
    """What a person says, as given."""

    case_id: str
    recipient: str
    what: str
    outcome: SharingOutcome
    reason: str


def decide_to_share(hub: Hub, said: SaidOfSharing, asked: Asked) -> Sharing:
    """Keep the decision, with its number in the audit.

    Raises ``NotFound`` for a case nobody has heard of, ``UsageError`` without a recipient, what it is about, or a
    reason to withhold, ``Refused`` for who may not decide it and for a case that was withdrawn; the audit has it either
    way.
    """
    hub.refuse_rebuilt()
    door = _to_case(hub, said.case_id, enter(hub, asked, "share", roles=DECIDERS, sought={"key": said.case_id}))
    decision = Sharing(
        case_id=CaseId(door.asked.case),
        recipient=said.recipient.strip(),
        what=said.what.strip(),
        outcome=said.outcome,
        reason=said.reason.strip(),
        decided_by=door.actor.name,
        decided_at=asked.at,
        purpose=door.asked.purpose,
        gateway=door.asked.gateway,
        export=asked.export,
    )
    with ledger.open_ledger(hub.ledger_path) as book:
        with door.refusing(decision.case_id):
            _refuse_withdrawn(book, decision.case_id)
        ledger.decide_sharing(book, decision)
        door.note(decision.case_id, decided=decision.outcome.value, recipient=decision.recipient, number=asked.export)
    return decision


def sharings_of(hub: Hub, case_id: str, asked: Asked) -> tuple[Sharing, ...]:
    """Every such decision on a case, the oldest first. Raises as ``decide_to_share``."""
    door = _to_case(hub, case_id, enter(hub, asked, "sharings", roles=READERS, sought={"key": case_id}))
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        made = ledger.sharings(book, door.asked.case)
    door.note(door.asked.case)
    return made


def _refuse_withdrawn(book: sqlite3.Connection, case: CaseId) -> None:
    said = ledger.amendments(book).get(case)
    if said is not None and said.withdraws:
        raise Refused(
            f"{case} was withdrawn on {said.amended_at:%Y-%m-%d} by {said.amended_by}: nothing of it is left to share",
            where="the case",
            try_=f"the child's open case: mash enquire with the child's id; mash share {case} --list: what was decided",
        )


def _to_case(hub: Hub, case_id: str, door: Door) -> Door:
    """The door opened for the case, under the id it has."""
    case = case_id.strip().upper()
    _, con = hub.read_current(threads=AT_THE_DESK)
    with closing(con), door.refusing(case):
        if not known_case(con, hub)(case):
            raise NotFound(f"there is no case {case}", where="the case", try_="mash cases")
    return door.to_case(case, {case}, lambda _: True)
