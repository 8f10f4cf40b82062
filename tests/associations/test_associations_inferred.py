"""Ties nobody states: siblings by a parent, couples and parents by several weak signs; never by one."""

from __future__ import annotations

import datetime as dt

import pytest

from mash.associations import network_around

D = dt.date
DAY = D(2025, 3, 3)
HOME = {"dwelling": "home", "start": D(2016, 1, 1)}


def named(value):
    return "+".join(value) if isinstance(value, list) else None


def found(town, kind, tie_class):
    asked = (
        f"select person_a || person_b, a_is, b_is, strength from tie where kind = '{kind}' and class = '{tie_class}'"
    )
    return {pair: tuple(rest) for pair, *rest in town.ask(asked)}


def share(town, sign, one="M", other="P"):
    """One weak sign between two adults."""
    match sign:
        case "home":
            town.stay(one, **HOME)
            town.stay(other, **HOME)
        case "phone" | "vehicle" | "email":
            town.contact(one, sign, sign)
            town.contact(other, sign, sign, agency="health")
        case "occurrence":
            town.occurrence(DAY, [(one, "victim"), (other, "suspect")])
        case "seen":
            town.occurrence(DAY, [(one, "victim"), (other, "witness")])
        case "associate":
            town.related(one, other, "associate", agency="police", dataset="nominal_links")
        case "contact":
            town.related(one, other, "other", agency="probation", dataset="personal_contacts")


@pytest.mark.parametrize(
    ("signs", "likely"),
    [
        (["home", "phone"], True),
        (["phone", "occurrence"], True),
        (["home", "occurrence"], True),
        (["vehicle", "associate"], True),
        (["email", "contact"], True),
        (["home"], False),
        (["phone"], False),
        (["occurrence"], False),
        (["phone", "email"], False),
        (["associate", "occurrence"], False),
        (["home", "seen"], False),
    ],
    ids=named,
)
def test_a_couple_is_inferred_from_signs_of_two_kinds_one_of_them_private(town, signs, likely):
    for sign in signs:
        share(town, sign)
    town.build()
    couples = found(town, "partner", "inferred")
    assert couples == ({"MP": ("likely partner", "likely partner", 0.7)} if likely else {})


def test_three_kinds_of_sign_are_stronger_and_every_row_stands_behind_it(town):
    for sign in ("home", "phone", "occurrence"):
        share(town, sign)
    town.build()
    assert found(town, "partner", "inferred")["MP"][2] == 0.8
    assert {says.split(" ")[0] for (says,) in town.ask(
        "select says from tie_evidence join tie using (tie_id) where kind = 'partner'"
    )} == {"stays", "gives", "victim", "suspect"}  # fmt: skip


@pytest.mark.parametrize("word", ["sibling", "mother", "grandparent", "carer", "partner", "ex-partner"])
def test_whoever_is_stated_to_be_kin_or_a_couple_is_not_inferred_to_be_one(town, word):
    share(town, "home")
    share(town, "phone")
    town.related("M", "P", word)
    town.build()
    assert found(town, "partner", "inferred") == {}


@pytest.mark.parametrize("born", [D(2001, 6, 1), D(2015, 1, 1), None], ids=["her child's age", "a child", "unknown"])
def test_only_adults_of_one_generation_are_inferred_to_be_a_couple(town, born):
    town.person("P", born)
    share(town, "home")
    share(town, "phone")
    town.build()
    assert found(town, "partner", "inferred") == {}


def test_siblings_follow_from_one_parent_said_by_two_agencies(town):
    town.related("A", "M", "mother", agency="health")
    town.related("M", "B", "child")
    town.build()
    assert found(town, "sibling", "derived") == {"AB": ("sibling", "sibling", pytest.approx(0.95**2, abs=1e-4))}
    assert len(town.ask("from tie_evidence join tie using (tie_id) where kind = 'sibling'")) == 2


