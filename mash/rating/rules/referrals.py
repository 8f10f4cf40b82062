"""What was said of the child before, and by whom."""

from __future__ import annotations

from collections.abc import Iterable

from mash.rating.facts import CaseFacts, Occurrence
from mash.rating.rules.finding import Finding, months_before

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


def same_concern_elsewhere(facts: CaseFacts, *, concerns: tuple[str, ...], months: int) -> Finding | None:
    """Another agency has recorded the same concern about the same child."""
    if facts.concern not in concerns:
        return None
    since = months_before(facts.as_of, months)
    own = {each.agency for each in facts.referrals if each.case_id == facts.case_id}
    records = [
        *((each.agency, each.received_on, each.evidence) for each in facts.referrals if each.concern == facts.concern),
        *((each.agency, each.occurred_on, each.evidence) for each in _about_the_child(facts)),
    ]
    found = [record for record in records if record[0] not in own and since < record[1] <= facts.as_of]
    if not found:
        return None
    agencies = ", ".join(sorted({agency for agency, _, _ in found}))
    says = f"the same concern ({facts.concern}) about this child is already recorded by {agencies}"
    return Finding(says, (facts.child,), tuple(evidence for _, _, evidence in found))


def _about_the_child(facts: CaseFacts) -> Iterable[Occurrence]:
    return (
        each
        for each in facts.occurrences
        if each.concern == facts.concern
        and any(person == facts.child and role in CHILD_ROLES for person, role in each.roles)
    )
