"""Person ids that outlive the night."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from mash.identity.registering import EventKind, Said, mint, settle


def kinds(events):
    return [(event.kind.value, event.person_id, event.other_person_id) for event in events]


def test_the_first_night_mints_everybody():
    persons, events = settle([["b"], ["a", "c"]], {}, frozenset())
    assert sorted(map(tuple, persons.values())) == [("a", "c"), ("b",)]
    assert {event.kind for event in events} == {EventKind.MINTED}
    assert all(person.startswith("P-") and len(person) == 12 for person in persons)


@pytest.mark.parametrize(
    ("groups", "before", "expected", "events"),
    [
        pytest.param(
            [["a", "b", "new"]],
            {"a": "P-1", "b": "P-1"},
            {"P-1": ["a", "b", "new"]},
            [],
            id="a new record joins a person",
        ),
        pytest.param(
            [["a", "b", "c"]],
            {"a": "P-1", "b": "P-2", "c": "P-2"},
            {"P-2": ["a", "b", "c"]},
            [("merged", "P-1", "P-2")],
            id="the id that brings more records stays",
        ),
        pytest.param(
            [["a", "b"]],
            {"a": "P-2", "b": "P-1"},
            {"P-1": ["a", "b"]},
            [("merged", "P-2", "P-1")],
            id="of equals the smaller id stays",
        ),
        pytest.param(
            [["a"]], {"a": "P-1", "gone": "P-9"}, {"P-1": ["a"]}, [("retired", "P-9", None)], id="nobody is left"
        ),
        pytest.param(
            [["a", "b"], ["c", "d", "e"]],
            {"a": "P-1", "b": "P-1", "c": "P-1", "d": "P-2", "e": "P-2"},
            {"P-1": ["a", "b"], "P-2": ["c", "d", "e"]},
            [("split", "P-1", "P-2")],
            id="a record moves to another person",
        ),
    ],
)
def test_ids_go_where_most_records_go(groups, before, expected, events):
    persons, happened = settle(groups, before, frozenset(before.values()))
    assert persons == expected
    assert kinds(happened) == events


def test_a_split_keeps_the_id_with_the_larger_part_and_mints_for_the_rest():
    persons, events = settle([["a", "b"], ["c"]], {"a": "P-1", "b": "P-1", "c": "P-1"}, frozenset({"P-1"}))
    assert persons["P-1"] == ["a", "b"]
    (minted,) = set(persons) - {"P-1"}
    assert kinds(events) == [("minted", minted, None), ("split", "P-1", minted)]


def test_an_id_once_used_is_never_given_again():
    first = mint("a", frozenset())
    second = mint("a", {first})
    assert first != second == mint("a", {first})


partitions = st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=1), max_size=5).map(
    lambda sets: [sorted(each - set().union(*sets[:place])) for place, each in enumerate(sets)]
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(partitions, partitions, st.randoms(use_true_random=False))
def test_every_old_id_still_resolves_and_order_does_not_matter(yesterday, today, chance):
    yesterday, today = [g for g in yesterday if g], [g for g in today if g]
    first, _ = settle(yesterday, {}, frozenset())
    before = {record: person for person, group in first.items() for record in group}
    persons, events = settle(today, before, frozenset(first))
    assert (persons, events) == settle(chance.sample(today, len(today)), before, frozenset(first))
    gone = set(first) - set(persons)
    ends = {event.person_id for event in events if event.kind in (EventKind.MERGED, EventKind.RETIRED)}
    assert gone == ends


@pytest.mark.parametrize(
    ("groups", "said", "cause"),
    [
        pytest.param([["a", "b", "c"]], Said.of(same=[("a", "b")]), "a person judged them the same", id="judged same"),
        pytest.param(
            [["a", "b", "c"]],
            Said.of(same=[("b", "c")]),
            "its records now match another person's",
            id="others judged same",
        ),
        pytest.param([["a", "b", "c"]], Said.of(), "its records now match another person's", id="matched"),
        pytest.param(
            [["a"], ["b"], ["c"]],
            Said.of(different=[("b", "c")]),
            "a person judged them different",
            id="judged different",
        ),
        pytest.param(
            [["a"], ["b"], ["c"]],
            Said.of(different=[("a", "c")]),
            "its records no longer match",
            id="others judged different",
        ),
        pytest.param([["a"], ["b"], ["c"]], Said.of(), "its records no longer match", id="no longer matched"),
    ],
)
def test_why_persons_merged_or_split_is_a_persons_word_where_it_was_one(groups, said, cause):
    """P-1 has one record, P-2 has two."""
    before = {"a": "P-1", "b": "P-2", "c": "P-2"}
    _, events = settle(groups, before, frozenset(before.values()), said)
    assert [event.cause for event in events if event.kind in {EventKind.MERGED, EventKind.SPLIT}] == [cause]
