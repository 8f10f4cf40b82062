"""The network as a drawing: what stands where on the page, folded until a person can read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from mash.reports.answer import Answer
from mash.reports.folding import folded_network, folds_of, leader_of
from mash.reports.labels import Box, Label, Lettered, Segment, place_labels, place_on_line, place_on_ring
from mash.reports.layout import Layout, Point, ring_layout
from mash.reports.leading import way_in
from mash.reports.legible import legible
from mash.reports.lines import Link, bent_around, link_id, links_of, pair_of, token, years_of
from mash.reports.network import NetworkPerson
from mash.reports.words import steps
from mash.vocabulary import IdentityCertainty, PersonId, counted

LABEL_LETTERS = 18
RADII = {"child": 27.0, "flagged": 19.0, "expired": 19.0, "fold": 19.0, "unknown": 12.0, "other": 10.0}
"""Of the circle that holds each shape of ``network.svg.j2``."""
LETTERS, LETTERS_OF_CHILD = 13.0, 16.0
"""Size of the names."""
MARGIN = 12.0
BIG = 1040.0
"""Side above which the drawing takes the whole width of the page."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One person, or one fold of several, as drawn."""

    person_id: PersonId
    at: Point
    role: str
    """``child``, ``flagged``, ``expired``, ``unknown`` (flags not known), ``other`` or ``fold``: the shape."""
    label: Label | None
    says: str
    possible: bool
    lights: str
    """Ids of the marks and links on the path from the child, blank-separated."""
    folded: int = 0
    way_years: tuple[tuple[str, str], ...] = ()
    """Of a flagged person, by each link's id: the years of the tie that the path takes there; may be empty."""

    @property
    def years(self) -> str:
        """The same as one text of the page: ``link-A-B=since 2022|link-B-C=``."""
        return "|".join(f"{link}={years}" for link, years in self.way_years)


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing, the child at the origin."""

    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    rings: tuple[Ring, ...]
    frame: Box
    """What holds everything."""
    in_folds: frozenset[PersonId]
    """Those who have no mark of their own."""

    @property
    def dated(self) -> tuple[Link, ...]:
        """The links that say years, be it only while a path along them is lit."""
        lit = {link for mark in self.marks for link, years in mark.way_years if years}
        return tuple(link for link in self.links if link.years or link.link_id in lit)

    @property
    def folded(self) -> int:
        """How many these are."""
        return len(self.in_folds)

    @property
    def big(self) -> bool:
        """Whether it needs the whole width of the page to be read."""
        return max(self.frame.right - self.frame.left, self.frame.bottom - self.frame.top) > BIG


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle of those equally far, with where its words stand."""

    radius: float
    says: str
    at: Point


def network_chart(answer: Answer) -> Chart:
    """Draw the answer's network; deterministic, and every person is a mark or counted in a fold."""
    fold_of = folds_of(answer)
    network = folded_network(answer, fold_of)
    layout = ring_layout(network)
    sizes: dict[PersonId, int] = defaultdict(int)
    for fold_id in fold_of.values():
        sizes[fold_id] += 1
    paths, way_years = _paths(answer, fold_of), _way_years(answer)
    people = sorted(network.persons, key=lambda one: (one.hops, not one.flags, one.person_id))
    marks = [_mark(answer, person, layout, paths, sizes.get(person.person_id, 0)) for person in people]
    links = bent_around(links_of(answer, network, fold_of, layout), [(mark.at, RADII[mark.role]) for mark in marks])
    lettered = [_lettered(mark, person) for mark, person in zip(marks, people, strict=True)]
    lines = [Segment(*piece) for link in links for piece in pairwise(link.points)]
    labels = place_labels(lettered, lines)
    rings = tuple(
        Ring(radius, steps(hops), place_on_ring(radius, steps(hops), lettered, labels, lines))
        for hops, radius in layout.radii.items()
        if hops
    )
    named = tuple(
        replace(mark, label=label, way_years=way_years.get(mark.person_id, ()))
        for mark, label in zip(marks, labels, strict=True)
    )
    years = place_on_line([(_for_words(link), link.years) for link in links], lettered, labels)
    dated = tuple(replace(link, years_at=at) for link, at in zip(links, years, strict=True))
    return Chart(named, dated, rings, _frame(layout, labels, links), frozenset(fold_of))


def _for_words(link: Link) -> Segment:
    """Where the years of a line may stand: along it, of a curve along what is nearly straight of it."""
    points, third = link.points, len(link.points) // 3
    return Segment(points[third], points[-1 - third])


