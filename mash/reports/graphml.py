"""The network as GraphML, streamed under one fixed schema that graph tools read alike.

Only ``string``, ``double`` and ``long``; dates are ISO strings; what is not known is left out, and a flag is
``yes``, ``no`` or ``unknown`` because readers turn a missing truth value into ``false``. Same input, same bytes.
Source: GraphML 1.0 structure and attributes (graphml.graphdrawing.org).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from mash.errors import UsageError
from mash.reports.answer import Answer
from mash.reports.aside import written_aside
from mash.reports.disclosure import Disclosure, age_band
from mash.reports.layout import Layout, ring_layout
from mash.reports.legible import legible
from mash.reports.network import NetworkPerson, NetworkTie, PossibleIdentity
from mash.reports.subject import THE_CHILD
from mash.reports.words import row_reference, tie_when
from mash.vocabulary import FlagKind, TieClass

POSSIBLE_IDENTITY = "possible identity"
SUFFIXES = frozenset({".graphml", ".xml"})
"""By which Gephi, yEd, Cytoscape and igraph know the format."""

Value = str | int | float | None

GRAPH_KEYS = dict.fromkeys(("run", "as_of", "policy", "model", "case_id", "proposed", "marking"), "string") | {
    "hops_searched": "long",
    "disclosure": "string",
}
NODE_KEYS = {
    "label": "string",
    "hops": "long",
    "is_child_of_enquiry": "string",
    "age_band": "string",
    "date_of_birth": "string",
    "flagged": "string",
    **{f"flag_{kind.replace(' ', '_')}": "string" for kind in FlagKind},
    "identity": "string",
    "restricted": "string",
    "agencies": "string",
    "colour": "string",
    "x": "double",
    "y": "double",
}
EDGE_KEYS = {
    "tie_id": "string",  # again as data: igraph 1.0 reads the nodes' ids as the edges'
    "label": "string",
    "kind": "string",
    "class": "string",
    "from_date": "string",
    "to_date": "string",
    "when": "string",
    "weight": "double",
    "strength": "double",
    "sources": "long",
    "evidence": "string",
}
CHILD_COLOUR, FLAGGED_COLOUR, OTHER_COLOUR = "#1d70b8", "#d4351c", "#b1b4b6"
"""Drawing colours of a node for tools that take one, as on the page."""

_NOT_NMTOKEN = re.compile(r"[^A-Za-z0-9._:\-]")

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
    ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def write_graphml(answer: Answer, path: Path, *, disclosure: Disclosure = Disclosure.FULL) -> None:
    """Write the answer's network to ``path``, whole or not at all.

    Persons are nodes under their opaque ids, ties are undirected edges; ``is_child_of_enquiry`` marks the person
    asked about. ``from_date`` and ``to_date`` are as the rows give them, and ``when`` says what they are: those of
    kin and of a contact list are the record's (``recorded from``), not the tie's. ``weight`` is the tie's strength,
    under the name graph tools look for. Possible identities are edges of their own kind, weighted by probability.
    Raises ``UsageError`` for another suffix than ``.graphml`` or ``.xml``, or a file that cannot be written.
    """
    refuse_other_suffix(path)
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="\n") as out:
        for piece in graphml(answer, disclosure):
            out.write(piece)


def refuse_other_suffix(path: Path) -> None:
    """Raise ``UsageError`` for a name by which no tool would know a graph."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"the suffix {path.suffix!r} is not of a graph", where=str(path), try_="a name ending in .graphml or .xml"
        )


def marking(answer: Answer) -> str:
    """Government Security Classifications' marking, with the purpose the file was made for."""
    whom = "this child" if answer.subject == THE_CHILD else "children"
    return f"OFFICIAL-SENSITIVE: for safeguarding {whom} only"


