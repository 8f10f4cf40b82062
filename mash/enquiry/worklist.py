"""The open cases of the run in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import duckdb

from mash import ledger, rating
from mash.access import Asked, Door, enter
from mash.enquiry.age_of_run import age_notes
from mash.enquiry.at_once import rows_at_once
from mash.enquiry.looking import run_of
from mash.enquiry.since_the_run import since_the_run
from mash.enquiry.wanted import Wanted, find
from mash.errors import Refused
from mash.hub import Hub
from mash.reports.cases import CaseRow
from mash.reports.subject import born_words
from mash.reports.worklist import Worklist
from mash.vocabulary import CaseId, Colour, Direction, PersonId, RecordKey
from mash.warehouse import rows, sql_text

NO_RECORD = "no agency sent a record of this child"


@dataclass(frozen=True, slots=True)
class Listed:
    """What the rows of one worklist share."""

    as_of: dt.date
    policy: rating.Policy
    profile: rating.Profile
    decided: Mapping[CaseId, ledger.Decision]
    since: Mapping[CaseId, rating.News]
    """What is new and gone since the decision, of cases where it is known what it saw."""


def worklist(hub: Hub, asked: Asked) -> list[CaseRow]:
    """Every open case that they need to know of, the worst first, then the soonest due; with decisions made today.

    Of a decided case only what is new or gone since then is told, of any other what changed overnight. Referrals
    that the run has not are among them, rated at once. Last come those whose child no agency sent a record of:
    nothing can be said of them, and that is said. Raises ``Refused`` without a purpose, a gateway or a role to ask; the
    audit has it either way.
    """
    return list(worklist_at(hub, asked.at, asked).cases)


def worklist_at(hub: Hub, at: dt.datetime, asked: Asked, *, taken: Sequence[str] = ()) -> Worklist:
    """The same with what to know of the run at that moment, which tells what is late; ``taken`` as elsewhere."""
    door = enter(hub, asked, "cases")
    found = listed(door, at)
    door.note("worklist", run=found.run, shown=(row.case_id for row in found.cases), taken=taken)
    return found


def listed(door: Door, at: dt.datetime) -> Worklist:
    """The worklist of whoever is let in, before it is noted."""
    hub = door.hub
    run, con = hub.read_current()
    with closing(con):
        cases = [row for row in open_cases(con, hub, door.knows) if door.knows(row.case_id)]
        ((as_of,),) = con.execute("select as_of from run").fetchall()
        notes = age_notes(con, as_of, at.date())
    return Worklist(hub.config.name, run, as_of, at, tuple(cases), notes, of=len(cases))


def open_cases(con: duckdb.DuckDBPyConnection, hub: Hub, knows: Callable[[str], bool]) -> list[CaseRow]:
    """Every open case, of a snapshot that is open; of those recorded since, whatever ``knows`` is true of."""
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        decided = ledger.newest_decisions(book)
        seen, merged = ledger.evidence_seen(book, newest_only=True), ledger.merged(book)
        others = ledger.runs_otherwise_restricted(book, hub.current_run())
        late = since_the_run(con, book, hub)
    seen = {case: pieces for case, pieces in seen.items() if case in decided and decided[case].run not in others}
    _refuse_earlier(con)
    found = rows(con, sql_text("enquiry", "worklist"))
    (about,) = rows(con, "select as_of, policy, profile from run")
    childless = rows(con, sql_text("enquiry", "childless_case"))
    now, whom = rating.pieces_of_cases(con, seen), rating.whom_now(con, merged)
    news = {case: rating.news(pieces, now.get(case, ()), whom) for case, pieces in seen.items()}
    run = Listed(
        about["as_of"], rating.load_policy(about["policy"]), rating.load_profile(about["profile"]), decided, news
    )
    rated = [_rated(row, run) for row in found if row["case_id"] not in late.otherwise]
    rated.extend(rows_at_once(run_of(hub, hub.current_run(), con), late.unread, decided, knows))
    rated.sort(key=lambda row: (-_weight(row), row.due_by is None, str(row.due_by), row.case_id))
    return [*rated, *(_childless(row, run) for row in childless if row["case_id"] not in late.otherwise)]


def _refuse_earlier(con: duckdb.DuckDBPyConnection) -> None:
    if not con.execute("select 1 from duckdb_tables() where table_name = 'proposal_evidence'").fetchall():
        raise Refused(
            "this run was built by an earlier version, which kept less of it", try_="mash nightly, then again"
        )


def _childless(row: dict[str, Any], run: Listed) -> CaseRow:
    return CaseRow(
        case_id=row["case_id"],
        child="not known",
        before=_said(row, run),
        proposed=Colour.UNRATED,
        due_by=None,
        flagged=None,
        flagged_kinds=run.policy.counted_kinds,
        flagged_at_all=None,
        title=NO_RECORD,
        why=NO_RECORD,
        **_about(row),
    )


def _weight(row: CaseRow) -> Colour:
    """What a case is sorted by: what the rules give, or of one not rated yet what a person said."""
    return row.at_least if row.proposed is not Colour.UNRATED or row.missing else row.before or Colour.UNRATED


def _rated(row: dict[str, Any], run: Listed) -> CaseRow:
    expected = row["expected_date_of_birth"]
    at_least, before = Colour[row["at_least"]], _said(row, run)
    proposed, direction = rating.standing(at_least, before, missing=bool(row["missing_agencies"]))
    late = _late(row["missing_agencies"], at_least)
    decision, since = run.decided.get(row["case_id"]), run.since.get(row["case_id"])
    done = _done(decision, direction, row["fingerprint"])
    worst = max(proposed, at_least, before or Colour.GREEN)
    due = rating.due_next(row["received_at"], worst, run.profile, done=done) if row["received_at"] else None
    return CaseRow(
        case_id=row["case_id"],
        child=row["child"],
        expected_date_of_birth=expected,
        awaited=born_words(None, expected, run.as_of) if expected else "",
        before=before,
        proposed=proposed,
        at_least=at_least,
        direction=direction,
        due_by=due.at if due else None,
        due=due.told if due else "",
        flagged=row["flagged_adults"],
        flagged_kinds=run.policy.counted_kinds,
        flagged_at_all=row["flagged_at_all"],
        title="; ".join(part for part in (late, row["rule"]) if part),
        why="; ".join(part for part in (late, row["says"]) if part),
        more_reasons=max(0, row["reasons"] - 1),
        **_changed(row, since),
        decided_by=decision.decided_by if decision else "",
        decided_at=decision.decided_at if decision else None,
        worker=row["worker"] or "",
        missing=tuple(row["missing_agencies"]),
        overnight=row["changed"] or "",
        was=_colour(row["was"]),
        **_about(row),
    )


def _about(row: dict[str, Any]) -> dict[str, Any]:
    """What the referral says."""
    return {
        "received_at": row["received_at"],
        "concern": row["concern"] or "",
        "source_code": row["source_code"] or "",
    }


def _changed(row: dict[str, Any], since: rating.News | None) -> dict[str, Any]:
    """Since the decision where there is one and it is known what it saw; else overnight."""
    if since is None:
        says = f" ({row['changed_says']})" if row["changed_says"] else ""
        told = f"{row['changed']}{says}" if row["changed"] else ""
        return {"changed": told, "new": tuple(row["new"] or ()), "gone": tuple(row["gone"] or ())}
    says = f"since the decision {since.says}" if since.says else ""
    new, gone = (tuple(piece.told for piece in pieces) for pieces in (since.new, since.gone))
    return {"changed": says, "new": new, "gone": gone}


def _done(decision: ledger.Decision | None, direction: Direction, fingerprint: str) -> str | None:
    if decision is None or decision.basis is None:
        return None
    return rating.Done(decision.basis.stage, decision.basis.fingerprint).still(direction, fingerprint)


def _said(row: dict[str, Any], run: Listed) -> Colour | None:
    decision = run.decided.get(row["case_id"])
    return decision.colour if decision else _colour(row.get("decided_rating") or row["initial_rating"])


def record_key_of(hub: Hub, child: str) -> RecordKey:
    """A record of the child that a person id or a record key names. Raises ``NotFound`` for nobody."""
    _, con = hub.read_current()
    with closing(con):
        return record_of(con, child, find(con, hub, Wanted(key=child)).child)


def record_of(con: duckdb.DuckDBPyConnection, named: str, person: PersonId) -> RecordKey:
    """The record of the person that was named, else the first that an agency has, else one of a referral's own."""
    found = con.execute(
        "select record_key from membership where person_id = $person"
        " order by record_key <> $named, record_key like 'hub:%', record_key limit 1",
        {"person": person, "named": named},
    ).fetchall()
    return RecordKey(found[0][0])


def _late(missing: list[str], at_least: Colour) -> str:
    return f"{', '.join(missing)} missing or stale, at least {at_least.name}" if missing else ""


def _colour(name: str | None) -> Colour | None:
    return Colour[name] if name else None
