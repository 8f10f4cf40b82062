"""The truth of a made-up town beside a run of a hub, in one database that is gone after; or a plain refusal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from mash import warehouse
from mash.errors import NotFound, Refused, UsageError
from mash.evaluation.results import TruthFacts
from mash.hub import Hub
from mash.parsing import json_of
from mash.vocabulary import RunId

READ = ("membership", "persons", "proposals")
"""The tables that are measured against; the last has the oracle's colours, and who truly is flagged around a child."""
BESIDE = ("ties", "flags", "cases", "occurrences", "roles", "episodes")
"""The rest of what `mash synth` writes: a truth that lacks one is not whole, and nothing is measured against it."""
LEAST_SHARED = 0.5
"""Of the hub's records; a town's own truth knows all but the referrals made at the desk."""
LEAST_AGREED = 0.5
"""Of the dates of birth of shared records: a town's own differ by the rate of errors, another town's nearly always."""


@contextmanager
def workbench(hub: Hub, truth: Path | None = None) -> Iterator[tuple[RunId, duckdb.DuckDBPyConnection]]:
    """The run in use and an in-memory database that reaches ``truth``, its snapshot attached, read-only, as ``hub``."""
    run, current = hub.read_current()
    current.close()
    reach = (*hub.reach, *([truth] if truth else []))
    config = hub.config
    with (
        TemporaryDirectory(prefix=".evaluation-", dir=hub.root) as spill,
        closing(
            warehouse.connect(
                memory_limit=config.memory_limit, threads=config.threads, temp_directory=spill, reach=reach
            )
        ) as con,
    ):
        warehouse.attach(con, hub.snapshot(run), "hub")
        yield run, con


def load_truth(con: duckdb.DuckDBPyConnection, folder: Path, as_of: dt.date) -> TruthFacts:
    """The tables of ``OUT/truth`` as schema ``truth``, of the town that the hub's records come from, on ``as_of``.

    Raises ``NotFound`` for a folder that is no truth or lacks a table, ``UsageError`` for one that cannot be read, and
    ``Refused`` for the truth of another day or another town.
    """
    facts = _manifest(folder)
    for name in (*READ, *BESIDE):
        if not (folder / f"{name}.parquet").exists():
            raise NotFound("the truth lacks this table", where=str(folder / f"{name}.parquet"), try_="mash synth again")
    if facts.as_of != as_of:
        raise Refused(
            f"the run is of {as_of} and the truth of {facts.as_of}: what is true changes from day to day",
            where=str(folder),
            try_=f"mash nightly --as-of {facts.as_of}, then mash evaluate again",
        )
    con.execute("create schema truth")
    for name in READ:
        _load(con, folder / f"{name}.parquet", name)
    _check_of_this_town(con, folder)
    return facts


def _manifest(folder: Path) -> TruthFacts:
    path = folder / "manifest.json"
    try:
        raw: dict[str, Any] = json_of(path.read_text(encoding="utf-8"))
        as_of = dt.date.fromisoformat(raw["as_of"])
        return TruthFacts(raw["seed"], raw["persons"], as_of, raw["profile"], raw.get("policy"))
    except (FileNotFoundError, NotADirectoryError):
        inner = folder / "truth"
        hint = str(inner) if inner.is_dir() else "the truth folder that `mash synth OUT` wrote, OUT/truth"
        raise NotFound("no truth here: there is no manifest.json", where=str(folder), try_=hint) from None
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UsageError(
            f"the manifest cannot be read ({type(fault).__name__})", where=str(path), try_="mash synth again"
        ) from None


def _load(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    try:
        con.execute(f"create table truth.{name} as from read_parquet($path)", {"path": str(path)})
    except duckdb.Error as fault:
        raise UsageError(
            f"not a Parquet file ({type(fault).__name__})", where=str(path), try_="mash synth again"
        ) from None


def _check_of_this_town(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    try:
        found = warehouse.run_sql(con, "evaluation", "kinship_of_truth").fetchall()
    except warehouse.SqlFault as fault:
        raise UsageError(
            "its tables are not those of this version", where=str(folder), try_="mash synth again with this engine"
        ) from fault
    ((records, shared, comparable, agree),) = found
    strange = shared < LEAST_SHARED * records or agree < LEAST_AGREED * comparable
    if strange or not shared:
        raise Refused(
            f"this is the truth of another town: it knows {shared:,} of the hub's {records:,} records, and agrees on"
            f" {agree:,} of {comparable:,} dates of birth",
            where=str(folder),
            try_="the truth folder beside the drops that this hub reads",
        )
