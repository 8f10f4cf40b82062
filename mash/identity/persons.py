"""Scored pairs to persons: grouped under constraints, with ids that outlive the night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import duckdb

from mash.identity.constrained import Rules
from mash.identity.judgements import Judged, Verdict
from mash.identity.linkage import load
from mash.identity.model import Model
from mash.identity.registering import PersonEvent, settle
from mash.identity.thresholds import CLUSTER_VALID
from mash.ledger import Register
from mash.vocabulary import PersonId, RecordKey
from mash.warehouse import run_sql

if TYPE_CHECKING:
    from mash.identity.clustering import Clustering
    from mash.identity.evidence import Evidence

Couples = dict[Verdict, list[tuple[int, int]]]


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
    from mash.identity.clustering import cluster

    found_keys = con.execute("select record_key from linkage_record order by record_id").fetchall()
    keys = [RecordKey(key) for (key,) in found_keys]
    judged = _judged(judgements, {key: number for number, key in enumerate(keys)})
    found = cluster(len(keys), _evidence(con, model, judged), Rules(model.thresholds.join, CLUSTER_VALID))
    groups: dict[int, list[RecordKey]] = {}
    for record, group in enumerate(found.group_of.tolist()):
        groups.setdefault(group, []).append(keys[record])
    back = {key: register.last_known[key] for key in keys if key in register.last_known}
    persons, events = settle(list(groups.values()), {**register.person_of, **back}, register.used)
    _store_membership(con, persons)
    _store_links(con, found)
    _store_judgements(con, keys, judged)
    _store_events(con, events)
    run_sql(con, "identity", "person", {"as_of": as_of})
    run_sql(con, "identity", "possible_identity")


def suppose_persons(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """``provisional_person`` (temporary): who is who by ``kept_pair``, before people have their say."""
    from mash.identity.clustering import cluster

    ((records,),) = con.execute("select count(*) from linkage_record").fetchall()
    nobody: Couples = {verdict: [] for verdict in Verdict}
    found = cluster(
        records, _evidence(con, model, nobody, "supposed_pair"), Rules(model.thresholds.join, CLUSTER_VALID)
    )
    con.execute("create or replace temp table provisional_person (record_id bigint, person bigint)")
    load(con, "provisional_person", {"record_id": range(records), "person": found.group_of})


def _judged(judgements: Iterable[Judged], number: Mapping[RecordKey, int]) -> Couples:
    found: Couples = {verdict: [] for verdict in Verdict}
    for judgement in judgements:
        a, b = number.get(judgement.record_key_a), number.get(judgement.record_key_b)
        if a is not None and b is not None and a != b:
            found[Verdict(judgement.verdict)].append((min(a, b), max(a, b)))
    return found


def _evidence(
    con: duckdb.DuckDBPyConnection, model: Model, judged: Couples, pairs: str = "scored_by_number"
) -> Evidence:
    import numpy as np

    from mash.identity.evidence import Birthdays, Evidence, Numbers, Pairs

    scored = run_sql(con, "identity", pairs).fetchnumpy()
    a, b, weight = (np.asarray(scored[name]) for name in ("a", "b", "match_weight"))
    forbidden = np.asarray(scored["forbidden"], dtype=bool)
    for low, high in judged[Verdict.UNDECIDED]:
        left_to_people = (a == low) & (b == high)
        weight[left_to_people] = np.minimum(weight[left_to_people], model.thresholds.possible)
    held = run_sql(con, "identity", "single_number").fetchnumpy()
    stated = run_sql(con, "identity", "stated_birthday").fetchnumpy()
    return Evidence(
        pairs=Pairs(a[~forbidden], b[~forbidden], weight[~forbidden]),
        vetoed=Pairs(a[forbidden], b[forbidden], weight[forbidden]),
        same=judged[Verdict.SAME],
        different=judged[Verdict.DIFFERENT],
        numbers=Numbers(*(np.asarray(held[name]) for name in ("record", "scheme", "value"))),
        birthdays=Birthdays(*(np.asarray(stated[name]) for name in ("record", "day", "agency"))),
    )


def _store_membership(con: duckdb.DuckDBPyConnection, persons: Mapping[PersonId, Sequence[RecordKey]]) -> None:
    con.execute("create or replace table membership (record_key varchar not null, person_id varchar not null)")
    rows = sorted((record, person) for person, records in persons.items() for record in records)
    load(con, "membership", {"record_key": [record for record, _ in rows], "person_id": [person for _, person in rows]})


def _store_links(con: duckdb.DuckDBPyConnection, found: Clustering) -> None:
    con.execute("create or replace temp table link (a bigint, b bigint, weight double, refused varchar)")
    links = found.links
    load(con, "link", {"a": links.a, "b": links.b, "weight": links.weight})
    refused = [(*pair, why.value) for pair, why in found.refused]
    _load_rows(con, "link", ("a", "b", "weight", "refused"), refused)
    run_sql(con, "identity", "person_link")


def _store_judgements(con: duckdb.DuckDBPyConnection, keys: Sequence[RecordKey], judged: Couples) -> None:
    con.execute(
        "create or replace temp table judged_pair (record_key_a varchar, record_key_b varchar, verdict varchar)"
    )
    rows = [(keys[a], keys[b], verdict.value) for verdict, pairs in judged.items() for a, b in pairs]
    _load_rows(con, "judged_pair", ("record_key_a", "record_key_b", "verdict"), rows)


def _store_events(con: duckdb.DuckDBPyConnection, events: Sequence[PersonEvent]) -> None:
    con.execute(
        "create or replace table person_event"
        " (kind varchar, person_id varchar, other_person_id varchar, records varchar[], cause varchar)"
    )
    rows = [
        (event.kind.value, event.person_id, event.other_person_id, list(event.records), event.cause) for event in events
    ]
    _load_rows(con, "person_event", ("kind", "person_id", "other_person_id", "records", "cause"), rows)


def _load_rows(
    con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    if rows:
        load(con, table, {name: [row[place] for row in rows] for place, name in enumerate(names)})
