"""Scored pairs to persons: grouped under constraints, with ids that outlive the night."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb

from mash.identity.constrained import Rules
from mash.identity.held_apart import PRIOR_PAIRS, load_held_apart
from mash.identity.judgements import Judged, Verdict
from mash.identity.linkage import load
from mash.identity.model import Model
from mash.identity.registering import EventKind, PersonEvent, Said, settle
from mash.identity.thresholds import CLUSTER_VALID
from mash.ledger import Register
from mash.memory import uncollected
from mash.vocabulary import PersonId, RecordKey
from mash.warehouse import run_sql

if TYPE_CHECKING:
    from mash.identity.clustering import Clustering
    from mash.identity.evidence import Evidence

Couples = dict[Verdict, list[tuple[int, int]]]
Sealed = Collection[tuple[RecordKey, RecordKey]]
"""Pairs of records that must never be put together, nor be said to be kept apart; the smaller key first."""


@uncollected()
def resolve_persons(  # noqa: PLR0913, PLR0917 - each is an input of a night
    con: duckdb.DuckDBPyConnection,
    model: Model,
    judgements: Iterable[Judged],
    register: Register,
    as_of: dt.date,
    sealed: Sealed = (),
) -> None:
    """Leave ``membership``, ``person``, ``possible_identity``, ``person_event``, ``person_link`` and ``sealed_pair``.

    Reads ``identity_pair``, ``linkage_record`` and the one shape. Judgements on records that are no longer sent are
    passed over, and so are those on ``sealed`` pairs. Neither begins nor commits a transaction.
    """
    from mash.identity.clustering import cluster

    found_keys = con.execute("select record_key from linkage_record order by record_id").to_arrow_table()
    keys: list[RecordKey] = found_keys["record_key"].to_pylist()
    number = {key: number for number, key in enumerate(keys)}
    hidden = set(sealed)
    judged = _judged((each for each in judgements if _couple(each) not in hidden), number)
    evidence = _kept_apart(_evidence(con, model, judged), _numbered(sealed, number))
    found = cluster(len(keys), evidence, Rules(model.thresholds.join, CLUSTER_VALID))
    groups: defaultdict[int, list[RecordKey]] = defaultdict(list)
    for key, group in zip(keys, found.group_of.tolist(), strict=True):
        groups[group].append(key)
    back = {key: register.last_known[key] for key in keys if key in register.last_known}
    same, different = (
        [(keys[a], keys[b]) for a, b in judged[verdict]] for verdict in (Verdict.SAME, Verdict.DIFFERENT)
    )
    before = {**register.person_of, **back}
    persons, events = settle(list(groups.values()), before, register.used, Said.of(same, different))
    _store_membership(con, persons)
    _store_links(con, found)
    _store_judgements(con, keys, judged)
    apart = _store_sealed(con, sealed, persons)
    _store_events(con, _unbetrayed(events, apart))
    run_sql(con, "identity", "person", {"as_of": as_of})
    load_held_apart(con)
    run_sql(con, "identity", "possible_identity", {"prior_pairs": PRIOR_PAIRS})
    for step in ("unsaid_possible", "unsaid_link"):
        run_sql(con, "identity", step)


@uncollected()
def suppose_persons(con: duckdb.DuckDBPyConnection, model: Model, sealed: Sealed = ()) -> None:
    """``provisional_person`` (temporary): who is who by ``kept_pair``, before people have their say."""
    import numpy as np

    from mash.identity.clustering import cluster

    ((records,),) = con.execute("select count(*) from linkage_record").fetchall()
    nobody: Couples = {verdict: [] for verdict in Verdict}
    keys = con.execute("select record_key, record_id from linkage_record").fetchall() if sealed else ()
    number = {RecordKey(key): record_id for key, record_id in keys}
    evidence = _kept_apart(_evidence(con, model, nobody, "supposed_pair"), _numbered(sealed, number))
    found = cluster(records, evidence, Rules(model.thresholds.join, CLUSTER_VALID))
    con.execute("create or replace temp table provisional_person (record_id bigint, person bigint)")
    load(con, "provisional_person", {"record_id": np.arange(records), "person": found.group_of})


def _judged(judgements: Iterable[Judged], number: Mapping[RecordKey, int]) -> Couples:
    found: Couples = {verdict: [] for verdict in Verdict}
    for judgement in judgements:
        a, b = number.get(judgement.record_key_a), number.get(judgement.record_key_b)
        if a is not None and b is not None and a != b:
            found[Verdict(judgement.verdict)].append((min(a, b), max(a, b)))
    return found


def _couple(judgement: Judged) -> tuple[RecordKey, RecordKey]:
    a, b = sorted((judgement.record_key_a, judgement.record_key_b))
    return a, b


def _numbered(sealed: Sealed, number: Mapping[RecordKey, int]) -> list[tuple[int, int]]:
    """The sealed pairs whose records are both in the run."""
    found = ((number[a], number[b]) for a, b in sealed if a in number and b in number)
    return [(min(pair), max(pair)) for pair in found]


def _kept_apart(evidence: Evidence, sealed: Sequence[tuple[int, int]]) -> Evidence:
    """The evidence with sealed pairs as different as two can be; nobody's judgement is made of it."""
    return replace(evidence, different=[*evidence.different, *sealed]) if sealed else evidence


def _store_sealed(
    con: duckdb.DuckDBPyConnection, sealed: Sealed, persons: Mapping[PersonId, Sequence[RecordKey]]
) -> frozenset[frozenset[PersonId]]:
    """``sealed_pair``: the persons no reader may be led from one to the other of."""
    con.execute("create or replace table sealed_pair (person_a varchar not null, person_b varchar not null)")
    whose = {record: person for person, records in persons.items() for record in records} if sealed else {}
    apart = {frozenset((whose[a], whose[b])) for a, b in sealed if a in whose and b in whose}
    _load_rows(con, "sealed_pair", ("person_a", "person_b"), sorted(tuple(sorted(pair)) for pair in apart))
    return frozenset(apart)


def _unbetrayed(events: Iterable[PersonEvent], apart: frozenset[frozenset[PersonId]]) -> list[PersonEvent]:
    """What became of the ids, without any word that one sealed identity came of the other."""
    sealed = frozenset().union(*apart)
    told = [each for each in events if frozenset((each.person_id, each.other_person_id)) not in apart]
    return [
        replace(each, cause="new records") if each.kind is EventKind.MINTED and each.person_id in sealed else each
        for each in told
    ]


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
    person_of = {record: person for person, records in persons.items() for record in records}
    records = sorted(person_of)
    load(con, "membership", {"record_key": records, "person_id": [person_of[record] for record in records]})


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
