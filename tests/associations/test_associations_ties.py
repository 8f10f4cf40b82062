from __future__ import annotations

import datetime as dt

import pytest

from mash.associations import Settings

D = dt.date


def ties(town) -> set[tuple]:
    return {(a, b, kind) for a, b, kind in town.ask("select person_a, person_b, kind from tie")}


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        pytest.param((D(2020, 1, 1), None), (D(2022, 1, 1), None), True, id="both stays go on"),
        pytest.param((D(2020, 1, 1), D(2021, 1, 1)), (D(2020, 6, 1), None), True, id="half a year together"),
        pytest.param((D(2020, 1, 1), D(2021, 1, 1)), (D(2021, 1, 2), None), False, id="one left before the other came"),
        pytest.param((D(2020, 1, 1), D(2021, 1, 1)), (D(2021, 1, 1), None), False, id="moving day is not shared"),
        pytest.param((D(2020, 1, 1), D(2021, 1, 1)), (D(2020, 12, 31), None), True, id="one night together"),
        pytest.param((None, None), (D(2024, 1, 1), None), True, id="an undated stay is true today"),
        pytest.param((None, None), (D(2020, 1, 1), D(2024, 1, 1)), False, id="an undated stay says nothing of before"),
        pytest.param(
            (None, D(2021, 1, 1)), (D(2021, 1, 1), None), False, id="an unknown start is its last day at most"
        ),
        pytest.param((None, D(2021, 1, 1)), (D(2019, 1, 1), None), True, id="an unknown start has its last day"),
        pytest.param((D(2021, 1, 1), D(2020, 1, 1)), (D(2019, 1, 1), None), False, id="a stay ending before it starts"),
        pytest.param((D(2020, 5, 1), D(2020, 5, 1)), (D(2020, 1, 1), None), True, id="a stay of a single day"),
        pytest.param((D(2010, 1, 1), D(2012, 1, 1)), (D(2010, 1, 1), None), False, id="apart for more than ten years"),
    ],
)
def test_two_persons_share_a_household_only_while_both_live_there(town, first, second, joined):
    town.stay("A", "dwelling", *first)
    town.stay("B", "dwelling", *second, agency="health")
    town.build()
    assert ties(town) == ({("A", "B", "household")} if joined else set())


def test_a_household_tie_says_when_and_rests_on_both_stays(town):
    town.stay("A", "dwelling", D(2020, 1, 1), D(2021, 1, 1))
    town.stay("B", "dwelling", D(2020, 3, 1), None, agency="health")
    town.build()
    assert town.ask("select class, from_date, to_date, agencies, sources from tie") == [
        ("derived", D(2020, 3, 1), D(2021, 1, 1), ["health", "police"], 2)
    ]
    assert town.ask(
        "select agency, source_row, record_key_a, record_key_b, says from tie_evidence order by agency"
    ) == [
        ("health", 3, None, "health:B", "stays overlap 2020-03-01 to 2021-01-01"),
        ("police", 1, "police:A", None, "stays overlap 2020-03-01 to 2021-01-01"),
    ]


def test_a_longer_overlap_told_by_more_agencies_is_a_stronger_tie(town):
    for name, agency in (("A", "police"), ("B", "police"), ("C", "health")):
        town.stay(name, "long", D(2020, 1, 1), agency=agency)
    town.stay("D", "long", D(2026, 1, 1), agency="police")
    town.build()
    strength = dict(town.ask("select person_a || person_b, strength from tie"))
    assert strength["AD"] < strength["AB"] < strength["AC"]


def test_a_hostel_does_not_connect_strangers(town):
    town.stay("A", "hostel", D(2024, 1, 1), kind="hostel")
    town.stay("B", "hostel", D(2024, 1, 1), kind="home", agency="health")
    town.build()
    assert ties(town) == set()
    assert town.ask("select context_key, context_kind, persons from crowd") == [("hostel", "hostel", 2)]
    assert town.ask("from crowd_member order by all") == [("hostel", "A"), ("hostel", "B")]


@pytest.mark.parametrize(("residents", "joined"), [(12, True), (13, False)], ids=["at the cap", "beyond the cap"])
def test_a_dwelling_with_more_at_once_than_the_cap_is_a_crowd(town, residents, joined):
    for number in range(residents):
        town.stay(f"A{number:02}", "house", D(2024, 1, 1))
    town.build()
    assert bool(ties(town)) is joined
    assert len(town.ask("from crowd")) == (0 if joined else 1)


