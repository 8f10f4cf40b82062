"""An answer or a chronicle as one audience may see it: a pure function by the table of ``mash.reports.audience``.

Made once, before any form of report: a form shows what it is given. For the professional nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar, cast

from mash.access import Asked
from mash.chronology import Entry, Who
from mash.errors import Refused, UsageError
from mash.ledger import Decision
from mash.reports.answer import Answer, ChildRecord
from mash.reports.audience import (
    CONCERN_SAID,
    LAW_ENFORCEMENT_DATASETS,
    NEAR,
    PROFILES,
    REFERRER,
    TOLD_TO_FAMILY,
    Audience,
    Disclosed,
    Exhibit,
)
from mash.reports.chronicle import Chronicle
from mash.reports.network import Network, NetworkPerson, NetworkTie
from mash.vocabulary import Evidence, PersonId

INFORMANT = "informant"
"""The part of whoever told police (``event_role``)."""
TELLS_WHO_TOLD = re.compile(
    r",? from source [^,;]*|; told by [^;]*|; not recorded whether the same person told both"
    rf"|,? ?(?:also in it: )?{INFORMANT}(?: \(\d+\))?"
)
"""What words of ours say of who referred: sources of referrals, whether two were told by one, informants."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom, as asked for."""

    audience: Audience = Audience.PROFESSIONAL
    person: PersonId | None = None
    """Of the family the parent or carer it is for."""
    referrer_because: str = ""
    """Why a court is to be told who referred: the order."""

    @property
    def told(self) -> str:
        """For the audit: empty for the professional."""
        if self.audience is Audience.PROFESSIONAL:
            return ""
        because = f", who referred told because: {self.referrer_because}" if self.referrer_because else ""
        return f"{self.audience.value}{f' {self.person}' if self.person else ''}{because}"


PROFESSIONAL = Reader()


def refuse_unmeant(reader: Reader) -> None:
    """Raises ``UsageError`` for a reader without the family, or a reason to name the referrer without a court."""
    if reader.person and reader.audience is not Audience.FAMILY:
        raise UsageError("whom it is for is asked of the family only", where="--for-person", try_="--audience family")
    if reader.referrer_because and reader.audience is not Audience.COURT:
        raise UsageError("who referred is told to a court only", where="--with-referrer", try_="--audience court")


def shown_to(answer: Answer, reader: Reader) -> Answer:
    """The answer for that reader.

    Raises ``UsageError`` as ``refuse_unmeant``, and ``Refused`` for a reader who is no parent or carer.
    """
    refuse_unmeant(reader)
    match reader.audience:
        case Audience.FAMILY:
            return _for_family(answer, reader)
        case Audience.COURT:
            return _for_court(answer, reader)
    return answer


def decisions_shown_to(made: Sequence[Decision], reader: Reader) -> Sequence[Decision]:
    """The decisions on a case for that reader: a family is told which and when, not why or by whom."""
    return [*map(_bare_decision, made)] if reader.audience is Audience.FAMILY else made


def chronicle_shown_to(chronicle: Chronicle, reader: Reader) -> Chronicle:
    """The chronicle for that reader; whoever is the child's parent or carer must be known from its entries.

    Raises as ``shown_to``.
    """
    refuse_unmeant(reader)
    match reader.audience:
        case Audience.FAMILY:
            may_see = _may_see(chronicle.person_id, reader, _near_in(chronicle))
            return replace(
                chronicle,
                chronology=_entries_for_family(chronicle.chronology, may_see),
                gaps=(),
                day_in_life=None,
                not_fresh=(),
                stale_by_now=(),
                taken_because=None,
                disputed=(),
                asked=_asked_for_family(chronicle.asked),
                disclosed=_disclosed(reader),
            )
        case Audience.COURT:
            told = chronicle if reader.referrer_because else _without_referrer(chronicle)
            told, exhibits = _numbered(told)
            disclosed = replace(_disclosed(reader), exhibits=exhibits)
            return replace(told, asked=_asked_for_court(told.asked), disclosed=disclosed)
    return chronicle


