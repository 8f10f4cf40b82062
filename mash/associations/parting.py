"""The network as it would be if some of a person's records were another person's: what hangs on a join of records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import duckdb

from mash.associations.network import Network
from mash.associations.ties import Tie, ask, evidence_of, sendable
from mash.vocabulary import Evidence, Flag, PersonId, RecordKey
from mash.warehouse import run_sql, sql_text

RowKey = tuple[str, str, str, int]
"""Agency, dataset, extract and source row."""


@dataclass(frozen=True, slots=True)
class RecordsBehind:
    """Of which record each row speaks that stands behind certain persons' ties and flags."""

    ties: Mapping[tuple[PersonId, str], Mapping[RowKey, RecordKey | None]]
    """By person and tie. None: the row speaks of the other person."""
    flags: Mapping[PersonId, Mapping[RowKey, RecordKey]]

    def tie_parts(self, tie: Tie, person: PersonId, others: Collection[RecordKey]) -> tuple[tuple[Evidence, ...], ...]:
        """The evidence of a tie that stays with the person, and that which goes with the records ``others``.

        A row about the other person goes both ways with a row about either; where none says whose it is, it stays.
        """
        speaks = self.ties.get((person, tie.tie_id), {})
        of = {row: speaks.get(_key(row)) for row in tie.evidence}
        goes = any(record in others for record in of.values())
        stays = not goes or any(record not in others for record in of.values() if record)
        return (
            tuple(row for row, record in of.items() if stays and record not in others),
            tuple(row for row, record in of.items() if goes and (record is None or record in others)),
        )

    def goes(self, flag: Flag, person: PersonId, others: Collection[RecordKey]) -> bool:
        """Whether one of the records ``others`` carries the flag."""
        return self.flags.get(person, {}).get(_key(flag.evidence)) in others


def records_behind(con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId]) -> RecordsBehind:
    """Which records stand behind the ties and flags of ``persons``."""
    asked = sorted(persons)
    ties: defaultdict[tuple[PersonId, str], dict[RowKey, RecordKey | None]] = defaultdict(dict)
    for row in ask(con, "record_of_tie", persons=asked):
        ties[row["person_id"], row["tie_id"]][_key_of(row)] = row["record_key"]
    flags: defaultdict[PersonId, dict[RowKey, RecordKey]] = defaultdict(dict)
    for row in ask(con, "record_of_flag", persons=asked):
        flags[row["person_id"]][_key_of(row)] = row["record_key"]
    return RecordsBehind(ties, flags)


def rows_of_records(con: duckdb.DuckDBPyConnection, keys: Iterable[RecordKey]) -> tuple[Evidence, ...]:
    """The row of each record, in order of their keys."""
    return tuple(evidence_of(row, row["record_key"]) for row in ask(con, "row_of_record", record_keys=sorted(keys)))


def other_of(person: PersonId) -> PersonId:
    """What a person's other records are called when they are taken to be another person's."""
    return PersonId(f"{person} (apart)")


def parted(network: Network, person: PersonId, others: Collection[RecordKey], behind: RecordsBehind) -> Network | None:
    """The network if the records ``others`` of ``person`` were another person's; None when it would be no other.

    Each side keeps the ties and flags its own records carry; a tie keeps the strength the run gave it.
    """
    other, own = other_of(person), network.persons[person]
    gone = tuple(flag for flag in own.flags if behind.goes(flag, person, others))
    left = tuple(flag for flag in own.flags if flag not in gone)
    tied: list[Tie] = []
    stays = goes = False
    for tie in network.tied:
        if person not in {tie.person_a, tie.person_b}:
            tied.append(tie)
            continue
        staying, going = behind.tie_parts(tie, person, others)
        stays, goes = stays or bool(staying), goes or bool(going)
        if staying:
            tied.append(replace(tie, evidence=staying))
        if going:
            tied.append(_moved(replace(tie, tie_id=f"{tie.tie_id} (apart)", evidence=going), person, other))
    if not (goes or gone) or not (stays or left or person == network.child):
        return None
    persons = {**network.persons, person: replace(own, flags=left), other: replace(own, person_id=other, flags=gone)}
    busy = network.busy | {other} if person in network.busy else network.busy
    return replace(network, persons=persons, busy=busy, tied=tuple(tied), ways_read=None)


@contextmanager
def records_apart(con: duckdb.DuckDBPyConnection, person: PersonId, others: Collection[RecordKey]) -> Iterator[None]:
    """For as long as it lasts, ``membership`` has the records ``others`` as another person's; nothing is stored."""
    ((catalog,),) = run_sql(con, "associations", "nearest_membership").fetchall()
    run_sql(con, "associations", "apart", {"record_keys": sendable(sorted(others)), "person_id": other_of(person)})
    con.execute(sql_text("associations", "membership_apart").replace("hub.main", f'"{catalog}".main'))
    try:
        yield
    finally:
        con.execute("drop view temp.membership")
        con.execute("drop table temp.apart")


def _moved(tie: Tie, person: PersonId, other: PersonId) -> Tie:
    return replace(tie, person_a=other) if tie.person_a == person else replace(tie, person_b=other)


def _key(row: Evidence) -> RowKey:
    return row.agency, row.dataset, row.extract, row.source_row


def _key_of(row: Mapping[str, object]) -> RowKey:
    return row["agency"], row["dataset"], row["extract"], row["source_row"]  # type: ignore[return-value]  # as SQL has them
