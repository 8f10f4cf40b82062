"""What people have decided of two records: it outlives every rebuild."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from mash.vocabulary import RecordKey


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
