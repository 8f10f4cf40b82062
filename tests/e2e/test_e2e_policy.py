"""A policy checked, explained and set against another, as an operator would; and against what a night makes of it."""

import csv
import hashlib
import json
import shutil
from importlib.resources import files

import duckdb
import pytest

pytestmark = pytest.mark.long

AS_OF = "2026-01-31"
BUILT_IN = files("mash") / "rating" / "policies" / "policy-2026-01.toml"
RULES_ONLY = (
    ('name = "violent or abusive adult in the household"', 'name = "violent adult in the household"'),
    ('kinds = ["violence", "domestic abuse"]\ncolour = "AMBER"', 'kinds = ["violence"]\ncolour = "GREEN"'),
    ("at_least = 3\nmonths = 12", "at_least = 1\nmonths = 12"),
    ("hops = 3\nat_least = 3", "hops = 3\nat_least = 17"),
)
TIES_TOO = (
    ("[network]\nhops = 3", "[network]\nhops = 2"),
    ("hops = 3\nat_least = 3", "hops = 2\nat_least = 2"),
    ("household_cap = 12", "household_cap = 2"),
    ("person_cap = 100", "person_cap = 3"),
)


@pytest.fixture
def policy(tmp_path):
    """Writes the built-in policy with some of its text replaced."""

    def write(*changes, name="mine"):
        text = BUILT_IN.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def hub(tmp_path_factory, mash, story_hub):
    """The story's hub under the policy that these tests know, whatever a new hub is given. Read it."""
    copied = shutil.copytree(story_hub, tmp_path_factory.mktemp("policy") / "hub")
    under(mash, copied, "policy-2026-01")
    return copied


@pytest.fixture
def own_hub(tmp_path, hub):
    """The same for a test that changes it."""
    return shutil.copytree(hub, tmp_path / "hub")


def under(mash, hub, policy):
    """A night under a policy, accepted whatever it moved; nothing new where the hub is rated by it already."""
    config = hub / "mash.toml"
    lines = config.read_text().splitlines()
    config.write_text("\n".join(f'policy = "{policy}"' if line.startswith("policy =") else line for line in lines))
    night = mash("nightly", "--hub", hub, "--as-of", AS_OF)
    if night.code == 7:
        night = mash("nightly", "--hub", hub, "--accept-health", "another policy")
    assert night.code == 0, night.err
    return night


def snapshot(hub):
    return hub / "snapshots" / (hub / "current").read_text().strip() / "hub.duckdb"


def proposals(hub):
    with duckdb.connect(str(snapshot(hub)), read_only=True) as con:
        fired = dict(
            con.execute(
                "select case_id, list(rule order by rule) from proposal_reason where rule <> 'lowering' group by all"
            ).fetchall()
        )
        rated = con.execute(
            "select case_id, colour, at_least, fingerprint, certainty from proposal order by 1"
        ).fetchall()
    return {case: (colour, alone, stood_on, set(fired.get(case, []))) for case, colour, alone, *stood_on in rated}


@pytest.mark.slow
@pytest.mark.parametrize("changes", [pytest.param(RULES_ONLY, id="rules"), pytest.param(TIES_TOO, id="ties and hops")])
def test_the_diff_says_what_a_night_under_the_new_policy_then_does(mash, own_hub, policy, changes):
    new = policy(*changes, ("from = 2026-01-01", "from = 2026-02-01"))
    told = mash("policy", "diff", "policy-2026-01", new, "--hub", own_hub, "--json").json
    before = proposals(own_hub)
    night = under(mash, own_hub, new)
    after = proposals(own_hub)
    expected = {
        case: (was[0], now[0], was[1], now[1], sorted(now[3] - was[3]), sorted(was[3] - now[3]))
        for (case, was), now in zip(before.items(), after.values(), strict=True)
        if was != now
    }
    names = ("from_colour", "to_colour", "from_rules", "to_rules", "now_fire", "no_longer_fire")
    assert {each["case_id"]: tuple(each[name] for name in names) for each in told["cases"]} == expected
    assert expected
    assert told["ties_anew"] is (changes is TIES_TOO)
    for colour, (old, now) in told["colours"].items():
        assert old == sum(was[0] == colour for was in before.values())
        assert now == sum(is_[0] == colour for is_ in after.values())
    ahead = "policy-2026-01 holds from 2026-02-01: on 2026-01-31 it was not yet in force."
    assert ahead in night.out
    assert ahead in mash("status", "--hub", own_hub, "--as-of", AS_OF).out.replace("\n", " ")


