"""Every tool is given the graph in the form it reads, and no form says less, or more, than another."""

import csv
import io
import re
from dataclasses import replace

import networkx as nx
import pytest
from lxml import etree

from mash.errors import UsageError
from mash.reports import Disclosure
from mash.reports.as_networkx import to_networkx
from mash.reports.graphml import graphml
from mash.reports.graphs import Tool, write_graph
from mash.reports.i2 import i2_csv
from mash.reports.neo4j import NEO4J
from mash.reports.yed import YED

ANSWERS = pytest.mark.parametrize("which", ["answer", "empty", "large", "hostile"])
Y = "{http://www.yworks.com/xml/graphml}"
G = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture
def asked(request, which):
    return request.getfixturevalue(which)


def elements(answer, dialect, disclosure=Disclosure.FULL):
    root = etree.fromstring("".join(graphml(answer, disclosure, dialect)).encode())
    return {one.get("id"): one for one in root.iter(f"{G}node", f"{G}edge")}


@pytest.mark.parametrize(
    ("tool", "name", "starts"),
    [
        pytest.param(None, "n.graphml", "<?xml", id="GraphML for whoever reads it"),
        pytest.param(None, "n.XML", "<?xml", id="under its other suffix, in capitals"),
        pytest.param(None, "n.gexf", "<?xml", id="GEXF needs no tool named"),
        pytest.param(None, "n.csv", "link_strength,", id="nor does i2's CSV"),
        *(pytest.param(tool, "n.graphml", "<?xml", id=f"GraphML for {tool}") for tool in ("yed", "gephi", "neo4j")),
        pytest.param("gephi", "n.gexf", "<?xml", id="GEXF for gephi"),
        pytest.param("i2", "n.csv", "link_strength,", id="CSV for i2"),
    ],
)
def test_the_suffix_says_the_format_and_the_tool_its_dialect(answer, tmp_path, tool, name, starts):
    write_graph(answer, tmp_path / name, tool=Tool(tool) if tool else None)
    assert (tmp_path / name).read_text().startswith(starts)


@pytest.mark.parametrize(
    ("tool", "name", "says"),
    [
        pytest.param(None, "n.gml", ".gexf for Gephi", id="a suffix of no graph we write"),
        pytest.param(None, "graph", ".csv for i2", id="no suffix"),
        pytest.param("i2", "n.graphml", "a name ending in .csv", id="i2 reads no GraphML"),
        pytest.param("yed", "n.csv", "a name ending in .graphml", id="yEd is given GraphML"),
        pytest.param("neo4j", "n.gexf", "a name ending in .graphml", id="so is Neo4j"),
        pytest.param("gephi", "n.csv", "a name ending in .gexf", id="Gephi is best given GEXF"),
        pytest.param("gephi", "no/n.gexf", "a file in a folder that exists", id="a folder that is not there"),
        pytest.param("i2", "no/n.csv", "a file in a folder that exists", id="nor for i2"),
    ],
)
def test_what_a_tool_would_not_read_is_refused_and_nothing_written(answer, tmp_path, tool, name, says):
    with pytest.raises(UsageError) as fault:
        write_graph(answer, tmp_path / name, tool=Tool(tool) if tool else None)
    assert says in str(fault.value)
    assert list(tmp_path.iterdir()) == []


@ANSWERS
@pytest.mark.parametrize("dialect", [YED, NEO4J], ids=["yEd", "Neo4j"])
def test_a_dialect_says_all_that_the_plain_file_says(asked, dialect, tmp_path):
    path = tmp_path / "n.graphml"
    path.write_text("".join(graphml(asked, Disclosure.FULL, dialect)), encoding="utf-8")
    plain, read = to_networkx(asked), nx.read_graphml(path, force_multigraph=True)
    placed = {"x", "y", "shape_type", "label"}  # of yEd's own elements networkx makes these
    for person, values in plain.nodes(data=True):
        assert {key: read.nodes[person][key] for key in values if key not in placed} == {
            key: value for key, value in values.items() if key not in placed
        }
    for *ends, key, values in plain.edges(keys=True, data=True):
        more = read.edges[*ends, key]
        assert {name: more[name] for name in values if name != "label"} == {
            name: value for name, value in values.items() if name != "label"
        }


