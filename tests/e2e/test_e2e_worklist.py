"""The worklist and the morning's digest of the story's hub, by the installed command."""

import csv
import json
import re

import openpyxl
import pytest

pytestmark = pytest.mark.long

MORNING = ("--at", "2026-01-28T12:00")
EARLIER_POLICY, POLICY = "policy-2026-01", "policy-2026-12"


@pytest.fixture(scope="module")
def second_night(mash, story, expected, tmp_path_factory):
    """A hub after a night under the earlier policy and another under the newer one, which finds more."""
    hub = tmp_path_factory.mktemp("worklist") / "hub"
    assert mash("init", hub, "--drops", story).code == 0
    config = hub / "mash.toml"
    for old, new in ((POLICY, EARLIER_POLICY), (EARLIER_POLICY, POLICY)):
        config.write_text(config.read_text().replace(f'"{old}"', f'"{new}"'))
        night = mash("nightly", "--hub", hub, "--as-of", expected["as_of"])
        assert night.code == 0, night.err
    return hub


def test_what_is_due_or_late_is_told_by_the_moment_it_is_held_against(mash, story_hub, expected):
    case = expected["case_id"]

    def late(*words):
        return {row["case_id"] for row in mash("cases", "--hub", story_hub, "--json", "--late", *words).json}

    assert case not in late("--at", "2026-01-29T14:40")
    assert case in late("--at", "2026-01-29T14:41")
    soon = mash("cases", "--hub", story_hub, "--due-within", "27h", "--by", "deadline", "--json", *MORNING).json
    dues = [row["due_by"] for row in soon]
    assert dues == sorted(dues)
    assert max(dues) == "2026-01-29T14:40:00"
    assert "2026-01-28 17:00, today" in mash("cases", "--hub", story_hub, *MORNING).out


def test_the_filters_narrow_what_is_shown_and_say_so(mash, story_hub, expected):
    both = mash("cases", "--hub", story_hub, "--colour", "RED", "--colour", "amber", "--json", *MORNING).json
    assert {row["proposed"] for row in both} == {"RED", "AMBER"}
    shown = mash("cases", "--hub", story_hub, "--colour", "RED", "--source", "family", *MORNING)
    assert f"{len(both) - 2} of 16 open cases, only RED; referred by family" in shown.out
    assert expected["case_id"] in shown.out


def test_the_worklist_leaves_the_hub_as_a_spreadsheet_and_a_page_and_that_is_noted(
    mash, audited, fresh_story_hub, tmp_path
):
    files = {name: tmp_path / f"cases.{name}" for name in ("csv", "xlsx", "html")}
    words = [word for name, file in files.items() for word in (f"--{name}", file)]
    done = mash("cases", "--hub", fresh_story_hub, *words, *MORNING, "--who", "a.nalyst", "--purpose", "a meeting")
    assert done.code == 0, done.err
    listed = [row["case_id"] for row in mash("cases", "--hub", fresh_story_hub, "--json").json]
    with files["csv"].open(newline="") as read:
        assert [row["case"] for row in csv.DictReader(read)] == listed
    sheet = openpyxl.load_workbook(files["xlsx"]).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == listed
    page = files["html"].read_text()
    assert all(case in page for case in listed)
    assert "a.nalyst" in page
    noted, again = [entry for entry in audited(fresh_story_hub) if entry.action == "cases"][-2:]
    assert (noted.who, noted.purpose) == ("a.nalyst", "a meeting")
    assert '"taken": ["csv", "html", "xlsx"]' in noted.detail
    assert all(json.loads(noted.detail)["export"] in files[name].read_text() for name in ("csv", "html"))
    assert set(noted.shown) == set(again.shown) == set(listed)


def test_a_run_that_is_old_says_so_first_and_what_it_can_no_longer_rest_on(mash, story_hub):
    for command in ("cases", "digest"):
        told = " ".join(mash(command, "--hub", story_hub, "--at", "2026-02-20").out.split())
        assert "this is the run of 2026-01-31, 20 days ago" in told
        assert "police's 2026-01-30 is 21 days old by now, 7 at most" in told
        assert "Note:" not in mash(command, "--hub", story_hub, "--at", "2026-02-01").out


def test_the_digest_of_a_night_that_found_more_says_what_is_new_and_nothing_twice(mash, second_night, expected):
    told = mash("digest", "--hub", second_night, "--at", "2026-01-31T09:00", "--json").json
    assert (told["up"], told["down"], told["first"]) == ([], [], [])
    (alert,) = [each for each in told["alerts"] if each["case_id"] == expected["case_id"]]
    assert "rule: a network of sexual offenders" not in alert["told"]
    changed = {row["case_id"]: row for row in mash("cases", "--hub", second_night, "--changed", "--json").json}
    new = changed[expected["case_id"]]["new"]
    assert len(alert["told"]) + alert["besides"] == len(new)
    assert "tie" not in {each.split()[0] for each in alert["told"]}
    assert {each["case_id"] for each in told["alerts"]} == set(changed)


