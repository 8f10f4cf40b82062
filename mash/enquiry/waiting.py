"""How much waits for a person: possible links, cases to decide, evidence since a decision, emergencies to review."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import dataclass, fields

import duckdb

from mash import audit, ledger, rating
from mash.audit.told import emergencies
from mash.enquiry.contested import contested_judgements
from mash.enquiry.review_queue import judged_couples
from mash.hub import Hub
from mash.vocabulary import Colour, Direction
from mash.warehouse import SqlFault, rows, sql_text


@dataclass(frozen=True, slots=True)
class Waiting:
    """Lengths of the queues of the run in use."""

    possible_links: int
    """Pairs of persons that may be one and that nobody has judged, or only as undecided."""
    contested: int
    """Judgements *same* that official numbers sent since deny."""
    cases: int
    """Open cases that nobody has decided, or where the rules give more by now, on other grounds, than the person."""
    new_evidence: int
    """Pieces of evidence that decided cases stand on and that were not on the screen when they were decided."""
    cases_with_new_evidence: int
    emergencies: int
    """Times that somebody went past the usual checks, which nobody has reviewed."""


QUEUES = tuple(field.name for field in fields(Waiting))
"""The queues, by name."""


def waiting(hub: Hub) -> Waiting:
    """Count what waits. Raises ``NotFound`` without a run in use, ``SqlFault`` for one that an older engine built."""
    _, con = hub.read_current()
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        standing, decided = ledger.judgements(book), ledger.newest_decisions(book)
        seen, merged = ledger.evidence_seen(book, newest_only=True), ledger.merged(book)
    with closing(con):
        try:
            contested = contested_judgements(con, standing)
            links = con.execute("select person_a, person_b from possible_identity").fetchall()
            judged = judged_couples(con, standing)
            proposals = {row["case_id"]: row for row in rows(con, sql_text("enquiry", "proposal_to_decide"))}
            now, whom = rating.pieces_of_cases(con, seen), rating.whom_now(con, merged)
        except duckdb.Error as fault:
            raise SqlFault("what waits in the run in use", fault) from fault
    settled = {couple for couple, said in judged.items() if max(said, key=_when).verdict != "undecided"}
    news = [len(rating.news(pieces, now.get(case, ()), whom).new) for case, pieces in seen.items() if case in proposals]
    return Waiting(
        possible_links=sum(couple not in settled for couple in links),
        contested=len(contested),
        cases=sum(_to_decide(row, decided.get(case)) for case, row in proposals.items()),
        new_evidence=sum(news),
        cases_with_new_evidence=sum(map(bool, news)),
        emergencies=len(emergencies(audit.entries_of(hub, emergencies=True))),
    )


def _when(judgement: ledger.StoredJudgement) -> dt.datetime:
    return judgement.judged_at


def _to_decide(row: dict[str, object], decision: ledger.Decision | None) -> bool:
    if decision is None:
        return True
    at_least, missing = Colour[str(row["at_least"])], bool(row["missing_agencies"])
    _, direction = rating.standing(at_least, decision.colour, missing=missing)
    basis = decision.basis
    return direction is Direction.UP and (basis is None or basis.fingerprint != row["fingerprint"])