@ANSWERS
def test_yed_finds_every_person_a_shape_at_its_place_and_every_tie_a_line(asked):
    made = to_networkx(asked)
    found = elements(asked, YED)
    for person, values in made.nodes(data=True):
        [box], [fill], [label] = (list(found[person].iter(Y + name)) for name in ("Geometry", "Fill", "NodeLabel"))
        middle = [float(box.get(side)) + float(box.get("width")) / 2 for side in ("x", "y")]
        assert middle == pytest.approx([values["x"], values["y"]], abs=1e-3)
        assert (fill.get("color"), label.text) == (values["colour"], values["label"])
    for *_, key, values in made.edges(keys=True, data=True):
        [line], [label] = (list(found[key].iter(Y + name)) for name in ("LineStyle", "EdgeLabel"))
        assert line.get("color") == values["colour"]
        assert label.text.startswith(values["kind"])
        assert values["told"] in "".join(found[key].itertext())
    assert len(found) == len(made) + made.number_of_edges()


@pytest.mark.parametrize(
    ("tie", "label"),
    [
        pytest.param("T-P-MUM-P-STEP-7", "partner since 2024", id="goes on"),
        pytest.param("T-P-DAD-P-MUM-6", "ex-partner 2019-2024", id="ended"),
        pytest.param("T-P-BRO-P-MATE-10", "co-defendant 2016", id="within a year"),
        pytest.param("T-P-BRO-P-DAD-8", "sibling", id="kin"),
        pytest.param("possible.P-COUS.P-MATE", "possible identity", id="no tie at all"),
    ],
)
def test_yed_has_few_words_on_a_line(answer, tie, label):
    assert next(elements(answer, YED)[tie].iter(Y + "EdgeLabel")).text == label


def test_yed_draws_the_lines_of_one_pair_apart_and_across_it(answer):
    found = elements(answer, YED)
    places = dict(to_networkx(answer).nodes(data=True))
    both = [path for key in ("T-P-ISLA-P-MUM-1", "T-P-ISLA-P-MUM-2") for path in found[key].iter(Y + "Path")]
    (x, y), (back_x, back_y) = [(float(path.get("sx")), float(path.get("sy"))) for path in both]
    assert (x, y) == (-back_x, -back_y)
    assert 2 * (x**2 + y**2) ** 0.5 == pytest.approx(10, abs=0.1)
    along = places["P-MUM"]["x"] - places["P-ISLA"]["x"], places["P-MUM"]["y"] - places["P-ISLA"]["y"]
    assert x * along[0] + y * along[1] == pytest.approx(0, abs=2)


def test_yed_marks_who_may_be_somebody_else_by_a_broken_outline(answer):
    found = elements(answer, YED)
    outlines = {person: next(found[person].iter(Y + "BorderStyle")).get("type") for person in ("P-COUS", "P-MATE")}
    assert outlines == {"P-COUS": "dashed", "P-MATE": "line"}


@ANSWERS
def test_neo4j_is_told_the_labels_and_first_of_all_the_type(asked):
    for one in elements(asked, NEO4J).values():
        first = one.find(f"{G}data")
        if one.tag == f"{G}node":
            assert first.get("key") == "labels"
            assert re.fullmatch(r":Person(:Child)?(:Flagged)?", first.text)
        else:
            assert first.get("key") == "label"
            assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", first.text)


def test_neo4j_is_told_the_child_and_the_flagged(answer):
    found = elements(answer, NEO4J)
    said = {person: found[person].find(f"{G}data").text for person in ("P-ISLA", "P-STEP", "P-OLD")}
    assert said == {"P-ISLA": ":Person:Child", "P-STEP": ":Person:Flagged", "P-OLD": ":Person"}
    assert found["T-P-DAD-P-MUM-6"].find(f"{G}data").text == "EX_PARTNER"
    assert found["possible.P-COUS.P-MATE"].find(f"{G}data").text == "POSSIBLE_IDENTITY"


def rows_of(answer, disclosure=Disclosure.FULL):
    return list(csv.DictReader(io.StringIO("".join(i2_csv(answer, disclosure)), newline="")))


