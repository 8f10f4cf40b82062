"""What is known of the child itself."""

from __future__ import annotations

from mash.rating.facts import CaseFacts, Infancy
from mash.rating.rules.finding import Finding, either, exposed, months_before
from mash.rating.rules.network import by_ties_of
from mash.vocabulary import FlagKind, counted

GONE = frozenset({"subject child", "victim", "involved party"})
"""Roles in which somebody of a missing person's report is the one who was missing."""


def child_on_plan(facts: CaseFacts, *, episode_types: tuple[str, ...]) -> Finding | None:
    """The child has an open episode of one of these types."""
    found = [each for each in facts.episodes if each.episode_type in episode_types and each.is_open(facts.as_of)]
    if not found:
        return None
    says = "the child has an open episode: " + ", ".join(sorted({each.episode_type for each in found}))
    return Finding(says, (facts.child,), tuple(each.evidence for each in found))


def flagged_adult_near_infant(
    facts: CaseFacts, *, kinds: tuple[FlagKind, ...], hops: int, tie_kinds: tuple[str, ...]
) -> Finding | None:
    """The child is unborn or under one, and a flagged adult is within ``hops`` along ties of these kinds alone."""
    if facts.infancy is None:
        return None
    ways = (by_ties_of(tie_kinds, each, facts, hops) for each in facts.flagged(kinds))
    found = [way for way in ways if way]
    if not found:
        return None
    whom = "an unborn child" if facts.infancy == Infancy.UNBORN else "a child under one"
    return exposed(
        f"{counted(len(found), 'adult')} flagged as {either(kinds)} within {counted(hops, 'step')} of {whom}, "
        f"through these ties only: {', '.join(tie_kinds)}",
        found,
    )


def missing_episodes(facts: CaseFacts, *, at_least: int, months: int) -> Finding | None:
    """The child was reported missing ``at_least`` times in so many months."""
    since = months_before(facts.as_of, months)
    found = [
        each
        for each in facts.occurrences
        if each.about == "missing"
        and since < each.occurred_on <= facts.as_of
        and any(person == facts.child and role in GONE for person, role in each.roles)
    ]
    if len(found) < at_least:
        return None
    says = f"the child was reported missing {counted(len(found), 'time')} in {months} months"
    return Finding(says, (facts.child,), tuple(each.evidence for each in found))
