"""At the desk: refer, decide, and what happens when what was asked cannot be."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from lxml import html

from mash.cli.status import NOT_WELL
from mash.errors import MashError
from mash.nightly.health import HeldBack
from mash.nightly.stopping import STOPPED

pytestmark = pytest.mark.long

README = Path(__file__).parents[2] / "README.md"


def test_a_new_referral_is_enquired_into_at_once_and_taken_in_by_the_night(mash, fresh_story_hub, expected):
    hub = fresh_story_hub
    girl = mash("enquire", expected["case_id"], "--hub", hub, "--json").json["child"]["person_id"]
    made = mash(
        "refer", "--child", girl, "--concern", "PHY", "--source", "2A", "--rating", "GREEN",
        "--received", "2026-01-31T10:00", "--hub", hub, "--json",
    )  # fmt: skip
    assert made.code == 0, made.err
    case = made.json["case_id"]
    asked = mash("enquire", case, "--hub", hub, "--json").json
    assert (asked["referral"]["case_id"], asked["rating"]["proposed"]) == (case, "RED")
    assert asked["referral"]["source_code"] == "2A"
    night = mash("nightly", "--hub", hub, "--as-of", expected["as_of"], "--json")
    assert night.code == 0, night.err
    assert (case, "new red") in {(change["case_id"], change["kind"]) for change in night.json["changes"]}
    assert mash("enquire", case, "--hub", hub, "--json").json["child"]["person_id"] == asked["child"]["person_id"]


def test_another_open_case_of_the_child_is_told_before_the_night_and_after_it_and_not_to_a_family(
    mash, fresh_story_hub, expected, tmp_path
):
    hub, first = fresh_story_hub, expected["case_id"]
    before = mash("enquire", first, "--hub", hub, "--json").json
    form = ("--concern", "NEG", "--source", "2A", "--rating", "AMBER", "--received", "2026-01-31T10:00", "--json")
    case = mash("refer", "--child", before["child"]["person_id"], *form, "--hub", hub).json["case_id"]
    assert before["other_cases"] == []
    for night in (False, True):
        assert not night or mash("nightly", "--hub", hub, "--as-of", expected["as_of"]).code == 0
        for asked, other in ((case, first), (first, case)):
            told = mash("enquire", asked, "--hub", hub, "--json").json["other_cases"]
            assert [each["case_id"] for each in told] == [other]
    assert (told[0]["stands"], told[0]["concern"], told[0]["received_at"]) == ("AMBER", "NEG", "2026-01-31T10:00:00")
    screen = mash("enquire", case, "--hub", hub, "--brief", "--html", tmp_path / "page.html")
    assert f"Also open: {first}, received 2026-01-29 10:40, sexual abuse (SAB), stands at GREEN" in screen.out
    assert f"Also open:</strong> {first}" in (tmp_path / "page.html").read_text()
    for reader in ("family", "court"):
        assert mash("enquire", case, "--hub", hub, "--audience", reader, "--json").json["other_cases"] == []
    access = hub / "access.toml"
    access.write_text(access.read_text() + f'[people."o.ne"]\nroles = ["analyst"]\ncases = ["{case}"]\n')
    assert mash("enquire", case, "--hub", hub, "--json", MASH_WHO="o.ne").json["other_cases"] == []
    assert mash("amend", case, "--withdraw", "--reason", "recorded twice", "--hub", hub).code == 0
    assert mash("enquire", first, "--hub", hub, "--json").json["other_cases"] == []


def test_a_child_whom_nobody_knows_is_said_to_be_and_known_after_the_night(mash, fresh_story_hub, expected):
    hub = fresh_story_hub
    made = mash(
        "refer", "--surname", "Quux", "--forenames", "Zebedee", "--dob", "2022-09-14", "--concern", "NEG",
        "--source", "6", "--rating", "GREEN", "--received", "2026-01-31T09:00", "--hub", hub, "--json",
    )  # fmt: skip
    case = made.json["case_id"]
    early = mash("enquire", case, "--hub", hub)
    assert (early.code, f"case {case} is recorded" in early.err) == (6, True)
    assert ("mash amend" in early.err) == ("near" in early.out), "an id listed is asked for where one is listed"
    assert mash("nightly", "--hub", hub, "--as-of", expected["as_of"]).code == 0
    assert mash("enquire", case, "--hub", hub, "--json").json["rating"]["proposed"] == "GREEN"


def test_a_contact_recorded_by_a_name_not_quite_right_is_asked_about_for_itself_and_is_not_taken_for_the_childs_own(
    mash, fresh_story_hub, expected
):
    hub = fresh_story_hub
    form = ("--name", "Otilly Birkit", "--sex", "F", "--concern", "NEG", "--source", "1B", "--rating", "AMBER")
    case = mash("refer", *form, "--hub", hub, "--json").json["case_id"]
    unclear = mash("enquire", case, "--hub", hub, MASH_CASE="")
    assert (unclear.code, f"case {case} is recorded" in unclear.err) == (6, True)
    assert "OTTILIE BIRKETT" in unclear.out
    girl = mash("enquire", expected["case_id"], "--hub", hub, "--json").json["child"]["person_id"]
    page = hub / "page.html"
    asked = mash("enquire", girl, "--brief", "--html", page, "--hub", hub, MASH_CASE=case)
    told = f"Asked for {case}; told is {expected['case_id']}, the child's own"
    assert f"{told}." in asked.err
    assert f"mash refer --child {girl}" in asked.err
    assert told in unescape(page.read_text(encoding="utf-8"))
    assert mash("enquire", girl, "--hub", hub, "--json", MASH_CASE=case).json["asked"]["passed_over"] == case
    assert mash("enquire", expected["case_id"], "--brief", "--hub", hub, MASH_CASE=case).err == ""


def test_a_referral_received_after_the_day_of_a_run_is_not_in_it(mash, fresh_story_hub, expected):
    hub = fresh_story_hub
    words = ("--concern", "NEG", "--source", "6", "--rating", "GREEN", "--received", "2026-03-01T09:00")
    assert mash("refer", "--surname", "Quux", *words, "--hub", hub).code == 0
    why = ("--rationale", "so that there is news", "--role", "manager")
    assert mash("rate", expected["green_case_id"], "AMBER", *why, "--hub", hub).code == 0
    night = mash("nightly", "--hub", hub, "--as-of", expected["as_of"], "--json").json
    assert not [change for change in night["changes"] if change["case_id"].startswith("H-")]


def test_a_referral_whose_child_nobody_sent_stays_on_the_worklist_unrated(mash, tmp_path, story, expected):
    drops = shutil.copytree(story, tmp_path / "drops")
    path = drops / "social_care" / "2026-01-30" / "referrals.csv"
    columns = path.read_text().splitlines()[0].split(",")
    sent = {"referral_id": "Z9", "child_social_care_id": "NOSUCHCHILD", "received_at": "2026-01-28T10:00:00"}
    sent |= {"source_code": "6", "concern": "NEG", "initial_rating": "GREEN"}
    path.write_text(path.read_text() + ",".join(sent.get(column, "") for column in columns) + "\n")
    hub = tmp_path / "hub"
    assert mash("init", hub, "--drops", drops).code == 0
    assert mash("nightly", "--hub", hub, "--as-of", expected["as_of"]).code == 0
    listed = {case["case_id"]: case["proposed"] for case in mash("cases", "--hub", hub, "--json").json}
    assert listed["Z9"] == "UNRATED"
    asked = mash("enquire", "Z9", "--hub", hub)
    assert (asked.code, "not the same as clear" in asked.err) == (6, True)


RESTRICTED = {
    "DC58817": ("Quay Hill", "PL24 8CO", "Chesil Mews", "DT4 6VK"),
    "DC49902": ("Gurnard Lane", "TR1 9IV", "Dolcoath Way", "TR14 7MK"),
}
"""Flagged adults near the girl, and where they alone of her network have lived."""


@pytest.fixture(scope="module")
def other_hub(mash, tmp_path_factory, story, expected):
    """The story's hub with a referral of a child not yet born, and two flagged adults whose location is restricted."""
    drops = shutil.copytree(story, tmp_path_factory.mktemp("other") / "drops")
    unborn = {"social_care_id": "SC90001", "surname": "PENHALIGON", "expected_date_of_birth": "2026-03-01"}
    referral = {"referral_id": "Z8", "child_social_care_id": "SC90001", "received_at": "2026-01-28T10:00:00"}
    referral |= {"source_code": "3A", "concern": "NEG", "initial_rating": "GREEN"}
    for dataset, sent in (("persons", unborn), ("referrals", referral)):
        path = drops / "social_care" / "2026-01-30" / f"{dataset}.csv"
        columns = path.read_text().splitlines()[0].split(",")
        path.write_text(path.read_text() + ",".join(sent.get(column, "") for column in columns) + "\n")
    nominals = drops / "police" / "2026-01-30" / "nominals.csv"
    head, *rows = nominals.read_text().splitlines()
    assert head.endswith(",restricted")
    marked = [f"{row}true" if row.split(",")[0] in RESTRICTED else row for row in rows]
    nominals.write_text("\n".join([head, *marked]) + "\n")
    hub = drops.parent / "hub"
    assert mash("init", hub, "--drops", drops).code == 0
    night = mash("nightly", "--hub", hub, "--as-of", expected["as_of"])
    assert night.code == 0, night.err
    return hub


