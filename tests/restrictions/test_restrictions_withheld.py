"""Nothing that is withheld is printed or written anywhere, and what it means for a child is told all the same."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import duckdb
import pytest
from typer.testing import CliRunner

import mash as engine
from mash.cli import completing
from mash.cli.main import app
from mash.errors import MashError
from mash.hub import open_hub
from mash.nightly.run import run_night
from mash.rating import ChangeKind

ASKING = {"MASH_PURPOSE": "a test", "MASH_GATEWAY": "s47", "MASH_CASE": "REF-1"}
NIGHT = dt.datetime(2026, 1, 31, 6, tzinfo=dt.UTC).replace(tzinfo=None)
GRAPHS = {
    "yed.graphml": ("--for", "yed"),
    "gexf": (),
    "i2.csv": ("--for", "i2"),
    "neo4j.csv": ("--for", "neo4j"),
}
BEGUN = ("", "P-", "police:", "health:", "social_care:")
"""What somebody who presses Tab may have typed."""
CASES = ("REF-1", "REF-2", "REF-3", "REF-4")
TABLES = ("memberships", "persons", "ties", "proposals", "certainties")
VARIES = (
    re.compile(r"\d{8}-[0-9a-f]{8}"),  # the name of a run
    re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?"),  # when it was asked
    re.compile(r"\bE-[0-9A-Z]{5}-[0-9A-Z]{5}\b|sha256-[^']+"),  # the export's number, and what is hashed with it
    re.compile(r'after [\d.]+ s\b|"seconds": [\d.]+|\b[\d.]+ [kMG]?B\b'),  # how long the night took; the disk
    re.compile(r"\b\d\d:\d\d\b"),  # a minute may end between the two
    re.compile(r"/\S*/pytest-of-\S*/"),
)


def _secrets():
    name = "made_up_secrets"
    if name not in sys.modules:
        spec = spec_from_file_location(name, Path(__file__).with_name("secret_hub.py"))
        sys.modules[name] = module = module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


secrets = _secrets()


def night(hub):
    return run_night(open_hub(hub), as_of=dt.date(2026, 1, 31), now=lambda: NIGHT, progress=lambda *_: None)


def say(hub, *words):
    """What a command prints, in this process: on the screen and as an error."""
    done = CliRunner(env={**ASKING, "COLUMNS": "140", "NO_COLOR": "1", "MASH_HUB": str(hub)}).invoke(
        app, [str(word) for word in words], catch_exceptions=True
    )
    fault = done.exception
    if fault is not None and not isinstance(fault, MashError | SystemExit):
        raise fault
    return f"{done.output}{fault if isinstance(fault, MashError) else ''}"


@pytest.fixture(scope="module")
def hubs(tmp_path_factory):
    """Two hubs that differ in their secrets alone, each after a night."""
    made = {}
    for name, secret in (("one", secrets.ONE), ("two", secrets.TWO)):
        hub = secrets.build(tmp_path_factory.mktemp(name), secret)
        (hub / "access.toml").write_text(access())
        night(hub)
        made[name] = hub
    return made


def access():
    import getpass
    from importlib.resources import files

    text = (files("mash") / "access_template.toml").read_text(encoding="utf-8")
    return text.replace("@ACCOUNT@", getpass.getuser())


@pytest.fixture(scope="module")
def said(hubs, tmp_path_factory):
    """All that each hub prints and writes when everything is asked of it."""
    return {name: everything(hub, tmp_path_factory.mktemp(f"out-{name}")) for name, hub in hubs.items()}


def everything(hub, out):
    """By what was asked, what was answered: on the screen and in files."""
    told = {}
    for case in CASES:
        files = [out / f"{case}.{kind}" for kind in ("html", "graphml", "csv")]
        told[f"enquire {case}"] = say(
            hub, "enquire", case, "--html", files[0], "--graphml", files[1], "--csv", files[2]
        )
        told[f"enquire {case} --json"] = say(hub, "enquire", case, "--json")
        told[f"chronology {case}"] = say(hub, "chronology", case)
        told[f"day {case}"] = say(hub, "chronology", case, "--day-in-life")
        told[f"family {case}"] = say(hub, "enquire", case, "--audience", "family")
        told[f"earlier {case}"] = say(hub, "enquire", case, "--as-of", "2026-01-30")
        for suffix, more in GRAPHS.items():
            told[f"graph {case} {suffix}"] = say(hub, "graph", case, *more, "--out", out / f"{case}.{suffix}")
    listings = {
        "cases": ("--csv", "--xlsx", "--html"),
        "digest": ("--html",),
        "review": ("--html",),
    }
    for command, kinds in listings.items():
        more = [word for kind in kinds for word in (kind, out / f"{command}.{kind.strip('-')}")]
        told[command] = say(hub, command, *more)
        told[f"{command} --json"] = say(hub, command, "--json")
    for table in TABLES:
        for form in ("csv", "parquet"):
            told[f"export {table} {form}"] = say(hub, "export", table, "--out", out / f"{table}.export.{form}")
    told["status"] = say(hub, "status", "--as-of", "2026-01-31")
    told["policy"] = say(hub, "policy", "diff", "policy-2026-01", "policy-2026-12")
    told["governance"] = say(hub, "governance", "--out", out / "papers")
    told["how"] = say(hub, "how", "police:CU2")
    told["refuse"] = say(hub, "enquire", "--name", "Nobody Atall", "--age", "5")
    told["audit"] = say(hub, "audit", "show")
    told["completion"] = str([completing.whom(SimpleNamespace(params={"hub": hub}), begun) for begun in BEGUN])
    told |= {f"file {path.name}": readable(path) for path in sorted(out.rglob("*")) if path.is_file()}
    return told


def readable(path):
    if path.suffix == ".parquet":
        with duckdb.connect() as con:
            return str(con.read_parquet(str(path)).fetchall())
    if path.suffix != ".xlsx":
        return path.read_bytes().decode("utf-8", errors="replace")
    with ZipFile(path) as book:
        return "\n".join(book.read(name).decode("utf-8", errors="replace") for name in sorted(book.namelist()))


def found_in(text, secret):
    low = text.lower()
    return [word for word in secret.words if word.lower() in low]


def test_no_secret_stands_in_what_is_asked_most(hubs, tmp_path):
    files = [tmp_path / f"REF-1.{kind}" for kind in ("html", "graphml", "csv")]
    texts = [say(hubs["one"], "enquire", "REF-1", "--html", files[0], "--graphml", files[1], "--csv", files[2])]
    texts += [say(hubs["one"], "enquire", "REF-4", "--json"), say(hubs["one"], "cases"), say(hubs["one"], "digest")]
    texts += [readable(path) for path in files]
    assert [found_in(text, secrets.ONE) for text in texts] == [[]] * 7
    assert min(map(len, texts)) > 300


@pytest.mark.slow
def test_no_secret_stands_in_anything_printed_or_written(said):
    for name, secret in (("one", secrets.ONE), ("two", secrets.TWO)):
        assert {asked: found_in(text, secret) for asked, text in said[name].items() if found_in(text, secret)} == {}
        assert len(said[name]["enquire REF-1"]) > 1000
        assert any(asked.startswith("file") and asked.endswith(".gexf") for asked in said[name])


@pytest.mark.slow
def test_two_hubs_of_other_secrets_say_the_same(said):
    """So who lives together at a withheld place, and that there is an offender of which name, cannot be told."""

    one, two = said["one"], said["two"]
    assert one.keys() == two.keys()
    for asked in one:
        if not asked.endswith(".xlsx") and asked != "audit":  # a zip has its moment; other tests asked one of them more
            assert alike(one[asked]) == alike(two[asked]), asked


def alike(text):
    """Without what two runs never have in common: their names, when they were asked, and the folder."""
    for varies in VARIES:
        text = varies.sub("-", text)
    return text


def test_no_table_of_the_run_and_no_file_of_it_but_the_whole_holds_a_secret(hubs):
    for name, secret in (("one", secrets.ONE), ("two", secrets.TWO)):
        hub = open_hub(hubs[name])
        run = hub.current_run()
        with duckdb.connect(str(hub.snapshot(run)), read_only=True) as con:
            tables = [table for (table,) in con.execute("select table_name from duckdb_tables()").fetchall()]
            held = {table: found_in(str(con.execute(f'from "{table}"').fetchall()), secret) for table in tables}
        assert {table: words for table, words in held.items() if words} == {}
        assert len(tables) > 40
        assert found_in(hub.ledger_path.read_bytes().decode("latin-1"), secret) == []
        others = [path for path in hub.snapshots.rglob("*") if path.is_file() and path.suffix != ".duckdb"]
        assert {path.name for path in others} >= {"run.json"}
        assert {
            path.name: found_in(readable(path), secret) for path in others if found_in(readable(path), secret)
        } == {}
        assert hub.whole(run).stat().st_mode & 0o077 == 0
        pages = hub.snapshot(run).read_bytes().decode("latin-1")
        assert "NELL" in pages, "names can be found in the file's pages"
        assert found_in(pages, secret) == [], "nor in pages that nothing points to any more"


def test_safety_is_not_hidden_with_the_secret(hubs):
    """REF-1's mother knows an offender who is closed; REF-4 is fostered, at a place withheld, where one lives."""
    told = {case: json.loads(say(hubs["one"], "enquire", case, "--json")) for case in CASES}
    rules = {case: {each["rule"]: each for each in answer["reasons"]} for case, answer in told.items()}
    assert {case for case in CASES if "withheld" in rules[case]} == {"REF-1", "REF-4"}
    assert "ring the information governance lead" in rules["REF-4"]["withheld"]["says"]
    assert told["REF-4"]["rating"]["proposed"] == "RED"
    listed = {row["case_id"]: row for row in json.loads(say(hubs["one"], "cases", "--json"))}
    assert listed["REF-4"]["proposed"] == "RED"
    assert told["REF-2"]["rating"]["proposed"] == "GREEN"
    person = told["REF-4"]["child"]["person_id"]
    earlier = json.loads(say(hubs["one"], "enquire", person, "--hops", "2", "--json"))
    assert "withheld" in {each["rule"] for each in earlier["reasons"]}


