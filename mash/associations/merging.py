"""The network as it would be if certain persons were one: for sampling what uncertain identities may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mash.associations.network import Network, NetworkPerson
from mash.associations.traversal import Supposed
from mash.vocabulary import PersonId


def assuming(network: Network, same: Iterable[tuple[PersonId, PersonId]]) -> Network:
    """The network if of all possible identities exactly those of the pairs ``same`` were true.

    The persons of a pair, or of several that meet, become the one of them nearest to the child. The graph stays as it
    is; what differs is said beside it, so that a sample costs a walk and not a graph.
    """
    members = groups(network, same)
    one = {person: head for head, group in members.items() for person in group if person != head}
    persons = dict(network.persons)
    for head, group in members.items():
        persons[head] = _as_one(persons[head], [network.persons[person] for person in sorted(group)])
    for person in one:
        del persons[person]
    return replace(
        network,
        persons=persons,
        busy=frozenset(one.get(person, person) for person in network.busy) - {network.child},
        supposed=Supposed(network.supposed.left_out, one, members, settled=True),
        ways_read=network.ways,
    )


def groups(network: Network, same: Iterable[tuple[PersonId, PersonId]]) -> Mapping[PersonId, tuple[PersonId, ...]]:
    """Those who become one, by the one of them who is nearest: confirmed first, then by hops, then by id."""
    group: dict[PersonId, set[PersonId]] = {}
    for pair in same:
        together = set().union(*(group.get(person, {person}) for person in pair))
        for person in together:
            group[person] = together

    distinct = {id(together): together for together in group.values()}.values()
    return {min(together, key=network.nearness.__getitem__): tuple(sorted(together)) for together in distinct}


def _as_one(person: NetworkPerson, members: Iterable[NetworkPerson]) -> NetworkPerson:
    """The person with the flags of all; an adult if any is known to be one."""
    found = list(members)
    adult = True if any(each.is_adult for each in found) else person.is_adult
    if adult == person.is_adult and not any(each.flags for each in found):
        return person
    return replace(person, flags=tuple(flag for each in found for flag in each.flags), is_adult=adult)
