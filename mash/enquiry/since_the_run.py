"""What was recorded at the desk since the run read the ledger: its worklist has it all the same, not rated yet."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import duckdb

from mash import ledger
from mash.ledger import Referral
from mash.vocabulary import CaseId, RunId

RECORDED = "recorded since the run: the night rates it; mash enquire does at once"
ANOTHER_CHILD = "about another child since the run: the night rates it; mash enquire does at once"


@dataclass(frozen=True, slots=True)
class Unread:
    """A referral that the run has not, or has of another child."""

    referral: Referral
    child: str
    """As the run names the child, or as the form did."""
    amended: bool


@dataclass(frozen=True, slots=True)
class SinceTheRun:
    """What the run does not know of the referrals recorded here."""

    unread: tuple[Unread, ...]
    withdrawn: frozenset[CaseId]

    @property
    def otherwise(self) -> frozenset[CaseId]:
        """Cases of which nothing that the run says holds."""
        return self.withdrawn | {each.referral.case_id for each in self.unread}


def since_the_run(con: duckdb.DuckDBPyConnection, book: sqlite3.Connection, run: RunId) -> SinceTheRun:
    """Referrals recorded, put right and withdrawn since the run, which is open, read the ledger."""
    read_at = max(each.read_at.replace(tzinfo=None) for each in ledger.published_runs(book) if each.run == run)
    amended = {case for case, each in ledger.amendments(book).items() if each.amended_at >= read_at}
    standing = {each.case_id: each for each in ledger.referrals(book)}
    has = {case for (case,) in con.execute("select case_id from referral").fetchall()}
    unread = (
        Unread(each, _child(con, each), case in amended)
        for case, each in standing.items()
        if case in amended or (each.recorded_at >= read_at and case not in has)
    )
    return SinceTheRun(tuple(unread), frozenset(amended - standing.keys()))


def _child(con: duckdb.DuckDBPyConnection, referral: Referral) -> str:
    found = con.execute(
        "select concat_ws(' ', forenames, surname) from membership inner join person using (person_id)"
        " where record_key = $record",
        {"record": referral.child_record_key},
    ).fetchall()
    as_recorded = " ".join(filter(None, (referral.child_forenames, referral.child_surname)))
    return (found and found[0][0]) or as_recorded or "not known"
