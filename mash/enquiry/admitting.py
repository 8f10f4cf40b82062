"""Whoever asks is let to whom they ask about: through the hub's one door, for a case, and written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace

import duckdb

from mash import ledger
from mash.access import Door
from mash.enquiry.wanted import Found, NotClear, Wanted, find
from mash.enquiry.withheld import case_is_withheld
from mash.errors import NotFound
from mash.hub import Hub
from mash.vocabulary import PersonId

SCREEN = ("screen",)
"""The form of what is taken in no file: it may be printed all the same."""
NOT_SOUGHT = frozenset({"hops", "as_of"})
"""Of what was wanted, what says how and not whom."""


def sought_of(wanted: Wanted) -> dict[str, str]:
    """What was typed to say whom."""
    given = {field.name: getattr(wanted, field.name) for field in fields(wanted) if field.name not in NOT_SOUGHT}
    return {name: str(said).strip() for name, said in given.items() if said}


def find_admitted(door: Door, con: duckdb.DuckDBPyConnection, wanted: Wanted) -> tuple[Door, Found]:
    """Whom ``wanted`` means, and the door open for their case. Raises as ``find`` does, and ``Refused``; written down.

    Whoever is offered because several fit is shown too: for a case that was said, or that was itself asked about.
    """
    hub = door.hub
    named, exists = (wanted.key or "").strip().upper(), known_case(con, hub)
    try:
        found = find(con, hub, wanted)
    except NotClear as unclear:
        if unclear.candidates:
            door = door.to_case("", {named} if named and exists(named) else (), exists)
        door.note("", outcome="not clear", shown=(each.person_id for each in unclear.candidates))
        raise
    except NotFound:
        door.note("", outcome="not found")
        raise
    if named and exists(named):
        return door.to_case(id_of(found), {named}, exists), found
    own = {*open_cases_of([found.child], con), *([str(found.case.case_id)] if found.case else [])}
    return _told_of_own(door, door.to_case(id_of(found), own, exists)), found


def _told_of_own(door: Door, admitted: Door) -> Door:
    """The door they came in by, saying which case was said and passed over, where it is not by that one."""
    said = door.asked.case.strip().upper()
    if said in {"", admitted.asked.case.upper()}:
        return admitted
    return replace(admitted, asked=replace(admitted.asked, passed_over=said))


def id_of(found: Found) -> str:
    """The case, or failing that the person, by id."""
    return str(found.case.case_id if found.case else found.child)


def open_cases_of(persons: Iterable[PersonId], con: duckdb.DuckDBPyConnection) -> set[str]:
    """Ids of the open cases of which one of them is the child."""
    found = con.execute(
        "select case_id from open_case where list_contains($persons, child_person_id)", {"persons": sorted(persons)}
    ).fetchall()
    return {case for (case,) in found}


def known_case(con: duckdb.DuckDBPyConnection, hub: Hub) -> Callable[[str], bool]:
    """Tells of an id, in capitals, whether the run or the ledger has such a case, open or closed."""

    def known(case: str) -> bool:
        if con.execute("select 1 from referral where upper(case_id) = $case limit 1", {"case": case}).fetchall():
            return True
        with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
            recorded = any(str(each.case_id).upper() == case for each in ledger.recorded(book))
        return recorded and not case_is_withheld(hub, case)

    return known
