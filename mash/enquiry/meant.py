"""Which id may be meant by one that is not there: two neighbours changed places are one slip."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from mash import ledger
from mash.hub import Hub

NEAR_ENOUGH = 70
"""How alike, 0 to 100, an id must be to be offered for one that is not there."""
SLIPS = 2
"""Letters of a person's or a record's id that may be wrong for another to be offered."""
OFFERED = 3


def did_you_mean(con: duckdb.DuckDBPyConnection, hub: Hub, key: str) -> str:
    """``; did you mean REF-2026-0117 or REF-2026-0121?``; empty where no case, and no person, is near."""
    near = _cases_near(con, hub, key.upper()) or _persons_near(con, key)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _cases_near(con: duckdb.DuckDBPyConnection, hub: Hub, key: str) -> list[str]:
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        recorded = {referral.case_id for referral in ledger.referrals(book)}
    cases = recorded | {case for (case,) in con.execute("select case_id from referral").fetchall()}
    return alike(key, cases)


def alike(key: str, among: Iterable[str]) -> list[str]:
    """The few ids most like one that is not there, those of fewest slips first."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    near = [each for each, _, _ in process.extract(key, sorted(among), limit=None, score_cutoff=NEAR_ENOUGH)]
    return sorted(near, key=lambda each: DamerauLevenshtein.distance(key, each))[:OFFERED]


def _persons_near(con: duckdb.DuckDBPyConnection, key: str) -> list[str]:
    found = con.execute(
        "select person_id from person where levenshtein(person_id, upper($key)) <= $slips"
        " order by levenshtein(person_id, upper($key)), person_id limit $offered",
        {"key": key, "slips": SLIPS, "offered": OFFERED},
    )
    return [person for (person,) in found.fetchall()]