def test_where_a_restricted_flagged_adult_lives_is_in_no_form(mash, other_hub, expected, tmp_path):
    page, graph = tmp_path / "page.html", tmp_path / "network.graphml"
    asked = ("enquire", expected["case_id"], "--hub", other_hub)
    shown = mash(*asked, "--html", page, "--graphml", graph, COLUMNS="1000")
    written = mash(*asked, "--json")
    restricted = [person["person_id"] for person in written.json["network"]["persons"] if person["restricted"]]
    assert len(restricted) == len(RESTRICTED)
    assert set(restricted) <= {flagged["person_id"] for flagged in written.json["flagged"]}
    stays = [stay for stay in written.json["stays"] if stay["person_id"] in restricted]
    assert stays
    assert not [stay for stay in stays if stay["place"]]
    for text in (shown.out, page.read_text(), graph.read_text(), written.out):
        assert all(person in text for person in restricted), "they are shown, not where they live"
        assert not [place for places in RESTRICTED.values() for place in places if place.upper() in text.upper()]


def test_an_unborn_child_is_told_with_the_day_it_is_expected(mash, other_hub, tmp_path):
    says, page = "unborn, expected 2026-03-01", tmp_path / "page.html"
    asked = mash("enquire", "Z8", "--hub", other_hub, "--html", page)
    assert (asked.code, says in asked.out) == (0, True), asked.err
    assert "Unborn, expected 1 Mar 2026" in html.fromstring(page.read_text()).xpath("string(//h1/..)")
    child = mash("enquire", "Z8", "--hub", other_hub, "--json").json["child"]
    assert (child["date_of_birth"], child["expected_date_of_birth"]) == (None, "2026-03-01")
    assert f"PENHALIGON ({says})" in " ".join(mash("cases", "--hub", other_hub).out.split())
    (listed,) = [case for case in mash("cases", "--hub", other_hub, "--json").json if case["case_id"] == "Z8"]
    assert (listed["expected_date_of_birth"], listed["awaited"]) == ("2026-03-01", says)


