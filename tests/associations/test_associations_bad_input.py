"""What agencies send by mistake: each has a rule, and none brings a night down."""

from __future__ import annotations

import datetime as dt

from mash.associations import network_around

D = dt.date


def left_out(town):
    return town.ask("select reason, rows_left_out from association_left_out order by 1")


def test_a_cycle_of_relationships_is_kept_as_said_and_followed_once(town):
    town.referral("R", "A")
    for one, other in (("A", "B"), ("B", "C"), ("C", "A")):
        town.related(one, other, "mother")
    town.build()
    assert town.ask("select person_a || person_b, a_is, b_is from tie where class = 'asserted' order by 1") == [
        ("AB", "child", "mother"),
        ("AC", "mother", "child"),
        ("BC", "child", "mother"),
    ]
    assert {person: at.hops for person, at in network_around(town.con, "A", hops=3).reached.items()} == {
        "A": 0,
        "B": 1,
        "C": 1,
    }


def test_two_people_each_said_to_be_the_others_mother_stand_side_by_side(town):
    town.related("A", "B", "mother")
    town.related("B", "A", "mother", agency="health")
    town.build()
    assert town.ask("select a_is, b_is from tie") == [("child / mother", "child / mother")]


def test_a_child_of_two_mothers_has_both(town):
    town.referral("R", "C")
    town.related("C", "M", "mother", agency="health")
    town.related("C", "N", "mother", agency="education")
    town.build()
    assert network_around(town.con, "C", hops=1).carers() == {"M", "N"}
    assert town.ask("select person_a || person_b, kind, b_is from tie order by 1") == [
        ("CM", "parent", "mother"),
        ("CN", "parent", "mother"),
    ]


def test_a_stay_or_relationship_that_ends_before_it_starts_ties_nobody_and_is_counted(town):
    town.stay("A", "home", D(2024, 1, 1), D(2023, 1, 1))
    town.stay("B", "home", D(2022, 1, 1))
    town.related("A", "B", "partner", from_date=D(2024, 1, 1), to_date=D(2023, 1, 1))
    town.build()
    assert town.ask("from tie") == []
    assert left_out(town) == [("relationship ends before it starts", 1), ("stay ends before it starts", 1)]


def test_a_stay_that_ends_before_it_starts_closes_no_other_home(town):
    town.stay("A", "old", D(2010, 1, 1))
    town.stay("B", "old", D(2012, 1, 1))
    town.stay("A", "new", D(2020, 1, 1), D(2019, 1, 1), agency="health")
    town.build()
    assert town.ask("select kind, to_date from tie") == [("household", None)]


def test_a_tie_to_oneself_is_none_and_is_counted(town):
    town.add("declared_relationship", record_key_a=town.record("A", "police"), record_key_b=town.record("A", "health"),
             relationship="partner", **town.source())  # fmt: skip
    town.build()
    assert town.ask("from tie") == []
    assert left_out(town) == [("both ends are one person", 1)]


def test_an_occurrence_with_five_hundred_people_joins_nobody_and_says_so(town):
    town.referral("R", "A000")
    town.occurrence(D(2025, 5, 5), [(f"A{number:03}", "suspect") for number in range(500)])
    town.build()
    (crowd,) = network_around(town.con, "A000", hops=3).crowds
    assert (crowd.kind, crowd.persons, crowd.reason) == (
        "occurrence",
        500,
        "500 persons at the same time, more than 12",
    )
    assert town.ask("from tie") == []