def test_a_policy_against_itself_changes_nothing_and_the_run_is_only_read(mash, hub, policy):
    before = hashlib.sha256(snapshot(hub).read_bytes()).hexdigest()
    same = mash("policy", "diff", "policy-2026-01", policy(), "--hub", hub)
    assert same.code == 0, same.err
    assert "The two say the same." in same.out
    assert "over the run's own ties" in same.out
    assert "Proposals that change: 0" in same.out
    assert mash("policy", "diff", policy(*TIES_TOO), "policy-2026-01", "--hub", hub).code == 0
    assert hashlib.sha256(snapshot(hub).read_bytes()).hexdigest() == before
    assert not list(hub.glob(".diff-*"))


def test_the_diff_names_the_rules_and_writes_every_case(mash, hub, policy, tmp_path):
    new = policy(*RULES_ONLY, ("from = 2026-01-01", "from = 2027-04-01"))
    out = tmp_path / "cases.csv"
    told = mash("policy", "diff", "policy-2026-01", new, "--hub", hub, "--csv", out)
    assert told.code == 0, told.err
    for line in (
        "Rules added: violent adult in the household",
        "Rules removed: violent or abusive adult in the household",
        "Rule changed: repeat referrals",
        "The new policy holds from 2027-04-01, after this run's day.",
    ):
        assert line in told.out
    written = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert {row["how"] for row in written} >= {"raised", "other rules"}
    for row in written:
        assert row["case_id"] in told.out
    raised = next(row for row in written if row["how"] == "raised")
    assert (raised["from_colour"], raised["to_colour"], raised["now_fire"]) == ("GREEN", "AMBER", "repeat referrals")


def test_a_policy_is_explained_with_how_often_its_rules_fired_last_night(mash, hub, policy):
    found = mash("policy", "explain", "--hub", hub, "--json").json
    fired = {rule["name"]: rule["fired_in"] for rule in found["rules"]}
    reasons = [rule for *_, rules in proposals(hub).values() for rule in rules]
    assert fired == {name: reasons.count(name) for name in fired}
    assert found["open_cases"] == len(proposals(hub))
    told = mash("policy", "explain", "policy-2026-01", "--hub", hub)
    assert f"Last night: {fired['a network of sexual offenders']} of {found['open_cases']} open cases" in told.out
    other = mash("policy", "explain", policy(*RULES_ONLY), "--hub", hub)
    assert "Last night:" not in other.out
    assert "No night of this hub was rated by this policy as it stands" in other.out


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("update run set policy_fingerprint = 'x', network_fingerprint = 'x'", id="edited after the night"),
        pytest.param("alter table run drop column policy_fingerprint", id="a run that kept none"),
    ],
)
def test_another_file_of_the_same_name_is_not_taken_for_the_one_that_rated(mash, own_hub, change):
    with duckdb.connect(str(snapshot(own_hub))) as con:
        con.execute(change)
    told = mash("policy", "explain", "--hub", own_hub)
    assert (told.code, "Last night:" in told.out) == (0, False), told.err


def test_a_run_whose_ties_are_of_another_file_has_them_built_anew_to_the_same_proposals(mash, own_hub, policy):
    with duckdb.connect(str(snapshot(own_hub))) as con:
        con.execute("alter table run drop column network_fingerprint")
    told = mash("policy", "diff", "policy-2026-01", policy(), "--hub", own_hub, "--json").json
    assert (told["ties_anew"], told["cases"]) == (True, [])
    rated = [colour for colour, *_ in proposals(own_hub).values()]
    assert told["colours"] == {colour: [rated.count(colour)] * 2 for colour in set(rated)}


def test_a_run_of_another_version_asks_for_a_night(mash, own_hub):
    with duckdb.connect(str(snapshot(own_hub))) as con:
        con.execute("update run set engine = '0.0.1'")
    refused = mash("policy", "diff", "policy-2026-01", "policy-2026-01", "--hub", own_hub)
    assert (refused.code, "was built by version 0.0.1" in refused.err) == (4, True)


