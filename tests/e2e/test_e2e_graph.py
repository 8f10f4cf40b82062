"""The story's network written by the installed command for each tool, and read back."""

import csv
import re

import networkx as nx
import pytest

TOOLS = [
    pytest.param((), "n.graphml", id="any reader of GraphML"),
    pytest.param(("--for", "yed"), "n.graphml", id="yEd"),
    pytest.param(("--for", "neo4j"), "n.graphml", id="Neo4j"),
    pytest.param(("--for", "gephi"), "n.gexf", id="Gephi"),
    pytest.param(("--for", "i2"), "n.csv", id="i2"),
]


def persons_in(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
        return {row[f"{end}_id"]: row[f"{end}_label"] for row in rows for end in ("end1", "end2") if row[f"{end}_id"]}
    read = nx.read_gexf(path, version="1.3") if path.suffix == ".gexf" else nx.read_graphml(path)
    return dict(read.nodes(data="label"))


@pytest.mark.parametrize(("tool", "name"), TOOLS)
def test_every_tool_is_given_everybody(mash, story_hub, expected, tmp_path, tool, name):
    path = tmp_path / name
    written = mash("graph", expected["case_id"], "--hub", story_hub, *tool, "--hops", 2, "--out", path, "--json")
    assert written.code == 0, written.err
    persons = persons_in(path)
    assert len(persons) == written.json["persons"] > 30
    assert "DALE BIRKETT" in persons.values()


@pytest.mark.parametrize("name", ["n.graphml", "n.gexf"])
def test_what_is_said_to_be_written_is_what_the_file_has(mash, story_hub, expected, tmp_path, name):
    told = mash("graph", expected["case_id"], "--hub", story_hub, "--out", tmp_path / name).out
    persons, ties, possible = map(
        int, re.search(r"(\d+) persons, (\d+) ties and (\d+) possible identit", told).groups()
    )
    read = nx.read_gexf(tmp_path / name, version="1.3") if name.endswith("gexf") else nx.read_graphml(tmp_path / name)
    assert (read.number_of_nodes(), read.number_of_edges()) == (persons, ties + possible)
    assert possible > 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(("--for", "i2", "--out", "n.graphml"), "a name ending in .csv", id="GraphML for i2"),
        pytest.param(("--out", "n.gml"), ".gexf for Gephi", id="a format we do not write"),
        pytest.param(("--for", "tulip", "--out", "n.graphml"), "tulip", id="a tool we do not know"),
    ],
)
def test_what_no_tool_would_read_is_refused_before_anything_is_asked(
    mash, story_hub, expected, tmp_path, monkeypatch, words, says
):
    monkeypatch.chdir(tmp_path)
    done = mash("graph", expected["case_id"], "--hub", story_hub, *words)
    assert done.code == 2
    assert says in done.err
    assert list(tmp_path.iterdir()) == []
