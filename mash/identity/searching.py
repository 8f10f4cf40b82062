"""From what a referral form holds of somebody to the persons it may mean, each with why it fits.

What was asked becomes a record like any other, cleaned and weighed by the same rules. Splink itself, a second to
import, is not needed: the model's weights are computed by ``weights``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import duckdb

from mash import records, warehouse
from mash.identity import linkage
from mash.identity.model import Ladder, Model
from mash.identity.pairing import paired_records_sql
from mash.identity.scoring import fitted
from mash.identity.weights import rungs_sql
from mash.ledger import Referral
from mash.vocabulary import CaseId, PersonId, RecordKey
from mash.warehouse import run_sql, sql_text

CONSIDERED = 400
"""Records weighed at most: those that share most of what was asked."""
ASKED = CaseId("asked")
ASKED_ID = -1


@dataclass(frozen=True, slots=True)
class Query:
    """What is known of the person looked for; names may stand in either field, and in any order."""

    forenames: str | None = None
    surname: str | None = None
    born: dt.date | None = None
    year_only: bool = False
    """Only the year of ``born`` is known."""
    sex: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person that may be meant."""

    person_id: PersonId
    name: str
    date_of_birth: dt.date | None
    record_key: RecordKey
    """The record of the person that fits best."""
    likeness: float
    """How alike the names are, whatever their order, 0 to 100 (rapidfuzz)."""
    match_weight: float
    """Bits, by the model in use."""
    outcome: str
    """What the model would say of a pair of such weight: same, possible or different."""
    says: tuple[str, ...]
    """What was compared and found, in plain words, weightiest first."""


def search(
    con: duckdb.DuckDBPyConnection, model: Model, query: Query, *, as_of: dt.date, limit: int = 5
) -> list[Candidate]:
    """The persons that fit best, the best first; none when nothing asked is shared with anybody.

    ``con`` is a published snapshot's read-only connection; ``limit`` persons are returned at most.
    """
    weighing = fitted(con, model)
    with closing(_asked_record(query, model, as_of)) as own:
        _bring_in(own, con)
        found = own.execute(
            f"select record_key_r, {rungs_sql(weighing)} from ({paired_records_sql(own, 'candidate')})"  # noqa: S608 - ours
        ).fetchall()
    persons = _persons_of(con, [key for key, *_ in found])
    best: dict[str, Candidate] = {}
    for key, *rungs in found:
        candidate = _candidate(query, weighing, key, rungs, persons[key])
        kept = best.get(candidate.person_id)
        if kept is None or _rank(candidate) < _rank(kept):
            best[candidate.person_id] = candidate
    return sorted(best.values(), key=_rank)[:limit]


def _asked_record(query: Query, model: Model, as_of: dt.date) -> duckdb.DuckDBPyConnection:
    """A database of one ``linkage_record``: what was asked, through the cleaning of every record."""
    own = warehouse.connect(threads=1)
    own.execute("attach ':memory:' as source")
    midnight = dt.datetime.combine(as_of, dt.time())
    asked = Referral(
        case_id=ASKED,
        received_at=midnight,
        child_record_key=None,
        child_forenames=query.forenames,
        child_surname=query.surname or query.forenames or "UNKNOWN",
        child_date_of_birth=query.born,
        child_sex=query.sex,
        child_postcode=query.postcode,
        source_code=None,
        concern=None,
        narrative=None,
        initial_rating="GREEN",
        recorded_by="",
        recorded_at=midnight,
    )
    records.load_referrals(own, [asked])
    records.build(own, [], freshness=[], as_of=as_of)
    if query.year_only:
        own.execute("update person_record set dob_precision = 'year'")
    linkage.prepare_names(own)
    linkage.build_linkage_records(own, model.frequencies)
    own.execute(f"update linkage_record set record_id = {ASKED_ID}")  # noqa: S608 - a number of ours
    return own


def _bring_in(own: duckdb.DuckDBPyConnection, con: duckdb.DuckDBPyConnection) -> None:
    """Set beside what was asked the records of the snapshot that share most of it."""
    ((path,),) = con.execute("select path from duckdb_databases() where database_name = current_database()").fetchall()
    own.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as snapshot (read_only)")
    run_sql(own, "identity", "candidate", {"asked": ASKED_ID, "most": CONSIDERED})
    own.execute(
        "insert into linkage_record by name select * from snapshot.linkage_record"
        " where record_id in (select b from candidate)"
    )
    own.execute("create table beside (record_id_a bigint, record_id_b bigint)")


def _persons_of(
    con: duckdb.DuckDBPyConnection, keys: Sequence[RecordKey]
) -> dict[RecordKey, tuple[PersonId, str, list[str], dt.date | None]]:
    found = con.execute(sql_text("identity", "person_of_record"), {"keys": list(keys)}).fetchall()
    return {key: (person, name, names, born) for key, person, name, names, born in found}


def _candidate(
    query: Query,
    model: Model,
    key: RecordKey,
    rungs: Sequence[int],
    person: tuple[PersonId, str, list[str], dt.date | None],
) -> Candidate:
    reached = [(ladder, number) for ladder, number in zip(model.ladders, rungs, strict=True) if number]
    weight = model.prior_weight + sum(ladder.rungs[number].weight for ladder, number in reached)
    person_id, name, names, born = person
    return Candidate(
        person_id=person_id,
        name=name,
        date_of_birth=born,
        record_key=key,
        likeness=_likeness(query, names),
        match_weight=weight,
        outcome=model.thresholds.outcome(weight),
        says=tuple(_said(ladder, number) for ladder, number in sorted(reached, key=_by_weight)),
    )


def _likeness(query: Query, names: Sequence[str]) -> float:
    from rapidfuzz import fuzz, utils

    asked = [part for part in (query.forenames, query.surname) if part]
    alike = fuzz.token_sort_ratio if len(asked) > 1 else fuzz.token_set_ratio
    return max((alike(" ".join(asked), name, processor=utils.default_process) for name in names), default=0.0)


def _by_weight(reached: tuple[Ladder, int]) -> float:
    ladder, number = reached
    return -ladder.rungs[number].weight


def _said(ladder: Ladder, number: int) -> str:
    return ladder.rungs[number].says


def _rank(candidate: Candidate) -> tuple[float, float, str]:
    return (-round(candidate.match_weight, 6), -candidate.likeness, candidate.person_id)