def test_siblings_count_from_when_both_parents_rows_were_known_and_each_row_keeps_its_own_date(town):
    older, newer, sent = D(2015, 3, 1), D(2020, 6, 1), D(2023, 1, 1)
    town.related("A", "M", "mother", from_date=older)
    town.related("B", "M", "mother", agency="health", dataset="related_persons", from_date=newer)
    town.related("C", "M", "mother", agency="education", dataset="contacts", known_on=sent)
    town.build()
    tied = "select person_a || person_b, from_date from tie where kind = 'sibling' order by 1"
    assert town.ask(tied) == [("AB", newer), ("AC", sent), ("BC", sent)]
    rows = "select person_a || person_b, agency, e.from_date from tie_evidence as e join tie using (tie_id)"
    assert town.ask(f"{rows} where kind = 'sibling' order by all") == [
        ("AB", "health", newer), ("AB", "social_care", older),
        ("AC", "education", None), ("AC", "social_care", older),
        ("BC", "education", None), ("BC", "health", newer),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([("A", "M", "step-parent"), ("B", "M", "mother")], "a step-parent's children are no siblings"),
        ([("A", "M", "mother"), ("M", "A", "mother"), ("B", "M", "mother")], "each the other's mother is nobody's"),
        ([(f"A{number:02}", "M", "mother") for number in range(13)], "a mother of thirteen is a clerk's error"),
    ],
)
def test_doubtful_parents_make_no_siblings(town, words, why):
    for a, b, word in words:
        town.related(a, b, word)
    town.build()
    assert found(town, "sibling", "derived") == {}, why


@pytest.mark.parametrize(
    ("facts", "likely"),
    [
        (["partner", "with child"], True),
        (["likely partner", "with child"], True),
        (["partner", "at conception"], True),
        (["partner"], False),
        (["with child"], False),
        (["partner", "at conception", "another father"], False),
        (["partner", "with child", "grandfather"], False),
    ],
    ids=named,
)
def test_a_father_without_a_role_is_found_by_the_mothers_partnership_and_a_home(town, facts, likely):
    town.person("C", D(2020, 3, 3))
    town.related("C", "M", "mother")
    for fact in facts:
        match fact:
            case "partner":
                town.related("M", "P", "partner", agency="health")
            case "likely partner":
                share(town, "phone")
                share(town, "occurrence")
            case "with child":
                town.stay("C", "third", D(2021, 1, 1))
                town.stay("P", "third", D(2021, 1, 1), D(2022, 1, 1))
            case "at conception":
                town.stay("M", "second", D(2018, 1, 1), D(2019, 12, 1))
                town.stay("P", "second", D(2018, 1, 1), D(2019, 12, 1))
            case "another father":
                town.related("C", "F", "father")
            case "grandfather":
                town.related("C", "P", "grandparent")
    town.build()
    assert found(town, "parent", "inferred") == ({"CP": ("child", "likely parent", 0.7)} if likely else {})


def test_a_likely_parent_is_a_carer_like_any_other(town):
    town.referral("R", "C")
    town.related("C", "M", "mother")
    town.related("M", "P", "partner")
    town.stay("C", "third", D(2021, 1, 1))
    town.stay("P", "third", D(2021, 1, 1))
    town.build()
    assert network_around(town.con, "C", hops=2).carers() == {"M", "P"}


def test_a_shared_vehicle_is_a_tie_of_its_own(town):
    share(town, "vehicle")
    town.build()
    assert found(town, "shared vehicle", "inferred") == {"MP": ("user of it", "user of it", 0.5)}


def test_a_handling_code_that_forbids_is_obeyed_in_what_is_inferred_too(town):
    share(town, "phone")
    graded = {"agency": "police", "dataset": "nominal_links", "source_grade": "1", "intelligence_grade": "B"}
    town.related("M", "P", "associate", handling_code="N", **graded)
    town.build()
    assert found(town, "partner", "inferred") == {}


def test_grade_and_condition_travel_along_into_what_is_inferred(town):
    share(town, "phone")
    graded = {"agency": "police", "dataset": "nominal_links", "source_grade": "1", "intelligence_grade": "B"}
    town.related("M", "P", "associate", handling_code="C", **graded)
    town.build()
    assert town.ask("select grade, handling_code from tie where kind = 'partner'") == [("1B", "C")]
