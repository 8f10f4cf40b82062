"""What an answer says of its certainty."""

import datetime as dt

from mash import associations, rating
from mash.enquiry.surroundings import certainty
from mash.vocabulary import Colour

POLICY = rating.load_policy("policy-2026-01")


def test_the_counts_in_the_words_are_those_of_the_draws(town):
    town.referral("R1", "C", initial_rating="GREEN")
    town.stay("C", "home", dt.date(2024, 1, 1))
    town.related("C", "F", "father")
    town.perhaps("F", "O", probability=0.6)
    town.flag("O")
    con = town.build(POLICY.associations)
    around = associations.network_around(con, "C", hops=POLICY.hops)
    (case,) = rating.open_cases_of(con)
    said = certainty(around, rating.facts_of(con, around, case), POLICY)
    times = round(said.shares[Colour.GREEN] * said.draws)
    assert 0 < times < said.draws
    assert said.says == f"GREEN in {times} of {said.draws} draws of the identities that are only possible"
