"""The network as GEXF 1.3, Gephi's own format: ties with the time they held, so that its timeline moves.

Persons stand throughout; a tie is there from its first day to its last, and throughout where it has no such days or
its dates are only those of a record. Each tie has a ``kind``, without which Gephi makes one line of all ties of two
persons. The same attributes as in GraphML, under the same names; y grows upward. Same input, same bytes.
Source: GEXF 1.3 (gexf.net).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from mash.reports.answer import Answer
from mash.reports.aside import written_aside
from mash.reports.attributes import EDGE_KEYS, LOOK_KEYS, NODE_KEYS, Edge, Person, Values, about, edges_of, persons_of
from mash.reports.disclosure import Disclosure

SHAPES = {"circle": "disc", "triangle": "triangle", "rectangle": "square"}
OWN = {"label", "name", "weight", "shape", "size", "x", "y", "line", "width", *LOOK_KEYS}
"""What GEXF has a place of its own for."""
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">\n'
)


def write_gexf(answer: Answer, path: Path, *, disclosure: Disclosure = Disclosure.FULL) -> None:
    """Write the answer's network to ``path``, whole or not at all. Raises ``UsageError`` where it cannot be written."""
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="\n") as out:
        for piece in gexf(answer, disclosure):
            out.write(piece)


def gexf(answer: Answer, disclosure: Disclosure = Disclosure.FULL) -> Iterator[str]:
    """The document piece by piece."""
    edges = list(edges_of(answer, disclosure))
    yield HEAD
    yield from _about(answer, disclosure)
    yield f' <graph mode="dynamic" defaultedgetype="undirected" timeformat="date"{_bounds(answer, edges)}>\n'
    for domain, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        yield f'  <attributes class="{domain}" mode="static">\n'
        for name, kind in keys.items():
            if name not in OWN:
                yield f'   <attribute id="{domain[0]}_{name}" title="{name}" type="{kind}"/>\n'
        yield "  </attributes>\n"
    yield "  <nodes>\n"
    yield from map(_node, persons_of(answer, disclosure))
    yield "  </nodes>\n  <edges>\n"
    yield from map(_edge, edges)
    yield "  </edges>\n </graph>\n</gexf>\n"


def _about(answer: Answer, disclosure: Disclosure) -> Iterator[str]:
    """GEXF has no attributes of a graph: what the file is stands in its description."""
    facts = about(answer, disclosure)
    says = "; ".join(f"{name}: {value}" for name, value in facts.items() if name != "marking")
    says = f"{facts['marking']}. {says}"
    yield f' <meta lastmodifieddate="{answer.as_of}">\n  <creator>mash</creator>\n'
    yield f"  <description>{_text(says)}</description>\n </meta>\n"


def _bounds(answer: Answer, edges: list[Edge]) -> str:
    """The days the timeline has to show, for there are ties without a first or a last one."""
    first = min((day for edge in edges for day in edge.lasted[:1] if day), default=answer.as_of)
    return f' start="{min(first, answer.as_of)}" end="{answer.as_of}"'


def _node(person: Person) -> str:
    shown = person.values
    up = -float(shown["y"]) + 0.0
    return (
        f"   <node id={quoted(person.person_id)} label={quoted(str(shown.get('label', '')))}>\n"
        f"{_attributes('n', person.values)}"
        f'    <viz:size value="{shown["size"]}"/>\n'
        f'    <viz:position x="{shown["x"]}" y="{up}" z="0.0"/>\n'
        f'    <viz:color r="{shown["r"]}" g="{shown["g"]}" b="{shown["b"]}"/>\n'
        f'    <viz:shape value="{SHAPES[str(shown["shape"])]}"/>\n'
        "   </node>\n"
    )


def _edge(edge: Edge) -> str:
    shown = edge.values
    weight = f' weight="{shown["weight"]}"' if "weight" in shown else ""
    kind = quoted(f"{shown['kind']}, {shown['class']}")
    return (
        f"   <edge id={quoted(edge.edge_id)} source={quoted(edge.source)} target={quoted(edge.target)}"
        f" label={quoted(str(shown['label']))} kind={kind}{weight}{_lasted(*edge.lasted)}>\n"
        f"{_attributes('e', edge.values)}"
        f'    <viz:thickness value="{shown["width"]}"/>\n'
        f'    <viz:color r="{shown["r"]}" g="{shown["g"]}" b="{shown["b"]}"/>\n'
        f'    <viz:shape value="{shown["line"]}"/>\n'
        "   </edge>\n"
    )


def _lasted(start: dt.date | None, end: dt.date | None) -> str:
    """Both days belong to it. One that ends before it starts is no time: the rows' own dates are in the attributes."""
    if start and end and end < start:
        return ""
    return (f' start="{start}"' if start else "") + (f' end="{end}"' if end else "")


def _attributes(domain: str, values: Values) -> str:
    rows = [
        f'     <attvalue for="{domain}_{name}" value={quoted(str(value))}/>\n'
        for name, value in values.items()
        if name not in OWN
    ]
    return f"    <attvalues>\n{''.join(rows)}    </attvalues>\n"


def quoted(text: str) -> str:
    """Legible text as the value of an attribute."""
    return '"' + _text(text).replace('"', "&quot;") + '"'


def _text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
