"""The counts in SQL against plain enumeration of every pair, and each measure on cases one can work by hand."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.evaluation.blocking import compared_pairs
from mash.evaluation.identity import agency_pairs, calibration, false_merges, groups, joining
from mash.warehouse import rows, run_sql, sql_text

RECORDS = st.lists(
    st.tuples(
        st.integers(0, 3),  # the hub's person
        st.integers(0, 3),  # the true person
        st.sampled_from(["health", "police"]),
        st.sampled_from(["yes", "no"]),
    ),
    min_size=2,
    max_size=12,
)
POSSIBLE = st.sets(st.sampled_from(list(combinations("0123", 2))), max_size=4)


def plain_counts(records, possible, member):
    """Every pair written out: true, found and both, of those with either record in the group; B-cubed sums."""

    def found(a, b):
        return a[0] == b[0] or tuple(sorted((str(a[0]), str(b[0])))) in possible

    touching = [(a, b) for a, b in combinations(records, 2) if member(a) or member(b)]
    sums = [0.0, 0.0]
    for a in filter(member, records):
        around = [b for b in records if found(a, b)]
        truly = [b for b in records if b[1] == a[1]]
        both = [b for b in around if b[1] == a[1]]
        sums[0] += len(both) / len(around)
        sums[1] += len(both) / len(truly)
    return (
        sum(a[1] == b[1] for a, b in touching),
        sum(found(a, b) for a, b in touching),
        sum(a[1] == b[1] and found(a, b) for a, b in touching),
        *(pytest.approx(each) for each in sums),
    )


@settings(derandomize=True, max_examples=25, deadline=None)
@given(records=RECORDS, possible=POSSIBLE)
def test_counts_agree_with_every_pair_written_out(new_bench, records, possible):
    bench = new_bench()
    for person, true, agency, twin in records:
        bench.record(f"P{person}", f"T{true}", agency=agency, groups=[("twin", twin)])
    for a, b in possible:
        bench.perhaps(f"P{a}", f"P{b}")
    con = bench.compare()
    for row in rows(con, "select * from pair_count"):
        member = (
            (lambda _: True) if row["dimension"] == "all" else (lambda record, value=row["value"]: record[3] == value)
        )
        expected = plain_counts(records, possible if row["threshold"] == "possible" else set(), member)
        names = ("true_pairs", "found_pairs", "found_true_pairs", "precision_sum", "recall_sum")
        assert tuple(row[name] for name in names) == expected
    for row in rows(con, "select * from agency_pair"):
        assert_pairs_of_agencies(row, records, possible)


def assert_pairs_of_agencies(row, records, possible):
    wanted = {row["agency_a"], row["agency_b"]}
    between = [(a, b) for a, b in combinations(records, 2) if {a[2], b[2]} == wanted]
    true = [(a, b) for a, b in between if a[1] == b[1]]
    joined = [(a, b) for a, b in true if a[0] == b[0]]
    near = [(a, b) for a, b in true if a[0] == b[0] or tuple(sorted((str(a[0]), str(b[0])))) in possible]
    expected = (len(true), sum(a[0] == b[0] for a, b in between), len(joined), len(near))
    assert tuple(row[name] for name in ("true_pairs", "found_pairs", "joined", "possible")) == expected


@settings(derandomize=True, max_examples=25, deadline=None)
@given(records=RECORDS, data=st.data())
def test_pairs_compared_are_counted_once_for_each_group_they_touch(new_bench, records, data):
    bench = new_bench()
    keys = [bench.record(f"P{one}", f"T{true}", groups=[("twin", twin)]) for one, true, _, twin in records]
    chosen = data.draw(st.sets(st.sampled_from(list(combinations(range(len(records)), 2)))))
    bench.candidates(*((keys[a], keys[b]) for a, b in chosen))
    true = [{records[a][3], records[b][3]} for a, b in chosen if records[a][1] == records[b][1]]
    expected = {("twin", value): sum(value in groups for groups in true) for value in ("yes", "no")}
    expected["all", "everyone"] = len(true)
    assert compared_pairs(bench.con) == {group: pairs for group, pairs in expected.items() if pairs}


def test_a_group_none_of_whose_true_pairs_is_compared_has_nought_and_not_nothing(bench):
    keys = [bench.record("P1", "T1", groups=[("twin", "yes")]) for _ in range(10)]
    for _ in range(10):
        bench.record("P2", "T2", groups=[("twin", "no")])
    bench.candidates(keys[:2])
    found = {group.value: group.compared for group in groups(bench.compare(), compared_pairs(bench.con))}
    assert [(found[value].count, found[value].of) for value in ("everyone", "no", "yes")] == [(1, 90), (0, 45), (1, 45)]


def test_where_blocking_cannot_be_made_again_no_group_says_what_was_compared(bench):
    people(bench, {"T1": ["P1"] * 12})
    assert [group.compared for group in groups(bench.compare())] == [None]


def people(bench, shape, **more):
    """``shape`` names the hub's person of each record of one true person: ``{"T1": ["P1", "P1", "P2"]}``."""
    for true, persons in shape.items():
        for person in persons:
            bench.record(person, true, **more)


