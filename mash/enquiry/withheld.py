"""What is withheld and bears on whoever is asked about: looked for in the whole of the run, told as the night does."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace

import duckdb

from mash import associations, rating
from mash.hub import AT_THE_DESK, Hub
from mash.rating import CaseFacts, OpenCase, Policy
from mash.restrictions import read_restrictions
from mash.vocabulary import PersonId, RunId


@dataclass(frozen=True, slots=True)
class Around:
    """What was looked at, in which run and by which rules."""

    run: RunId
    network: associations.Network
    policy: Policy
    case: OpenCase | None
    """If it was looked at as the night does: then the night has told what bears on it."""


def with_withheld(hub: Hub, con: duckdb.DuckDBPyConnection, facts: CaseFacts, around: Around) -> CaseFacts:
    """The facts with the mark of what is not shown, also for whom the night made none: no open case, another day.

    Looked for in every such enquiry of a hub that withholds, whoever is asked about: its time tells nothing.
    """
    if not hub.whole(around.run).exists() or (around.case and _of_the_run(con, around.case)):
        return facts
    read, network = replace(facts, withheld=None), around.network
    with closing(hub.read_whole(around.run)) as whole:
        child = _same_person(con, whole, network.child)
        if child is None:
            return read
        with associations.on_day(whole, child, day=network.as_of, hops=network.hops):
            there = associations.network_around(whole, child, hops=network.hops)
            case = OpenCase(facts.case_id, child, None, facts.concern, facts.initial, facts.decided)
            colour = rating.bears_on(read, rating.facts_of(whole, there, case), around.policy)
    if colour is None:
        return read
    return replace(read, withheld=rating.told(colour, read_restrictions(hub.base).contact))


def case_is_withheld(hub: Hub, case_id: str) -> bool:
    """Whether the whole of the run in use has the case, and what is read has not: then nobody may know that it is."""
    if not hub.whole(hub.current_run()).exists():
        return False
    _, con = hub.read_current(threads=AT_THE_DESK)
    with closing(con):
        return withholds(hub, con, case_id)


def withholds(hub: Hub, con: duckdb.DuckDBPyConnection, case_id: str) -> bool:
    """The same of the run in use, where it is open."""
    run = hub.current_run()
    if not hub.whole(run).exists():
        return False
    asked = "select 1 from referral where upper(case_id) = upper($case) limit 1"
    with closing(hub.read_whole(run)) as whole:
        there, read = (bool(each.execute(asked, {"case": case_id}).fetchall()) for each in (whole, con))
    return there and not read


def _of_the_run(con: duckdb.DuckDBPyConnection, case: OpenCase) -> bool:
    """Whether the night rated the case in what is read; one recorded since it did not."""
    if not con.execute("select 1 from duckdb_tables() where table_name = 'case_withheld' limit 1").fetchall():
        return False
    return bool(con.execute("select 1 from open_case where case_id = $case", {"case": case.case_id}).fetchall())


def _same_person(con: duckdb.DuckDBPyConnection, whole: duckdb.DuckDBPyConnection, person: PersonId) -> PersonId | None:
    """Whom the whole calls the person: the ids are each run's own, the records are not."""
    records = con.execute(
        "select record_key from membership where person_id = $person order by all", {"person": person}
    ).fetchall()
    for (record,) in records:
        there = whole.execute("select person_id from membership where record_key = $record", {"record": record})
        if row := there.fetchone():
            return PersonId(row[0])
    return None
