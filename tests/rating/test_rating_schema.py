"""A policy file's schema and the loader agree: what the loader accepts is valid, what it refuses is not."""

from __future__ import annotations

import copy
import datetime as dt
import json
import tomllib
from importlib.resources import files

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from mash.rating.checking import faults_in, parameters_of
from mash.rating.parameters import CHECKS
from mash.rating.rules import RULES
from mash.rating.schema import policy_schema

TEXT = (files("mash") / "rating" / "policies" / "policy-2026-01.toml").read_text(encoding="utf-8")
BUILT_IN = tomllib.loads(TEXT)
VALIDATOR = Draft202012Validator(policy_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def valid(policy) -> bool:
    """As an editor reads it: a date is its text."""
    return VALIDATOR.is_valid(json.loads(json.dumps(policy, default=str)))


def accepted(policy) -> bool:
    return not faults_in(policy, "")


def changed(*path, to=None):
    """The built-in policy with one entry set, or taken out where ``to`` is None."""
    policy = copy.deepcopy(BUILT_IN)
    inside = policy
    for key in path[:-1]:
        inside = inside[key]
    if to is None:
        del inside[path[-1]]
    else:
        inside[path[-1]] = to
    return policy


def test_it_is_a_schema_and_the_built_in_policy_is_valid_by_it():
    Draft202012Validator.check_schema(policy_schema())
    assert accepted(BUILT_IN)
    assert valid(BUILT_IN)


def test_every_test_has_its_rule_in_the_schema_with_all_that_it_takes():
    kinds = {rule["title"]: rule for rule in policy_schema()["properties"]["rule"]["items"]["oneOf"]}
    assert kinds.keys() == RULES.keys()
    for test, rule in kinds.items():
        assert parameters_of(test).keys() < rule["properties"].keys()


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param(changed("id"), id="no id"),
        pytest.param(changed("id", to=" "), id="a blank id"),
        pytest.param(changed("from"), id="no date"),
        pytest.param(changed("from", to="soon"), id="a date that is none"),
        pytest.param(changed("form", to=dt.date(2026, 1, 1)), id="an unknown entry"),
        pytest.param(changed("network"), id="no network"),
        pytest.param(changed("network", "hops", to=9), id="hops out of range"),
        pytest.param(changed("network", "hops", to="3"), id="hops in quotes"),
        pytest.param(changed("network", "why"), id="a network without its why"),
        pytest.param(changed("associations", "household_cap", to=1), id="a cap out of range"),
        pytest.param(changed("associations", "crowd_kinds", to=["motel"]), id="a kind of stay nobody knows"),
        pytest.param(changed("associations", "persons_cap", to=5), id="an unknown setting"),
        pytest.param(changed("rule"), id="no rules"),
        pytest.param(changed("rule", to=[]), id="an empty list of rules"),
        pytest.param(changed("rule", 0, to="a rule"), id="a rule that is a text"),
        pytest.param(changed("rule", 0, "name", to="lowering"), id="a name the engine uses"),
        pytest.param(changed("rule", 0, "test", to="flagged_adult"), id="an unknown test"),
        pytest.param(changed("rule", 0, "colour", to="PINK"), id="an unknown colour"),
        pytest.param(changed("rule", 0, "colour", to="UNRATED"), id="a colour that no rule may give"),
        pytest.param(changed("rule", 0, "kinds", to=["violent"]), id="an unknown flag"),
        pytest.param(changed("rule", 0, "kinds", to=[]), id="no flag at all"),
        pytest.param(changed("rule", 0, "months", to=12), id="a parameter the test does not take"),
        pytest.param(changed("rule", 5, "chance_below", to=1.5), id="a chance above one"),
        pytest.param(changed("rule", 7, "months", to=True), id="a truth for a number"),
        pytest.param(changed("rule", 7, "months"), id="a number that is missing"),
        pytest.param(changed("rule", 7, "source"), id="a rule without its source"),
    ],
)
def test_what_the_loader_refuses_is_not_valid(policy):
    assert not accepted(policy)
    assert not valid(policy)


words = st.sampled_from(["violence", "drugs", "parent", "CP", "SAB", "hostel", "high", "nonsense"])
values = st.one_of(st.integers(-1, 300), st.floats(-0.5, 1.5), st.booleans(), words, st.lists(words, max_size=3))


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.integers(0, len(BUILT_IN["rule"]) - 1), st.sampled_from(sorted(RULES)), st.data())
def test_whatever_rule_the_loader_accepts_is_valid(place, test, data):
    takes = parameters_of(test)
    given = {
        key: data.draw(st.one_of(values, _fitting(key))) for key in takes if data.draw(st.booleans()) or takes[key]
    }
    rule = {"name": "drawn", "test": test, "colour": "RED", "why": "w", "source": "s", **given}
    policy = changed("rule", place, to=rule)
    if accepted(policy):
        assert valid(policy)


def _fitting(key):
    schema = CHECKS[key].schema
    if schema["type"] == "array":
        return st.lists(st.sampled_from(schema["items"].get("enum", ["high"])), max_size=3)
    kind = st.integers if schema["type"] == "integer" else st.floats
    return kind(schema["minimum"], schema["maximum"])


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.sampled_from(sorted(CHECKS)), st.data())
def test_a_value_is_refused_by_both_or_by_neither(key, data):
    value = data.draw(st.one_of(values, _fitting(key)))
    if isinstance(value, float) and value.is_integer():
        value += 0.5  # 3.0 is a whole number to JSON Schema and none to the loader
    assert (CHECKS[key].fault(value) is None) == Draft202012Validator(CHECKS[key].schema).is_valid(value)
