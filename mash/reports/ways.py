"""How each person of an answer's network is connected: the steps from the child outward, with their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from mash.reports.answer import Answer, FlaggedPerson
from mash.reports.network import NetworkPerson, NetworkTie
from mash.reports.subject import OF_AGE, age_in_years
from mash.reports.words import tie_told, tie_words
from mash.vocabulary import Evidence, Leg, PersonId, Reason, TieKind

NAMED_FIRST = 3
"""How many names stand with a reason."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: whom it leads to, and what ties them."""

    to: PersonId
    ties: tuple[Leg | NetworkTie, ...]
    """The one a flagged person's path took; else every tie of the two, the surest first."""

    @property
    def says(self) -> str:
        """What ties them and when, each kind once."""
        return "; ".join(dict.fromkeys(tie_told(tie) for tie in self.ties)) or "may be the same person"

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The rows it rests on."""
        return tuple(row for tie in self.ties for row in tie.evidence)


@dataclass(frozen=True)
class Ways:
    """The ways to everybody of one answer; its ties are sorted out once."""

    answer: Answer

    def to(self, person_id: PersonId) -> tuple[Step, ...]:
        """The steps from the person asked about to somebody of the network; none for themselves."""
        if person_id in self._paths:
            return tuple(Step(leg.to_person, (leg,)) for leg in self._paths[person_id])
        persons = pairwise(self._persons_to(person_id))
        return tuple(Step(other, tuple(self._between.get(frozenset((one, other)), ()))) for one, other in persons)

    @cached_property
    def _paths(self) -> dict[PersonId, tuple[Leg, ...]]:
        return {flagged.person_id: flagged.path for flagged in self.answer.flagged}

    @cached_property
    def _between(self) -> dict[frozenset[PersonId], list[NetworkTie]]:
        found: dict[frozenset[PersonId], list[NetworkTie]] = {}
        for tie in sorted(self.answer.network.ties, key=lambda tie: (-tie.strength, tie.tie_id)):
            found.setdefault(frozenset((tie.person_a, tie.person_b)), []).append(tie)
        return found

    def _persons_to(self, person_id: PersonId) -> Sequence[PersonId]:
        people, way = self.answer.people, [person_id]
        while (via := people[way[-1]].via) is not None and via in people and via not in way:
            way.append(via)
        return way[::-1]


def way_words(answer: Answer, steps: Sequence[Step]) -> str:
    """A way in a line: ``the child -> KERENZA TREGENZA (parent and child) -> …``."""
    return " -> ".join([answer.subject, *(f"{answer.name_of(step.to)} ({step.says})" for step in steps)])


def in_short(answer: Answer, path: Sequence[Leg]) -> str:
    """A path in a line without its dates: ``the child -> KERENZA TREGENZA (parent and child) -> …``."""
    return " -> ".join([answer.subject, *(f"{answer.name_of(leg.to_person)} ({tie_words(leg.kind)})" for leg in path)])


def nearest_of(answer: Answer, reasons: Iterable[Reason]) -> list[FlaggedPerson | None]:
    """With each reason whose way stands beneath it: the first whom it is about, if flagged, unless named so above."""
    flagged = {person.person_id: person for person in answer.flagged}
    found: list[FlaggedPerson | None] = []
    for reason in reasons:
        near = flagged.get(reason.persons[0]) if reason.persons else None
        found.append(None if near in found else near)
    return found


def others_around(answer: Answer) -> dict[int, list[NetworkPerson]]:
    """Everybody in reach but the person asked about and the flagged, by steps, in the order of their names."""
    flagged = {person.person_id for person in answer.flagged}
    found: dict[int, list[NetworkPerson]] = {}
    for person in sorted(answer.network.persons, key=lambda one: (one.hops, one.name, one.person_id)):
        if person.hops and person.person_id not in flagged:
            found.setdefault(person.hops, []).append(person)
    return found


def children_of(answer: Answer) -> list[NetworkPerson]:
    """Children under 18 whose parent the person asked about is, by name."""
    asked = answer.child.person_id
    near = {
        tie.person_b if tie.person_a == asked else tie.person_a
        for tie in answer.network.ties
        if tie.kind == TieKind.PARENT and asked in {tie.person_a, tie.person_b}
    }
    people = [answer.people[person] for person in sorted(near) if person in answer.people]
    return [one for one in people if one.date_of_birth and age_in_years(one.date_of_birth, answer.as_of) < OF_AGE]
