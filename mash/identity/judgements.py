"""What people have decided of two records: it outlives every rebuild."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

import duckdb

from mash.vocabulary import RecordKey
from mash.warehouse import run_sql


class Verdict(StrEnum):
    """A person's word on whether two records are one person."""

    SAME = "same"
    """They are joined, whatever the model says."""
    DIFFERENT = "different"
    """They never stand in one person, nor do the groups they belong to join."""
    UNDECIDED = "undecided"
    """Somebody looked and could not tell: the pair is not joined by weight alone and stays in the queue."""


class Judged(Protocol):
    """A verdict on a pair of records, whoever keeps it; of several on a pair the caller hands over the newest only."""

    @property
    def record_key_a(self) -> RecordKey:
        """One record."""

    @property
    def record_key_b(self) -> RecordKey:
        """The other."""

    @property
    def verdict(self) -> str:
        """One of ``Verdict``."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The least that a verdict is."""

    record_key_a: RecordKey
    record_key_b: RecordKey
    verdict: Verdict


J = TypeVar("J", bound=Judged)


def contradiction(standing: Iterable[J], new: Judged) -> tuple[J, ...]:
    """The judgements that together say otherwise than ``new``, a shortest chain of them; empty when none do.

    A is B and B is C make A and C one person; that either is judged different from the other then cannot be, and the
    other way round. What stands on the very pair is left aside: the newest of a pair counts. The order does not matter.
    """
    others = sorted((each for each in standing if _couple(each) != _couple(new)), key=_couple)
    of_a, of_b = said_to_be(new.record_key_a, others), said_to_be(new.record_key_b, others)
    if new.verdict == Verdict.DIFFERENT:
        return of_a.get(new.record_key_b, ())
    if new.verdict == Verdict.UNDECIDED:
        return ()
    chains = [
        (*of_a[one], each, *reversed(of_b[other]))
        for each in others
        if each.verdict == Verdict.DIFFERENT
        for one, other in (_couple(each), _couple(each)[::-1])
        if one in of_a and other in of_b
    ]
    return min(chains, key=len, default=())


def said_to_be(record: RecordKey, standing: Iterable[J]) -> dict[RecordKey, tuple[J, ...]]:
    """Every record that people said is the same as ``record``, itself too, with a shortest chain of what they said."""
    known: dict[RecordKey, list[tuple[RecordKey, J]]] = {}
    for each in sorted(standing, key=_couple):
        if each.verdict == Verdict.SAME:
            known.setdefault(each.record_key_a, []).append((each.record_key_b, each))
            known.setdefault(each.record_key_b, []).append((each.record_key_a, each))
    found: dict[RecordKey, tuple[J, ...]] = {record: ()}
    waiting = deque([record])
    while waiting:
        here = waiting.popleft()
        for there, said in known.get(here, ()):
            if there not in found:
                found[there] = (*found[here], said)
                waiting.append(there)
    return found


def _couple(judged: Judged) -> tuple[RecordKey, RecordKey]:
    first, second = sorted((judged.record_key_a, judged.record_key_b))
    return first, second


@dataclass(frozen=True, slots=True)
class NumberConflict:
    """A kind of official number of which one person has one, and of which two groups of records hold none in common."""

    kind: str
    record_key_a: RecordKey
    """A record of the first group that holds one."""
    record_key_b: RecordKey


def number_conflicts(
    con: duckdb.DuckDBPyConnection, one: Iterable[RecordKey], other: Iterable[RecordKey]
) -> list[NumberConflict]:
    """Where the numbers of two groups of records say that they are two people, as the nightly grouping reads them."""
    found = run_sql(con, "identity", "number_conflict", {"one": sorted(one), "other": sorted(other)})
    return [NumberConflict(*row) for row in found.fetchall()]
