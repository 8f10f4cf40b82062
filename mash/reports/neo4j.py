"""Neo4j's dialect of GraphML: labels of nodes and types of relationships, as APOC reads them.

``CALL apoc.import.graphml(file, {readLabels: true, storeNodeIds: true})`` takes the labels from the ``data`` whose key
is called ``labels``, and the type from the first ``data`` of an edge if its key is called ``label`` (APOC's
``XmlGraphMLReader``). Both are plain GraphML, so that the file stays valid and every other tool reads it too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mash.reports.attributes import Edge, Person
from mash.reports.graphml import Dialect

_NOT_A_NAME = re.compile(r"[^A-Z0-9]+")

KEYS = (
    ' <key id="labels" for="node" attr.name="labels" attr.type="string"/>\n'
    ' <key id="label" for="edge" attr.name="type" attr.type="string"/>\n'
)


def _labels(person: Person) -> str:
    values = person.values
    labels = [
        "Person",
        *(["Child"] if values["is_child_of_enquiry"] == "yes" else []),
        *(["Flagged"] if values["flagged"] == "yes" else []),
    ]
    return f'   <data key="labels">:{":".join(labels)}</data>\n'


def _types(persons: Sequence[Person], edges: Sequence[Edge]) -> dict[str, str]:
    del persons
    return {edge.edge_id: f'   <data key="label">{relationship_type(edge)}</data>\n' for edge in edges}


def relationship_type(edge: Edge) -> str:
    """A kind of tie as Neo4j writes types: ``ex-partner`` is ``EX_PARTNER``."""
    return _NOT_A_NAME.sub("_", str(edge.values["kind"]).upper()).strip("_") or "TIE"


NEO4J = Dialect(keys=KEYS, of_person=_labels, of_edges=_types)