def test_a_split_and_a_mixed_person_are_counted_each_once(bench):
    people(bench, {f"T{n}": [f"P{n}", f"P{n}"] for n in range(10)} | {"T10": ["P10", "P11"], "T11": ["P0"]})
    (everyone,) = groups(bench.compare())
    assert (everyone.split.count, everyone.split.of) == (1, 11)
    assert (everyone.mixed.count, everyone.mixed.of) == (1, 12)


def test_a_group_of_fewer_than_ten_records_is_kept_back_whole(bench):
    people(bench, {"T1": ["P1"] * 9}, groups=[("twin", "yes")])
    people(bench, {"T2": ["P2"] * 10}, groups=[("twin", "no")])
    found = {(group.dimension, group.value): group for group in groups(bench.compare(), {})}
    small = found["twin", "yes"]
    assert small.records is None
    assert small.joined.recall.suppressed
    assert small.compared.suppressed
    assert small.joined.bcubed_f1 is None
    assert small.split.suppressed
    assert found["twin", "no"].joined.recall.of == 45


def test_groups_stand_in_order_of_dimension_and_age(bench):
    for value in ("65 and over", "1-4", "under 1", "10-15"):
        people(bench, {f"T{value}": ["P"]}, groups=[("age", value)])
    listed = [group.value for group in groups(bench.compare())]
    assert listed == ["everyone", "under 1", "1-4", "10-15", "65 and over"]


def test_recall_by_agencies_counts_each_pair_of_records_once(bench):
    for number in range(12):
        bench.record(f"P{number}", f"T{number}", agency="police")
        bench.record(f"P{number}" if number else "elsewhere", f"T{number}", agency="health")
    bench.perhaps("P0", "elsewhere")
    found = {(pair.agency_a, pair.agency_b): pair for pair in agency_pairs(bench.compare())}
    between = found["health", "police"]
    assert (between.recall.count, between.recall.of) == (11, 12)
    assert (between.possible_recall.count, between.precision.of) == (12, 11)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        pytest.param({"mother": "M", "is_twin": True}, {"mother": "M", "is_twin": True}, "twins", id="twins"),
        pytest.param(
            {"surname": "LEE", "mother": "B"},
            {"surname": "LEE"},
            "parent and child of one name",
            id="a mother's namesake",
        ),
        pytest.param({"surname": "LEE"}, {"surname": "LEE"}, "other namesakes", id="strangers of one name"),
        pytest.param(
            {"mother": "M", "is_twin": True},
            {"mother": "M", "is_twin": False, "date_of_birth": dt.date(1990, 1, 1)},
            "not alike",
            id="a twin and a later sibling",
        ),
    ],
)
def test_people_taken_for_one_another_are_told_apart_by_kind(bench, one, other, kind):
    bench.someone("A", **one)
    bench.someone("B", **other)
    people(bench, {"A": ["P1", "P1"], "B": ["P1"]})
    found = {row["kind"]: row for row in rows(bench.compare(), sql_text("evaluation", "false_merge"))}
    assert found.keys() == {kind}
    assert (found[kind]["merged"], found[kind]["record_pairs"]) == (1, 2)


@pytest.mark.parametrize(
    ("persons", "alone", "at_all", "anyone"),
    [
        pytest.param(("P1", "P1", "P2"), True, True, True, id="with the right person"),
        pytest.param(("P1", "P1", "P1"), False, True, True, id="with both"),
        pytest.param(("P2", "P1", "P2"), False, False, True, id="with a wrong person"),
        pytest.param(("P3", "P1", "P2"), False, False, False, id="with nobody"),
    ],
)
def test_a_record_named_inside_another_is_right_with_its_own_person_and_nobody_else(
    bench, persons, alone, at_all, anyone
):
    for number in range(10):
        named, own, stranger = (f"{person} of {number}" for person in persons)
        bench.record(named, f"T{number}", named_only=True)
        bench.record(own, f"T{number}")
        bench.record(stranger, f"F{number}")
    found = joining(bench.compare(), "joined")
    assert (found.right_alone.count, found.right_alone.of) == (10 * alone, 10)
    assert (found.right_at_all.count, found.right_at_all.of) == (10 * at_all, 10)
    assert (found.precision.count, found.precision.of) == ((10 * alone, 10) if anyone else (0, 0))


