"""The chronology's entries: one per fact, whoever sent it and however often, with every row it stands in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mash.chronology.companions import Companion
from mash.chronology.facts import Fact, Precision
from mash.chronology.sameness import Group, Sameness, merged
from mash.vocabulary import Evidence, PersonId


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody in an entry, and what they were to the child on its day."""

    person_id: PersonId
    name: str
    parts: tuple[str, ...]
    """``child``, ``carer``, ``household``, ``household later``; empty for whoever is none of these."""
    role: str | None = None
    """Their part in it: victim, pupil, mother …"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated fact of the child or of those it lives with, once, with all its sources."""

    date: dt.date
    precision: Precision
    until: dt.date | None
    """The last day any source gives; None for one day, or where a source knows no end."""
    ongoing: bool
    """Whether it is a period that a source knows no end of."""
    kinds: tuple[str, ...]
    """Mostly one; two where police referred their own occurrence."""
    says: str
    detail: str | None
    who: tuple[Who, ...]
    handling: str | None
    """C: the conditions under which the intelligence was given apply."""
    agencies: tuple[str, ...]
    sources: tuple[Evidence, ...]
    """Every row that says so, with what it says and its own dates."""
    same_by: tuple[Sameness, ...] = ()
    """Why rows of several were taken for one; empty for one row, or the rows of one thing."""

    @property
    def persons(self) -> tuple[PersonId, ...]:
        """Everybody in it."""
        return tuple(one.person_id for one in self.who)


PERIODS = frozenset({"stay", "episode", "enrolment", "flag", "licence condition", "relationship"})
"""Kinds that go on until they end; without an end they are not known to have ended."""
PARTS = ("child", "carer", "household", "household later")


def entries_of(
    facts: Iterable[Fact], companions: Mapping[PersonId, Companion], names: Mapping[PersonId, str]
) -> tuple[Entry, ...]:
    """The facts that concern the child, what is one put together, oldest first."""
    groups = [group for group in merged(facts) if _concerns(group, companions)]
    found = [_entry(group, companions, names) for group in groups]
    return tuple(sorted(found, key=lambda entry: (entry.date, entry.kinds, entry.persons, entry.says, _first(entry))))


def _first(entry: Entry) -> tuple[str, str, str, int]:
    row = entry.sources[0]
    return (row.agency, row.dataset, row.extract, row.source_row)


def _concerns(group: Group, companions: Mapping[PersonId, Companion]) -> bool:
    """By its first day: an occurrence in which somebody who had left the household met a carer is the carer's."""
    day = min(fact.on_date for fact in group.facts)
    a_flag = group.facts[0].kind == "flag"
    near = (companions[person] for person in group.persons if person in companions)
    return any(one.concerns(day, a_flag=a_flag) for one in near)


def _entry(group: Group, companions: Mapping[PersonId, Companion], names: Mapping[PersonId, str]) -> Entry:
    facts = sorted(group.facts, key=lambda fact: (fact.on_date, fact.kind, -len(fact.says), fact.says))
    day = facts[0].on_date
    kinds = tuple(dict.fromkeys(fact.kind for fact in facts))
    ongoing = kinds[0] in PERIODS and any(fact.until is None for fact in facts)
    ends = [fact.until for fact in facts if fact.until is not None]
    says = [next(fact.says for fact in facts if fact.kind == kind) for kind in kinds]
    sources = tuple(dict.fromkeys(row for fact in facts for row in fact.rows))
    return Entry(
        date=day,
        precision=facts[0].precision,
        until=None if ongoing else max(ends, default=None),
        ongoing=ongoing,
        kinds=kinds,
        says="; ".join(says),
        detail=" / ".join(dict.fromkeys(fact.detail for fact in facts if fact.detail)) or None,
        who=_who(facts, day, companions, names),
        handling=max((fact.handling for fact in facts if fact.handling == "C"), default=None),
        agencies=tuple(sorted({row.agency for row in sources})),
        sources=sources,
        same_by=tuple(sorted(group.rules)),
    )


def _who(
    facts: Iterable[Fact], day: dt.date, companions: Mapping[PersonId, Companion], names: Mapping[PersonId, str]
) -> tuple[Who, ...]:
    roles: dict[PersonId, list[str]] = {}
    for fact in facts:
        roles.setdefault(fact.person_id, []).extend([fact.role] if fact.role else [])
    found = [
        Who(
            person,
            names.get(person, person),
            companions[person].parts_on(day) if person in companions else (),
            ", ".join(dict.fromkeys(sorted(of))) or None,
        )
        for person, of in roles.items()
    ]
    return tuple(sorted(found, key=lambda one: (_nearness(one), one.name, one.person_id)))


def _nearness(one: Who) -> int:
    return min((PARTS.index(part) for part in one.parts), default=len(PARTS))
