"""Ties, identities and flags as frozen objects, fetched in sets for whoever draws or rates a network."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import duckdb

from mash.vocabulary import Evidence, Flag, FlagKind, Leg, PersonId
from mash.warehouse import rows, sql_text

Row = dict[str, Any]

POSSIBLE_IDENTITY = "possible identity"
"""The kind of a leg that is no tie: the two may be one person."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One pair of persons, kind and class, with the rows it stands on; ``person_a < person_b``."""

    tie_id: str
    person_a: PersonId
    person_b: PersonId
    kind: str
    tie_class: str
    a_is: str
    b_is: str
    from_date: dt.date | None
    to_date: dt.date | None
    """None while it goes on, or when no end is known."""
    strength: float
    agencies: tuple[str, ...]
    grade: str | None
    handling_code: str | None
    evidence: tuple[Evidence, ...]

    def other(self, person: PersonId) -> PersonId:
        """The person at the other end."""
        return self.person_b if person == self.person_a else self.person_a

    def part_of(self, person: PersonId) -> str:
        """What ``person`` is to the other, e.g. ``mother``."""
        return self.a_is if person == self.person_a else self.b_is

    def leg(self, from_person: PersonId, to_person: PersonId | None = None) -> Leg:
        """The tie as a step of a path; ``to_person`` where its ends are taken to be others than it names."""
        return Leg(
            from_person=from_person,
            to_person=self.other(from_person) if to_person is None else to_person,
            kind=self.kind,
            tie_class=self.tie_class,
            from_date=self.from_date,
            to_date=self.to_date,
            strength=self.strength,
            evidence=self.evidence,
        )


@dataclass(frozen=True, slots=True)
class PossibleIdentity:
    """Two persons who may be one; ``person_a < person_b``."""

    person_a: PersonId
    person_b: PersonId
    probability: float
    match_weight: float
    """In bits."""
    reason: str | None
    evidence: tuple[Evidence, ...]

    def other(self, person: PersonId) -> PersonId:
        """The person at the other end."""
        return self.person_b if person == self.person_a else self.person_a

    def leg(self, from_person: PersonId) -> Leg:
        """The possible identity as a step of a path."""
        return Leg(
            from_person=from_person,
            to_person=self.other(from_person),
            kind=POSSIBLE_IDENTITY,
            tie_class="inferred",
            from_date=None,
            to_date=None,
            strength=self.probability,
            evidence=self.evidence,
        )


def ask(con: duckdb.DuckDBPyConnection, name: str, room: str = "associations", **parameters: object) -> list[Row]:
    """The rows of one of a room's queries. Lists go as JSON."""
    return rows(con, sql_text(room, name), {key: sendable(value) for key, value in parameters.items()})


def sendable(value: object) -> object:
    """A list as JSON text: DuckDB 1.5.5 looks for pandas at each element of a list (0.2 ms each), JSON costs 1 µs."""
    return json.dumps(value) if isinstance(value, list) else value


def evidence_of(row: Mapping[str, Any], says: str | None = None) -> Evidence:
    """A row with ``agency dataset extract source_row``, and ``says from_date to_date`` where it has them."""
    return Evidence(
        agency=row["agency"],
        dataset=row["dataset"],
        extract=row["extract"],
        source_row=row["source_row"],
        says=says if says is not None else row["says"],
        from_date=row.get("from_date"),
        to_date=row.get("to_date"),
    )


def with_evidence(con: duckdb.DuckDBPyConnection, found: Iterable[Row]) -> dict[str, Tie]:
    """Ties by id, each with its evidence, from rows of ``tie``."""
    ties = {row["tie_id"]: row for row in found}
    stands_on: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in ask(con, "evidence_of_ties", tie_ids=list(ties)):
        stands_on[row["tie_id"]].append(evidence_of(row))
    return {tie_id: _tie(row, tuple(stands_on[tie_id])) for tie_id, row in ties.items()}


def ties_dated(con: duckdb.DuckDBPyConnection, tie_ids: Iterable[str]) -> dict[str, Tie]:
    """The ties with these ids as the rules know them: of all the rows they stand on, the first day that any states."""
    return {
        row["tie_id"]: _tie(row, (stated(row["stated"]),) if row["stated"] else ())
        for row in ask(con, "ties_dated", tie_ids=sorted(tie_ids))
    }


@lru_cache
def stated(on: dt.date) -> Evidence:
    """A row of no agency that says so from a day on."""
    return Evidence("", "", "", 0, "", on)


def _tie(row: Row, evidence: tuple[Evidence, ...]) -> Tie:
    return Tie(
        tie_id=row["tie_id"],
        person_a=row["person_a"],
        person_b=row["person_b"],
        kind=row["kind"],
        tie_class=row["class"],
        a_is=row["a_is"],
        b_is=row["b_is"],
        from_date=row["from_date"],
        to_date=row["to_date"],
        strength=row["strength"],
        agencies=tuple(row["agencies"]),
        grade=row["grade"],
        handling_code=row["handling_code"],
        evidence=evidence,
    )


def ties_named(con: duckdb.DuckDBPyConnection, tie_ids: Iterable[str]) -> dict[str, Tie]:
    """The ties with these ids."""
    return with_evidence(con, ask(con, "ties_named", tie_ids=sorted(tie_ids)))


def identities_around(con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId]) -> list[PossibleIdentity]:
    """Possible identities with any of ``persons`` at an end."""
    return [
        PossibleIdentity(
            person_a=row["person_a"],
            person_b=row["person_b"],
            probability=row["probability"],
            match_weight=row["match_weight"],
            reason=row["reason"],
            evidence=tuple(_compared(row)),
        )
        for row in ask(con, "identities_around", persons=sorted(persons))
    ]


def _compared(row: Mapping[str, Any]) -> Iterable[Evidence]:
    says = f"may be the same person, probability {row['probability']:.2f}"
    for side in ("a", "b"):
        if row[f"agency_{side}"] is not None:
            columns = ("agency", "dataset", "extract", "source_row")
            yield evidence_of({column: row[f"{column}_{side}"] for column in columns}, says)


def flags_of(
    con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId], *, as_of: dt.date
) -> dict[PersonId, tuple[Flag, ...]]:
    """The flags of each of ``persons`` who has any, begun by ``as_of``; the status is as of the run, or ``on_day``."""
    flags: defaultdict[PersonId, list[Flag]] = defaultdict(list)
    for row in ask(con, "flags_asked", persons=sorted(persons), as_of=as_of):
        says = " ".join(part for part in (row["scheme"], row["category"], row["level"]) if part)
        flags[row["person_id"]].append(
            Flag(
                kind=FlagKind(row["kind"]),
                scheme=row["scheme"],
                category=row["category"],
                level=row["level"],
                status=row["status"],
                valid_from=row["valid_from"],
                valid_to=row["valid_to"],
                evidence=evidence_of({**row, "from_date": row["valid_from"], "to_date": row["valid_to"]}, says),
            )
        )
    return {person: tuple(found) for person, found in flags.items()}