def _disclosed(reader: Reader) -> Disclosed:
    left_out = PROFILES[reader.audience].left_out
    kept = tuple(each for each in left_out if not (each is REFERRER and reader.referrer_because))
    return Disclosed(reader.audience, reader.person, reader.referrer_because, kept)


def _may_see(child: PersonId, reader: Reader, near: Iterable[PersonId]) -> frozenset[PersonId]:
    """The child and the reader. Raises ``Refused`` for one whom nobody records as a parent or carer of the child."""
    if reader.person is None:
        return frozenset({child})
    if reader.person not in set(near):
        raise Refused(
            "no parent or carer that a record gives the child has this person id",
            where="--for-person",
            try_="the id (P-…) that the enquiry has beside a parent; without it is told what is of the child alone",
        )
    return frozenset({child, reader.person})


def _for_family(answer: Answer, reader: Reader) -> Answer:
    child = answer.child.person_id
    may_see = _may_see(child, reader, _near(answer, child))
    persons = [person for person in answer.network.persons if person.person_id in may_see]
    ties = [tie for tie in answer.network.ties if {tie.person_a, tie.person_b} == may_see and tie.kind in NEAR]
    return replace(
        answer,
        child=replace(answer.child, names=answer.child.names[:1], records=()),
        referral=replace(answer.referral, concern=None, source_code=None, narrative=None) if answer.referral else None,
        other_cases=(),
        rating=None,
        reasons=(),
        flagged=(),
        expected_by_chance=None,
        chance_by_kind=(),
        rests_on=(),
        to_confirm=(),
        searched=(),
        not_followed=(),
        chronology=_entries_for_family(answer.chronology, may_see),
        gaps=(),
        day_in_life=None,
        stays=(),
        network=Network(tuple(map(_bare_person, persons)), tuple(map(_bare_tie, ties))),
        decisions=tuple(map(_bare_decision, answer.decisions)),
        sharing=(),
        changed_since=None,
        taken_because=None,
        disputed=(),
        asked=_asked_for_family(answer.asked),
        disclosed=_disclosed(reader),
    )


def _asked_for_family(asked: Asked | None) -> Asked | None:
    """Who asked, and when: why is a professional's free text, and may name who referred."""
    return replace(asked, purpose="", gateway="", emergency="", passed_over="") if asked else None


def _near(answer: Answer, child: PersonId) -> set[PersonId]:
    ties = (tie for tie in answer.network.ties if tie.kind in NEAR and child in {tie.person_a, tie.person_b})
    return {tie.person_b if tie.person_a == child else tie.person_a for tie in ties}


def _near_in(chronicle: Chronicle) -> set[PersonId]:
    members = chronicle.day_in_life.people if chronicle.day_in_life else ()
    carers = {who.person_id for entry in chronicle.chronology for who in entry.who if "carer" in who.parts}
    return carers | {member.person_id for member in members if member.parent}


def _bare_person(person: NetworkPerson) -> NetworkPerson:
    return NetworkPerson(person.person_id, person.names[:1], person.hops, person.date_of_birth, flags_known=False)


def _bare_tie(tie: NetworkTie) -> NetworkTie:
    return NetworkTie(tie.tie_id, tie.person_a, tie.person_b, tie.kind, tie.tie_class, strength=tie.strength)


def _bare_decision(decision: Decision) -> Decision:
    """That there was one, of which colour and when; not why, for the reason may name anybody."""
    return replace(decision, rationale="", decided_by="", proposed=decision.colour, basis=None)


def _entries_for_family(entries: Iterable[Entry], may_see: frozenset[PersonId]) -> tuple[Entry, ...]:
    return tuple(_bare_entry(entry) for entry in entries if _is_for_family(entry, may_see))


def _is_for_family(entry: Entry, may_see: frozenset[PersonId]) -> bool:
    """Nobody else in it, somebody beside police and probation who says so, of a kind that we have words for."""
    return (
        set(entry.persons) <= may_see
        and set(entry.kinds) <= TOLD_TO_FAMILY.keys()
        and entry.handling is None
        and CONCERN_SAID not in entry.says.lower()
        and bool(_agencies(entry))
    )


