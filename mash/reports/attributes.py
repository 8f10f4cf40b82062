"""What a graph file says of a network, of each person and of each tie, whichever format it is written in.

Only text, whole numbers and numbers with a fraction; dates are ISO text; what is not known is null and left out, and a
flag is ``yes``, ``no`` or ``unknown`` because readers turn a missing truth value into ``false``. Some values stand
twice, under the names that different tools look for: see ``docs/graph.md``.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from mash.reports.answer import Answer
from mash.reports.disclosure import Disclosure, age_band
from mash.reports.layout import Point, ring_layout
from mash.reports.legible import legible
from mash.reports.looks import POSSIBLE_IDENTITY, look_of_person, look_of_tie, role_words
from mash.reports.network import NetworkPerson, NetworkTie, PossibleIdentity
from mash.reports.subject import THE_CHILD
from mash.reports.watermark import mark_of
from mash.reports.words import dated_by_record, flag_words, row_reference, tie_when, tie_words
from mash.vocabulary import FlagKind, PersonId, TieClass

Value = str | int | float
Values = dict[str, Value]
"""What is known, in the order of the keys; text as it may be shown."""

MARK_KEYS = ("export", "exported_by", "exported_at", "purpose", "audience")
"""Who took the file out of the hub, why, and for whom."""
GRAPH_KEYS = {
    **dict.fromkeys(("run", "as_of", "policy", "model", "case_id", "proposed", "marking"), "string"),
    "hops_searched": "long",
    "disclosure": "string",
    **dict.fromkeys(MARK_KEYS, "string"),
}
LOOK_KEYS = {"colour": "string", "color": "string", "r": "long", "g": "long", "b": "long"}
"""The colour as on the page, as text (``color`` is where igraph looks) and as Gephi reads it from GraphML."""
NODE_KEYS = {
    "label": "string",
    "name": "string",  # the label again: what Cytoscape and Neo4j write on a node
    "role": "string",
    "hops": "long",
    "is_child_of_enquiry": "string",
    "age_band": "string",
    "date_of_birth": "string",
    "flagged": "string",
    **{f"flag_{kind.replace(' ', '_')}": "string" for kind in FlagKind},
    "flags": "string",
    "identity": "string",
    "restricted": "string",
    "agencies": "string",
    **LOOK_KEYS,
    "shape": "string",
    "size": "double",
    "x": "double",
    "y": "double",
}
EDGE_KEYS = {
    "tie_id": "string",  # again as data: igraph 1.0 reads the nodes' ids as the edges'
    "label": "string",
    "kind": "string",
    "class": "string",
    "source_is": "string",
    "target_is": "string",
    "from_date": "string",
    "to_date": "string",
    "when": "string",
    "told": "string",
    "weight": "double",
    "strength": "double",
    "match_weight": "double",
    "sources": "long",
    "evidence": "string",
    **LOOK_KEYS,
    "line": "string",
    "width": "double",
}


class Person(NamedTuple):
    """One person as a file has them."""

    person_id: PersonId
    values: Values
    """By the names of ``NODE_KEYS``."""


class Edge(NamedTuple):
    """One tie, or one possible identity."""

    edge_id: str
    source: PersonId
    target: PersonId
    values: Values
    """By the names of ``EDGE_KEYS``."""
    lasted: tuple[dt.date | None, dt.date | None]
    """From when to when it held; null where it has no beginning or end, or its dates are only the record's."""


def marking(answer: Answer) -> str:
    """Government Security Classifications' marking, with the purpose the file was made for."""
    whom = "this child" if answer.subject == THE_CHILD else "children"
    return f"OFFICIAL-SENSITIVE: for safeguarding {whom} only"


