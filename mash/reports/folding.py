"""Rings too full to draw: those who lead to nobody flagged become one mark per branch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from mash.reports.answer import Answer
from mash.reports.network import Network, NetworkPerson
from mash.vocabulary import PersonId

FOLD_ABOVE = 24
"""People on one ring above which those who lead to nobody flagged are drawn as one mark per branch."""


def folds_of(answer: Answer) -> dict[PersonId, PersonId]:
    """Each folded person's fold: by ring and by who leads there, on rings too full to draw."""
    kept = {answer.child.person_id}
    for flagged in answer.flagged:
        kept |= {
            flagged.person_id,
            *(leg.from_person for leg in flagged.path),
            *(leg.to_person for leg in flagged.path),
        }
    kept |= {person.person_id for person in answer.network.persons if person.flags or person.hops <= 1}
    crowded: dict[int, int] = defaultdict(int)
    for person in answer.network.persons:
        crowded[person.hops] += 1
    branches: dict[PersonId, list[PersonId]] = defaultdict(list)
    for person in answer.network.persons:
        if crowded[person.hops] > FOLD_ABOVE and person.person_id not in kept:
            branches[PersonId(f"fold-{person.hops}-{person.via or answer.child.person_id}")].append(person.person_id)
    return {person_id: fold_id for fold_id, branch in branches.items() if len(branch) > 1 for person_id in branch}


def folded_network(answer: Answer, fold_of: Mapping[PersonId, PersonId]) -> Network:
    """The network with each fold standing as one person."""
    kept = [person for person in answer.network.persons if person.person_id not in fold_of]
    folds: dict[PersonId, NetworkPerson] = {}
    for person in answer.network.persons:
        if person.person_id in fold_of:
            fold_id = fold_of[person.person_id]
            folds[fold_id] = NetworkPerson(fold_id, (), person.hops, via=person.via)
    people = [
        replace(person, via=fold_of.get(person.via, person.via) if person.via else None)
        for person in (*kept, *folds.values())
    ]
    ties = []
    for tie in answer.network.ties:
        person_a, person_b = fold_of.get(tie.person_a, tie.person_a), fold_of.get(tie.person_b, tie.person_b)
        if person_a != person_b:
            ties.append(replace(tie, person_a=person_a, person_b=person_b))
    return replace(answer.network, persons=tuple(people), ties=tuple(ties))
