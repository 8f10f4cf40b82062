"""What the shell offers when a person presses Tab: the ids of the run in use and the names of what is built in.

It must be quick and must not end in an error: where a hub has no run there is nothing to offer. Ids alone are offered,
and only to accounts that may ask about people: those who need to know of some cases are offered these.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mash.errors import MashError

if TYPE_CHECKING:
    import duckdb

    from mash.hub import Hub

OURS = "H-"
"""How the ids of referrals recorded here begin."""
MOST = 50
"""Ids offered at once."""


def case_ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Open cases of the run and those recorded since; no names and no colours: anybody may see a screen of ids."""
    return _asked(
        ctx,
        "select case_id, '' from proposal"
        " where starts_with(upper(case_id), upper($start)) order by case_id limit $most",
        incomplete,
        at_the_desk=True,
    )


def desk_case_ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Of the same those that were recorded here."""
    begun = incomplete.upper()
    ours = incomplete if begun.startswith(OURS) else OURS if OURS.startswith(begun) else None
    return [] if ours is None else case_ids(ctx, ours)


def person_ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Persons, once their id is begun."""
    if not incomplete.upper().startswith("P-"):
        return []
    return _asked(
        ctx,
        "select person_id, records || ' records' from person"
        " where starts_with(person_id, upper($start)) order by person_id limit $most",
        incomplete,
    )


def record_keys(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Records, once their agency is given: before that there are too many."""
    if ":" not in incomplete:
        return []
    return _asked(
        ctx,
        "select record_key, person_id from membership"
        " where starts_with(record_key, $start) order by record_key limit $most",
        incomplete,
    )


def whom(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Whoever can be asked about: cases, persons, records."""
    return [*case_ids(ctx, incomplete), *who_is_who(ctx, incomplete)]


def who_is_who(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Persons and records."""
    return [*person_ids(ctx, incomplete), *record_keys(ctx, incomplete)]


def policies(incomplete: str) -> list[str]:
    """Built-in policies, and files."""
    return _built_in("mash.rating", "policies", incomplete)


def models(incomplete: str) -> list[str]:
    """Built-in identity models, and folders."""
    return _built_in("mash.identity", "models", incomplete)


def colours(incomplete: str) -> list[str]:
    """The colours a case may have."""
    from mash.vocabulary import Colour

    return _begun([colour.name for colour in sorted(Colour, reverse=True)], incomplete)


def _built_in(package: str, folder: str, incomplete: str) -> list[str]:
    inside = [Path(each.name) for each in (files(package) / folder).iterdir()]
    here = [path for path in Path().glob(f"{incomplete}*") if path.is_dir() or path.suffix == ".toml"]
    names = [path.stem if path.suffix == ".toml" else path.name for path in inside if path.suffix in {"", ".toml"}]
    return [*_begun(sorted(names), incomplete), *sorted(map(str, here))]


def _begun(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.upper().startswith(incomplete.upper())]


def _asked(ctx: typer.Context, query: str, incomplete: str, *, at_the_desk: bool = False) -> list[tuple[str, str]]:
    """Two columns of the run in use: what is offered, and what is told beside it; with what was recorded since."""
    import duckdb

    from mash.access import ASKERS, actor_of
    from mash.hub import AT_THE_DESK, open_hub

    given = ctx.params.get("hub") or os.environ.get("MASH_HUB") or ""
    try:
        hub = open_hub(Path(given))
        actor = actor_of(hub, os.environ.get("MASH_WHO"))
        _, con = hub.read_current(threads=AT_THE_DESK)
        with closing(con):
            found = con.execute(query, {"start": incomplete, "most": MOST}).fetchall()
            found = _with_the_desk(hub, con, found, incomplete) if at_the_desk else found
    except (MashError, duckdb.Error):  # no hub here, no night yet, an older engine's: nothing can be offered
        return []
    if actor.roles.isdisjoint(ASKERS):
        return []
    return [(str(key), str(says or "")) for key, says in found if actor.knows(str(key))]


def _with_the_desk(
    hub: Hub, con: duckdb.DuckDBPyConnection, found: list[tuple[str, str]], incomplete: str
) -> list[tuple[str, str]]:
    """The cases with those recorded since the run, without those withdrawn."""
    from mash import ledger
    from mash.enquiry.other_cases import recorded_since

    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        withdrawn = {case for case, said in ledger.amendments(book).items() if said.withdraws}
    since = [each.case_id for each in recorded_since(con, hub) if each.case_id.startswith(incomplete.upper())]
    cases = {case for case, _ in found if case not in withdrawn}
    return [(case, "") for case in sorted(cases.union(since))[:MOST]]
