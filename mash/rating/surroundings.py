"""What the network says of a case, from the frontier's tables or from a ``Network``: the same either way."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

from mash.associations import PARENT_LABELS, Network, Tie, ask, flags_of, identities_around, ties_named
from mash.rating.facts import Surroundings
from mash.vocabulary import CaseId, Exposure, IdentityCertainty, Leg, PersonId

Row = Mapping[str, Any]


def surroundings_of_network(network: Network) -> Surroundings:
    """From the network around one child."""
    return Surroundings(
        exposures=network.exposures(),
        household=network.household(),
        carers=network.carers(),
        adults_by_hop=adults_by_hop(network),
        routes=network.short_routes(),
        siblings=network.siblings(),
    )


def adults_by_hop(network: Network) -> tuple[int, ...]:
    """Adults first met at 1, 2 … hops through confirmed identities."""
    adults = Counter(
        at.hops
        for person, at in network.reached.items()
        if at.hops and at.identity == IdentityCertainty.CONFIRMED and network.persons[person].is_adult is not False
    )
    return tuple(adults[hop] for hop in range(1, network.hops + 1))


def surroundings_of_cases(
    con: duckdb.DuckDBPyConnection, children: Mapping[CaseId, PersonId], *, as_of: dt.date, hops: int
) -> dict[CaseId, Surroundings]:
    """From the frontier's tables, for many cases (id to child) at once."""
    case_ids = list(children)
    close: defaultdict[tuple[CaseId, str], set[PersonId]] = defaultdict(set)
    for row in ask(
        con,
        "close_to_cases",
        "rating",
        case_ids=case_ids,
        child_ids=list(children.values()),
        parent_labels=sorted(PARENT_LABELS),
    ):
        close[row["case_id"], row["part"]].add(row["person_id"])
    adults = {
        (row["case_id"], row["hops"]): row["adults"]
        for row in ask(con, "adults_near_cases", "rating", case_ids=case_ids)
    }
    steps = ask(con, "exposures_of_cases", "rating", case_ids=case_ids)
    ways = ask(con, "routes_of_cases", "rating", case_ids=case_ids, child_ids=list(children.values()))
    ties = ties_named(con, {tie_id for row in (*steps, *ways) for tie_id in _ties_of(row)})
    exposures, routes = _exposures(con, steps, ties, as_of), _routes(ways, ties)
    return {
        case_id: Surroundings(
            exposures=tuple(exposures[case_id]),
            household=frozenset(close[case_id, "household"]),
            carers=frozenset(close[case_id, "carer"]),
            adults_by_hop=tuple(adults.get((case_id, hop), 0) for hop in range(1, hops + 1)),
            routes=tuple(routes[case_id]),
            siblings=frozenset(close[case_id, "sibling"]),
        )
        for case_id in case_ids
    }


def _ties_of(row: Row) -> Iterator[str]:
    """The ties that a row of a way names."""
    return filter(None, (row["tie_id"], row.get("second_tie_id")))


def _exposures(
    con: duckdb.DuckDBPyConnection, steps: Sequence[Row], ties: Mapping[str, Tie], as_of: dt.date
) -> defaultdict[CaseId, list[Exposure]]:
    """Exposures from rows of one step each, in the order of the steps."""
    flags = flags_of(con, {row["person_id"] for row in steps}, as_of=as_of)
    legs = _legs(con, steps, ties)
    paths: defaultdict[tuple[CaseId, PersonId], list[Leg]] = defaultdict(list)
    first: dict[tuple[CaseId, PersonId], Row] = {}
    for row in steps:
        key = (row["case_id"], row["person_id"])
        first.setdefault(key, row)
        paths[key].append(legs[row["tie_id"], row["from_person"], row["to_person"]])
    found: defaultdict[CaseId, list[Exposure]] = defaultdict(list)
    for (case_id, person), row in first.items():
        path = tuple(paths[case_id, person])
        found[case_id].append(
            Exposure(person, row["hops"], flags.get(person, ()), path, IdentityCertainty(row["identity"]))
        )
    return found


def _routes(
    ways: Sequence[Row], ties: Mapping[str, Tie]
) -> defaultdict[CaseId, list[tuple[PersonId, tuple[Leg, ...]]]]:
    found: defaultdict[CaseId, list[tuple[PersonId, tuple[Leg, ...]]]] = defaultdict(list)
    for row in ways:
        legs = [ties[row["tie_id"]].leg(row["child_id"])]
        if row["second_tie_id"]:
            legs.append(ties[row["second_tie_id"]].leg(row["middle"]))
        found[row["case_id"]].append((row["person_id"], tuple(legs)))
    return found


def _legs(
    con: duckdb.DuckDBPyConnection, steps: Sequence[Row], ties: Mapping[str, Tie]
) -> dict[tuple[str | None, PersonId, PersonId], Leg]:
    wanted = {(row["tie_id"], row["from_person"], row["to_person"]) for row in steps}
    maybe = {person for tie_id, *ends in wanted if tie_id is None for person in ends}
    links = {(link.person_a, link.person_b): link for link in identities_around(con, maybe)}
    legs = {}
    for tie_id, start, end in wanted:
        step = links[min(start, end), max(start, end)] if tie_id is None else ties[tie_id]
        legs[tie_id, start, end] = step.leg(start)
    return legs
