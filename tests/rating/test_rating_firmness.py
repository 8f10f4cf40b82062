"""How probable each colour is when uncertain identities are true or false by chance."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mash.associations import assuming, network_around
from mash.rating import certainty, facts_for_case, load_policy, load_profile, propose, rate_open_cases
from mash.rating.doubt import Doubt
from mash.rating.surroundings import surroundings_of_network
from mash.vocabulary import Colour

POLICY = load_policy("policy-2026-01")
PEOPLE = "ABDEF"
PAIRS = sorted(combinations(sorted("C" + PEOPLE), 2))
WORDS = ("father", "partner", "sibling", "friend")
PROBABILITIES = (0.1, 0.5, 0.9)


def ask(town, case="R", child="C"):
    con = town.build(POLICY.associations)
    network = network_around(con, child, hops=3)
    return network, facts_for_case(con, network, case), POLICY


def renamed(value, one):
    """The value with every id of a person who is taken to be another put for that other, however deep it lies."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return one.get(value, value)
    if isinstance(value, tuple):
        return tuple(renamed(each, one) for each in value)
    if is_dataclass(value):
        return replace(value, **{each.name: renamed(getattr(value, each.name), one) for each in fields(value)})
    return value


def facts_if(network, facts, links):
    """The facts were these links true and no others: who is around is read anew, all else is told of whom they are."""
    would_be = assuming(network, [(link.person_a, link.person_b) for link in links])
    one = would_be.supposed.one
    told = {
        each: renamed(getattr(facts, each), one)
        for each in ("occurrences", "sibling_referrals", "programmes", "releases", "places")
    }
    told["places"] = tuple(each for each in told["places"] if each.person_id != each.with_person)
    child_too = [each for each in facts.perhaps_the_child if one.get(each.person_id) == facts.child]
    told["referrals"] = sum((each.referrals for each in child_too), facts.referrals)
    told["episodes"] = sum((each.episodes for each in child_too), facts.episodes)
    return replace(facts, around=surroundings_of_network(would_be), **told)


def weighed_plainly(network, facts, policy) -> dict[Colour, float]:
    """The slow oracle: every set of all the links, each link once, whatever it touches."""
    shares: dict[Colour, float] = {}
    for true in product((False, True), repeat=len(network.identities)):
        links = [link for link, so in zip(network.identities, true, strict=True) if so]
        colour = propose(facts_if(network, facts, links), policy).at_least
        chances = (
            link.probability if so else 1 - link.probability for link, so in zip(network.identities, true, strict=True)
        )
        shares[colour] = shares.get(colour, 0.0) + prod(chances)
    return shares


@pytest.fixture
def maybe_father(town):
    """The father may be a known offender: one identity link of 0.7, reached by two ties."""
    town.referral("R", "C", initial_rating="GREEN")
    town.related("C", "F", "father")
    town.related("C", "M", "mother")
    town.related("M", "F", "partner")
    town.perhaps("F", "O", 0.7)
    town.flag("O")
    return town


def test_two_paths_over_one_link_count_it_once(maybe_father):
    """As if independent they would give 1 - 0.3 * 0.3 = 0.91."""
    network, facts, policy = ask(maybe_father)
    assert propose(facts, policy).colour == Colour.GREEN
    found = certainty(network, facts, policy)
    assert found.shares == {Colour.RED: pytest.approx(0.7), Colour.GREEN: pytest.approx(0.3)}
    assert (found.colour, found.share, found.links, found.draws) == (Colour.GREEN, pytest.approx(0.3), 1, 0)


@pytest.fixture
def many_maybe(town):
    """The father may be any of ten known offenders: more sets of links than draws."""
    town.referral("R", "C")
    town.related("C", "F", "father")
    for number in range(10):
        town.perhaps("F", f"O{number}", 0.1)
        town.flag(f"O{number}")
    return town


def test_where_the_sets_are_too_many_they_are_drawn(many_maybe):
    found = certainty(*ask(many_maybe), draws=1000)
    assert (found.links, found.draws) == (10, 1000)
    assert found.shares[Colour.RED] == pytest.approx(1 - 0.9**10, abs=0.04)
    assert sum(found.shares.values()) == pytest.approx(1)


def test_the_same_seed_gives_the_same_shares_and_another_seed_others(many_maybe):
    asked = ask(many_maybe)
    assert certainty(*asked) == certainty(*asked)
    assert certainty(*asked, seed=1) != certainty(*asked)


