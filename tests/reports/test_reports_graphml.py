"""The graph file opens alike in other tools, whatever the names, and says no more than it may."""

from dataclasses import replace
from math import isnan
from pathlib import Path

import igraph
import networkx as nx
import pytest
from lxml import etree

from mash.errors import UsageError
from mash.reports import Disclosure
from mash.reports.as_networkx import to_networkx
from mash.reports.attributes import EDGE_KEYS, GRAPH_KEYS, NODE_KEYS
from mash.reports.graphml import graphml, write_graphml
from mash.reports.legible import legible

SCHEMA = Path(__file__).with_name("graphml.xsd")
ANSWERS = pytest.mark.parametrize("which", ["answer", "empty", "large", "hostile"])


@pytest.fixture
def written(request, which, tmp_path):
    answer = request.getfixturevalue(which)
    path = tmp_path / "network.graphml"
    write_graphml(answer, path)
    return answer, path


def plain_reading(path):
    """Every attribute by element, read with nothing but an XML parser."""
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = etree.parse(path).getroot()
    kinds = {"string": str, "double": float, "long": int}
    keys = {key.get("id"): (key.get("attr.name"), kinds[key.get("attr.type")]) for key in root.iter(f"{space}key")}

    def values(element):
        named = ((keys[data.get("key")], data.text) for data in element.findall(f"{space}data"))
        return {name: kind(text) for (name, kind), text in named}

    graph = root.find(f"{space}graph")
    nodes = {node.get("id"): values(node) for node in graph.findall(f"{space}node")}
    edges = {
        edge.get("id"): ((edge.get("source"), edge.get("target")), values(edge))
        for edge in graph.findall(f"{space}edge")
    }
    return values(graph), nodes, edges


@ANSWERS
def test_the_file_is_valid_graphml(written):
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(etree.parse(written[1]))


@pytest.mark.parametrize(
    ("broken", "into"),
    [
        pytest.param('target="P-ISLA"', 'target="P-NOBODY"', id="an edge to nobody"),
        pytest.param('<data key="n_hops">', '<data key="n_leaps">', id="a datum without its key"),
        pytest.param('attr.type="long"', 'attr.type="date"', id="a type GraphML has not"),
        pytest.param('<node id="P-MUM">', '<node id="P-DAD">', id="two nodes of one id"),
    ],
)
def test_the_schema_of_the_test_refuses(answer, broken, into):
    text = "".join(graphml(answer))
    assert broken in text
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    assert not schema.validate(etree.fromstring(text.replace(broken, into, 1).encode()))


@ANSWERS
def test_networkx_reads_every_attribute_equal(written):
    answer, path = written
    about, nodes, edges = plain_reading(path)
    read = nx.read_graphml(path, force_multigraph=True)
    assert dict(read.nodes(data=True)) == nodes
    assert {key: data for *_, key, data in read.edges(keys=True, data=True)} == {
        key: data for key, (_, data) in edges.items()
    }
    assert {key: read.graph[key] for key in about} == about
    assert len(nodes) == len(answer.network.persons)


@ANSWERS
def test_the_graph_in_python_is_what_networkx_reads_of_the_file(written):
    answer, path = written
    made, read = to_networkx(answer), nx.read_graphml(path, force_multigraph=True)
    for default in ("node_default", "edge_default"):  # networkx's own note of the keys
        read.graph.pop(default, None)
    assert made.graph == read.graph
    assert dict(made.nodes(data=True)) == dict(read.nodes(data=True))
    assert {key: data for *_, key, data in made.edges(keys=True, data=True)} == {
        key: data for *_, key, data in read.edges(keys=True, data=True)
    }


@ANSWERS
def test_igraph_reads_every_attribute_equal(written):
    _, path = written
    about, nodes, edges = plain_reading(path)
    read = igraph.Graph.Read_GraphML(str(path))
    assert {key: read[key] for key in about} == about
    by_tie = {values["tie_id"]: (ends, values) for ends, values in edges.values()}
    for vertex in read.vs:
        assert known(vertex.attributes(), NODE_KEYS) == nodes[vertex["id"]]
    for edge in read.es:
        ends, values = by_tie[edge["tie_id"]]
        assert known(edge.attributes(), EDGE_KEYS) == values
        assert {read.vs[edge.source]["id"], read.vs[edge.target]["id"]} == set(ends)
    assert (len(read.vs), len(read.es)) == (len(nodes), len(edges))


def known(attributes, keys):
    """What igraph read, without the '' and NaN it puts where nothing was written."""
    named = {name: value for name, value in attributes.items() if name in keys}
    return {
        name: value for name, value in named.items() if value != "" and not (isinstance(value, float) and isnan(value))
    }


