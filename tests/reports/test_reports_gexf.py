"""Gephi's own format: the same attributes as in GraphML, and ties that come and go with its timeline."""

import datetime as dt
from dataclasses import replace

import networkx as nx
import pytest
from lxml import etree

from mash.reports import Disclosure
from mash.reports.as_networkx import to_networkx
from mash.reports.gexf import OWN, gexf

SPACE, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"
ANSWERS = pytest.mark.parametrize("which", ["answer", "empty", "large", "hostile"])


@pytest.fixture
def asked(request, which):
    return request.getfixturevalue(which)


def parsed(answer, disclosure=Disclosure.FULL):
    return etree.fromstring("".join(gexf(answer, disclosure)).encode())


def by_id(root, tag):
    return {one.get("id"): one for one in root.iter(SPACE + tag)}


@ANSWERS
def test_every_attribute_is_there_under_the_name_it_has_in_graphml(asked):
    made, root = to_networkx(asked), parsed(asked)
    titles = {one.get("id"): (one.get("title"), one.get("type")) for one in root.iter(SPACE + "attribute")}
    kinds = {"string": str, "long": int, "double": float}

    def values(element):
        found = {}
        for one in element.iter(SPACE + "attvalue"):
            title, kind = titles[one.get("for")]
            found[title] = kinds[kind](one.get("value"))
        return found

    nodes, edges = by_id(root, "node"), by_id(root, "edge")
    assert set(nodes) == set(made)
    for person, attributes in made.nodes(data=True):
        assert values(nodes[person]) == {name: value for name, value in attributes.items() if name not in OWN}
        assert nodes[person].get("label") == attributes["label"]
    assert len(edges) == made.number_of_edges()
    for *ends, key, attributes in made.edges(keys=True, data=True):
        assert values(edges[key]) == {name: value for name, value in attributes.items() if name not in OWN}
        assert {edges[key].get("source"), edges[key].get("target")} == set(ends)
        assert float(edges[key].get("weight")) == attributes["weight"]


@ANSWERS
def test_everybody_is_drawn_as_on_the_page_with_y_upward(asked):
    nodes = by_id(parsed(asked), "node")
    for person, attributes in to_networkx(asked).nodes(data=True):
        place, colour, size = (nodes[person].find(VIZ + name) for name in ("position", "color", "size"))
        assert (float(place.get("x")), -float(place.get("y"))) == (attributes["x"], attributes["y"])
        assert [int(colour.get(part)) for part in "rgb"] == [attributes[part] for part in "rgb"]
        assert float(size.get("value")) == attributes["size"]


@ANSWERS
def test_networkx_reads_it(asked, tmp_path):
    path = tmp_path / "n.gexf"
    path.write_text("".join(gexf(asked)), encoding="utf-8")
    read, made = nx.read_gexf(path, version="1.3"), to_networkx(asked)
    assert dict(read.nodes(data="label")) == dict(made.nodes(data="label"))
    assert dict(read.nodes(data="role")) == dict(made.nodes(data="role"))


@pytest.mark.parametrize(
    ("tie", "start", "end"),
    [
        pytest.param("T-P-MUM-P-STEP-7", "2024-09-01", None, id="a partner since a day"),
        pytest.param("T-P-DAD-P-MUM-6", "2019-01-01", "2024-06-30", id="a couple that parted"),
        pytest.param("T-P-BRO-P-MATE-10", "2016-04-01", "2016-04-01", id="one day"),
        pytest.param("T-P-BRO-P-DAD-8", None, None, id="kin nobody dated"),
        pytest.param("possible.P-COUS.P-MATE", None, None, id="a possible identity"),
    ],
)
def test_a_tie_is_there_while_it_held(answer, tie, start, end):
    edge = by_id(parsed(answer), "edge")[tie]
    assert (edge.get("start"), edge.get("end")) == (start, end)


@pytest.mark.parametrize(
    ("changes", "lasted"),
    [
        pytest.param({"kind": "parent"}, (None, None), id="a parent does not begin with a row's date"),
        pytest.param({"to_date": dt.date(2001, 1, 1)}, (None, None), id="what ends before it starts is no time"),
        pytest.param({"from_date": None, "to_date": dt.date(2020, 1, 1)}, (None, "2020-01-01"), id="an end alone"),
    ],
)
def test_a_tie_without_a_time_of_its_own_is_there_throughout(answer, changes, lasted):
    tie = replace(answer.network.ties[6], **changes)
    edge = by_id(parsed(replace(answer, network=replace(answer.network, ties=(tie,)))), "edge")[tie.tie_id]
    assert (edge.get("start"), edge.get("end")) == lasted


def test_the_timeline_runs_from_the_first_day_of_any_tie_to_the_day_of_the_answer(answer, empty):
    graph = parsed(answer).find(f"{SPACE}graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    assert (graph.get("start"), graph.get("end")) == ("2012-01-01", "2026-01-31")
    bare = parsed(empty).find(f"{SPACE}graph")
    assert (bare.get("start"), bare.get("end")) == ("2026-01-31", "2026-01-31")


def test_gephi_is_told_apart_the_ties_of_one_pair(answer):
    edges = by_id(parsed(answer), "edge").values()
    alike = [(one.get("source"), one.get("target"), one.get("kind")) for one in edges]
    assert len(alike) == len(set(alike))


def test_the_file_says_what_it_is_and_whom_it_is_for(answer):
    says = parsed(answer, Disclosure.IDS).find(f"{SPACE}meta/{SPACE}description").text
    for part in ("OFFICIAL-SENSITIVE: for safeguarding this child only", answer.run, "R-1001", "disclosure: ids"):
        assert part in says
