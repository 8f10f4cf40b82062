"""A referral recorded at the desk is put right: it is about another child, or should not have been made."""

import pytest

pytestmark = pytest.mark.long

WORDS = ("--concern", "NEG", "--source", "1B", "--rating", "AMBER", "--received", "2026-01-31T10:00")
WHY = ("--reason", "the school gave the date of birth")
TWICE = ("--withdraw", "--reason", "recorded twice")


@pytest.fixture
def desk(mash, fresh_story_hub):
    """Asks with the hub said."""

    def asked(*words, **env):
        return mash(*words, "--hub", fresh_story_hub, **env)

    return asked


@pytest.fixture
def unsure(desk):
    """A referral about a child whose name is not quite right."""
    return desk("refer", "--name", "Otilly Birkit", *WORDS, "--json").json["case_id"]


def row_of(desk, case):
    return next((row for row in desk("cases", "--json").json if row["case_id"] == case), None)


def test_a_referral_whose_child_is_not_clear_is_on_the_worklist_by_what_a_person_said(desk, unsure, expected):
    row = row_of(desk, unsure)
    assert (row["child"], row["before"], row["proposed"]) == ("Otilly Birkit", "AMBER", "UNRATED")
    assert row["due_by"] is not None
    assert "its child is not clear" in row["why"]
    assert "its child is not clear" in " ".join(desk("cases").out.split())
    assert desk("nightly", "--as-of", expected["as_of"]).code == 0
    assert "its child is not clear" not in row_of(desk, unsure)["why"]


def test_a_referral_is_rated_on_the_worklist_at_once_with_the_enquirys_colour_reasons_and_clock(desk, expected):
    girl = desk("enquire", expected["case_id"], "--json").json["child"]["person_id"]
    form = ("--child", girl, "--concern", "SAB", "--source", "1A", "--rating", "GREEN")
    case = desk("refer", *form, "--json").json["case_id"]
    asked, row = desk("enquire", case, "--json").json, row_of(desk, case)
    assert (row["proposed"], row["due_by"]) == ("RED", asked["rating"]["due_by"])
    assert row["why"] == asked["reasons"][0]["says"]
    assert row["flagged"] == asked["expected_by_chance"]["observed"]
    soon = {each["case_id"] for each in desk("cases", "--due-within", "4h", "--json").json}
    changed = {each["case_id"] for each in desk("cases", "--changed", "--json").json}
    assert case in soon & changed
    assert case in desk("digest").out.partition("New cases")[2].partition("Due later today")[0]
    why = ("--role", "manager", "--rationale", "sixteen within three steps")
    assert desk("rate", case, "RED", *why).code == 0
    assert (row_of(desk, case)["before"], row_of(desk, case)["due_by"]) == (
        "RED",
        desk("enquire", case, "--json").json["rating"]["due_by"],
    )


def test_its_child_is_named_and_an_enquiry_the_worklist_and_the_night_go_by_it(desk, unsure, expected):
    unclear = desk("enquire", unsure)
    assert (unclear.code, f"mash amend {unsure} --child" in unclear.err) == (6, True)
    girl = desk("enquire", expected["case_id"], "--json").json["child"]["person_id"]
    named = desk("amend", unsure, "--child", girl, *WHY)
    assert (named.code, f"Next: mash enquire {unsure}" in named.out) == (0, True), named.err
    asked = desk("enquire", unsure, "--json").json
    assert (asked["child"]["person_id"], asked["rating"]["proposed"]) == (girl, "RED")
    assert row_of(desk, unsure)["child"] == "OTTILIE BIRKETT"
    night = desk("nightly", "--as-of", expected["as_of"], "--json").json
    assert (unsure, "new red") in {(change["case_id"], change["kind"]) for change in night["changes"]}
    assert row_of(desk, unsure)["proposed"] == "RED"


def test_another_child_named_after_the_night_is_asked_about_at_once(desk, unsure, expected):
    assert desk("nightly", "--as-of", expected["as_of"]).code == 0
    girl = desk("enquire", expected["case_id"], "--json").json["child"]["person_id"]
    assert desk("enquire", unsure, "--json").json["child"]["person_id"] != girl
    assert desk("amend", unsure, "--child", girl, *WHY).code == 0
    assert desk("enquire", unsure, "--json").json["child"]["person_id"] == girl
    row = row_of(desk, unsure)
    assert (row["proposed"], row["changed"]) == ("RED", "of another child in the run")


def test_the_child_whom_the_run_has_named_again_leaves_the_case_as_it_was_rated(desk, expected):
    girl = desk("enquire", expected["case_id"], "--json").json["child"]["person_id"]
    case = desk("refer", "--child", girl, *WORDS, "--json").json["case_id"]
    assert desk("nightly", "--as-of", expected["as_of"]).code == 0
    rated = row_of(desk, case)
    assert (rated["proposed"], desk("amend", case, "--child", girl, *WHY).code) == ("RED", 0)
    assert row_of(desk, case) == rated


def test_whom_it_is_about_no_more_is_told_no_more_of_it(desk, unsure, expected):
    girl = desk("enquire", expected["case_id"], "--json").json["child"]["person_id"]
    other = desk("enquire", expected["green_case_id"], "--json").json["child"]["person_id"]
    assert desk("amend", unsure, "--child", girl, *WHY).code == 0
    assert desk("nightly", "--as-of", expected["as_of"]).code == 0
    assert desk("enquire", girl, "--json").json["referral"]["case_id"] == unsure
    assert desk("amend", unsure, "--child", other, *WHY).code == 0
    assert desk("enquire", girl, "--json").json["referral"]["case_id"] == expected["case_id"]
    for person in (girl, other):
        told = desk("audit", "show", "--person", person, "--json").out
        assert '"amend"' in told, "whoever asks who looked at them is told"


