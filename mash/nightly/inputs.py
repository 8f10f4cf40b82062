"""What a run is a function of, as one hash: the same inputs are the same run."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any, cast

import duckdb

from mash import __version__, extracts
from mash.configuration import unlocated
from mash.hub import Hub
from mash.nightly.steps import Decided
from mash.restrictions import NOTHING, Restrictions
from mash.vocabulary import RunId

BUILT_WITH = ("duckdb", "splink")
OUTSIDE_THE_DIGEST = frozenset(
    {"build_step", "build_table", "change", "evidence_raised", "flag_join", "health", "left_out"}
)
"""Tables that say how, and after what, a run was built; not what it found."""
RULES = ("model", "policy", "profile")
TOLD = frozenset({"as_of", "versions", "agencies", "extracts"})
"""Parts of what a run is a function of that are kept in words: nobody is in them."""
Content = tuple[int, str]
"""Of a table: how many rows, and the sum of their hashes."""
PROVENANCE = "source_row"
"""Leads back to a row of the file as received; the same facts in another order of rows are the same facts."""


def versions() -> dict[str, str]:
    """The engine's version and those of the libraries that decide what it finds."""
    return {"mash": __version__, **{library: version(library) for library in BUILT_WITH}}


def inputs_of(
    hub: Hub, as_of: dt.date, decided: Decided, *, rules: tuple[object, ...], restricted: Restrictions
) -> dict[str, object]:
    """Date, configuration, extracts in use, ledger, versions, and ``rules``: model, policy and profile; by name.

    The register of person ids is left out: it is what the last published run made of the same inputs.
    """
    terms = decided.terms
    return {
        "as_of": as_of,
        **({"retention": terms.told} if terms.any else {}),
        "agencies": [(agency.name, agency.contract, agency.required) for agency in hub.config.agencies],
        "extracts": extracts.extracts_in_use(hub, as_of),
        "refused": [row for row in extracts.freshness(hub, as_of, decided.terms) if row.refused_since],
        "judgements": [(each.record_key_a, each.record_key_b, each.verdict) for each in decided.judgements],
        "ratings": sorted((case, colour.name) for case, colour in decided.ratings.items()),
        "done": sorted((case, each.stage, each.fingerprint) for case, each in decided.done.items()),
        "seen": sorted((case, sorted(piece.told for piece in pieces)) for case, pieces in decided.seen.items()),
        "referrals": decided.referrals,
        "versions": versions(),
        "rules": [repr(each) for each in rules],
        **({"restrictions": restricted.fingerprint} if restricted != NOTHING else {}),
    }


def basis_of(inputs: Mapping[str, object], hub: Hub, *, register: RunId | None, read_at: dt.datetime) -> dict[str, Any]:
    """What a run is a function of as the ledger keeps it, by part; where people or cases are in a part, its hash.

    Files of the hub's own are told by their paths in ``mash.toml``: a hub may be restored elsewhere.
    """
    config = hub.config
    told = {part: value if part in TOLD else hash_of(value) for part, value in inputs.items() if part != "rules"}
    rules = cast("list[str]", inputs["rules"])
    named = zip(RULES, (config.model, config.policy, config.profile), rules, strict=True)
    told["agencies"] = [
        (agency.name, unlocated(agency.contract, hub.base), agency.required) for agency in config.agencies
    ]
    told |= {rule: {"named": unlocated(name, hub.base), "hash": hash_of(content)} for rule, name, content in named}
    told |= {"register": register, "read_at": read_at}
    kept: dict[str, Any] = json.loads(json.dumps(told, default=lambda moment: moment.isoformat()))
    return kept


def digest(snapshot: duckdb.DuckDBPyConnection) -> tuple[str, dict[str, int]]:
    """A hash of every table's rows in whatever order they stand, and how many rows each has.

    Row numbers of the files received stay out of it: the order of rows in a file is no fact.
    """
    found = contents(snapshot, table_names(snapshot) - OUTSIDE_THE_DIGEST, left_out=PROVENANCE)
    return hash_of(found), {name: count for name, (count, _) in found.items()}


def left_out_of(snapshot: duckdb.DuckDBPyConnection) -> tuple[extracts.LeftOut, ...]:
    """What of the landing the run did not read, by dataset; empty where all of it was."""
    if "left_out" not in table_names(snapshot):
        return ()
    found = snapshot.execute("select agency, dataset, expired, erased, disputed from left_out order by all").fetchall()
    return tuple(extracts.LeftOut(*row) for row in found)


def contents(snapshot: duckdb.DuckDBPyConnection, tables: Iterable[str], *, left_out: str = "") -> dict[str, Content]:
    """What each table holds, without the column ``left_out``; the order of its rows plays no part."""
    found = {
        name: snapshot.execute(
            "select count(*), coalesce(sum(hash(row_of)::hugeint), 0)"
            " from (select columns(lambda named : named <> $left_out) from query_table($name)) as row_of",
            {"name": name, "left_out": left_out},
        ).fetchall()[0]
        for name in sorted(tables)
    }
    return {name: (count, str(total)) for name, (count, total) in found.items()}


def table_names(snapshot: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables that stand in a run's file."""
    found = snapshot.execute(
        "select table_name from duckdb_tables() where schema_name = 'main' and not temporary"
        " and database_name = current_database()"
    ).fetchall()
    return {name for (name,) in found}


def hash_of(value: object) -> str:
    """SHA-256 of the value as JSON with sorted keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
