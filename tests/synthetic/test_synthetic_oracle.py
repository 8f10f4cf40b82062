"""The oracle, on families small enough to judge by eye."""

import datetime as dt

import networkx as nx
import pytest

from mash.synthetic.oracle_facts import Adults, Case, Happening
from mash.synthetic.oracle_rules import RULES, chance

TODAY = dt.date(2026, 1, 31)


def case(ties=(), flags=None, **given):
    network = nx.MultiDiGraph()
    network.add_node("child")
    for a, b, kind in ties:
        network.add_edge(a, b, kind=kind)
        network.add_edge(b, a, kind=kind)
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
