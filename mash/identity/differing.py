"""Two partitions of the same records beside each other: who merges, who splits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import duckdb

from mash.vocabulary import PersonId, RecordKey
from mash.warehouse import run_sql

Overlap = tuple[PersonId, PersonId, tuple[RecordKey, ...]]
"""A person before, a person after, and the records they share."""


@dataclass(frozen=True, slots=True)
class Part:
    """The records that came from, or went to, one person."""

    person_id: PersonId
    records: tuple[RecordKey, ...]


@dataclass(frozen=True, slots=True)
class Regrouped:
    """A person made of several (a merge), or one whose records go to several (a split)."""

    person_id: PersonId
    parts: tuple[Part, ...]
    """In order of their ids; two or more."""


@dataclass(frozen=True, slots=True)
class PartitionDiff:
    """What another model makes of the same records."""

    records: int
    persons_before: int
    persons_after: int
    merges: tuple[Regrouped, ...]
    """Persons of the new model, each of several before."""
    splits: tuple[Regrouped, ...]
    """Persons of the model in force whose records go to several."""
    pairs_gained: int
    """Pairs of records that stand in one person only after."""
    pairs_lost: int
    """Pairs of records that stood in one person only before."""


def remember_partition(con: duckdb.DuckDBPyConnection) -> None:
    """``membership_before`` (temporary) from ``membership``, to compare the next partition with."""
    con.execute("create or replace temp table membership_before as from membership")


def partition_diff(con: duckdb.DuckDBPyConnection) -> PartitionDiff:
    """``membership`` against ``membership_before``; both hold the same records."""
    overlaps = [
        (PersonId(before), PersonId(after), tuple(RecordKey(key) for key in records))
        for before, after, records in run_sql(con, "identity", "partition_overlap").fetchall()
    ]
    ((records, after),) = con.execute("select count(*), count(distinct person_id) from membership").fetchall()
    ((before,),) = con.execute("select count(distinct person_id) from membership_before").fetchall()
    merges = _regrouped((after, before, records) for before, after, records in overlaps)
    splits = _regrouped(overlaps)
    return PartitionDiff(records, before, after, merges, splits, _pairs_between(merges), _pairs_between(splits))


def _regrouped(overlaps: Iterable[Overlap]) -> tuple[Regrouped, ...]:
    """By the first person of each overlap, those with several second ones."""
    parts: dict[PersonId, list[Part]] = {}
    for whole, part, records in overlaps:
        parts.setdefault(whole, []).append(Part(part, records))
    return tuple(
        Regrouped(whole, tuple(sorted(found, key=lambda part: part.person_id)))
        for whole, found in sorted(parts.items())
        if len(found) > 1
    )


def _pairs_between(regrouped: Iterable[Regrouped]) -> int:
    """Pairs of records that stand in one whole and in different parts of it."""
    return sum(
        len(one.records) * len(other.records) for whole in regrouped for one, other in combinations(whole.parts, 2)
    )
