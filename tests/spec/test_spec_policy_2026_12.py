"""What policy 2026-12 adds to policy 2026-01, read as a table: given these facts, this colour, for this reason."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.rating import load_policy, propose
from mash.rating.facts import (
    CaseFacts,
    Episode,
    HubCounts,
    Infancy,
    Occurrence,
    PastReferral,
    PlaceInCommon,
    Programme,
    Release,
    Surroundings,
)
from mash.vocabulary import Colour, Evidence, Exposure, Flag, FlagKind, IdentityCertainty, Leg

AS_OF = dt.date(2026, 12, 31)
OLDER, POLICY = load_policy("policy-2026-01"), load_policy("policy-2026-12")
RED, AMBER, GREEN = Colour.RED, Colour.AMBER, Colour.GREEN
SEX, VIOLENCE, ABUSE, DRUGS = (
    FlagKind.SEXUAL_OFFENDER,
    FlagKind.VIOLENCE,
    FlagKind.DOMESTIC_ABUSE,
    FlagKind.DRUGS,
)
ASK = "perpetrator and a programme: ask"


def ago(days) -> dt.date:
    return AS_OF - dt.timedelta(days=days)


def row(agency="police", begun=None, extract="2026-12-31") -> Evidence:
    return Evidence(agency, "rows", extract, 1, "says so", begun)


def tie(start, end, kind, days=None, **more) -> Leg:
    """A tie that began so many days ago, if anybody says when."""
    begun = None if days is None else ago(days)
    return Leg(start, end, kind, "asserted", begun, None, 0.9, (row(begun=begun, **more),))


def known(undated, days) -> Leg:
    """The same, first sent so many days ago without a date of its own."""
    return dataclasses.replace(undated, from_date=ago(days))


def adult(name, *ties, flag=SEX, identity=IdentityCertainty.CONFIRMED) -> Exposure:
    """A flagged adult at the end of these ties."""
    flags = (Flag(flag, "VISOR", None, None, "current", None, None, row()),)
    return Exposure(name, len(ties), flags, ties, identity)


def new_partner(name="A", days=90, **more) -> Exposure:
    return adult(name, tie("C", "M", "parent"), tie("M", name, "partner", days), **more)


def distant(name, **more) -> Exposure:
    return adult(name, tie("C", "M", "parent"), tie("M", "X", "friend"), tie("X", name, "friend"), **more)


def case(*exposures, household=("M",), carers=("M", "F"), siblings=("B",), **more) -> CaseFacts:
    """A quiet case but for what is given, in a hub of 10,000 adults: 13 offenders, one of whom was ever in Cornwall."""
    near = tuple((each.person_id, each.path) for each in exposures if each.hops <= 2)
    around = Surroundings(
        tuple(exposures), frozenset(household), frozenset(carers), (4, 16, 40), near, frozenset(siblings)
    )
    hub = HubCounts(10_000, ((frozenset({SEX}), 13),), (("LA", frozenset({SEX}), 6), ("PL", frozenset({SEX}), 1)))
    given = {
        "case_id": "R1", "child": "C", "as_of": AS_OF, "concern": "NEG", "initial": GREEN, "decided": None,
        "around": around, "referrals": (referral("R1", 1),), "episodes": (), "occurrences": (), "hub": hub,
        "missing_agencies": (), **more,
    }  # fmt: skip
    return CaseFacts(**given)


def referral(case_id, days, *, agency="social_care", concern="NEG", outcome=None, informant=None) -> PastReferral:
    closed = None if outcome is None else ago(days - 1)
    return PastReferral(case_id, agency, ago(days), concern, row(agency), outcome, closed, informant)


def nothing_done(*days) -> tuple[PastReferral, ...]:
    earlier = (referral(f"Q{each}", each, outcome="no further action") for each in days)
    return (*earlier, referral("R1", 1))


def occurrence(*roles, days=30, concern="DA", grade=None, about=None, suspects=(), informants=()) -> Occurrence:
    return Occurrence(f"e{days}", "police", concern, grade, ago(days), roles, row(), about, suspects, informants)


def fight(days=30, victim="M", suspect="X", **more) -> Occurrence:
    """The mother and somebody whom no agency ties to the child."""
    return occurrence((victim, "victim"), days=days, suspects=(suspect,), **more)


def missing(*days, role="subject child") -> tuple[Occurrence, ...]:
    return tuple(occurrence(("C", role), days=each, concern=None, about="missing") for each in days)


def episode(kind, begun, ended=None) -> Episode:
    return Episode(kind, ago(begun), None if ended is None else ago(ended), row("social_care"))


def together(name, outcode, *, who="C", area=None, ended=100) -> PlaceInCommon:
    return PlaceInCommon(name, who, outcode, area or outcode[:2], ago(400), ago(ended), (row(),))


def programme(person="X", *, refused=False, begun=200, ended=None) -> Programme:
    return Programme(person, refused, ago(begun), None if ended is None else ago(ended), row("probation"))


def released(name="A", days=60) -> Release:
    return Release(name, ago(days), row("probation"))


TWO_PLACES = (together("A", "LA14"), together("B", "PL25"))


def under(*authorities, outcodes=("LA14", "PL25")):
    """An adult at each of two outward codes, under these local authorities."""
    placed = zip("AB", outcodes, authorities, strict=True)
    return tuple(dataclasses.replace(together(who, where), authority=whose) for who, where, whose in placed)


SAB_BEFORE = {"concern": "SAB", "referrals": (referral("R1", 1, concern="SAB", informant="M"),)}


SPEC = [
    ("nothing is known against anyone", case(), GREEN, None),
    # --- newly arrived
    ("the mother's partner of three months is a sexual offender", case(new_partner()), RED,
     "sexual offender newly arrived"),
    ("the partner has been there for years: looked at, not new", case(new_partner(days=900)), AMBER,
     "sexual offender close to a parent"),
    ("nobody says since when: not called new", case(new_partner(days=None)), AMBER,
     "sexual offender close to a parent"),
    ("the day it was first sent only says when it was known",
     case(adult("A", tie("C", "M", "parent"), known(tie("M", "A", "partner"), 30))), AMBER,
     "sexual offender close to a parent"),
    ("a violent man moved in last month", case(adult("A", tie("C", "A", "household", 30), flag=VIOLENCE),
                                               household=("M", "A")), AMBER, "violent or abusive adult newly arrived"),
    ("a violent new partner who lives elsewhere", case(new_partner(flag=VIOLENCE)), AMBER,
     "violent or abusive adult newly arrived"),
    ("a violent old partner who lives elsewhere", case(new_partner(flag=VIOLENCE, days=900)), GREEN, None),
    ("a new partner whose identity is uncertain", case(new_partner(identity=IdentityCertainty.POSSIBLE)), GREEN, None),
    # --- out of prison
    ("the father, violent, came out two months ago",
     case(adult("F", tie("C", "F", "parent"), flag=VIOLENCE), releases=(released("F"),)), AMBER,
     "flagged adult released from prison"),
    ("he came out two years ago",
     case(adult("F", tie("C", "F", "parent"), flag=VIOLENCE), releases=(released("F", 730),)), GREEN, None),
    ("a friend of the mother's came out", case(adult("A", tie("C", "M", "parent"), tie("M", "A", "friend"),
                                                    flag=VIOLENCE), releases=(released(),)), GREEN, None),
    # --- unborn and under one
    ("an unborn child whose mother's partner is a sexual offender",
     case(new_partner(days=900), infancy=Infancy.UNBORN), RED, "sexual offender near an unborn child or a baby"),
    ("a baby whose mother's partner is violent", case(new_partner(flag=VIOLENCE, days=900), infancy=Infancy.UNDER_ONE),
     AMBER, "violent or abusive adult near an unborn child or a baby"),
    ("a baby whose father has a drugs marker",
     case(adult("F", tie("C", "F", "parent"), flag=DRUGS), infancy=Infancy.UNDER_ONE), AMBER,
     "violent or abusive adult near an unborn child or a baby"),
    ("an older child whose father has a drugs marker", case(adult("F", tie("C", "F", "parent"), flag=DRUGS)), GREEN,
     None),
    ("a baby, and the violent one is a friend of a friend", case(distant("A", flag=VIOLENCE), infancy=Infancy.UNBORN),
     GREEN, None),
    # --- places in common
    ("two offenders of the network were where she was, in Cumbria and in Cornwall",
     case(distant("A"), distant("B"), places=TWO_PLACES), AMBER, "places in common with sexual offenders"),
    ("both in one town alone, where everybody lives",
     case(distant("A"), distant("B"), places=(together("A", "LA14"), together("B", "LA14"))), GREEN, None),
    ("in two post areas of one authority: Penzance and St Austell are both Cornwall",
     case(distant("A"), distant("B"), places=under("Cornwall", "Cornwall", outcodes=("TR18", "PL25"))), GREEN, None),
    ("under two authorities in one post area: Lancaster and Barrow",
     case(distant("A"), distant("B"), places=under("Lancashire", "Westmorland and Furness", outcodes=("LA1", "LA14"))),
     GREEN, None),
    ("in two post areas under two authorities",
     case(distant("A"), distant("B"), places=under("Westmorland and Furness", "Cornwall")), AMBER,
     "places in common with sexual offenders"),
    ("one offender in both places", case(distant("A"), places=(together("A", "LA14"), together("A", "PL25"))), GREEN,
     None),
    ("long ago", case(distant("A"), distant("B"), places=tuple(
        dataclasses.replace(each, to_date=ago(3000)) for each in TWO_PLACES)), GREEN, None),
    ("with somebody who is neither child, carer nor household",
     case(distant("A"), distant("B"), places=tuple(
         dataclasses.replace(each, with_person="Z") for each in TWO_PLACES)), GREEN, None),
    ("in a hub where one adult in ten is such",
     case(distant("A"), distant("B"), places=TWO_PLACES,
          hub=HubCounts(10_000, ((frozenset({SEX}), 1000),), (("LA", frozenset({SEX}), 1000),))), GREEN, None),
    # --- the revolving door
    ("two referrals closed without action and here again", case(referrals=nothing_done(200, 90)), AMBER,
     "referrals without action"),
    ("one such", case(referrals=nothing_done(90)), GREEN, None),
    ("two such, one of them long ago", case(referrals=nothing_done(500, 90)), GREEN, None),
    ("two that were acted upon",
     case(referrals=(referral("Q", 90, outcome="assessment"), referral("P", 300, outcome="assessment"),
                     referral("R1", 400))), GREEN, None),
    ("a plan ended in spring and another began in autumn", case(episodes=(episode("CP", 500, 280),
                                                                           episode("CP", 100, 20))), AMBER,
     "plan ended and reopened"),
    ("in need, closed, then looked after", case(episodes=(episode("CIN", 500, 280), episode("LAC", 100, 20))), AMBER,
     "plan ended and reopened"),
    ("a step down is no new beginning", case(episodes=(episode("CP", 900, 800), episode("CIN", 790, 780))), GREEN,
     None),
    ("what begins again within a fortnight goes on",
     case(episodes=(episode("CIN", 500, 200), episode("CIN", 190, 20))), GREEN, None),
    ("years lie between the two", case(episodes=(episode("CIN", 3000, 2800), episode("CIN", 100, 20))), GREEN, None),
    ("referred four months after the plan ended, then in need till last month",
     case(episodes=(episode("CP", 500, 120), episode("CIN", 119, 30))), AMBER,
     "referred soon after a plan or care ended"),
    ("referred two years after the plan ended", case(episodes=(episode("CP", 1500, 800),)), GREEN, None),
    ("referred while on a plan", case(episodes=(episode("CP", 500, 120), episode("CP", 110))), AMBER,
     "child on a plan or looked after"),
    # --- the same concern
    ("police hold the same concern about her brother",
     case(occurrences=(occurrence(("B", "subject child"), concern="NEG"),)), AMBER,
     "same concern about a brother or sister"),
    ("police hold it about a child of another family",
     case(occurrences=(occurrence(("Z", "subject child"), concern="NEG"),)), GREEN, None),
    ("police referred the brother for the same",
     case(sibling_referrals=(("B", referral("S", 200, agency="police")),)), AMBER,
     "same concern about a brother or sister"),
    ("social care itself holds it about the brother", case(sibling_referrals=(("B", referral("S", 200)),)), GREEN,
     None),
    # --- domestic abuse about the household
    ("two between the mother and somebody of whom nobody knows", case(occurrences=(fight(), fight(60))), AMBER,
     "domestic abuse in or around the household"),
    ("one graded high", case(occurrences=(fight(grade="high"),)), AMBER, "domestic abuse in or around the household"),
    ("one: a question and no colour", case(occurrences=(fight(),)), GREEN, ASK),
    ("two between strangers of whom a sister of the mother's was a witness",
     case(occurrences=tuple(occurrence(("M", "witness"), days=days) for days in (30, 60))), GREEN, None),
    ("one, and he refused a programme", case(occurrences=(fight(),), programmes=(programme(refused=True),)), AMBER,
     "perpetrator refused a programme"),
    ("one, and he is on a programme", case(occurrences=(fight(),), programmes=(programme(),)), GREEN, ASK),
    ("he refused one years ago", case(occurrences=(fight(),), programmes=(
        programme(refused=True, begun=1500, ended=1000),)), GREEN, ASK),
    ("nothing happened lately and the father is flagged for it",
     case(adult("F", tie("C", "F", "parent"), flag=ABUSE)), GREEN, ASK),
    # --- missing
    ("reported missing three times in three months", case(occurrences=missing(5, 20, 40)), AMBER, "missing episodes"),
    ("twice", case(occurrences=missing(5, 20)), GREEN, None),
    ("three times in a year", case(occurrences=missing(5, 120, 250)), GREEN, None),
    ("somebody else was missing, and the child told of it", case(occurrences=missing(5, 20, 40, role="informant")),
     GREEN, None),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "colour", "rule"), [spec[1:] for spec in SPEC], ids=[spec[0] for spec in SPEC])
def test_policy_2026_12_proposes(facts, colour, rule):
    proposal = propose(facts, POLICY)
    assert proposal.colour == colour
    assert rule in {reason.rule for reason in proposal.reasons} if rule else proposal.reasons == ()


def said(facts, rule):
    (reason,) = (each for each in propose(facts, POLICY).reasons if each.rule == rule)
    return reason.says


@pytest.mark.parametrize(
    ("informants", "words"),
    [
        (("M",), "told by the same person as this referral"),
        (("Z",), "told by another person than this referral"),
        (("M", "Z"), "told by another person than this referral, and by the same"),
        ((), "not recorded whether the same person told both"),
    ],
    ids=["the same", "another", "both", "not recorded"],
)
def test_an_allegation_already_made_says_whether_it_has_one_author(informants, words):
    before = occurrence(("C", "subject child"), concern="SAB", informants=informants)
    says = said(case(occurrences=(before,), **SAB_BEFORE), "same concern recorded by another agency")
    assert says == f"the same concern (SAB) about this child is already recorded by police; {words}"


def test_places_are_told_with_how_many_were_there_and_what_chance_would_put():
    assert said(case(distant("A"), distant("B"), places=TWO_PLACES), "places in common with sexual offenders") == (
        "2 adults flagged as sexual offender or risk to children stayed in the same outward code at the same time as "
        "the child, a carer or the household, in 2 post areas: LA14 (1), PL25 (1); chance alone would put 0.0 such "
        "adults among the 60 adults in reach"
    )


def test_what_nobody_asked_is_told_as_a_question_beside_what_is_known():
    facts = case(occurrences=(fight(), fight(60, suspect="Y")), programmes=(programme("Y"),))
    assert said(facts, ASK) == (
        "2 people suspected of or flagged for domestic abuse here: 1 on a programme or through it, "
        "1 with no record of a programme being offered: ask"
    )


def test_the_revolving_door_is_told_in_days_and_steps():
    facts = case(episodes=(episode("CP", 500, 121), episode("CIN", 119, 30)))
    says = said(facts, "referred soon after a plan or care ended")
    assert says == "referred 120 days after CP ended (then CIN)"


def test_every_reason_stands_on_rows_that_were_sent():
    for name, facts, _, _ in SPEC:
        assert all(reason.evidence for reason in propose(facts, POLICY).reasons), name


@pytest.mark.parametrize("facts", [spec[1] for spec in SPEC], ids=[spec[0] for spec in SPEC])
def test_the_newer_policy_never_proposes_less_than_the_older(facts):
    older, newer = propose(facts, OLDER), propose(facts, POLICY)
    assert newer.at_least >= older.at_least
    assert {reason.rule for reason in older.reasons} <= {reason.rule for reason in newer.reasons}


MORE = st.lists(st.sampled_from([distant("X"), new_partner("X"), adult("X", tie("C", "X", "friend"))]), max_size=3)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(facts=st.sampled_from([spec[1] for spec in SPEC]), more=MORE)
def test_one_more_flagged_adult_never_lowers_a_proposal(facts, more):
    fresh = tuple(dataclasses.replace(each, person_id=f"X{number}") for number, each in enumerate(more))
    around = dataclasses.replace(
        facts.around,
        exposures=(*facts.around.exposures, *fresh),
        routes=(*facts.around.routes, *((each.person_id, each.path) for each in fresh if each.hops <= 2)),
    )
    after = propose(dataclasses.replace(facts, around=around), POLICY)
    assert after.at_least >= propose(facts, POLICY).at_least


def test_every_rule_it_adds_says_why_and_from_where_and_stands_in_the_table():
    added = {rule.name for rule in POLICY.rules} - {rule.name for rule in OLDER.rules}
    assert all(rule.why and rule.source for rule in POLICY.rules)
    assert added <= {spec[3] for spec in SPEC}
