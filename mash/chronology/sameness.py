"""When two rows state one and the same fact: few rules, each with its name. All are our judgement.

Rows are only ever put together, never dropped: a group keeps every fact of its own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from mash.chronology.facts import Fact
from mash.vocabulary import PersonId

NOTIFIED_WITHIN = dt.timedelta(days=1)
"""Police tell social care of an occurrence by the day after they recorded it (our judgement)."""
FROM_POLICE = "6"
"""Source of the referral, children in need census (sources.md D17)."""


class Sameness(StrEnum):
    """Why rows were taken for one fact; what the reader is told."""

    REFERENCE = "one reference"
    """The same kind, day and reference, whoever sent it."""
    MATTER = "one kind, person, day and matter"
    """From different books, or from books that give no reference. Two references of one recorder stay two."""
    STAY = "one person's stays at one dwelling, overlapping"
    NOTIFICATION = "a referral by police of their own occurrence"
    """The same child and concern, received between the day it happened and the day after it was recorded."""


@dataclass(frozen=True)
class Group:
    """Facts that are one fact, and by which rules they became one; one fact alone has none."""

    facts: tuple[Fact, ...]
    rules: frozenset[Sameness] = frozenset()

    @cached_property
    def persons(self) -> frozenset[PersonId]:
        """Everybody in it."""
        return frozenset(fact.person_id for fact in self.facts)

    @cached_property
    def references(self) -> frozenset[tuple[str, str]]:
        """The recorders' own numbers for it."""
        return frozenset((fact.recorder, fact.reference) for fact in self.facts if fact.reference)

    def joined(self, others: Iterable[Group], rule: Sameness) -> Group:
        """This and the others as one."""
        groups = [self, *others]
        facts = {fact: None for group in groups for fact in group.facts}
        return Group(tuple(facts), frozenset({rule}.union(*(group.rules for group in groups))))


def merged(facts: Iterable[Fact]) -> list[Group]:
    """The facts in groups of what is one: each fact in exactly one, whatever the order they came in."""
    alone = [Group((fact,)) for fact in sorted(set(facts), key=_order)]
    things = _grouped(alone, lambda group: (group.facts[0].kind, group.facts[0].thing))
    told = _by_reference([_one(rows) for rows in things])
    stays = [group for group in told if group.facts[0].kind == "stay"]
    others = [group for group in told if group.facts[0].kind != "stay"]
    return _notified([*_by_matter(others), *_by_dwelling(stays)])


def _order(fact: Fact) -> tuple[str, ...]:
    rows = tuple(f"{row.agency}:{row.dataset}:{row.extract}:{row.source_row:012}" for row in fact.rows)
    return (str(fact.on_date), fact.kind, *rows, fact.person_id, fact.role or "", fact.says)


def _grouped(groups: Sequence[Group], key: Callable[[Group], Hashable]) -> list[list[Group]]:
    """In the order in which a key first comes; what has no key stands alone."""
    found: defaultdict[Hashable, list[Group]] = defaultdict(list)
    for number, group in enumerate(groups):
        value = key(group)
        found[("alone", number) if value is None else ("keyed", value)].append(group)
    return list(found.values())


def _one(groups: Sequence[Group]) -> Group:
    """The rows of one thing: that they are one is the agency's own word, and no rule."""
    return Group(tuple(fact for group in groups for fact in group.facts))


def _joined(groups: Sequence[Group], rule: Sameness) -> Group:
    return groups[0] if len(groups) == 1 else groups[0].joined(groups[1:], rule)


def _by_reference(groups: Sequence[Group]) -> list[Group]:
    def key(group: Group) -> Hashable:
        first = group.facts[0]
        return (first.kind, first.on_date, first.reference) if first.reference else None

    return [_joined(alike, Sameness.REFERENCE) for alike in _grouped(groups, key)]


def _by_matter(groups: Sequence[Group]) -> list[Group]:
    def key(group: Group) -> Hashable:
        first = group.facts[0]
        return (first.kind, first.on_date, first.matter) if first.matter else None

    found: list[Group] = []
    for alike in _grouped(groups, key):
        for sharing in _sharing_a_person(alike):
            recorders = [recorder for recorder, _ in {pair for group in sharing for pair in group.references}]
            # where one recorder has two references, nobody can say which of them the copy is of
            clear = len(recorders) == len(set(recorders))
            found.extend([_joined(sharing, Sameness.MATTER)] if clear else sharing)
    return found


def _sharing_a_person(groups: Sequence[Group]) -> list[list[Group]]:
    """The groups in sets that hang together by the persons in them."""
    found: list[tuple[set[PersonId], list[Group]]] = []
    for group in groups:
        near = [each for each in found if each[0] & group.persons]
        found = [each for each in found if not each[0] & group.persons]
        persons = set(group.persons).union(*(persons for persons, _ in near))
        found.append((persons, [*(one for _, members in near for one in members), group]))
    return [members for _, members in found]


def _by_dwelling(groups: Sequence[Group]) -> list[Group]:
    def key(group: Group) -> Hashable:
        first = group.facts[0]
        return (first.person_id, first.matter) if first.matter else None

    found: list[Group] = []
    for there in _grouped(groups, key):
        found.extend(_joined(spell, Sameness.STAY) for spell in _spells(there))
    return found


def _spells(groups: Sequence[Group]) -> list[list[Group]]:
    """One person's stays at one dwelling, those together that overlap or follow one another to the day."""
    spells: list[list[Group]] = []
    reached = -1
    for group in sorted(groups, key=lambda group: (_first_day(group.facts[0]), _order(group.facts[0]))):
        if spells and _first_day(group.facts[0]) <= reached + 1:
            spells[-1].append(group)
        else:
            spells.append([group])
        reached = max(reached, _last_day(group.facts[0]))
    return spells


def _first_day(stay: Fact) -> int:
    return stay.from_date.toordinal() if stay.from_date else 0


def _last_day(stay: Fact) -> int:
    return (stay.until or dt.date.max).toordinal()


def _notified(groups: Sequence[Group]) -> list[Group]:
    """Referrals by police, each put to the one occurrence that it tells of; with none or several it stands alone."""
    occurrences = [place for place, group in enumerate(groups) if group.facts[0].kind == "occurrence"]
    told_of: defaultdict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        fits = [other for other in occurrences if _tells_of(group.facts[0], groups[other])]
        if len(fits) == 1:
            told_of[fits[0]].append(place)
    sure = {place: told[0] for place, told in told_of.items() if len(told) == 1}
    return [
        group.joined([groups[sure[place]]], Sameness.NOTIFICATION) if place in sure else group
        for place, group in enumerate(groups)
        if place not in sure.values()
    ]


def _tells_of(referral: Fact, occurrence: Group) -> bool:
    """Whether the one is a referral by police of the other."""
    happened = occurrence.facts[0]
    if (referral.kind, referral.source_code) != ("referral", FROM_POLICE) or referral.matter is None:
        return False
    if referral.matter != happened.matter or referral.person_id not in occurrence.persons:
        return False
    last = max(happened.on_date, happened.recorded_on or happened.on_date) + NOTIFIED_WITHIN
    return happened.on_date <= referral.on_date <= last