def test_a_proposal_without_uncertain_identities_is_firm(town):
    town.referral("R", "C")
    town.related("C", "F", "father")
    town.flag("F")
    found = certainty(*ask(town))
    assert (found.shares, found.firm, found.links) == ({Colour.RED: 1.0}, True, 0)


def test_a_colour_that_holds_without_any_possible_link_is_firm_however_probable_another_is(maybe_father):
    found = certainty(*ask(maybe_father))
    assert (found.firm, found.holds_without, found.share) == (True, Colour.GREEN, pytest.approx(0.3))


def test_a_link_between_two_known_persons_counts_when_it_shortens_the_way(town):
    """Nobody new comes into reach: the lodger two doors on may be the father himself."""
    town.referral("R", "C")
    town.related("C", "F", "father")
    town.related("F", "B", "friend", dataset="nominal_links", agency="police")
    town.related("B", "O", "friend", dataset="nominal_links", agency="police")
    town.flag("O")
    town.perhaps("F", "O", 0.3)
    assert certainty(*ask(town)).shares == {Colour.RED: pytest.approx(0.3), Colour.GREEN: pytest.approx(0.7)}


def test_two_carers_who_may_be_one_make_the_abuse_between_them_uncertain(town):
    town.referral("R", "C")
    town.related("C", "F", "father")
    town.related("C", "G", "carer")
    town.perhaps("F", "G", 0.4)
    for day in (3, 9):
        town.occurrence(dt.date(2025, 12, day), [("F", "suspect"), ("G", "victim")], concern="DA")
    assert certainty(*ask(town)).shares == {Colour.AMBER: pytest.approx(0.6), Colour.GREEN: pytest.approx(0.4)}


def test_what_is_recorded_of_whoever_may_be_a_carer_counts_where_they_are(town):
    """Abuse between the father and a woman whom nothing ties to the child: she may be the mother."""
    town.referral("R", "C")
    town.related("C", "F", "father")
    town.related("C", "M", "mother")
    town.perhaps("M", "X", 0.4)
    for day in (3, 9):
        town.occurrence(dt.date(2025, 12, day), [("F", "suspect"), ("X", "victim")], concern="DA")
    assert certainty(*ask(town)).shares == {Colour.AMBER: pytest.approx(0.4), Colour.GREEN: pytest.approx(0.6)}


@pytest.mark.parametrize(
    "recorded",
    [
        pytest.param(lambda town: town.episode("D", "CP", dt.date(2025, 6, 1)), id="a plan"),
        pytest.param(
            lambda town: [town.referral(f"E{month}", "D", f"2025-0{month}-01 09:00") for month in (4, 6, 8)],
            id="three referrals",
        ),
    ],
)
def test_what_is_recorded_of_another_child_counts_where_the_two_are_one(town, recorded):
    town.referral("R", "C")
    town.perhaps("C", "D", 0.3)
    recorded(town)
    found = certainty(*ask(town))
    assert found.shares == {Colour.AMBER: pytest.approx(0.3), Colour.GREEN: pytest.approx(0.7)}
    assert found.firm


def test_a_case_is_settled_without_weighing_where_what_gives_its_colour_is_touched_by_no_link(town):
    """A known offender in the house gives red whoever the mother's friend may be."""
    town.referral("R", "C")
    town.related("C", "F", "father")
    town.flag("F")
    town.related("F", "B", "friend", dataset="nominal_links", agency="police")
    town.perhaps("B", "X", 0.5)
    network, facts, policy = ask(town)
    assert network.identities
    assert not Doubt.of(network, facts, policy).could_differ


def test_a_child_who_may_be_another_is_settled_without_weighing_where_no_way_of_either_is_new(town):
    """The mother's partner of ten years is violent: nobody new, whichever child this is."""
    policy = load_policy("policy-2026-12")
    town.referral("R", "C")
    town.related("C", "M", "mother")
    town.related("D", "M", "mother")
    town.related("M", "O", "partner", from_date=dt.date(2016, 1, 1))
    town.flag("O", "violence")
    town.perhaps("C", "D", 0.3)
    con = town.build(policy.associations)
    rate_open_cases(con, policy, as_of=dt.date(2026, 1, 31), profile=load_profile("oxfordshire"))
    assert town.ask("select colour, share, links from proposal_certainty") == [("GREEN", 1.0, 0)]
    network = network_around(con, "C", hops=3)
    facts = facts_for_case(con, network, "R")
    assert Doubt.of(network, facts, policy).could_differ, "the bounds alone would have it weighed"
    assert weighed_plainly(network, facts, policy) == {Colour.GREEN: pytest.approx(1)}


