"""The grouping against a slow, plain oracle, and its laws."""

import itertools

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from mash.identity.clustering import cluster
from mash.identity.constrained import Pair, Refusal, Rules
from mash.identity.evidence import Birthdays, Evidence, Numbers, Pairs

RECORDS = 8
numbers = st.integers(0, RECORDS - 1)
couples = st.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1])


def pairs_of(known):
    rows = [(a, b, float(weight)) for (a, b), weight in known.items()]
    a, b, weight = zip(*rows, strict=True) if rows else ((), (), ())
    return Pairs(np.array(a, dtype=np.int64), np.array(b, dtype=np.int64), np.array(weight, dtype=np.float64))


def evidence_of(known, vetoed=(), same=(), different=(), **stated):
    """Evidence from plain dictionaries: ``numbers`` record to number of one scheme, ``birthdays`` to day and agency."""
    held, born = stated.get("numbers", {}), stated.get("birthdays", {})
    return Evidence(
        pairs_of(known),
        pairs_of(dict.fromkeys(vetoed, 0.0)),
        list(same),
        list(different),
        Numbers(
            np.array(list(held), dtype=np.int64),
            np.zeros(len(held), dtype=np.int64),
            np.array(list(held.values()), dtype=np.int64),
        ),
        Birthdays(*np.array([(record, *each) for record, each in born.items()], dtype=np.int64).reshape(-1, 3).T),
    )


@st.composite
def problems(draw):
    facts = {
        "known": draw(st.dictionaries(couples, st.integers(-6, 20), max_size=20)),
        "vetoed": draw(st.lists(couples, max_size=3, unique=True)),
        "same": draw(st.lists(couples, max_size=2, unique=True)),
        "different": draw(st.lists(couples, max_size=2, unique=True)),
        "numbers": draw(st.dictionaries(numbers, st.integers(0, 1), max_size=5)),
        "birthdays": draw(st.dictionaries(numbers, st.tuples(st.integers(0, 1), st.integers(0, 2)))),
    }
    rules = Rules(5, draw(st.sampled_from([0, 3])), draw(st.sampled_from([3, RECORDS])))
    return facts, rules


@st.composite
def gatherings(draw):
    """Two dense groups with little between them but evidence against: where bridges come about."""
    half = RECORDS // 2
    inside, between = st.integers(20, 30), st.sampled_from([*range(-5, 0), *range(-5, 0), 2, 22])
    known = {
        (a, b): draw(inside if (a < half) == (b < half) else between)
        for a, b in itertools.combinations(range(RECORDS), 2)
        if draw(st.integers(0, 9))
    }
    known[draw(st.integers(0, half - 1)), draw(st.integers(half, RECORDS - 1))] = draw(st.integers(20, 40))
    born = {
        record: (int(record >= half), draw(st.integers(0, 2)))
        for record in draw(st.sampled_from([range(0), range(RECORDS)]))
        if draw(st.integers(0, 3))
    }
    numbers = draw(st.sampled_from([{}, {}, {0: 1, RECORDS - 1: 1}]))
    facts = {"known": known, "vetoed": (), "same": (), "different": (), "numbers": numbers, "birthdays": born}
    return facts, Rules(20, 0)


