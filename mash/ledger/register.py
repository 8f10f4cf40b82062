"""The register of person ids: which record was whom in the last published run, and every id ever used."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mash.vocabulary import PersonId, RecordKey, RunId


@dataclass(frozen=True, slots=True)
class Register:
    """As of the last published run."""

    person_of: Mapping[RecordKey, PersonId]
    last_known: Mapping[RecordKey, PersonId]
    """Of records withdrawn since: who they were, should they come back."""
    used: frozenset[PersonId]
    """Every id ever given out, so that none is given twice."""


@dataclass(frozen=True, slots=True)
class PublishedRun:
    """What the ledger keeps of a run at the moment of publishing."""

    run: RunId
    as_of: dt.date
    digest: str
    published_at: dt.datetime
    basis: Mapping[str, Any] = field(default_factory=dict)
    """By part, what the run is a function of; a run from before this was kept has none."""

    @property
    def read_at(self) -> dt.datetime:
        """When it read the landing and the ledger; failing that, when it was published."""
        return dt.datetime.fromisoformat(self.basis["read_at"]) if "read_at" in self.basis else self.published_at


def load_register(connection: sqlite3.Connection) -> Register:
    """The register as of the last published run; empty before the first."""
    entries = connection.execute(
        "select record_key, person_id from register order by record_key, run_sequence"
    ).fetchall()
    newest = dict(entries)
    known = {record: person for record, person in entries if person is not None}
    return Register(
        person_of={RecordKey(record): PersonId(person) for record, person in newest.items() if person is not None},
        last_known={RecordKey(record): PersonId(known[record]) for record, person in newest.items() if person is None},
        used=frozenset(PersonId(person) for _, person in entries if person is not None),
    )


def publish_run(
    connection: sqlite3.Connection,
    published: PublishedRun,
    membership: Mapping[RecordKey, PersonId],
    events: Iterable[tuple[str, str, str | None, str]],
    *,
    before: Mapping[RecordKey, PersonId] | None = None,
) -> None:
    """Enter a run with what it changed in the register; does nothing when the run is entered already.

    ``events`` are (kind, person_id, other_person_id, cause). ``before`` is who was whom, where the caller has read the
    register already: reading it here keeps whoever decides something waiting (3 s for a million records).
    """
    if connection.execute("select 1 from run where run = ?", (published.run,)).fetchone():
        return
    if before is None:
        before = load_register(connection).person_of
    cursor = connection.execute(
        "insert into run (run, as_of, digest, published_at) values (?, ?, ?, ?)",
        (
            published.run,
            published.as_of.isoformat(),
            published.digest,
            published.published_at.isoformat(timespec="seconds"),
        ),
    )
    sequence = cursor.lastrowid
    connection.executemany(
        "insert into run_basis (run_sequence, part, value) values (?, ?, ?)",
        ((sequence, part, json.dumps(value, sort_keys=True)) for part, value in sorted(published.basis.items())),
    )
    changed = [(record, person) for record, person in membership.items() if before.get(record) != person]
    withdrawn = [(record, None) for record in before if record not in membership]
    connection.executemany(
        "insert into register (run_sequence, record_key, person_id) values (?, ?, ?)",
        ((sequence, record, person) for record, person in sorted([*changed, *withdrawn], key=lambda pair: pair[0])),
    )
    connection.executemany(
        "insert into person_event (run_sequence, kind, person_id, other_person_id, cause) values (?, ?, ?, ?, ?)",
        ((sequence, *event) for event in events),
    )


def published_runs(connection: sqlite3.Connection) -> list[PublishedRun]:
    """Every run that was entered, the oldest first."""
    parts: dict[int, dict[str, Any]] = {}
    for sequence, part, value in connection.execute("select run_sequence, part, value from run_basis"):
        parts.setdefault(sequence, {})[part] = json.loads(value)
    found = connection.execute("select sequence, run, as_of, digest, published_at from run order by sequence")
    return [
        PublishedRun(
            RunId(run),
            dt.date.fromisoformat(as_of),
            digest,
            dt.datetime.fromisoformat(at),
            parts.get(sequence, {}),
        )
        for sequence, run, as_of, digest, at in found
    ]


def runs_otherwise_restricted(connection: sqlite3.Connection, run: RunId) -> frozenset[RunId]:
    """The runs that were built under other restrictions than this one: what is gone since would tell of those."""
    found = connection.execute(
        "select run.run, coalesce(run_basis.value, '') from run"
        " left join run_basis on run_basis.run_sequence = run.sequence and run_basis.part = 'restrictions'"
        " order by run.sequence"
    ).fetchall()
    under = {RunId(each): value for each, value in found}
    return frozenset(each for each, value in under.items() if value != under.get(run, ""))


def followed(connection: sqlite3.Connection, person_id: PersonId) -> PersonId:
    """Who ``person_id`` is now: itself, or the person it was merged into, however often; old ids always resolve."""
    seen = {person_id}
    while True:
        found = connection.execute(
            "select other_person_id from person_event where kind = 'merged' and person_id = ?"
            " order by run_sequence desc limit 1",
            (person_id,),
        ).fetchone()
        if found is None or found[0] is None or found[0] in seen:
            return person_id
        person_id = PersonId(found[0])
        seen.add(person_id)


def merged(connection: sqlite3.Connection) -> dict[PersonId, PersonId]:
    """Every person that a published run merged into another, and into whom the last time."""
    found = connection.execute(
        "select person_id, other_person_id from person_event"
        " where kind = 'merged' and other_person_id is not null order by run_sequence"
    )
    return {PersonId(person): PersonId(other) for person, other in found}


def last_digest(connection: sqlite3.Connection, run: RunId) -> str | None:
    """The digest a published run was entered with; None for one that was not."""
    found = connection.execute("select digest from run where run = ?", (run,)).fetchone()
    return found[0] if found else None


def last_run(connection: sqlite3.Connection) -> RunId | None:
    """The run that was entered last, in use or killed just before; None before the first."""
    found = connection.execute("select run from run order by sequence desc limit 1").fetchone()
    return RunId(found[0]) if found else None
