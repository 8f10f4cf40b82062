"""The drawing: rings by hops, households together, nobody on top of anybody, always the same."""

import math
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.reports import Network, NetworkPerson, NetworkTie
from mash.reports.layout import PERSON_GAP, household_of, make_room, ring_layout


@pytest.mark.parametrize("which", ["answer", "empty", "large", "hostile"])
def test_everybody_stands_on_the_ring_of_their_hops_and_apart(request, which):
    network = request.getfixturevalue(which).network
    layout = ring_layout(network)
    assert set(layout.points) == {person.person_id for person in network.persons}
    for person in network.persons:
        assert math.hypot(*layout.points[person.person_id]) == pytest.approx(layout.radii[person.hops], abs=1e-6)
    nearest = min((math.dist(one, other) for one, other in combinations(layout.points.values(), 2)), default=math.inf)
    assert nearest > 0.9 * PERSON_GAP


def test_the_order_of_the_input_does_not_move_anybody(large):
    network = large.network
    turned = replace(network, persons=network.persons[::-1], ties=network.ties[::-1])
    assert ring_layout(turned).points == ring_layout(network).points


def test_a_household_stands_together_even_when_reached_by_two_ways():
    people = [NetworkPerson("C", (), 0), NetworkPerson("A", (), 1, via="C"), NetworkPerson("B", (), 1, via="C")]
    people += [NetworkPerson(f"X{n}", (), 2, via="AB"[n % 2]) for n in range(8)]
    home = NetworkTie("T", "X0", "X7", "household", "derived")
    network = Network(tuple(people), (home,))
    assert household_of(network)["X7"] == "X0"
    points = ring_layout(network).points
    order = sorted((f"X{n}" for n in range(8)), key=lambda one: math.atan2(points[one].x, -points[one].y) % math.tau)
    assert abs(order.index("X0") - order.index("X7")) in {1, 7}


def test_a_way_that_leads_back_to_itself_is_drawn_from_the_child():
    people = (NetworkPerson("C", (), 0), NetworkPerson("A", (), 1, via="A"), NetworkPerson("B", (), 2, via="B"))
    assert set(ring_layout(Network(people)).points) == {"C", "A", "B"}


@given(st.lists(st.floats(0, 6), max_size=20).map(sorted))
@settings(derandomize=True, max_examples=200)
def test_room_is_made_within_the_circle_and_only_where_it_is_wanting(wished):
    gap = 0.3
    made = make_room(wished, gap, 0.0, math.tau)
    assert all(later - earlier > gap - 1e-9 for earlier, later in pairwise(made))
    assert all(-1e-9 <= angle <= math.tau - gap + 1e-9 for angle in made)
    if all(later - earlier >= gap for earlier, later in pairwise(wished)) and max(wished, default=0) <= math.tau - gap:
        assert made == pytest.approx(wished)


@given(st.lists(st.integers(0, 8), min_size=1, max_size=4).map(sorted))
@settings(derandomize=True, max_examples=60)
def test_nobody_could_stand_nearer_to_their_wish(wished):
    """Against every placing on a fine grid."""
    gap, step, end = 2.0, 0.5, 10.0
    made = make_room([float(angle) for angle in wished], gap, 0.0, end)

    def cost(placing):
        return sum((place - wish) ** 2 for place, wish in zip(placing, wished, strict=True))

    grid = [number * step for number in range(int((end - gap) / step) + 1)]
    placings = (one for one in combinations(grid, len(wished)) if all(b - a >= gap for a, b in pairwise(one)))
    assert cost(made) <= min(map(cost, placings)) + 1e-9