def test_the_worklist_says_what_it_counts_and_counts_what_the_enquiry_does(mash, story_hub):
    listed = mash("cases", "--hub", story_hub, "--json").json
    shown = " ".join(mash("cases", "--hub", story_hub).out.split())
    assert "current flag as sexual offender or risk to children, which the policy counts" in shown
    assert any(case["flagged"] < case["flagged_at_all"] for case in listed)
    for case in listed[:4]:
        asked = mash("enquire", case["case_id"], "--hub", story_hub, "--json").json
        chance = asked["expected_by_chance"]
        assert (case["flagged"], case["flagged_kinds"]) == (chance["observed"], chance["kinds"])
        assert case["flagged_at_all"] == len(asked["flagged"])
        assert case["why"] == asked["reasons"][0]["says"] if asked["reasons"] else case["why"] == ""
        assert case["more_reasons"] == max(0, len(asked["reasons"]) - 1)


def test_a_grown_person_asked_about_is_not_called_a_child(mash, story_hub, expected, tmp_path):
    page = tmp_path / "page.html"
    father = expected["father"][-1]
    asked = mash("enquire", father, "--hub", story_hub, "--html", page, COLUMNS="1000")
    found = mash("enquire", father, "--hub", story_hub, "--json").json
    assert found["subject"] == "the person asked about"
    agencies_said = [said for entry in found["chronology"] for said in (entry["detail"], entry["says"]) if said]
    for text in (asked.out, page.read_text()):
        for says in agencies_said:
            text = text.replace(says, "").replace(says.replace("'", "&#39;"), "")  # noqa: PLW2901 - what we say is left
        assert "the person asked about" in text
        assert "the child" not in text.lower().replace("the child'", "the child")


