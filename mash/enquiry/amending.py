"""A person puts a referral right that was recorded here: who its child is, or that it should not have been made."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

import duckdb

from mash import ledger
from mash.access import Asked, Door, enter
from mash.enquiry.admitting import find_admitted, known_case
from mash.enquiry.meant import alike
from mash.enquiry.wanted import NotClear, Wanted
from mash.enquiry.worklist import record_of
from mash.errors import NotFound, Refused
from mash.hub import AT_THE_DESK, Hub
from mash.ledger import Amendment
from mash.records import HUB
from mash.vocabulary import CaseId, PersonId, RecordKey


@dataclass(frozen=True, slots=True)
class SaidOfReferral:
    """What a person says of a referral, as given."""

    case_id: str
    child: str | None
    """A person id or a record key; None withdraws the referral."""
    reason: str


def amend_referral(hub: Hub, said: SaidOfReferral, asked: Asked) -> Amendment:
    """Keep what is said, and write it down in the audit; the next night goes by it, an enquiry at once.

    Whoever names the child must be one who may ask about that child. Raises ``NotFound`` for a case or a child that
    nobody has heard of (``NotClear`` where several fit), ``UsageError`` without a reason, ``Refused`` for an agency's
    own referral and for who may not ask; the audit has it either way.
    """
    hub.refuse_rebuilt()
    case = CaseId(said.case_id.strip().upper())
    door = enter(hub, asked, "amend", sought={"key": said.case_id}).to_case(case, {case}, lambda _: True)
    _, con = hub.read_current(threads=AT_THE_DESK)
    with closing(con):
        with door.refusing(case):
            _refuse_elsewhere(con, case, door)
        child = _child_of(con, case, said.child, door) if said.child else None
    record = child[1] if child else None
    amendment = Amendment(case, record, said.reason.strip(), door.actor.name, asked.at)
    with ledger.open_ledger(hub.ledger_path) as book:
        ledger.amend(book, amendment)
        door.note(case, shown=child[:1] if child else (), amended="withdrawn" if amendment.withdraws else "its child")
    return amendment


def _refuse_elsewhere(con: duckdb.DuckDBPyConnection, case: CaseId, door: Door) -> None:
    """Raises for a case that was not recorded at the desk."""
    with ledger.open_ledger(door.hub.ledger_path, to_read=True) as book:
        here = [each.case_id for each in ledger.recorded(book)]
    known = known_case(con, door.hub)
    if not known(case):
        near = [each for each in alike(case, here) if known(each) and door.knows(each)]
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        raise NotFound(
            f"no referral {case} was recorded here{meant}",
            where="the case",
            try_="the id that mash refer gave it, H-…; mash cases lists those that are open",
        )
    if case not in here:
        raise Refused(
            f"{case} is an agency's own referral: what is recorded of it is theirs to put right",
            where="the case",
            try_="ask them to send it anew, or mash retention correct; a case recorded here begins with H-",
        )


def _child_of(con: duckdb.DuckDBPyConnection, case: CaseId, child: str, door: Door) -> tuple[PersonId, RecordKey]:
    """Whom they may ask about, and a record of them."""
    try:
        _, found = find_admitted(door, con, Wanted(key=child))
    except NotClear:
        raise
    except NotFound as fault:
        own = "a person's id or a record key; mash enquire --name with --age or --dob finds whose it is"
        raise NotFound(fault.what, where="--child", try_=own) from None
    with door.refusing(case):
        record = record_of(con, child, found.child)
        if record == f"{HUB}:referrals:{case}":
            raise Refused(
                "nothing is known of this child but this referral itself",
                where="--child",
                try_="the child's own id, of whom some agency has a record: mash enquire --name",
            )
    return found.child, record