def _agencies(entry: Entry) -> tuple[str, ...]:
    """Those that say so, police and probation left out."""
    return tuple(sorted({row.agency for row in entry.sources if row.dataset not in LAW_ENFORCEMENT_DATASETS}))


def _bare_entry(entry: Entry) -> Entry:
    says = "; ".join(TOLD_TO_FAMILY[kind] for kind in entry.kinds)
    who = tuple(Who(one.person_id, one.name, one.parts) for one in entry.who)
    return replace(entry, says=says, detail=None, who=who, agencies=_agencies(entry), sources=(), same_by=())


def _for_court(answer: Answer, reader: Reader) -> Answer:
    told = replace(answer, other_cases=())
    if not reader.referrer_because:
        referral = replace(answer.referral, source_code=None, narrative=None) if answer.referral else None
        bare = replace(told, referral=referral, changed_since=None, network=_without_informants(answer))
        told = _without_referrer(bare)
    told, exhibits = _numbered(told)
    disclosed = replace(_disclosed(reader), exhibits=exhibits)
    return replace(told, asked=_asked_for_court(told.asked), disclosed=disclosed)


def _asked_for_court(asked: Asked | None) -> Asked | None:
    """Without the case that was said and passed over: it may be another child's."""
    return replace(asked, passed_over="") if asked else None


def _without_informants(answer: Answer) -> Network:
    """Without ties that say who told police, and without those whom nothing else ties to anybody."""
    network, flagged = answer.network, {person.person_id for person in answer.flagged}
    ties = tuple(tie for tie in network.ties if INFORMANT not in f"{tie.a_is} {tie.b_is}")
    tied = {person for tie in ties for person in (tie.person_a, tie.person_b)} | flagged | {answer.child.person_id}
    told = {person for tie in network.ties if tie not in ties for person in (tie.person_a, tie.person_b)} - tied
    return replace(network, persons=tuple(each for each in network.persons if each.person_id not in told), ties=ties)


def _without_referrer(told: T) -> T:
    """Without who told police or referred, in entries, rows and words; what is free text of a referral goes whole."""

    def change(value: object) -> object:
        if isinstance(value, Entry):
            rows = tuple(row for row in value.sources if row.says != INFORMANT)
            who = tuple(one for one in map(_no_informant, value.who) if one)
            detail = None if "referral" in value.kinds else value.detail
            return replace(value, says=_untold(value.says), detail=detail, sources=rows or value.sources, who=who)
        if isinstance(value, Asked):
            return replace(value, purpose="")  # free text, as the referral's
        says = getattr(value, "says", None)
        return replace(cast("Any", value), says=_untold(says)) if isinstance(says, str) else value

    return mapped(told, change)


def _untold(says: str) -> str:
    return TELLS_WHO_TOLD.sub("", says).strip(", ")


def _no_informant(who: Who) -> Who | None:
    """Without the part; without the person where it was the only one."""
    if who.role is None or INFORMANT not in who.role:
        return who
    others = ", ".join(role for role in who.role.split(", ") if role != INFORMANT)
    return replace(who, role=others) if others else None


def _numbered(told: T) -> tuple[T, tuple[Exhibit, ...]]:
    """Every row with its number, the same wherever it stands, in the order in which the rows are told."""
    numbers: dict[tuple[str, str, str, int], int] = {}

    def change(value: object) -> object:
        if isinstance(value, Evidence | ChildRecord):
            row = (value.agency, value.dataset, value.extract, value.source_row)
            return replace(value, exhibit=numbers.setdefault(row, len(numbers) + 1))
        return value

    made = mapped(told, change)
    return made, tuple(Exhibit(number, *row) for row, number in numbers.items())


def mapped(value: T, change: Callable[[object], object]) -> T:
    """``value`` with every frozen class and tuple in it, and itself, passed through ``change``, the innermost first."""
    made: object = value
    if isinstance(value, tuple):
        made = tuple(mapped(part, change) for part in value)
    elif is_dataclass(value) and not isinstance(value, type | Enum):
        parts = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        anew = {name: mapped(part, change) for name, part in parts.items()}
        changed = {name: part for name, part in anew.items() if part is not parts[name]}
        made = change(replace(cast("Any", value), **changed) if changed else value)
    return cast("T", made)
