"""Holds: what a court or an inquiry may want neither expires nor is erased, until somebody else lets it go.

Also whom an act on what is kept is about: the marks of a person's records, by which the landing knows them again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

import duckdb

from mash import audit, extracts, ledger, retention
from mash.access import Actor, Role, require
from mash.errors import NotFound, Refused, UsageError
from mash.hub import Hub
from mash.ledger import Act, Deed
from mash.vocabulary import PersonId, RecordKey

LEAD = Role.IG_LEAD


@dataclass(frozen=True, slots=True)
class Asking:
    """Who acts on what is kept, why, and when."""

    actor: Actor
    reason: str
    at: dt.datetime

    def __post_init__(self) -> None:
        """Raises ``UsageError`` without a reason."""
        if not any(character.isalnum() for character in self.reason):
            raise UsageError("this needs its reason, in words", where="--reason", try_='--reason "why"')


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what an act is about."""

    said: str
    """A case or a person's id."""
    records: tuple[extracts.RecordRow, ...]

    @property
    def keys(self) -> tuple[RecordKey, ...]:
        """The keys of the records."""
        return tuple(each.record_key for each in self.records)


def subject_in(con: duckdb.DuckDBPyConnection, said: str, persons: Iterable[PersonId]) -> Subject:
    """Every record of these persons in the run. Raises ``NotFound`` when there is none."""
    found = con.execute(
        "select r.record_key, r.agency, r.dataset, r.extract, r.source_row, r.source_id, r.named_in is not null"
        " from person_record as r inner join membership as m using (record_key)"
        " where list_contains($persons, m.person_id) order by r.record_key",
        {"persons": sorted(set(persons))},
    ).fetchall()
    if not found:
        raise NotFound(
            "no record of the run in use is theirs", where=said, try_="mash enquire, which says whom it means"
        )
    return Subject(said, tuple(extracts.RecordRow(RecordKey(key), *rest) for key, *rest in found))


def record_in(con: duckdb.DuckDBPyConnection, key: str) -> extracts.RecordRow | None:
    """The record of that key in the run."""
    found = con.execute(
        "select record_key, agency, dataset, extract, source_row, source_id, named_in is not null from person_record"
        " where record_key = $key",
        {"key": key},
    ).fetchall()
    return extracts.RecordRow(*found[0]) if found else None


def persons_of_case(con: duckdb.DuckDBPyConnection, case: str) -> tuple[PersonId, ...]:
    """Everybody whom what is proposed in the case stands on."""
    found = con.execute(
        "select unnest([person_a, person_b]) as person from proposal_evidence where upper(case_id) = upper($case)",
        {"case": case},
    ).fetchall()
    return tuple(sorted({PersonId(person) for (person,) in found if person}))


def hold(hub: Hub, subject: Subject, asking: Asking, *, until: dt.date | None = None) -> int:
    """Keep every row about the subject, whatever the schedule or anybody asks; the number of the hold.

    Raises ``Refused`` for whoever may not.
    """
    hub.refuse_rebuilt()
    require(asking.actor, (LEAD, Role.DECISION_MAKER), "hold what may be wanted")
    body = {"until": until.isoformat()} if until else {}
    return note(hub, Deed.HOLD, subject, asking, body=body)


def release(hub: Hub, number: int, asking: Asking) -> None:
    """Let go of a hold. Raises ``Refused`` for whoever may not, or placed it, ``NotFound`` when none such stands."""
    answer(hub, number, asking, Deed.HOLD, Deed.RELEASE)


def answer(hub: Hub, number: int, asking: Asking, asked: Deed, deed: Deed) -> Act:
    """Note the answer of another person to an act that nobody has answered so; the act."""
    hub.refuse_rebuilt()
    require(asking.actor, LEAD, f"{deed.value} what another asked for")
    with ledger.open_ledger(hub.ledger_path) as book:
        act = answered_by_another(ledger.acts(book), number, asking, (asked, deed))
        ledger.note_act(book, Act(deed, act.subject, asking.reason, asking.actor.name, asking.at, about=number))
    note_use(hub, asking, f"{deed.value} {asked.value}", act.subject)
    return act


def answered_by_another(
    acts: Sequence[Act], number: int, asking: Asking, deeds: tuple[Deed, Deed], also: Act | None = None
) -> Act:
    """The act of that number, of the first of the ``deeds``, to be answered by the second; not by whoever did ``also``.

    Raises ``NotFound`` when there is none or it was answered so, ``Refused`` for whose own it is.
    """
    asked, deed = deeds
    ended = {act.about for act in acts if act.deed is deed}
    act = next((each for each in acts if (each.number, each.deed) == (number, asked)), None)
    if act is None or number in ended:
        raise NotFound(f"no {asked.value} of this number stands", where=str(number), try_="mash retention show")
    if asking.actor.name in {act.who, also.who if also else ""}:
        raise Refused(
            f"number {number} is your own: another has to {deed.value} it",
            where="mash retention",
            try_="somebody else with the role information governance lead",
        )
    return act


def note(hub: Hub, deed: Deed, subject: Subject, asking: Asking, body: Mapping[str, object]) -> int:
    """Note an act with the marks of whom it is about; its number. Raises ``Refused`` to erase what is held."""
    with ledger.open_ledger(hub.ledger_path) as book:
        salt = retention.ensure_salt(book, who=asking.actor.name, at=asking.at)
        marks = sorted(extracts.marks_of(hub, subject.records, salt))
        if deed is Deed.ERASE:
            refuse_held(ledger.acts(book), marks, asking.at.date())
        act = Act(deed, subject.said, asking.reason, asking.actor.name, asking.at, body={**body, "marks": marks})
        number = ledger.note_act(book, act)
    note_use(hub, asking, deed.value, subject.said)
    return number


def refuse_held(acts: Iterable[Act], marks: Iterable[str], day: dt.date) -> None:
    """Raises ``Refused`` where one of the marks is held on the day."""
    held = retention.terms_from(retention.Schedule(), list(acts), day).held
    if held & set(marks):
        raise Refused(
            "of them something is held: nothing held is erased",
            where="mash retention",
            try_="mash retention show, which lists holds; somebody else than who placed it releases one",
        )


def note_use(hub: Hub, asking: Asking, action: str, subject: str) -> None:
    """In the audit: who did it, to whom by id, and why."""
    audit.record(
        hub,
        audit.Entry(
            at=asking.at,
            who=asking.actor.name,
            account=asking.actor.account,
            action=action,
            subject=subject,
            detail=asking.reason,
        ),
    )


def standing_acts(hub: Hub) -> list[Act]:
    """Those that nobody has answered, and corrections; oldest first."""
    acts = acts_of(hub)
    ended = {act.about for act in acts if act.about is not None}
    lifted = {act.about for act in acts if act.deed is Deed.LIFT}
    own = {Deed.HOLD, Deed.ERASE, Deed.DISPUTE, Deed.CORRECT}
    approved = [act for act in acts if act.deed is Deed.APPROVE and act.about not in lifted]
    return sorted(
        [*(act for act in acts if act.deed in own and act.number not in ended), *approved], key=lambda act: act.number
    )


def acts_of(hub: Hub) -> list[Act]:
    """Every act on what the hub keeps, oldest first."""
    if not hub.ledger_path.exists():
        return []
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        return ledger.acts(book)


def case_subject(hub: Hub, said: str, child: PersonId, case: str | None) -> Subject:
    """The child, and where a case was named everybody whom what is proposed in it stands on; from the run in use."""
    _, con = hub.read_current()
    with closing(con):
        return subject_in(con, said, [child, *(persons_of_case(con, case) if case else ())])
