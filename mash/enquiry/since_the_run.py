"""What was recorded at the desk and the run has not: its worklist has it all the same."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

import duckdb

from mash import ledger
from mash.enquiry.wanted import person_of
from mash.enquiry.withheld import withholds
from mash.hub import Hub
from mash.ledger import Referral
from mash.vocabulary import CaseId


@dataclass(frozen=True, slots=True)
class Unread:
    """A referral that the run has not, or has of another child."""

    referral: Referral
    child: str
    """As the run names the child, or as the form did."""
    amended_at: dt.datetime | None
    """When another child was named, if the run has it of the one before."""


@dataclass(frozen=True, slots=True)
class SinceTheRun:
    """What the run does not know of the referrals recorded here."""

    unread: tuple[Unread, ...]
    withdrawn: frozenset[CaseId]

    @property
    def otherwise(self) -> frozenset[CaseId]:
        """Cases of which nothing that the run says holds."""
        return self.withdrawn | {each.referral.case_id for each in self.unread}


def since_the_run(con: duckdb.DuckDBPyConnection, book: sqlite3.Connection, hub: Hub) -> SinceTheRun:
    """Referrals that the run, which is open, has not or has of another child, and those withdrawn since.

    Not those whose time is up, and none that the run withholds: it has those and does not show them.
    """
    amended, standing = ledger.amendments(book), ledger.referrals(book)
    withdrawn = {case for case, each in amended.items() if each.withdraws}
    rows = con.execute("select case_id, person_id from referral left join membership on record_key = child_record_key")
    child_in_run = dict(rows.fetchall())
    unread = []
    for each in standing:
        case = each.case_id
        if case not in child_in_run:
            unread.append(Unread(each, _child(con, each), None))
        elif case in amended and person_of(con, each.child_record_key) != child_in_run[case]:
            unread.append(Unread(each, _child(con, each), amended[case].amended_at))
    if unread:
        from mash import retention  # what an enquiry has no need of

        ((as_of,),) = con.execute("select as_of from run").fetchall()
        expired = retention.expired_cases(standing, retention.terms_of(hub, as_of), as_of)
        cases = {each.referral.case_id for each in unread} - expired
        shown = {case for case in cases if not withholds(hub, con, case)}
        unread = [each for each in unread if each.referral.case_id in shown]
    return SinceTheRun(tuple(unread), frozenset(withdrawn))


def _child(con: duckdb.DuckDBPyConnection, referral: Referral) -> str:
    found = con.execute(
        "select concat_ws(' ', forenames, surname) from person where person_id = $person",
        {"person": person_of(con, referral.child_record_key)},
    ).fetchall()
    as_recorded = " ".join(filter(None, (referral.child_forenames, referral.child_surname)))
    return (found and found[0][0]) or as_recorded or "not known"
