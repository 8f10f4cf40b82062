"""A hub whose every id, name and text is an attack, through the commands and formats: nothing of it does anything."""

import contextlib
import csv
import io
import json
import os
import re
import shlex
from collections import Counter
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from lxml import etree, html

from mash.cli.main import app
from mash.errors import MashError
from mash.reports.legible import harmless, legible

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("hub")]
STORY = Path(__file__).parents[2] / "fixtures" / "story"
EXPECTED = json.loads((STORY / "expected.json").read_text())
IN_AN_ID = "/../../x'\"><img src=x onerror=alert(1)>&{{7*7}}[/]\u202e;drop table person--"
IN_A_NAME = '\u202e\x1b<>&"'
"""What a name loses when it is read for likeness: so the same people are found."""
IN_A_TEXT = (
    "=HYPERLINK(\"http://evil.example\")<script>alert(1)</script>]]><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
    "&e;\x1b]0;owned\x07\x1b[2J\x9b31m\u202e{{7*7}}{% for x in y %}[red]$(id)`id`'; drop table person; --\x00"
)
IDS = re.compile(r"(nominal_ref|occurrence_ref|patient_id|pupil_id|social_care_id|referral_id)(_[ab])?$")
NAMES = re.compile(r"(forenames|surnames?|aliases)$")
TEXTS = {"summary", "narrative", "reason", "allocated_worker", "authority"}
CASE = f"={EXPECTED['case_id']}{IN_AN_ID}"
AT = "2026-01-31T09:00"
COMMANDS_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def made_hostile(column, value):
    if not value:
        return value
    if IDS.search(column):
        return f"{'=' * (column == 'referral_id')}{value}{IN_AN_ID}"
    if NAMES.search(column):
        return "|".join(part + IN_A_NAME for part in value.split("|"))
    return value + IN_A_TEXT if column in TEXTS else value


def run(*words):
    """What a command prints on its two streams, and how it ends; a fault that is no ``MashError`` is the test's."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            app([str(word) for word in words], standalone_mode=False)
        except MashError as fault:
            err.write(harmless(str(fault)))  # as ``main`` does
            return out.getvalue(), err.getvalue(), fault.exit_code
    return out.getvalue(), err.getvalue(), 0


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """The story sent by somebody who means harm, after a night."""
    root = tmp_path_factory.mktemp("hostile")
    for file in STORY.glob("*/*/*.csv"):
        to = root / "drops" / file.relative_to(STORY)
        to.parent.mkdir(parents=True, exist_ok=True)
        with file.open(newline="") as read, to.open("w", newline="") as written:
            rows = csv.DictReader(read)
            writer = csv.DictWriter(written, rows.fieldnames)
            writer.writeheader()
            writer.writerows({name: made_hostile(name, value) for name, value in row.items()} for row in rows)
    with pytest.MonkeyPatch.context() as patch:
        for name in [each for each in os.environ if each.startswith("MASH_")]:
            patch.delenv(name)
        given = {"HUB": root / "hub", "PURPOSE": TYPED, "WHO": "somebody", "GATEWAY": "s47"}
        for name, value in {**given, "CASE": CASE}.items():
            patch.setenv(f"MASH_{name}", str(value))
        patch.setenv("NO_COLOR", "1")
        run("init", root / "hub", "--drops", root / "drops")
        config = root / "hub" / "mash.toml"
        named = re.sub(
            r'^name = ".*"$',
            r'name = "\\u001b[2J<script>alert(1)</script>\\u202e"',
            config.read_text(),
            flags=re.MULTILINE,
        )
        config.write_text(named)
        told = run("nightly", "--as-of", EXPECTED["as_of"])
        assert told[2] == 0, told
        yield root / "hub", told


def test_the_colour_and_the_people_are_what_they_were():
    out, err, code = run("enquire", CASE, "--json")
    assert code == 0, err
    answer = json.loads(out)
    assert answer["rating"]["proposed"] == EXPECTED["proposed"]
    assert sorted(person["hops"] for person in answer["flagged"]) == sorted(
        one["hops"] for one in EXPECTED["offenders"]
    )
    told = json.dumps(answer, ensure_ascii=False)
    assert IN_AN_ID.replace('"', '\\"') in told  # it did come in, and stands there as it was sent


def test_nothing_was_written_outside_the_hub_and_no_name_of_a_file_came_from_an_agency(hub):
    root, _ = hub
    assert {path.name for path in root.parent.iterdir()} == {"hub", "drops"}
    assert all(re.fullmatch(r"[\w.\-]+", path.name) for path in root.rglob("*"))


A_RECORD, ANOTHER = f"police:CU33206{IN_AN_ID}", f"police:CU29140{IN_AN_ID}"
TYPED = IN_A_TEXT.replace("\x00", "")
SPOKEN = [
    ("status",), ("status", "--json"), ("cases",), ("cases", "--json"), ("digest", "--at", AT), ("enquire", CASE),
    ("enquire", CASE, "--json"), ("chronology", CASE), ("chronology", CASE, "--json"), ("decisions", CASE), ("review",),
    ("policy", "explain"), ("why", A_RECORD, "probation:C310442"), ("how", A_RECORD),
    ("review", ANOTHER, "probation:B204981"), ("enquire", f"REF-2026-0118{IN_AN_ID}"), ("enquire", IN_AN_ID),
    ("enquire", "--name", f"Birkett Ottilie{IN_A_NAME}", "--age", "about 3"), ("pull",),
    ("how", A_RECORD, "--case", IN_AN_ID), ("how", A_RECORD, "--gateway", IN_AN_ID), ("audit", "show"),
]  # fmt: skip


@pytest.mark.parametrize("words", SPOKEN, ids=lambda words: " ".join(words)[:24].encode("ascii", "replace").decode())
def test_no_answer_commands_the_terminal(words):
    out, err, code = run(*words)
    assert code in {0, 4, 6}, err
    assert code != 4 or IN_AN_ID in words, err
    assert not COMMANDS_A_TERMINAL.findall(out + err)


def test_a_command_that_is_offered_can_be_pasted_into_a_shell():
    """An id is somebody else's text: unquoted it would be a command of theirs in the shell of whoever pastes it."""
    pair = (ANOTHER, "probation:B204981")
    out, _, _ = run("review", *pair)
    (offered,) = [line for line in out.splitlines() if "Next: mash review" in line]
    words = shlex.split(offered.partition("Next: ")[2].partition(" --same")[0])
    assert words == ["mash", "review", *(legible(key) for key in pair)]


