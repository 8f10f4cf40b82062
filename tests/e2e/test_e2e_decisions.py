"""A person decides, in a role and at a stage; afterwards only what is new is shown. By the installed command."""

import shutil
import sqlite3
from contextlib import closing

import duckdb
import pytest

pytestmark = pytest.mark.long

WHY = ("--rationale", "sixteen registered offenders within three steps")


@pytest.fixture
def case(expected):
    return expected["case_id"]


def decide(mash, hub, case, colour, role, *more):
    words = WHY if "--rationale" not in more else ()
    return mash("rate", case, colour, *words, "--role", role, "--who", "A. N.", "--hub", hub, *more)


def test_a_decision_is_kept_with_role_stage_and_what_was_proposed_and_superseded_not_edited(
    mash, fresh_story_hub, case
):
    hub = fresh_story_hub
    first = decide(mash, hub, case.lower(), "red", "Social Worker")
    assert (first.code, f"{case}: " in first.out) == (0, True), first.err
    assert "RED by A. N., social worker, at information sharing" in first.out
    assert "the engine proposed RED, up from GREEN" in first.out
    second = decide(mash, hub, case, "AMBER", "manager", "--rationale", "visited today, all of them abroad")
    assert "decided otherwise than proposed: the engine proposed RED" in second.out
    history = mash("decisions", case, "--hub", hub, "--json").json
    assert [(made["colour"], made["proposed"], made["differs"]) for made in history] == [
        ("RED", "RED", False),
        ("AMBER", "RED", True),
    ]
    assert [made["basis"]["stood"] for made in history] == ["GREEN", "RED"]
    assert all(made["basis"]["policy"].startswith("policy-") for made in history)
    shown = mash("decisions", case, "--hub", hub).out
    assert shown.index("visited today, all of them abroad") < shown.index(WHY[1])
    assert "(stands)" in shown.splitlines()[0]
    asked = mash("enquire", case, "--hub", hub, "--json").json
    assert [made["rationale"] for made in asked["decisions"]] == [made["rationale"] for made in history]
    assert (asked["rating"]["decided"], asked["rating"]["direction"]) == ("AMBER", "up")
    with closing(sqlite3.connect(hub / "ledger.sqlite")) as book, pytest.raises(sqlite3.IntegrityError):
        book.execute("update decision set rationale = 'other'")


def test_a_decision_at_an_earlier_stage_than_the_one_that_stood_is_kept_and_says_so(mash, fresh_story_hub, case):
    hub = fresh_story_hub
    assert "later stage" not in decide(mash, hub, case, "RED", "manager").out
    again = decide(mash, hub, case, "RED", "social worker", "--stage", "screening")
    says = "over a decision of a later stage: A. N., manager, had decided RED at final decision; what is said at"
    for told in (again.out, mash("decisions", case, "--hub", hub).out, mash("enquire", case, "--hub", hub).out):
        assert says in " ".join(told.split())
    assert "the engine proposed RED, which stood already, in run" in again.out
    asked = " ".join(mash("enquire", case, "--hub", hub, "--brief").out.split())
    assert "RED stands: no change is proposed (the decided rating)" in asked
    made = decide(mash, hub, case, "RED", "social worker", "--stage", "screening", "--json").json
    assert made["over_stage"] is None, "it stands at screening by now"
    final = decide(mash, hub, case, "RED", "manager", "--json").json
    assert final["over_stage"] is None
    assert decide(mash, hub, case, "RED", "social worker", "--json").json["over_stage"] == "final decision"


def test_the_worklist_shows_what_is_due_next_and_nothing_is_due_once_all_is_decided(mash, fresh_story_hub, case):
    def listed():
        return next(row for row in mash("cases", "--hub", fresh_story_hub, "--json").json if row["case_id"] == case)

    before = listed()
    assert (before["direction"], before["due"], before["due_by"]) == ("up", "final decision", "2026-01-29T14:40:00")
    decide(mash, fresh_story_hub, case, "RED", "social worker")
    screened = listed()
    assert (screened["before"], screened["direction"], screened["due_by"]) == ("RED", "none", before["due_by"])
    decide(mash, fresh_story_hub, case, "AMBER", "manager")
    decided = listed()
    assert (decided["direction"], decided["due_by"], decided["decided_by"]) == ("up", None, "A. N.")
    assert decided["changed"] == "", "it was on the screen"
    assert mash("enquire", case, "--hub", fresh_story_hub, "--json").json["rating"]["due_by"] is None


