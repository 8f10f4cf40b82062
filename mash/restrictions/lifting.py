"""The whole of a run with some of it lifted: what is still withheld is put out of sight before anything is asked.

Coarser than the run that everybody reads, and for few: what might tell of the rest is not shown at all, such as free
text, the postcodes of events, and homes shared by whoever stayed at a place still withheld.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

import duckdb

from mash.restrictions.leaving import Leaving, find_places, leaving_of
from mash.restrictions.model import Restrictions
from mash.warehouse import run_sql

ROOM = "restrictions"
GONE = {
    "gone_person": ("person_id", "person_a", "person_b", "child_person_id", "from_person", "to_person"),
    "gone_record": ("record_key", "record_key_a", "record_key_b", "child_record_key"),
    "gone_tie": ("tie_id",),
    "gone_case": ("case_id",),
    "gone_stay": ("stay_id",),
    "gone_dwelling": ("context_key",),
}
"""By table of what is still withheld, the columns by which a row is one of it."""
SEARCHED = ("linkage_record", "linkage_wide", "name_token")
"""Tables that put together what is known of families and homes: nobody is searched for in what is lifted."""
UNSAID: Mapping[str, Mapping[str, str]] = {
    "event": {"summary": "null", "postcode": "null"},
    "referral": {
        "narrative": "null",
        "referrer_record_key": "if(referrer_record_key in (from gone_record), null, referrer_record_key)",
    },
    "person": {"restricted": "restricted or person_id in (from gone_near)"},
}
"""Columns that might tell of it, and what is shown in their place."""


def lift(whole: duckdb.DuckDBPyConnection, restrictions: Restrictions, lifted: Iterable[str]) -> None:
    """Put before the tables of the whole what whoever may see ``lifted`` (ids of entries) sees of each."""
    rest = leaving_of(whole, without(restrictions, lifted))
    _find_gone(whole, rest)
    ((snapshot,),) = whole.execute("select current_database()").fetchall()
    columns: dict[str, list[str]] = {}
    for table, column in whole.execute(
        "select table_name, column_name from duckdb_columns() where database_name = $of and not internal order by all",
        {"of": snapshot},
    ).fetchall():
        columns.setdefault(table, []).append(column)
    for table, named in columns.items():
        whole.execute(_view(f'"{snapshot}".main', table, named))


def without(restrictions: Restrictions, lifted: Iterable[str]) -> Restrictions:
    """The restrictions that still hold."""
    ids = set(lifted)
    return replace(
        restrictions,
        places=tuple(each for each in restrictions.places if each.id not in ids),
        closed=tuple(each for each in restrictions.closed if each.id not in ids),
    )


def _find_gone(whole: duckdb.DuckDBPyConnection, rest: Leaving) -> None:
    run_sql(whole, ROOM, "gone_record", {"records": json.dumps(rest.records)})
    run_sql(whole, ROOM, "gone_person")
    run_sql(whole, ROOM, "gone_case")
    find_places(whole, rest.places)
    for step in ("gone_stay", "gone_dwelling", "gone_near"):
        run_sql(whole, ROOM, step)
    run_sql(whole, ROOM, "gone_tie", {"codes": list(rest.codes)})


def _view(main: str, table: str, columns: list[str]) -> str:
    unsaid = UNSAID.get(table, {})
    shown = ", ".join(f'{unsaid[each]} as "{each}"' if each in unsaid else f'"{each}"' for each in columns)
    seen = [
        f'coalesce("{column}" not in (from {gone}), true)'
        for gone, of in GONE.items()
        for column in of
        if column in columns
    ]
    if table in SEARCHED:
        seen = ["false"]
    where = f" where {' and '.join(seen)}" if seen else ""
    return f'create or replace temp view "{table}" as select {shown} from {main}."{table}"{where}'  # noqa: S608 - our own names
