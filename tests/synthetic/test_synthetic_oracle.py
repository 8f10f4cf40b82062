"""The oracle, on families small enough to judge by eye."""

import dataclasses
import datetime as dt
from types import MappingProxyType

import networkx as nx
import pytest

from mash.synthetic.oracle_facts import Adults, Case, Happening, Referral, Spell
from mash.synthetic.oracle_rules import RULES, chance

TODAY = dt.date(2026, 1, 31)


def case(ties=(), flags=None, since=MappingProxyType({}), **given):
    network = nx.MultiDiGraph()
    network.add_node("child")
    for a, b, kind in ties:
        network.add_edge(a, b, kind=kind, since=since.get((a, b)))
        network.add_edge(b, a, kind=kind, since=since.get((a, b)))
    adults = frozenset(network.nodes) - {"child", "sister"} | {f"stranger {n}" for n in range(1000)}
    return Case(
        **{
            "child": "child", "as_of": TODAY, "concern": "NEG", "network": network, "household": frozenset(),
            "carers": frozenset(), "received": (), "episodes": frozenset(), "happenings": (),
            "town": Adults(adults, {person: frozenset({kind}) for person, kind in (flags or {}).items()}), **given,
        }
    )  # fmt: skip


FATHERS_FRIENDS = [
    ("child", "father", "parent"),
    ("father", "friend", "police associate"),
    ("friend", "other", "co-defendant"),
]
NEAR = {"test": "flagged_adults_within_hops", "kinds": ["sexual offender"], "hops": 2, "at_least": 1}


@pytest.mark.parametrize(
    ("flags", "rule", "fires"),
    [
        ({"friend": "sexual offender"}, {}, True),
        ({"friend": "drugs"}, {}, False),
        ({"other": "sexual offender"}, {}, False),
        ({"other": "sexual offender"}, {"hops": 3}, True),
        ({"friend": "sexual offender"}, {"tie_kinds": ["parent", "household"]}, False),
        ({"father": "sexual offender"}, {"tie_kinds": ["parent", "household"], "hops": 1}, True),
        ({"friend": "sexual offender"}, {"at_least": 2}, False),
        ({"friend": "sexual offender", "father": "sexual offender"}, {"at_least": 2, "chance_below": 0.01}, True),
        ({"sister": "sexual offender"}, {}, False),
    ],
    ids=[
        "a friend of the father's, two ties away",
        "a friend with another kind of flag",
        "three ties away is not within two",
        "three ties away is within three",
        "not by kin alone",
        "the father himself",
        "one where two are asked for",
        "two of two where a thousand have none",
        "somebody who is no adult",
    ],
)
def test_flagged_adults_are_found_within_their_hops(flags, rule, fires):
    asked = {**NEAR, **rule}
    assert RULES[asked["test"]](case(FATHERS_FRIENDS, flags), asked) is fires


def test_two_flagged_adults_are_no_wonder_where_everybody_is_flagged():
    flags = {f"stranger {n}": "sexual offender" for n in range(1000)}
    found = case(FATHERS_FRIENDS, {**flags, "friend": "sexual offender", "father": "sexual offender"})
    assert not RULES["flagged_adults_within_hops"](found, {**NEAR, "at_least": 2, "chance_below": 0.01})


def test_a_flagged_adult_at_home_counts_and_one_elsewhere_does_not():
    rule = {"kinds": ["violence"]}
    ties = [("child", "lodger", "household")]
    assert RULES["flagged_adult_in_household"](
        case(ties, {"lodger": "violence"}, household=frozenset({"lodger"})), rule
    )
    assert not RULES["flagged_adult_in_household"](case(ties, {"lodger": "violence"}), rule)


@pytest.mark.parametrize(
    ("days", "fires"),
    [((0, 100, 364), True), ((0, 100, 366), False), ((0, 100), False)],
    ids=["three within the year", "the third a day too old", "two"],
)
def test_repeat_referrals_are_counted_over_twelve_months(days, fires):
    received = tuple(TODAY - dt.timedelta(days=back) for back in days)
    assert RULES["repeat_referrals"](case(received=received), {"months": 12, "at_least": 3}) is fires


def test_the_same_concern_must_be_the_childs_own():
    rule = {"months": 36, "concerns": ["NEG"]}
    own = Happening(TODAY, "NEG", None, (("child", "subject child"),))
    sisters = Happening(TODAY, "NEG", None, (("sister", "subject child"), ("child", "witness")))
    other = Happening(TODAY, "PHY", None, (("child", "subject child"),))
    assert RULES["same_concern_elsewhere"](case(happenings=(own,)), rule)
    assert not RULES["same_concern_elsewhere"](case(happenings=(sisters, other)), rule)


