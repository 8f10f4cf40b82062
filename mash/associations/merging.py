"""The network as it would be if certain persons were one: for sampling what uncertain identities may mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from mash.associations.network import Network, NetworkPerson
from mash.associations.traversal import graph_of
from mash.vocabulary import PersonId


def assuming(network: Network, same: Iterable[tuple[PersonId, PersonId]]) -> Network:
    """The network if of all possible identities exactly those of the pairs ``same`` were true.

    The persons of a pair, or of several that meet, become the one of them nearest to the child.
    """
    one = _representatives(network, same)
    members: defaultdict[PersonId, list[NetworkPerson]] = defaultdict(list)
    for person_id in sorted(network.persons):
        members[one[person_id]].append(network.persons[person_id])
    merged = (
        tie
        if one[tie.person_a] == tie.person_a and one[tie.person_b] == tie.person_b
        else replace(tie, person_a=one[tie.person_a], person_b=one[tie.person_b])
        for tie in network.ties.values()
    )
    return replace(
        network,
        persons={person_id: _as_one(network.persons[person_id], found) for person_id, found in members.items()},
        graph=graph_of(members, (tie for tie in merged if tie.person_a != tie.person_b), ()),
        left_out=frozenset(),
        busy=frozenset(one[person_id] for person_id in network.busy if person_id in one),
    )


def _representatives(network: Network, same: Iterable[tuple[PersonId, PersonId]]) -> dict[PersonId, PersonId]:
    """Each person, and the one of its group who is nearest: confirmed first, then by hops, then by id."""
    group = {person_id: {person_id} for person_id in network.persons}
    for a, b in same:
        together = group[a] | group[b]
        for person_id in together:
            group[person_id] = together

    def nearness(person_id: PersonId) -> tuple[str, int, PersonId]:
        at = network.reached[person_id]
        return (at.identity.value, at.hops, person_id)

    return {person_id: min(together, key=nearness) for person_id, together in group.items()}


def _as_one(person: NetworkPerson, members: Iterable[NetworkPerson]) -> NetworkPerson:
    """The person with the flags of all; an adult if any is known to be one."""
    found = list(members)
    if len(found) == 1:
        return person
    adult = True if any(each.is_adult for each in found) else person.is_adult
    return replace(person, flags=tuple(flag for each in found for flag in each.flags), is_adult=adult)
