"""The frontier in SQL and the network in Python, each against a plain enumeration of every path."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mash import associations

PEOPLE = "CABDEF"
HOPS = 3
CONFIRMED = "confirmed"
LAW = settings(
    derandomize=True,
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
PAIRS = sorted(combinations(sorted(PEOPLE), 2))
WORDS = st.sampled_from(["friend", "partner", "sibling"])
GRAPHS = st.fixed_dictionaries(
    {
        "ties": st.dictionaries(st.sampled_from(PAIRS), WORDS, max_size=8),
        "links": st.dictionaries(st.sampled_from(PAIRS), st.sampled_from([0.3, 0.5]), max_size=3),
    }
)


def ways(pairs) -> dict[str, list[tuple[str, float]]]:
    found = {person: [] for person in PEOPLE}
    for (a, b), strength in pairs.items():
        found[a].append((b, strength))
        found[b].append((a, strength))
    return found


def confirmed_oracle(ties) -> dict[str, tuple]:
    """Person: (hops, -strength, via), by walking every simple path."""
    best = {}

    def walk(path, strength):
        here = path[-1]
        rank = (len(path) - 1, -strength, path[-2] if len(path) > 1 else "")
        best[here] = min(best.get(here, rank), rank)
        if len(path) <= HOPS:
            for other, tie in ties[here]:
                if other not in path:
                    walk([*path, other], strength * tie)

    walk(["C"], 1.0)
    return best


def onward(path, hops, stages, graph):
    """Each step on from a path: to whom, how strongly, the stage there, the hops by then."""
    ties, links, confirmed = graph
    certain = stages[-1] == CONFIRMED

    def nearer(other, at):
        return other not in path and (other not in confirmed or at < confirmed[other][0])

    for other, weight in ties[path[-1]]:
        if hops < HOPS and (other not in path if certain else nearer(other, hops + 1)):
            yield other, weight, CONFIRMED if certain else (hops + 1, 0), hops + 1
    for other, weight in links[path[-1]]:
        if (certain or stages[-1][1] == 0) and nearer(other, hops):
            yield other, weight, (hops, 1), hops


def possible_oracle(ties, links, confirmed) -> dict[str, tuple]:
    """Likewise by ties and possible identities, confirmed persons passed again only where they are nearer so.

    A stage is (hops, whether the last step was an identity); whoever is met at an earlier stage stays there.
    """
    paths = []

    def walk(path, hops, strength, stages):
        if stages[-1] != CONFIRMED:
            paths.append((path, strength, stages))
        for other, weight, stage, at in onward(path, hops, stages, (ties, links, confirmed)):
            rank = (at, -strength * weight, path[-1])
            if stage != CONFIRMED or rank == confirmed[other]:
                walk([*path, other], at, strength * weight, [*stages, stage])

    walk(["C"], 0, 1.0, [CONFIRMED])
    return best_of(paths)


def best_of(paths) -> dict[str, tuple]:
    """Of all paths, the best to each person among those that meet everyone at their first stage."""
    first = {}
    for path, _, stages in paths:
        first[path[-1]] = min(first.get(path[-1], stages[-1]), stages[-1])
    best = {}
    for path, strength, stages in paths:
        if all(stage in (CONFIRMED, first.get(person)) for person, stage in zip(path, stages, strict=True)):
            rank = (stages[-1][0], -strength, path[-2])
            best[path[-1]] = min(best.get(path[-1], rank), rank)
    return best


def lay_out(town, graph):
    town.referral("R", "C")
    for a, b in PAIRS:
        town.record(a, "social_care")
        town.record(b, "social_care")
    for (a, b), word in graph["ties"].items():
        town.related(a, b, word)
    for (a, b), probability in graph["links"].items():
        town.perhaps(a, b, probability)
    town.build(hops=HOPS)
    strengths = {(a, b): strength for a, b, strength in town.ask("select person_a, person_b, strength from tie")}
    return ways(strengths), ways(graph["links"])


@LAW
@given(graph=GRAPHS)
def test_the_frontier_finds_what_walking_every_path_finds(new_town, graph):
    town = new_town()
    ties, links = lay_out(town, graph)
    confirmed = confirmed_oracle(ties)
    possible = possible_oracle(ties, links, confirmed)
    expected = {(person, *rank, "confirmed") for person, rank in confirmed.items()}
    assert expected == set(met(town, "identity = 'confirmed'"))
    expected |= {(person, *rank, "possible") for person, rank in possible.items()}
    assert expected == set(met(town, "true"))
    assert [(person,) for person in sorted({*confirmed, *possible})] == town.ask(
        "select person_id from reach order by 1"
    )


def met(town, where):
    return town.ask(f"select person_id, hops, -strength, coalesce(via, ''), identity from met where {where}")


@LAW
@given(graph=GRAPHS)
def test_the_network_around_a_child_agrees_with_the_frontier(new_town, graph):
    town = new_town()
    lay_out(town, graph)
    for person in PEOPLE[1:]:
        town.con.execute(
            "insert into person_flag (person_id, kind, scheme, status, agency, dataset, extract, source_row)"
            f" values ('{person}', 'violence', 'DV', 'current', 'police', 'markers', 'e', 1)"
        )
    associations.reach(town.con, hops=HOPS)
    network = associations.network_around(town.con, "C", hops=HOPS)
    found = {(person, at.hops, at.via, at.tie_id, at.strength, at.identity) for person, at in network.reached.items()}
    assert found == set(town.ask("select person_id, hops, via, tie_id, strength, identity from reach"))
    legs = {
        (person, step, leg.from_person, leg.to_person)
        for person in network.reached
        for step, leg in enumerate(network.path_to(person), start=1)
    }
    assert legs == set(town.ask("select person_id, step, from_person, to_person from exposure_leg"))


@LAW
@given(graph=GRAPHS, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(new_town, graph, order):
    straight, shuffled = new_town(), new_town()
    lay_out(straight, graph)
    shuffled.rows = straight.rows
    shuffled.build(hops=HOPS, order=lambda rows: order.sample(rows, len(rows)))
    for table in ("tie", "tie_evidence", "reach", "hop"):
        assert shuffled.ask(f"from {table} order by all") == straight.ask(f"from {table} order by all")


def test_distances_are_networkx_distances(random_town):
    town = random_town(7)
    town.build()
    network = associations.network_around(town.con, "C0", hops=3)
    near = nx.Graph(town.ask("select from_person, to_person from hop"))
    expected = nx.single_source_shortest_path_length(near, "C0", cutoff=3)
    assert {person: at.hops for person, at in network.reached.items() if at.identity == "confirmed"} == expected


@pytest.mark.parametrize("seed", range(8))
def test_networks_cut_in_bulk_are_those_cut_one_by_one(random_town, seed):
    town = random_town(seed)
    town.perhaps("C0", "A03")
    town.build(associations.Settings(person_cap=6))
    children = dict(town.ask("select case_id, child_person_id from open_case"))
    for case_id, network in associations.networks_of_cases(town.con, children, hops=3).items():
        alone = associations.network_around(town.con, children[case_id], hops=3)
        assert network == dataclasses.replace(alone, crowds=())
        assert network.reached == alone.reached
        assert (network.ties, network.identities) == (alone.ties, alone.identities)


@pytest.mark.parametrize("seed", range(3))
def test_a_network_only_rated_has_of_each_ties_rows_the_first_day_they_state(random_town, seed):
    town = random_town(seed)
    for since in ("2024-05-01", "2023-02-01"):
        town.related("C0", "A03", "friend", from_date=since)
    town.build()
    children, several = dict(town.ask("select case_id, child_person_id from open_case")), 0
    for case_id, network in associations.networks_of_cases(town.con, children, hops=3, shown=False).items():
        shown = associations.network_around(town.con, children[case_id], hops=3)
        assert network.reached == shown.reached
        assert network.ties.keys() == shown.ties.keys()
        for tie_id, tie in network.ties.items():
            days = [row.from_date for row in shown.ties[tie_id].evidence if row.from_date]
            assert tie == dataclasses.replace(shown.ties[tie_id], evidence=tie.evidence)
            assert [row.from_date for row in tie.evidence] == ([min(days)] if days else [])
            several += len(set(days)) > 1
    assert several


def test_a_busy_person_is_reached_but_not_followed_further(town):
    town.referral("R", "C")
    town.related("C", "B", "friend")
    for number in range(6):
        town.related("B", f"A{number}", "friend")
    town.build(associations.Settings(person_cap=5))
    assert set(town.ask("select person_id from reach")) == {("C",), ("B",)}
    network = associations.network_around(town.con, "C", hops=3)
    assert set(network.reached) == {"C", "B"}
    assert network.busy == {"B"}


def test_the_child_itself_is_followed_however_many_it_is_tied_to(town):
    town.referral("R", "C")
    for number in range(6):
        town.related("C", f"A{number}", "friend")
    town.build(associations.Settings(person_cap=5))
    assert len(town.ask("from reach")) == 7
    assert len(associations.network_around(town.con, "C", hops=1).reached) == 7


def test_a_possible_identity_between_two_who_are_themselves_only_possible_is_known_either_way(town):
    town.referral("R", "C")
    town.related("C", "M", "mother")
    for one, other in (("M", "X"), ("M", "Y"), ("X", "Y")):
        town.perhaps(one, other)
    town.build()
    alone = associations.network_around(town.con, "C", hops=3)
    (bulk,) = associations.networks_of_cases(town.con, {"R": "C"}, hops=3).values()
    assert [(link.person_a, link.person_b) for link in alone.identities] == [("M", "X"), ("M", "Y"), ("X", "Y")]
    assert bulk.identities == alone.identities


def test_whoever_is_met_as_a_possible_identity_and_then_by_a_tie_is_asked_whom_they_may_be(town):
    town.referral("R", "C")
    town.related("C", "M", "mother")
    town.perhaps("M", "X")
    town.related("M", "N", "friend")
    town.related("N", "X", "friend")
    town.perhaps("X", "Y")
    town.build()
    (bulk,) = associations.networks_of_cases(town.con, {"R": "C"}, hops=3).values()
    alone = associations.network_around(town.con, "C", hops=3)
    assert set(alone.reached) == set(bulk.reached) == {"C", "M", "N", "X", "Y"}
