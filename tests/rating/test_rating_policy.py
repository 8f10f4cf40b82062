from __future__ import annotations

import datetime as dt
from dataclasses import replace
from importlib.resources import files

import pytest

from mash.errors import UsageError
from mash.rating import load_policy
from mash.rating.checking import PolicyFaults
from mash.rating.gather import facts_in_bulk, hub_facts, open_cases_of
from mash.rating.lines import lines_of
from mash.rating.propose import fires
from mash.rating.rules import NEEDS, RULES
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
    policy = load(("household_cap = 12", "household_cap = 8"), ("hops = 3", "hops = 4"))
    assert (policy.associations.household_cap, policy.hops) == (8, 4)


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
        (("chance_below = 0.01", "chance_below = 1.5"), "chance_below is a number from 1e-06 to 1, not 1.5"),
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
        (('name = "repeat referrals"', 'name = "lowering"'), "the engine gives this name to a reason of its own"),
        (('name = "repeat referrals"', 'name = " "'), "rule 8 lacks name"),
        (('name = "repeat referrals"', 'name = ["repeat"]'), "rule 8 lacks name"),
        (('test = "repeat_referrals"', 'test = ["repeat_referrals"]'), "there is no test ['repeat_referrals']"),
        (('test = "repeat_referrals"', 'test = "xyz"'), "there are flagged_adult_in_household, "),
        (('kinds = ["violence", "domestic abuse"]', "kinds = []"), "kinds names nothing"),
        (('kinds = ["violence", "domestic abuse"]', 'kinds = "violence"'), "kinds is a list of words, not 'violence'"),
        (("chance_below = 0.01", "chance_below = nan"), "chance_below is a number from 1e-06 to 1, not nan"),
        (("chance_below = 0.01", "chance_below = 0"), "chance_below is a number from 1e-06 to 1, not 0"),
        (("[network]\nhops = 3", "[network]\nhops = 2"), "hops is 3, and [network] searches only 2"),
        (("hops = 2\nat_least = 1\ntie_kinds", "hops = 3\nat_least = 1\ntie_kinds"),
         "with tie_kinds only ways of 2 hops are looked at, not 3"),
        (('kinds = ["violence", "domestic abuse"]', 'kinds = ["sexual offender", "risk to children"]'),
         "asks what rule 'sexual offender in the household' asks"),
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


LINES = [line.strip() for line in BUILT_IN.split("\n")]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("hops = 3", "hops = 9"), "hops = 3"),
        (("household_cap = 12", "household_cap = 1"), "household_cap = 12"),
        (('name = "repeat referrals"', 'named = "repeat referrals"'), 'name = "repeat referrals"'),
        (('test = "repeat_referrals"', 'test = "repeat_referral"'), 'test = "repeat_referrals"'),
        (('episode_types = ["CP", "LAC"]', 'episode_types = [\n  "CP",\n  "LOC",\n]'), 'episode_types = ["CP", "LAC"]'),
        (('high_grades = ["high"]', 'high_grades = "high"  # a [comment] with = and "'), 'high_grades = ["high"]'),
    ],
    ids=lambda value: "" if isinstance(value, tuple) else value,
)  # fmt: skip
def test_a_fault_is_told_by_its_line(load, change, line):
    with pytest.raises(PolicyFaults) as refused:
        load(change)
    assert LINES.index(line) + 1 in {fault.line for fault in refused.value.faults}


def test_every_entry_of_a_file_is_found_on_its_line():
    found = lines_of(BUILT_IN)
    assert len(found) > 80
    for (*_, key), line in found.items():
        begins = "[[rule]]" if isinstance(key, int) else (f"{key} =", f"[{key}]")
        assert LINES[line - 1].startswith(begins)


def test_what_a_rule_lacks_is_told_by_the_line_the_rule_begins_on(load):
    with pytest.raises(PolicyFaults) as refused:
        load(('source = "sources.md P5"', ""))
    (fault,) = refused.value.faults
    assert LINES[fault.line - 1 : fault.line + 1] == ["[[rule]]", 'name = "child on a plan or looked after"']


def test_faults_come_in_the_order_of_the_file(load):
    with pytest.raises(PolicyFaults) as refused:
        load(('episode_types = ["CP"', 'episode_types = ["CPP"'), ("hops = 3", "hops = 9"), ("at_least = 3", "at = 3"))
    found = [fault.line for fault in refused.value.faults]
    assert found == sorted(found)
    assert len(found) == 4, "a number, a word, an unknown parameter and the one it stands for"


def test_tables_written_inline_are_told_by_the_line_of_the_whole(tmp_path):
    path = tmp_path / "inline.toml"
    path.write_text('id = "x"\nfrom = 2026-01-01\nnetwork.hops = 12\nrule = [3, {name = "a"}]\n', encoding="utf-8")
    with pytest.raises(PolicyFaults) as refused:
        load_policy(str(path))
    told = {(fault.line, fault.what) for fault in refused.value.faults}
    assert (3, "[network]: hops is a whole number from 1 to 4, not 12") in told
    assert (4, "rule 1 is not a table") in told
    assert (None, "it lacks [associations]") in told


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "windows.toml"
    path.write_text(BUILT_IN.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert load_policy(str(path)).fingerprint == load_policy("policy-2026-01").fingerprint


def test_the_fingerprint_of_the_network_is_of_ties_and_hops_alone(load):
    policy, rules = load_policy("policy-2026-01"), load(("at_least = 3\nmonths = 12", "at_least = 4\nmonths = 12"))
    ties = load(("household_cap = 12", "household_cap = 8"))
    assert len({policy.fingerprint, rules.fingerprint, ties.fingerprint}) == 3
    assert policy.network_fingerprint == rules.network_fingerprint != ties.network_fingerprint


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


def without(facts, part):
    if part == "driving":
        return replace(facts, around=replace(facts.around, exposures=()))
    return replace(facts, **{part: None if part == "infancy" else ()})


def test_a_rule_finds_nothing_where_the_part_of_the_facts_that_it_needs_is_empty(fuller_town):
    assert NEEDS.keys() <= RULES.keys()
    policy, found = load_policy("policy-2026-12"), set()
    for seed in range(6):
        con = fuller_town(seed).build(policy.associations, hops=policy.hops)
        hub = hub_facts(con)
        for facts in facts_in_bulk(con, open_cases_of(con), hub, as_of=dt.date(2026, 1, 31), hops=policy.hops):
            fired = [rule for rule in policy.rules if fires(rule, facts)]
            assert all(rule in policy.worst_first(facts) for rule in fired)
            for rule in policy.rules:
                if rule.test in NEEDS:
                    emptied = without(facts, NEEDS[rule.test])
                    assert not fires(rule, emptied), rule.name
                    assert rule not in policy.worst_first(emptied), rule.name
            found |= {rule.test for rule in fired}
    assert found >= NEEDS.keys(), NEEDS.keys() - found
