"""yEd's dialect of GraphML: every person a shape at its place and every tie a line with its words.

yEd draws nothing of plain GraphML but boxes without labels on one heap; these elements of its own say the rest.
They are no part of the GraphML schema, which allows extensions of ``data`` only to a schema that has them.
Source: yFiles' GraphML (namespace ``http://www.yworks.com/xml/graphml``), ``docs/graph.md``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from mash.reports.attributes import Edge, Person
from mash.reports.graphml import Dialect, escaped
from mash.reports.layout import Point
from mash.reports.looks import LOOKS
from mash.vocabulary import IdentityCertainty

KEYS = (
    ' <key id="y_node" for="node" yfiles.type="nodegraphics"/>\n'
    ' <key id="y_edge" for="edge" yfiles.type="edgegraphics"/>\n'
    ' <key id="y_node_tip" for="node" attr.name="description" attr.type="string"/>\n'
    ' <key id="y_edge_tip" for="edge" attr.name="description" attr.type="string"/>\n'
)
SHAPES = {"circle": "ellipse", "triangle": "triangle", "rectangle": "rectangle"}
LINES = {"solid": "line", "dashed": "dashed", "dotted": "dotted"}
OUTLINES = {look.colour: look.edge for look in LOOKS.values()}
APART = 10.0
"""Between the lines of one pair, in the drawing's units."""


def _shape(person: Person) -> str:
    shown = person.values
    size, colour = _number(person, "size"), shown["colour"]
    left, top = _number(person, "x") - size / 2, _number(person, "y") - size / 2
    outline = OUTLINES[str(colour)]
    doubted = shown["identity"] == IdentityCertainty.POSSIBLE.value
    letters = 'fontSize="16" fontStyle="bold"' if shown["is_child_of_enquiry"] == "yes" else 'fontSize="12"'
    tip = "; ".join(str(shown[name]) for name in ("label", "role", "date_of_birth", "flags") if name in shown)
    return (
        '   <data key="y_node"><y:ShapeNode>'
        f'<y:Geometry height="{size}" width="{size}" x="{left:.3f}" y="{top:.3f}"/>'
        f'<y:Fill color="{colour}" transparent="false"/>'
        f'<y:BorderStyle color="{outline}" type="{"dashed" if doubted else "line"}" width="{3.0 if doubted else 1.5}"/>'
        f'<y:NodeLabel {letters} modelName="sides" modelPosition="s">{escaped(shown.get("label", ""))}</y:NodeLabel>'
        f'<y:Shape type="{SHAPES[str(shown["shape"])]}"/></y:ShapeNode></data>\n'
        f'   <data key="y_node_tip">{escaped(tip)}</data>\n'
    )


def _lines(persons: Sequence[Person], edges: Sequence[Edge]) -> dict[str, str]:
    """Every tie's line; those of one pair beside each other, where yEd would draw them all on one."""
    places = {person.person_id: Point(_number(person, "x"), _number(person, "y")) for person in persons}
    of_pair: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        of_pair[edge.source, edge.target].append(edge)
    drawn: dict[str, str] = {}
    for alike in of_pair.values():
        across = _across(places[alike[0].source], places[alike[0].target])
        for place, edge in enumerate(alike):
            aside = (place - (len(alike) - 1) / 2) * APART
            drawn[edge.edge_id] = _line(edge, Point(across.x * aside, across.y * aside))
    return drawn


def _across(start: Point, end: Point) -> Point:
    """One unit at a right angle to the line between two places."""
    length = math.dist(start, end) or 1.0
    return Point((start.y - end.y) / length, (end.x - start.x) / length)


def _number(person: Person, name: str) -> float:
    value = person.values[name]
    return float(value) if isinstance(value, (int, float)) else 0.0


def _line(edge: Edge, aside: Point) -> str:
    shown = edge.values
    tip = "; ".join(str(shown[name]) for name in ("told", "class", "evidence") if name in shown)
    x, y = round(aside.x, 2) + 0.0, round(aside.y, 2) + 0.0
    return (
        '   <data key="y_edge"><y:PolyLineEdge>'
        f'<y:Path sx="{x}" sy="{y}" tx="{x}" ty="{y}"/>'
        f'<y:LineStyle color="{shown["colour"]}" type="{LINES[str(shown["line"])]}" width="{shown["width"]}"/>'
        '<y:Arrows source="none" target="none"/>'
        '<y:EdgeLabel backgroundColor="#FFFFFF" fontSize="9" modelName="centered" modelPosition="center">'
        f"{escaped(short_label(edge))}</y:EdgeLabel></y:PolyLineEdge></data>\n"
        f'   <data key="y_edge_tip">{escaped(tip)}</data>\n'
    )


def short_label(edge: Edge) -> str:
    """The kind and the years, for ties cross in the middle; the whole of it is the line's tip."""
    start, end = (day.year if day else None for day in edge.lasted)
    if start and start == end:
        years = str(start)
    elif end:
        years = f"{start}-{end}" if start else f"until {end}"
    else:
        years = f"since {start}" if start else ""
    return f"{edge.values['kind']} {years}".strip()


YED = Dialect(
    namespaces=' xmlns:y="http://www.yworks.com/xml/graphml"',
    schema="http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd",
    keys=KEYS,
    of_person=_shape,
    of_edges=_lines,
)