def test_a_colour_the_rules_alone_would_lower_stands_until_a_manager_decides(mash, fresh_story_hub, expected):
    hub, green = fresh_story_hub, expected["green_case_id"]
    assert decide(mash, hub, green, "RED", "social worker", "--rationale", "the school rang").code == 0
    asked = mash("enquire", green, "--hub", hub)
    assert "proposed: lower, GREEN; RED stands until a person decides" in " ".join(asked.out.split())
    assert "RED -> GREEN, down: RED stands" in " ".join(mash("cases", "--hub", hub).out.split())
    refused = decide(mash, hub, green, "GREEN", "social worker", "--rationale", "it was another child")
    assert (refused.code, "Try: manager may" in refused.err) == (4, True)
    lowered = decide(mash, hub, green, "GREEN", "manager", "--rationale", "it was another child")
    assert (lowered.code, "the engine proposed GREEN, down from RED" in lowered.out) == (0, True), lowered.err
    assert mash("decisions", green, "--hub", hub, "--json").json[-1]["differs"] is False


@pytest.mark.slow
def test_after_a_decision_the_next_night_shows_what_is_new_and_nothing_else(
    mash, fresh_story_hub, story, tmp_path, expected, case
):
    hub, drops = fresh_story_hub, shutil.copytree(story, tmp_path / "drops")
    config = hub / "mash.toml"
    config.write_text(config.read_text().replace(str(story), str(drops)))
    assert decide(mash, hub, case, "RED", "manager").code == 0
    seen = mash("enquire", case, "--hub", hub, "--json").json["changed_since"]
    assert (seen["colour"], seen["new"], seen["gone"]) == ("RED", [], [])
    again = shutil.copytree(drops / "police" / "2026-01-30", drops / "police" / "2026-01-31")
    head, *rows = (again / "markers.csv").read_text().splitlines()
    (mother,) = [key.partition(":")[2] for key in expected["mother"] if key.startswith("police:")][:1]
    marker = f"{mother},VIOLENCE,,,,2026-01-20,,current"
    (again / "markers.csv").write_text("\n".join([head, marker, *reversed(rows)]) + "\n")
    night = mash("nightly", "--hub", hub, "--as-of", expected["as_of"], "--json")
    assert night.code == 0, night.err
    told = {change["case_id"]: change for change in night.json["changes"]}
    assert told[case]["kind"] == "new evidence"
    assert told[case]["says"].startswith("new: ")
    assert "1 flagged adult" in told[case]["says"]
    since = mash("enquire", case, "--hub", hub, "--json").json["changed_since"]
    assert since["gone"] == []
    assert [piece["says"] for piece in since["new"] if piece["kind"] == "flagged adult"] == [
        "violence (police VIOLENCE since 2026-01-20)"
    ]
    assert {piece["kind"] for piece in since["new"]} <= {"flagged adult", "rule", "tie"}
    (listed,) = [row for row in mash("cases", "--hub", hub, "--json").json if row["case_id"] == case]
    assert listed["changed"].startswith("since the decision new: ")
    assert listed["gone"] == []


