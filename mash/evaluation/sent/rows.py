"""The one shape as plain Python rows under the true identities, looked up by person and by what people share."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import duckdb

from mash.warehouse import run_sql

Day = dt.date


class Row(NamedTuple):
    """Where a statement stands."""

    agency: str
    dataset: str
    extract: str
    number: int


class Stay(NamedTuple):
    """A dated address as sent."""

    person: str
    record: str
    row: Row
    dwelling: str
    line: str | None
    kind: str
    start: Day | None
    end: Day | None


class Part(NamedTuple):
    """Somebody's part in an occurrence."""

    event: str
    on: Day
    person: str
    record: str
    role: str
    row: Row


class Named(NamedTuple):
    """What one agency says two people are to each other: ``b`` is ``word`` of ``a``."""

    a: str
    b: str
    record_a: str
    record_b: str
    word: str
    row: Row
    since: Day | None
    until: Day | None
    known: Day | None
    """When it was first sent, if it has no date of its own."""
    together: bool
    grade: str | None
    assessment: str | None


class Detail(NamedTuple):
    """A telephone number, e-mail address or vehicle on a record."""

    person: str
    record: str
    context: str
    row: Row


class Person(NamedTuple):
    """Whether somebody is grown up, taken to be so where nobody knows, and when they were born."""

    adult: bool
    minor: bool
    born: Day | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that was sent and bears on ties."""

    as_of: Day
    numbers: Mapping[str, Any]
    """The policy's ``[associations]``."""
    persons: Mapping[str, Person]
    stays: dict[str, list[Stay]] = field(default_factory=lambda: defaultdict(list))
    """By person."""
    parts: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    """By person."""
    events: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    """By occurrence."""
    named: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    """By person, at either end."""
    details: dict[str, list[Detail]] = field(default_factory=lambda: defaultdict(list))
    """By person."""
    holders: dict[str, list[Detail]] = field(default_factory=lambda: defaultdict(list))
    """By number, address or vehicle."""


def read_rows(con: duckdb.DuckDBPyConnection, as_of: Day, numbers: Mapping[str, Any]) -> Rows:
    """From the one shape, ``membership`` and ``person`` in ``con``; ``numbers`` is the policy's ``[associations]``."""
    people = con.execute("select person_id, is_adult, date_of_birth from person").fetchall()
    found = Rows(as_of, numbers, {one: Person(adult is not False, adult is False, born) for one, adult, born in people})
    for person, record, *row, dwelling, line, kind, start, end in ask(con, "sent_stay", as_of=as_of):
        found.stays[person].append(Stay(person, record, Row(*row), dwelling, line, kind, start, end))
    for event, on, person, record, role, *row, _, _, _ in ask(con, "sent_part", as_of=as_of):
        part = Part(event, on, person, record, role, Row(*row))
        found.parts[person].append(part)
        found.events[event].append(part)
    for a, b, record_a, record_b, word, agency, dataset, extract, number, *more in ask(con, "sent_named"):
        named = Named(a, b, record_a, record_b, word, Row(agency, dataset, extract, number), *more)
        found.named[a].append(named)
        found.named[b].append(named)
    for person, record, context, *row in ask(con, "sent_detail"):
        detail = Detail(person, record, context, Row(*row))
        found.details[person].append(detail)
        found.holders[context].append(detail)
    return found


def ask(con: duckdb.DuckDBPyConnection, name: str, **values: object) -> list[Any]:
    """The rows of one of this room's queries."""
    return run_sql(con, "evaluation", name, values).fetchall()
