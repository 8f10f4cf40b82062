"""A day in a child's life: periods that leave out no day, who was in each house, and the questions left."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.chronology import House, HouseStay, Member, Recorded, chronology_of, periods, questions

D = dt.date
AS_OF = D(2026, 1, 31)
BORN = D(2020, 3, 3)
ONE = dt.timedelta(days=1)
HOUSES = {name: House(number, name) for number, name in enumerate(("h1", "h2", "h3"), start=1)}
FIRST, LAST = D(2025, 1, 1), D(2025, 2, 9)


def stayed(house, person, first, last, agency):
    """As the chronology reads a stay of the past: moving out on the last day."""
    return HouseStay(house, person, first, last, max(last, first + ONE), agency)


days = st.integers(-5, 45).map(lambda number: FIRST + dt.timedelta(days=number))
stays = st.lists(
    st.builds(
        lambda house, person, start, length, agency: stayed(
            house, person, start, start + dt.timedelta(days=length), agency
        ),
        st.sampled_from(sorted(HOUSES)),
        st.sampled_from(["C", "C", "M", "F", "L"]),
        days,
        st.integers(0, 20),
        st.sampled_from(["health", "police"]),
    ),
    max_size=12,
)


@given(stays)
def test_the_periods_are_those_of_a_slow_reading_day_by_day(found):
    told = periods("C", found, HOUSES, first=FIRST, last=LAST)
    assert (told[0].first, told[-1].last) == (FIRST, LAST)
    for before, after in pairwise(told):
        assert after.first == before.last + ONE
        assert [(one.house, one.others) for one in before.houses] != [(one.house, one.others) for one in after.houses]
    for period in told:
        day = period.first
        while day <= period.last:
            there = [stay for stay in found if stay.starts_on <= day <= stay.last_day]
            with_child = {HOUSES[stay.dwelling]: set() for stay in there if stay.person_id == "C"}
            for own, other in product(there, there):
                if own.person_id == "C" != other.person_id and own.dwelling == other.dwelling and share(own, other):
                    with_child[HOUSES[own.dwelling]].add(other.person_id)
            told_of = {house: tuple(sorted(others)) for house, others in with_child.items()}
            assert {one.house: one.others for one in period.houses} == told_of
            day += ONE


def share(one, other):
    """Whether there is a night that both are there: of a stay of one day, that day's."""
    nights = [
        {stay.starts_on + ONE * number for number in range(max(1, (stay.last_day - stay.starts_on).days))}
        for stay in (one, other)
    ]
    return bool(set.intersection(*nights))


@given(stays)
def test_whoever_says_that_the_child_was_there_does_so_of_some_day_of_the_period(found):
    for period in periods("C", found, HOUSES, first=FIRST, last=LAST):
        for one in period.houses:
            own = [stay for stay in found if HOUSES[stay.dwelling] == one.house and stay.person_id == "C"]
            said, day = set(), period.first
            while day <= period.last:
                there = [stay for stay in own if stay.has(day)]
                said |= {stay.agency for stay in there if day < stay.last_day or day == stay.starts_on} or {
                    stay.agency for stay in there
                }
                day += ONE
            assert set(one.agencies) == said


@pytest.fixture
def town(town):
    """A town with the child in it."""
    town.person("C", BORN)
    return town


def lived(town, *, as_of=AS_OF):
    town.build()
    day = chronology_of(town.con, "C", as_of=as_of).day
    periods_ = [
        (period.first, period.last, [(one.house.number, one.others) for one in period.houses]) for period in day.periods
    ]
    return day, periods_