def test_domestic_abuse_counts_between_two_carers_twice_or_once_if_graded_high():
    rule = {"months": 24, "at_least": 2, "high_grades": ["high"]}
    carers = frozenset({"mother", "father"})
    roles = (("father", "suspect"), ("mother", "victim"))
    standard, high = (Happening(TODAY, "DA", grade, roles) for grade in ("standard", "high"))
    judge = RULES["domestic_abuse_between_carers"]
    assert not judge(case(carers=carers, happenings=(standard,)), rule)
    assert judge(case(carers=carers, happenings=(standard, standard)), rule)
    assert judge(case(carers=carers, happenings=(high,)), rule)
    assert not judge(case(carers=frozenset({"mother"}), happenings=(high,)), rule)


def test_a_child_on_a_plan_is_known_to_be():
    assert RULES["child_on_plan"](case(episodes=frozenset({"CP"})), {"episode_types": ["CP", "LAC"]})
    assert not RULES["child_on_plan"](case(episodes=frozenset({"CIN"})), {"episode_types": ["CP", "LAC"]})


def ago(days):
    return TODAY - dt.timedelta(days=days)


NEW = {"kinds": ["sexual offender"], "hops": 2, "months": 12, "tie_kinds": ["parent", "partner", "household"]}


@pytest.mark.parametrize(
    ("since", "fires"), [({("mother", "man"): ago(90)}, True), ({("mother", "man"): ago(900)}, False), ({}, False)],
    ids=["a partner since last autumn", "a partner for years", "nobody knows since when"],
)  # fmt: skip
def test_a_flagged_partner_is_new_when_the_tie_to_him_is(since, fires):
    ties = [("child", "mother", "parent"), ("mother", "man", "partner")]
    found = case(ties, {"man": "sexual offender"}, since=since)
    assert RULES["flagged_adult_newly_arrived"](found, NEW) is fires


def test_who_came_near_twice_arrived_the_first_time():
    ties = [("child", "mother", "parent"), ("mother", "man", "partner"), ("mother", "man", "household")]
    found = case(ties, {"man": "sexual offender"})
    for days, edge in zip((900, 90), found.network["mother"]["man"].values(), strict=True):
        edge["since"] = ago(days)
    assert not RULES["flagged_adult_newly_arrived"](found, NEW)


def test_who_came_out_of_prison_of_late_and_is_near():
    rule = {"kinds": ["violence"], "hops": 1, "months": 6, "tie_kinds": ["parent"]}
    judge, near = RULES["flagged_adult_released"], [("child", "father", "parent")]
    assert judge(case(near, {"father": "violence"}, released={"father": ago(30)}), rule)
    assert not judge(case(near, {"father": "violence"}, released={"father": ago(300)}), rule)
    assert not judge(case([], {"father": "violence"}, released={"father": ago(30)}), rule)


def test_a_baby_near_somebody_flagged():
    rule = {"kinds": ["drugs"], "hops": 1, "tie_kinds": ["parent"]}
    ties = [("child", "father", "parent")]
    assert RULES["flagged_adult_near_infant"](case(ties, {"father": "drugs"}, baby=True), rule)
    assert not RULES["flagged_adult_near_infant"](case(ties, {"father": "drugs"}), rule)


@pytest.mark.parametrize(
    ("own", "fires"),
    [(("LA14", "PL25"), True), (("LA14", "LA14"), False), (("TR18", "PL25"), False), (("LA14", "LA1"), False)],
    ids=["two counties", "one area", "two areas of one county", "two counties in one area"],
)
def test_places_in_common_are_told_in_more_than_one_part_of_the_country(own, fires):
    ties = [("child", "one", "friend"), ("child", "two", "friend")]
    flags = dict.fromkeys(("one", "two"), "sexual offender")
    child = (Spell(own[0], ago(900), ago(400)), Spell(own[1], ago(400), None))
    stays = {"child": child, "one": (Spell(own[0], ago(2000), None),), "two": (Spell(own[1], ago(300), None),)}
    found = case(ties, flags, stays=stays)
    found = dataclasses.replace(
        found, town=dataclasses.replace(found.town, areas=dict.fromkeys(flags, frozenset({"LA"})))
    )
    rule = {"kinds": ["sexual offender"], "hops": 1, "at_least": 2, "areas": 2, "months": 60, "chance_below": 0.01}
    assert RULES["places_in_common"](found, rule) is fires


