"""Who belongs to a child's chronology, and what each was to the child on a day: child, carer, of the household."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from mash.associations import PARENT_LABELS, ask
from mash.vocabulary import PersonId, TieKind

FAMILY = (TieKind.PARENT, TieKind.SIBLING, TieKind.PARTNER, TieKind.EX_PARTNER, TieKind.CARER, TieKind.RELATIVE)
"""Ties that say what somebody is, to the child or to one of its carers."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A time of living with the child, or of caring for it; either end may be unknown."""

    from_date: dt.date | None
    to_date: dt.date | None

    def has(self, day: dt.date) -> bool:
        """Whether the day lies within, first and last day included."""
        return (self.from_date is None or self.from_date <= day) and (self.to_date is None or day <= self.to_date)


@dataclass(frozen=True, slots=True)
class Companion:
    """The child, or somebody tied to it."""

    person_id: PersonId
    is_child: bool = False
    is_parent: bool = False
    cared: tuple[Spell, ...] = ()
    at_home: tuple[Spell, ...] = ()
    labels: tuple[str, ...] = ()
    """What the agencies say they are to the child: mother, sibling …; empty where nobody says."""

    @property
    def is_near(self) -> bool:
        """The child, a parent, a carer, or somebody who lives or lived in its household."""
        return self.is_child or self.is_parent or bool(self.cared or self.at_home)

    def cares_on(self, day: dt.date) -> bool:
        """Whether they are a parent, or a carer on the day."""
        return self.is_parent or any(spell.has(day) for spell in self.cared)

    def parts_on(self, day: dt.date) -> tuple[str, ...]:
        """``child``, ``carer``, ``household`` as of the day; ``household later``; or none."""
        if self.is_child:
            return ("child",)
        carer = self.cares_on(day)
        home = any(spell.has(day) for spell in self.at_home)
        later = not home and any(spell.from_date and spell.from_date > day for spell in self.at_home)
        return (
            *(["carer"] if carer else []),
            *(["household"] if home else []),
            *(["household later"] if later else []),
        )

    def concerns(self, day: dt.date, *, a_flag: bool = False) -> bool:
        """Whether a fact of theirs on the day belongs to the child's chronology.

        Of one who has left the household, and cares for the child no more, only what was before, and flags: their life
        since is not the child's, but a flag set since may tell of what the child lived with (our judgement).
        """
        if self.is_child or self.is_parent:
            return True
        spells = (*self.cared, *self.at_home)
        return any(a_flag or spell.to_date is None or day <= spell.to_date for spell in spells)


LIKELY = "likely parent"
"""What somebody is to the child by several signs and no agency's word; what they are to a carer stands beside it."""


def companions_of(con: duckdb.DuckDBPyConnection, child: PersonId, *, as_of: dt.date) -> dict[PersonId, Companion]:
    """The child and everybody tied to it by ``as_of``; whose facts are told of says ``is_near``."""
    found: dict[PersonId, list[Mapping[str, Any]]] = {}
    for row in ask(con, "around_child", "chronology", child=child, as_of=as_of):
        found.setdefault(row["person_id"], []).append(row)
    return {child: Companion(child, is_child=True), **{each: _companion(each, rows) for each, rows in found.items()}}


def _companion(person: PersonId, rows: Iterable[Mapping[str, Any]]) -> Companion:
    rows = list(rows)
    family = [row for row in rows if row["kind"] in FAMILY]
    labels: set[str] = set().union(*(_labels(row) for row in family))
    if labels & {"mother", "father"}:
        labels -= {"parent"}  # who says only parent does not contradict who says which
    return Companion(
        person,
        is_parent=any(row["kind"] == TieKind.PARENT and _labels(row) & PARENT_LABELS for row in rows),
        cared=_spells(row for row in rows if row["kind"] == TieKind.CARER and "carer" in _labels(row)),
        at_home=_spells(row for row in rows if row["kind"] == TieKind.HOUSEHOLD and row["followed"]),
        labels=tuple(sorted(labels)),
    )


def _labels(row: Mapping[str, Any]) -> set[str]:
    return set(row["part"].split(" / "))


def _spells(rows: Iterable[Mapping[str, Any]]) -> tuple[Spell, ...]:
    return tuple(dict.fromkeys(Spell(row["from_date"], row["to_date"]) for row in rows))


def called(
    con: duckdb.DuckDBPyConnection,
    companions: Mapping[PersonId, Companion],
    persons: Iterable[PersonId],
    *,
    as_of: dt.date,
) -> dict[PersonId, str]:
    """What each of ``persons`` is to the child: ``mother``; or by a carer, ``partner of the mother``; else left out."""
    told = {person: " / ".join(one.labels) for person, one in companions.items() if one.labels}
    carers = {person: told[person] for person in told if companions[person].is_parent or companions[person].cared}
    persons = set(persons)
    said = {person for person, is_ in told.items() if is_ != LIKELY}
    if persons <= said | {person for person, one in companions.items() if one.is_child}:
        return told
    by_carer: dict[PersonId, dict[str, set[str]]] = {}
    for tie in ask(con, "ties_among", persons=sorted({*persons, *carers})):
        if tie["kind"] not in FAMILY or (tie["from_date"] and tie["from_date"] > as_of):
            continue
        for person, other, part in (
            (tie["person_a"], tie["person_b"], tie["a_is"]),
            (tie["person_b"], tie["person_a"], tie["b_is"]),
        ):
            if other in carers and not (person in companions and companions[person].is_child):
                by_carer.setdefault(person, {}).setdefault(part, set()).add(carers[other])
    by_word = {person: " / ".join(_by_carers(parts)) for person, parts in by_carer.items()}
    likely = {person: f"{LIKELY}, {by_word[person]}" for person in by_word.keys() & told.keys() - said}
    return by_word | told | likely


def _by_carers(parts: Mapping[str, set[str]]) -> list[str]:
    """``child of the father and the mother``; ``cared for by the carer``."""
    return sorted(
        f"{part} {'by' if part == 'cared for' else 'of'} the {' and the '.join(sorted(carers))}"
        for part, carers in parts.items()
    )
