"""What people judged one person and official numbers sent since deny: it stands, and is to be looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from mash import identity
from mash.ledger import StoredJudgement
from mash.reports.pair import QueueRow
from mash.vocabulary import PersonId, RecordKey
from mash.warehouse import rows, sql_text

Said = Mapping[tuple[RecordKey, RecordKey], StoredJudgement]


def contested_judgements(con: duckdb.DuckDBPyConnection, standing: Iterable[StoredJudgement]) -> list[QueueRow]:
    """The standing *same* without which the two sides of a person would hold different numbers of one kind.

    Judging refuses such a pair; a number may come with a later delivery. Nothing parts what a person put together.
    """
    said = {(each.record_key_a, each.record_key_b): each for each in standing}
    found = rows(con, sql_text("enquiry", "contested_judgement"))
    if not found:
        return []
    model = identity.load_model(con.execute("select model from run").fetchall()[0][0])
    links = _links_of(con, sorted({row["person_id"] for row in found}))
    made = (_row(con, model, row, links[row["person_id"]], said) for row in found)
    return [row for row in made if row]


def _row(
    con: duckdb.DuckDBPyConnection,
    model: identity.Model,
    joined: Mapping[str, Any],
    links: Mapping[RecordKey, list[RecordKey]],
    said: Said,
) -> QueueRow | None:
    a, b = joined["record_key_a"], joined["record_key_b"]
    judged = said.get((a, b))
    conflicts = identity.number_conflicts(con, _side(links, a, without=b), _side(links, b, without=a))
    if judged is None or not conflicts:
        return None
    weight = identity.why(con, model, a, b).raw_match_weight
    told = "; ".join(f"another {each.kind} ({each.record_key_a} and {each.record_key_b})" for each in conflicts)
    return QueueRow(
        person_a=joined["person_id"],
        person_b=joined["person_id"],
        name_a=joined["name"],
        name_b=joined["name"],
        born_a=joined["born"],
        born_b=joined["born"],
        record_key_a=a,
        record_key_b=b,
        match_weight=weight,
        probability=1 / (1 + 2**-weight),
        reason="judged the same, and numbers sent since differ",
        stakes=(),
        judged=judged,
        joined=True,
        contested=told,
    )


def _links_of(
    con: duckdb.DuckDBPyConnection, persons: list[PersonId]
) -> Mapping[PersonId, Mapping[RecordKey, list[RecordKey]]]:
    """Of each person the links that hold its records together, from either end."""
    found: defaultdict[PersonId, defaultdict[RecordKey, list[RecordKey]]] = defaultdict(lambda: defaultdict(list))
    for person, a, b in con.execute(
        "select person_id, record_key_a, record_key_b from person_link"
        " inner join membership on membership.record_key = person_link.record_key_a"
        " where refused is null and list_contains($persons, person_id)",
        {"persons": persons},
    ).fetchall():
        found[person][a].append(b)
        found[person][b].append(a)
    return found


def _side(links: Mapping[RecordKey, list[RecordKey]], start: RecordKey, *, without: RecordKey) -> set[RecordKey]:
    """The records that hold together with ``start`` when its link to ``without`` is taken away."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        more = [other for other in links.get(here, ()) if other not in found and {here, other} != {start, without}]
        found.update(more)
        waiting += more
    return found
