"""The rules a policy may name: pure functions of the facts that say what they found, or None.

A rule judges nothing by its colour; the policy gives it one, with its reason. Only current flags reached through
confirmed identities count.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import prod

from mash.rating.chance import chance_of_at_least, expected_by_chance
from mash.rating.facts import CaseFacts, Occurrence
from mash.vocabulary import Evidence, Exposure, FlagKind, Leg, PersonId

CHILD_ROLES = frozenset({"subject child", "victim"})
"""Roles in which an occurrence is about the child."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, in words without names, with the persons and rows it stands on."""

    says: str
    persons: tuple[PersonId, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def flagged_adult_in_household(facts: CaseFacts, *, kinds: tuple[FlagKind, ...]) -> Finding | None:
    """An adult with a current flag of ``kinds`` lives where the child lives."""
    found = [each for each in facts.flagged(kinds) if each.person_id in facts.around.household]
    if not found:
        return None
    return _exposed(f"{_adults(len(found))} flagged as {_either(kinds)} in the child's household", found)


def flagged_adults_within_hops(  # noqa: PLR0913 - each is a line of the policy
    facts: CaseFacts,
    *,
    kinds: tuple[FlagKind, ...],
    hops: int,
    at_least: int,
    tie_kinds: tuple[str, ...] = (),
    chance_below: float = 1.0,
    strength_at_least: float = 0.0,
) -> Finding | None:
    """``at_least`` adults with a current flag of ``kinds`` within ``hops``, more than chance would put there.

    ``tie_kinds``, if given, are the only ties the way may use, and only ways of one or two hops are looked at;
    ``strength_at_least`` is asked of the product along it.
    """
    near = [each for each in facts.flagged(kinds) if each.hops <= hops]
    if tie_kinds:
        near = [way for each in near if (way := _by_ties_of(tie_kinds, each, facts, hops))]
    found = [each for each in near if _strength(each.path) >= strength_at_least]
    if len(found) < at_least:
        return None
    drawn = sum(facts.around.adults_by_hop[:hops])
    hub = {"adults": facts.hub.adults, "flagged": facts.hub.flagged_with(kinds), "drawn": drawn}
    if chance_below < 1 and chance_of_at_least(len(found), **hub) >= chance_below:
        return None
    return _exposed(
        f"{_adults(len(found))} flagged as {_either(kinds)} within {_steps(hops)} of the child{_along(tie_kinds)};"
        f" chance alone would put {expected_by_chance(**hub):.1f} among the {_adults(drawn)} there",
        found,
    )


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


def domestic_abuse_between_carers(
    facts: CaseFacts, *, at_least: int, months: int, high_grades: tuple[str, ...]
) -> Finding | None:
    """``at_least`` domestic abuse occurrences with two of the child's carers, or a single one graded high."""
    since = months_before(facts.as_of, months)
    found = [
        each
        for each in facts.occurrences
        if each.concern == "DA" and since < each.occurred_on <= facts.as_of and len(_carers_in(each, facts)) > 1
    ]
    high = [each for each in found if each.grade in high_grades]
    if len(found) < at_least and not high:
        return None
    graded = f", {len(high)} graded high" if high else ""
    persons = {person for each in found for person in _carers_in(each, facts)}
    return Finding(
        f"{len(found)} domestic abuse occurrence{'' if len(found) == 1 else 's'} between the child's carers "
        f"in {months} months{graded}",
        tuple(sorted(persons)),
        tuple(each.evidence for each in found),
    )


def child_on_plan(facts: CaseFacts, *, episode_types: tuple[str, ...]) -> Finding | None:
    """The child has an open episode of one of these types."""
    found = [
        each
        for each in facts.episodes
        if each.episode_type in episode_types
        and each.from_date <= facts.as_of
        and (each.to_date is None or each.to_date >= facts.as_of)
    ]
    if not found:
        return None
    says = "the child has an open episode: " + ", ".join(sorted({each.episode_type for each in found}))
    return Finding(says, (facts.child,), tuple(each.evidence for each in found))


RULES: dict[str, Callable[..., Finding | None]] = {
    rule.__name__: rule
    for rule in (
        flagged_adult_in_household,
        flagged_adults_within_hops,
        repeat_referrals,
        same_concern_elsewhere,
        domestic_abuse_between_carers,
        child_on_plan,
    )
}
"""Every rule by its name in a policy."""


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _by_ties_of(tie_kinds: tuple[str, ...], exposure: Exposure, facts: CaseFacts, hops: int) -> Exposure | None:
    """The exposure by its strongest way along ties of these kinds alone, if there is one."""
    ways = [
        legs
        for person, legs in facts.around.routes
        if person == exposure.person_id and len(legs) <= hops and all(leg.kind in tie_kinds for leg in legs)
    ]
    return replace(exposure, path=max(ways, key=_strength)) if ways else None


def _strength(path: tuple[Leg, ...]) -> float:
    return prod(leg.strength for leg in path)


def _about_the_child(facts: CaseFacts) -> Iterable[Occurrence]:
    return (
        each
        for each in facts.occurrences
        if each.concern == facts.concern
        and any(person == facts.child and role in CHILD_ROLES for person, role in each.roles)
    )


def _carers_in(occurrence: Occurrence, facts: CaseFacts) -> set[PersonId]:
    return {person for person, _ in occurrence.roles} & facts.around.carers


def _exposed(says: str, found: list[Exposure]) -> Finding:
    flags = (flag.evidence for each in found for flag in each.flags if flag.status == "current")
    steps = (evidence for each in found for leg in each.path for evidence in leg.evidence)
    return Finding(says, tuple(each.person_id for each in found), tuple(dict.fromkeys((*flags, *steps))))


def _adults(count: int) -> str:
    return f"{count} adult{'' if count == 1 else 's'}"


def _steps(hops: int) -> str:
    return f"{hops} step{'' if hops == 1 else 's'}"


def _either(kinds: Iterable[FlagKind]) -> str:
    return " or ".join(kind.value for kind in kinds)


def _along(tie_kinds: tuple[str, ...]) -> str:
    return f" through these ties only: {', '.join(tie_kinds)}" if tie_kinds else ""
