"""Domestic abuse about the child."""

from __future__ import annotations

from mash.rating.facts import CaseFacts, Occurrence
from mash.rating.rules.finding import Finding, counted, months_before
from mash.vocabulary import PersonId


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
        f"{counted(len(found), 'domestic abuse occurrence')} between the child's carers in {months} months{graded}",
        tuple(sorted(persons)),
        tuple(each.evidence for each in found),
    )


def _carers_in(occurrence: Occurrence, facts: CaseFacts) -> set[PersonId]:
    return {person for person, _ in occurrence.roles} & facts.around.carers