def test_of_a_case_on_which_nobody_decided_the_enquiry_tells_what_is_new_until_something_else_is(
    mash, story, expected, tmp_path
):
    hub, case = tmp_path / "hub", expected["case_id"]
    assert mash("init", hub, "--drops", story).code == 0
    config, seen, screens = hub / "mash.toml", [], []
    for day, policy in (("2026-01-30", EARLIER_POLICY), ("2026-01-31", POLICY), ("2026-02-01", POLICY)):
        config.write_text(re.sub(r'"policy-2026-\d+"', f'"{policy}"', config.read_text()))
        night = mash("nightly", "--hub", hub, "--as-of", day, "--json")
        assert night.code == 0, night.err
        seen.append(mash("enquire", case, "--hub", hub, "--json").json)
        screens.append(mash("enquire", case, "--hub", hub).out)
    first, second, third = (answer["changed_since"] for answer in seen)
    assert first is None, "nothing was before"
    assert "Nothing new" not in screens[0]
    (listed,) = [row for row in mash("cases", "--hub", hub, "--json").json if row["case_id"] == case]
    assert listed["new"] == [], "the last night found nothing"
    assert (second["run"], second["colour"], second["decided_by"]) == (seen[0]["run"], "RED", "")
    assert (third["run"], third["colour"]) == (seen[0]["run"], None)
    assert third["new"] == second["new"]
    assert "new: rule: sexual offender newly arrived" in third["says"]
    assert not any(says.startswith(("new: record:", "new: tie")) for says in third["says"]), "these are counted"
    screen = mash("enquire", case, "--hub", hub, "--html", tmp_path / "page.html").out
    assert f"New since run {seen[0]['run']}\n" in screen
    assert f"New since run {seen[0]['run']}" in (tmp_path / "page.html").read_text()
    assert mash("rate", case, "RED", "--role", "manager", "--rationale", "seen", "--hub", hub).code == 0
    decided = mash("enquire", case, "--hub", hub, "--json").json["changed_since"]
    assert (decided["colour"], decided["new"], decided["says"]) == ("RED", [], [])
    again = mash("enquire", case, "--hub", hub, "--html", tmp_path / "page.html").out
    nothing = f"Nothing new or gone since {decided['decided_by']} decided RED on"
    assert all(nothing in " ".join(text.split()) for text in (again, (tmp_path / "page.html").read_text()))


def test_the_night_and_the_enquiry_tell_the_same_of_a_case_on_which_nobody_decided(mash, second_night, expected):
    case = expected["case_id"]
    (listed,) = [row for row in mash("cases", "--hub", second_night, "--json").json if row["case_id"] == case]
    told = mash("enquire", case, "--hub", second_night, "--json").json["changed_since"]
    assert listed["new"]
    assert [
        " ".join(filter(None, (each["kind"], each["person_a"], each["person_b"]))) + f": {each['says']}"
        for each in told["new"]
    ] == listed["new"]
    assert [row for row in mash("cases", "--hub", second_night, "--json").json if row["changed"] == ""]


def test_of_a_case_that_stands_as_in_the_run_before_it_is_said_that_nothing_is_new(mash, second_night, tmp_path):
    page, brief = tmp_path / "page.html", tmp_path / "brief.html"
    same = next(row for row in mash("cases", "--hub", second_night, "--json").json if row["changed"] == "")["case_id"]
    screen = mash("enquire", same, "--hub", second_night, "--html", page).out
    told = mash("enquire", same, "--hub", second_night, "--json").json
    since = told["changed_since"]
    assert (since["new"], since["gone"], since["says"]) == ([], [], [])
    assert since["run"] != told["run"]
    said = f"Nothing new or gone since run {since['run']}, which proposed {since['colour']}"
    in_short = mash("enquire", same, "--hub", second_night, "--brief", "--html", brief).out
    for text in (screen, in_short, page.read_text(), brief.read_text()):
        assert said in " ".join(text.split())


def test_the_digest_is_one_page_with_the_night_and_the_queues(mash, story_hub, tmp_path):
    page = tmp_path / "digest.html"
    done = mash("digest", "--hub", story_hub, "--at", "2026-01-31T09:00", "--html", page)
    assert done.code == 0, done.err
    for text in (" ".join(done.out.split()), " ".join(page.read_text().split())):
        assert "New cases" in text
        assert "16 open cases to decide (mash cases)" in text
        assert "4 more: mash cases" in text or "more: mash cases --changed" in text
    assert len(mash("digest", "--hub", story_hub, "--all").out) > len(done.out)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("cases", "--colour", "BLUE"), 2, "RED, AMBER, GREEN or UNRATED"),
        (("cases", "--due-within", "soon"), 2, "4h for hours"),
        (("cases", "--at", "yesterday"), 2, "--at"),
        (("cases", "--worker", "Nobody"), 6, "no episode of an open case has an allocated worker"),
        (("cases", "--csv", "cases.xls"), 2, "a name ending in .csv"),
        (("cases", "--xlsx", "cases.csv"), 2, "a name ending in .xlsx"),
        (("cases", "--html", "/nowhere/at/all.html"), 2, "a folder that exists"),
        (("digest", "--html", "/nowhere/at/all.html"), 2, "a folder that exists"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_what_cannot_be_listed_says_what_to_try(mash, story_hub, words, code, says):
    done = mash(*words, "--hub", story_hub)
    assert (done.code, "Try:" in done.err) == (code, True), done.err
    assert says in done.err


@pytest.mark.parametrize("command", ["cases", "digest"])
def test_a_hub_without_a_night_says_which_comes_first(mash, tmp_path, command):
    assert mash("init", tmp_path / "hub").code == 0
    done = mash(command, "--hub", tmp_path / "hub")
    assert done.code == 6
    assert "mash nightly" in done.err
