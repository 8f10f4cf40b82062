"""A policy in words: every rule and setting has its sentence, every number is in it, and the screen shows it all."""

import dataclasses
import datetime as dt
import io
import re
from dataclasses import replace
from types import MappingProxyType

import pytest
from rich.console import Console

from mash.associations import Settings
from mash.rating import Rule, load_policy
from mash.rating.checking import parameters_of
from mash.rating.differing import CaseDiffers, FilesDiffer, How, PolicyDiff, files_differ, how_it_differs
from mash.rating.parameters import CHECKS
from mash.rating.rules import RULES
from mash.reports.policy import LastNight, explained, print_policy
from mash.reports.policy_differing import print_files_differ, print_policy_diff, write_policy_diff
from mash.reports.wording import SENTENCES, SETTINGS, looks_for, network_words, tie_setting_words
from mash.vocabulary import Colour

POLICY = load_policy("policy-2026-01")
PLACEHOLDER = re.compile(r"\{(\w+)")
RED, AMBER, GREEN, UNRATED = Colour.RED, Colour.AMBER, Colour.GREEN, Colour.UNRATED
OTHER = {"integer": 77, "number": 0.0625}


def shown(draw, *what, width=100):
    out = io.StringIO()
    draw(Console(file=out, width=width, highlight=False), *what)
    return out.getvalue()


def rule(test, **parameters):
    made = {key: CHECKS[key].value(value) if isinstance(value, list) else value for key, value in parameters.items()}
    return Rule("r", test, AMBER, MappingProxyType(made), "w", "s")


@pytest.mark.parametrize("test", RULES)
def test_every_test_has_a_sentence_that_says_all_it_takes(test):
    sentence = SENTENCES[test]
    assert set(PLACEHOLDER.findall(sentence.says)) | sentence.clauses.keys() == parameters_of(test).keys()
    assert all(PLACEHOLDER.findall(clause) == [name] for name, clause in sentence.clauses.items())
    optional = {name for name, required in parameters_of(test).items() if not required}
    assert optional <= sentence.clauses.keys(), "what may be left out stands in a clause"


@pytest.mark.parametrize("test", RULES)
def test_another_number_or_word_makes_another_sentence(test):
    one = {key: _some(key) for key in parameters_of(test)}
    for key in one:
        assert looks_for(rule(test, **one)) != looks_for(rule(test, **{**one, key: _some(key, other=True)}))


def _some(key, *, other=False):
    schema = CHECKS[key].schema
    if schema["type"] == "array":
        return schema["items"].get("enum", ["high", "medium"])[other : 1 + other]
    return OTHER[schema["type"]] if other else schema["maximum"] / 2


def test_every_setting_has_its_sentence():
    assert SETTINGS.keys() == {field.name for field in dataclasses.fields(Settings)}
    assert all(PLACEHOLDER.findall(says) == [name] for name, says in SETTINGS.items())


@pytest.mark.parametrize(
    ("test", "parameters", "says"),
    [
        ("flagged_adults_within_hops",
         {"kinds": ["sexual offender"], "hops": 1, "at_least": 1, "tie_kinds": ["parent", "carer"],
          "strength_at_least": 0.3},
         ("Looks for at least 1 adult with a current flag for sexual offending within 1 step of the child, counting"
         " only ways made of these ties: parent and child or carer, counting only ways that are at least 30 per cent"
         " sure, all their ties together.")),
        ("flagged_adults_within_hops",
         {"kinds": ["violence", "drugs", "other"], "hops": 3, "at_least": 1000, "chance_below": 0.001},
         ("Looks for at least 1,000 adults with a current flag for violence, drug use or another risk within 3 steps of"
         " the child, and fires only where chance would put so many there less often than in one of 1,000 networks of"
         " as many adults.")),
        ("flagged_adults_within_hops",
         {"kinds": ["drugs"], "hops": 2, "at_least": 2, "chance_below": 0.3, "strength_at_least": 0.0},
         ("Looks for at least 2 adults with a current flag for drug use within 2 steps of the child, counting only ways"
         " that are at least 0 per cent sure, all their ties together, and fires only where chance would put so many"
         " there less often than in 30 of 100 networks of as many adults.")),
        ("repeat_referrals", {"at_least": 3, "months": 1},
         "Looks for at least 3 referrals of this child in the last 1 month, the present one counted."),
        ("domestic_abuse_between_carers", {"at_least": 2, "months": 24, "high_grades": []},
         "Looks for at least 2 occurrences of domestic abuse between two of the child's carers in the last 24 months."),
        ("child_on_plan", {"episode_types": ["CP", "LAC"]},
         "Looks for an open episode of the child: child protection plan or looked after."),
    ],
)  # fmt: skip
def test_a_rule_is_told_with_its_numbers(test, parameters, says):
    assert looks_for(rule(test, **parameters)) == says


def test_a_setting_that_is_empty_is_not_told():
    assert "crowd" in " ".join(tie_setting_words(Settings()))
    assert len(tie_setting_words(replace(Settings(), crowd_kinds=()))) == len(SETTINGS) - 1
    assert network_words(POLICY)[0] == "The network is searched 3 steps from the child."


@pytest.mark.parametrize("width", [40, 100])
def test_the_screen_shows_each_rule_with_why_and_source_and_the_nights_count(width):
    night = LastNight("20260131-00000000", dt.date(2026, 1, 31), 1200, {"repeat referrals": 7})
    told = " ".join(shown(print_policy, explained(POLICY, night), width=width).split())
    for each in POLICY.rules:
        for part in (f"{each.colour.name} {each.name}", looks_for(each), each.why, each.source):
            assert part in told
    assert "Last night: 7 of 1,200 open cases" in told
    assert told.count("Last night: 0 of 1,200 open cases") == len(POLICY.rules) - 1


