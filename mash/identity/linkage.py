"""One row per record of what the model compares, and the pairs of records worth comparing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb

from mash.identity.guards import AGE_OF_CONSENT, YOUNGEST_PARENT
from mash.identity.model import TokenFrequencies
from mash.identity.settings import RARE_NAME, UNCOMMON_NAME
from mash.warehouse import run_sql, sql_text

# A dwelling, postcode, telephone or e-mail held by more records than this tells nobody apart: a large family known to
# all five agencies stays well below, a hostel, a prison or a switchboard above. Judgement; see card.md for the counts.
DWELLING_CAP = 60
POSTCODE_CAP = 400
CONTACT_CAP = 40
ALIAS_CAP = 40
"""Records of one name and birthday, or one number, beyond which they are no one person."""
FAMILY = (
    "mother", "father", "parent", "step-parent", "grandparent", "carer", "child",
    "sibling", "half-sibling", "partner", "ex-partner",
)  # fmt: skip
"""Relationships of people who live, or lived, together or near."""


def prepare_names(con: duckdb.DuckDBPyConnection) -> None:
    """``name_part`` (temporary) and ``name_token``: tokens of the names, and how each distinct one sounds."""
    run_sql(con, "identity", "name_part")
    tokens = [token for (token,) in con.execute(sql_text("identity", "token_of_names")).fetchall()]
    run_sql(con, "identity", "name_token")
    load(con, "name_token", {"token": tokens, "phonetic_keys": [sounds_of(token) for token in tokens]})
    families = list(nickname_families())
    con.execute("create or replace temp table nickname (name varchar, root varchar)")
    load(con, "nickname", {"name": [name for name, _ in families], "root": [root for _, root in families]})


def build_linkage_records(con: duckdb.DuckDBPyConnection, frequencies: TokenFrequencies, as_of: dt.date) -> None:
    """``linkage_record`` from the one shape, ``prepare_names`` and frozen frequencies; ages are as of the date."""
    con.execute("create or replace temp table frozen_frequency (kind varchar, token varchar, frequency double)")
    load(
        con,
        "frozen_frequency",
        {"kind": frequencies.kinds, "token": frequencies.tokens, "frequency": frequencies.shares},
    )
    run_sql(con, "identity", "core_name", {"floor": frequencies.floor})
    run_sql(con, "identity", "known_as", {"alias_cap": ALIAS_CAP})
    run_sql(con, "identity", "kin")
    run_sql(con, "identity", "linkage_name", {"rare": RARE_NAME, "uncommon": UNCOMMON_NAME})
    run_sql(con, "identity", "linkage_place", {"dwelling_cap": DWELLING_CAP, "postcode_cap": POSTCODE_CAP})
    run_sql(con, "identity", "linkage_key", {"contact_cap": CONTACT_CAP})
    run_sql(con, "identity", "linkage_kin")
    run_sql(con, "identity", "twin_home")
    run_sql(con, "identity", "linkage_kin_place", {"family": list(FAMILY)})
    run_sql(
        con,
        "identity",
        "linkage_record",
        {"as_of": as_of, "youngest_parent": YOUNGEST_PARENT, "age_of_consent": AGE_OF_CONSENT},
    )


def widen_families(con: duckdb.DuckDBPyConnection) -> None:
    """``linkage_record`` again, its thin records with every place of their families in ``provisional_person``."""
    run_sql(con, "identity", "widened_family", {"family": list(FAMILY)})
    run_sql(con, "identity", "linkage_record_again")


def find_candidate_pairs(con: duckdb.DuckDBPyConnection) -> None:
    """``candidate_pair`` (temporary), ``block_skipped`` and ``blocking_report`` from ``linkage_record``.

    Splink 5.0 has no guard against an oversized block (its issue 2732), hence blocking of our own; it scores the pairs.
    """
    for step in ("blocking_rule", "blocking_key", "block", "block_skipped", "candidate_pair", "blocking_report"):
        run_sql(con, "identity", step)


def sounds_of(token: str) -> list[str]:
    """How a token sounds to an English ear: one or two double metaphone keys, none for what has no letters."""
    from doublemetaphone import doublemetaphone

    return sorted({key for key in doublemetaphone(token) if key})


def nickname_families() -> Iterator[tuple[str, str]]:
    """Every name of ``nicknames.txt`` with the formal name of its family."""
    for line in _nickname_lines():
        root, *familiar = line.split()
        yield root, root
        yield from ((name, root) for name in familiar)


@cache
def _nickname_lines() -> tuple[str, ...]:
    text = (files("mash") / "identity" / "nicknames.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def load(con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, Any]) -> None:
    """Append columns of values, lists or arrays, to a table of the same columns, through Arrow: executemany crawls."""
    import pyarrow as pa  # type: ignore[import-untyped]

    rows = pa.table(dict(columns))
    con.register("rows_to_load", rows)
    try:
        con.execute(f"insert into {table} by name select * from rows_to_load")  # noqa: S608 - a table of our own
    finally:
        con.unregister("rows_to_load")
