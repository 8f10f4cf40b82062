"""What is current as of a date is a function of what landed, in whatever order it came."""

import datetime as dt
import itertools

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.contracts import load_contract
from mash.extracts import extracts_in_use, freshness, load_current, pull

AS_OF = dt.date(2026, 2, 1)


def current(here, query, as_of=AS_OF):
    with duckdb.connect() as con:
        load_current(con, here.hub, as_of)
        return con.execute(query).fetchall()


def occurrence(ref, **more):
    return {"occurrence_ref": ref, "force_code": "43", "category": "assault", "occurred_on": "2025-01-01", **more}


def test_a_dataset_that_never_landed_is_an_empty_table_of_its_types(town):
    here = town(police="police")
    found = current(here, "select column_name, data_type from duckdb_columns() where table_name = 'markers'")
    fields = load_contract("police").dataset("markers").fields
    wanted = [(field.name, field.type.column.upper()) for field in fields]
    assert found == [*wanted, ("_extract", "VARCHAR"), ("_row", "BIGINT"), ("_first_sent", "VARCHAR")]
    assert current(here, "from source.police.markers") == []


def test_lists_are_lists_and_moments_are_moments_in_empty_tables_too(town):
    here = town(social_care="social_care")
    query = "select data_type from duckdb_columns() where column_name in ('phones', 'received_at') order by 1"
    assert current(here, query) == [("TIMESTAMP",), ("VARCHAR[]",)]


def test_a_full_load_replaces_the_one_before(town, csv_of):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", csv_of("people", {"person_ref": "A"}, {"person_ref": "B"}))
    here.drop("charity", "2026-01-08", "people.csv", csv_of("people", {"person_ref": "B"}, {"person_ref": "C"}))
    pull(here.hub)
    query = "select person_ref, _extract, _row from source.charity.people order by all"
    assert current(here, query) == [("B", "2026-01-08", 1), ("C", "2026-01-08", 2)]
    assert current(here, query, dt.date(2026, 1, 7)) == [("A", "2026-01-01", 1), ("B", "2026-01-01", 2)]
    assert current(here, query, dt.date(2025, 12, 31)) == []


LINKS = "select nominal_ref_b, _extract, _first_sent from source.police.nominal_links order by all"


def test_a_statement_is_known_from_the_first_extract_that_had_it_as_it_stands(town, csv_of):
    old, new = ({"nominal_ref_a": "A", "nominal_ref_b": other, "link_type": "associate"} for other in "BC")
    here = town(police="police")
    for extract, links in (
        ("2026-01-01", [old]),
        ("2026-01-02", [new, old]),
        ("2026-01-03", [new, old | {"source_grade": "1"}]),
        ("2026-01-09", [new]),
    ):
        here.drop("police", extract, "nominal_links.csv", csv_of("nominal_links", *links))
    pull(here.hub)
    known = {day: current(here, LINKS, dt.date(2026, 1, day)) for day in (1, 2, 3, 9)}
    assert known == {
        1: [("B", "2026-01-01", "2026-01-01")],
        2: [("B", "2026-01-02", "2026-01-01"), ("C", "2026-01-02", "2026-01-02")],
        3: [("B", "2026-01-03", "2026-01-03"), ("C", "2026-01-03", "2026-01-02")],
        9: [("C", "2026-01-09", "2026-01-02")],
    }
    rest_on = [each.extract for each in extracts_in_use(here.hub, dt.date(2026, 1, 9))]
    assert rest_on == ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-09"]


def test_a_row_of_another_dataset_is_told_by_its_own_extract(town, csv_of):
    here = town()
    for extract in ("2026-01-01", "2026-01-08"):
        here.drop("charity", extract, "people.csv", csv_of("people", {"person_ref": "A"}))
    pull(here.hub)
    assert current(here, "select _extract, _first_sent from source.charity.people") == [("2026-01-08", "2026-01-08")]
    assert [each.extract for each in extracts_in_use(here.hub, AS_OF)] == ["2026-01-08"]