def test_time_is_cut_where_anybody_comes_to_or_leaves_a_house_of_the_child(town):
    town.stay("C", "1 The Lane", BORN, D(2024, 1, 1))
    town.stay("M", "1 The Lane", D(2018, 1, 1), D(2024, 1, 1))
    town.stay("L", "1 The Lane", D(2022, 1, 1), D(2022, 7, 1))
    town.stay("C", "2 The Lane", D(2024, 1, 1), agency="health")
    town.stay("M", "2 The Lane", D(2024, 1, 1), agency="health")
    town.stay("X", "1 The Lane", D(2024, 6, 1))
    day, found = lived(town)
    assert found == [
        (BORN, D(2021, 12, 31), [(1, ("M",))]),
        (D(2022, 1, 1), D(2022, 7, 1), [(1, ("L", "M"))]),
        (D(2022, 7, 2), D(2023, 12, 31), [(1, ("M",))]),
        (D(2024, 1, 1), D(2024, 1, 1), [(1, ("M",)), (2, ("M",))]),
        (D(2024, 1, 2), AS_OF, [(2, ("M",))]),
    ]
    assert "which home" not in {question.about for question in day.questions}


def test_a_day_in_a_childs_life_and_the_network_end_a_shared_home_on_the_same_day(town):
    town.stay("C", "1 The Lane", BORN)
    town.stay("L", "1 The Lane", D(2022, 1, 1), D(2022, 7, 1))
    day, _ = lived(town)
    (with_lodger,) = [period for period in day.periods if period.houses[0].others]
    tied = town.con.execute("select from_date, to_date from tie where kind = 'household'").fetchall()
    assert tied == [(with_lodger.first, with_lodger.last)] == [(D(2022, 1, 1), D(2022, 7, 1))]


def test_whoever_moves_in_on_the_day_the_child_moves_out_is_in_no_house_with_it(town):
    town.stay("C", "1 The Lane", BORN, D(2024, 1, 1))
    town.stay("X", "1 The Lane", D(2024, 1, 1))
    day, found = lived(town)
    assert found[0] == (BORN, D(2024, 1, 1), [(1, ())])
    assert "X" not in {member.person_id for period in day.periods for one in period.houses for member in one.others}
    assert town.con.execute("select count(*) from tie where kind = 'household'").fetchone() == (0,)


def test_an_agency_that_has_the_child_move_does_not_say_that_it_still_lives_in_both_homes(town):
    town.stay("C", "1 The Lane", BORN, D(2024, 1, 1), agency="social_care")
    town.stay("C", "2 The Lane", D(2024, 1, 1), agency="social_care")
    town.stay("C", "1 The Lane", BORN, D(2024, 3, 1), agency="health")
    day, _ = lived(town)
    (asked,) = [question.says for question in day.questions if question.about == "which home"]
    assert "Address 1 by health; address 2 by social_care." in asked


def test_a_child_may_have_two_homes(town):
    town.stay("C", "1 The Lane", BORN, agency="health")
    town.stay("M", "1 The Lane", BORN)
    town.stay("C", "2 The Lane", D(2025, 1, 1), agency="education")
    town.stay("F", "2 The Lane", D(2024, 1, 1))
    town.related("C", "M", "mother")
    town.related("C", "F", "father")
    day, found = lived(town)
    assert found[-1] == (D(2025, 1, 1), AS_OF, [(1, ("M",)), (2, ("F",))])
    (asked,) = [question.says for question in day.questions if question.about == "which home"]
    assert "two homes since 2025-01-01" in asked
    assert "Address 1 by health; address 2 by education." in asked
    assert "weekends" in asked


def test_in_a_crowd_only_those_tied_to_the_child_are_told_of(town):
    town.related("C", "M", "mother")
    for name in ("C", "M", "S1", "S2"):
        town.stay(name, "The Hostel", D(2025, 1, 1), kind="hostel")
    day, found = lived(town)
    assert found[-1][2] == [(1, ("M",))]
    assert day.houses[0].crowd == "hostel"
    assert "S1" not in repr(day)


