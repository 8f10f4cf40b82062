"""``mash chronology`` on the story: the same as the enquiry's, each fact once, every row reachable, and on record."""

import csv

import pytest
from lxml import html

from mash.reports.spoken import spoken

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def found(mash, story_hub, expected):
    return mash("chronology", expected["case_id"], "--hub", story_hub, "--json").json


def test_the_enquiry_and_the_command_show_the_same(mash, story_hub, expected, found):
    asked = mash("enquire", expected["case_id"], "--hub", story_hub, "--json").json
    for part in ("chronology", "gaps", "day_in_life"):
        assert found[part] == asked[part]
    assert found["chronology"]


def test_on_an_earlier_day_they_show_the_same_too_and_nothing_later(mash, story_hub, found):
    (girl,) = {who["person_id"] for entry in found["chronology"] for who in entry["who"] if who["parts"] == ["child"]}
    earlier = ("--hub", story_hub, "--as-of", "2024-06-10", "--json")
    told, asked = mash("chronology", girl, *earlier).json, mash("enquire", girl, *earlier).json
    for part in ("chronology", "gaps", "day_in_life"):
        assert told[part] == asked[part]
    assert max(entry["date"] for entry in told["chronology"]) <= "2024-06-10"
    assert told["day_in_life"]["periods"][-1] == {"first": "2024-06-03", "last": "2024-06-10", "houses": []}
    assert [gap["to_today"] for gap in told["gaps"]] == [True]


def test_the_page_has_every_entry_and_every_question(mash, story_hub, expected, found, tmp_path):
    page = tmp_path / "page.html"
    shown = mash("enquire", expected["case_id"], "--hub", story_hub, "--html", page, COLUMNS="1000").out
    tree = html.fromstring(page.read_text())
    assert len(tree.xpath("//@data-agencies")) == len(found["chronology"])
    text = tree.xpath("string(//section[@id='day-in-life'])")
    assert all(spoken(question["says"]) in text for question in found["day_in_life"]["questions"])
    assert f"mash chronology {expected['case_id']}" in shown


def test_the_girls_life_is_told_once_with_every_row_sent_of_it(found, mash, story_hub, expected):
    rows = [
        (row["agency"], row["dataset"], row["source_row"]) for entry in found["chronology"] for row in entry["sources"]
    ]
    stays = [
        entry for entry in found["chronology"] if "stay" in entry["kinds"] and entry["who"][0]["parts"] == ["child"]
    ]
    assert [(stay["date"], len(stay["agencies"])) for stay in stays] == [
        ("2022-09-14", 2), ("2023-11-12", 1), ("2024-06-20", 4),
    ]  # fmt: skip
    assert len(rows) > len(found["chronology"])
    searched = mash("enquire", expected["case_id"], "--hub", story_hub, "--json").json["searched"]
    own = {(source["agency"], source["dataset"]) for source in searched if source["found_child"]}
    undated = {("social_care", "relationships"), ("health", "related_persons")}
    assert {(agency, dataset) for agency, dataset, _ in rows} >= own - undated


def test_nobody_had_seen_the_girl_before_her_nursery_and_the_lodger_is_asked_about(found):
    assert [(gap["from_date"], gap["to_date"], gap["months"]) for gap in found["gaps"]] == [
        ("2022-09-14", "2025-09-03", 35)
    ]
    day = found["day_in_life"]
    (flagged,) = [person for person in day["people"] if person["flags"]]
    asked = [question for question in day["questions"] if flagged["person_id"] in question["persons"]]
    assert [question["about"] for question in asked] == ["who is this"]
    assert {question["about"] for question in day["questions"]} == {"where", "which home", "who is this", "contact"}
    assert (day["periods"][0]["first"], day["periods"][-1]["last"]) == ("2022-09-14", "2026-01-31")


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_it_fits_the_terminal(mash, story_hub, expected, columns):
    told = mash("chronology", expected["case_id"], "--hub", story_hub, COLUMNS=columns)
    assert told.code == 0, told.err
    assert max(map(len, told.out.splitlines())) <= int(columns)
    assert "A day in this child's life" in told.out


def test_it_is_narrowed_and_written(mash, story_hub, expected, tmp_path):
    asked = ("chronology", expected["case_id"], "--hub", story_hub)
    path = tmp_path / "told.csv"
    told = mash(*asked, "--agency", "health", "--kind", "attendance", "--csv", path)
    assert told.code == 0, told.err
    assert "1 entry from 1 row" in told.out
    with path.open(newline="") as file:
        assert [row["kind"] for row in csv.DictReader(file)] == ["gap", "attendance"]
    day = mash(*asked, "--day-in-life")
    assert "to ask" in day.out
    assert "emergency department" not in day.out


def test_who_asked_and_why_is_on_record(mash, audited, fresh_story_hub, expected):
    about = ("--who", "a.smith", "--purpose", "section 47 enquiry")
    assert mash("chronology", expected["case_id"], "--hub", fresh_story_hub, *about).code == 0
    noted = audited(fresh_story_hub)[-1]
    assert (noted.who, noted.action, noted.subject) == ("a.smith", "chronology", expected["case_id"])
    assert (noted.purpose, noted.gateway, noted.case) == ("section 47 enquiry", "s47", expected["case_id"])


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--agency", "polcie"), 2, "police"),
        (("--kind", "visit"), 2, "occurrence"),
        (("--person", "NOBODY OF THAT NAME"), 2, "--person"),
        (("--since", "2025-01-01", "--until", "2024-01-01"), 2, "ends before it begins"),
        (("--since", "yesterday"), 2, "YYYY-MM-DD"),
        (("--as-of", "2030-01-01"), 2, "later day"),
        (("--csv", "told.xlsx"), 2, ".csv"),
        (("--surname", "Nosuch"), 2, "would go unheeded"),
    ],
    ids=[
        "an agency misspelt", "an unknown kind", "nobody of that name", "a time the wrong way round", "no date",
        "a day to come", "another suffix", "two ways to say whom",
    ],
)  # fmt: skip
def test_bad_input_is_told_with_what_to_try(mash, story_hub, expected, words, code, says):
    told = mash("chronology", expected["case_id"], "--hub", story_hub, *words)
    assert (told.code, says in told.err) == (code, True), told.err


def test_a_grown_person_has_a_chronology_and_no_day(mash, story_hub, expected):
    told = mash("chronology", expected["father"][-1], "--hub", story_hub, "--json").json
    assert told["chronology"]
    assert (told["gaps"], told["day_in_life"]) == ([], None)
    assert "18 or over" in mash("chronology", expected["father"][-1], "--hub", story_hub, "--day-in-life").out
