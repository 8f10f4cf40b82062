"""A referral that the run has not rated, rated as the night would: for the worklist, whose clocks run from receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import duckdb

from mash import ledger, rating
from mash.enquiry.looking import Run, bearing_on, counts_of, looked_at
from mash.enquiry.since_the_run import Unread
from mash.enquiry.wanted import Found, NotClear, child_of
from mash.errors import UsageError
from mash.ledger import Referral
from mash.rating import CaseFacts, ChangeKind, OpenCase
from mash.reports.cases import CaseRow
from mash.vocabulary import CaseId, Colour, PersonId, Proposal

UNCLEAR = "its child is not clear: mash enquire lists who fits, mash amend says who it is"
SINCE = "not in the run"
ANOTHER = "of another child in the run"


def rows_at_once(
    run: Run, unread: Iterable[Unread], decided: Mapping[CaseId, ledger.Decision], knows: Callable[[str], bool]
) -> Iterator[CaseRow]:
    """Of each referral that the run has not, or has of another child, the row that the night would make of it.

    What was decided when it was about another child counts for nothing.
    """
    for each in unread:
        if not knows(each.referral.case_id):
            continue
        decision = decided.get(each.referral.case_id)
        if decision and each.amended_at and decision.decided_at < each.amended_at:
            decision = None
        yield _row(run, each, decision)


def _row(run: Run, each: Unread, decision: ledger.Decision | None) -> CaseRow:
    referral = each.referral
    said = decision.colour if decision else Colour[referral.initial_rating]
    row = CaseRow(
        case_id=referral.case_id,
        child=each.child,
        before=said,
        proposed=Colour.UNRATED,
        due_by=None,
        flagged=None,
        flagged_kinds=run.policy.counted_kinds,
        flagged_at_all=None,
        title=UNCLEAR,
        why=UNCLEAR,
        changed=ANOTHER if each.amended_at else SINCE,
        decided_by=decision.decided_by if decision else "",
        decided_at=decision.decided_at if decision else None,
        received_at=referral.received_at,
        concern=referral.concern or "",
        source_code=referral.source_code or "",
    )
    child = _clearly(run.con, referral)
    if child is None:
        return _due(row, rating.due_next(referral.received_at, said, run.profile))
    facts = _facts(run, referral, child, decision)
    proposal = rating.propose(facts, run.policy)
    done = rating.Done(decision.basis.stage, decision.basis.fingerprint) if decision and decision.basis else None
    due = rating.decide_by(referral.received_at, facts, proposal, run.profile, done=done)
    return _due(_rated(row, run, facts, proposal), due)


def _facts(run: Run, referral: Referral, child: PersonId, decision: ledger.Decision | None) -> CaseFacts:
    initial, decided = Colour[referral.initial_rating], decision.colour if decision else None
    case = OpenCase(referral.case_id, child, referral.received_at, referral.concern, initial, decided)
    counts = counts_of(run, run.as_of)
    with bearing_on(run, child, run.as_of, run.policy.hops):
        _, facts = looked_at(run, Found(child, case), run.policy.hops, counts)
    return facts


def _rated(row: CaseRow, run: Run, facts: CaseFacts, proposal: Proposal) -> CaseRow:
    """The row with what is proposed and why; new, as a case is that came overnight."""
    _, flagged, _ = rating.summary_of(facts, run.policy)
    first = proposal.reasons[0] if proposal.reasons else None
    return replace(
        row,
        proposed=proposal.colour,
        at_least=proposal.at_least,
        direction=proposal.direction,
        flagged=flagged,
        flagged_at_all=len(facts.around.exposures),
        title=first.rule if first else "",
        why=first.says if first else "",
        more_reasons=max(0, len(proposal.reasons) - 1),
        missing=proposal.missing_agencies,
        overnight="" if proposal.colour is Colour.UNRATED else ChangeKind(f"new {proposal.colour.name.lower()}"),
    )


def _due(row: CaseRow, due: rating.Due | None) -> CaseRow:
    return replace(row, due_by=due.at, due=due.told) if due else row


def _clearly(con: duckdb.DuckDBPyConnection, referral: Referral) -> PersonId | None:
    """Whom it is about; None where nobody or several fit, or too little is said: the row says that."""
    try:
        return child_of(con, referral)
    except (NotClear, UsageError):
        return None
