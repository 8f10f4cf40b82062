"""Rating every open case: facts in bulk, one proposal each, three tables."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Any

import duckdb

from mash.associations import ask, networks_of_cases, sendable, ties_named
from mash.memory import uncollected
from mash.rating.bounds import Bounds
from mash.rating.chance import against_chance, expected_by_chance
from mash.rating.deadlines import Done, Due, due_next
from mash.rating.doubt import Doubt
from mash.rating.facts import CaseFacts
from mash.rating.firmness import Certainty, firmly, weigh
from mash.rating.gather import HubFacts, OpenCase, facts_in_bulk, hub_facts, open_cases_of
from mash.rating.leeway import Beside, Leeway, Met, Way, leeway_by_hops, leeway_by_ways
from mash.rating.pieces import pieces_of
from mash.rating.policy import Policy
from mash.rating.profile import Profile
from mash.rating.propose import fingerprint, propose
from mash.vocabulary import CaseId, Colour, PersonId, Proposal
from mash.warehouse import run_sql

CHUNK = 25_000
"""Cases whose facts are in memory at once."""

NETWORKS = 1_000
"""Cases whose networks are in memory at once, some 200 MB: each time the ties of the whole hub are read through."""

NONE_DONE: Mapping[CaseId, Done] = MappingProxyType({})

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rated:
    """An open case, what is known of it, and what is proposed."""

    case: OpenCase
    facts: CaseFacts
    proposal: Proposal


def rate_open_cases(  # noqa: PLR0913 - each is an input of a night
    con: duckdb.DuckDBPyConnection,
    policy: Policy,
    *,
    as_of: dt.date,
    profile: Profile,
    done: Mapping[CaseId, Done] = NONE_DONE,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Make ``proposal`` and its reasons, evidence, chances and certainties; the number of cases rated.

    ``done`` is where each case was decided last. ``progress`` is told how many are rated, and of how many.
    """
    for table in ("proposal", "proposal_reason", "proposal_evidence", "proposal_chance", "proposal_certainty"):
        run_sql(con, "rating", table)
    hub = hub_facts(con)
    cases = open_cases_of(con)
    for start in range(0, len(cases), CHUNK):
        chunk = cases[start : start + CHUNK]
        _rate(con, chunk, hub, policy, as_of=as_of, profile=profile, done=done)
        if progress:
            progress(start + len(chunk), len(cases))
    return len(cases)


@uncollected()
def _rate(  # noqa: PLR0913 - as above
    con: duckdb.DuckDBPyConnection,
    cases: Sequence[OpenCase],
    hub: HubFacts,
    policy: Policy,
    *,
    as_of: dt.date,
    profile: Profile,
    done: Mapping[CaseId, Done],
) -> None:
    facts = facts_in_bulk(con, cases, hub, as_of=as_of, hops=policy.hops)
    rated = [Rated(case, each, propose(each, policy)) for case, each in zip(cases, facts, strict=True)]
    due = [
        decide_by(each.case.received_at, each.facts, each.proposal, profile, done=done.get(_id(each))) for each in rated
    ]
    _add(con, rated, due, _certainties(con, rated, policy), policy)


def _add(
    con: duckdb.DuckDBPyConnection,
    rated: Sequence[Rated],
    due: Sequence[Due | None],
    firm: Mapping[CaseId, Certainty],
    policy: Policy,
) -> None:
    made = [
        _proposal_row(each, policy, by) | {"certainty": firm[_id(each)].share}
        for each, by in zip(rated, due, strict=True)
    ]
    run_sql(con, "rating", "add_proposals", {"rows": sendable(made)})
    _add_reasons(con, [each.proposal for each in rated])
    _add_evidence(con, rated)
    _add_chances(con, [each.facts for each in rated])
    _add_certainties(con, firm)


def summary_of(facts: CaseFacts, policy: Policy) -> tuple[int, int, float]:
    """Adults within reach, those of them with a counted flag, and how many of these chance would put there."""
    drawn = sum(facts.around.adults_by_hop)
    expected = expected_by_chance(
        adults=facts.hub.adults, flagged=facts.hub.flagged_with(policy.counted_kinds), drawn=drawn
    )
    return drawn, len(facts.flagged(policy.counted_kinds)), round(expected, 4)


def decide_by(
    received_at: dt.datetime | None,
    facts: CaseFacts,
    proposal: Proposal,
    profile: Profile,
    *,
    done: Done | None = None,
) -> Due | None:
    """What falls due next, by the worst of what is proposed, of what fired, and of what a person has said.

    ``done`` is where the case was decided last.
    """
    worst = max(proposal.colour, proposal.at_least, facts.person_said or Colour.GREEN)
    stage = done.still(proposal.direction, fingerprint(proposal)) if done else None
    return due_next(received_at, worst, profile, done=stage) if received_at else None


def _certainties(con: duckdb.DuckDBPyConnection, rated: Sequence[Rated], policy: Policy) -> dict[CaseId, Certainty]:
    """Each case's certainty; a network is cut only where a possible link is in reach and could make a difference."""
    leeway = _leeway(con, _in_doubt(con, rated))
    bounds = {
        _id(each): Bounds(each.facts, policy, leeway[_id(each)], each.proposal.at_least)
        for each in rated
        if _id(each) in leeway
    }
    doubtful = {case_id: each for case_id, each in bounds.items() if each.could_differ}
    doubtful = {case_id: each for case_id, each in _closer(con, doubtful).items() if each.could_differ}
    found = {_id(each): firmly(each.proposal.at_least) for each in rated}
    waiting = iter(doubtful)
    while chunk := list(islice(waiting, NETWORKS)):
        children = {case_id: doubtful[case_id].facts.child for case_id in chunk}
        for case_id, network in networks_of_cases(con, children, hops=policy.hops, shown=False).items():
            found[case_id] = weigh(Doubt(network, doubtful[case_id]))
    return found


