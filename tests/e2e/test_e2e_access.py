"""Every command that tells of a person asks who, why, under which law and for whose case; all of it is on record."""

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import mash.nightly
from mash import ledger
from mash.cli.main import app
from mash.cli.status import count_waiting
from mash.enquiry import Asked, NotClear, worklist
from mash.errors import NotFound, Refused
from mash.hub import open_hub
from mash.machine import account, now

CASE, GREEN = "REF-2026-0117", "REF-2026-0113"
PERSON = "police:CU33206"
ABOUT_PEOPLE = {
    ("amend",): ["H-2026-0001", "--withdraw", "--reason", "why"],
    ("enquire",): [CASE],
    ("chronology",): [CASE],
    ("cases",): [],
    ("digest",): [],
    ("rate",): [CASE, "RED", "--role", "manager", "--rationale", "why"],
    ("decisions",): [CASE],
    ("unmask", "show"): [CASE, "--by", "own"],
    ("share",): [CASE, "--with", "school", "--what", "it", "--share"],
    ("graph",): [CASE, "--out", "n.graphml"],
    ("export",): ["persons", "--out", "p.csv"],
    ("why",): [PERSON, "probation:C310442"],
    ("how",): [PERSON],
    ("review",): [],
    ("train",): ["--out", "model"],
    ("diff",): ["model-2026-11"],
    ("evaluate",): ["--truth", "truth"],
    ("policy", "diff"): ["policy-2026-01", "policy-2026-12"],
}
"""Words that each command needs besides."""
NOBODY = """
[people."n.obody"]
roles = []
[people."o.ne"]
roles = ["analyst", "decision maker"]
cases = ["REF-2026-0113"]
"""


