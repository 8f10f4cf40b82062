"""Why two records are or are not held to be one person, and how a person came to be: through the hub's one door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import duckdb

from mash import identity, ledger
from mash.access import Asked, enter
from mash.enquiry.admitting import find_admitted, known_case, open_cases_of
from mash.enquiry.wanted import Wanted
from mash.hub import Hub
from mash.vocabulary import PersonId, RunId
from mash.warehouse import rows, sql_text


@dataclass(frozen=True, slots=True)
class Explained:
    """Why, with what the page of it says of the run."""

    why: identity.Why
    model: identity.Model
    run: RunId
    as_of: dt.date
    records: int


def explain_two(hub: Hub, a: str, b: str, asked: Asked, *, taken: Sequence[str] = ()) -> Explained:
    """The weights for two records, or two persons, by their ids, old ones too.

    Raises ``NotFound`` for what the run does not have, ``Refused`` as ``enquire_into`` does; the audit has either.
    """
    door = enter(hub, asked, "why", sought={"a": a, "b": b})
    run, con = hub.read_current()
    with closing(con), door.refusing(""):
        one, other = _now(con, hub, a), _now(con, hub, b)
        persons = _persons_of(con, (one, other))
        door = door.to_case(f"{a} {b}", open_cases_of(persons, con), known_case(con, hub))
        model = identity.load_model(con.execute("select model from run").fetchall()[0][0])
        found = identity.why(con, model, one, other)
        ((as_of, records),) = con.execute("select as_of, (select count(*) from linkage_record) from run").fetchall()
    door.note(f"{found.record_key_a} {found.record_key_b}", run=run, shown=persons, taken=taken)
    return Explained(found, model, run, as_of, records)


def explain_person(hub: Hub, key: str, asked: Asked) -> tuple[identity.How, dict[str, tuple[str, dt.date | None]]]:
    """How a person came to be, and the names and birthdays of their records, by key. Raises as ``explain_two`` does."""
    wanted = Wanted(key=key)
    door = enter(hub, asked, "how", sought={"key": key})
    run, con = hub.read_current()
    with closing(con):
        door, whom = find_admitted(door, con, wanted)
        found = identity.how(con, whom.child)
        names = _names_of(con, found)
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        found = replace(found, events=identity.history(book, found.person_id))
    door.note(str(whom.child), run=run, shown=(each.record_key for each in found.records))
    return found, names


def _now(con: duckdb.DuckDBPyConnection, hub: Hub, key: str) -> str:
    """The key itself where the run has it; else the id that an old one became."""
    if con.execute("select 1 from membership where $key in (record_key, person_id) limit 1", {"key": key}).fetchall():
        return key
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        return ledger.followed(book, PersonId(key))


def _persons_of(con: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> list[PersonId]:
    found = con.execute(
        "select distinct person_id from membership"
        " where list_contains($keys, record_key) or list_contains($keys, person_id) order by person_id",
        {"keys": list(keys)},
    ).fetchall()
    return [PersonId(person) for (person,) in found]


def _names_of(con: duckdb.DuckDBPyConnection, found: identity.How) -> dict[str, tuple[str, dt.date | None]]:
    """Names and date of birth of each record."""
    keys = [each.record_key for each in found.records]
    told = rows(con, sql_text("enquiry", "names_of_record"), {"keys": keys})
    return {row["record_key"]: (row["names"] or "no name", row["date_of_birth"]) for row in told}