def test_a_withheld_place_is_shown_as_one(hubs):
    answer = json.loads(say(hubs["one"], "enquire", "REF-2", "--json"))
    (stay,) = answer["stays"]
    assert (stay["kind"], stay["place"], stay["from_date"], stay["to_date"]) == ("withheld location", None, None, None)
    assert {person["person_id"] for person in answer["network"]["persons"] if person["restricted"]}
    day = say(hubs["one"], "chronology", "REF-2", "--day-in-life")
    assert "withheld location" in day
    assert "Where did the child sleep" not in day
    assert "When is the child with" not in day


def test_sealed_identities_are_not_shown_near_each_other(hubs):
    answer = say(hubs["one"], "enquire", "REF-3")
    assert "NELL CORDER" in answer
    assert "DUNMORE" not in answer
    assert "NELL CORDER" not in say(hubs["one"], "enquire", "health:HOLD")
    assert "DUNMORE" not in say(hubs["one"], "review")
    sealed, strangers = (say(hubs["one"], "why", "social_care:SC5", key) for key in ("health:HOLD", "police:CU8"))
    assert sealed == strangers


@pytest.mark.parametrize("command", ["enquire", "how", "chronology", "decisions", "review", "rate", "graph"])
def test_what_is_restricted_is_answered_as_what_does_not_exist(hubs, command, tmp_path):
    more = {
        "review": ("police:CU2",),
        "rate": ("RED", "--rationale", "x"),
        "graph": ("--out", tmp_path / "x.graphml"),
    }.get(command, ())
    secret = secrets.ONE
    for key, nobody in (
        (f"police:{secret.offender_ref}", "police:ZQ90009"),
        (f"social_care:{secret.staff_id}", "social_care:SCZP9"),
        (secret.case_id, "REF-ZX-8"),
    ):
        assert say(hubs["one"], command, key, *more).replace(key, "-") == say(
            hubs["one"], command, nobody, *more
        ).replace(nobody, "-")


