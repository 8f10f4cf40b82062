"""What people say of pairs: contradictions are told, the rest is obeyed whatever the model or the order."""

import datetime as dt
from dataclasses import replace

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from mash.identity import (
    Judgement,
    NumberConflict,
    Verdict,
    contradiction,
    number_conflicts,
    resolve_persons,
    said_to_be,
    score_pairs,
)
from mash.identity.clustering import cluster
from mash.identity.constrained import Rules
from mash.identity.evidence import Evidence
from mash.ledger import Register

RECORDS = 6
AS_OF = dt.date(2026, 11, 1)
NOBODY = Register(person_of={}, last_known={}, used=frozenset())
SAME, DIFFERENT, UNDECIDED = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNDECIDED
keys = st.integers(0, RECORDS - 1).map(lambda number: f"health:{number}")


def said(a, verdict, b):
    return Judgement(f"health:{a}", f"health:{b}", verdict)


@st.composite
def sayings(draw):
    a, b = draw(st.tuples(keys, keys).filter(lambda pair: pair[0] != pair[1]))
    return Judgement(a, b, draw(st.sampled_from(list(Verdict))))


def newest(judgements):
    """As the ledger hands them over: the last word on each pair."""
    return list({frozenset((each.record_key_a, each.record_key_b)): each for each in judgements}.values())


def consistent(judgements):
    """The plain oracle: nobody judged different stands in one group of those judged the same."""
    group = {f"health:{number}": {f"health:{number}"} for number in range(RECORDS)}
    for each in judgements:
        if each.verdict == SAME:
            together = group[each.record_key_a] | group[each.record_key_b]
            group.update(dict.fromkeys(together, together))
    return not any(each.record_key_b in group[each.record_key_a] for each in judgements if each.verdict == DIFFERENT)


def accepted(sayings_in_order):
    standing = []
    for each in sayings_in_order:
        if not contradiction(standing, each):
            standing = newest([*standing, each])
    return standing


CHAIN = [said(0, SAME, 1), said(1, SAME, 2)]


@pytest.mark.parametrize(
    ("standing", "new", "against"),
    [
        pytest.param(CHAIN, said(0, DIFFERENT, 2), CHAIN, id="two are one through a third and cannot be two"),
        pytest.param(
            [said(0, SAME, 1), said(2, DIFFERENT, 0)],
            said(2, SAME, 1),
            [said(2, DIFFERENT, 0), said(0, SAME, 1)],
            id="two of whom one is another's other cannot be one",
        ),
        pytest.param(
            [*CHAIN, said(2, DIFFERENT, 3), said(3, SAME, 4)],
            said(4, SAME, 0),
            [said(3, SAME, 4), said(2, DIFFERENT, 3), *reversed(CHAIN)],
            id="over several steps on either side",
        ),
        pytest.param(CHAIN, said(0, SAME, 2), [], id="what follows already may be said"),
        pytest.param(CHAIN, said(2, UNDECIDED, 0), [], id="not to know contradicts nobody"),
        pytest.param([said(0, SAME, 1)], said(1, DIFFERENT, 0), [], id="the newest of a pair counts"),
        pytest.param([said(0, DIFFERENT, 1)], said(1, DIFFERENT, 2), [], id="two who both differ from a third"),
        pytest.param([said(0, UNDECIDED, 1), said(1, SAME, 2)], said(0, DIFFERENT, 2), [], id="undecided joins nobody"),
        pytest.param([], said(0, SAME, 1), [], id="nothing was said"),
    ],
)
def test_a_contradiction_is_told_with_what_it_contradicts(standing, new, against):
    def couples(judgements):
        return sorted(sorted((each.record_key_a, each.record_key_b)) for each in judgements)

    assert couples(contradiction(standing, new)) == couples(against)
    assert couples(contradiction(standing[::-1], new)) == couples(against)


def test_the_shortest_way_to_a_contradiction_is_told():
    long = [said(0, SAME, 1), said(1, SAME, 2), said(2, SAME, 3)]
    short = [said(0, SAME, 4), said(4, SAME, 3)]
    assert sorted(map(str, contradiction([*long, *short], said(3, DIFFERENT, 0)))) == sorted(map(str, short))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(sayings(), max_size=8), sayings(), st.randoms(use_true_random=False))
