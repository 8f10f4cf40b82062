"""The story's child for a family and for a court, by the installed command: in no form is anybody else's."""

import json
import re
import xml.etree.ElementTree as ET

import pytest

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def enquired(mash, story_hub, expected, tmp_path_factory):
    """An enquiry for an audience: what it prints, its JSON, and its files, as text."""

    def ask(*audience):
        folder = tmp_path_factory.mktemp("audience")
        files = {suffix: folder / f"it.{suffix}" for suffix in ("html", "graphml", "csv")}
        asked = ("enquire", expected["case_id"], "--hub", story_hub, *audience)
        written = mash(
            *asked, *(word for suffix, path in files.items() for word in (f"--{suffix}", path)), COLUMNS="500"
        )
        told = mash("chronology", expected["case_id"], "--hub", story_hub, *audience, COLUMNS="500")
        as_json = mash(*asked, "--json")
        assert (written.code, told.code, as_json.code) == (0, 0, 0), written.err + told.err + as_json.err
        return {"screen": written.out, "chronology": told.out, "json": as_json.out} | {
            suffix: path.read_text() for suffix, path in files.items()
        }

    return ask


def test_nobody_else_is_in_any_form_for_the_family(enquired):
    whole = json.loads(enquired()["json"])
    child = whole["child"]["person_id"]
    others = [person for person in whole["network"]["persons"] if person["person_id"] != child]
    parents = [
        tie
        for tie in whole["network"]["ties"]
        if tie["kind"] == "parent" and child in {tie["person_a"], tie["person_b"]}
    ]
    (mother,) = {tie["person_a"] for tie in parents if "mother" in tie["a_is"]}
    own = set(whole["child"]["names"])
    for reader in (None, mother):
        told = enquired("--audience", "family", *(("--for-person", reader) if reader else ()))
        strangers = [person for person in others if person["person_id"] != reader]
        secrets = {person["person_id"] for person in strangers}
        secrets |= {name for person in strangers for name in person["names"]} - own
        secrets |= {stay["place"] for stay in whole["stays"] if stay["place"]}
        for form, text in told.items():
            assert not [secret for secret in secrets if re.search(rf"\b{re.escape(secret)}\b", text)], form
            assert not re.search(r"\b(VISOR|occurrence|sexual abuse|neighbour)\b", text), form
        assert "other people" in told["screen"]
        people = ET.fromstring(told["graphml"]).iter("{http://graphml.graphdrawing.org/xmlns}node")  # noqa: S314 - our own
        assert len(list(people)) == (2 if reader else 1)


def test_a_court_has_numbered_exhibits_and_not_who_referred(enquired):
    told = enquired("--audience", "court")
    answer = json.loads(told["json"])
    assert len(answer["disclosed"]["exhibits"]) > 100
    assert answer["referral"]["source_code"] is None
    assert answer["flagged"]
    assert "who referred is left out" in told["screen"]


@pytest.mark.parametrize("option", ["--for-person", "--for"], ids=["as it is called", "as it was called"])
def test_whoever_is_no_parent_is_refused(mash, story_hub, expected, option):
    refused = mash("enquire", expected["case_id"], "--hub", story_hub, "--audience", "family", option, "P-NOBODY")
    assert (refused.code, refused.out) == (4, "")
    assert "parent or carer" in refused.err


def test_what_is_not_shared_is_kept_with_its_reason_and_told_to_all_but_the_family(
    mash, fresh_story_hub, expected, audited
):
    hub, case = ("--hub", fresh_story_hub), expected["case_id"]
    asked = ("share", case, "--with", "Furness school", "--what", "where she lives", *hub)
    without = mash(*asked, "--withhold")
    assert (without.code, "takes its reason" in without.err) == (2, True)
    assert mash("share", case, "--with", "x", *hub).code == 2
    assert mash("share", "REF-1", "--with", "x", "--what", "y", "--share", *hub).code == 6
    made = mash(*asked, "--withhold", "--reason", "he collects her there", "--json")
    assert made.code == 0, made.err
    mash(*asked, "--share")
    listed = mash("share", case, "--list", *hub, "--json").json
    assert [(each["outcome"], each["reason"]) for each in listed] == [
        ("withheld", "he collects her there"),
        ("shared", ""),
    ]
    for words in (("decisions", case), ("enquire", case), ("share", case, "--list")):
        assert "withheld from Furness school: where she lives" in " ".join(
            mash(*words, *hub, COLUMNS="300").out.split()
        )
    for words in (("decisions", case), ("enquire", case)):
        assert "Furness" not in mash(*words, "--audience", "family", *hub).out
    (noted,) = [each for each in audited(fresh_story_hub) if each.action == "share" and "withheld" in each.detail]
    assert made.json[0]["export"] in noted.detail
    assert noted.subject == case


def test_a_paper_that_was_found_leads_to_who_made_it(mash, fresh_story_hub, expected, audited, tmp_path):
    page = tmp_path / "letter.html"
    made = mash("enquire", expected["case_id"], "--audience", "family", "--html", page, "--hub", fresh_story_hub)
    assert made.code == 0, made.err
    number = re.search(r"E-[0-9A-Z]{5}-[0-9A-Z]{5}", page.read_text())[0]
    (noted,) = [each for each in audited(fresh_story_hub) if number in each.detail]
    assert (noted.action, noted.subject) == ("enquire", expected["case_id"])
    assert "family" in noted.detail
    assert len(noted.shown) == 1
    found = mash("audit", "show", "--export", number, "--hub", fresh_story_hub, "--json").json
    assert [each["action"] for each in found] == ["enquire"]
