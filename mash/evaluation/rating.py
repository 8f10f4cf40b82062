"""Proposals against the oracle's, and whose the errors are: of identity, of associations or of rating.

The same run is rated once more on the true identities: what is right there was identity's error. What is still wrong is
held against a plain reading of the same rows (``sent``): where that errs alike, nobody sent what would tell it, or sent
what misleads, and it is the sources' error; where it does not, it is the associations' if they make other adults
flagged, else the rating's. On true identities the two readings should agree on every case.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb

from mash import associations, rating
from mash.evaluation.identity import place_of
from mash.evaluation.intervals import SMALLEST_CELL, share
from mash.evaluation.results import Errors, FlagDistance, FlagErrors, ProposalsOfGroup, Rating
from mash.evaluation.sent import agreement, judge_what_was_sent, unread
from mash.vocabulary import CaseId, Colour
from mash.warehouse import rows, run_sql, sql_text

ROOM = "evaluation"
READ_AS_THEY_ARE = (
    "person_record",
    "record_name",
    "record_identifier",
    "contact_detail",
    "stay",
    "event",
    "event_role",
    "declared_relationship",
    "flag",
    "referral",
    "episode",
    "source_freshness",
    "outcode_authority",
)
"""Tables of the snapshot that identities do not change."""
OF_RECORDS = frozenset({"record", "agency"})
"""Dimensions that describe a record and not the child."""
COLOURS = tuple(colour.name for colour in Colour)


def measure_rating(con: duckdb.DuckDBPyConnection, built: dict[str, Any]) -> Rating:
    """The run's proposals against the oracle's.

    ``built`` is the snapshot's ``run``: as_of, policy and profile.
    """
    policy = rating.load_policy(built["policy"])
    rate_on_true_identities(con, built, policy)
    plain = _in_plain(policy)
    agreed = agreement(con, judge_what_was_sent(con, plain, built["as_of"]), unread(plain))
    kinds = [kind.value for kind in policy.counted_kinds]
    run_sql(con, ROOM, "reference", {"kinds": kinds})
    compare_with_reference(con, kinds)
    return replace(_rating(con), agreement=agreed)


def _in_plain(policy: rating.Policy) -> dict[str, Any]:
    """The policy's numbers and words as they stand in its file, without its rules' functions."""
    return {
        "hops": policy.hops,
        "counted_kinds": policy.counted_kinds,
        "associations": policy.associations.parameters(),
        "rules": [
            {"name": rule.name, "test": rule.test, "colour": rule.colour.name, **rule.parameters}
            for rule in policy.rules
        ],
    }


def compare_with_reference(con: duckdb.DuckDBPyConnection, kinds: list[str]) -> None:
    """``flagged_adult``, ``flag_error``, ``case_compared``; ``kinds`` are those that are counted."""
    run_sql(con, ROOM, "flagged_adult", {"kinds": kinds})
    run_sql(con, ROOM, "flag_error")
    run_sql(con, ROOM, "case_compared")


def rate_on_true_identities(con: duckdb.DuckDBPyConnection, built: dict[str, Any], policy: rating.Policy) -> None:
    """``person``, ``tie``, ``exposure``, ``proposal`` and the rest in the workbench, under the true ids."""
    for name in READ_AS_THEY_ARE:
        con.execute(f"create or replace view {name} as from hub.{name}")
    run_sql(con, ROOM, "membership")
    con.execute("create or replace table possible_identity as from hub.possible_identity limit 0")
    as_of = built["as_of"]
    run_sql(con, "identity", "person", {"as_of": as_of})
    associations.build(con, as_of=as_of, settings=policy.associations)
    associations.flag_persons(con, as_of=as_of)
    said = con.execute("select case_id, decided_rating from hub.open_case where decided_rating is not null").fetchall()
    decided = [(CaseId(case), Colour[colour]) for case, colour in said]
    associations.open_cases(con, as_of=as_of, decided=decided)
    associations.reach(con, hops=policy.hops)
    run_sql(con, "rating", "case_withheld")  # on true identities nothing is withheld
    rating.rate_open_cases(con, policy, as_of=as_of, profile=rating.load_profile(built["profile"]))


def _rating(con: duckdb.DuckDBPyConnection) -> Rating:
    confusion = {expected: dict.fromkeys(COLOURS, 0) for expected in COLOURS}
    counted = "select expected, proposed, count(*) from case_compared group by all"
    for expected, proposed, cases in con.execute(counted).fetchall():
        confusion[expected][proposed] = cases
    ((cases, proposals),) = con.execute(
        "select (select count(*) from case_compared), (select count(*) from hub.proposal)"
    ).fetchall()
    return Rating(
        cases=cases,
        not_compared=proposals - cases,
        confusion={expected: found for expected, found in confusion.items() if any(found.values())},
        colours=_errors(con, "select whose, count(*) from case_compared where whose is not null group by whose"),
        missed_flags=_errors(con, "select whose, count(*) from flag_error where error = 'missed' group by whose"),
        false_flags=_errors(con, "select whose, count(*) from flag_error where error = 'false' group by whose"),
        distances=tuple(_distance(row) for row in rows(con, sql_text(ROOM, "flag_distance"))),
        groups=_groups(con),
        proposals=_proposals(con),
    )


def _errors(con: duckdb.DuckDBPyConnection, query: str) -> Errors:
    found = dict(con.execute(query).fetchall())
    parts = [found.get(whose, 0) for whose in ("sources", "identity", "associations", "rating")]
    return Errors(sum(parts), *parts)


def _distance(row: dict[str, Any]) -> FlagDistance:
    found = share(row["found"], row["expected"])
    return FlagDistance(row["kind"], row["hops"], found, None if found.suppressed else row["as_possible"])


def _groups(con: duckdb.DuckDBPyConnection) -> tuple[FlagErrors, ...]:
    found = rows(con, sql_text(ROOM, "flag_error_count"))
    kept = [row for row in found if row["dimension"] not in OF_RECORDS]
    kept.sort(key=lambda row: place_of((row["dimension"], row["value"])))
    return tuple(_flag_errors(row) for row in kept)


def _proposals(con: duckdb.DuckDBPyConnection) -> tuple[ProposalsOfGroup, ...]:
    found = [row for row in rows(con, sql_text(ROOM, "proposals_of_groups")) if row["dimension"] not in OF_RECORDS]
    found.sort(key=lambda row: place_of((row["dimension"], row["value"])))
    return tuple(
        ProposalsOfGroup(
            dimension=row["dimension"],
            value=row["value"],
            cases=row["cases"] if row["cases"] >= SMALLEST_CELL else None,
            proposed_red=share(row["proposed_red"], row["cases"]),
            expected_red=share(row["expected_red"], row["cases"]),
            proposed_amber=share(row["proposed_amber"], row["cases"]),
            expected_amber=share(row["expected_amber"], row["cases"]),
        )
        for row in found
    )


def _flag_errors(row: dict[str, Any]) -> FlagErrors:
    cases = row["cases"]
    wrong = share(row["wrong_colour"], cases)
    if cases < SMALLEST_CELL:
        return FlagErrors(row["dimension"], row["value"], None, None, None, None, None, None, None, wrong)
    return FlagErrors(
        row["dimension"],
        row["value"],
        cases,
        row["expected"],
        row["missed"],
        row["missed_as_possible"],
        row["false_shown"],
        round(1000 * row["missed"] / cases, 3),
        round(1000 * row["false_shown"] / cases, 3),
        wrong,
    )
