"""Scored pairs to persons: grouped under constraints, with ids that outlive the night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import duckdb

from mash.identity.clustering import Clustering, Constraints, Pair, Refusal, cluster
from mash.identity.judgements import Judged, Verdict
from mash.identity.linkage import load
from mash.identity.model import Model
from mash.identity.registering import PersonEvent, settle
from mash.identity.thresholds import CLUSTER_VALID
from mash.ledger import Register
from mash.vocabulary import PersonId, RecordKey
from mash.warehouse import run_sql

SCHEMES = ("nhs", "upn", "pnc", "cro")
"""Numbers of which one person has one: two that differ keep groups apart."""


def resolve_persons(
    con: duckdb.DuckDBPyConnection,
    model: Model,
    judgements: Iterable[Judged],
    register: Register,
    as_of: dt.date,
) -> None:
    """Leave ``membership``, ``person``, ``possible_identity``, ``person_event`` and ``person_link``.

    Reads ``identity_pair``, ``linkage_record`` and the one shape. Judgements on records that are no longer sent are
    passed over. Neither begins nor commits a transaction.
    """
    keys = [
        RecordKey(key) for (key,) in con.execute("select record_key from linkage_record order by record_id").fetchall()
    ]
    judged = _judged(judgements, {key: number for number, key in enumerate(keys)})
    found = _group(con, model, judged, len(keys))
    groups: dict[int, list[RecordKey]] = {}
    for record, group in enumerate(found.group_of):
        groups.setdefault(group, []).append(keys[record])
    persons, events = settle(list(groups.values()), register.person_of, register.used)
    _store_membership(con, persons)
    _store_links(con, keys, found)
    _store_judgements(con, keys, judged)
    _store_events(con, events)
    run_sql(con, "identity", "person", {"as_of": as_of})
    run_sql(con, "identity", "possible_identity")


def _judged(judgements: Iterable[Judged], number: Mapping[RecordKey, int]) -> dict[Verdict, list[tuple[int, int]]]:
    found: dict[Verdict, list[tuple[int, int]]] = {verdict: [] for verdict in Verdict}
    for judgement in judgements:
        a, b = number.get(judgement.record_key_a), number.get(judgement.record_key_b)
        if a is not None and b is not None and a != b:
            found[Verdict(judgement.verdict)].append((min(a, b), max(a, b)))
    return found


def _group(
    con: duckdb.DuckDBPyConnection, model: Model, judged: Mapping[Verdict, list[tuple[int, int]]], records: int
) -> Clustering:
    scored = con.execute(
        "select a.record_id, b.record_id, pair.match_weight, pair.veto is not null and pair.outcome = 'different'"
        " from identity_pair as pair"
        " inner join linkage_record as a on a.record_key = pair.record_key_a"
        " inner join linkage_record as b on b.record_key = pair.record_key_b"
    ).fetchall()
    undecided = set(judged[Verdict.UNDECIDED])
    held_back = model.thresholds.possible
    pairs = [
        Pair(a, b, min(weight, held_back) if (a, b) in undecided else weight)
        for a, b, weight, vetoed in scored
        if not vetoed
    ]
    constraints = Constraints(
        same=judged[Verdict.SAME],
        different=judged[Verdict.DIFFERENT],
        vetoed=[(a, b) for a, b, _, vetoed in scored if vetoed],
        identifiers=_identifiers(con),
        join=model.thresholds.join,
        valid=CLUSTER_VALID,
    )
    return cluster(records, pairs, constraints)


def _identifiers(con: duckdb.DuckDBPyConnection) -> dict[int, dict[str, frozenset[str]]]:
    found: dict[int, dict[str, frozenset[str]]] = {}
    columns = ", ".join(SCHEMES)
    query = f"select record_id, {columns} from linkage_record where coalesce({columns}) is not null"  # noqa: S608 - SCHEMES
    for record, *held in con.execute(query).fetchall():
        found[record] = {scheme: frozenset(numbers) for scheme, numbers in zip(SCHEMES, held, strict=True) if numbers}
    return found


def _store_membership(con: duckdb.DuckDBPyConnection, persons: Mapping[PersonId, list[RecordKey]]) -> None:
    con.execute("create or replace table membership (record_key varchar not null, person_id varchar not null)")
    rows = sorted((record, person) for person, records in persons.items() for record in records)
    load(con, "membership", {"record_key": [record for record, _ in rows], "person_id": [person for _, person in rows]})


def _store_links(con: duckdb.DuckDBPyConnection, keys: list[RecordKey], found: Clustering) -> None:
    """``person_link``: the pairs that joined each person's records, and those refused with the reason."""
    con.execute(
        "create or replace table person_link"
        " (record_key_a varchar, record_key_b varchar, match_weight double, judged boolean, refused varchar)"
    )
    links: list[tuple[Pair, Refusal | None]] = [*((pair, None) for pair in found.links), *found.refused]
    judged = [pair.weight == float("inf") for pair, _ in links]
    load(
        con,
        "person_link",
        {
            "record_key_a": [keys[pair.a] for pair, _ in links],
            "record_key_b": [keys[pair.b] for pair, _ in links],
            "match_weight": [
                None if by_hand else pair.weight for (pair, _), by_hand in zip(links, judged, strict=True)
            ],
            "judged": judged,
            "refused": [None if why is None else why.value for _, why in links],
        },
    )


def _store_judgements(
    con: duckdb.DuckDBPyConnection, keys: list[RecordKey], judged: Mapping[Verdict, list[tuple[int, int]]]
) -> None:
    con.execute(
        "create or replace temp table judged_pair (record_key_a varchar, record_key_b varchar, verdict varchar)"
    )
    rows = [(keys[a], keys[b], verdict.value) for verdict, pairs in judged.items() for a, b in pairs]
    names = ("record_key_a", "record_key_b", "verdict")
    load(con, "judged_pair", {name: [row[place] for row in rows] for place, name in enumerate(names)})


def _store_events(con: duckdb.DuckDBPyConnection, events: list[PersonEvent]) -> None:
    con.execute(
        "create or replace table person_event"
        " (kind varchar, person_id varchar, other_person_id varchar, records varchar[], cause varchar)"
    )
    load(
        con,
        "person_event",
        {
            "kind": [event.kind.value for event in events],
            "person_id": [event.person_id for event in events],
            "other_person_id": [event.other_person_id for event in events],
            "records": [list(event.records) for event in events],
            "cause": [event.cause for event in events],
        },
    )