def test_python_sees_no_more_than_the_command(hubs):
    with engine.open(hubs["one"], purpose="a test", **opening()) as hub:
        texts = [
            str(hub.cases()),
            *(str(hub.table(name).fetchall()) for name in hub.tables),
            repr(hub.enquire("REF-1")),
        ]
        graph = hub.network("REF-1")
        texts.append(str(list(graph.nodes(data=True))) + str(list(graph.edges(data=True))))
    assert [found_in(text, secrets.ONE) for text in texts] == [[]] * len(texts)


def opening():
    """What ``mash.open`` asks for besides the purpose."""
    import inspect

    asked = inspect.signature(engine.open).parameters
    return {name: value for name, value in {"gateway": "s47", "case": "REF-1"}.items() if name in asked}


@pytest.mark.slow
def test_a_seal_or_closure_laid_later_is_not_told_as_a_change(hubs, tmp_path):
    hub = secrets.build(tmp_path, secrets.ONE, restricted=False)
    (hub / "access.toml").write_text(access())
    first = night(hub)
    assert "withheld" not in str(first.changes)
    decided = ("--role", "manager", "--rationale", "seen")
    assert "no such" not in say(hub, "rate", "REF-1", "AMBER", *decided) + say(
        hub, "rate", secrets.ONE.case_id, "RED", *decided
    )
    assert "RED" in say(hub, "decisions", secrets.ONE.case_id)
    shutil.copyfile(hubs["one"] / "restrictions.toml", hub / "restrictions.toml")
    second = night(hub)
    assert second.run != first.run
    assert not open_hub(hub).snapshot(first.run).exists(), "a run of before holds what is restricted now"
    assert found_in(str(second), secrets.ONE) == []
    earlier = {ChangeKind.LESS_EVIDENCE, ChangeKind.LOWERED, ChangeKind.NEW_EVIDENCE}
    assert not {change.kind for change in second.changes} & earlier
    assert "RED" not in say(hub, "decisions", secrets.ONE.case_id)
    asked = (("cases",), ("digest",), ("enquire", "REF-1"), ("how", "social_care:SC5"), ("how", "health:HOLD"))
    for said in (say(hub, *words) for words in asked):
        assert found_in(said, secrets.ONE) == []
        assert "split" not in said


def test_what_was_built_before_a_restriction_goes_with_the_first_night_under_it(hubs, tmp_path):
    hub = shutil.copytree(hubs["one"], tmp_path / "hub")
    before = open_hub(hub).current_run()
    restrictions = hub / "restrictions.toml"
    restrictions.write_text(
        restrictions.read_text() + '\n[[closed]]\nid = "C-9"\nwhy = "staff"\nrecords = ["health:H1"]\n'
    )
    aside = open_hub(hub).asides / "then"
    shutil.copytree(hub / "snapshots", aside / "snapshots")
    under_it = night(hub)
    assert (before in under_it.removed, aside.exists()) == (True, False)
    assert [path.name for path in (hub / "snapshots").iterdir()] == [under_it.run]
    restrictions.unlink()
    after = night(hub)
    assert (after.run != under_it.run, after.removed) == (True, ())
