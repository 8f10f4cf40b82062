"""Cutting the network around one child out of the snapshot: hop by hop, a set of persons at a time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import duckdb

from mash.associations.network import CrowdNearby, Network, NetworkPerson
from mash.associations.sealing import sealed_from
from mash.associations.ties import (
    PossibleIdentity,
    ask,
    flags_of,
    identities_around,
    ties_dated,
    ties_named,
    with_evidence,
)
from mash.errors import NotFound
from mash.vocabulary import CaseId, PersonId
from mash.warehouse import rows

HUB = "person tied to them all"
"""The kind under which a person tied to too many is told."""


def network_around(con: duckdb.DuckDBPyConnection, person_id: PersonId, *, hops: int) -> Network:
    """The network of everyone within ``hops`` of a person, as of the run; within ``on_day``, as of that day.

    Raises ``NotFound`` for an unknown person.
    """
    run = rows(con, "select as_of, follow_at_least from association_run")[0]
    day = run["as_of"]
    if not ask(con, "persons_asked", persons=[person_id]):
        raise NotFound(f"no person {person_id}", try_="mash enquire --surname … --dob …")
    persons, identities = _spread(con, person_id, hops, run)
    ties = with_evidence(con, ask(con, "ties_among", persons=sorted(persons)))
    whole = Network(
        child=person_id,
        hops=hops,
        as_of=day,
        follow_at_least=run["follow_at_least"],
        busy=_busy(con, persons) - {person_id},
        persons=_persons(con, persons, day),
        tied=tuple(ties.values()),
        links=tuple(identities),
        crowds=(),
    )
    reached = whole.reached.keys()
    return replace(
        whole,
        persons={key: person for key, person in whole.persons.items() if key in reached},
        busy=frozenset(whole.busy & reached),
        tied=tuple(tie for tie in whole.tied if {tie.person_a, tie.person_b} <= reached),
        links=tuple(link for link in identities if {link.person_a, link.person_b} <= reached),
        crowds=(*_crowds(con, reached), *_hubs(con, reached - {person_id})),
    )


def networks_of_cases(
    con: duckdb.DuckDBPyConnection, children: Mapping[CaseId, PersonId], *, hops: int, shown: bool = True
) -> dict[CaseId, Network]:
    """The networks of many open cases (id to child) on the run's date, in as many queries as for one.

    From ``reach`` as the batch found it; the same as ``network_around`` but for the crowds nearby, left out. Networks
    not to be ``shown``, only rated, are without names and without the rows that ties stand on.
    """
    run = rows(con, "select as_of, follow_at_least from association_run")[0]
    reached = _by_case(con, "reached_in_cases", "person_ids", children)
    tied = _by_case(con, "ties_in_cases", "tie_ids", children)
    everyone = set().union(*reached.values())
    ties = (ties_named if shown else ties_dated)(con, set().union(*tied.values()))
    persons = (_persons if shown else _nameless)(con, everyone, run["as_of"])
    identities: defaultdict[PersonId, list[PossibleIdentity]] = defaultdict(list)
    for link in identities_around(con, everyone):
        identities[link.person_a].append(link)
    busy = _busy(con, everyone)
    return {
        case_id: Network(
            child=child,
            hops=hops,
            as_of=run["as_of"],
            follow_at_least=run["follow_at_least"],
            busy=busy & reached[case_id] - {child},
            persons={person: persons[person] for person in sorted(reached[case_id])},
            tied=tuple(ties[tie_id] for tie_id in sorted(tied.get(case_id, ()))),
            links=tuple(
                link
                for person in sorted(reached[case_id] & identities.keys())
                for link in identities[person]
                if link.person_b in reached[case_id]
            ),
            crowds=(),
        )
        for case_id, child in children.items()
    }


def _by_case(
    con: duckdb.DuckDBPyConnection, name: str, column: str, cases: Iterable[CaseId]
) -> Mapping[CaseId, frozenset[Any]]:
    return {row["case_id"]: frozenset(row[column]) for row in ask(con, name, case_ids=list(cases))}


def _spread(
    con: duckdb.DuckDBPyConnection, child: PersonId, hops: int, run: Mapping[str, Any]
) -> tuple[set[PersonId], list[PossibleIdentity]]:
    """Everyone the best paths could pass: at each hop the ties' other ends, and whom those may be.

    Whoever was first met as a possible identity is asked whom it may be at the next hop: a tie may reach it there.
    """
    found = {child}
    frontier = {child}
    asked: set[PersonId] = set()
    sealed = sealed_from(con, child)
    for hop in range(hops + 1):
        if hop:
            tied = ask(con, "tie_ends", persons=sorted(frontier), at_least=run["follow_at_least"])
            frontier = {row["person_id"] for row in tied} - found - sealed
            found |= frontier
        to_ask = found - asked
        near = ask(con, "identity_ends", persons=sorted(to_ask))
        asked |= to_ask
        new = {person for row in near for person in row.values()} - found - sealed
        found |= new
        frontier |= new
    links = identities_around(con, found)
    return found, [link for link in links if {link.person_a, link.person_b} <= found]


def _busy(con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId]) -> frozenset[PersonId]:
    return frozenset(row["person_id"] for row in ask(con, "busy_asked", persons=sorted(persons)))


def _persons(con: duckdb.DuckDBPyConnection, persons: set[PersonId], day: dt.date) -> dict[PersonId, NetworkPerson]:
    flags = flags_of(con, persons, as_of=day)
    return {
        row["person_id"]: NetworkPerson(
            **{**row, "names": tuple(row["names"] or ()), "agencies": tuple(row["agencies"] or ())},
            flags=flags.get(row["person_id"], ()),
        )
        for row in ask(con, "persons_asked", persons=sorted(persons))
    }


def _hubs(con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId]) -> Iterator[CrowdNearby]:
    """Persons tied to more others than the cap, told beside the crowds: nobody is met through them either."""
    for row in ask(con, "busy_asked", persons=sorted(persons)):
        reason = "more than the policy follows: reached, and not followed further"
        yield CrowdNearby(row["person_id"], HUB, row["persons"], reason, (row["person_id"],))


def _nameless(con: duckdb.DuckDBPyConnection, persons: set[PersonId], day: dt.date) -> dict[PersonId, NetworkPerson]:
    """Persons as the rules know them: who is an adult, and who is flagged."""
    flags = flags_of(con, persons, as_of=day)
    return {
        row["person_id"]: NetworkPerson(
            row["person_id"], None, None, (), None, row["is_adult"], True, (), flags.get(row["person_id"], ())
        )
        for row in ask(con, "adults_asked", persons=sorted(persons))
    }


def _crowds(con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId]) -> tuple[CrowdNearby, ...]:
    members: defaultdict[str, list[PersonId]] = defaultdict(list)
    crowds: dict[str, Mapping[str, Any]] = {}
    for row in ask(con, "crowds_around", persons=sorted(persons)):
        members[row["context_key"]].append(row["person_id"])
        crowds[row["context_key"]] = row
    return tuple(
        CrowdNearby(key, row["context_kind"], row["persons"], row["reason"], tuple(members[key]))
        for key, row in crowds.items()
    )
