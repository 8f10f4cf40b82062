"""Everybody in the network as a list: ring by ring, those whom one person leads to together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from mash.reports.answer import Answer
from mash.reports.chart import card_id
from mash.reports.folding import fold_id
from mash.reports.leading import led_by
from mash.reports.legible import legible
from mash.reports.network import NetworkTie
from mash.reports.words import tie_told
from mash.vocabulary import PersonId

OPEN_UP_TO = 60
"""People on one ring above which its list is closed at first, and stays off the paper unless opened."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Those of one ring whom one person leads to."""

    anchor: str
    """Its id in the page; a fold of the drawing leads there."""
    via: PersonId | None
    """Null where the child does."""
    people: tuple[tuple[PersonId, tuple[str, ...]], ...]
    """Each with how ``via`` leads there."""

    def folded_words(self, in_folds: Collection[PersonId]) -> str:
        """``, 8 of them folded in the drawing``; empty where all are, or none."""
        folded = sum(one in in_folds for one, _ in self.people)
        return f", {folded} of them folded in the drawing" if 0 < folded < len(self.people) else ""


@dataclass(frozen=True, slots=True)
class RingList:
    """All who are equally far."""

    hops: int
    branches: tuple[Branch, ...]

    @property
    def count(self) -> int:
        """How many people."""
        return sum(len(branch.people) for branch in self.branches)

    @property
    def closed(self) -> bool:
        """Whether it is too long to stand open."""
        return self.count > OPEN_UP_TO


def rings_of(answer: Answer) -> tuple[RingList, ...]:
    """Everybody but the child; by name within a branch, and the branches by the name of who leads there."""
    between: dict[frozenset[PersonId], list[NetworkTie]] = defaultdict(list)
    for tie in answer.network.ties:
        between[frozenset((tie.person_a, tie.person_b))].append(tie)
    before = {one.person_id: led_by(answer, one.person_id) for one in answer.network.persons if one.hops}

    def order(person_id: PersonId) -> tuple[int, str, str, str, PersonId]:
        person, via = answer.people[person_id], before[person_id]
        return person.hops, legible(answer.name_of(via)), via, legible(person.name), person_id

    rings = groupby(sorted(before, key=order), key=lambda one: answer.people[one].hops)
    return tuple(
        RingList(
            hops,
            tuple(
                Branch(
                    card_id(fold_id(hops, via)),
                    None if via == answer.child.person_id else via,
                    tuple((one, _told(between.get(frozenset((one, via)), []))) for one in branch),
                )
                for via, branch in groupby(ring, key=before.__getitem__)
            ),
        )
        for hops, ring in rings
    )


def _told(ties: list[NetworkTie]) -> tuple[str, ...]:
    return tuple(sorted({tie_told(tie) for tie in ties}))
