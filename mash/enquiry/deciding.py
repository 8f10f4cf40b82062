"""A person decides: in what role, on what was on the screen; and what is kept of it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import dataclass

import duckdb

from mash import associations, ledger, rating
from mash.access import Asked, Role, enter
from mash.enquiry.admitting import known_case
from mash.enquiry.wanted import Wanted, find
from mash.enquiry.withheld import Around, case_is_withheld, with_withheld
from mash.errors import NotFound, Refused
from mash.hub import AT_THE_DESK, Hub
from mash.ledger.deciding import rate as write_decision
from mash.rating import OpenCase
from mash.vocabulary import PersonId, Piece
from mash.warehouse import rows


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a case, as given."""

    case_id: str
    word: str
    """The colour, by its name or the hub's own word."""
    rationale: str
    role: str | None
    stage: str | None
    by: str
    at: dt.datetime
    purpose: str = ""
    gateway: str = ""
    emergency: str = ""

    @property
    def asked(self) -> Asked:
        """The question that the decision answers: it reads about the child too."""
        return Asked(self.by, self.at, self.purpose, self.gateway, self.case_id.strip().upper(), self.emergency)


@dataclass(frozen=True, slots=True)
class Past:
    """What was decided of a case up to now, and what whoever decided last had on the screen."""

    decisions: tuple[ledger.Decision, ...] = ()
    """The oldest first."""
    seen: tuple[Piece, ...] | None = None
    """None when nobody has decided, or before it was kept."""
    merged: dict[PersonId, PersonId] | None = None
    sharing: tuple[ledger.Sharing, ...] = ()
    """What was decided to be shared, or not, the oldest first."""

    @property
    def done(self) -> rating.Done | None:
        """Where the decision that stands was taken, and on what."""
        basis = self.decisions[-1].basis if self.decisions else None
        return rating.Done(basis.stage, basis.fingerprint) if basis else None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was just made, and the one it supersedes."""

    decision: ledger.Decision
    before: ledger.Decision | None = None


def decide(hub: Hub, said: Said) -> Decided:
    """Keep what a person decided, with what the engine proposes at this moment and what that stands on.

    Raises ``NotFound`` for a case that is not open, ``UsageError`` for an unknown colour, role or stage and without a
    rationale, ``Refused`` when the account is no decision maker, the role may not decide it, or another person decided
    at the same moment. The audit has it either way.
    """
    hub.refuse_rebuilt()
    door = enter(hub, said.asked, "rate", roles=(Role.DECISION_MAKER,), sought={"key": said.case_id})
    name, con = hub.read_current(threads=AT_THE_DESK)
    with closing(con):
        about = rows(con, "select model, policy, profile from run")[0]
        profile, policy = rating.load_profile(about["profile"]), rating.load_policy(about["policy"])
        with door.refusing(""):
            case = _open_case(con, hub, said.case_id)
        door = door.to_case(str(case.case_id), {str(case.case_id)}, known_case(con, hub))
        colour, role = profile.colour(said.word), profile.role(said.role)
        stage = profile.stage_of(role, said.stage)
        around = associations.network_around(con, case.child, hops=policy.hops)
        facts = with_withheld(hub, con, rating.facts_of(con, around, case), Around(name, around, policy, case))
    with door.refusing(str(case.case_id)):
        rating.refuse_role(profile, role, stage, colour, facts.person_said)
    proposal = rating.propose(facts, policy)
    basis = ledger.Basis(
        role=role.name,
        stage=stage,
        profile=profile.name,
        word=said.word.strip().upper(),
        stood=facts.person_said,
        at_least=proposal.at_least,
        direction=proposal.direction,
        policy=policy.policy_id,
        model=about["model"],
        fingerprint=rating.fingerprint(proposal),
    )
    by = door.actor.name
    decision = ledger.Decision(case.case_id, colour, said.rationale, by, said.at, name, proposal.moves_to, basis)
    with door.refusing(str(case.case_id)), ledger.open_ledger(hub.ledger_path) as book:
        before = _refuse_overtaken(book, case)
        write_decision(book, decision, rating.pieces_of(facts, proposal))
        door.note(str(case.case_id), run=name, colour=colour.name, role=role.name, stage=stage)
    return Decided(decision, before)


def history_of(hub: Hub, case_id: str, asked: Asked) -> list[ledger.Decision]:
    """Every decision on a case, open or closed, oldest first. Raises ``NotFound`` for a case nobody has heard of.

    Raises ``Refused`` as ``enquire_into`` does; the audit has it either way.
    """
    case = case_id.strip().upper()
    door = enter(hub, asked, "decisions", sought={"key": case}).to_case(case, {case}, lambda _: True)
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        made = [each for each in ledger.decisions(book) if each.case_id.upper() == case_id.strip().upper()]
    if not made or case_is_withheld(hub, case_id.strip()):
        _, con = hub.read_current(threads=AT_THE_DESK)
        with closing(con), door.refusing(""):
            _refuse_person(find(con, hub, Wanted(key=case_id.strip())).case, case_id, "mash decisions")
    door.note(case)
    return made


def past_of(con: duckdb.DuckDBPyConnection, hub: Hub, case: OpenCase | None, day: dt.date) -> Past:
    """What was decided of the case by the end of that day."""
    if case is None:
        return Past()
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        made = tuple(each for each in ledger.decisions(book, case.case_id) if each.decided_at.date() <= day)
        seen = ledger.evidence_seen(book, case.case_id, newest_only=True).get(case.case_id)
        if seen and made and made[-1].run in ledger.runs_otherwise_restricted(book, hub.current_run()):
            seen = None
        merged = ledger.merged(book)
        shared = tuple(each for each in ledger.sharings(book, case.case_id) if each.decided_at.date() <= day)
    return Past(made, seen if made else None, rating.whom_now(con, merged) if seen else {}, shared)


def _refuse_overtaken(book: sqlite3.Connection, case: OpenCase) -> ledger.Decision | None:
    """The decision that stands. Raises ``Refused`` where it is not the one from which a lowering was worked out."""
    made = ledger.decisions(book, case.case_id)
    last = made[-1] if made else None
    if (last.colour if last else None) != case.decided:
        raise Refused(f"somebody else decided {case.case_id} just now", try_=f"mash decisions {case.case_id}")
    return last


def _open_case(con: duckdb.DuckDBPyConnection, hub: Hub, case_id: str) -> OpenCase:
    case = find(con, hub, Wanted(key=case_id.strip())).case
    if case is None:
        raise NotFound(f"{case_id} is not open in the run in use", try_="mash cases")
    _refuse_person(case, case_id, "mash rate")
    return case


def _refuse_person(case: OpenCase | None, case_id: str, command: str) -> None:
    """A person's id or a record finds that person's case; a decision is on a case by its own id."""
    if case is not None and case.case_id.upper() != case_id.strip().upper():
        raise NotFound(f"{case_id} is no case, but a person with one", try_=f"{command} {case.case_id}")
