"""The hub from Python: the examples of the documentation, one run throughout, and on the record."""

import datetime as dt
import doctest
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import networkx as nx
import pytest

import mash as package
from mash.enquiry import NotClear
from mash.errors import NotFound, Refused, UsageError
from mash.machine import account
from mash.reports import to_json

pytestmark = pytest.mark.long

DOCS = Path(__file__).parents[2] / "docs" / "python.md"
ASKING = {"who": "a.analyst", "purpose": "a test", "gateway": "s47", "case": "REF-2026-0117"}
LENIENT = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.fixture
def hub(fresh_story_hub):
    with package.open(fresh_story_hub, **ASKING) as opened:
        yield opened


def noted_in(audited, folder):
    return [(each.who, each.action, each.subject, each.purpose, each.run) for each in audited(folder)]


def test_the_examples_of_the_documentation_say_what_they_say(fresh_story_hub, monkeypatch):
    monkeypatch.chdir(fresh_story_hub.parent)
    assert fresh_story_hub.name == "hub"
    examples = doctest.DocTestParser().get_doctest(DOCS.read_text(), {}, DOCS.name, str(DOCS), 0)
    assert len(examples.examples) > 20
    said = []
    ran = doctest.DocTestRunner(optionflags=LENIENT).run(examples, out=said.append)
    assert ran.failed == 0, "".join(said)


def test_importing_the_package_imports_no_room_and_no_library():
    program = "import sys; before = set(sys.modules); import mash; import json; print(json.dumps([*sys.modules]))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    modules = {name.partition(".")[0] for name in json.loads(done.stdout)} - set(sys.stdlib_module_names)
    assert {name for name in json.loads(done.stdout) if name.startswith("mash.")} == set()
    assert modules.isdisjoint({"duckdb", "networkx", "pandas", "pyarrow", "numpy", "typer", "rich"})


def test_opening_imports_neither_pandas_nor_networkx(story_hub):
    program = f"import sys, mash; mash.open({str(story_hub)!r}).close(); print('networkx' in sys.modules, *sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    modules = done.stdout.split()
    assert modules[0] == "False"
    assert not {"pandas", "pyarrow", "typer", "splink"} & set(modules)


def test_an_enquiry_is_the_command_s(hub, mash, fresh_story_hub, expected):
    answer = hub.enquire(expected["case_id"])
    ran = mash("enquire", expected["case_id"], "--hub", fresh_story_hub, "--json", "--who", "a.analyst")
    timeless = {"asked"}
    assert {name: part for name, part in json.loads(to_json(answer)).items() if name not in timeless} == {
        name: part for name, part in ran.json.items() if name not in timeless
    }


def test_the_worklist_is_the_command_s(hub, mash, fresh_story_hub):
    assert json.loads(to_json(hub.cases())) == mash("cases", "--hub", fresh_story_hub, "--json").json


def test_the_network_is_the_file_s(hub, mash, fresh_story_hub, expected, tmp_path):
    file = tmp_path / "n.graphml"
    words = ("--hops", 2, "--disclosure", "initials", "--out", file)
    assert mash("graph", expected["case_id"], "--hub", fresh_story_hub, *words).code == 0
    made, read = hub.network(expected["case_id"], hops=2, disclosure="initials"), nx.read_graphml(file)
    assert dict(made.nodes(data=True)) == dict(read.nodes(data=True))
    assert {key: data for *_, key, data in made.edges(keys=True, data=True)} == {
        key: data for *_, key, data in read.edges(keys=True, data=True)
    }


@pytest.mark.parametrize("name", ["memberships", "persons", "ties", "proposals", "certainties"])
def test_a_table_is_the_exported_one_in_every_form(hub, mash, fresh_story_hub, tmp_path, name):
    file = tmp_path / "t.parquet"
    assert mash("export", name, "--hub", fresh_story_hub, "--out", file).code == 0
    exported = duckdb.sql(f"select * from read_parquet('{file}')").fetchall()
    relation = hub.table(name)
    assert sorted(map(str, relation.fetchall())) == sorted(map(str, exported))
    assert relation.to_arrow_table().num_rows == len(relation.df()) == len(exported)
    assert list(relation.df().columns) == relation.columns


def test_everything_asked_is_on_the_record_as_the_command_puts_it(hub, audited, fresh_story_hub, expected):
    before = len(audited(fresh_story_hub))
    hub.enquire(expected["case_id"])
    hub.network(expected["case_id"])
    hub.table("ties")
    hub.cases()
    case = expected["case_id"]
    noted = [("enquire", case), ("graph", case), ("export", "ties"), ("cases", "worklist")]
    assert noted_in(audited, fresh_story_hub)[before:] == [
        ("a.analyst", action, subject, "a test", hub.run) for action, subject in noted
    ]


@pytest.mark.parametrize(
    ("environment", "noted"),
    [
        pytest.param({"MASH_WHO": "b.other", "MASH_PURPOSE": "audit"}, ("b.other", "audit"), id="the environment's"),
        pytest.param({"LOGNAME": "c.third", "MASH_PURPOSE": "why"}, (account(), "why"), id="the account, not the name"),
    ],
)
def test_who_asks_and_why_may_be_left_to_the_environment(fresh_story_hub, audited, monkeypatch, environment, noted):
    for name, value in {"MASH_GATEWAY": "s47", **environment}.items():
        monkeypatch.setenv(name, value)
    with package.open(str(fresh_story_hub)) as opened:
        opened.table("ties")
    who, *_, purpose, _ = noted_in(audited, fresh_story_hub)[-1]
    assert (who, purpose) == noted


