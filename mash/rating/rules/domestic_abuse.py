"""Domestic abuse about the child, and what is known of whoever is suspected of it and a programme."""

from __future__ import annotations

from mash.rating.facts import CaseFacts, Occurrence, Programme
from mash.rating.rules.finding import Finding, months_before
from mash.vocabulary import Evidence, FlagKind, PersonId, counted

REFUSED, ENGAGED, NOBODY_ASKED = "refused", "engaged", "nobody asked"
STANDINGS = (REFUSED, ENGAGED, NOBODY_ASKED)
"""How somebody stands to a programme for those who abuse a partner, by what probation has recorded."""


def domestic_abuse_between_carers(
    facts: CaseFacts, *, at_least: int, months: int, high_grades: tuple[str, ...]
) -> Finding | None:
    """``at_least`` domestic abuse occurrences with two of the child's carers, or a single one graded high."""
    found = [each for each in _recent(facts, months) if len(_in(each, facts.around.carers)) > 1]
    return _enough(found, facts.around.carers, f"between the child's carers in {months} months", at_least, high_grades)


def domestic_abuse_in_household(
    facts: CaseFacts, *, at_least: int, months: int, high_grades: tuple[str, ...]
) -> Finding | None:
    """``at_least`` with a carer or somebody of the household as suspect or victim, or a single one graded high.

    Whoever the other was: a former partner, a lodger's guest, somebody whom no agency ties to the child.
    """
    own = facts.around.carers | facts.around.household
    found = _around_household(facts, months)
    return _enough(found, own, f"in or around the child's household in {months} months", at_least, high_grades)


def perpetrator_and_programme(facts: CaseFacts, *, months: int, standings: tuple[str, ...]) -> Finding | None:
    """Whoever is suspected of domestic abuse about the household, or flagged for it there, stands so to a programme."""
    suspected = _perpetrators(facts, months)
    if not suspected:
        return None
    how = {person: _standing(facts, person, months) for person in suspected}
    told = [person for person in sorted(how) if how[person][0] in standings]
    if not told:
        return None
    by_standing = {standing: [person for person in how if how[person][0] == standing] for standing in STANDINGS}
    counts = ", ".join(f"{len(some)} {_words(standing)}" for standing, some in by_standing.items() if some)
    says = f"{counted(len(how), 'person', 'people')} suspected of or flagged for domestic abuse here: {counts}"
    programmes = [row.evidence for person in told for row in how[person][1]]
    return Finding(says, tuple(told), (*programmes, *(row for person in told for row in suspected[person])))


def _recent(facts: CaseFacts, months: int) -> list[Occurrence]:
    since = months_before(facts.as_of, months)
    return [each for each in facts.occurrences if each.concern == "DA" and since < each.occurred_on <= facts.as_of]


def _around_household(facts: CaseFacts, months: int) -> list[Occurrence]:
    own = facts.around.carers | facts.around.household
    return [
        each
        for each in _recent(facts, months)
        if any(person in own and role in ("suspect", "victim") for person, role in each.roles)
    ]


def _enough(
    found: list[Occurrence], own: frozenset[PersonId], where: str, at_least: int, high_grades: tuple[str, ...]
) -> Finding | None:
    high = [each for each in found if each.grade in high_grades]
    if len(found) < at_least and not high:
        return None
    graded = f", {len(high)} graded high" if high else ""
    persons = {person for each in found for person in _in(each, own)}
    says = f"{counted(len(found), 'domestic abuse occurrence')} {where}{graded}"
    return Finding(says, tuple(sorted(persons)), tuple(each.evidence for each in found))


def _in(occurrence: Occurrence, persons: frozenset[PersonId]) -> set[PersonId]:
    return {person for person, _ in occurrence.roles} & persons


def _perpetrators(facts: CaseFacts, months: int) -> dict[PersonId, list[Evidence]]:
    """Each with the rows that say so."""
    own = facts.around.carers | facts.around.household
    found: dict[PersonId, list[Evidence]] = {}
    for each in _around_household(facts, months):
        for person in each.suspects:
            found.setdefault(person, []).append(each.evidence)
    for exposure in facts.flagged((FlagKind.DOMESTIC_ABUSE,)):
        if exposure.person_id in own:
            rows = [flag.evidence for flag in exposure.flags if flag.kind == FlagKind.DOMESTIC_ABUSE]
            found.setdefault(exposure.person_id, []).extend(rows)
    found.pop(facts.child, None)
    return found


def _standing(facts: CaseFacts, person: PersonId, months: int) -> tuple[str, list[Programme]]:
    """By the last row that names a programme in the time looked back; an engagement may have ended in it."""
    since = months_before(facts.as_of, months)
    rows = [
        each
        for each in facts.programmes
        if each.person_id == person and each.from_date <= facts.as_of and (each.to_date is None or each.to_date > since)
    ]
    if not rows:
        return NOBODY_ASKED, []
    last = max(rows, key=lambda each: (each.from_date, each.refused))
    return (REFUSED if last.refused else ENGAGED), rows


def _words(standing: str) -> str:
    return {
        REFUSED: "refused a programme or did not take it up",
        ENGAGED: "on a programme or through it",
        NOBODY_ASKED: "with no record of a programme being offered: ask",
    }[standing]
