"""The grouping against a slow, plain oracle, and its laws."""

import itertools

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from mash.identity.clustering import Clustering, Constraints, Pair, Refusal, cluster

RECORDS = 8
numbers = st.integers(0, RECORDS - 1)
couples = st.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1])


@st.composite
def problems(draw):
    weights = draw(st.dictionaries(couples, st.integers(-6, 20), max_size=20))
    constraints = Constraints(
        same=draw(st.lists(couples, max_size=2, unique=True)),
        different=draw(st.lists(couples, max_size=2, unique=True)),
        vetoed=draw(st.lists(couples, max_size=3, unique=True)),
        identifiers={
            record: {"nhs": frozenset(str(held))}
            for record, held in draw(st.dictionaries(numbers, st.integers(1, 2), max_size=5)).items()
        },
        join=5,
        valid=draw(st.sampled_from([0, 3])),
        size_cap=draw(st.sampled_from([3, RECORDS])),
    )
    return [Pair(a, b, weight) for (a, b), weight in weights.items()], constraints


def plain(pairs: list[Pair], constraints: Constraints) -> set[frozenset[int]]:
    """The same rules with sets and loops over everything."""
    groups = [{record} for record in range(RECORDS)]
    known = {(pair.a, pair.b): pair.weight for pair in pairs}

    def group(record):
        return next(each for each in groups if record in each)

    def between(one, other, couples):
        return any(tuple(sorted(couple)) in couples for couple in itertools.product(one, other))

    def numbers_of(members):
        return {number for member in members for number in constraints.identifiers.get(member, {}).get("nhs", ())}

    def join(a, b):
        one, other = group(a), group(b)
        groups.remove(one)
        groups.remove(other)
        groups.append(one | other)

    vetoed = set(constraints.vetoed) - set(constraints.same)
    for a, b in sorted(constraints.same):
        if group(a) != group(b) and not between(group(a), group(b), set(constraints.different)):
            join(a, b)
    for pair in sorted(pairs, key=lambda each: (-each.weight, each.a, each.b)):
        one, other = group(pair.a), group(pair.b)
        if pair.weight < constraints.join or one == other:
            continue
        weights = [
            min(known[couple], constraints.join)
            for couple in (tuple(sorted(each)) for each in itertools.product(one, other))
            if couple in known
        ]
        clash = numbers_of(one) and numbers_of(other) and not numbers_of(one) & numbers_of(other)
        if (
            not between(one, other, vetoed | set(constraints.different))
            and len(one) + len(other) <= constraints.size_cap
            and not clash
            and sum(weights) / len(weights) >= constraints.valid
        ):
            join(pair.a, pair.b)
    return {frozenset(each) for each in groups}


def groups_of(found: Clustering) -> set[frozenset[int]]:
    groups: dict[int, set[int]] = {}
    for record, group in enumerate(found.group_of):
        groups.setdefault(group, set()).add(record)
    return {frozenset(each) for each in groups.values()}


@settings(derandomize=True, max_examples=300, deadline=None)
@given(problems())
def test_it_groups_as_the_plain_oracle_does(problem):
    assert groups_of(cluster(RECORDS, *problem)) == plain(*problem)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_changes_nothing(problem, chance):
    pairs, constraints = problem
    shuffled = chance.sample(pairs, len(pairs))
    assert cluster(RECORDS, shuffled, constraints) == cluster(RECORDS, pairs, constraints)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(problems())
def test_the_links_are_a_tree_of_every_group(problem):
    found = cluster(RECORDS, *problem)
    assert len(found.links) == RECORDS - len(groups_of(found))
    assert all(found.group_of[link.a] == found.group_of[link.b] for link in found.links)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(problems())
def test_records_judged_different_never_stand_together(problem):
    pairs, constraints = problem
    found = cluster(RECORDS, pairs, constraints)
    assert not any(found.group_of[a] == found.group_of[b] for a, b in constraints.different)


@pytest.mark.parametrize(
    ("constraints", "why"),
    [
        (Constraints(different=[(0, 2)], join=5), Refusal.JUDGEMENT),
        (Constraints(vetoed=[(0, 2)], join=5), Refusal.VETO),
        (Constraints(identifiers={0: {"nhs": frozenset("1")}, 2: {"nhs": frozenset("2")}}, join=5), Refusal.IDENTIFIERS),
        (Constraints(size_cap=2, join=5), Refusal.SIZE),
        (Constraints(join=5, valid=1), Refusal.DISAGREEMENT),
    ],
    ids=lambda value: value.name if isinstance(value, Refusal) else "",
)
def test_what_is_refused_says_why(constraints, why):
    pairs = [Pair(0, 1, 20.0), Pair(1, 2, 10.0), Pair(0, 2, -6.0)]
    found = cluster(3, pairs, constraints)
    assert found.refused == [(Pair(1, 2, 10.0), why)]
    assert found.group_of == [0, 0, 2]


def test_a_million_pairs_take_seconds():
    pairs = [Pair(n, n + 1, 10.0 + n % 7) for n in range(0, 200_000) if n % 4 != 3]
    found = cluster(200_001, pairs, Constraints(join=5))
    assert len(set(found.group_of)) == 50_001