def test_a_decision_is_kept_with_its_reason_and_never_undercut(mash, fresh_story_hub, expected):
    hub, green = fresh_story_hub, expected["green_case_id"]
    why = ("--rationale", "the school rang again", "--who", "a.manager", "--role", "manager")
    made = mash("rate", green, "amber", *why, "--hub", hub)
    assert made.code == 0, made.err
    assert mash("nightly", "--hub", hub, "--as-of", expected["as_of"]).code == 0
    asked = mash("enquire", green, "--hub", hub, "--json").json
    assert asked["rating"]["decided"] == "AMBER"
    assert asked["rating"]["proposed"] == "AMBER", "lowering it is proposed in words only"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("enquire", "REF-2026-9999"), 6, "no case, person or record"),
        (("enquire", "REF-2026-O117"), 6, "did you mean"),
        (("enquire", "--surname", "Zzyzxwv", "--forenames", "Qqqq", "--dob", "1911-01-02"), 6, "Try"),
        (("enquire",), 2, "Try"),
        (("rate", "REF-2026-0117", "PURPLE", "--rationale", "x", "--role", "manager"), 2, "RED, AMBER or GREEN"),
        (("rate", "REF-2026-0117", "RED", "--rationale", " ", "--role", "manager"), 2, "reason"),
        (("rate", "NOSUCHCASE", "RED", "--rationale", "x"), 6, "NOSUCHCASE"),
        (("graph", "REF-2026-0117", "--out", "/nowhere/at/all.graphml"), 2, "all.graphml"),
        (("export", "persons", "--out", "persons.docx"), 2, "csv"),
        (("graph", "REF-2026-0117", "--out", "network.txt"), 2, ".graphml"),
        (("enquire", "REF-2026-0117", "--graphml", "network"), 2, ".graphml"),
        (("why", "police:NOPE", "police:NOPE2"), 6, "police:NOPE"),
        (("how", "P-NOSUCHPERS"), 6, "P-NOSUCHPERS"),
        (("nightly", "--as-of", "31/01/2026"), 2, "YYYY-MM-DD"),
        (("refer", "--concern", "XXX", "--source", "1A", "--rating", "GREEN", "--surname", "X"), 2, "SAB sexual abuse"),
        (("export", "secrets", "--out", "x.csv"), 2, "secrets"),
        (("refer", "--concern", "SAB", "--source", "99", "--rating", "GREEN", "--surname", "X"), 2, "1A"),
        (("refer", "--concern", "SAB", "--source", "1A", "--rating", "GREEN", "--child", "P-NOPE"), 6, "P-NOPE"),
        (("enquire", "REF-2026-0117", "--as-of", "2030-01-01"), 2, "later day"),
        (("enquire", "REF-2026-0117", "--as-of", "2025-06-01"), 2, "was received on 2026-01-29"),
        (("enquire", "REF-2026-0117", "--surname", "Nosuch"), 2, "--surname: the id given"),
        (("enquire", "REF-2026-0117", "--child", "P-NOPE"), 2, "--child: the id given"),
        (("nightly", "--as-of", "2025-01-31"), 4, "nothing has landed"),
    ],
    ids=[
        "an unknown case",
        "a case misread",
        "nobody of that name",
        "nobody asked about",
        "a colour that is none",
        "a decision without a reason",
        "a decision on an unknown case",
        "a folder that is not there",
        "a kind of file that is not written",
        "a graph by another name",
        "a graph without a suffix",
        "an unknown record",
        "an unknown person",
        "a date in another order",
        "an unknown concern",
        "an unknown table",
        "an unknown referrer",
        "a referral on an unknown person",
        "a day after the run",
        "a case on a day before it was received",
        "an id and a description",
        "an id twice over",
        "a night before anything was sent",
    ],
)
def test_what_cannot_be_done_says_where_what_and_what_to_try(mash, story_hub, words, code, says):
    done = mash(*words, "--hub", story_hub)
    assert done.code == code, done.err
    assert says in done.err


