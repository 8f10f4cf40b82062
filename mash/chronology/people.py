"""What to call the people of a chronology."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from mash.associations import ask
from mash.vocabulary import PersonId


@dataclass(frozen=True, slots=True)
class Person:
    """A person as shown."""

    person_id: PersonId
    name: str
    born: dt.date | None
    sex: str | None


def people_of(con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId]) -> dict[PersonId, Person]:
    """The persons by id, in its order."""
    return {
        row["person_id"]: Person(row["person_id"], row["name"], row["date_of_birth"], row["sex"])
        for row in ask(con, "person_shown", "chronology", persons=sorted(set(persons)))
    }