class Plain:
    """The same rules with sets and loops over everything."""

    def __init__(self, facts, rules, records=RECORDS):
        self.facts, self.rules = facts, rules
        self.groups = [{record} for record in range(records)]

    def group(self, record):
        return next(each for each in self.groups if record in each)

    def across(self, one, other):
        return {tuple(sorted(couple)) for couple in itertools.product(one, other)}

    def objects(self, one, other):
        across, facts = self.across(one, other), self.facts
        left, right = ({facts["numbers"][each] for each in group if each in facts["numbers"]} for group in (one, other))
        weights = [self.voice(facts["known"][couple]) for couple in across if couple in facts["known"]]
        return (
            bool(across & (set(facts["vetoed"]) - set(facts["same"])))
            or bool(across & set(facts["different"]))
            or len(one) + len(other) > self.rules.size_cap
            or bool(left and right and not left & right)
            or (self.birthdays_differ(one, other) and not left & right)
            or sum(weights) / len(weights) < self.rules.valid
        )

    def voice(self, weight):
        return max(-self.rules.join, min(weight, self.rules.join))

    def birthdays_differ(self, one, other):
        born = self.facts["birthdays"]
        said = [[born[each] for each in group if each in born] for group in (one, other)]
        days = [{day for day, _ in each} for each in said]
        confirmed = [any(len({agency for of, agency in each if of == day}) > 1 for day, _ in each) for each in said]
        return all(confirmed) and not days[0] & days[1]

    def join(self, one, other):
        self.groups.remove(one)
        self.groups.remove(other)
        self.groups.append(one | other)

    def partition(self):
        for a, b in sorted(self.facts["same"]):
            one, other = self.group(a), self.group(b)
            if one != other and not self.across(one, other) & set(self.facts["different"]):
                self.join(one, other)
        for (a, b), weight in sorted(self.facts["known"].items(), key=lambda each: (-each[1], each[0])):
            one, other = self.group(a), self.group(b)
            if weight >= self.rules.join and one != other and not self.objects(one, other):
                self.join(one, other)
        while any(self.cut(group) for group in list(self.groups)):
            pass
        return {frozenset(each) for each in self.groups}

    def strong(self, group):
        """The pairs that hold a group together."""
        pairs = {couple: weight for couple, weight in self.facts["known"].items() if weight >= self.rules.join}
        pairs |= dict.fromkeys(self.facts["same"], np.inf)
        return {couple: weight for couple, weight in pairs.items() if set(couple) <= group}

    def cut(self, group):
        """Whether the lightest weak bridge of a group, where there is one, has been cut."""
        strong = self.strong(group)
        for couple, weight in sorted(strong.items(), key=lambda each: (each[1], each[0])):
            one = self.reach({couple[0]}, set(strong) - {couple})
            other = group - one
            known = [self.facts["known"][each] for each in self.across(one, other) if each in self.facts["known"]]
            if (
                weight < np.inf
                and min(len(one), len(other)) >= 2
                and sum(each < self.rules.valid for each in known) > len(one) * len(other) / 2
                and sum(self.voice(each) for each in known) / len(known) < self.rules.valid
            ):
                self.groups.remove(group)
                self.groups += [one, other]
                return True
        return False

    def reach(self, found, couples):
        further = found.union(*(couple for couple in couples if found & set(couple)))
        return found if further == found else self.reach(further, couples)


def groups_of(found):
    groups = {}
    for record, group in enumerate(found.group_of.tolist()):
        groups.setdefault(group, set()).add(record)
    assert all(group == min(members) for group, members in groups.items())
    return {frozenset(each) for each in groups.values()}


def links_of(found):
    return sorted(zip(found.links.a.tolist(), found.links.b.tolist(), strict=True))


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.one_of(problems(), gatherings()))
def test_it_groups_as_the_plain_oracle_does(problem):
    facts, rules = problem
    assert groups_of(cluster(RECORDS, evidence_of(**facts), rules)) == Plain(facts, rules).partition()


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.one_of(problems(), gatherings()), st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_changes_nothing(problem, chance):
    facts, rules = problem
    shuffled = {**facts, "known": dict(chance.sample(list(facts["known"].items()), len(facts["known"])))}
    one, other = (cluster(RECORDS, evidence_of(**each), rules) for each in (facts, shuffled))
    assert (groups_of(one), links_of(one), one.refused) == (groups_of(other), links_of(other), other.refused)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.one_of(problems(), gatherings()))
def test_the_links_are_a_tree_of_every_group(problem):
    facts, rules = problem
    found = cluster(RECORDS, evidence_of(**facts), rules)
    assert len(links_of(found)) == RECORDS - len(groups_of(found))
    assert all(found.group_of[a] == found.group_of[b] for a, b in links_of(found))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(problems())
def test_records_judged_different_never_stand_together(problem):
    facts, rules = problem
    found = cluster(RECORDS, evidence_of(**facts), rules)
    assert not any(found.group_of[a] == found.group_of[b] for a, b in facts["different"])


@pytest.mark.parametrize(
    ("more", "rules", "why"),
    [
        ({"different": [(0, 2)]}, Rules(5, -9), Refusal.JUDGEMENT),
        ({"vetoed": [(0, 2)]}, Rules(5, -9), Refusal.VETO),
        ({"numbers": {0: 1, 2: 2}}, Rules(5, -9), Refusal.IDENTIFIERS),
        ({}, Rules(5, -9, size_cap=2), Refusal.SIZE),
        ({}, Rules(5, 1), Refusal.DISAGREEMENT),
    ],
    ids=lambda value: value.name if isinstance(value, Refusal) else "",
)
def test_what_is_refused_says_why(more, rules, why):
    found = cluster(3, evidence_of({(0, 1): 20.0, (1, 2): 10.0, (0, 2): -6.0}, **more), rules)
    assert found.refused == [(Pair(1, 2, 10.0), why)]
    assert found.group_of.tolist() == [0, 0, 2]


