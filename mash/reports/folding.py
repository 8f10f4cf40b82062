"""Rings too full to draw: those who lead to nobody flagged become one mark per branch.

The child's ring and the household of whoever stands on it are drawn whole, unless the ring itself is a crowd.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from mash.reports.answer import Answer
from mash.reports.leading import led_by
from mash.reports.lines import lives_together
from mash.reports.network import Network, NetworkPerson
from mash.vocabulary import PersonId

FOLD_ABOVE = 24
"""People on one ring above which those who lead to nobody flagged are drawn as one mark per branch."""


CROWDED_RING = 48
"""People one step away above which that ring folds too."""


def folds_of(answer: Answer) -> dict[PersonId, PersonId]:
    """Each folded person's fold: by ring and by who leads there, on rings too full to draw."""
    kept = _never_folded(answer)
    crowded = Counter(person.hops for person in answer.network.persons)
    branches: dict[PersonId, list[PersonId]] = defaultdict(list)
    for person in answer.network.persons:
        most = CROWDED_RING if person.hops <= 1 else FOLD_ABOVE
        if crowded[person.hops] > most and person.person_id not in kept:
            branches[fold_id(person.hops, led_by(answer, person.person_id))].append(person.person_id)
    return {person_id: fold for fold, branch in branches.items() if len(branch) > 1 for person_id in branch}


def fold_id(hops: int, via: PersonId) -> PersonId:
    """What stands for those of one ring whom one person leads to."""
    return PersonId(f"fold-{hops}-{via}")


def leader_of(fold: PersonId) -> PersonId | None:
    """Who leads to those that a fold stands for; None of a person's own id."""
    word, _, rest = fold.partition("-")
    return PersonId(rest.partition("-")[2]) if word == "fold" else None


def _never_folded(answer: Answer) -> set[PersonId]:
    """The child, whoever is flagged or leads to them, and who lives with somebody one step away."""
    kept = {answer.child.person_id}
    for flagged in answer.flagged:
        ends = ((leg.from_person, leg.to_person) for leg in flagged.path)
        kept |= {flagged.person_id, *chain.from_iterable(ends)}
    kept |= {person.person_id for person in answer.network.persons if person.flags}
    hops = {person.person_id: person.hops for person in answer.network.persons}
    homes = (tie for tie in answer.network.ties if lives_together(tie, answer.as_of))
    pairs = [(tie.person_a, tie.person_b) for tie in homes]
    near = {one for pair in pairs if any(hops.get(end) in {0, 1} for end in pair) for one in pair}
    return kept | near


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
