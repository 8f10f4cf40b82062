"""The child's own records, the chronology, and who stayed where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import duckdb

from mash import associations, chronology
from mash.enquiry.surroundings import shown_names
from mash.rating import CaseFacts
from mash.reports import Child, ChildRecord, ChronologyEntry, Stay
from mash.vocabulary import Evidence, PersonId
from mash.warehouse import rows, sql_text


def child_shown(con: duckdb.DuckDBPyConnection, around: associations.Network) -> Child:
    """The child and every record that was joined to make her."""
    person = around.persons[around.child]
    found = rows(con, sql_text("enquiry", "record_of_child"), {"person_id": around.child})
    expected = con.execute("select expected_date_of_birth from person where person_id = $id", {"id": around.child})
    return Child(
        person_id=around.child,
        names=shown_names(person),
        date_of_birth=person.date_of_birth,
        expected_date_of_birth=expected.fetchall()[0][0],
        records=tuple(
            ChildRecord(
                record_key=row["record_key"],
                agency=row["agency"],
                dataset=row["dataset"],
                extract=row["extract"],
                source_row=row["source_row"],
                names=tuple(row["names"] or ()),
                date_of_birth=row["date_of_birth"],
            )
            for row in found
        ),
    )


def chronology_shown(con: duckdb.DuckDBPyConnection, facts: CaseFacts, as_of: dt.date) -> tuple[ChronologyEntry, ...]:
    """Every dated fact about the child, its household and its carers, oldest first; one line per row sent."""
    people = facts.around.household | facts.around.carers
    entries: dict[tuple[Evidence, str | None], ChronologyEntry] = {}
    for fact in chronology.chronology(con, facts.child, people, as_of=as_of):
        row = fact.evidence
        known = entries.get((row, fact.detail))
        entries[row, fact.detail] = ChronologyEntry(
            date=fact.on_date,
            end=fact.until_date,
            agency=row.agency,
            dataset=row.dataset,
            extract=row.extract,
            source_row=row.source_row,
            says=f"{row.says}: {fact.detail}" if fact.detail else row.says,
            persons=(*(known.persons if known else ()), fact.person_id),
        )
    return tuple(entries.values())


def stays_shown(con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId]) -> tuple[Stay, ...]:
    """Where people stayed and when, no finer than an outward code."""
    found = rows(con, sql_text("enquiry", "stay_of_person"), {"person_ids": sorted(persons)})
    return tuple(
        Stay(
            person_id=row["person_id"],
            kind=row["kind"],
            from_date=row["from_date"],
            to_date=row["to_date"],
            place=row["outcode"],
            evidence=Evidence(**row["source"], says=f"stay, {row['kind']}"),
        )
        for row in found
    )