CHANGES = {
    "2026-01-01": [occurrence("A"), occurrence("B"), occurrence("C")],
    "2026-01-02": [occurrence("A", outcome="charged"), {"occurrence_ref": "B", "deleted": "true"}],
    "2026-01-02T0630": [occurrence("D"), {"occurrence_ref": "never there", "deleted": "Y"}],
    "2026-01-03": [occurrence("B", outcome="reopened"), {"occurrence_ref": "D", "deleted": "1"}],
}
AFTER = [
    ("A", "charged", "2026-01-02", 1),
    ("B", "reopened", "2026-01-03", 1),
    ("C", None, "2026-01-01", 3),
]
QUERY = "select occurrence_ref, outcome, _extract, _row from source.police.occurrences order by 1"


@pytest.mark.parametrize("order", list(itertools.permutations(CHANGES))[::8], ids=" then ".join)
def test_changes_are_applied_by_key_in_the_order_of_their_dates_not_of_their_landing(town, csv_of, order):
    here = town(police="police")
    for extract in order:
        here.drop("police", extract, "occurrences.csv", csv_of("occurrences", *CHANGES[extract], extra=["deleted"]))
        pull(here.hub)
    assert current(here, QUERY) == AFTER


def test_changes_are_current_as_of_the_date(town, csv_of):
    here = town(police="police")
    for extract, rows in CHANGES.items():
        here.drop("police", extract, "occurrences.csv", csv_of("occurrences", *rows, extra=["deleted"]))
    pull(here.hub)
    refs = [[row[0] for row in current(here, QUERY, dt.date(2026, 1, day))] for day in (1, 2, 3)]
    assert refs == [["A", "B", "C"], ["A", "C", "D"], ["A", "B", "C"]]


def test_a_withdrawal_of_what_nobody_sent_withdraws_nothing(town, csv_of):
    here = town(police="police")
    for extract, rows in CHANGES.items():
        gone = {**rows[0], "occurrence_ref": "NOBODY", "deleted": "true"}
        here.drop("police", extract, "occurrences.csv", csv_of("occurrences", *rows, gone, extra=["deleted"]))
    for delivery in pull(here.hub):
        (counts,) = delivery.datasets
        assert (counts.rows_loaded, counts.rows_rejected) == (counts.rows_in, 0)
    assert [row[0] for row in current(here, QUERY)] == [row[0] for row in AFTER]


def test_without_key_a_withdrawal_repeats_the_row(town, csv_of):
    visit = {"local_patient_id": "L1", "attended_on": "2025-01-01", "setting": "emergency department"}
    here = town(health="health")
    here.drop("health", "2026-01-01", "attendances.csv", csv_of("attendances", visit, {**visit, "reason": "fall"}))
    gone = {**visit, "deleted": "true"}
    here.drop("health", "2026-01-02", "attendances.csv", csv_of("attendances", gone, extra=["deleted"]))
    pull(here.hub)
    assert current(here, "select reason from source.health.attendances") == [("fall",)]


SENT = st.lists(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"), st.booleans()),
        max_size=4,
        unique_by=lambda row: row[0],
    ),
    min_size=1,
    max_size=3,
)


@settings(derandomize=True, deadline=None, max_examples=6)
@given(sent=SENT, data=st.data())
def test_current_rows_are_those_of_a_dictionary_kept_by_hand(town, csv_of, sent, data):
    here = town(police="police")
    extracts = [f"2026-01-{day:02d}" for day in range(1, len(sent) + 1)]
    by_hand = {}
    for rows in sent:
        for ref, outcome, deleted in rows:
            by_hand[ref] = None if deleted else outcome
    for place in data.draw(st.permutations(range(len(sent)))):
        rows = [{**occurrence(ref, outcome=outcome), "deleted": deleted} for ref, outcome, deleted in sent[place]]
        here.drop("police", extracts[place], "occurrences.csv", csv_of("occurrences", *rows, extra=["deleted"]))
        pull(here.hub)
    wanted = sorted((ref, outcome) for ref, outcome in by_hand.items() if outcome)
    assert [row[:2] for row in current(here, QUERY)] == wanted


