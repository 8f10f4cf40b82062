"""Where everybody stands in the drawing: the child in the centre, one ring per hop, households together.

Pure arithmetic on the network, so the page and the graph file agree and the same network is always drawn alike.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mash.reports.network import Network, NetworkPerson
from mash.vocabulary import PersonId, TieKind

RING_GAP = 130.0
"""Least distance between two rings, in the drawing's units (one unit is a CSS pixel at full size)."""
PERSON_GAP = 90.0
"""Least distance along a ring between two persons: the width of a label."""
SLACK = 1.2
"""How much longer a ring is than its people need, so that they can stand near those they hang on."""
TOP = -math.pi / 2


class Point(NamedTuple):
    """A place in the drawing; the child is at the origin, y grows downward."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Everybody's place, and the radius of each ring by hops (the child's is 0)."""

    points: Mapping[PersonId, Point]
    radii: Mapping[int, float]


def ring_layout(network: Network) -> Layout:
    """Place every person of the network; rings grow until nobody on them stands closer than ``PERSON_GAP``.

    Each branch of the best paths asks for a sector in proportion to the people at its ends, and on every ring
    people then make room for each other without changing their order.
    """
    rings: dict[int, list[NetworkPerson]] = defaultdict(list)
    for person in network.persons:
        rings[person.hops].append(person)
    radii = {0: 0.0}
    for hops in range(1, max(rings, default=0) + 1):
        radii[hops] = max(radii[hops - 1] + RING_GAP, SLACK * len(rings[hops]) * PERSON_GAP / (2 * math.pi))
    wished = _wished_angles(network)
    points: dict[PersonId, Point] = {}
    for hops, ring in rings.items():
        order = sorted(ring, key=lambda person: (wished[person.person_id], person.person_id))
        gap = 2 * math.pi / max(len(ring), 2 * math.pi * radii[hops] / PERSON_GAP) if radii[hops] else 0.0
        angles = make_room([wished[person.person_id] for person in order], gap, TOP, TOP + 2 * math.pi)
        for person, angle in zip(order, angles, strict=True):
            points[person.person_id] = Point(radii[hops] * math.cos(angle), radii[hops] * math.sin(angle))
    return Layout(points, radii)


def make_room(wished: Sequence[float], gap: float, start: float, end: float) -> list[float]:
    """The angles nearest to the ``wished`` (ascending), at least ``gap`` apart, round from ``start`` to ``end``.

    Needs ``gap * len(wished) <= end - start``. Isotonic regression by pooling adjacent violators (Barlow, 1972).
    """
    pools: list[tuple[float, int]] = []
    for position, angle in enumerate(wished):
        total, count = angle - position * gap, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    levels = [total / count for total, count in pools for _ in range(count)]
    highest = end - len(wished) * gap
    return [min(max(level, start), max(highest, start)) + position * gap for position, level in enumerate(levels)]


def household_of(network: Network) -> dict[PersonId, PersonId]:
    """The least person id of each person's household: those joined by household ties on one ring."""
    hops = {person.person_id: person.hops for person in network.persons}
    head = {person_id: person_id for person_id in hops}

    def find(person_id: PersonId) -> PersonId:
        while head[person_id] != person_id:
            person_id = head[person_id]
        return person_id

    for tie in network.ties:
        both_known = tie.person_a in hops and tie.person_b in hops
        if tie.kind == TieKind.HOUSEHOLD and both_known and hops[tie.person_a] == hops[tie.person_b]:
            first, second = sorted((find(tie.person_a), find(tie.person_b)))
            head[second] = first
    return {person_id: find(person_id) for person_id in head}


def _wished_angles(network: Network) -> dict[PersonId, float]:
    """The middle of each person's sector, in radians clockwise from the top."""
    branches = _branches(network)
    widths: dict[PersonId, int] = {}

    def measure(person_id: PersonId) -> int:
        widths[person_id] = max(1, sum(measure(child) for child in branches.get(person_id, ())))
        return widths[person_id]

    angles: dict[PersonId, float] = {}

    def share_out(person_id: PersonId, start: float, sweep: float) -> None:
        angles[person_id] = start + sweep / 2
        for child in branches.get(person_id, ()):
            part = sweep * widths[child] / widths[person_id]
            share_out(child, start, part)
            start += part

    for person in network.persons:
        if person.hops == 0:
            measure(person.person_id)
            share_out(person.person_id, TOP, 2 * math.pi)
    return angles


def _branches(network: Network) -> dict[PersonId, list[PersonId]]:
    """Who is drawn outward of whom. A household hangs together, on its first member's branch."""
    people = {person.person_id: person for person in network.persons}
    inward = _inward_neighbours(network, people)
    household = household_of(network)
    root = min((person.person_id for person in network.persons if person.hops == 0), default=None)
    branches: dict[PersonId, list[PersonId]] = defaultdict(list)
    for person in sorted(network.persons, key=lambda one: (household[one.person_id], one.person_id)):
        head = people[household[person.person_id]]
        via = head.via if head.via in people else inward.get(head.person_id, root)
        parent = via if via is not None and people[via].hops < person.hops else root
        if parent is not None and person.hops > 0:
            branches[parent].append(person.person_id)
    return branches


def _inward_neighbours(network: Network, people: Mapping[PersonId, NetworkPerson]) -> dict[PersonId, PersonId]:
    """For each person the neighbour one ring inward along the strongest tie; the least id when equal."""
    best: dict[PersonId, tuple[float, PersonId]] = {}
    for tie in network.ties:
        for near, far in ((tie.person_a, tie.person_b), (tie.person_b, tie.person_a)):
            if near in people and far in people and people[near].hops == people[far].hops - 1:
                best[far] = min(best.get(far, (0.0, near)), (-tie.strength, near))
    return {far: near for far, (_, near) in best.items()}