BAD = [
    ("an unknown role", ("rate", "CASE", "RED", *WHY, "--role", "manger"), 2, "did you mean 'manager'"),
    ("no role", ("rate", "CASE", "RED", *WHY), 2, "one of triage worker, social worker, manager"),
    ("a role that may not", ("rate", "CASE", "RED", *WHY, "--role", "triage worker"), 4, "social worker, manager may"),
    ("an unknown stage", ("rate", "CASE", "RED", *WHY, "--role", "manager", "--stage", "late"), 2, "--stage"),
    ("a stage of another role", ("rate", "CASE", "RED", *WHY, "--role", "social worker", "--stage", "final decision"),
     4, "manager may"),
    ("an unknown colour", ("rate", "CASE", "PURPLE", *WHY, "--role", "manager"), 2, "RED, AMBER or GREEN"),
    ("a level of another hub", ("rate", "CASE", "BLUE", *WHY, "--role", "manager"), 2, "is no rating"),
    ("no colour at all", ("rate", "CASE", "UNRATED", *WHY, "--role", "manager"), 2, "is no rating"),
    ("an unknown case", ("rate", "NOSUCHCASE", "RED", *WHY, "--role", "manager"), 6, "NOSUCHCASE"),
    ("a record for a case", ("rate", "police:CU33206", "RED", *WHY, "--role", "manager"), 6, "police:CU33206"),
    ("a rationale of spaces", ("rate", "CASE", "RED", "--rationale", "   ", "--role", "manager"), 2, "reason"),
    ("a rationale of dots", ("rate", "CASE", "RED", "--rationale", "...", "--role", "manager"), 2, "reason"),
    ("decisions on a record", ("decisions", "GIRL"), 6, "Try: mash decisions REF-2026-0117"),
    ("a decision on the child's record", ("rate", "GIRL", "RED", *WHY, "--role", "manager"), 6,
     "Try: mash rate REF-2026-0117"),
    ("decisions on an unknown case", ("decisions", "NOSUCHCASE"), 6, "NOSUCHCASE"),
    ("a day without a time", ("refer", "--surname", "X", "--concern", "NEG", "--source", "6", "--rating", "GREEN",
     "--received", "2026-01-31"), 2, "YYYY-MM-DDTHH:MM"),
    ("a time without a day", ("refer", "--surname", "X", "--concern", "NEG", "--source", "6", "--rating", "GREEN",
     "--received", "10:30"), 2, "YYYY-MM-DDTHH:MM"),
    ("a referral rated blue in a hub without it", ("refer", "--surname", "X", "--concern", "NEG", "--source", "6",
     "--rating", "BLUE"), 2, "is no rating"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code", "says"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_cannot_be_decided_says_why_and_what_to_try_and_nothing_is_kept(
    mash, story_hub, expected, words, code, says
):
    named = {"CASE": expected["case_id"], "GIRL": expected["girl"][0]}
    done = mash(*(named.get(word, word) for word in words), "--hub", story_hub)
    assert (done.code, says in done.err) == (code, True), done.err
    with closing(sqlite3.connect(story_hub / "ledger.sqlite")) as book:
        assert [book.execute(f"select count(*) from {table}").fetchone() for table in ("decision", "referral")] == [
            (0,),
            (0,),
        ]


def test_the_role_may_stand_in_the_environment_and_nobody_has_decided_is_said(mash, fresh_story_hub, case):
    assert "Nobody has decided this case yet." in mash("decisions", case, "--hub", fresh_story_hub).out
    made = mash("rate", case, "RED", *WHY, "--hub", fresh_story_hub, "--json", MASH_ROLE="manager")
    assert made.json["basis"]["role"] == "manager"


@pytest.fixture
def hub_of(fresh_story_hub):
    """The story's hub as if its run had been built under another profile."""

    def under(profile):
        config = fresh_story_hub / "mash.toml"
        config.write_text(config.read_text().replace('profile = "oxfordshire"', f'profile = "{profile}"'))
        run = (fresh_story_hub / "current").read_text().strip()
        with duckdb.connect(fresh_story_hub / "snapshots" / run / "hub.duckdb") as con:
            con.execute("update run set profile = ?", [profile])
        return fresh_story_hub

    return under


def test_londons_blue_is_kept_as_green_and_the_word_beside_it(mash, hub_of, expected):
    hub = hub_of("london_brag")
    made = decide(mash, hub, expected["green_case_id"], "blue", "decision maker", "--json").json
    assert (made["colour"], made["basis"]["word"], made["basis"]["stage"]) == ("GREEN", "BLUE", "final decision")
    assert "GREEN (said: BLUE) by A. N." in mash("decisions", expected["green_case_id"], "--hub", hub).out
    form = ("--surname", "X", "--concern", "NEG", "--source", "6", "--rating", "BLUE")
    assert "rated GREEN" in mash("refer", *form, "--hub", hub).out
    refused = decide(mash, hub, expected["green_case_id"], "RED", "manager")
    assert "decision maker" in refused.err, "its roles are its own"


def test_mertons_clock_is_of_the_partners_and_the_decision_after_it_has_none(mash, hub_of, case):
    hub = hub_of("merton")
    rating = mash("enquire", case, "--hub", hub, "--json").json["rating"]
    assert (rating["due"], rating["due_by"]) == ("partners return their information", "2026-01-29T12:40:00")
    assert "Due by: 2026-01-29 12:40, partners return their information" in mash("enquire", case, "--hub", hub).out
    decide(mash, hub, case, "RED", "social worker")
    assert mash("enquire", case, "--hub", hub, "--json").json["rating"]["due_by"] is None


def test_a_profile_that_nobody_published_is_refused_with_those_there_are(mash, fresh_story_hub):
    config = fresh_story_hub / "mash.toml"
    config.write_text(config.read_text().replace('profile = "oxfordshire"', 'profile = "oxfrdshire"'))
    night = mash("nightly", "--hub", fresh_story_hub, "--as-of", "2026-02-01")
    assert (night.code, "did you mean 'oxfordshire'" in night.err) == (2, True)