def test_a_judgement_is_refused_just_when_it_cannot_be_true_with_the_others_in_any_order(before, new, chance):
    standing = accepted(before)
    found = contradiction(standing, new)
    assert bool(found) == (not consistent(newest([*standing, new])))
    assert not found or not consistent([*found, new]), "what is shown is enough to contradict it"
    assert contradiction(chance.sample(standing, len(standing)), new) == found


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(sayings(), max_size=10), st.randoms(use_true_random=False))
def test_whatever_was_accepted_is_obeyed_by_the_grouping_in_any_order(spoken, chance):
    standing = accepted(spoken)
    assert consistent(standing)

    def grouped(judgements):
        pairs = {
            verdict: [
                tuple(sorted(int(key.split(":")[1]) for key in (each.record_key_a, each.record_key_b)))
                for each in judgements
                if each.verdict == verdict
            ]
            for verdict in Verdict
        }
        evidence = Evidence(same=pairs[SAME], different=pairs[DIFFERENT])
        found = cluster(RECORDS, evidence, Rules(5, 0)).group_of
        assert all(found[a] == found[b] for a, b in pairs[SAME])
        assert not any(found[a] == found[b] for a, b in pairs[DIFFERENT])
        return found

    assert np.array_equal(grouped(standing), grouped(chance.sample(standing, len(standing))))


def test_who_was_said_to_be_the_same_is_found_over_any_number_of_steps():
    found = said_to_be("health:0", [*CHAIN, said(2, DIFFERENT, 3), said(4, SAME, 5)])
    assert {key: len(chain) for key, chain in found.items()} == {"health:0": 0, "health:1": 1, "health:2": 2}


@pytest.fixture
def numbered(records, resolve):
    records.add("health:1", "SOPHIE", "FENWICK", "1988-02-19", ids=[("nhs", "9434765919")])
    records.add("health:2", "SOPHIE", "FENWICK", "1988-02-19", ids=[("nhs", "9000000009")])
    records.add("education:3", "SOPHIE", "FENWICK", "1988-02-19", ids=[("nhs", "9000000009"), ("upn", "A1")])
    records.add("police:4", "SOPHIE", "FENWICK", "1988-02-19", ids=[("pnc", "2001/0000034U"), ("crn", "X1")])
    records.add("probation:5", "SOPHIE", "FENWICK", "1988-02-19", ids=[("crn", "X2")])
    return resolve(records)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        pytest.param(
            ["health:1"], ["health:2"], [NumberConflict("NHS number", "health:1", "health:2")], id="two NHS numbers"
        ),
        pytest.param(["health:2"], ["education:3"], [], id="one NHS number"),
        pytest.param(["health:1", "education:3"], ["health:2"], [], id="one of two agrees"),
        pytest.param(["health:1"], ["police:4"], [], id="numbers of different kinds"),
        pytest.param(["police:4"], ["probation:5"], [], id="supervisions, of which one person has several"),
        pytest.param(
            ["police:4", "health:1"],
            ["probation:5", "education:3"],
            [NumberConflict("NHS number", "health:1", "education:3")],
            id="held by others of their groups",
        ),
    ],
)
def test_numbers_that_cannot_be_one_persons_are_told_with_who_holds_them(numbered, one, other, found):
    assert number_conflicts(numbered, one, other) == found


@pytest.mark.parametrize("bits", [-4.0, 0.0, 4.0], ids=["a laxer model", "the model in use", "a stricter model"])
def test_a_judgement_outlives_every_model(records, model, partition, bits):
    """Retraining moves weights and thresholds; what people said stands by record keys."""
    for agency in ("health", "police"):
        records.add(f"{agency}:1", "SOPHIE", "FENWICK", "1988-02-19")
    for key, surname in (("health:2", "MARSDEN"), ("police:2", "CALDER")):
        records.add(key, "GEORGE", surname, "1975-03-02" if surname == "CALDER" else "1990-12-12")
    threshold = replace(model.thresholds, join=model.thresholds.join + bits, possible=0.5)
    judged = [Judgement("health:1", "police:1", DIFFERENT), Judgement("police:2", "health:2", SAME)]
    con = records.connect()
    other = replace(model, thresholds=threshold)
    score_pairs(con, other, AS_OF)
    resolve_persons(con, other, judged, NOBODY, AS_OF)
    assert partition(con) == {frozenset({"health:1"}), frozenset({"police:1"}), frozenset({"health:2", "police:2"})}
