"""What is stated outright: relationships by word and grade, parts in one occurrence, shared numbers and vehicles."""

from __future__ import annotations

from collections.abc import Iterator

from mash.evaluation.sent.rows import Detail, Named, Part, Rows
from mash.evaluation.sent.said import Said, said

MEANS: dict[str, tuple[str, str, float]] = {
    "mother": ("parent", "child", 0.95),
    "father": ("parent", "child", 0.95),
    "parent": ("parent", "child", 0.95),
    "step-parent": ("parent", "step-child", 0.9),
    "child": ("parent", "parent", 0.95),
    "step-child": ("parent", "step-parent", 0.9),
    "sibling": ("sibling", "sibling", 0.95),
    "half-sibling": ("sibling", "half-sibling", 0.95),
    "partner": ("partner", "partner", 0.9),
    "ex-partner": ("ex-partner", "ex-partner", 0.9),
    "grandparent": ("relative", "grandchild", 0.9),
    "grandchild": ("relative", "grandparent", 0.9),
    "aunt or uncle": ("relative", "niece or nephew", 0.9),
    "niece or nephew": ("relative", "aunt or uncle", 0.9),
    "cousin": ("relative", "cousin", 0.9),
    "family": ("relative", "relative", 0.85),
    "carer": ("carer", "cared for", 0.9),
    "cared for": ("carer", "carer", 0.9),
    "cohabitant": ("household", "cohabitant", 0.85),
    "friend": ("friend", "friend", 0.6),
    "co-defendant": ("co-defendant", "co-defendant", 0.85),
}
"""Word (the second is … of the first): kind, what the first is then, belief."""
LISTS = {
    "nominal_links": "police associate",
    "personal_contacts": "probation contact",
    "contacts": "school contact",
}
"""What a word without a meaning of its own comes to, by the list it stands in; a friend in any other."""
HOW_COME_BY = {
    "relationships": (1.0, 1.0),
    "related_persons": (1.0, 0.95),
    "contacts": (0.95, 0.95),
    "personal_contacts": (0.9, 0.9),
    "nominal_links": (0.9, 0.9),
}
"""How far a list is believed on parents, and on anybody else, where a row has no grade; any other list 0.9."""
SOURCES = {"1": 1.0, "2": 0.9, "3": 0.5}
ASSESSMENTS = {"A": 1.0, "B": 1.0, "C": 0.8, "D": 0.6, "E": 0.1}
TOGETHER = 0.85
STANDERS_BY = {"witness", "informant"}
VICTIMS = {"victim", "subject child"}
SHARED = {"phone": ("shared contact detail", 0.4), "email": ("shared contact detail", 0.4)}
VEHICLE = ("shared vehicle", 0.5)


def relationships(rows: Rows, person: str) -> Iterator[Said]:
    """What agencies say the person and another are to each other; twice where it says they live together."""
    for named in rows.named.get(person, ()):
        yield from _relationship(named)


def _relationship(named: Named) -> Iterator[Said]:
    alike = "associate" if named.word == "associate" else "contact"
    kind, first, belief = MEANS.get(named.word, (LISTS.get(named.row.dataset, "friend"), alike, 0.6))
    second = "contact" if named.word == "other" else "relative" if named.word == "family" else named.word
    belief *= _source(named, is_parent=kind == "parent")
    ends = (named.a, named.record_a, first), (named.b, named.record_b, second)
    yield said(*ends, (kind, "asserted", belief), named.row, (named.since, named.until, named.known))
    if named.together and kind != "household":
        ends = (named.a, named.record_a, "cohabitant"), (named.b, named.record_b, "cohabitant")
        what = ("household", "asserted", min(belief, TOGETHER))
        yield said(*ends, what, named.row, (named.since, named.until, named.known))


def _source(named: Named, *, is_parent: bool) -> float:
    """By the grade, or without one by how the list is come by."""
    if named.grade or named.assessment:
        return SOURCES.get(named.grade or "", 1.0) * ASSESSMENTS.get(named.assessment or "", 1.0)
    of_parents, of_others = HOW_COME_BY.get(named.row.dataset, (0.9, 0.9))
    return of_parents if is_parent else of_others


def involvements(rows: Rows, person: str) -> Iterator[Said]:
    """Everyone in an occurrence with the person, by the part each had; a crowd of them joins nobody."""
    for event in dict.fromkeys(part.event for part in rows.parts.get(person, ())):
        parts = rows.events[event]
        if len({part.person for part in parts}) > rows.numbers["occurrence_cap"]:
            continue
        for own in parts:
            for other in parts:
                if own.person == person != other.person:
                    yield from _involved(own, other)


def _involved(own: Part, other: Part) -> Iterator[Said]:
    """The row of either."""
    kind, strength = _parts(own.role, other.role)
    for row, records in ((own.row, (own.record, None)), (other.row, (None, other.record))):
        ends = (own.person, records[0], own.role), (other.person, records[1], other.role)
        yield said(*ends, (kind, "derived", strength), row, (own.on, own.on))


def _parts(one: str, other: str) -> tuple[str, float]:
    suspects = [one, other].count("suspect")
    if suspects == 2:  # noqa: PLR2004 - both
        return "co-defendant", 0.8
    if suspects == 1 and {one, other} & VICTIMS:
        return "suspect-victim", 0.75
    return "involved together", 0.3 if {one, other} & STANDERS_BY else 0.6


def shared_details(rows: Rows, person: str) -> Iterator[Said]:
    """Whoever gives the same number or address, or has the same vehicle; one that many have joins nobody."""
    for own in rows.details.get(person, ()):
        holders = rows.holders[own.context]
        if len({each.person for each in holders}) > rows.numbers["contact_cap"]:
            continue
        for other in holders:
            if other.person != person:
                yield from _shared(own, other)


def _shared(own: Detail, other: Detail) -> Iterator[Said]:
    kind, strength = SHARED.get(own.context.split(":")[0], VEHICLE)
    for row, records in ((own.row, (own.record, None)), (other.row, (None, other.record))):
        ends = (own.person, records[0], "user of it"), (other.person, records[1], "user of it")
        yield said(*ends, (kind, "inferred", strength), row)