def _in_doubt(con: duckdb.DuckDBPyConnection, rated: Sequence[Rated]) -> list[Rated]:
    """Those that possible links could change at all: not one that is green and in which nobody else has a part.

    Unless somebody flagged is met who is taken for a child, and may be an adult.
    """
    quiet = {_id(each) for each in rated if each.proposal.at_least <= Colour.GREEN and not each.facts.tell_of_others}
    quiet -= {row["case_id"] for row in ask(con, "minors_flagged_near_cases", "rating", case_ids=list(quiet))}
    return [each for each in rated if _id(each) not in quiet]


def _leeway(con: duckdb.DuckDBPyConnection, rated: Sequence[Rated]) -> Mapping[CaseId, Leeway]:
    """What the possible links in reach leave open, of each case that has any."""
    links: defaultdict[CaseId, list[tuple[Met, Met]]] = defaultdict(list)
    adults: dict[CaseId, int] = {}
    for row in ask(con, "links_of_cases", "rating", case_ids=[_id(each) for each in rated]):
        a = Met(row["person_a"], row["hops_a"], row["busy_a"], row["minor_a"])
        b = Met(row["person_b"], row["hops_b"], row["busy_b"], row["minor_b"])
        links[row["case_id"]].append((a, b))
        adults[row["case_id"]] = row["adults"]
    beside: defaultdict[CaseId, defaultdict[PersonId, list[Beside]]] = defaultdict(lambda: defaultdict(list))
    for row in ask(con, "ends_beside_flagged", "rating", case_ids=list(links)):
        beside[row["case_id"]][row["person_id"]].append(Beside(row["end_id"], row["kind"]))
    facts = {_id(each): each.facts for each in rated}
    return {
        case_id: leeway_by_hops(
            facts[case_id].around,
            facts[case_id].child,
            some,
            beside=beside[case_id],
            most_adults=adults[case_id],
        )
        for case_id, some in links.items()
    }


def _closer(con: duckdb.DuckDBPyConnection, bounds: Mapping[CaseId, Bounds]) -> dict[CaseId, Bounds]:
    """The same bounds with the ways looked up that there would be were every link true."""
    grouped = [(case_id, *pair) for case_id, each in bounds.items() for pair in each.leeway.heads.items()]
    found = ask(
        con,
        "ways_if_one",
        "rating",
        case_ids=list(bounds),
        child_ids=[each.facts.child for each in bounds.values()],
        group_cases=[case_id for case_id, *_ in grouped],
        group_persons=[person for _, person, _ in grouped],
        group_heads=[head for *_, head in grouped],
    )
    ties = ties_named(con, {row[column] for row in found for column in ("tie_id", "second_tie_id") if row[column]})
    ways: defaultdict[CaseId, defaultdict[PersonId, list[Way]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        way = [ties[row["tie_id"]].leg(row["own"])]
        if row["second_tie_id"]:
            way.append(ties[row["second_tie_id"]].leg(row["member"]))
        ways[row["case_id"]][row["person_id"]].append(tuple(way))
    return {
        case_id: replace(each, leeway=leeway_by_ways(each.leeway, ways[case_id])) for case_id, each in bounds.items()
    }


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


def _proposal_row(rated: Rated, policy: Policy, due: Due | None) -> Row:
    case, facts, proposal = rated.case, rated.facts, rated.proposal
    adults, flagged, expected = summary_of(facts, policy)
    return {
        "case_id": case.case_id,
        "child_person_id": case.child,
        "colour": proposal.colour.name,
        "at_least": proposal.at_least.name,
        "direction": proposal.direction.value,
        "initial_rating": case.initial.name if case.initial else None,
        "decided_rating": case.decided.name if case.decided else None,
        "adults_in_reach": adults,
        "flagged_adults": flagged,
        "expected_by_chance": expected,
        "missing_agencies": list(proposal.missing_agencies),
        "due_by": due.at.isoformat() if due and due.at else None,
        "due_stage": due.stage if due else None,
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


def _add_evidence(con: duckdb.DuckDBPyConnection, rated: Sequence[Rated]) -> None:
    found = [(_id(each), piece) for each in rated for piece in pieces_of(each.facts, each.proposal)]
    columns: dict[str, list[str | None]] = {
        "case_ids": [case_id for case_id, _ in found],
        "kinds": [piece.kind for _, piece in found],
        "says": [piece.says for _, piece in found],
        "persons_a": [piece.person_a for _, piece in found],
        "persons_b": [piece.person_b for _, piece in found],
    }
    run_sql(con, "rating", "add_evidence", {name: sendable(column) for name, column in columns.items()})


def _add_chances(con: duckdb.DuckDBPyConnection, facts: Sequence[CaseFacts]) -> None:
    found = [
        {
            "case_id": of.case_id,
            "kind": each.kind.value,
            "observed": each.observed,
            "expected": round(each.expected, 4),
            "probability": each.probability,
        }
        for of in facts
        if of.driving
        for each in against_chance(of)
        if each.observed
    ]
    run_sql(con, "rating", "add_chances", {"rows": sendable(found)})
