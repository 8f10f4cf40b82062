"""The open cases of the run in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from mash import ledger
from mash.enquiry.wanted import Wanted, find
from mash.errors import NotFound
from mash.hub import Hub
from mash.rating import Policy, load_policy
from mash.reports.cases import CaseRow
from mash.reports.subject import born_words
from mash.vocabulary import CaseId, Colour, RunId
from mash.warehouse import rows, sql_text

NO_RECORD = "no agency sent a record of this child"


def worklist(hub: Hub) -> list[CaseRow]:
    """Every open case, the worst first and then the soonest due; decisions made today are shown.

    Last come referrals whose child no agency sent a record of: nothing can be said of them, and that is said.
    """
    _, con = hub.read_current()
    with closing(con):
        found = rows(con, sql_text("enquiry", "worklist"))
        (run,) = rows(con, "select as_of, policy from run")
        childless = rows(con, sql_text("enquiry", "childless_case"))
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        decided = ledger.latest_decisions(book)
    policy = load_policy(run["policy"])
    rated = [_rated(row, decided, policy, run["as_of"]) for row in found]
    unrated = [
        CaseRow(
            case_id=row["case_id"],
            child="not known",
            before=decided.get(row["case_id"]) or _colour(row["initial_rating"]),
            proposed=Colour.UNRATED,
            due_by=None,
            flagged=None,
            flagged_kinds=policy.counted_kinds,
            flagged_at_all=None,
            title=NO_RECORD,
            why=NO_RECORD,
        )
        for row in childless
    ]
    return [*rated, *unrated]


def _rated(row: dict[str, Any], decided: Mapping[CaseId, Colour], policy: Policy, as_of: dt.date) -> CaseRow:
    expected = row["expected_date_of_birth"]
    late = _late(row["missing_agencies"], Colour[row["at_least"]])
    return CaseRow(
        case_id=row["case_id"],
        child=row["child"],
        expected_date_of_birth=expected,
        awaited=born_words(None, expected, as_of) if expected else "",
        before=decided.get(row["case_id"]) or _colour(row["decided_rating"] or row["initial_rating"]),
        proposed=Colour[row["colour"]],
        due_by=row["due_by"],
        flagged=row["flagged_adults"],
        flagged_kinds=policy.counted_kinds,
        flagged_at_all=row["flagged_at_all"],
        title="; ".join(part for part in (late, row["rule"]) if part),
        why="; ".join(part for part in (late, row["says"]) if part),
        more_reasons=max(0, row["reasons"] - 1),
        changed=row["changed"] or "",
    )


def proposal_of(hub: Hub, case_id: CaseId) -> tuple[RunId, Colour]:
    """The run in use and what it proposes for a case; UNRATED for a referral recorded since.

    Raises ``NotFound`` for a case that nobody has heard of.
    """
    run, con = hub.read_current()
    with closing(con):
        found = con.execute("select colour from proposal where case_id = $case", {"case": case_id}).fetchall()
        if found:
            return run, Colour[found[0][0]]
        if find(con, hub, Wanted(key=case_id)).case is None:
            raise NotFound(f"case {case_id} is not open in run {run}", try_="mash cases")
    return run, Colour.UNRATED


def record_key_of(hub: Hub, child: str) -> str:
    """A record of the child that a person id or a record key names: its own, or the person's first."""
    _, con = hub.read_current()
    with closing(con):
        if con.execute("select 1 from membership where record_key = $key", {"key": child}).fetchall():
            return child
        person = find(con, hub, Wanted(key=child)).child
        found = con.execute(
            "select min(record_key) from membership where person_id = $person", {"person": person}
        ).fetchall()
    return str(found[0][0])


def _late(missing: list[str], at_least: Colour) -> str:
    return f"{', '.join(missing)} missing or stale, at least {at_least.name}" if missing else ""


def _colour(name: str | None) -> Colour | None:
    return Colour[name] if name else None
