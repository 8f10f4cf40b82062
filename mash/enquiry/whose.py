"""All ids under which a person has ever stood in the hub, for whoever asks what was done with them."""

from __future__ import annotations

import json
from contextlib import closing

from mash import ledger
from mash.errors import NotFound
from mash.hub import Hub
from mash.vocabulary import PersonId

RECORDS_NOW = (
    "select record_key from register as here where person_id = ? and run_sequence ="
    " (select max(run_sequence) from register as later where later.record_key = here.record_key)"
)
EVER = "select distinct person_id from register where record_key in (select value from json_each(?))"


def ids_of_person(hub: Hub, key: str) -> frozenset[str]:
    """Of a person's id, old or new, or of a record: every id it was given, its records, and its own cases.

    Raises ``NotFound`` for what no published run has had.
    """
    key = key.strip()
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        person = ledger.followed(book, PersonId(key.upper()))
        of_record = book.execute(
            "select person_id from register where record_key = ? order by run_sequence desc limit 1", (key,)
        ).fetchall()
        person = PersonId(of_record[0][0]) if of_record and of_record[0][0] else person
        records = [record for (record,) in book.execute(RECORDS_NOW, (person,))] or ([key] if of_record else [])
        ever = {str(other) for (other,) in book.execute(EVER, (json.dumps(records),)) if other}
        known = book.execute("select 1 from register where person_id = ? limit 1", (person,)).fetchall()
        if not known and not of_record:
            raise NotFound(
                "no published run has had a person or record of this id",
                where="--person",
                try_="an id, such as P-… or police:…; mash enquire --name finds whose it is",
            )
        cases = {str(case) for case, about in ledger.ever_about(book).items() if not set(about).isdisjoint(records)}
    return frozenset({key, person, *records, *ever, *cases, *_cases_sent(hub, records)})


def _cases_sent(hub: Hub, records: list[str]) -> set[str]:
    """Cases of the run in use about one of the records."""
    try:
        _, con = hub.read_current()
    except NotFound:  # before the first night
        return set()
    with closing(con):
        found = con.execute(
            "select case_id from referral where list_contains($records, child_record_key)", {"records": records}
        ).fetchall()
    return {case for (case,) in found}