@pytest.mark.parametrize(
    ("others", "shares"),
    [(1, {Colour.GREEN: 1}), (2, {Colour.AMBER: 0.3, Colour.GREEN: 0.7})],
    ids=["a second", "a third"],
)
def test_whom_the_child_may_be_too_is_weighed_only_where_what_is_recorded_of_them_changes_the_colour(
    town, others, shares
):
    """A second referral is no repeat, and a third is."""
    for case, child in [("R", "C"), ("Q1", "E"), ("Q2", "E")][: others + 1]:
        town.referral(case, child, "2025-12-01 09:00")
    town.perhaps("C", "E", 0.3)
    network, facts, policy = ask(town)
    assert facts.perhaps_the_child
    assert Doubt.of(network, facts, policy).could_differ is (len(shares) > 1)
    assert certainty(network, facts, policy).shares == pytest.approx(shares)


def test_an_open_plan_of_whoever_the_child_may_be_could_take_a_step_down_away(town):
    """More can be less: a plan that goes on is no plan that ended."""
    town.referral("R", "C", "2026-01-10 09:00")
    town.episode("C", "CP", dt.date(2025, 2, 1), dt.date(2025, 9, 1))
    town.perhaps("C", "D", 0.3)
    town.episode("D", "CIN", dt.date(2025, 8, 20))
    network, facts, policy = newer(town)
    lone = replace(policy, rules=tuple(each for each in policy.rules if each.test == "referred_after_step_down"))
    of_cin = replace(lone.rules[0], parameters={**lone.rules[0].parameters, "episode_types": ("CP", "CIN")})
    worried = replace(lone, rules=(of_cin,))
    assert certainty(network, facts, worried).shares == pytest.approx(weighed_plainly(network, facts, worried))
    assert certainty(network, facts, worried).shares == {
        Colour.AMBER: pytest.approx(0.7), Colour.GREEN: pytest.approx(0.3)
    }  # fmt: skip


def newer(town):
    network, facts, _ = ask(town)
    return network, facts, load_policy("policy-2026-12")


def test_whoever_may_be_two_others_is_as_near_as_either_brings_them(town):
    """An offender at three steps is partner of whoever the father may be, and may be a third person as well."""
    town.referral("R", "C")
    town.related("C", "N", "father")
    for a, b in (("N", "X"), ("X", "F"), ("X", "G")):
        town.related(a, b, "friend", dataset="nominal_links", agency="police")
    town.related("M", "F", "partner")
    town.flag("F")
    town.perhaps("N", "M", 0.4)
    town.perhaps("F", "G", 0.5)
    found = certainty(*newer(town))
    assert found.shares == {Colour.AMBER: pytest.approx(0.4), Colour.GREEN: pytest.approx(0.6)}


def test_a_concern_about_whoever_may_be_a_sister_counts_where_she_is(town):
    town.referral("R", "C", concern="NEG")
    town.related("C", "S", "sibling")
    town.perhaps("S", "X", 0.3)
    town.referral("E", "X", "2025-10-01 09:00", concern="NEG", agency="police", closed_on=dt.date(2025, 11, 1))
    found = certainty(*newer(town))
    assert found.shares == {Colour.AMBER: pytest.approx(0.3), Colour.GREEN: pytest.approx(0.7)}


def test_who_came_out_of_prison_may_be_the_flagged_brother(town):
    town.referral("R", "C")
    town.related("C", "U", "sibling")
    town.flag("U", "violence")
    town.perhaps("U", "X", 0.6)
    town.stay("X", "gaol", dt.date(2024, 1, 1), dt.date(2025, 12, 1), kind="prison", agency="probation")
    found = certainty(*newer(town))
    assert found.shares == {Colour.AMBER: pytest.approx(0.6), Colour.GREEN: pytest.approx(0.4)}


def test_whoever_is_met_far_off_and_may_be_somebody_near_brings_those_beyond_them_into_reach(town):
    """A friend of a friend of the father's may be the father: whose partner, four steps away, is an offender."""
    town.referral("R", "C")
    town.related("C", "F", "father")
    for a, b in (("F", "A"), ("A", "X")):
        town.related(a, b, "friend", dataset="nominal_links", agency="police")
    town.related("X", "O", "partner")
    town.flag("O")
    town.perhaps("F", "X", 0.4)
    network, facts, policy = newer(town)
    (exposure,) = facts.around.exposures
    assert (exposure.hops, exposure.identity) == (2, "possible")
    assert [(leg.from_person, leg.to_person) for leg in exposure.path] == [("C", "F"), ("F", "X"), ("X", "O")]
    found = certainty(network, facts, policy)
    assert found.shares == {Colour.AMBER: pytest.approx(0.4), Colour.GREEN: pytest.approx(0.6)}