def _frame(layout: Layout, labels: Iterable[Label | None], links: Iterable[Link]) -> Box:
    reach = max(layout.radii.values(), default=0.0) + max(RADII.values())
    boxes = [Box(-reach, -reach, reach, reach), *(label.box for label in labels if label)]
    boxes += [Box(*point, *point) for link in links if link.control for point in link.points]
    return Box(
        min(box.left for box in boxes) - MARGIN,
        min(box.top for box in boxes) - MARGIN,
        max(box.right for box in boxes) + MARGIN,
        max(box.bottom for box in boxes) + MARGIN,
    )


def _lettered(mark: Mark, person: NetworkPerson) -> Lettered:
    size = LETTERS_OF_CHILD if mark.role == "child" else LETTERS
    return Lettered(mark.at, RADII[mark.role], () if mark.folded else _name_lines(person.name), size)


def _mark(answer: Answer, person: NetworkPerson, layout: Layout, paths: Mapping[PersonId, str], folded: int) -> Mark:
    role = "fold" if folded else role_of(answer, person)
    possible = person.identity is IdentityCertainty.POSSIBLE
    said = [
        counted(folded, "more person", "more people") if folded else legible(person.name),
        steps(person.hops, answer.subject),
    ]
    said.extend([_through(answer, person.via)] if folded and person.via else [])
    said.extend(sorted({f"{flag.kind}, {flag.status}" for flag in person.flags}))
    said.extend(["identity possible, not confirmed"] if possible else [])
    said.extend([] if folded or person.flags_known or person.flags else ["whether flagged is not known"])
    lights = paths.get(person.person_id, mark_id(person.person_id))
    return Mark(
        person.person_id, layout.points[person.person_id], role, None, "; ".join(said), possible, lights, folded
    )


def _through(answer: Answer, via: PersonId) -> str:
    leader = leader_of(via)
    if leader is None:
        return f"through {legible(answer.name_of(via))}"
    return f"through others around {legible(answer.name_of(leader))}"


def role_of(answer: Answer, person: NetworkPerson) -> str:
    """The shape that says how a person stands: ``Mark.role``, folds apart."""
    if person.person_id == answer.child.person_id:
        return "child"
    if person.flags:
        return "flagged" if person.flagged else "expired"
    return "other" if person.flags_known else "unknown"


def _name_lines(name: str) -> tuple[str, ...]:
    """The first name on one line and the last on the next; the whole name is in the mark's words and on its card."""
    words = legible(name).split()
    lines = [words[0], words[-1]] if len(words) > 1 else words
    return tuple(line if len(line) <= LABEL_LETTERS else f"{line[: LABEL_LETTERS - 1]}…" for line in lines)


def _paths(answer: Answer, fold_of: Mapping[PersonId, PersonId]) -> dict[PersonId, str]:
    """What to light for each mark: the path of a flagged person, else the way back through ``via``."""
    ways = {person.person_id: way_in(answer, person.person_id) for person in answer.network.persons}
    for flagged in answer.flagged:
        way = [leg.from_person for leg in flagged.path[:1]] + [leg.to_person for leg in flagged.path]
        ways[flagged.person_id] = way or [flagged.person_id]
    drawn = {one: [fold_of.get(person, person) for person in way] for one, way in sorted(ways.items())}
    return {fold_of.get(one, one): _lit(way) for one, way in drawn.items()}


def _way_years(answer: Answer) -> dict[PersonId, tuple[tuple[str, str], ...]]:
    """What stands at each line of a flagged person's path: the years of the one tie that the card tells of.

    It need not be the tie that the line is drawn for.
    """
    return {
        flagged.person_id: tuple(
            (link_id(*pair_of(leg.from_person, leg.to_person)), years_of([leg], answer.as_of)) for leg in flagged.path
        )
        for flagged in answer.flagged
    }


def _lit(way: Iterable[PersonId]) -> str:
    persons = list(way)
    links = [link_id(*pair_of(one, other)) for one, other in pairwise(persons)]
    return " ".join([*(mark_id(person) for person in persons), *links])


def mark_id(person_id: PersonId) -> str:
    """The id of a person's mark in the page."""
    return f"mark-{token(person_id)}"


def card_id(person_id: PersonId) -> str:
    """The id of a person's card in the page."""
    return f"card-{token(person_id)}"