def test_many_tenants_one_after_another_are_no_crowd(town):
    for number in range(30):
        town.stay(f"A{number:02}", "house", D(2016 + number // 4, 1, 1), D(2016 + number // 4, 12, 31))
    town.build()
    assert town.ask("from crowd") == []
    assert ("A00", "A03", "household") in ties(town)
    assert ("A00", "A04", "household") not in ties(town)


def test_a_person_placed_by_five_agencies_counts_once_against_the_cap(town):
    for number in range(10):
        for agency in ("police", "health", "education", "probation", "social_care"):
            town.stay(f"A{number}", "house", D(2024, 1, 1), agency=agency)
    town.build()
    assert town.ask("from crowd") == []


@pytest.mark.parametrize(
    ("word", "kind", "labels"),
    [
        ("mother", "parent", ("child", "mother")),
        ("father", "parent", ("child", "father")),
        ("step-parent", "parent", ("step-child", "step-parent")),
        ("child", "parent", ("parent", "child")),
        ("half-sibling", "sibling", ("half-sibling", "half-sibling")),
        ("partner", "partner", ("partner", "partner")),
        ("ex-partner", "ex-partner", ("ex-partner", "ex-partner")),
        ("grandparent", "relative", ("grandchild", "grandparent")),
        ("aunt or uncle", "relative", ("niece or nephew", "aunt or uncle")),
        ("carer", "carer", ("cared for", "carer")),
        ("friend", "friend", ("friend", "friend")),
        ("cohabitant", "household", ("cohabitant", "cohabitant")),
        ("other", "friend", ("contact", "contact")),
    ],
)
def test_a_declared_relationship_names_both_ends_whichever_comes_first(town, word, kind, labels):
    town.related("A", "B", word)
    town.related("Z", "Y", word)
    town.build()
    assert town.ask("select person_a, person_b, kind, class, a_is, b_is from tie order by 1") == [
        ("A", "B", kind, "asserted", *labels),
        ("Y", "Z", kind, "asserted", *reversed(labels)),
    ]


@pytest.mark.parametrize(
    ("dataset", "kind"),
    [
        ("nominal_links", "police associate"),
        ("personal_contacts", "probation contact"),
        ("contacts", "school contact"),
        ("related_persons", "friend"),
    ],
)
def test_a_word_without_a_meaning_is_a_contact_of_the_list_it_stands_in(town, dataset, kind):
    town.related("A", "B", "neighbour", dataset=dataset)
    town.build()
    assert town.ask("select kind, b_is from tie") == [(kind, "neighbour")]


def test_agencies_that_contradict_each_other_are_both_kept(town):
    town.related("A", "B", "mother", agency="health")
    town.related("A", "B", "child", agency="education")
    town.build()
    assert town.ask("select a_is, b_is, sources from tie") == [("child / parent", "child / mother", 2)]
    assert sorted(town.ask("select says from tie_evidence")) == [("child of parent",), ("mother of child",)]


def test_a_contact_who_lives_with_the_child_is_of_its_household_by_assertion(town):
    town.related("C", "M", "mother", dataset="contacts", agency="education", lives_together=True)
    town.build()
    assert sorted(town.ask("select kind, class from tie")) == [("household", "asserted"), ("parent", "asserted")]


@pytest.mark.parametrize(
    ("source", "assessment", "followed"),
    [("1", "A", True), ("2", "C", True), ("3", "D", False), ("1", "E", False), (None, None, True)],
    ids=["reliable and known", "untested, indirect", "unreliable and unknown", "suspected false", "ungraded"],
)
def test_a_police_link_is_followed_by_its_grade(town, source, assessment, followed):
    grades = {"source_grade": source, "intelligence_grade": assessment, "handling_code": "P"}
    town.related("A", "B", "associate", dataset="nominal_links", **grades)
    town.build()
    assert len(town.ask("from tie")) == 1
    assert bool(town.ask("from hop")) is followed


@pytest.mark.parametrize(
    ("code", "kept"), [("P", True), ("C", True), (None, True), ("N", False)], ids=["P", "C", "none given", "another"]
)
def test_a_handling_code_is_obeyed_and_travels_along(town, code, kept):
    town.related("A", "B", "associate", dataset="nominal_links", source_grade="2", handling_code=code)
    town.build()
    assert town.ask("select handling_code, grade from tie") == ([(code, "2")] if kept else [])
    says = " ".join(text for (text,) in town.ask("select says from tie_evidence"))
    assert ("conditions apply" in says) is (code == "C")
    left_out = [("social_care", "nominal_links", "handling code does not allow sharing", 1)]
    assert town.ask("from association_left_out") == ([] if kept else left_out)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("suspect", "victim", "suspect-victim"),
        ("subject child", "suspect", "suspect-victim"),
        ("suspect", "suspect", "co-defendant"),
        ("victim", "victim", "involved together"),
        ("witness", "suspect", "involved together"),
    ],
)
def test_an_occurrence_ties_those_in_it_by_their_roles(town, one, other, kind):
    town.occurrence(D(2025, 1, 1), [("A", one), ("B", other)])
    town.build()
    assert town.ask("select kind, a_is, b_is, from_date, to_date from tie") == [
        (kind, one, other, D(2025, 1, 1), D(2025, 1, 1))
    ]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"kind": "school attendance"}, "a school connects nobody"),
        ({"kind": "attendance"}, "nor does a surgery"),
        ({"occurred_on": D(2027, 1, 1)}, "nor what has not happened yet"),
    ],
)
def test_other_events_tie_nobody(town, facts, why):
    town.occurrence(D(2025, 1, 1), [("A", "pupil"), ("B", "pupil")], **facts)
    town.build()
    assert ties(town) == set(), why


