"""The network as a graph of networkx: what ``nx.read_graphml`` makes of the file, without the file."""

from __future__ import annotations

from typing import TypeAlias

import networkx as nx

from mash.reports.answer import Answer
from mash.reports.attributes import about, edges_of, persons_of
from mash.reports.disclosure import Disclosure
from mash.vocabulary import PersonId

NetworkGraph: TypeAlias = "nx.MultiGraph[PersonId]"


def to_networkx(answer: Answer, disclosure: Disclosure = Disclosure.FULL) -> NetworkGraph:
    """Persons by id, ties by tie id, with the attributes of ``mash.reports.attributes``; no nulls."""
    graph: NetworkGraph = nx.MultiGraph()
    graph.graph.update(about(answer, disclosure))
    for person in persons_of(answer, disclosure):
        graph.add_node(person.person_id, **person.values)
    for edge in edges_of(answer, disclosure):
        graph.add_edge(edge.source, edge.target, key=edge.edge_id, **edge.values)
    return graph
