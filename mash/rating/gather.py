"""The facts of many cases in a few queries, for the batch; of one case with its network, for the enquiry.

What the network says (``Surroundings``) comes from the frontier's tables or from a ``Network``; all else comes
from the same queries for both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from mash.associations import Network, ask
from mash.errors import NotFound
from mash.rating.facts import CaseFacts, HubCounts, Surroundings, Withheld
from mash.rating.history import recorded
from mash.rating.surroundings import surroundings_of_cases, surroundings_of_network
from mash.vocabulary import CaseId, Colour, FlagKind, PersonId
from mash.warehouse import rows, sql_text

COUNTS = ("hub_adults", "hub_adults_placed")
"""Of the whole hub: how many adults have which flags, everywhere and by area."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A row of ``open_case``, or a child asked about without a referral (no ``received_at``)."""

    case_id: CaseId
    child: PersonId
    received_at: dt.datetime | None
    concern: str | None
    initial: Colour | None
    decided: Colour | None


@dataclass(frozen=True, slots=True)
class HubFacts:
    """What is the same for every case of a run."""

    counts: HubCounts
    missing_agencies: tuple[str, ...]


def open_cases_of(con: duckdb.DuckDBPyConnection, case_id: CaseId | None = None) -> list[OpenCase]:
    """Every open case in the order of their ids, or the one asked for."""
    return [
        OpenCase(
            case_id=row["case_id"],
            child=row["child_person_id"],
            received_at=row["received_at"],
            concern=row["concern"],
            initial=_colour(row["initial_rating"]),
            decided=_colour(row["decided_rating"]),
        )
        for row in ask(con, "cases_open", "rating", case_id=case_id)
    ]


def keep_hub_counts(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``hub_adults`` and ``hub_adults_placed``: who asks about one child need not count the hub."""
    for name in COUNTS:
        con.execute(f"create or replace table {name} as {sql_text('rating', name)}")


def kept_hub_facts(con: duckdb.DuckDBPyConnection) -> HubFacts:
    """``hub_facts`` as the night counted them, of a run on its own day; one of an earlier version has not."""
    if not _has(con, COUNTS[0]):
        return hub_facts(con)
    return _hub_facts(con, *(rows(con, f"from {name} order by all") for name in COUNTS))


def hub_facts(con: duckdb.DuckDBPyConnection) -> HubFacts:
    """How common flags are in the hub, counted, and which required agencies are missing."""
    return _hub_facts(con, *(ask(con, name, "rating") for name in COUNTS))


def _hub_facts(
    con: duckdb.DuckDBPyConnection, sets: Sequence[Mapping[str, Any]], placed: Sequence[Mapping[str, Any]]
) -> HubFacts:
    return HubFacts(
        counts=HubCounts(
            adults=sum(row["adults"] for row in sets),
            flagged=tuple((frozenset(map(FlagKind, row["kinds"])), row["adults"]) for row in sets if row["kinds"]),
            placed=tuple((row["area"], frozenset(map(FlagKind, row["kinds"])), row["adults"]) for row in placed),
        ),
        missing_agencies=tuple(row["agency"] for row in ask(con, "agencies_missing", "rating")),
    )


def facts_in_bulk(
    con: duckdb.DuckDBPyConnection, cases: Sequence[OpenCase], hub: HubFacts, *, as_of: dt.date, hops: int
) -> list[CaseFacts]:
    """The facts of all ``cases``, from the tables of the frontier, in as many queries as for one."""
    around = surroundings_of_cases(con, {case.case_id: case.child for case in cases}, as_of=as_of, hops=hops)
    return _facts(con, cases, around, hub, as_of)


def facts_for_case(
    con: duckdb.DuckDBPyConnection, network: Network, case_id: CaseId | None, hub: HubFacts | None = None
) -> CaseFacts:
    """The facts of one open case of the run, from the network around its child.

    Without a case (a child asked about who has no open referral) the concern and ratings are unknown.
    Raises ``NotFound`` when the case is not open.
    """
    if case_id is None:
        return facts_of(con, network, OpenCase(CaseId(""), network.child, None, None, None, None), hub)
    for case in open_cases_of(con):
        if case.case_id == case_id:
            return facts_of(con, network, case, hub)
    raise NotFound(f"no open case {case_id}", try_="mash cases")


def facts_of(
    con: duckdb.DuckDBPyConnection, network: Network, case: OpenCase, hub: HubFacts | None = None
) -> CaseFacts:
    """The facts of one case, which the run need not know yet, from the network around its child.

    ``hub``, where it is known, need not be counted again.
    """
    around = {case.case_id: surroundings_of_network(network)}
    return _facts(con, [case], around, hub or hub_facts(con), network.as_of)[0]


def _facts(
    con: duckdb.DuckDBPyConnection,
    cases: Sequence[OpenCase],
    around: Mapping[CaseId, Surroundings],
    hub: HubFacts,
    as_of: dt.date,
) -> list[CaseFacts]:
    children = {case.case_id: case.child for case in cases}
    told = recorded(con, children, around, as_of)
    withheld = _withheld_of(con, list(children))
    return [
        CaseFacts(
            case_id=case.case_id,
            child=case.child,
            as_of=as_of,
            concern=case.concern,
            initial=case.initial,
            decided=case.decided,
            around=around[case.case_id],
            referrals=tuple(told.of_children.referrals[case.case_id]),
            episodes=tuple(told.of_children.episodes[case.case_id]),
            occurrences=tuple(told.occurrences[case.case_id]),
            hub=hub.counts,
            missing_agencies=hub.missing_agencies,
            infancy=told.infancy.get(case.child),
            sibling_referrals=tuple(told.of_children.sibling_referrals[case.case_id]),
            programmes=tuple(told.programmes[case.case_id]),
            releases=tuple(told.releases[case.case_id]),
            places=tuple(told.places[case.case_id]),
            perhaps_the_child=tuple(told.of_children.perhaps_the_child[case.case_id]),
            withheld=withheld.get(case.case_id),
        )
        for case in cases
    ]


def _withheld_of(con: duckdb.DuckDBPyConnection, case_ids: list[CaseId]) -> Mapping[CaseId, Withheld]:
    """What the run says of each case; a run of an earlier version says nothing."""
    if not _has(con, "case_withheld"):
        return {}
    return {
        row["case_id"]: Withheld(Colour[row["colour"]], row["says"])
        for row in ask(con, "withheld_of_cases", "rating", case_ids=case_ids)
    }


def _colour(name: str | None) -> Colour | None:
    return Colour[name] if name and name in Colour.__members__ and name != "UNRATED" else None


def _has(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    found = con.execute("select 1 from duckdb_tables() where table_name = $table limit 1", {"table": table})
    return bool(found.fetchall())