def test_without_a_night_no_count_is_shown():
    assert "Last night" not in shown(print_policy, explained(POLICY))


# --- two policies


def with_rule(name, **changes):
    return replace(
        POLICY, rules=tuple(replace(each, **changes) if each.name == name else each for each in POLICY.rules)
    )


def test_files_differ_by_rule_and_by_entry():
    other = with_rule("repeat referrals", parameters=MappingProxyType({"at_least": 4, "months": 12}), why="another")
    other = replace(
        other, hops=4, from_date=dt.date(2027, 1, 1), rules=(*other.rules[1:], replace(other.rules[0], name="new"))
    )
    found = files_differ(POLICY, other)
    assert (found.added, found.removed) == (("new",), ("sexual offender in the household",))
    assert [(each.entry, each.before, each.after) for each in found.settings] == [
        ("from", dt.date(2026, 1, 1), dt.date(2027, 1, 1)),
        ("[network] hops", 3, 4),
    ]
    ((changed),) = found.changed
    assert (changed.name, [each.entry for each in changed.entries]) == ("repeat referrals", ["at_least", "why"])


def test_a_parameter_that_only_one_file_has_is_shown_as_not_there():
    other = with_rule(
        "repeat referrals", test="child_on_plan", parameters=MappingProxyType({"episode_types": ("CP", "LAC")})
    )
    told = shown(print_files_differ, files_differ(POLICY, other))
    lines = [line.split() for line in told.splitlines()]
    assert ["at_least", "3", "not", "there"] in lines
    assert ["episode_types", "not", "there", "CP,", "LAC"] in lines


def test_the_order_of_entries_is_no_difference():
    turned = with_rule("repeat referrals", parameters=MappingProxyType({"months": 12, "at_least": 3}))
    assert files_differ(POLICY, turned).nothing
    assert shown(print_files_differ, files_differ(POLICY, turned)).strip() == "The two say the same."


@pytest.mark.parametrize(
    ("row", "how"),
    [
        ({"to_colour": "RED"}, How.RAISED),
        ({"to_colour": "GREEN", "now_fire": ["x"]}, How.LOWERED),
        ({"from_rules": "GREEN"}, How.RAISED_BY_RULES),
        ({"to_rules": "GREEN", "no_longer_fire": ["x"]}, How.LOWERED_BY_RULES),
        ({"now_fire": ["x"], "no_longer_fire": ["y"]}, How.OTHER_RULES),
        ({"other_colour": ["x"], "same_evidence": False}, How.OTHER_RULES),
        ({"same_evidence": False, "to_certainty": 0.5}, How.OTHER_EVIDENCE),
        ({"to_certainty": 0.5}, How.OTHER_CERTAINTY),
    ],
    ids=lambda value: str(value) if isinstance(value, How) else "",
)
def test_a_case_is_told_by_the_weightiest_of_what_changes(row, how):
    assert case(**row).how is how


def case(case_id="R1", **row):
    same = {"from_colour": "AMBER", "to_colour": "AMBER", "from_rules": "AMBER", "to_rules": "AMBER"}
    more = {"from_certainty": 1.0, "to_certainty": 1.0, "same_evidence": True}
    rules = {"now_fire": [], "no_longer_fire": [], "other_colour": []}
    return how_it_differs({"case_id": case_id, **same, **more, **rules, **row})


def diff(*cases: CaseDiffers) -> PolicyDiff:
    return PolicyDiff(
        old="policy-2026-01",
        new="policy-2027-01",
        files=FilesDiffer((), (), (), ()),
        run="20260131-00000000",
        as_of=dt.date(2026, 1, 31),
        holds_from=dt.date(2027, 1, 1),
        open_cases=1200,
        ties_anew=False,
        colours={RED: (1, 2), AMBER: (1199, 1198)},
        cases=cases,
    )


def test_every_case_stands_in_the_table_and_in_the_csv(tmp_path):
    found = diff(
        case("R1", to_colour="RED", now_fire=["a network of sexual offenders"]),
        case("=R2", to_rules="GREEN", no_longer_fire=["repeat referrals", "child on a plan"]),
        case("R3", to_certainty=0.94),
        case("R4", other_colour=["repeat referrals"]),
    )
    told = [" ".join(line.split()) for line in shown(print_policy_diff, found, width=160).splitlines()]
    assert "R1 AMBER -> RED raised a network of sexual offenders" in told
    assert "=R2 AMBER rules alone lowered: AMBER -> GREEN repeat referrals; child on a plan" in told
    assert "R4 AMBER other rules repeat referrals (to another colour)" in told
    assert "R3 AMBER other certainty; sure 100% -> 94%" in told
    assert "Proposals that change: 4 (1 raised; 1 rules alone lowered; 1 other rules; 1 other certainty)" in told
    assert "The new policy holds from 2027-01-01, after this run's day." in told
    write_policy_diff(found, tmp_path / "out.csv")
    head, *rows = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert head.split(",")[:4] == ["case_id", "how", "from_colour", "to_colour"]
    assert rows == [
        "R1,raised,AMBER,RED,AMBER,AMBER,1.0,1.0,a network of sexual offenders,,,",
        "'=R2,rules alone lowered,AMBER,AMBER,AMBER,GREEN,1.0,1.0,,repeat referrals|child on a plan,,",
        "R3,other certainty,AMBER,AMBER,AMBER,AMBER,1.0,0.94,,,,",
        "R4,other rules,AMBER,AMBER,AMBER,AMBER,1.0,1.0,,,repeat referrals,",
    ]


def test_nothing_that_changes_is_said():
    assert "None." in shown(print_policy_diff, diff())
