"""The child's own records, the chronology, and who stayed where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace

import duckdb

from mash import associations, desk
from mash.access import enter
from mash.chronology import Chronology, chronology_of
from mash.enquiry.admitting import SCREEN, find_admitted, id_of, sought_of
from mash.enquiry.disputed import disputed_of
from mash.enquiry.surroundings import shown_names
from mash.enquiry.wanted import Found, Wanted
from mash.errors import UsageError
from mash.hub import AT_THE_DESK, Hub
from mash.reports import Asked, Child, ChildRecord, Chronicle, Stay, run_age_days
from mash.reports.shown_to import PROFESSIONAL, Reader, chronicle_shown_to
from mash.reports.subject import THE_CHILD, born_words, subject_of
from mash.vocabulary import Evidence, PersonId, RunId
from mash.warehouse import rows, sql_text

STALE_BY_NOW = (
    "select distinct agency from source_freshness"
    " where state = 'fresh' and age_days + $days > fresh_within_days order by agency"
)
"""SQL: agencies fresh in the run that are no longer so many days after it."""


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


def chronology_shown(con: duckdb.DuckDBPyConnection, found: Found, as_of: dt.date) -> Chronology:
    """Every dated fact about the child, its household and its carers; gaps and days of whoever is a child."""
    return chronology_of(con, found.child, as_of=as_of, is_child=_subject(con, found, as_of) == THE_CHILD)


def chronicle_of_child(
    hub: Hub, wanted: Wanted, asked: Asked, *, taken: Sequence[str] = (), reader: Reader = PROFESSIONAL
) -> Chronicle:
    """The chronology alone, as the enquiry has it; the audit has who asked for it and why, and whom it shows.

    ``taken``, ``reader`` and what it raises are as with ``enquire_into``.
    """
    door = enter(hub, asked, "chronology", sought=sought_of(wanted))
    run, con = hub.read_current(threads=AT_THE_DESK)
    with closing(con):
        day = day_asked(rows(con, "select as_of from run")[0]["as_of"], wanted)
        door, found = find_admitted(door, con, wanted)
        with desk.around(con, hub.desk(run), found.child, hops=1):
            chronicle = _chronicle(con, found, run, day)
        days = run_age_days(run, asked)
        by_now = rows(con, STALE_BY_NOW, {"days": days})
        chronicle = replace(
            chronicle,
            run_age_days=days,
            stale_by_now=tuple(row["agency"] for row in by_now),
            asked=door.asked,
        )
    with door.refusing(id_of(found)):
        chronicle = chronicle_shown_to(chronicle, reader)
    shown = {found.child, *(person for entry in chronicle.chronology for person in entry.persons)}
    door.note(id_of(found), run=run, shown=shown, taken=taken or SCREEN, made_for=reader.told)
    return chronicle


def _chronicle(con: duckdb.DuckDBPyConnection, found: Found, run: RunId, day: dt.date) -> Chronicle:
    """What the run has of the child up to the day."""
    child = rows(con, sql_text("enquiry", "child_named"), {"person_id": found.child})[0]
    late = rows(con, "select distinct agency from source_freshness where state <> 'fresh' order by agency")
    told = chronology_shown(con, found, day)
    people = {who.person_id: who.name for entry in told.entries for who in entry.who} | {found.child: child["name"]}
    return Chronicle(
        run=run,
        as_of=day,
        person_id=found.child,
        name=child["name"],
        born=born_words(child["date_of_birth"], child["expected_date_of_birth"], day),
        subject=_subject(con, found, day),
        case_id=found.case.case_id if found.case else None,
        chronology=told.entries,
        gaps=told.gaps,
        day_in_life=told.day,
        not_fresh=tuple(row["agency"] for row in late),
        taken_because=found.taken_because,
        disputed=disputed_of(con, people),
    )


def day_asked(run_day: dt.date, wanted: Wanted) -> dt.date:
    """The day the answer is true for. Raises ``UsageError`` for one later than the run's."""
    if wanted.as_of and wanted.as_of > run_day:
        raise UsageError(
            f"the run in use is as of {run_day}: it cannot answer for a later day",
            where="--as-of",
            try_="mash nightly --as-of that day",
        )
    return wanted.as_of or run_day


def _subject(con: duckdb.DuckDBPyConnection, found: Found, as_of: dt.date) -> str:
    """What to call whoever is asked about, as the answer does."""
    child = rows(con, sql_text("enquiry", "child_named"), {"person_id": found.child})[0]
    born = child["date_of_birth"] or child["expected_date_of_birth"]
    referred = found.case is not None and found.case.received_at is not None
    return subject_of(born, as_of, referred=referred)


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