def test_a_possible_person_counts_for_a_record_named_inside_another_and_so_does_a_wrong_one(bench):
    for number in range(10):
        bench.record(f"N{number}", f"T{number}", named_only=True)
        bench.record(f"P{number}", f"T{number}")
        bench.record(f"F{number}", f"F{number}")
        bench.perhaps(f"N{number}", f"P{number}")
    bench.perhaps("F0", "N0")
    con = bench.compare()
    assert joining(con, "joined").right_at_all.count == 0
    possible = joining(con, "possible")
    assert (possible.right_alone.count, possible.right_at_all.count, possible.precision.of) == (9, 10, 10)


def test_a_record_named_inside_another_whose_person_has_no_other_is_not_to_be_found_but_may_be_wrong(bench):
    for number in range(10):
        bench.record("P1", f"T{number}", named_only=True)
    found = joining(bench.compare(), "joined")
    assert (found.right_alone.of, found.precision.count, found.precision.of) == (0, 0, 10)


def test_how_often_people_alike_are_taken_for_one_another_is_told_of_those_who_could_be(bench):
    for number in range(10):
        for name in "AB":
            bench.someone(f"{name}{number}", mother=f"M{number}", is_twin=True)
        people(bench, {f"A{number}": [f"P{number}"], f"B{number}": [f"P{number}" if number < 2 else f"Q{number}"]})
    people(bench, {"C": ["R"], "D": ["R"]})
    found = {kind.kind: kind.rate for kind in false_merges(bench.compare())}
    assert (found["twins"].count, found["twins"].of) == (2, 10)
    assert found["not alike"] is None


def test_twins_kept_apart_are_an_opportunity_and_no_merge(bench):
    for name in "AB":
        bench.someone(name, mother="M", is_twin=True)
    people(bench, {"A": ["P1"], "B": ["P2"]})
    (twins,) = rows(bench.compare(), sql_text("evaluation", "false_merge"))
    assert (twins["kind"], twins["merged"], twins["opportunities"]) == ("twins", 0, 1)


def test_joining_a_sealed_record_is_a_false_merge_of_its_own_kind(bench):
    bench.someone("A")
    people(bench, {"A": ["P1"], "A before adoption": ["P1"]})
    (found,) = rows(bench.compare(), sql_text("evaluation", "false_merge"))
    assert (found["kind"], found["merged"]) == ("sealed by adoption", 1)


def weighed(bench, weights):
    """Pairs of two records each, true or false, of the given weight and veto."""
    for number, (weight, is_true, veto) in enumerate(weights):
        a = bench.record(f"P{number}", f"T{number}")
        b = bench.record(f"Q{number}", f"T{number}" if is_true else f"F{number}")
        bench.add("hub.identity_pair", (a, b, weight, weight, veto, "possible", "rule"))
    return bench.compare()


def test_the_histogram_counts_true_false_and_forbidden_pairs_by_band(bench):
    con = weighed(bench, [(3.0, True, None), (3.9, False, None), (2.0, False, "possible twins"), (-0.5, True, None)])
    found = run_sql(con, "evaluation", "weight_histogram", {"width": 2.0}).fetchall()
    assert found == [(-2.0, 0.0, 1, 0, 0, 0), (2.0, 4.0, 1, 2, 0, 1)]


def test_each_guard_is_told_how_many_true_pairs_it_held_back(bench):
    con = weighed(bench, [(12.0, True, "a"), (12.0, False, "a"), (12.0, False, "b"), (12.0, True, None)])
    assert run_sql(con, "evaluation", "guard").fetchall() == [("a", 2, 1), ("b", 1, 0)]


def test_calibration_sets_the_mean_probability_beside_the_true_share(bench):
    con = weighed(bench, [(0.0, number % 4 > 0, None) for number in range(12)] + [(0.0, False, "possible twins")])
    (found,) = calibration(con, "pair")
    assert (found.low, found.high, found.expected) == (0.25, 0.5, 0.5)
    assert (found.observed.count, found.observed.of) == (9, 12)


def test_so_is_it_of_persons_that_may_be_one(bench):
    for number in range(20):
        a = bench.record(f"P{number}", f"T{number}")
        b = bench.record(f"Q{number}", f"T{number}" if number < 4 else f"F{number}")
        bench.perhaps(f"P{number}", f"Q{number}", (a, b), 0.2)
    (found,) = calibration(bench.compare(), "identity")
    assert (found.low, found.high, found.expected) == (0.1, 0.25, 0.2)
    assert (found.observed.count, found.observed.of) == (4, 20)


def test_a_pair_that_is_certain_falls_in_the_last_band_and_one_impossible_in_the_first(bench):
    con = weighed(bench, [(300.0, True, None)] * 10 + [(-300.0, False, None)] * 10)
    first, last = calibration(con, "pair")
    assert (first.low, first.observed.share) == (0.0, 0.0)
    assert (last.high, last.observed.share) == (1.0, 1.0)
