"""`why` two records are or are not one person, and `how` a person came to be: down to the row that somebody sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from mash.errors import NotFound
from mash.identity.guards import VETOES, doubt, guard
from mash.identity.history import DatedEvent
from mash.identity.model import Model
from mash.identity.pairing import paired_records_sql
from mash.identity.scoring import fitted
from mash.identity.weights import rungs_sql, weight_sql
from mash.vocabulary import PersonId, RecordKey
from mash.warehouse import run_sql


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison of two records and what it weighs."""

    comparison: str
    """``name``, ``date_of_birth`` … as the model calls it."""
    says: str
    match_weight: float
    """Bits; 0 when one side says nothing."""


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for and against two records being one person; the parts add up to ``raw_match_weight``."""

    record_key_a: RecordKey
    record_key_b: RecordKey
    prior_weight: float
    """Bits before any evidence, in a hub of this size."""
    findings: tuple[Finding, ...]
    raw_match_weight: float
    """The sum of the prior and the findings."""
    veto: str | None
    """The guard that forbids the pair, or holds it at possible, whatever it weighs."""
    outcome: str
    """What the model and the guards make of the pair: same, possible or different."""
    together: bool
    """Whether the two stand in one person: a judgement or other records may have decided otherwise."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A record and the row it came from."""

    record_key: RecordKey
    agency: str
    dataset: str
    extract: str
    source_row: int
    named_in: RecordKey | None
    named_as: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """One pair that joined two groups of records on the way to the person."""

    record_key_a: RecordKey
    record_key_b: RecordKey
    match_weight: float | None
    """Bits; None when a person judged them the same."""
    blocking_rule: str | None


@dataclass(frozen=True, slots=True)
class How:
    """A person's records and the links that joined them, heaviest first: a tree, one link fewer than records."""

    person_id: PersonId
    records: tuple[Origin, ...]
    links: tuple[Link, ...]
    events: tuple[DatedEvent, ...] = ()
    """What became of its ids, oldest first: from the ledger, which ``how`` does not read."""

    @property
    def weakest(self) -> Link | None:
        """The link without which the person falls in two; None for a single record."""
        weighed = [link for link in self.links if link.match_weight is not None]
        return min(weighed, key=lambda link: (link.match_weight, link.record_key_a), default=None)


def why(con: duckdb.DuckDBPyConnection, model: Model, a: str, b: str) -> Why:
    """Explain two records by their keys, or two persons by the heaviest pair of their records.

    Raises ``NotFound`` when either is neither a record nor a person of the run, or both are the same record.
    """
    left, right = _records_of(con, a), _records_of(con, b)
    pairs = sorted({(min(x, y), max(x, y)) for x in left for y in right if x != y})
    if not pairs:
        raise NotFound(
            "a record cannot be compared with itself", where=f"{a} and {b}", try_="two records, or two persons"
        )
    _refuse_unheard(con, pairs)
    fits = fitted(con, model)
    explained = [_explained(con, row, fits) for row in _compared(con, fits, pairs)]
    return max(
        explained, key=lambda each: (each.veto is None, each.raw_match_weight, each.record_key_a, each.record_key_b)
    )


def _refuse_unheard(con: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[int, int]]) -> None:
    """In a hub that seals identities, only what the run holds of a pair is explained; of all others it says one thing.

    To weigh any two as asked would say of two sealed identities how alike they are.
    """
    if not seals(con):
        return
    asked = {"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}
    if not run_sql(con, "identity", "heard_of", asked).fetchall():
        raise NotFound("this run holds nothing that these two might be one person", try_="mash how, of each")


def seals(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the run keeps any two identities apart as sealed; runs of earlier versions do not."""
    there = con.execute("select 1 from duckdb_tables() where table_name = 'sealed_pair'").fetchall()
    return bool(there) and bool(con.execute("select 1 from sealed_pair limit 1").fetchall())


def how(con: duckdb.DuckDBPyConnection, person_id: str) -> How:
    """The records of a person and what joined them. Raises ``NotFound`` when the run has no such person."""
    origins = run_sql(con, "identity", "how_record", {"person_id": person_id}).fetchall()
    if not origins:
        raise NotFound("no such person in this run", where=person_id, try_="an id that mash enquire shows")
    links = run_sql(con, "identity", "how_link", {"person_id": person_id}).fetchall()
    return How(PersonId(person_id), tuple(Origin(*row) for row in origins), tuple(Link(*row) for row in links))


def _records_of(con: duckdb.DuckDBPyConnection, key: str) -> list[int]:
    """The record numbers of a record key or a person id."""
    found = run_sql(con, "identity", "records_of", {"key": key}).fetchall()
    if not found:
        raise NotFound("neither a record nor a person of this run", where=key, try_="an id that mash enquire shows")
    return [record for (record,) in found]


def _compared(con: duckdb.DuckDBPyConnection, model: Model, pairs: Sequence[tuple[int, int]]) -> list[tuple[Any, ...]]:
    """(record key, record key, veto, doubt, rung reached of each comparison) of every pair."""
    paired = paired_records_sql(con, "(select unnest($a) as a, unnest($b) as b)")
    guards = f"{guard(VETOES)}, {doubt(weight_sql(model))}"
    query = f"select record_key_l, record_key_r, {guards}, {rungs_sql(model)} from ({paired})"  # noqa: S608 - our own conditions
    return con.execute(query, {"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}).fetchall()


def _explained(con: duckdb.DuckDBPyConnection, row: tuple[Any, ...], model: Model) -> Why:
    key_a, key_b, forbidden, doubted, *reached = row
    rungs = [(ladder.name, ladder.rungs[number]) for ladder, number in zip(model.ladders, reached, strict=True)]
    findings = tuple(Finding(name, rung.says, rung.weight) for name, rung in rungs)
    total = model.prior_weight + sum(finding.match_weight for finding in findings)
    return Why(
        record_key_a=key_a,
        record_key_b=key_b,
        prior_weight=model.prior_weight,
        findings=findings,
        raw_match_weight=total,
        veto=forbidden or (doubted if total >= model.thresholds.possible else None),
        outcome="different" if forbidden else model.thresholds.outcome(total, doubted=doubted is not None),
        together=bool(run_sql(con, "identity", "together", {"a": key_a, "b": key_b}).fetchall()),
    )