@pytest.fixture(autouse=True)
def without_the_environment(monkeypatch, tmp_path):
    for name in ("PURPOSE", "GATEWAY", "CASE", "WHO", "HUB"):
        monkeypatch.delenv(f"MASH_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(fresh_story_hub):
    """A command within this process: what it raised or printed."""
    path = fresh_story_hub / "access.toml"
    path.write_text(path.read_text() + NOBODY)

    def of(*words):
        done = CliRunner().invoke(app, [*map(str, words), "--hub", str(fresh_story_hub)])
        return done.exception or done

    return of


def commands(command, path=()):
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
    for name, each in (below or {}).items():
        yield from commands(each, (*path, name))


def test_the_commands_that_take_a_purpose_are_those_that_tell_of_people():
    found = {path for path, each in commands(typer.main.get_command(app)) if "purpose" in {p.name for p in each.params}}
    assert ABOUT_PEOPLE.keys() <= found
    for path in found - ABOUT_PEOPLE.keys():
        pytest.fail(f"mash {' '.join(path)} takes a purpose: is it refused without one?")


def test_each_is_refused_without_a_purpose_and_a_gateway_and_the_refusal_is_on_record(run, audited, fresh_story_hub):
    for path, words in ABOUT_PEOPLE.items():
        refused = run(*path, *words)
        assert isinstance(refused, Refused), (path, refused)
        assert "--purpose" in refused.try_
        assert "--gateway s47" in refused.try_
        assert audited(fresh_story_hub)[-1].outcome == "refused", path


def test_each_is_refused_to_whoever_has_no_role_for_it(run):
    asking = ("--purpose", "why", "--gateway", "s47", "--who", "n.obody")
    for path, words in ABOUT_PEOPLE.items():
        refused = run(*path, *words, *asking)
        assert isinstance(refused, Refused), (path, refused)
        assert "takes the role" in refused.what
    for path in (("pull",), ("nightly", "--who", "n.obody"), ("audit", "verify", "--who", "n.obody")):
        refused = run(*path)
        assert path == ("pull",) or isinstance(refused, Refused)


@pytest.mark.parametrize(
    "words",
    [
        ("unmask", "request", "C-1", "--reason", "a meeting"),
        ("unmask", "approve", "1"),
        ("unmask", "list"),
        ("governance", "--out", "papers"),
        ("key", "encrypt"),
        ("audit", "show"),
        ("retention", "hold", CASE, "--reason", "a court"),
        ("nightly",),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_is_refused_for_want_of_a_role_is_on_record_under_its_own_name(run, audited, fresh_story_hub, words):
    assert isinstance(run(*words, "--who", "n.obody"), Refused)
    last = audited(fresh_story_hub)[-1]
    assert (last.who, last.outcome) == ("n.obody", "refused")
    assert isinstance(run("unmask", "approve", "1"), NotFound), "a request that was refused is none"


def test_need_to_know_refuses_the_cases_of_others_and_leaves_them_out_of_the_worklist(run, fresh_story_hub):
    asking = ("--purpose", "why", "--gateway", "s47", "--who", "o.ne")
    for path in (("enquire",), ("chronology",), ("decisions",), ("rate",), ("graph",)):
        refused = run(*path, *ABOUT_PEOPLE[path], *asking)
        assert isinstance(refused, Refused), path
        assert "no need to know" in refused.what
    for path in (("export",), ("review",), ("policy", "diff")):
        assert "is of everybody" in run(*path, *ABOUT_PEOPLE[path], *asking).what
    shown = run("cases", "--json", *asking).output
    assert GREEN in shown
    assert CASE not in shown
    assert [row.case_id for row in worklist(open_hub(fresh_story_hub), Asked("o.ne", now(), "why", "s47"))] == [GREEN]
    assert run("enquire", GREEN, "--brief", *asking).exit_code == 0


def test_an_emergency_is_let_in_printed_marked_listed_and_reviewed_by_another_who_leads(run, audited, fresh_story_hub):
    done = run("enquire", CASE, "--emergency", "child at the address now", "--who", "o.ne", "--html", "page.html")
    assert "EMERGENCY ACCESS, past the usual checks: child at the address now" in " ".join(done.output.split())
    assert "Emergency access" in Path("page.html").read_text()
    noted = audited(fresh_story_hub)
    assert (noted[-1].emergency, noted[-1].who) == ("child at the address now", "o.ne")
    listed = run("audit", "emergencies").output
    assert "child at the address now" in " ".join(listed.split())
    number = len(noted)
    own = run("audit", "reviewed", number, "--finding", "in order", "--who", "o.ne")
    assert isinstance(own, Refused)
    waits = " ".join(run("audit", "emergencies").output.split())
    assert "child at the address now" in waits, "a review that was refused is none"
    assert count_waiting(open_hub(fresh_story_hub), held_back=0)["emergencies"] == 1
    mine = run("enquire", CASE, "--emergency", "now", "--brief")
    assert mine.exit_code == 0
    refused = run("audit", "reviewed", len(audited(fresh_story_hub)), "--finding", "in order")
    assert "nobody reviews their own" in refused.what
    assert run("audit", "reviewed", number, "--finding", "in order, the police rang").exit_code == 0
    assert "child at the address now" not in " ".join(run("audit", "emergencies").output.split())


def test_whoever_is_offered_because_several_fit_is_shown_for_a_case_and_that_is_on_record(
    run, audited, fresh_story_hub
):
    words = ("enquire", "--name", "Hartley", "--age", "about 6", "--purpose", "why", "--gateway", "s47")
    refused = run(*words)
    assert "--case CASE" in refused.try_
    assert audited(fresh_story_hub)[-1].outcome == "refused"
    assert isinstance(run(*words, "--case", CASE), NotClear)
    noted = audited(fresh_story_hub)[-1]
    assert (noted.outcome, noted.case) == ("not clear", CASE)
    assert len(noted.shown) > 1
    assert json.loads(noted.detail)["searched"] == {"age": "about 6", "name": "Hartley"}


def test_all_that_was_done_with_a_person_is_shown_under_every_id_they_have(run, audited, fresh_story_hub):
    asking = ("--purpose", "why", "--gateway", "s47")
    assert run("enquire", CASE, "--brief", *asking).exit_code == 0
    shown = audited(fresh_story_hub)[-1].shown
    with ledger.open_ledger(fresh_story_hub / "ledger.sqlite", to_read=True) as book:
        record = book.execute("select record_key from register where person_id = ? limit 1", (shown[-1],)).fetchone()[0]
    told = run("audit", "show", "--person", record).output
    assert "enquire" in told
    assert "shown" in told
    assert run("audit", "show", "--case", CASE, "--by", account(), "--since", "2026-01-01", "--json").exit_code == 0
    assert run("audit", "verify").exit_code == 0


def test_no_module_of_the_night_can_write_a_decision_and_a_night_leaves_none(fresh_story_hub):
    rooms = [f"mash.nightly.{each.name}" for each in pkgutil.iter_modules(mash.nightly.__path__)]
    program = f"import sys, {', '.join(rooms)}; print('mash.ledger.deciding' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    with ledger.open_ledger(fresh_story_hub / "ledger.sqlite", to_read=True) as book:
        assert ledger.decisions(book) == []