@ANSWERS
def test_i2_is_given_every_tie_with_all_of_both_ends(asked):
    made, rows = to_networkx(asked), rows_of(asked)
    ties = {row["tie_id"]: row for row in rows if row["tie_id"]}
    assert len(ties) == made.number_of_edges()
    for *ends, key, values in made.edges(keys=True, data=True):
        row = ties[key]
        assert {row["end1_id"], row["end2_id"]} == set(ends)
        for name in ("kind", "class", "from_date", "to_date", "told", "evidence"):
            assert row[name] == values.get(name, "")
        for end in ("end1", "end2"):
            person = made.nodes[row[f"{end}_id"]]
            for name in ("role", "date_of_birth", "flagged", "colour", "hops", "x"):
                assert row[f"{end}_{name}"] == str(person.get(name, ""))
    assert {row[f"{end}_id"] for row in rows for end in ("end1", "end2")} - {""} == set(made)


def test_i2_is_told_which_links_are_sure_and_who_is_what(answer):
    rows = {row["tie_id"]: row for row in rows_of(answer)}
    strengths = {
        "T-P-DAD-P-ISLA-5": "Confirmed",
        "T-P-BRO-P-COUS-11": "Unconfirmed",
        "possible.P-COUS.P-MATE": "Tentative",
    }
    assert {tie: rows[tie]["link_strength"] for tie in strengths} == strengths
    father = rows["T-P-DAD-P-ISLA-5"]
    assert (father["end1_label"], father["end1_is"]) == ("CALLUM ARMSTRONG", "father")
    assert (father["end2_label"], father["end2_is"], father["end2_role"]) == ("ISLA MAE TREGENZA", "child", "the child")


def test_i2_is_given_somebody_without_a_tie_alone_on_a_line(answer):
    [row] = rows_of(replace(answer, network=replace(answer.network, persons=answer.network.persons[:1])))
    assert (row["end1_id"], row["end2_id"], row["tie_id"]) == ("P-ISLA", "", "")
    assert row["marking"] == "OFFICIAL-SENSITIVE: for safeguarding this child only"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r\n="], ids=repr)
def test_no_cell_for_i2_starts_a_formula_or_breaks_its_line(answer, start):
    people = tuple(replace(one, names=(f"{start}cmd|' /C calc'!A0",)) for one in answer.network.persons)
    text = "".join(i2_csv(replace(answer, network=replace(answer.network, persons=people))))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(text.splitlines()) == len(rows)
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "@")) or "cmd" in cell[:4]]


@pytest.mark.parametrize("disclosure", [Disclosure.INITIALS, Disclosure.IDS])
@pytest.mark.parametrize("name", ["n.graphml", "n.gexf", "n.csv"])
def test_no_format_names_anybody_who_is_not_to_be_named(answer, tmp_path, disclosure, name):
    for tool in (None, *Tool):
        try:
            write_graph(answer, tmp_path / name, tool=tool, disclosure=disclosure)
        except UsageError:
            continue
        text = (tmp_path / name).read_text()
        assert not [one.name for one in answer.network.persons if one.name in text]
        assert not [born for one in answer.network.persons if (born := one.date_of_birth) and str(born) in text]


def test_a_household_since_birth_tells_no_date_of_birth(answer):
    born = to_networkx(answer).edges["P-ISLA", "P-MUM", "T-P-ISLA-P-MUM-2"]
    assert (born["from_date"], born["when"]) == ("2022-08-03", "since 2022-08-03")
    veiled = to_networkx(answer, Disclosure.INITIALS).edges["P-ISLA", "P-MUM", "T-P-ISLA-P-MUM-2"]
    assert "from_date" not in veiled
    assert (veiled["when"], veiled["told"]) == ("since birth", "lived in one household, since birth")


@pytest.mark.parametrize("name", ["n.graphml", "n.gexf", "n.csv"])
def test_the_same_network_in_another_order_gives_the_same_bytes(answer, tmp_path, name):
    write_graph(answer, tmp_path / name)
    before = (tmp_path / name).read_bytes()
    network = replace(answer.network, persons=answer.network.persons[::-1], ties=answer.network.ties[::-1])
    write_graph(replace(answer, network=network), tmp_path / name)
    assert (tmp_path / name).read_bytes() == before
