"""A person puts a referral right that was recorded here: who its child is, or that it should not have been made."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from mash import ledger
from mash.access import Asked, Door, enter
from mash.enquiry.admitting import known_case
from mash.enquiry.worklist import record_key_of
from mash.errors import NotFound, Refused
from mash.hub import AT_THE_DESK, Hub
from mash.ledger import Amendment
from mash.records import HUB
from mash.vocabulary import CaseId, RecordKey


@dataclass(frozen=True, slots=True)
class SaidOfReferral:
    """What a person says of a referral, as given."""

    case_id: str
    child: str | None
    """A person id or a record key; None withdraws the referral."""
    reason: str


def amend_referral(hub: Hub, said: SaidOfReferral, asked: Asked) -> Amendment:
    """Keep what is said, and write it down in the audit; the next night goes by it, an enquiry at once.

    Raises ``NotFound`` for a case or a child that nobody has heard of, ``UsageError`` without a reason, ``Refused`` for
    an agency's own referral and for who may not ask about it; the audit has it either way.
    """
    hub.refuse_rebuilt()
    door = enter(hub, asked, "amend", sought={"key": said.case_id})
    case = _recorded_here(hub, said.case_id, door)
    door = door.to_case(case, {case}, lambda _: True)
    with door.refusing(case):
        record = _record_of(hub, case, said.child) if said.child else None
    amendment = Amendment(CaseId(case), record, said.reason.strip(), door.actor.name, asked.at)
    with ledger.open_ledger(hub.ledger_path) as book:
        ledger.amend(book, amendment)
        door.note(case, amended="withdrawn" if amendment.withdraws else "its child")
    return amendment


def _recorded_here(hub: Hub, case_id: str, door: Door) -> CaseId:
    """The case under the id it has, if it was recorded at the desk."""
    case = CaseId(case_id.strip().upper())
    _, con = hub.read_current(threads=AT_THE_DESK)
    with closing(con), door.refusing(case):
        if not known_case(con, hub)(case):
            raise NotFound(f"there is no case {case}", where="the case", try_="mash cases")
        with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
            if case not in {each.case_id for each in ledger.recorded(book)}:
                raise Refused(
                    f"{case} is an agency's own referral: what is recorded of it is theirs to put right",
                    where="the case",
                    try_="ask them to send it anew, or mash retention correct; a case recorded here begins with H-",
                )
    return case


def _record_of(hub: Hub, case: CaseId, child: str) -> RecordKey:
    record = RecordKey(record_key_of(hub, child))
    if record == f"{HUB}:referrals:{case}":
        raise Refused(
            "nothing is known of this child but this referral itself",
            where="--child",
            try_="the child's own id, of whom some agency has a record: mash enquire --name",
        )
    return record
