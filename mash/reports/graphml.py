"""The network as GraphML, streamed under one fixed schema that graph tools read alike.

Only ``string``, ``double`` and ``long``, and no ``default``; what is not known is left out. yEd and Neo4j may have a
dialect of their own, which says the same and something more. Same input, same bytes.
Source: GraphML 1.0 structure and attributes (graphml.graphdrawing.org); of the dialects, ``docs/graph.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mash.errors import UsageError
from mash.reports.answer import Answer
from mash.reports.aside import written_aside
from mash.reports.attributes import (
    EDGE_KEYS,
    GRAPH_KEYS,
    NODE_KEYS,
    Edge,
    Person,
    Values,
    about,
    edges_of,
    persons_of,
)
from mash.reports.disclosure import Disclosure

SUFFIXES = frozenset({".graphml", ".xml"})
"""By which Gephi, yEd, Cytoscape and igraph know the format."""

_NOT_NMTOKEN = re.compile(r"[^A-Za-z0-9._:\-]")

SPACE = "http://graphml.graphdrawing.org/xmlns"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<graphml xmlns="{SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"{{more}}'
    f' xsi:schemaLocation="{SPACE} {{schema}}">\n'
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a tool wants beside the fixed schema."""

    namespaces: str = ""
    schema: str = f"{SPACE}/1.0/graphml.xsd"
    keys: str = ""
    """More ``key`` elements."""
    of_person: Callable[[Person], str] = lambda _: ""
    """A person's first ``data`` elements, before those of the schema."""
    of_edges: Callable[[Sequence[Person], Sequence[Edge]], dict[str, str]] = lambda _, __: {}
    """The first ``data`` elements of each edge by its id; of all at once, since those of one pair share their room."""


PLAIN = Dialect()


def write_graphml(
    answer: Answer, path: Path, *, disclosure: Disclosure = Disclosure.FULL, dialect: Dialect = PLAIN
) -> None:
    """Write the answer's network to ``path``, whole or not at all.

    Persons are nodes under their opaque ids, ties are undirected edges; ``is_child_of_enquiry`` marks the person
    asked about. ``from_date`` and ``to_date`` are as the rows give them, and ``when`` says what they are: those of
    kin and of a contact list are the record's (``recorded from``), not the tie's. ``source_is`` and ``target_is`` are
    what each is to the other (``mother``, ``child``). ``weight`` is the tie's strength, under the name graph tools
    look for. Possible identities are edges of their own kind, weighted by probability.
    Raises ``UsageError`` for another suffix than ``.graphml`` or ``.xml``, or a file that cannot be written.
    """
    refuse_other_suffix(path)
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="\n") as out:
        for piece in graphml(answer, disclosure, dialect):
            out.write(piece)


def refuse_other_suffix(path: Path) -> None:
    """Raise ``UsageError`` for a name by which no tool would know a graph."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"the suffix {path.suffix!r} is not of a graph", where=str(path), try_="a name ending in .graphml or .xml"
        )


def graphml(answer: Answer, disclosure: Disclosure = Disclosure.FULL, dialect: Dialect = PLAIN) -> Iterator[str]:
    """The document piece by piece."""
    yield HEAD.format(more=dialect.namespaces, schema=dialect.schema)
    yield dialect.keys
    for domain, keys in (("graph", GRAPH_KEYS), ("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            yield f' <key id="{domain[0]}_{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield ' <graph id="network" edgedefault="undirected">\n'
    yield _data("g", about(answer, disclosure))
    persons, edges = list(persons_of(answer, disclosure)), list(edges_of(answer, disclosure))
    for person in persons:
        yield f"  <node id={_attribute(person.person_id)}>\n"
        yield dialect.of_person(person) + _data("n", person.values)
        yield "  </node>\n"
    first = dialect.of_edges(persons, edges)
    for edge in edges:
        ends = f"source={_attribute(edge.source)} target={_attribute(edge.target)}"
        yield f"  <edge id={_attribute(edge.edge_id)} {ends}>\n"
        yield first.get(edge.edge_id, "") + _data("e", edge.values)
        yield "  </edge>\n"
    yield " </graph>\n</graphml>\n"


def _data(domain: str, values: Values) -> str:
    return "".join([f'   <data key="{domain}_{name}">{escaped(value)}</data>\n' for name, value in values.items()])


def escaped(value: str | float) -> str:
    """A value as XML text, with no more entities than it needs: Cytoscape keeps only what follows the last."""
    if not isinstance(value, str):
        return repr(value)
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")


def _attribute(text: str) -> str:
    """An id as the NMTOKEN the GraphML schema asks for; other characters by their number."""
    return '"' + _NOT_NMTOKEN.sub(lambda char: f"_{ord(char[0]):x}_", text) + '"'