def test_a_mass_brawl_is_a_crowd(town):
    town.occurrence(D(2025, 1, 1), [(f"A{number:02}", "suspect") for number in range(13)])
    town.build()
    assert ties(town) == set()
    assert town.ask("select context_kind, persons from crowd") == [("occurrence", 13)]


@pytest.mark.parametrize(("users", "joined"), [(6, True), (7, False)], ids=["a family's number", "a switchboard"])
def test_a_shared_telephone_joins_few_and_never_many(town, users, joined):
    for number in range(users):
        town.contact(f"A{number}", "+441632960001")
    town.build()
    assert bool(ties(town)) is joined
    assert len(town.ask("from crowd")) == (0 if joined else 1)


def test_two_records_of_one_person_never_tie_it_to_itself(town):
    for agency in ("police", "health"):
        town.stay("A", "dwelling", D(2024, 1, 1), agency=agency)
        town.contact("A", "+441632960001", agency=agency)
    town.add("declared_relationship", record_key_a="police:A", record_key_b="health:A", relationship="sibling",
             **town.source())  # fmt: skip
    town.occurrence(D(2025, 1, 1), [("A", "suspect"), ("A", "victim")])
    town.build()
    assert ties(town) == set()
    assert town.ask("select reason from association_left_out") == [("both ends are one person",)]


def test_stays_that_cannot_be_used_are_counted(town):
    town.stay("A", "dwelling", D(2024, 1, 1), D(2023, 1, 1))
    town.stay("B", None, D(2024, 1, 1))
    town.build()
    assert town.ask("select reason, rows_left_out from association_left_out order by 1") == [
        ("address too poor to place", 1),
        ("stay ends before it starts", 1),
    ]


def test_kin_stay_kin_however_long_ago_it_was_said(town):
    town.related("A", "B", "mother", from_date=D(1990, 1, 1), to_date=D(2000, 1, 1))
    town.related("A", "C", "partner", from_date=D(1990, 1, 1), to_date=D(2000, 1, 1))
    town.build()
    assert ties(town) == {("A", "B", "parent")}


def test_co_defendants_whom_police_still_list_are_followed_however_long_ago_the_occurrence_alone_is_not(town):
    long_ago = D(2014, 5, 6)
    town.related("A", "B", "co-defendant", agency="police", dataset="nominal_links", from_date=long_ago)
    town.occurrence(long_ago, [("A", "suspect"), ("C", "suspect")])
    town.build()
    assert town.ask("select person_a, person_b, class, from_date, to_date from tie") == [
        ("A", "B", "asserted", long_ago, None)
    ]


def test_the_policy_sets_the_numbers(town):
    town.stay("A", "dwelling", D(2024, 1, 1), D(2024, 1, 20))
    town.stay("B", "dwelling", D(2024, 1, 1))
    town.build(Settings(household_min_days=28))
    assert ties(town) == set()