def test_the_revolving_door_is_judged_from_the_days():
    cin, again = Spell("CIN", ago(500), ago(200)), Spell("CIN", ago(100), None)
    reopened = {"episode_types": ["CIN"], "months": 12}
    assert RULES["plan_reopened"](case(spells=(cin, again)), reopened)
    assert not RULES["plan_reopened"](case(spells=(cin, Spell("CIN", ago(195), None))), reopened)
    now, rule = Referral("R", ago(1), None), {"episode_types": ["CP"], "months": 12}
    assert RULES["referred_after_step_down"](
        case(case_id="R", referrals=(now,), spells=(Spell("CP", ago(500), ago(100)),)), rule
    )
    assert not RULES["referred_after_step_down"](
        case(case_id="R", referrals=(now,), spells=(Spell("CP", ago(900), ago(800)),)), rule
    )


def test_referrals_that_ended_in_nothing_are_counted_without_the_present_one():
    rule = {"months": 12, "at_least": 2, "outcomes": ["no further action"]}
    earlier = [Referral(name, ago(days), "no further action") for name, days in (("P", 90), ("Q", 200), ("R", 1))]
    assert RULES["referrals_without_action"](case(case_id="R", referrals=tuple(earlier)), rule)
    assert not RULES["referrals_without_action"](case(case_id="Q", referrals=tuple(earlier[1:])), rule)


def test_the_police_may_hold_the_same_of_a_sister():
    happening = Happening(TODAY, "NEG", None, (("sister", "subject child"),))
    rule = {"months": 36, "concerns": ["NEG"]}
    judge = RULES["same_concern_about_sibling"]
    assert judge(case(happenings=(happening,), siblings=frozenset({"sister"})), rule)
    assert not judge(case(happenings=(happening,)), rule)


@pytest.mark.parametrize(
    ("programme", "standing"), [(None, "nobody asked"), ("refused", "refused"), ("taken up", "engaged")]
)
def test_who_is_suspected_stands_somehow_to_a_programme(programme, standing):
    fight = Happening(TODAY, "DA", None, (("mother", "victim"), ("stranger", "suspect")))
    offered = {"stranger": (Spell(programme, ago(50), None),)} if programme else {}
    found = case(carers=frozenset({"mother"}), happenings=(fight,), programmes=offered)
    for asked in ("nobody asked", "refused", "engaged"):
        rule = {"months": 24, "standings": [asked]}
        assert RULES["perpetrator_and_programme"](found, rule) is (asked == standing)
    assert RULES["domestic_abuse_in_household"](found, {"months": 12, "at_least": 1, "high_grades": ["high"]})
    assert not RULES["domestic_abuse_in_household"](found, {"months": 12, "at_least": 2, "high_grades": ["high"]})


def test_a_child_is_missing_again_and_again():
    gone = tuple(Happening(ago(days), None, None, (("child", "subject child"),), "missing person") for days in (5, 9))
    assert RULES["missing_episodes"](case(happenings=gone), {"months": 3, "at_least": 2})
    assert not RULES["missing_episodes"](case(happenings=gone), {"months": 3, "at_least": 3})


@pytest.mark.parametrize(("seen", "expected"), [(0, 1.0), (1, 0.5), (2, 0.0)])
def test_chance_is_that_of_drawing_without_putting_back(seen, expected):
    assert chance(seen, 10, 1, 5) == pytest.approx(expected)


def test_adults_in_reach_are_listed_with_the_fewest_ties_to_them():
    ties = [*FATHERS_FRIENDS, ("child", "other", "carer"), ("child", "sister", "sibling")]
    assert case(ties).distances(3) == {"father": 1, "friend": 2, "other": 1}
    assert case(ties).distances(3, ["parent", "police associate"]) == {"father": 1, "friend": 2}


def test_the_flagged_of_every_case_are_adults_with_that_flag_and_add_up(town):
    town.con.execute("create view listed as select case_id, unnest(flagged, recursive := true) from proposals")
    assert town.one("select count(*) from listed") > 0
    current = "select person_id, kind from flags where status = 'current'"
    assert town.one(f"select count(*) from listed where (person_id, kind) not in ({current})") == 0
    assert town.one("select count(*) from listed where hops not between 1 and 3") == 0
    counted = (
        "select count(distinct person_id) filter (kind in ('sexual offender', 'risk to children'))"
        " from listed where listed.case_id = proposals.case_id"
    )
    assert town.one(f"select count(*) from proposals where flagged_adults != ({counted})") == 0