def test_who_needs_to_know_of_some_cases_only_cannot_come_to_another_childs_by_naming_that_child(
    desk, unsure, fresh_story_hub, expected
):
    access = fresh_story_hub / "access.toml"
    block = f'[people."o.ne"]\nroles = ["analyst"]\ncases = ["{unsure}"]\n'
    access.write_text(access.read_text() + block)
    girl = desk("enquire", expected["case_id"], "--json").json["child"]["person_id"]
    refused = desk("amend", unsure, "--child", girl, *WHY, MASH_WHO="o.ne")
    assert (refused.code, "no need to know" in refused.err) == (4, True)
    assert desk("amend", unsure, *TWICE, MASH_WHO="o.ne").code == 0


def test_a_hub_whose_ledger_was_lost_still_shows_its_worklist(desk, fresh_story_hub):
    for file in fresh_story_hub.glob("ledger.sqlite*"):
        file.unlink()
    assert desk("cases").code == 0


def test_several_who_fit_the_name_given_are_offered(desk, unsure):
    unclear = desk("amend", unsure, "--child", "Birkett Oti", *WHY)
    assert (unclear.code, "OTTILIE BIRKETT" in unclear.out) == (6, True)


def test_a_withdrawn_referral_leaves_the_worklist_at_once_and_the_run_tonight(desk, unsure, expected):
    assert desk("nightly", "--as-of", expected["as_of"]).code == 0
    withdrawn = desk("amend", unsure, *TWICE)
    assert (withdrawn.code, "withdrawn" in withdrawn.out) == (0, True), withdrawn.err
    assert row_of(desk, unsure) is None
    asked = desk("enquire", unsure)
    assert (asked.code, f"case {unsure} was withdrawn" in asked.err) == (6, True)
    night = desk("nightly", "--as-of", expected["as_of"], "--json").json
    assert (unsure, "closed") in {(change["case_id"], change["kind"]) for change in night["changes"]}
    told = desk("audit", "show", "--case", unsure, "--json").out
    assert '"amend"' in told
    assert "recorded twice" not in told, "why is in the ledger"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(("REF-2026-0117", *TWICE), 4, "an agency's own referral", id="an agency's own"),
        pytest.param(
            ("H-2026-0009", *TWICE),
            6,
            "no referral H-2026-0009 was recorded here; did you mean H-2026-0001?",
            id="a slip",
        ),
        pytest.param(("X", *TWICE), 6, "the id that mash refer gave it, H-", id="a case nobody knows"),
        pytest.param(("H-2026-0001", "--child", "P-NOPE", *WHY), 6, "--child: there is no", id="a child nobody knows"),
        pytest.param(("H-2026-0001", "--child", "hub:referrals:H-2026-0001", *WHY), 6, "", id="its own record"),
        pytest.param(("H-2026-0001", *WHY), 2, "--withdraw", id="nothing said of it"),
        pytest.param(("H-2026-0001", "--child", "P-X", *TWICE), 2, "--withdraw", id="both said of it"),
        pytest.param(("H-2026-0001", "--withdraw", "--reason", " "), 2, "reason", id="no reason"),
    ],
)
def test_what_cannot_be_put_right_is_refused_and_says_why(desk, unsure, words, code, says):
    assert unsure == "H-2026-0001"
    refused = desk("amend", *words)
    assert (refused.code, says in refused.err) == (code, True), refused.err
    assert row_of(desk, unsure)["child"] == "Otilly Birkit"


def test_who_may_not_ask_may_not_put_right_either(desk, unsure):
    refused = desk("amend", unsure, *TWICE, MASH_PURPOSE="")
    assert refused.code in {2, 4}
    assert row_of(desk, unsure) is not None


def test_of_a_referral_that_was_withdrawn_nothing_is_decided_to_be_shared(desk, unsure):
    said = ("--with", "school", "--what", "her address")
    assert desk("share", unsure, *said, "--share").code == 0
    assert desk("amend", unsure, *TWICE).code == 0
    for outcome in (("--share",), ("--withhold", "--reason", "he works there")):
        refused = desk("share", unsure, *said, *outcome)
        assert (refused.code, f"{unsure} was withdrawn on" in refused.err) == (4, True)
    assert len(desk("share", unsure, "--list", "--json").json) == 1
    assert "nothing of it is left to share" in desk("audit", "show", "--case", unsure, "--json").out


def test_the_shell_offers_the_referrals_that_were_recorded_here_and_stand(mash, fresh_story_hub, desk, unsure):
    def offered(*words, **env):
        typed = {"COMP_WORDS": " ".join(("mash", *words)), "COMP_CWORD": str(len(words))}
        asked = mash(**typed, _MASH_COMPLETE="complete_bash", MASH_HUB=str(fresh_story_hub), **env)
        return asked.out.split()

    assert offered("amend", "H") == [unsure]
    assert offered("enquire", "H-2026") == [unsure]
    assert unsure in offered("amend", ""), "and no agency's own"
    assert not [case for case in offered("amend", "") if not case.startswith("H-")]
    assert offered("amend", "REF") == []
    access = fresh_story_hub / "access.toml"
    access.write_text(access.read_text() + '[people."o.ne"]\nroles = ["analyst"]\ncases = ["REF-2026-0117"]\n')
    assert offered("amend", "H", MASH_WHO="o.ne") == []
    assert desk("amend", unsure, *TWICE).code == 0
    assert offered("amend", "H") == []
    assert "REF-2026-0117" in offered("rate", "REF-2026-01")