def graphml(answer: Answer, disclosure: Disclosure = Disclosure.FULL) -> Iterator[str]:
    """The document piece by piece."""
    layout = ring_layout(answer.network)
    yield HEAD
    for domain, keys in (("graph", GRAPH_KEYS), ("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            yield f' <key id="{domain[0]}_{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield ' <graph id="network" edgedefault="undirected">\n'
    yield _data("g", _about(answer, disclosure))
    for person in sorted(answer.network.persons, key=lambda one: one.person_id):
        yield f"  <node id={_attribute(person.person_id)}>\n"
        yield _data("n", _node(answer, person, layout, disclosure))
        yield "  </node>\n"
    yield from _edges(answer)
    yield " </graph>\n</graphml>\n"


def _edges(answer: Answer) -> Iterator[str]:
    for tie in sorted(answer.network.ties, key=lambda one: one.tie_id):
        if tie.person_a in answer.people and tie.person_b in answer.people:
            yield _edge(tie.tie_id, tie.person_a, tie.person_b, _tie(tie))
    for link in sorted(answer.network.possible, key=lambda one: (one.person_a, one.person_b)):
        if link.person_a in answer.people and link.person_b in answer.people:
            yield _edge(f"possible.{link.person_a}.{link.person_b}", link.person_a, link.person_b, _possible(link))


def _edge(edge_id: str, source: str, target: str, values: Mapping[str, Value]) -> str:
    ends = f"source={_attribute(source)} target={_attribute(target)}"
    return f"  <edge id={_attribute(edge_id)} {ends}>\n{_data('e', {'tie_id': edge_id, **values})}  </edge>\n"


def _about(answer: Answer, disclosure: Disclosure) -> dict[str, Value]:
    return {
        "run": answer.run,
        "as_of": answer.as_of.isoformat(),
        "policy": answer.policy,
        "model": answer.model,
        "case_id": answer.referral.case_id if answer.referral else None,
        "proposed": answer.rating.proposed.name if answer.rating else None,
        "marking": marking(answer),
        "hops_searched": answer.hops,
        "disclosure": disclosure.value,
    }


def _node(answer: Answer, person: NetworkPerson, layout: Layout, disclosure: Disclosure) -> dict[str, Value]:
    place = layout.points[person.person_id]
    is_child = person.person_id == answer.child.person_id
    flagged = _tri_state(person.flagged, known=person.flags_known)
    current = {flag.kind for flag in person.flags if flag.status == "current"}
    kinds = {
        f"flag_{kind.replace(' ', '_')}": _tri_state(kind in current, known=person.flags_known) for kind in FlagKind
    }
    return {
        "label": disclosure.label(person),
        "hops": person.hops,
        "is_child_of_enquiry": "yes" if is_child else "no",
        "age_band": age_band(_born(answer, person), answer.as_of),
        "date_of_birth": disclosure.date_of_birth(person),
        "flagged": flagged,
        **kinds,
        "identity": person.identity.value,
        "restricted": "yes" if person.restricted else "no",
        "agencies": "; ".join(sorted(person.agencies)),
        "colour": CHILD_COLOUR if is_child else FLAGGED_COLOUR if person.flagged else OTHER_COLOUR,
        "x": round(place.x, 3) + 0.0,
        "y": round(place.y, 3) + 0.0,
    }


def _born(answer: Answer, person: NetworkPerson) -> dt.date | None:
    """The date of birth, or of a child not yet born the day it is expected."""
    is_child = person.person_id == answer.child.person_id
    return person.date_of_birth or (answer.child.expected_date_of_birth if is_child else None)


def _tie(tie: NetworkTie) -> dict[str, Value]:
    return {
        "label": tie.kind,
        "kind": tie.kind,
        "class": tie.tie_class,
        "from_date": tie.from_date.isoformat() if tie.from_date else None,
        "to_date": tie.to_date.isoformat() if tie.to_date else None,
        "when": tie_when(tie),
        "weight": float(tie.strength),
        "strength": float(tie.strength),
        "sources": tie.sources,
        "evidence": "; ".join(sorted(row_reference(row) for row in tie.evidence)),
    }


def _possible(link: PossibleIdentity) -> dict[str, Value]:
    return {
        "label": POSSIBLE_IDENTITY,
        "kind": POSSIBLE_IDENTITY,
        "class": TieClass.INFERRED.value,
        "weight": float(link.probability),
        "strength": float(link.probability),
    }


def _tri_state(holds: bool, *, known: bool) -> str:  # noqa: FBT001 - the value itself, not a switch
    return "yes" if holds else "no" if known else "unknown"


def _data(domain: str, values: Mapping[str, Value]) -> str:
    written = ((name, _text(value)) for name, value in values.items())
    return "".join(f'   <data key="{domain}_{name}">{text}</data>\n' for name, text in written if text)


def _text(value: Value) -> str:
    """The value as XML text; empty for what is not known: null, an empty string, a number that is not finite."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    text = legible(value) if isinstance(value, str) else repr(value)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    """An id as the NMTOKEN the GraphML schema asks for; other characters by their number."""
    return '"' + _NOT_NMTOKEN.sub(lambda char: f"_{ord(char[0]):x}_", text) + '"'
