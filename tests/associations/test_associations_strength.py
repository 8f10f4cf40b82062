"""How far a tie is believed: by its kind, by the list it stands in, by its grade, and by how many agencies say so."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from mash.contracts import built_in_contracts, load_contract

D = dt.date
SOURCES = Path(__file__).parents[2] / "docs" / "sources.md"


def strength(town, kind: str) -> float:
    ((found,),) = town.ask(f"select strength from tie where kind = '{kind}'")
    return found


def declared(town) -> list[tuple[str, str, float, str]]:
    return town.ask("select source, about, belief, because from source_belief")


@pytest.mark.parametrize("about", ["home", "parent", "other tie"])
def test_every_list_that_a_contract_has_is_judged_for_what_it_says(town, about):
    town.build()
    judged = {source for source, what, _, _ in declared(town) if what == about}
    lists = [dataset for name in built_in_contracts() for dataset in load_contract(name).datasets]
    fields = {dataset.name: {field.name for field in dataset.fields} for dataset in lists}
    if about == "home":
        sent = {name for name, has in fields.items() if {"postcode", "from_date"} <= has} | {"people"}
    else:
        sent = {dataset.name for dataset in lists if dataset.tell_first_sent}
    assert len(sent) > 4
    assert judged == sent | {"any other list"}


def test_each_value_is_said_once_between_none_and_all_with_its_source(town):
    town.build()
    table = declared(town)
    known = set(re.findall(r"^- \*\*([A-Z]\d+)\*\*", SOURCES.read_text(encoding="utf-8"), re.MULTILINE))
    assert len({(source, about) for source, about, _, _ in table}) == len(table)
    for source, about, belief, because in table:
        cited = re.search(r"\((our judgement|sources\.md ([A-Z]\d+(?:, [A-Z]\d+)*))\)$|\[K\]$", because)
        assert 0 < belief <= 1, (source, about)
        assert cited, (source, about, because)
        assert set((cited[2] or "").split(", ")) - {""} <= known, because


def test_no_list_of_a_kind_unheard_of_is_believed_more_than_a_list_that_is_known(town):
    town.build()
    for what in ("home", "parent", "other tie"):
        beliefs = {source: belief for source, about, belief, _ in declared(town) if about == what}
        assert beliefs["any other list"] == min(beliefs.values())


@pytest.mark.parametrize(
    ("agency", "dataset", "expected"),
    [
        ("social_care", "relationships", 0.95),
        ("health", "related_persons", 0.95),
        ("education", "contacts", 0.9025),
        ("probation", "personal_contacts", 0.855),
        ("police", "nominal_links", 0.855),
        ("charity", "families", 0.855),
    ],
)
def test_a_parent_is_believed_by_how_the_list_is_come_by(town, agency, dataset, expected):
    town.related("C", "M", "mother", agency=agency, dataset=dataset)
    town.build()
    assert strength(town, "parent") == expected


def test_a_patients_mother_is_believed_more_than_a_patients_friend_by_more_than_the_words(town):
    town.related("C", "M", "mother", agency="health", dataset="related_persons")
    town.related("C", "F", "friend", agency="health", dataset="related_persons")
    town.build()
    assert (strength(town, "parent"), strength(town, "friend")) == (0.95, 0.57)


@pytest.mark.parametrize(
    ("graded", "expected"),
    [
        ({}, 0.81),
        ({"source_grade": "1", "intelligence_grade": "A"}, 0.9),
        ({"source_grade": "2", "intelligence_grade": "C"}, 0.648),
        ({"intelligence_grade": "E"}, 0.09),
    ],
    ids=["ungraded", "reliable and known directly", "untested and not known", "suspected to be false"],
)
def test_a_grade_speaks_for_its_source_and_an_ungraded_link_is_untested(town, graded, expected):
    town.related("A", "B", "partner", agency="police", dataset="nominal_links", **graded)
    town.build()
    assert strength(town, "partner") == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("person_addresses", "offender_addresses", 0.9),
        ("person_addresses", "pupil_addresses", 0.855),
        ("person_addresses", "patient_addresses", 0.81),
        ("pupil_addresses", "nominal_addresses", 0.81),
        ("person_addresses", "tenancies", 0.81),
    ],
)
def test_a_home_is_believed_by_the_less_believed_of_its_two_lists(town, one, other, expected):
    town.stay("A", "house", D(2020, 1, 1), dataset=one)
    town.stay("B", "house", D(2020, 1, 1), dataset=other)
    town.build()
    assert strength(town, "household") == expected


def test_what_a_list_is_worth_and_what_others_say_of_the_home_are_both_counted_and_only_the_latter_told(town):
    town.stay("A", "house", D(2020, 1, 1), agency="health", dataset="patient_addresses")
    town.stay("B", "house", D(2020, 1, 1), agency="health", dataset="patient_addresses")
    town.build()
    assert strength(town, "household") == 0.81
    assert not any("other agencies" in says for (says,) in town.ask("select says from tie_evidence"))


def test_a_second_agency_halves_the_doubt_that_the_better_list_leaves(town):
    town.related("C", "M", "mother", agency="police", dataset="nominal_links")
    town.related("C", "M", "mother", agency="education", dataset="contacts")
    town.build()
    assert strength(town, "parent") == pytest.approx(1 - (1 - 0.9025) / 2, abs=1e-4)
