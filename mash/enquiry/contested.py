"""What people judged one person and official numbers sent since deny: it stands, and is to be looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from mash import identity
from mash.enquiry.weak_joins import of_one_person
from mash.ledger import StoredJudgement
from mash.reports.pair import QueueRow
from mash.vocabulary import PersonId, RecordKey
from mash.warehouse import rows, sql_text


@dataclass(frozen=True, slots=True)
class Contested:
    """A judgement *same* that stands, and the official numbers that deny it."""

    person: PersonId
    judged: StoredJudgement
    numbers: str
    """In words."""


def contested_judgements(con: duckdb.DuckDBPyConnection, standing: Iterable[StoredJudgement]) -> list[Contested]:
    """The standing *same* without which the two sides of a person would hold different numbers of one kind.

    Judging refuses such a pair; a number may come with a later delivery. Nothing parts what a person put together,
    until somebody takes it back or judges otherwise: then it is here no more.
    """
    same = {(each.record_key_a, each.record_key_b): each for each in standing if each.verdict == identity.Verdict.SAME}
    found = rows(con, sql_text("enquiry", "contested_judgement")) if same else []
    links = _links_of(con, sorted({row["person_id"] for row in found}))
    made = []
    for row in found:
        a, b, person = row["record_key_a"], row["record_key_b"], row["person_id"]
        if (a, b) in same:
            sides = _side(links[person], a, without=b), _side(links[person], b, without=a)
            if conflicts := identity.number_conflicts(con, *sides):
                made.append(Contested(person, same[a, b], _told(conflicts)))
    return made


def contested_rows(con: duckdb.DuckDBPyConnection, standing: Iterable[StoredJudgement]) -> list[QueueRow]:
    """The same as rows of the queue, each with its weight. Raises what ``identity.why`` does."""
    found = contested_judgements(con, standing)
    if not found:
        return []
    model = identity.load_model(con.execute("select model from run").fetchall()[0][0])
    return [_row(con, model, each) for each in found]


def _told(conflicts: Iterable[identity.NumberConflict]) -> str:
    return "; ".join(f"another {each.kind} ({each.record_key_a} and {each.record_key_b})" for each in conflicts)


def _row(con: duckdb.DuckDBPyConnection, model: identity.Model, found: Contested) -> QueueRow:
    a, b = found.judged.record_key_a, found.judged.record_key_b
    weight = identity.why(con, model, a, b).raw_match_weight
    return QueueRow(
        **of_one_person(con, found.person, a, b),
        match_weight=weight,
        probability=1 / (1 + 2**-weight),
        reason="judged the same, and numbers sent since differ",
        stakes=(),
        judged=found.judged,
        joined=True,
        contested=found.numbers,
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