def test_an_address_too_poor_to_place_and_no_address_are_both_asked_about(town):
    town.stay("C", None, D(2024, 1, 1), D(2024, 6, 1), kind="no fixed abode")
    day, found = lived(town)
    assert [len(houses) for _, _, houses in found] == [0, 1, 0]
    where = [question.says for question in day.questions if question.about == "where"]
    assert where == [
        "Where did the child sleep from 2020-03-03 to 2023-12-31? No agency recorded an address.",
        "Where did the child sleep since 2024-06-02? No agency recorded an address.",
        "Where did the child sleep from 2024-01-01 to 2024-06-01? What is recorded: no fixed abode.",
    ]


def test_since_when_is_asked_of_whoever_is_recorded_without_a_day(town):
    town.stay("C", "1 The Lane", BORN)
    town.stay("M", "1 The Lane", agency="health")
    town.stay("F", "1 The Lane", agency="health")
    town.stay("F", "1 The Lane", D(2024, 1, 1))
    day, found = lived(town)
    assert found[-1] == (AS_OF, AS_OF, [(1, ("F", "M"))])
    assert [question.says for question in day.questions if question.about == "since when"] == [
        "Since when has F M been at address 1 (1 The Lane)? health recorded it without a day."
    ]


def test_a_stay_that_ends_before_it_starts_is_at_no_house_of_the_child_whoever_else_is_there(town):
    town.stay("C", "1 The Lane", BORN)
    town.stay("C", "2 The Lane", D(2025, 3, 1), D(2025, 2, 1))
    town.stay("X", "2 The Lane")
    day, _ = lived(town)
    assert [house.place for house in day.houses] == ["1 The Lane"]
    assert "X" not in {member.person_id for member in day.people}


def test_a_flag_is_told_with_whom_it_is_on(town):
    town.stay("C", "1 The Lane", BORN)
    town.stay("L", "1 The Lane", D(2022, 1, 1))
    town.flag("L", "sexual offender", valid_from=D(2021, 1, 1))
    day, _ = lived(town)
    (member,) = day.people
    assert [flag.kind.value for flag in member.flags] == ["sexual offender"]


def test_of_an_unborn_child_there_is_no_day_yet(town):
    town.person("U", None)
    town.referral("R", "U")
    town.build()
    day = chronology_of(town.con, "U", as_of=AS_OF).day
    assert (day.periods, day.houses) == ((), ())
    assert {question.about for question in day.questions} == {"parents"}


MOTHER = Member("M", "MUM", "mother", D(1990, 1, 1), parent=True, sex="F")
FATHER = Member("F", "DAD", "father", D(1990, 1, 1), parent=True, sex="M")
SISTER = Member("S", "SIS", "sibling", D(2012, 1, 1))
WOMAN = Member("P", "P", "parent", None, parent=True, sex="F")
LODGER = Member("L", "LODGER", None, None)


def asked(people, *stays_of, at_school=(), born=BORN):
    """What is asked of a child at one house from birth, with others there as ``(person, first day, last day)``."""
    house = {"h1": HOUSES["h1"]}
    found = [stayed("h1", "C", born, AS_OF, "health")]
    found += [stayed("h1", person, first, last, "health") for person, first, last in stays_of]
    told = Recorded(
        child=Member("C", "CHILD", None, born),
        as_of=AS_OF,
        periods=periods("C", found, house, first=born, last=AS_OF),
        people={one.person_id: one for one in people},
        at_school=at_school,
        gaps=(),
    )
    return [(question.about, question.says) for question in questions(told)]


ALWAYS = AS_OF
SCHOOL = ((D(2024, 9, 1), None),)


def test_a_child_at_school_with_both_parents_at_home_leaves_nothing_to_ask():
    both = asked([MOTHER, FATHER], ("M", BORN, ALWAYS), ("F", BORN, ALWAYS), at_school=SCHOOL)
    assert both == []


