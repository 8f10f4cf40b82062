"""Two ratings of the same cases set side by side: against a plain comparison case by case."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from mash import warehouse
from mash.nightly.policy_diff import _asked
from mash.warehouse import run_sql

COLOURS = ("UNRATED", "GREEN", "AMBER", "RED")
NAMES = ("a", "b", "lowering")

proposals = st.tuples(
    st.sampled_from(COLOURS),
    st.sampled_from(COLOURS[1:]),
    st.sampled_from([1.0, 0.5]),
    st.sampled_from(["f", "g"]),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(COLOURS[1:])),
)


def rate(con, cases):
    """The tables a rating leaves, as far as they are compared."""
    con.execute(
        "create or replace table proposal (case_id text, colour text, at_least text, certainty real, fingerprint text)"
    )
    con.execute("create or replace table proposal_reason (case_id text, rule text, colour text)")
    for case, (*row, rules) in cases.items():
        con.execute("insert into proposal values (?, ?, ?, ?, ?)", [case, *row])
        for rule, colour in rules.items():
            con.execute("insert into proposal_reason values (?, ?, ?)", [case, rule, colour])
    run_sql(con, "nightly", "rated", {"no_rules": ["lowering"]})


@pytest.fixture(scope="module")
def con():
    with warehouse.connect() as opened:
        yield opened


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(st.tuples(proposals, proposals), min_size=1, max_size=4))
def test_each_case_that_differs_is_there_once_with_the_rules_that_differ(con, pairs):
    before, after = ({f"R{n}": pair[side] for n, pair in enumerate(pairs)} for side in (0, 1))
    rate(con, before)
    con.execute("drop table if exists rated_before")
    con.execute("alter table rated rename to rated_before")
    rate(con, after)
    found = {row.pop("case_id"): row for row in _asked(con, "rated_otherwise")}
    assert found.keys() == {case for case in before if before[case][:4] != after[case][:4]}
    for case, row in found.items():
        old, new = ({k: v for k, v in rated[case][4].items() if k != "lowering"} for rated in (before, after))
        assert (row["from_colour"], row["to_colour"]) == (before[case][0], after[case][0])
        assert (row["from_rules"], row["to_rules"]) == (before[case][1], after[case][1])
        assert row["now_fire"] == sorted(new.keys() - old.keys())
        assert row["no_longer_fire"] == sorted(old.keys() - new.keys())
        assert row["other_colour"] == sorted(rule for rule in new.keys() & old.keys() if new[rule] != old[rule])
    for row in _asked(con, "rated_colours"):
        assert row["before"] == sum(each[0] == row["colour"] for each in before.values())
        assert row["after"] == sum(each[0] == row["colour"] for each in after.values())
