"""Pieces of evidence: what makes two of them one, and what is new or gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mash.associations import network_around
from mash.rating import facts_for_case, load_policy, news, pieces_of, propose
from mash.rating.pieces import counted, piece_told
from mash.vocabulary import Piece

POLICY = load_policy("policy-2026-01")


def made(town):
    """A child with a flagged father, two referrals on record, and the flagged partner of the mother."""
    town.fresh("police")
    town.referral("R", "C", concern="SAB", initial_rating="GREEN")
    town.related("C", "F", "father")
    town.related("C", "M", "mother")
    town.related("M", "P", "partner")
    town.flag("F", valid_from="2015-02-01")
    return town


def pieces(town, **more):
    con = town.build(POLICY.associations, hops=POLICY.hops, **more)
    facts = facts_for_case(con, network_around(con, "C", hops=POLICY.hops), "R")
    return pieces_of(facts, propose(facts, POLICY))


def told(found):
    return [piece.told for piece in found]


def test_a_proposal_stands_on_rules_flagged_adults_and_the_ties_that_lead_to_them(town):
    assert told(pieces(made(town))) == [
        "rule: sexual offender among kin or carers",
        "rule: sexual offender close to a parent",
        "rule: sexual offender tied to the child",
        "flagged adult F: sexual offender (police VISOR since 2015-02-01)",
        "tie C F: parent",
    ]


def test_rows_that_are_numbered_anew_in_tomorrows_extract_are_the_same_pieces(new_town):
    tomorrow = new_town()
    for _ in range(7):
        tomorrow.source()
    assert set(pieces(made(tomorrow))) == set(pieces(made(new_town())))


NEW = [
    ("a flagged adult", lambda town: town.flag("P"), ["flagged adult P", "tie C M", "tie M P"]),
    ("another flag of the same adult", lambda town: town.flag("F", "violence"), ["flagged adult F: violence"]),
    ("the same flag by another agency", lambda town: town.flag("F", agency="probation"), ["flagged adult F"]),
    (
        "a kind of tie to the same adult",
        lambda town: (town.stay("C", "d"), town.stay("F", "d")),
        ["tie C F: household"],
    ),
    ("a source that is missing", lambda town: town.fresh("health", "missing"), ["missing source: health"]),
    (
        "an episode",
        lambda town: town.episode("C", "CP", "2025-12-01"),
        ["record: social_care episodes 2025-12-01: CP episode"],
    ),
]


@pytest.mark.parametrize(("add", "new"), [case[1:] for case in NEW], ids=[case[0] for case in NEW])
def test_what_arrives_is_new_and_nothing_else_is(new_town, add, new):
    before = pieces(made(new_town()))
    town = made(new_town())
    add(town)
    found = news(before, pieces(town), {})
    assert found.gone == ()
    assert not {piece.told for piece in found.new} & set(told(before))
    for says in new:
        assert any(piece.told.startswith(says) for piece in found.new), told(found.new)


NOTHING = [
    ("a flagged adult behind a possible identity", lambda town: (town.flag("X"), town.perhaps("F", "X"))),
    ("a flag that has expired", lambda town: town.flag("P", valid_to="2020-01-01")),
    ("an agency's second word on the same tie", lambda town: town.related("C", "F", "father", agency="health")),
    ("an adult without a flag", lambda town: town.related("C", "U", "carer")),
]


@pytest.mark.parametrize("add", [case[1] for case in NOTHING], ids=[case[0] for case in NOTHING])
def test_what_drives_nothing_is_no_piece(new_town, add):
    before = pieces(made(new_town()))
    town = made(new_town())
    add(town)
    assert news(before, pieces(town), {}).says == ""


def test_a_flag_that_expired_is_gone_with_the_ties_that_led_to_it(new_town):
    before = pieces(made(new_town()))
    town = made(new_town())
    town.rows["flag"][0]["valid_to"] = "2026-01-15"
    found = news(before, pieces(town), {})
    assert found.new == ()
    assert "flagged adult F: sexual offender (police VISOR since 2015-02-01)" in told(found.gone)
    assert found.says == "gone: 3 rules, 1 flagged adult, 1 tie"


def test_a_registration_that_is_prolonged_is_no_other(new_town):
    town = made(new_town())
    town.rows["flag"][0]["valid_to"] = "2031-01-15"
    assert news(pieces(made(new_town())), pieces(town), {}).says == ""


FLAG, TIE = Piece("flagged adult", "sexual offender (police VISOR)", "P-2"), Piece("tie", "partner", "P-2", "P-5")


@pytest.mark.parametrize(
    ("merged", "now", "says"),
    [
        ({"P-2": "P-1"}, ("P-1", "P-5"), ""),
        ({"P-2": "P-9"}, ("P-9", "P-5"), ""),
        ({}, ("P-1", "P-5"), "new: 1 flagged adult, 1 tie; gone: 1 flagged adult, 1 tie"),
    ],
    ids=["merged into one before the other end", "merged into one after it", "another person"],
)
def test_a_person_who_was_merged_is_the_same_person(merged, now, says):
    adult, other = now
    first, second = sorted((adult, other))
    found = [replace(FLAG, person_a=adult), Piece("tie", "partner", first, second)]
    assert news([FLAG, TIE], found, merged).says == says


def test_pieces_are_counted_by_kind_in_the_order_they_matter():
    assert counted([TIE, FLAG, replace(FLAG, person_a="P-3")]) == "2 flagged adults, 1 tie"
    assert counted([]) == ""


@pytest.mark.parametrize(
    "piece",
    [
        Piece("rule", "sexual offender: newly arrived"),
        Piece("flagged adult", "violence (police VIOLENCE since 2026-01-20)", "P-B"),
        Piece("tie", "partner", "P-A", "P-B"),
        Piece("record", "police occurrences 2026-01-20: category: assault"),
        Piece("missing source", "police"),
    ],
)
def test_what_is_told_of_a_piece_tells_which_it_is(piece):
    assert piece_told(piece.told) == piece