def test_a_person_asked_about_before_the_referral_is_shown_without_it(mash, story_hub, expected):
    case, day = expected["case_id"], "2025-06-01"
    girl = mash("enquire", case, "--hub", story_hub, "--json").json["child"]["person_id"]
    assert f"mash enquire {girl} --as-of {day}" in mash("enquire", case, "--as-of", day, "--hub", story_hub).err
    early = mash("enquire", girl, "--as-of", day, "--hub", story_hub, "--json").json
    assert (early["as_of"], early["referral"], early["rating"]["initial"]) == (day, None, None)
    received = mash("enquire", case, "--as-of", "2026-01-29", "--hub", story_hub, "--json").json
    assert received["referral"]["case_id"] == case


def test_what_was_made_recorded_or_written_is_told_as_one_document(mash, fresh_story_hub, expected, tmp_path):
    case, network, ties = expected["case_id"], tmp_path / "n.graphml", tmp_path / "ties.csv"
    made = mash("init", tmp_path / "new", "--json").json
    assert (made["folder"], len(made["agencies"])) == (str(tmp_path / "new"), 5)
    rated = mash(
        "rate",
        case,
        "AMBER",
        "--rationale",
        "seen",
        "--who",
        "A. N.",
        "--role",
        "manager",
        "--hub",
        fresh_story_hub,
        "--json",
    ).json
    told = {key: rated[key] for key in ("case_id", "colour", "proposed", "rationale", "decided_by")}
    assert told == {
        "case_id": case, "colour": "AMBER", "proposed": "RED", "rationale": "seen", "decided_by": "A. N.",
    }  # fmt: skip
    drawn = mash("graph", case, "--out", network, "--hub", fresh_story_hub, "--json").json
    assert drawn["file"] == str(network)
    assert (drawn["persons"], drawn["ties"] + drawn["possible"]) == tuple(
        network.read_text().count(f"<{part} ") for part in ("node", "edge")
    )
    assert mash("export", "ties", "--out", ties, "--hub", fresh_story_hub, "--json").json == {
        "file": str(ties), "table": "ties", "run": drawn["run"],
    }  # fmt: skip
    colours = {
        change["to_colour"] for change in mash("status", "--hub", fresh_story_hub, "--json").json["run"]["changes"]
    }
    assert colours == {"RED", "AMBER", "GREEN"}


def test_the_readme_names_every_exit_code():
    def codes(error):
        return {error.exit_code}.union(*(codes(each) for each in error.__subclasses__()))

    said = README.read_text().partition("Exit codes:")[2].partition(". `mash nightly`")[0]
    assert {int(code) for code in re.findall(r"\b\d+\b", said)} == {0} | codes(MashError) | {
        HeldBack.exit_code,
        NOT_WELL,
        STOPPED,
    }


def test_no_hub_and_no_night_say_what_to_do(mash, tmp_path):
    lost = mash("enquire", "X", "--hub", tmp_path)
    assert (lost.code, "mash init" in lost.err) == (6, True)
    assert mash("init", tmp_path / "hub").code == 0
    early = mash("enquire", "X", "--hub", tmp_path / "hub")
    assert (early.code, "mash nightly" in early.err) == (6, True)
    assert mash("init", tmp_path / "hub").code == 2, "an existing hub is left alone"


def test_the_version_is_told(mash):
    assert mash("--version").out.startswith("mash ")


def test_before_the_first_night_no_page_is_written(mash, story, expected, tmp_path):
    hub, page = tmp_path / "hub", tmp_path / "page.html"
    assert mash("init", hub, "--drops", story).code == 0
    asked = mash("enquire", expected["case_id"], "--hub", hub, "--html", page)
    assert (asked.code, page.exists()) == (6, False)
    assert "mash nightly" in asked.err


def test_the_page_of_an_old_run_says_how_old_it_is(mash, story_hub, expected, tmp_path):
    page = tmp_path / "page.html"
    assert mash("enquire", expected["case_id"], "--hub", story_hub, "--html", page).code == 0
    head = html.fromstring(page.read_text()).xpath("string(//div[@class='notice'])")
    assert "days old: what was known on 31 Jan 2026" in head