@pytest.fixture
def flagged_as_a_child(town):
    """A flagged friend of the mother, born too late to be of age, may be her partner."""
    town.referral("R", "C")
    town.related("C", "M", "mother")
    town.related("M", "P", "partner")
    town.person("Z", dt.date(2012, 1, 1))
    town.related("M", "Z", "friend", dataset="nominal_links", agency="police")
    town.flag("Z")
    town.perhaps("P", "Z", 0.3)
    return town


def test_one_flagged_who_is_taken_for_a_child_counts_where_they_are_an_adult(flagged_as_a_child):
    network, facts, policy = newer(flagged_as_a_child)
    assert not facts.around.exposures
    found = certainty(network, facts, policy)
    assert found.shares == {Colour.AMBER: pytest.approx(0.3), Colour.GREEN: pytest.approx(0.7)}


def test_the_batch_weighs_a_green_case_where_only_somebody_taken_for_a_child_is_flagged(flagged_as_a_child):
    policy = load_policy("policy-2026-12")
    con = flagged_as_a_child.build(policy.associations)
    rate_open_cases(con, policy, as_of=dt.date(2026, 1, 31), profile=load_profile("oxfordshire"))
    shares = flagged_as_a_child.ask("select colour, share from proposal_certainty order by colour")
    assert shares == [("AMBER", pytest.approx(0.3)), ("GREEN", pytest.approx(0.7))]


def test_whoever_may_be_somebody_who_refused_a_programme_may_also_be_one_whom_nobody_asked(town):
    """A policy of one's own that is worried by nobody having asked: more known of him would take that away again."""
    town.referral("R", "C")
    for person in ("C", "N"):
        town.stay(person, "home")
    for a, b in (("N", "F"), ("F", "X")):
        town.perhaps(a, b, 0.4)
    town.related("N", "F", "friend", dataset="nominal_links", agency="police")
    town.flag("F", "domestic abuse")
    town.happening(dt.date(2025, 9, 1), [("X", "offender")], "licence condition", about="programme refused")
    network, facts, policy = newer(town)
    (rule,) = (each for each in policy.rules if each.name == "perpetrator and a programme: ask")
    worried = replace(
        policy, rules=(replace(rule, colour=Colour.AMBER, parameters={"months": 24, "standings": ("nobody asked",)}),)
    )
    assert [each.person_id for each in facts.programmes] == ["X"]
    assert certainty(network, facts, worried).shares == pytest.approx(weighed_plainly(network, facts, worried))
    assert certainty(network, facts, worried).shares[Colour.AMBER] > 0


def test_a_way_that_a_link_could_end_at_somebody_too_busy_is_not_relied_upon(new_town):
    """The father may be a man tied to more people than are followed: the danger beyond him would be out of reach."""
    town = new_town()
    town.referral("R", "C")
    town.related("C", "F", "father")
    town.related("F", "O", "partner")
    town.flag("O")
    town.perhaps("F", "X", 0.5)
    for number in range(101):
        town.related("X", f"Y{number:03}", "friend", dataset="nominal_links", agency="police")
    network, facts, policy = ask(town)
    assert network.busy == {"X"}
    assert certainty(network, facts, policy).shares == pytest.approx(weighed_plainly(network, facts, policy))
    assert certainty(network, facts, policy).share == pytest.approx(0.5)


def test_many_who_may_be_in_reach_make_a_number_of_flagged_less_surprising(town):
    """Three flagged among few are more than chance; the friend who may be another brings sixty adults more."""
    town.referral("R", "C")
    town.related("C", "M", "mother")
    town.related("M", "B", "friend", dataset="nominal_links", agency="police")
    for number in range(3):
        town.related("B", f"O{number}", "friend", dataset="nominal_links", agency="police")
        town.flag(f"O{number}")
    town.perhaps("B", "X", 0.2)
    for number in range(60):
        town.related("X", f"Y{number:02}", "friend", dataset="nominal_links", agency="police")
    for number in range(60):
        town.person(f"Z{number:02}")
    assert certainty(*ask(town)).shares == {Colour.RED: pytest.approx(0.8), Colour.GREEN: pytest.approx(0.2)}