def test_the_night_itself_commands_no_terminal(hub):
    _, (out, err, _) = hub
    assert not COMMANDS_A_TERMINAL.findall(out + err)


WRITTEN = [
    ("enquire", CASE, "--html"), ("digest", "--at", AT, "--html"), ("cases", "--html"),
    pytest.param(("review", "--html"), marks=pytest.mark.slow),
    ("why", A_RECORD, "probation:C310442", "--html"), ("review", ANOTHER, "probation:B204981", "--html"),
]  # fmt: skip


@pytest.mark.parametrize("words", WRITTEN, ids=lambda words: words[0])
def test_a_page_runs_no_script_but_its_own(tmp_path, words):
    path = tmp_path / "page.html"
    _, err, code = run(*words, path)
    assert code == 0, err
    text = path.read_text()
    assert not COMMANDS_A_TERMINAL.findall(text)
    page = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    assert not page.xpath("//img | //iframe | //object | //embed | //link | //base | //form")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert not [link for link in page.xpath("//@href | //@src | //@*[name()='xlink:href']") if not link.startswith("#")]
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert not any("alert(1)" in script for script in page.xpath("//script/text()"))
    assert "{{7*7}}" in text or "49" not in text


GRAPHS = [
    ("any", "n.graphml"), ("gephi", "n.gexf"), ("i2", "n.csv"),
    *(pytest.param(tool, "n.graphml", marks=pytest.mark.slow) for tool in ("yed", "neo4j")),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "name"), GRAPHS)
def test_a_graph_is_well_formed_and_holds_no_entity(tmp_path, tool, name):
    path = tmp_path / name
    _, err, code = run("graph", CASE, "--out", path, *(("--for", tool) if tool != "any" else ()))
    assert code == 0, err
    if name.endswith(".csv"):
        no_cell_runs(path)
        return
    tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
    assert tree.docinfo.internalDTD is None
    assert b"<!DOCTYPE" not in path.read_bytes()
    read = nx.read_gexf(path, version="1.3") if tool == "gephi" else nx.read_graphml(path)
    assert len(read) > 30
    assert not COMMANDS_A_TERMINAL.findall(path.read_text())


TABLES = [
    ("enquire", CASE, "--csv"), ("cases", "--csv"), ("chronology", CASE, "--csv"),
    ("export", "persons", "--out"), ("export", "ties", "--out"),
    pytest.param(("export", "memberships", "--out"), marks=pytest.mark.slow),
    pytest.param(("export", "proposals", "--out"), marks=pytest.mark.slow),
    pytest.param(("export", "certainties", "--out"), marks=pytest.mark.slow),
]  # fmt: skip


@pytest.mark.parametrize(
    "words", TABLES, ids=lambda words: "-".join(words[::2])[:20].encode("ascii", "replace").decode()
)
def test_no_cell_of_a_table_is_run_by_a_spreadsheet(tmp_path, words):
    path = tmp_path / "table.csv"
    _, err, code = run(*words, path)
    assert code == 0, err
    no_cell_runs(path)


def no_cell_runs(path):
    with path.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    assert len(Counter(map(len, rows))) == 1
    running = [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert all(re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell) for cell in running)


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path):
    path = tmp_path / "cases.xlsx"
    _, err, code = run("cases", "--xlsx", path)
    assert code == 0, err
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("'=REF") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]


def test_what_a_person_types_is_kept_as_typed_and_shown_safe():
    """The ledger's texts: a rationale, a referral's narrative, a judgement's reason."""
    _, err, code = run("rate", CASE, "RED", "--role", "manager", "--rationale", TYPED)
    assert code == 0, err
    words = ("--concern", "NEG", "--source", "1A", "--rating", "GREEN", "--received", AT)
    out, err, code = run("refer", "--name", f"Ada{IN_A_NAME} Example", "--narrative", TYPED, *words)
    assert code == 0, err
    for asked in (("decisions", CASE), ("enquire", CASE), ("cases",)):
        out, err, code = run(*asked)
        assert code == 0, err
        assert not COMMANDS_A_TERMINAL.findall(out + err)