def about(answer: Answer, disclosure: Disclosure) -> Values:
    """Of the whole network, by the names of ``GRAPH_KEYS``."""
    mark = mark_of(answer.asked, answer.run, answer.disclosed)
    facts: dict[str, Value | None] = {
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
    return _known({**facts, **(mark.facts if mark else {})})


def persons_of(answer: Answer, disclosure: Disclosure) -> Iterator[Person]:
    """Everybody of the network in order of id; the child stands at 0, 0 and y grows downward, as on the page."""
    points = ring_layout(answer.network).points
    for person in sorted(answer.network.persons, key=lambda one: one.person_id):
        yield Person(person.person_id, _known(_person(answer, person, points[person.person_id], disclosure)))


def edges_of(answer: Answer, disclosure: Disclosure) -> Iterator[Edge]:
    """Every tie of two persons of the network in order of id, then every possible identity.

    Where no date of birth may be said, a tie from the day one of the two was born is ``since birth``.
    """
    for tie in sorted(answer.network.ties, key=lambda one: one.tie_id):
        if tie.person_a in answer.people and tie.person_b in answer.people:
            when, dated = _dated(answer, tie, disclosure)
            lasted = (None, None) if dated_by_record(dated) else (dated.from_date, dated.to_date)
            yield Edge(tie.tie_id, tie.person_a, tie.person_b, _known(_tie(dated, when)), lasted)
    for link in sorted(answer.network.possible, key=lambda one: (one.person_a, one.person_b)):
        if link.person_a in answer.people and link.person_b in answer.people:
            edge_id = f"possible.{link.person_a}.{link.person_b}"
            yield Edge(edge_id, link.person_a, link.person_b, _known(_possible(edge_id, link)), (None, None))


def _dated(answer: Answer, tie: NetworkTie, disclosure: Disclosure) -> tuple[str, NetworkTie]:
    """When a tie held, in words, and the tie without a day that would tell a date of birth."""
    born = {answer.people[person].date_of_birth for person in (tie.person_a, tie.person_b)} - {None}
    if disclosure is Disclosure.FULL or not born & {tie.from_date, tie.to_date}:
        return tie_when(tie), tie
    start, end = (None if day in born else day for day in (tie.from_date, tie.to_date))
    says = "" if start else "since birth" if end is None else f"from birth to {end}"
    kept = replace(tie, from_date=start, to_date=end)
    return says or tie_when(kept), kept


def _known(values: Mapping[str, Value | None]) -> Values:
    """Without nulls, empty text and numbers that are not finite."""
    known: Values = {}
    for name, value in values.items():
        if isinstance(value, str):
            if shown := _shown(value):
                known[name] = shown
        elif value is not None and math.isfinite(value):
            known[name] = value
    return known


def _shown(text: str) -> str:
    """Legible, and nothing that Java's widgets (Gephi, yEd, Cytoscape) would take for HTML: it fetches pictures."""
    shown = legible(text).strip()  # no formula or tag behind a blank
    return f"'{shown}" if "<" in shown and shown.lower().startswith("<html") else shown


def _person(answer: Answer, person: NetworkPerson, place: Point, disclosure: Disclosure) -> dict[str, Value | None]:
    is_child = person.person_id == answer.child.person_id
    current = {flag.kind for flag in person.flags if flag.status == "current"}
    kinds = {
        f"flag_{kind.replace(' ', '_')}": _tri_state(kind in current, known=person.flags_known) for kind in FlagKind
    }
    look = look_of_person(answer, person)
    label = disclosure.label(person)
    flags = "; ".join(flag_words(flag) for flag in person.flags) if disclosure is Disclosure.FULL else None
    return {
        "label": label,
        "name": label,
        "role": role_words(look.role, answer.subject),
        "hops": person.hops,
        "is_child_of_enquiry": "yes" if is_child else "no",
        "age_band": age_band(_born(answer, person), answer.as_of),
        "date_of_birth": disclosure.date_of_birth(person),
        "flagged": _tri_state(person.flagged, known=person.flags_known),
        **kinds,
        "flags": flags,
        "identity": person.identity.value,
        "restricted": "yes" if person.restricted else "no",
        "agencies": "; ".join(sorted(person.agencies)),
        **_colour(look.colour),
        "shape": look.shape,
        "size": look.size,
        "x": round(place.x, 3) + 0.0,
        "y": round(place.y, 3) + 0.0,
    }


def _born(answer: Answer, person: NetworkPerson) -> dt.date | None:
    """The date of birth, or of a child not yet born the day it is expected."""
    is_child = person.person_id == answer.child.person_id
    return person.date_of_birth or (answer.child.expected_date_of_birth if is_child else None)


def _tie(tie: NetworkTie, when: str) -> dict[str, Value | None]:
    look = look_of_tie(tie.kind, tie.tie_class)
    return {
        "tie_id": tie.tie_id,
        "label": tie.kind,
        "kind": tie.kind,
        "class": tie.tie_class,
        "source_is": tie.a_is,
        "target_is": tie.b_is,
        "from_date": tie.from_date.isoformat() if tie.from_date else None,
        "to_date": tie.to_date.isoformat() if tie.to_date else None,
        "when": when,
        "told": ", ".join(part for part in (tie_words(tie.kind), when) if part),
        "weight": float(tie.strength),
        "strength": float(tie.strength),
        "match_weight": None,
        "sources": tie.sources,
        "evidence": "; ".join(sorted(row_reference(row) for row in tie.evidence)),
        **_colour(look.colour),
        "line": look.line,
        "width": look.width,
    }


def _possible(edge_id: str, link: PossibleIdentity) -> dict[str, Value | None]:
    look = look_of_tie(POSSIBLE_IDENTITY, TieClass.INFERRED)
    return {
        "tie_id": edge_id,
        "label": POSSIBLE_IDENTITY,
        "kind": POSSIBLE_IDENTITY,
        "class": TieClass.INFERRED.value,
        "told": ": ".join(part for part in (tie_words(POSSIBLE_IDENTITY), link.reason) if part),
        "weight": float(link.probability),
        "strength": float(link.probability),
        "match_weight": float(link.match_weight),
        **_colour(look.colour),
        "line": look.line,
        "width": look.width,
    }


def _colour(colour: str) -> dict[str, Value | None]:
    red, green, blue = bytes.fromhex(colour[1:])
    return {"colour": colour, "color": colour, "r": red, "g": green, "b": blue}


def _tri_state(holds: bool, *, known: bool) -> str:  # noqa: FBT001 - the value itself, not a switch
    return "yes" if holds else "no" if known else "unknown"
