"""The joins that hold a person's records together: for each, which records stand on either side and what joins them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from mash.vocabulary import PersonId, RecordKey
from mash.warehouse import rows, sql_text

Linked = tuple[RecordKey, RecordKey, float | None]


@dataclass(frozen=True, slots=True)
class Join:
    """Two groups of one person's records, and the heaviest link between them: without it the person falls in two."""

    person_id: PersonId
    record_key_a: RecordKey
    record_key_b: RecordKey
    match_weight: float | None
    """Bits; None when a person judged them the same."""
    side_a: frozenset[RecordKey]
    """All records on the side of ``record_key_a``."""
    side_b: frozenset[RecordKey]


def joins_of(con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId]) -> dict[PersonId, tuple[Join, ...]]:
    """The joins of each of ``persons`` who has several records, weakest first, judged ones last.

    The links of a person are a tree, each the heaviest between its two sides: the records were joined by weight.
    """
    links: defaultdict[PersonId, list[Linked]] = defaultdict(list)
    asked = {"persons": json.dumps(sorted(persons))}
    for row in rows(con, sql_text("associations", "links_of_persons"), asked):
        links[row["person_id"]].append((row["record_key_a"], row["record_key_b"], row["match_weight"]))
    return {person: tuple(_joins(person, tree)) for person, tree in links.items()}


def _joins(person: PersonId, tree: list[Linked]) -> Iterable[Join]:
    for link in tree:
        a, b, weight = link
        rest = [each for each in tree if each is not link]
        yield Join(person, a, b, weight, _side(a, rest), _side(b, rest))


def _side(record: RecordKey, tree: Iterable[Linked]) -> frozenset[RecordKey]:
    beside: defaultdict[RecordKey, list[RecordKey]] = defaultdict(list)
    for a, b, _ in tree:
        beside[a].append(b)
        beside[b].append(a)
    found, waiting = {record}, [record]
    while waiting:
        new = [each for each in beside[waiting.pop()] if each not in found]
        found.update(new)
        waiting += new
    return frozenset(found)
