"""One row per record of what the model compares, and the pairs of records worth comparing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb

from mash.identity.births import AGE_OF_CONSENT, YOUNGEST_PARENT
from mash.identity.chances import RARE_LOCALITY, RARE_NAME, UNCOMMON_NAME
from mash.identity.model import TokenFrequencies
from mash.warehouse import run_sql, sql_text

# A dwelling, postcode, telephone or e-mail held by more records than this tells nobody apart: a large family known to
# all five agencies stays well below, a hostel, a prison or a switchboard above. Judgement; see card.md for the counts.
DWELLING_CAP = 60
POSTCODE_CAP = 400
CONTACT_CAP = 40
ALIAS_CAP = 40
"""Records of one name and birthday, or one number, beyond which they are no one person."""
SHORT_LIST = 100_000
"""Records up to which a birthday, a month or the sound of a name alone is worth a look: in 1.1 million they made a
seventh of all pairs and one in 60,000 of those joined (measured)."""
SEX_TOLD_BY = 20
SEX_SHARE = 0.95
"""Records with a sex that a forename must have, and the share of them of one sex, to tell the sex of who bears it."""
PARENTS = 6
"""Persons named as parents of one child beyond which they are no couples: mistakes, or an institution."""
FAMILY = (
    "mother", "father", "parent", "step-parent", "grandparent", "carer", "child",
    "sibling", "half-sibling", "partner", "ex-partner",
)  # fmt: skip
"""Relationships of people who live, or lived, together or near."""
PARTS = (
    "name_part", "name_shape", "forename_sex", "linkage_name", "known_as", "kin", "linkage_place", "linkage_key",
    "police_forename", "linkage_kin", "twin_home", "sealed_record", "linkage_kin_place",
)  # fmt: skip
"""What ``linkage_record`` is made of, and nothing else: with a million records two gigabytes, dropped when it is."""


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
    run_sql(con, "identity", "forename_sex", {"least": SEX_TOLD_BY, "share": SEX_SHARE})
    run_sql(con, "identity", "name_shape", {"floor": frequencies.floor})
    run_sql(con, "identity", "linkage_name", {"rare": RARE_NAME, "uncommon": UNCOMMON_NAME})
    run_sql(con, "identity", "known_as", {"alias_cap": ALIAS_CAP})
    run_sql(con, "identity", "kin")
    run_sql(
        con,
        "identity",
        "linkage_place",
        {
            "as_of": as_of,
            "dwelling_cap": DWELLING_CAP,
            "postcode_cap": POSTCODE_CAP,
            "rare_locality": RARE_LOCALITY,
        },
    )
    run_sql(con, "identity", "linkage_key", {"contact_cap": CONTACT_CAP})
    run_sql(con, "identity", "police_forename")
    run_sql(con, "identity", "linkage_kin", {"youngest_parent": YOUNGEST_PARENT})
    run_sql(con, "identity", "twin_home")
    run_sql(con, "identity", "sealed_record")
    run_sql(con, "identity", "linkage_kin_place", {"family": list(FAMILY)})
    run_sql(
        con,
        "identity",
        "linkage_record",
        {"as_of": as_of, "youngest_parent": YOUNGEST_PARENT, "age_of_consent": AGE_OF_CONSENT},
    )
    for part in PARTS:
        con.execute(f"drop table temp.{part}")


def widen_families(con: duckdb.DuckDBPyConnection) -> None:
    """``linkage_wide``: the kin and, of thin records, the places that ``provisional_person`` adds."""
    run_sql(con, "identity", "widened_family", {"family": list(FAMILY)})
    run_sql(con, "identity", "person_kin", {"parents": PARENTS})
    run_sql(con, "identity", "linkage_wide")


def nothing_supposed(con: duckdb.DuckDBPyConnection) -> None:
    """Before the first look: nobody is stated beside another yet but by an agency, and nobody's family is known."""
    run_sql(con, "identity", "beside")
    run_sql(con, "identity", "linkage_wide_none")
    run_sql(con, "identity", "rival_none")


def find_candidate_pairs(con: duckdb.DuckDBPyConnection) -> None:
    """``candidate_pair`` (temporary), ``block_skipped`` and ``blocking_report`` from ``linkage_record``.

    Splink 5.0 has no guard against an oversized block (its issue 2732), hence blocking of our own; it scores the pairs.
    """
    con.execute(
        "create or replace temp table candidate_before (join_key_l bigint, join_key_r bigint, position integer)"
    )
    con.execute("create or replace temp table block (position integer, key_hash ubigint, records bigint)")
    run_sql(con, "identity", "blocking_rule", {"short_list": SHORT_LIST})
    run_sql(con, "identity", "blocking_key")
    _pair_up(con, again=False)


def find_pairs_again(con: duckdb.DuckDBPyConnection) -> None:
    """As before, with the keys that ``linkage_wide`` adds: for those of whom little is known but their family."""
    con.execute("create or replace temp table candidate_before as from candidate_pair")
    con.execute("delete from block where position in (select position from blocking_rule where of_family)")
    _pair_up(con, again=True)


def _pair_up(con: duckdb.DuckDBPyConnection, *, again: bool) -> None:
    run_sql(con, "identity", "blocking_key_of_family")
    run_sql(con, "identity", "block")
    run_sql(con, "identity", "block_skipped")
    run_sql(con, "identity", "candidate_pair", {"again": again})
    run_sql(con, "identity", "blocking_report")
    con.execute("create or replace temp table blocking_key as from blocking_key limit 0")


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
