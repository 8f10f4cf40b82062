"""Who may be in a hub: made-up people until its operator declares it live, real ones from then on (decision 35)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from mash.contracts import Breach, Dataset, made_up
from mash.contracts.made_up import Found


def judge(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, where: str, *, live: bool
) -> tuple[list[Breach], list[str]]:
    """Of the table ``received`` the breaches that refuse it, and what the agency is to be told.

    Counts and columns, never a value. ``where`` is the file's name.
    """
    found = made_up.found_in(connection, dataset)
    if live:
        return [], _made_up_people(found, where)
    told = [
        f"{where}, {each.column}: {each} are at domains that somebody may have; it is taken as a list of made-up people"
        for each in made_up.unreserved_in(connection, dataset)
    ]
    return _real_people(found, where), told


def _real_people(found: Iterable[Found], where: str) -> list[Breach]:
    return [
        Breach(
            f"{where}, {each.column}",
            f"{each} are of ranges that are issued, so that somebody may have them, and this hub is for made-up people",
            f"made-up ones ({each.kind.never_issued}); `live = true` in mash.toml only if the hub may hold real people",
        )
        for each in found
        if each.refuses
    ]


def _made_up_people(found: Sequence[Found], where: str) -> list[str]:
    return [
        f"{where}, {each.column}: {each.of - each.may_be_real:,} of {each.of:,} {each.kind.plural} are never issued:"
        " made-up people in a live hub"
        for each in found
        if each.kind.exact and each.may_be_real < each.of
    ]