def test_a_policy_in_order_says_how_many_rules_and_from_when(mash, policy, tmp_path):
    done = mash("policy", "check", "policy-2026-01")
    assert (done.code, done.out) == (0, "policy-2026-01 is in order: 11 rules, in force from 2026-01-01.\n")
    ahead = mash("policy", "check", policy(("from = 2026-01-01", "from = 2999-01-01")))
    assert (ahead.code, "That day is to come" in ahead.out) == (0, True)
    nowhere = mash("policy", "check", "--hub", tmp_path)
    assert (nowhere.code, "no hub here" in nowhere.err) == (6, True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([('test = "repeat_referrals"', 'test = "repeat_referral"')], "line 98: rule 'repeat referrals': there is no"),
        ([("chance_below = 0.01", "chance_below = 10")], "line 80: rule 'several sexual offenders within"),
        ([("months = 12", 'months = "12"')], "line 100: rule 'repeat referrals': months is a"),
        ([('"repeat referrals"', '"domestic abuse between carers"')], "line 115: two rules are named"),
        ([("[network]", "network]")], "not readable as TOML: "),
        ([("hops = 3", "hops = 9"), ("months = 12", "months = 0"), ('"RED"', '"REDD"')], "mine.toml: 6 faults"),
    ],
    ids=["an unknown test", "a threshold out of range", "a wrong type", "a rule twice", "no TOML", "many at once"],
)  # fmt: skip
def test_a_wrong_policy_is_refused_with_its_lines(mash, policy, changes, told):
    refused = mash("policy", "check", policy(*changes))
    assert (refused.code, refused.out) == (2, "")
    assert told in refused.err
    assert "Try: " in refused.err


def test_a_wrong_policy_is_neither_explained_nor_compared(mash, policy):
    wrong = policy(("months = 12", "months = 0"))
    for words in (("explain", wrong), ("diff", "policy-2026-01", wrong), ("diff", wrong, "policy-2026-01")):
        refused = mash("policy", *words)
        assert (refused.code, "line 100: " in refused.err) == (2, True)


def test_faults_for_a_script(mash, policy):
    refused = mash("policy", "check", policy(("hops = 3", "hops = 9"), ("months = 12", "months = 0")), "--json")
    assert refused.code == 2
    assert refused.json["in_order"] is False
    assert [fault["line"] for fault in refused.json["faults"]] == [8, 89, 100]
    assert json.loads(mash("policy", "check", "--schema").out)["properties"]["rule"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("check", "none.toml"), 2, "cannot be read"),
        (("check", "policy-2026-10"), 2, "did you mean"),
        (("explain", "none.toml"), 2, "cannot be read"),
        (("explain", "policy-2026-01", "--hub", "nowhere"), 6, "no hub here"),
        (("diff", "policy-2026-01", "none.toml"), 2, "cannot be read"),
        (("diff", "policy-2026-01", "policy-2026-01", "--hub", "nowhere"), 6, "no hub here"),
        (("diff", "policy-2026-01", "policy-2026-01", "--csv", "out.txt"), 2, "is not .csv"),
        (("diff", "policy-2026-01", "policy-2026-01", "--files", "--csv", "out.csv"), 2, "no cases to write"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_what_is_not_there_is_said(mash, words, code, told):
    done = mash("policy", *words)
    assert (done.code, told in done.err) == (code, True), done.err


def test_the_files_alone_need_no_hub(mash, policy):
    told = mash("policy", "diff", "policy-2026-01", policy(*TIES_TOO), "--files", "--json")
    assert told.code == 0, told.err
    assert {each["entry"] for each in told.json["settings"]} == {
        "[network] hops",
        "[associations] household_cap",
        "[associations] person_cap",
    }


def test_a_hub_without_a_night_has_no_cases_to_compare(mash, tmp_path, story):
    assert mash("init", tmp_path / "new", "--drops", story).code == 0
    done = mash("policy", "diff", "policy-2026-01", "policy-2026-01", "--hub", tmp_path / "new")
    assert (done.code, "no published run" in done.err) == (6, True)
    assert mash("policy", "explain", "policy-2026-01", "--hub", tmp_path / "new").code == 0
