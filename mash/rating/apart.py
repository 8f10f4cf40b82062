"""The facts of a case as they would be if some records of a person were another person's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

import duckdb

from mash.associations import ask, records_apart
from mash.rating import history
from mash.rating.facts import CaseFacts
from mash.vocabulary import Evidence, PersonId, RecordKey

RowKey = tuple[str, str, str, int]
"""Agency, dataset, extract and source row."""


class Part(Enum):
    """What facts are told together, and so asked again together."""

    CHILD = auto()
    """Referrals and episodes: of the child, its siblings, and whoever may be the child."""
    OCCURRENCES = auto()
    PROGRAMMES = auto()
    RELEASES = auto()
    PLACES = auto()


@dataclass(frozen=True, slots=True)
class RowsTold:
    """The rows by which records come into the facts of a case."""

    of: Mapping[RecordKey, Collection[RowKey]]
    in_prison: frozenset[RecordKey]
    """Records with a stay in prison: without it an earlier release would be the last."""

    def touched(self, facts: CaseFacts, others: Iterable[RecordKey]) -> frozenset[Part]:
        """The parts of the facts that rest on a row of one of these records: all others stay as they are."""
        records = list(others)
        rows = {row for record in records for row in self.of.get(record, ())}
        touched = {part for part, evidence in _evidence(facts) if _key(evidence) in rows}
        if not self.in_prison.isdisjoint(records):
            touched.add(Part.RELEASES)
        return frozenset(touched)


def rows_told(con: duckdb.DuckDBPyConnection, records: Iterable[RecordKey]) -> RowsTold:
    """The rows of these records."""
    found: defaultdict[RecordKey, set[RowKey]] = defaultdict(set)
    in_prison = set()
    for row in ask(con, "rows_told_of_records", "rating", record_keys=sorted(records)):
        found[row["record_key"]].add((row["agency"], row["dataset"], row["extract"], row["source_row"]))
        if row["prison"]:
            in_prison.add(row["record_key"])
    return RowsTold(found, frozenset(in_prison))


def selves_in(con: duckdb.DuckDBPyConnection, facts: CaseFacts) -> history.Selves:
    """Who may be whom of those the case is told of: the same whichever records are taken apart."""
    return history.selves_of(con, history.everybody({facts.case_id: facts.child}, {facts.case_id: facts.around}))


def facts_apart(  # noqa: PLR0913 - what is known, what is to be asked again, and what is supposed
    con: duckdb.DuckDBPyConnection,
    facts: CaseFacts,
    parts: Collection[Part],
    *,
    person: PersonId,
    others: Collection[RecordKey],
    selves: history.Selves,
) -> CaseFacts:
    """The facts with ``parts`` of them asked again, the records ``others`` of ``person`` being another person's."""
    if not parts:
        return facts
    case, children, around = facts.case_id, {facts.case_id: facts.child}, {facts.case_id: facts.around}
    with records_apart(con, person, others):
        asked = (con, children, around, selves, facts.as_of)
        if Part.CHILD in parts:
            told = history.of_children(*asked)
            facts = replace(
                facts,
                referrals=tuple(told.referrals[case]),
                sibling_referrals=tuple(told.sibling_referrals[case]),
                episodes=tuple(told.episodes[case]),
                perhaps_the_child=tuple(told.perhaps_the_child[case]),
            )
        if Part.OCCURRENCES in parts:
            facts = replace(facts, occurrences=tuple(history.occurrences(*asked)[case]))
        if Part.PROGRAMMES in parts:
            known = {case: list(facts.occurrences)}
            facts = replace(
                facts, programmes=tuple(history.programmes(con, children, around, known, facts.as_of)[case])
            )
        if Part.RELEASES in parts:
            facts = replace(facts, releases=tuple(history.releases(con, around, selves, facts.as_of)[case]))
        if Part.PLACES in parts:
            facts = replace(facts, places=tuple(history.places(*asked)[case]))
    return facts


def _evidence(facts: CaseFacts) -> Iterable[tuple[Part, Evidence]]:
    perhaps = facts.perhaps_the_child
    for referrals in (facts.referrals, *(each.referrals for each in perhaps)):
        yield from ((Part.CHILD, each.evidence) for each in referrals)
    yield from ((Part.CHILD, each.evidence) for _, each in facts.sibling_referrals)
    for episodes in (facts.episodes, *(each.episodes for each in perhaps)):
        yield from ((Part.CHILD, each.evidence) for each in episodes)
    yield from ((Part.OCCURRENCES, each.evidence) for each in facts.occurrences)
    yield from ((Part.PROGRAMMES, each.evidence) for each in facts.programmes)
    yield from ((Part.RELEASES, each.evidence) for each in facts.releases)
    yield from ((Part.PLACES, evidence) for each in facts.places for evidence in each.evidence)


def _key(row: Evidence) -> RowKey:
    return row.agency, row.dataset, row.extract, row.source_row