@settings(derandomize=True, max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ties=st.dictionaries(st.sampled_from(PAIRS), st.sampled_from(WORDS), min_size=3, max_size=9),
    links=st.dictionaries(st.sampled_from(PAIRS), st.sampled_from(PROBABILITIES), min_size=1, max_size=5),
    flagged=st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(["sexual offender", "violence", "drugs"])),
    household=st.sets(st.sampled_from(PEOPLE), max_size=2),
)
def test_the_shares_are_those_of_every_set_of_links_weighed_plainly(new_town, ties, links, flagged, household):
    town = new_town()
    town.referral("R", "C")
    for person in PEOPLE:
        town.record(person)
    for (a, b), word in ties.items():
        child, other = (b, a) if b == "C" else (a, b)
        town.related(child, other, word if child == "C" else "friend")
    for (a, b), probability in links.items():
        town.perhaps(a, b, probability)
    for person, kind in flagged.items():
        town.flag(person, kind)
    for person in ("C", *household):
        town.stay(person, "home", dt.date(2024, 1, 1))
    network, facts, policy = ask(town)
    plainly = pytest.approx(weighed_plainly(network, facts, policy))
    assert certainty(network, facts, policy).shares == plainly
    rate_open_cases(town.con, policy, as_of=network.as_of, profile=load_profile("oxfordshire"))
    stored = dict(town.ask("select colour, share from proposal_certainty"))
    assert {Colour[name]: share for name, share in stored.items()} == plainly, "the batch passes over settled cases"


@pytest.mark.parametrize(
    ("name", "town_of", "seed"),
    [
        ("policy-2026-01", "random_town", 0),
        *(pytest.param("policy-2026-01", "random_town", seed, marks=pytest.mark.slow) for seed in range(1, 8)),
        *(pytest.param("policy-2026-12", "fuller_town", seed, marks=pytest.mark.slow) for seed in range(5)),
    ],
)
def test_what_is_left_unweighed_in_a_random_town_could_change_nothing(request, name, town_of, seed):
    town, policy = request.getfixturevalue(town_of)(seed), load_policy(name)
    con = town.build(policy.associations)
    for case_id, child in town.ask("select case_id, child_person_id from open_case order by 1"):
        network = network_around(con, child, hops=3)
        facts = facts_for_case(con, network, case_id)
        found = certainty(network, facts, policy, draws=2**12)
        assert found.shares == pytest.approx(weighed_plainly(network, facts, policy))
        assert found.firm, "possible links drive no colour, so what is proposed holds without them"


def towns_of_few_links(random_town, fuller_town, seeds):
    """One to three links in a town of thirty: where there are more nothing is settled."""
    for seed in seeds:
        town, chance = (random_town if seed % 3 else fuller_town)(seed), random.Random(seed)  # noqa: S311 - seeded
        town.rows["possible_identity"] = []
        persons = [row["person_id"] for row in town.rows["person"] if row["person_id"][0] in "AC"]
        for a, b in {tuple(sorted(chance.sample(persons, 2))) for _ in range(chance.randrange(1, 4))}:
            town.perhaps(a, b)
        yield town


def settled_or_weighed(towns, policy):
    """How many cases the batch gave shares, all of them those of weighing plainly, and how many of these no links."""
    settled = weighed = 0
    for town in towns:
        con = town.build(policy.associations)
        rate_open_cases(con, policy, as_of=dt.date(2026, 1, 31), profile=load_profile("oxfordshire"))
        for case_id, child in town.ask("select case_id, child_person_id from open_case order by 1"):
            network = network_around(con, child, hops=3)
            if not network.identities:
                continue
            shares = {
                Colour[colour]: (share, links)
                for colour, share, links in town.ask(
                    f"select colour, share, links from proposal_certainty where case_id = '{case_id}'"
                )
            }
            plainly = weighed_plainly(network, facts_for_case(con, network, case_id), policy)
            assert {colour: share for colour, (share, _) in shares.items()} == pytest.approx(plainly)
            settled += not any(links for _, links in shares.values())
            weighed += 1
    return settled, weighed


def test_the_batch_settles_cases_without_weighing_and_their_colour_is_that_of_every_set_of_links(
    random_town, fuller_town
):
    settled, weighed = settled_or_weighed(towns_of_few_links(random_town, fuller_town, range(3)), POLICY)
    assert 0 < settled < weighed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["policy-2026-01", "policy-2026-12"])
def test_the_batch_gives_the_shares_of_weighing_plainly_in_many_towns(random_town, fuller_town, name):
    settled, weighed = settled_or_weighed(
        towns_of_few_links(random_town, fuller_town, range(100, 130)), load_policy(name)
    )
    assert 0 < settled < weighed