def test_every_person_and_tie_is_there_with_its_values(answer, tmp_path):
    write_graphml(answer, tmp_path / "n.graphml")
    about, nodes, edges = plain_reading(tmp_path / "n.graphml")
    assert set(about) <= set(GRAPH_KEYS)
    assert about["run"] == answer.run
    assert about["marking"].startswith("OFFICIAL-SENSITIVE")
    assert nodes["P-ISLA"]["is_child_of_enquiry"] == "yes"
    assert nodes["P-STEP"] | {"x": 0, "y": 0} == {
        "label": "GARETH PASCOE",
        "name": "GARETH PASCOE",
        "role": "flagged",
        "hops": 2,
        "is_child_of_enquiry": "no",
        "age_band": "35-44",
        "date_of_birth": "1984-03-02",
        "flagged": "yes",
        "flag_sexual_offender": "yes",
        "flag_risk_to_children": "no",
        "flag_violence": "no",
        "flag_domestic_abuse": "no",
        "flag_drugs": "no",
        "flag_other": "no",
        "flags": "sexual offender (VISOR, category 1, level 2; current since 2015-02-01)",
        "identity": "confirmed",
        "restricted": "no",
        "agencies": "police; social_care",
        "colour": "#b5161b",
        "color": "#b5161b",
        "r": 0xB5,
        "g": 0x16,
        "b": 0x1B,
        "shape": "triangle",
        "size": 38.0,
        "x": 0,
        "y": 0,
    }
    ends, tie = edges["T-P-MUM-P-STEP-7"]
    assert ends == ("P-MUM", "P-STEP")
    assert tie["from_date"] == "2024-09-01"
    assert "to_date" not in tie
    assert tie["told"] == "partners, since 2024-09-01"
    parent = edges["T-P-DAD-P-ISLA-5"][1]
    assert (parent["source_is"], parent["target_is"]) == ("father", "child")
    assert tie["evidence"] == "police nominal_links 2026-01-31 row 7"
    possible = edges["possible.P-COUS.P-MATE"][1]
    assert (possible["kind"], possible["match_weight"], possible["weight"]) == ("possible identity", 9.1, 0.36)
    assert possible["told"] == "may be the same person: same surname"


def test_an_unsearched_flag_is_unknown_and_an_expired_one_is_not_current(answer, tmp_path):
    write_graphml(answer, tmp_path / "n.graphml")
    _, nodes, _ = plain_reading(tmp_path / "n.graphml")
    assert nodes["P-BRO"]["flagged"] == nodes["P-BRO"]["flag_violence"] == "unknown"
    assert nodes["P-OLD"]["flagged"] == "no"


def test_hostile_names_arrive_as_they_can_be_shown(hostile, tmp_path):
    write_graphml(hostile, tmp_path / "n.graphml")
    _, nodes, _ = plain_reading(tmp_path / "n.graphml")
    for person in hostile.network.persons:
        assert nodes[person.person_id]["label"] == legible(person.name).strip()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("<html><img src=http://127.0.0.1/x>", id="as it stands"),
        pytest.param("\u200e <HTML>x", id="in capitals, behind a mark and a blank"),
    ],
)
def test_no_label_is_one_that_java_would_take_for_html(answer, name):
    people = tuple(replace(one, names=(name,)) for one in answer.network.persons)
    made = to_networkx(replace(answer, network=replace(answer.network, persons=people)))
    assert {label.lstrip()[0] for _, label in made.nodes(data="label")} == {"'"}


@pytest.mark.parametrize(
    ("disclosure", "label", "born"),
    [
        pytest.param(Disclosure.FULL, "GARETH PASCOE", "1984-03-02", id="full says name and date of birth"),
        pytest.param(Disclosure.INITIALS, "G.P.", None, id="initials say initials and age band"),
        pytest.param(Disclosure.IDS, "P-STEP", None, id="ids say the id and age band"),
    ],
)
def test_disclosure(answer, tmp_path, disclosure, label, born):
    write_graphml(answer, tmp_path / "n.graphml", disclosure=disclosure)
    _, nodes, _ = plain_reading(tmp_path / "n.graphml")
    assert nodes["P-STEP"]["label"] == nodes["P-STEP"]["name"] == label
    assert ("flags" in nodes["P-STEP"]) == (disclosure is Disclosure.FULL)
    assert nodes["P-STEP"].get("date_of_birth") == born
    assert nodes["P-STEP"]["age_band"] == "35-44"
    if disclosure is not Disclosure.FULL:
        text = (tmp_path / "n.graphml").read_text()
        assert not [one.name for one in answer.network.persons if one.name in text]


def test_the_same_network_in_another_order_gives_the_same_bytes(answer):
    network = replace(answer.network, persons=answer.network.persons[::-1], ties=answer.network.ties[::-1])
    assert "".join(graphml(replace(answer, network=network))) == "".join(graphml(answer))


def test_an_id_no_nmtoken_can_hold_is_written_by_numbers(answer):
    ties = (replace(answer.network.ties[0], tie_id='a b/"c"'),)
    text = "".join(graphml(replace(answer, network=replace(answer.network, ties=ties))))
    assert '<edge id="a_20_b_2f__22_c_22_"' in text


def test_a_number_that_is_not_finite_is_left_out(answer):
    ties = (replace(answer.network.ties[0], strength=float("nan")),)
    text = "".join(graphml(replace(answer, network=replace(answer.network, ties=ties, possible=()))))
    assert 'e_weight">' not in text
    assert "nan" not in text


def test_a_folder_that_is_not_there_is_a_usage_error_and_leaves_nothing(answer, tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        write_graphml(answer, tmp_path / "none" / "n.graphml")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_halfway_leaves_the_file_that_was_there(answer, tmp_path):
    path = tmp_path / "n.graphml"
    path.write_text("yesterday's")
    last = replace(answer.network.ties[0], tie_id="T-last", evidence=(None,))
    broken = replace(answer, network=replace(answer.network, ties=(*answer.network.ties, last)))
    with pytest.raises(AttributeError):
        write_graphml(broken, path)
    assert [one.name for one in tmp_path.iterdir()] == ["n.graphml"]
    assert path.read_text() == "yesterday's"