def test_what_is_asked_is_of_one_run_though_another_is_published_meanwhile(
    hub, mash, audited, fresh_story_hub, expected
):
    run, before = hub.run, hub.table("memberships").fetchall()
    person = before[0][1]
    night = mash("nightly", "--hub", fresh_story_hub, "--as-of", "2026-02-01")
    assert night.code == 0, night.err
    with package.open(fresh_story_hub, **ASKING) as newer:
        assert newer.run != run
        assert newer.enquire(person).run == newer.run
    assert {hub.enquire(person).run, hub.network(person).graph["run"], hub.run} == {run}
    assert hub.table("memberships").fetchall() == before
    assert str(hub.as_of) == expected["as_of"]
    assert audited(fresh_story_hub)[-1].run == run


def test_it_goes_on_when_its_run_s_files_are_gone(hub, fresh_story_hub, expected):
    (fresh_story_hub / "snapshots" / hub.run).rename(fresh_story_hub / "moved")
    assert hub.enquire(expected["case_id"]).run == hub.run


def test_a_decision_made_meanwhile_is_shown(hub, mash, fresh_story_hub, expected):
    case = expected["case_id"]
    words = ("rate", case, "RED", "--role", "manager", "--rationale", "a test", "--hub", fresh_story_hub)
    assert mash(*words).code == 0
    [row] = [row for row in hub.cases() if row.case_id == case]
    assert row.decided_by
    assert hub.enquire(case).rating.decided.name == "RED"


def test_an_earlier_day_leaves_nothing_behind(hub, expected):
    now = hub.enquire(expected["case_id"])
    earlier = hub.enquire(now.child.person_id, as_of=dt.date(2025, 6, 1))
    assert earlier.as_of == dt.date(2025, 6, 1)
    assert replace(hub.enquire(expected["case_id"]), asked=None) == replace(now, asked=None)


def test_nothing_can_be_written_to_the_run(hub):
    with pytest.raises(duckdb.Error):
        hub.table("ties").create("mine")


def test_what_is_shown_of_it_names_nobody(hub, expected):
    answer = hub.enquire(expected["case_id"])
    assert repr(hub).startswith("<hub 'Example safeguarding hub' at ")
    shown = repr(answer)
    assert expected["case_id"] in shown
    assert not [name for name in answer.child.names if name in shown]


@pytest.mark.parametrize(
    ("ask", "error", "says"),
    [
        pytest.param(lambda hub: hub.table("tie"), UsageError, "did you mean ties?", id="a table nearly named"),
        pytest.param(lambda hub: hub.cases("PURPLE"), UsageError, "'PURPLE' is no rating", id="no colour"),
        pytest.param(lambda hub: hub.network("R", disclosure="some"), UsageError, "initials", id="no disclosure"),
        pytest.param(lambda hub: hub.enquire("R", surname="X"), UsageError, "unheeded", id="two ways at once"),
        pytest.param(lambda hub: hub.enquire(name="A X", surname="X"), UsageError, "unheeded", id="a name twice"),
        pytest.param(lambda hub: hub.enquire(surname="X", born="2020", age="6"), UsageError, "unheeded", id="two ages"),
        pytest.param(lambda hub: hub.enquire(), UsageError, "whom is it about", id="nobody asked about"),
        pytest.param(lambda hub: hub.enquire("REF-2026-0118"), NotFound, "did you mean REF-", id="nearly"),
        pytest.param(lambda hub: hub.enquire(surname="Xyzzyq"), NotClear, "nobody", id="nobody fits"),
    ],
)
def test_what_cannot_be_meant_says_what_to_try_and_what_was_looked_for_is_on_the_record(
    hub, audited, fresh_story_hub, ask, error, says
):
    before = len(audited(fresh_story_hub))
    with pytest.raises(error) as fault:
        ask(hub)
    assert says in str(fault.value)
    looked = [each for each in audited(fresh_story_hub)[before:] if each.outcome != "done"]
    assert len(looked) == issubclass(error, NotFound)
    assert all("searched" in each.detail for each in looked)


def test_without_purpose_and_gateway_nothing_is_told_and_the_fault_says_what_to_add(
    fresh_story_hub, expected, monkeypatch
):
    for name in ("MASH_PURPOSE", "MASH_GATEWAY"):
        monkeypatch.delenv(name)
    with package.open(fresh_story_hub) as opened:
        for ask in (lambda: opened.enquire(expected["case_id"]), opened.cases, lambda: opened.table("ties")):
            with pytest.raises(Refused) as refused:
                ask()
            assert "purpose=" in refused.value.try_
            assert "gateway=" in refused.value.try_
            assert "--" not in refused.value.try_, "there are no options here"


def test_a_hub_without_a_run_says_so(mash, story, tmp_path):
    assert mash("init", tmp_path / "new", "--drops", story).code == 0
    with pytest.raises(NotFound, match="no published run yet"):
        package.open(tmp_path / "new")


def test_closed_is_closed(fresh_story_hub):
    with package.open(fresh_story_hub, **ASKING) as opened:
        pass
    with pytest.raises(duckdb.ConnectionException):
        opened.cases()
