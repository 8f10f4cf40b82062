"""What was said of the child before, and by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from mash.rating.facts import CaseFacts, PastReferral
from mash.rating.rules.finding import Finding, months_before
from mash.vocabulary import Evidence, PersonId, counted

CHILD_ROLES = frozenset({"subject child", "victim"})
"""Roles in which an occurrence is about the child."""


def repeat_referrals(facts: CaseFacts, *, at_least: int, months: int) -> Finding | None:
    """The child was referred ``at_least`` times in so many months, the present referral counted."""
    since = months_before(facts.as_of, months)
    found = [each for each in facts.referrals if since < each.received_on <= facts.as_of]
    if len({each.case_id for each in found}) < at_least:
        return None
    says = f"{len({each.case_id for each in found})} referrals in {months} months"
    return Finding(says, (facts.child,), tuple(each.evidence for each in found))


def referrals_without_action(
    facts: CaseFacts, *, at_least: int, months: int, outcomes: tuple[str, ...]
) -> Finding | None:
    """``at_least`` referrals of so many months were closed with one of these outcomes, the present one apart."""
    since = months_before(facts.as_of, months)
    found = [
        each
        for each in facts.referrals
        if each.case_id != facts.case_id and each.outcome in outcomes and since < each.received_on <= facts.as_of
    ]
    if len({each.case_id for each in found}) < at_least:
        return None
    ended = ", ".join(sorted({str(each.outcome) for each in found}))
    count = counted(len({each.case_id for each in found}), "referral")
    says = f"{count} in {months} months ended without action ({ended})"
    return Finding(says, (facts.child,), tuple(each.evidence for each in found))


def same_concern_elsewhere(facts: CaseFacts, *, concerns: tuple[str, ...], months: int) -> Finding | None:
    """Another agency has recorded the same concern about the same child; and whether the same person told it."""
    told = [*(_of_referral(facts.child, each) for each in facts.referrals), *_of_occurrences(facts, {facts.child})]
    return _already(facts, _held_elsewhere(facts, told, concerns, months), "this child")


def same_concern_about_sibling(facts: CaseFacts, *, concerns: tuple[str, ...], months: int) -> Finding | None:
    """Another agency has recorded the same concern about a brother or sister; and whether the same person told it."""
    siblings = facts.around.siblings
    referrals = [_of_referral(whose, each) for whose, each in facts.sibling_referrals if whose in siblings]
    told = [*referrals, *_of_occurrences(facts, siblings)]
    return _already(facts, _held_elsewhere(facts, told, concerns, months), "a brother or sister")


@dataclass(frozen=True, slots=True)
class _Told:
    """A concern about a child, as an agency recorded it."""

    about: PersonId
    agency: str
    on: dt.date
    concern: str | None
    evidence: Evidence
    informants: tuple[PersonId, ...]


def _held_elsewhere(facts: CaseFacts, told: list[_Told], concerns: tuple[str, ...], months: int) -> list[_Told]:
    if facts.concern not in concerns:
        return []
    since = months_before(facts.as_of, months)
    own = {each.agency for each in facts.referrals if each.case_id == facts.case_id}
    same = (each for each in told if each.concern == facts.concern)
    return [each for each in same if each.agency not in own and since < each.on <= facts.as_of]


def _already(facts: CaseFacts, found: list[_Told], whom: str) -> Finding | None:
    if not found:
        return None
    agencies = ", ".join(sorted({each.agency for each in found}))
    says = f"the same concern ({facts.concern}) about {whom} is already recorded by {agencies}{_by_whom(facts, found)}"
    persons = tuple(sorted({each.about for each in found}))
    return Finding(says, persons, tuple(dict.fromkeys(each.evidence for each in found)))


def _by_whom(facts: CaseFacts, found: list[_Told]) -> str:
    """Whether it has one author; nothing where neither side says who told."""
    now = {each.informant for each in facts.referrals if each.case_id == facts.case_id and each.informant}
    before = {person for each in found for person in each.informants}
    if not now or not before:
        return "; not recorded whether the same person told both"
    if before <= now:
        return "; told by the same person as this referral"
    return "; told by another person than this referral" + (", and by the same" if before & now else "")


def _of_referral(whose: PersonId, each: PastReferral) -> _Told:
    informants = (each.informant,) if each.informant else ()
    return _Told(whose, each.agency, each.received_on, each.concern, each.evidence, informants)


def _of_occurrences(facts: CaseFacts, children: AbstractSet[PersonId]) -> list[_Told]:
    """Of an occurrence about two of them, one entry each."""
    return [
        _Told(person, each.agency, each.occurred_on, each.concern, each.evidence, each.informants)
        for each in facts.occurrences
        for person, role in each.roles
        if person in children and role in CHILD_ROLES
    ]
