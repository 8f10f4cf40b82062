"""What an answer says of its certainty."""

import datetime as dt

import pytest

from mash import associations, rating
from mash.enquiry.surroundings import certainty
from mash.reports.words import certainty_words
from mash.vocabulary import Colour

POLICY = rating.load_policy("policy-2026-01")


def test_the_shares_in_the_words_are_those_that_were_weighed(town):
    town.referral("R1", "C", initial_rating="GREEN")
    town.stay("C", "home", dt.date(2024, 1, 1))
    town.related("C", "F", "father")
    town.perhaps("F", "O", probability=0.6)
    town.flag("O")
    con = town.build(POLICY.associations)
    around = associations.network_around(con, "C", hops=POLICY.hops)
    (case,) = rating.open_cases_of(con)
    said = certainty(around, rating.facts_of(con, around, case), POLICY)
    assert said.shares == {Colour.RED: pytest.approx(0.6), Colour.GREEN: pytest.approx(0.4)}
    assert certainty_words(said) == (
        "RED in 60 of 100, GREEN in 40 of 100 (exactly, over 1 identity that is only possible);"
        " GREEN is firm: it holds without any of them"
    )
