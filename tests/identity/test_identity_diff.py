"""What another model would change: who merges, who splits; and that ids resolve for ever."""

import datetime as dt
from itertools import combinations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from mash import ledger, warehouse
from mash.identity.differing import partition_diff, remember_partition
from mash.identity.history import history
from mash.identity.registering import settle
from mash.ledger.register import PublishedRun
from mash.vocabulary import RunId

RECORDS = "abcdefg"


def compared(before, after):
    """The diff of two partitions, each a mapping of records to persons."""
    with warehouse.connect() as con:
        for place, membership in enumerate((before, after)):
            con.execute("create or replace table membership (record_key varchar, person_id varchar)")
            con.executemany("insert into membership values (?1, ?2)", list(membership.items()))
            if place == 0:
                remember_partition(con)
        return partition_diff(con)


def spelt(regrouped):
    return [(each.person_id, [(part.person_id, "".join(part.records)) for part in each.parts]) for each in regrouped]


@pytest.mark.parametrize(
    ("before", "after", "merges", "splits"),
    [
        pytest.param({"a": "P-1", "b": "P-2"}, {"a": "P-1", "b": "P-2"}, [], [], id="nothing changes"),
        pytest.param({"a": "P-1", "b": "P-1"}, {"a": "P-9", "b": "P-9"}, [], [], id="a new id alone is no change"),
        pytest.param(
            {"a": "P-1", "b": "P-2", "c": "P-2"},
            {"a": "P-2", "b": "P-2", "c": "P-2"},
            [("P-2", [("P-1", "a"), ("P-2", "bc")])],
            [],
            id="two persons merge",
        ),
        pytest.param(
            {"a": "P-1", "b": "P-1", "c": "P-1"},
            {"a": "P-1", "b": "P-1", "c": "P-3"},
            [],
            [("P-1", [("P-1", "ab"), ("P-3", "c")])],
            id="one person splits",
        ),
        pytest.param(
            {"a": "P-1", "b": "P-1", "c": "P-2"},
            {"a": "P-1", "b": "P-2", "c": "P-2"},
            [("P-2", [("P-1", "b"), ("P-2", "c")])],
            [("P-1", [("P-1", "a"), ("P-2", "b")])],
            id="a record that moves is a split and a merge",
        ),
    ],
)
def test_the_diff_names_who_merges_and_who_splits(before, after, merges, splits):
    found = compared(before, after)
    assert spelt(found.merges) == merges
    assert spelt(found.splits) == splits


partitions = st.lists(st.integers(0, 3), min_size=len(RECORDS), max_size=len(RECORDS)).map(
    lambda persons: {record: f"P-{person}" for record, person in zip(RECORDS, persons, strict=True)}
)


@settings(derandomize=True, max_examples=25, deadline=None)
@given(partitions, partitions)
def test_pairs_gained_and_lost_are_those_a_plain_count_finds(before, after):
    def together(membership):
        return {pair for pair in combinations(RECORDS, 2) if membership[pair[0]] == membership[pair[1]]}

    found = compared(before, after)
    assert (found.pairs_gained, found.pairs_lost) == (
        len(together(after) - together(before)),
        len(together(before) - together(after)),
    )


def night(book, number, groups):
    """One night's persons by the register, entered in the ledger."""
    register = ledger.load_register(book)
    keys = [key for group in groups for key in group]
    back = {key: register.last_known[key] for key in keys if key in register.last_known}
    persons, events = settle(groups, {**register.person_of, **back}, register.used)
    membership = {record: person for person, records in persons.items() for record in records}
    at = dt.datetime.fromisoformat(f"2026-01-{number:02d}T03:00")
    run = PublishedRun(RunId(f"202601{number:02d}-00000000"), at.date(), "digest", at)
    told = [(event.kind.value, event.person_id, event.other_person_id, event.cause) for event in events]
    ledger.publish_run(book, run, membership, told)
    return membership


@pytest.fixture
def book(tmp_path):
    with ledger.open_ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def test_a_merged_persons_history_has_every_id_and_the_day_it_went(book):
    first = night(book, 1, [["a", "b", "e"], ["c"], ["d"]])
    night(book, 2, [["a", "b", "e"], ["c", "d"]])
    night(book, 3, [["a", "b", "c", "d", "e"]])
    last = night(book, 4, [["a", "b", "c", "e"], ["d"]])
    found = history(book, first["a"])
    assert [(event.as_of.day, event.kind, event.person_id) for event in found if event.kind != "minted"] == [
        (2, "merged", max(first["c"], first["d"])),
        (3, "merged", min(first["c"], first["d"])),
        (4, "split", first["a"]),
    ]
    assert found[-1].other_person_id == last["d"]
    assert {first["a"], first["c"], first["d"]} <= {event.person_id for event in found}
    assert ledger.followed(book, first["d"]) == last["a"], "an old id resolves, however often it was merged"


nights = st.lists(
    st.lists(st.integers(-1, 3), min_size=len(RECORDS), max_size=len(RECORDS)), min_size=2, max_size=5
)  # -1: the record is not sent that night


@settings(derandomize=True, max_examples=40, deadline=None)
@given(nights)
def test_every_id_ever_given_out_resolves_to_a_person_or_was_retired(tmp_path_factory, told):
    with ledger.open_ledger(tmp_path_factory.mktemp("book") / "ledger.sqlite") as book:
        membership = {}
        for number, persons in enumerate(told, start=1):
            groups = {}
            for record, person in zip(RECORDS, persons, strict=True):
                if person >= 0:
                    groups.setdefault(person, []).append(record)
            membership = night(book, number, list(groups.values()))
        living = set(membership.values())
        for person in ledger.load_register(book).used:
            now = person if person in living else ledger.followed(book, person)
            events = [event.kind for event in history(book, now) if event.person_id == now]
            assert now in living or "retired" in events