def test_what_is_attached_before_is_replaced_even_within_a_transaction(town, csv_of):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", csv_of("people", {"person_ref": "A"}))
    pull(here.hub)
    with duckdb.connect() as con:
        load_current(con, here.hub, dt.date(2025, 1, 1))
        con.execute("begin transaction")
        con.execute("create table mine (a integer)")
        load_current(con, here.hub, AS_OF)
        con.execute("insert into mine select count(*) from source.charity.people")
        con.execute("commit")
        assert con.execute("from mine").fetchall() == [(1,)]


def test_the_extracts_in_use_are_the_last_full_load_and_every_change(town, csv_of):
    here = town(police="police", charity="people")
    for extract, rows in CHANGES.items():
        here.drop("police", extract, "occurrences.csv", csv_of("occurrences", *rows, extra=["deleted"]))
        here.drop("charity", extract, "people.csv", csv_of("people", {"person_ref": extract}))
    pull(here.hub)
    found = extracts_in_use(here.hub, dt.date(2026, 1, 2))
    assert [(each.agency, each.dataset, each.extract) for each in found] == [
        ("charity", "people", "2026-01-02T0630"),
        ("police", "occurrences", "2026-01-01"),
        ("police", "occurrences", "2026-01-02"),
        ("police", "occurrences", "2026-01-02T0630"),
    ]
    assert all(len(each.sha256) == 64 for each in found)


FRESH = {
    "the day it came": (dt.date(2026, 1, 1), "fresh", 0),
    "on the last day": (dt.date(2026, 1, 8), "fresh", 7),
    "the day after": (dt.date(2026, 1, 9), "stale", 8),
    "before it came": (dt.date(2025, 12, 31), "missing", None),
}


@pytest.mark.parametrize(("as_of", "state", "age"), FRESH.values(), ids=FRESH)
def test_a_dataset_is_fresh_for_as_long_as_its_contract_says(town, csv_of, as_of, state, age):
    here = town(police="police")
    here.drop("police", "2026-01-01", "occurrences.csv", csv_of("occurrences", *CHANGES["2026-01-01"]))
    pull(here.hub)
    rows = {row.dataset: row for row in freshness(here.hub, as_of)}
    row = rows["occurrences"]
    assert (row.state, row.age_days, row.rows_current) == (state, age, 3 if age is not None else 0)
    assert (rows["markers"].state, rows["markers"].latest_extract, rows["markers"].required) == ("missing", None, True)


def test_rows_current_count_what_stands_after_all_changes(town, csv_of):
    here = town(police="police")
    for extract, rows in CHANGES.items():
        here.drop("police", extract, "occurrences.csv", csv_of("occurrences", *rows, extra=["deleted"]))
    pull(here.hub)
    (row,) = [row for row in freshness(here.hub, AS_OF) if row.dataset == "occurrences"]
    assert (row.rows_current, row.latest_extract, row.received_on) == (3, "2026-01-03", dt.date(2026, 1, 3))


def test_a_refusal_is_remembered_until_something_newer_lands(town, csv_of):
    def refused_since(as_of):
        return [row.refused_since for row in freshness(here.hub, as_of)]

    here = town()
    good = csv_of("people", {"person_ref": "A"})
    here.drop("charity", "2026-01-01", "people.csv", good)
    here.drop("charity", "2026-01-05", "people.csv", b"")
    pull(here.hub)
    assert refused_since(dt.date(2026, 1, 4)) == [False]
    assert refused_since(dt.date(2026, 1, 6)) == [True]
    here.drop("charity", "2026-01-06", "people.csv", good)
    pull(here.hub)
    assert refused_since(dt.date(2026, 1, 6)) == [False]
