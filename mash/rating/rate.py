"""Rating every open case: facts in bulk, one proposal each, three tables."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import duckdb

from mash.associations import ask, networks_of_cases, sendable
from mash.rating.bounds import Met, closest_by_hops, could_differ
from mash.rating.chance import expected_by_chance
from mash.rating.deadlines import Profile, due_by
from mash.rating.facts import CaseFacts
from mash.rating.firmness import Certainty, certainty, firmly
from mash.rating.gather import OpenCase, facts_in_bulk, hub_facts, open_cases_of
from mash.rating.policy import Policy
from mash.rating.propose import fingerprint, propose
from mash.vocabulary import CaseId, Colour, Proposal
from mash.warehouse import run_sql

CHUNK = 10_000
"""Cases whose facts are in memory at once."""

NETWORKS = 1_000
"""Cases whose networks are in memory at once, some 200 MB: each time the ties of the whole hub are read through."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rated:
    """An open case, what is known of it, and what is proposed."""

    case: OpenCase
    facts: CaseFacts
    proposal: Proposal


def rate_open_cases(
    con: duckdb.DuckDBPyConnection,
    policy: Policy,
    *,
    as_of: dt.date,
    profile: Profile,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Make ``proposal``, ``proposal_reason`` and ``proposal_certainty``; the number of cases rated.

    ``progress`` is told done and total.
    """
    run_sql(con, "rating", "proposal")
    run_sql(con, "rating", "proposal_reason")
    run_sql(con, "rating", "proposal_certainty")
    hub = hub_facts(con)
    cases = open_cases_of(con)
    for start in range(0, len(cases), CHUNK):
        chunk = cases[start : start + CHUNK]
        facts = facts_in_bulk(con, chunk, hub, as_of=as_of, hops=policy.hops)
        rated = [Rated(case, each, propose(each, policy)) for case, each in zip(chunk, facts, strict=True)]
        firm = _certainties(con, rated, policy)
        made = [_proposal_row(each, policy, profile) | {"certainty": firm[_id(each)].share} for each in rated]
        run_sql(con, "rating", "add_proposals", {"rows": sendable(made)})
        _add_reasons(con, [each.proposal for each in rated])
        _add_certainties(con, firm)
        if progress:
            progress(start + len(chunk), len(cases))
    return len(cases)


def summary_of(facts: CaseFacts, policy: Policy) -> tuple[int, int, float]:
    """Adults within reach, those of them with a counted flag, and how many of these chance would put there."""
    drawn = sum(facts.around.adults_by_hop)
    expected = expected_by_chance(
        adults=facts.hub.adults, flagged=facts.hub.flagged_with(policy.counted_kinds), drawn=drawn
    )
    return drawn, len(facts.flagged(policy.counted_kinds)), round(expected, 4)


def decide_by(
    received_at: dt.datetime | None, facts: CaseFacts, proposal: Proposal, profile: Profile
) -> dt.datetime | None:
    """When the case falls due: by the worst of what is proposed, of what fired, and of what a person has said."""
    worst = max(proposal.colour, proposal.at_least, facts.person_said or Colour.GREEN)
    return due_by(received_at, worst, profile) if received_at else None


def _certainties(con: duckdb.DuckDBPyConnection, rated: Sequence[Rated], policy: Policy) -> dict[CaseId, Certainty]:
    """Each case's certainty; a network is cut only where a possible link is in reach and could make a difference."""
    links = _links_near(con, rated)
    doubtful = {
        _id(each): each.facts
        for each in rated
        if _id(each) in links and could_differ(each.facts, policy, closest_by_hops(each.facts.around, links[_id(each)]))
    }
    found = {_id(each): firmly(each.facts, policy) for each in rated}
    waiting = iter(doubtful)
    while chunk := list(islice(waiting, NETWORKS)):
        children = {case_id: doubtful[case_id].child for case_id in chunk}
        for case_id, network in networks_of_cases(con, children, hops=policy.hops, shown=False).items():
            found[case_id] = certainty(network, doubtful[case_id], policy)
    return found


def _links_near(con: duckdb.DuckDBPyConnection, rated: Sequence[Rated]) -> Mapping[CaseId, list[tuple[Met, Met]]]:
    """The possible links in reach of each case that has any."""
    found: defaultdict[CaseId, list[tuple[Met, Met]]] = defaultdict(list)
    for row in ask(con, "links_of_cases", "rating", case_ids=[_id(each) for each in rated]):
        ends = (Met(row[f"person_{end}"], row[f"hops_{end}"], row[f"possible_{end}"]) for end in "ab")
        found[row["case_id"]].append((next(ends), next(ends)))
    return found


def _id(rated: Rated) -> CaseId:
    return rated.case.case_id


def _add_certainties(con: duckdb.DuckDBPyConnection, found: Mapping[CaseId, Certainty]) -> None:
    made = [
        {
            "case_id": case_id,
            "colour": colour.name,
            "share": share,
            "firm": colour == each.holds_without,
            "links": each.links,
            "draws": each.draws,
        }
        for case_id, each in found.items()
        for colour, share in each.shares.items()
    ]
    run_sql(con, "rating", "add_certainties", {"rows": sendable(made)})


def _proposal_row(rated: Rated, policy: Policy, profile: Profile) -> Row:
    case, facts, proposal = rated.case, rated.facts, rated.proposal
    adults, flagged, expected = summary_of(facts, policy)
    due = decide_by(case.received_at, facts, proposal, profile)
    return {
        "case_id": case.case_id,
        "child_person_id": case.child,
        "colour": proposal.colour.name,
        "at_least": proposal.at_least.name,
        "initial_rating": case.initial.name if case.initial else None,
        "decided_rating": case.decided.name if case.decided else None,
        "adults_in_reach": adults,
        "flagged_adults": flagged,
        "expected_by_chance": expected,
        "missing_agencies": list(proposal.missing_agencies),
        "due_by": due.isoformat() if due else None,
        "fingerprint": fingerprint(proposal),
    }


def _add_reasons(con: duckdb.DuckDBPyConnection, proposals: Sequence[Proposal]) -> None:
    found = [
        {
            "case_id": proposal.case_id,
            "position": position,
            "rule": reason.rule,
            "colour": reason.colour.name,
            "says": reason.says,
            "persons": list(reason.persons),
        }
        for proposal in proposals
        for position, reason in enumerate(proposal.reasons, start=1)
    ]
    run_sql(con, "rating", "add_reasons", {"rows": sendable(found)})