def test_who_was_at_home_is_asked_where_no_adult_is_recorded():
    alone = dict(asked([MOTHER, FATHER, SISTER], ("M", BORN, D(2025, 1, 1)), ("S", BORN, ALWAYS), at_school=SCHOOL))
    assert alone["who was at home"] == (
        "Who was at home with the child since 2025-01-02? No agency recorded an adult at address 1 (h1)."
    )


def test_who_somebody_is_to_the_child_is_asked_where_nobody_says():
    people = [MOTHER, FATHER, LODGER]
    found = dict(asked(people, ("M", BORN, ALWAYS), ("L", D(2022, 1, 1), D(2022, 7, 1)), at_school=SCHOOL))
    assert found["who is this"] == (
        "Who is LODGER to the child? In a house with the child from 2022-01-01 to 2022-07-01;"
        " no agency says what they are to the child."
    )


@pytest.mark.parametrize(
    ("people", "says"),
    [
        pytest.param([MOTHER], "Nobody has recorded a father. Has anyone asked?", id="no father"),
        pytest.param([FATHER], "Nobody has recorded a mother. Has anyone asked?", id="no mother"),
        pytest.param([MOTHER, FATHER], None, id="both"),
        pytest.param([WOMAN], "Nobody has recorded a father. Has anyone asked?", id="a parent, a woman"),
        pytest.param(
            [replace(WOMAN, sex=None)],
            "Nobody has recorded a mother. Has anyone asked? A parent is recorded without saying which.",
            id="a parent, nobody says which",
        ),
    ],
)
def test_a_parent_whom_nobody_recorded_is_asked_about(people, says):
    found = [said for about, said in asked(people, at_school=SCHOOL) if about == "parents"]
    assert (found[0] if found else None) == says


def test_when_the_child_is_with_a_parent_elsewhere_is_asked():
    found = dict(asked([MOTHER, FATHER], ("M", BORN, ALWAYS), ("F", BORN, D(2024, 1, 1)), at_school=SCHOOL))
    assert found["contact"].startswith(
        "When is the child with DAD (father)? Last in a house with it 2024-01-01; no agency"
    )


@pytest.mark.parametrize(
    ("born", "at_school", "says"),
    [
        pytest.param(D(2023, 1, 1), (), "Who looks after the child on weekdays? No nursery or school", id="under five"),
        pytest.param(BORN, (), "Which school does the child go to? None is recorded", id="of school age"),
        pytest.param(BORN, ((D(2022, 9, 1), D(2025, 7, 20)),), "Which school does the child go to?", id="has left"),
        pytest.param(BORN, SCHOOL, None, id="at school"),
    ],
)
def test_weekdays_are_asked_about_where_no_school_is_recorded(born, at_school, says):
    people = [MOTHER, FATHER]
    found = dict(asked(people, ("M", born, ALWAYS), ("F", born, ALWAYS), at_school=at_school, born=born))
    assert found.get("weekdays", "").startswith(says) if says else "weekdays" not in found


def test_when_nobody_has_seen_the_child_lately_that_is_asked(town):
    town.referral("R", "C", "2025-02-01 09:00")
    day, _ = lived(town)
    (said,) = [question.says for question in day.questions if question.about == "seen"]
    assert said == "Has anyone seen the child since 2025-02-01? No agency has for 11 months."


def test_what_somebody_is_to_the_child_is_told_by_a_carer_where_no_one_says_it_of_the_child(town):
    town.related("C", "M", "mother")
    town.related("C", "F", "father")
    town.related("M", "P", "partner")
    town.related("M", "S", "child")
    town.related("F", "S", "child")
    for person in ("C", "M", "F", "P", "S"):
        town.stay(person, "1 The Lane", D(2025, 1, 1))
    day, _ = lived(town)
    assert {member.person_id: member.is_ for member in day.people} == {
        "M": "mother",
        "F": "father",
        "P": "likely parent, partner of the mother",
        "S": "sibling",
    }
    assert "who is this" not in {question.about for question in day.questions}