def crowd(seed, records):
    """Persons of up to nine records, false bridges between them and evidence of every kind; no two weights alike.

    The first six are two persons gathered around a weak bridge.
    """
    chance = np.random.default_rng(seed)
    whose = np.repeat(np.arange(records), chance.integers(1, 10, records))[:records]

    def some(few):
        low = chance.integers(6, records - 9, few)
        return {(int(a), int(a + step)) for a, step in zip(low, chance.integers(1, 10, few), strict=True)}

    inside = {pair for pair in itertools.combinations(range(records), 2) if whose[pair[0]] == whose[pair[1]]}
    known = {pair: float(chance.normal(14, 9)) for pair in sorted(inside)}
    known |= {pair: float(chance.normal(4, 8)) for pair in sorted(some(records) - inside)}
    known = {pair: weight for pair, weight in known.items() if pair[0] > 5}
    for a, b in itertools.combinations(range(6), 2):
        known[a, b] = float(chance.normal(12 if a // 3 == b // 3 else -1.5, 0.01))
    known[2, 3] = 30.0
    return {
        "known": known,
        "vetoed": sorted(some(records // 20)),
        "same": sorted(some(records // 40)),
        "different": sorted(some(records // 40)),
        "numbers": {record: int(whose[record]) for record in range(6, records, 3)},
        "birthdays": {record: (int(whose[record]) % 7, record % 3) for record in range(6, records) if record % 5},
    }


@pytest.mark.parametrize("seed", range(6))
def test_a_crowd_is_grouped_as_the_plain_oracle_does(seed):
    facts, rules = crowd(seed, 90), Rules(5, 0, size_cap=12)
    assert groups_of(cluster(90, evidence_of(**facts), rules)) == Plain(facts, rules, 90).partition()


MANY = 400


@pytest.fixture(scope="module")
def many():
    """A crowd and what becomes of it: some of everything that is refused."""
    facts = crowd(1, MANY)
    found = cluster(MANY, evidence_of(**facts), Rules(5, 0, size_cap=12))
    assert {why for _, why in found.refused} == set(Refusal)
    return facts, found


@pytest.mark.parametrize("seed", range(20))
def test_twenty_orders_of_the_evidence_give_one_result(many, seed):
    facts, found = many
    chance = np.random.default_rng(seed)

    def shuffled(told):
        rows = list(told.items()) if isinstance(told, dict) else list(told)
        rows = [rows[place] for place in chance.permutation(len(rows))]
        return dict(rows) if isinstance(told, dict) else rows

    again = cluster(
        MANY, evidence_of(**{name: shuffled(told) for name, told in facts.items()}), Rules(5, 0, size_cap=12)
    )
    assert again.group_of.tolist() == found.group_of.tolist()
    assert (links_of(again), again.refused) == (links_of(found), found.refused)


@pytest.mark.parametrize("seed", range(20))
def test_twenty_orders_of_the_records_give_one_partition(many, seed):
    facts, _ = many
    number = np.random.default_rng(seed).permutation(MANY).tolist()

    def renumbered(told):
        if isinstance(told, dict):
            return {pair_or_record(each): value for each, value in told.items()}
        return [pair_or_record(each) for each in told]

    def pair_or_record(each):
        return number[each] if isinstance(each, int) else tuple(sorted(number[record] for record in each))

    # Judgements are taken in the order of the records, and two may contradict each other.
    facts = facts | {"same": []}
    one, other = (
        groups_of(cluster(MANY, evidence_of(**each), Rules(5, 0, size_cap=12)))
        for each in (facts, {name: renumbered(told) for name, told in facts.items()})
    )
    assert {frozenset(number[record] for record in group) for group in one} == other


def test_a_thousand_records_that_share_a_placeholder_are_no_one_person():
    records, cap = 1000, 60
    a, b = np.triu_indices(records, 1)
    chance = np.random.default_rng(0)
    weight, order = chance.integers(20, 30, len(a)).astype(np.float64), chance.permutation(len(a))
    one = cluster(records, Evidence(Pairs(a, b, weight)), Rules(5, 0))
    other = cluster(records, Evidence(Pairs(a[order], b[order], weight[order])), Rules(5, 0))
    assert one.group_of.tolist() == other.group_of.tolist()
    assert np.bincount(one.group_of).max() <= cap
    assert {why for _, why in one.refused} == {Refusal.SIZE}
