"""Other open cases of the child asked about: those of the run, and those recorded at the desk since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import duckdb

from mash import ledger
from mash.access import Door
from mash.enquiry.wanted import Found, cases_now, is_later, person_of
from mash.enquiry.withheld import withholds
from mash.hub import Hub
from mash.ledger import Referral
from mash.rating import OpenCase
from mash.reports import OtherCase
from mash.vocabulary import Colour


def other_cases(
    con: duckdb.DuckDBPyConnection, door: Door, found: Found, as_of: dt.date | None
) -> tuple[OtherCase, ...]:
    """Every other that they need to know of, received by ``as_of`` if that was asked, the newest first.

    Of those since the run only whose child is named by a record: to search by description takes as long as an enquiry.
    """
    own = found.case.case_id if found.case else None
    of_run = [case for case in cases_now(con, door.hub) if case.child == found.child]
    there = {case.case_id: case for case in (*_since(con, door, found), *of_run) if case.case_id != own}
    told = [case for case in there.values() if door.knows(case.case_id) and not (as_of and is_later(case, as_of))]
    told.sort(key=lambda case: (str(case.received_at), case.case_id), reverse=True)
    return tuple(OtherCase(case.case_id, case.received_at, case.concern, case.decided or case.initial) for case in told)


def _since(con: duckdb.DuckDBPyConnection, door: Door, found: Found) -> Iterator[OpenCase]:
    """Those since the run of which a record says that they are about the child."""
    with ledger.open_ledger(door.hub.ledger_path, to_read=True) as book:
        decided = ledger.latest_decisions(book)
    for each in recorded_since(con, door.hub):
        if person_of(con, each.child_record_key) == found.child:
            case, initial = each.case_id, Colour[each.initial_rating]
            yield OpenCase(case, found.child, each.received_at, each.concern, initial, decided.get(case))


def recorded_since(con: duckdb.DuckDBPyConnection, hub: Hub) -> list[Referral]:
    """Referrals recorded on the run's day or later, which it has not, and not withdrawn.

    One from before that it has not is withheld, or out of time.
    """
    ((as_of,),) = con.execute("select as_of from run").fetchall()
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        late = {each.case_id: each for each in ledger.referrals(book) if each.recorded_at.date() >= as_of}
    asked = "select case_id from referral where list_contains($cases, case_id)"
    in_run = {case for (case,) in con.execute(asked, {"cases": sorted(late)}).fetchall()} if late else set()
    return [each for case, each in late.items() if case not in in_run and not withholds(hub, con, case)]
