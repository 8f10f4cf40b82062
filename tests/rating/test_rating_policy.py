from __future__ import annotations

import datetime as dt
from importlib.resources import files

import pytest

from mash.errors import UsageError
from mash.rating import load_policy
from mash.vocabulary import FlagKind

BUILT_IN = (files("mash") / "rating" / "policies" / "policy-2026-01.toml").read_text(encoding="utf-8")


@pytest.fixture
def load(tmp_path):
    """Loads the built-in policy with some of its text replaced."""

    def load_changed(*changes: tuple[str, str]):
        text = BUILT_IN
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return load_policy(str(path))

    return load_changed


def test_the_built_in_policy_loads():
    policy = load_policy("policy-2026-01")
    assert (policy.policy_id, policy.from_date, policy.hops) == ("policy-2026-01", dt.date(2026, 1, 1), 3)
    assert policy.counted_kinds == (FlagKind.SEXUAL_OFFENDER, FlagKind.RISK_TO_CHILDREN)
    assert policy.associations.household_cap == 12


def test_a_number_changed_in_the_file_is_the_number_used(load):
    policy = load(("household_cap = 12", "household_cap = 8"), ("hops = 3", "hops = 2"))
    assert (policy.associations.household_cap, policy.hops) == (8, 2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('test = "repeat_referrals"', 'test = "repeat_referral"'),
         "rule 'repeat referrals': there is no test 'repeat_referral' (did you mean 'repeat_referrals'?)"),
        (("at_least = 3\nmonths = 12", "at_lest = 3\nmonths = 12"),
         "unknown parameter 'at_lest' (did you mean 'at_least'?)"),
        (("at_least = 3\nmonths = 12", "months = 12"), "rule 'repeat referrals' lacks at_least"),
        (("at_least = 3\nmonths = 12", "at_least = 0\nmonths = 12"),
         "at_least is a whole number from 1 to 1000, not 0"),
        (("at_least = 3\nmonths = 12", "at_least = true\nmonths = 12"), "at_least is a whole number"),
        (("chance_below = 0.01", "chance_below = 1.5"), "chance_below is a number from 0 to 1, not 1.5"),
        (('colour = "RED"', 'colour = "REDD"'), "colour is RED, AMBER or GREEN (did you mean 'RED'?)"),
        (('colour = "RED"', 'colour = "UNRATED"'), "colour is RED, AMBER or GREEN"),
        (('kinds = ["violence"', 'kinds = ["violent"'), "kinds has no word 'violent' (did you mean 'violence'?)"),
        (('tie_kinds = ["parent"', 'tie_kinds = ["parnet"'), "has no word 'parnet' (did you mean 'parent'?)"),
        (("household_cap = 12", "household_cap = 1"), "[associations]: household_cap is a whole number from 2"),
        (("person_cap = 100", "persons_cap = 100"), "[associations]: unknown parameter 'persons_cap' (did you mean"),
        (("hops = 3", "hops = 9"), "[network]: hops is a whole number from 1 to 4, not 9"),
        (('id = "policy-2026-01"', 'ident = "x"'), 'it lacks id = "…"'),
        (("from = 2026-01-01", 'from = "soon"'), "it lacks from = YYYY-MM-DD"),
        (('source = "sources.md P5"', ""), "rule 'child on a plan or looked after' lacks source"),
        (('name = "repeat referrals"', 'name = "domestic abuse between carers"'), "two rules are named"),
        (("[network]", "[net]"), "unknown entry 'net'"),
    ],
    ids=lambda value: "" if isinstance(value, tuple) else value,
)  # fmt: skip
def test_a_wrong_policy_is_refused_by_file_and_rule_with_what_was_meant(load, change, message):
    with pytest.raises(UsageError) as refused:
        load(change)
    assert message in refused.value.what
    assert refused.value.where.endswith("mine.toml")
    assert refused.value.try_


def test_all_faults_come_at_once(load):
    with pytest.raises(UsageError) as refused:
        load(("hops = 3", "hops = 9"), ('colour = "RED"', 'colour = "PINK"'), ("at_least = 3", "at_lest = 3"))
    assert all(part in refused.value.what for part in ("hops", "colour", "at_lest"))


def test_a_policy_without_rules_is_refused(tmp_path):
    path = tmp_path / "empty.toml"
    path.write_text(BUILT_IN.split("[[rule]]")[0], encoding="utf-8")
    with pytest.raises(UsageError, match="no \\[\\[rule\\]\\]"):
        load_policy(str(path))


def test_broken_toml_is_refused(tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text("id = ", encoding="utf-8")
    with pytest.raises(UsageError, match="not readable as TOML"):
        load_policy(str(path))


def test_an_unknown_policy_names_the_known_ones():
    with pytest.raises(UsageError, match="did you mean 'policy-2026-01'"):
        load_policy("policy-2026-10")


def test_a_policy_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        load_policy(str(tmp_path / "none.toml"))
