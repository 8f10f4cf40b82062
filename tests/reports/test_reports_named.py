"""The names of agencies and lists: in words for people, as the hub has them for programs."""

import csv
import io
import json
from dataclasses import replace

import pytest
from lxml import html
from rich.console import Console

from mash.named import in_words
from mash.reports import to_json
from mash.reports.page import page
from mash.reports.terminal import print_answer


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("by health, social_care; since", "by health, social care; since"),
        ("social_care's extract, pupil_addresses.", "social care's extract, pupil addresses."),
        ("(social_care)", "(social care)"),
        ("mash how social_care:SC20417", "mash how social_care:SC20417"),
        ("health:related_persons:HP1", "health:related_persons:HP1"),
        ("see drops/social_care/x and pupil_addresses.csv", "see drops/social_care/x and pupil_addresses.csv"),
        ("columns date_of_birth=x and MASH_CASE", "columns date_of_birth=x and MASH_CASE"),
    ],
    ids=["a list", "the end of a sentence", "brackets", "a record", "a record inside another", "files", "settings"],
)
def test_a_name_that_stands_alone_is_said_in_words(text, says):
    assert in_words(text) == says


@pytest.mark.parametrize("brief", [False, True], ids=["whole", "brief"])
def test_no_raw_name_stands_on_the_screen_or_the_page(answer, brief):
    console = Console(file=io.StringIO(), width=200)
    wanting = replace(answer, decisions=(), sharing=())
    print_answer(wanting, console, brief=brief)
    written = html.fromstring(page(wanting, brief=brief))
    for part in written.xpath("//script | //style"):
        part.drop_tree()
    for text in (console.file.getvalue(), written.text_content()):
        assert in_words(text) == text
        assert "womens aid" in text


def test_json_keeps_the_names_as_the_hub_has_them(answer):
    assert {"womens_aid"} <= {source["agency"] for source in json.loads(to_json(answer))["searched"]}


def test_the_page_chooses_an_agency_by_its_name_and_shows_it_in_words(answer):
    (option,) = html.fromstring(page(answer)).xpath("//select[@id='filter-agency']/option[@value='social_care']")
    assert option.text_content() == "social care"
    (row,) = html.fromstring(page(answer)).xpath("//tr[@data-agencies='social_care']")
    assert "social care" in row.text_content()


def test_a_spreadsheet_keeps_them_too(answer, tmp_path):
    from mash.reports.people_csv import write_people

    write_people(answer, tmp_path / "people.csv")
    with (tmp_path / "people.csv").open(newline="") as read:
        assert any("social_care" in cell for row in csv.DictReader(read) for cell in row.values())
