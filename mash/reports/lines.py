"""The lines of the drawing: all ties of one pair as one, styled by kind, with their years where there is room."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mash.reports.answer import Answer
from mash.reports.curves import Disc, bend, height_of, meets, pieces
from mash.reports.layout import Layout, Point
from mash.reports.legible import legible
from mash.reports.network import Network, NetworkTie
from mash.reports.words import tie_told, tie_when
from mash.vocabulary import Leg, PersonId, TieClass, TieKind

FAMILY = {TieKind.PARENT, TieKind.SIBLING, TieKind.CARER, TieKind.RELATIVE}
COUPLE = {TieKind.PARTNER, TieKind.EX_PARTNER}
POLICE = {
    TieKind.CO_DEFENDANT,
    TieKind.SUSPECT_VICTIM,
    TieKind.INVOLVED_TOGETHER,
    TieKind.POLICE_ASSOCIATE,
    TieKind.PROBATION_CONTACT,
}
STYLES = {
    "household": "one household",
    "family": "family",
    "couple": "partners or former partners",
    "police": "through police or probation",
    "other": "other tie",
    "possible": "may be the same person",
}
"""The styles of a line in order of precedence, with the words of the legend."""
FAR_ROUND = 0.5
"""Of its length, how high over its middle a tie may be bent."""


@dataclass(frozen=True, slots=True)
class Link:
    """All ties of one pair as one line."""

    link_id: str
    start: Point
    end: Point
    style: str
    """A key of ``STYLES``."""
    inferred: bool
    ended: bool
    """Whether every tie that gives the line its style is over."""
    together: bool
    """Whether the two live in one household, as far as no end is recorded."""
    says: str
    years: str = ""
    """``2022-2023``, ``since 2024``; empty where no tie of its style is dated."""
    years_at: Point | None = None
    """Where they stand without hiding a name; null where there is no room, or nothing to say."""
    control: Point | None = None
    """Of a line that is bent around whom it would cross; null of a straight one."""

    @property
    def points(self) -> list[Point]:
        """Along it, from end to end."""
        return pieces(self.start, self.control, self.end)


def links_of(answer: Answer, network: Network, fold_of: Mapping[PersonId, PersonId], layout: Layout) -> list[Link]:
    """The lines between those drawn, and between two of them who may be one; in one order whatever the input's."""
    between: dict[tuple[PersonId, PersonId], list[NetworkTie]] = defaultdict(list)
    for tie in network.ties:
        if tie.person_a in layout.points and tie.person_b in layout.points:
            between[pair_of(tie.person_a, tie.person_b)].append(tie)
    folds = set(fold_of.values())
    drawn = [_link(pair, ties, layout, folds, answer.as_of) for pair, ties in sorted(between.items())]
    return [*drawn, *_possible(answer, fold_of, layout)]


def _link(
    pair: tuple[PersonId, PersonId], ties: list[NetworkTie], layout: Layout, folds: set[PersonId], as_of: dt.date
) -> Link:
    style = min((style_of(tie.kind) for tie in ties), key=tuple(STYLES).index)
    shown = [tie for tie in ties if style_of(tie.kind) == style]
    folded = bool(folds & set(pair))
    return Link(
        link_id(*pair),
        layout.points[pair[0]],
        layout.points[pair[1]],
        style,
        inferred=all(tie.tie_class == TieClass.INFERRED for tie in ties),
        ended=all(_over(tie, as_of) for tie in shown),
        together=not folded and any(lives_together(tie, as_of) for tie in ties),
        says="; ".join(sorted({tie_told(tie) for tie in ties})),
        years="" if folded else years_of(shown, as_of),
    )


def _possible(answer: Answer, fold_of: Mapping[PersonId, PersonId], layout: Layout) -> Iterator[Link]:
    for link in answer.network.possible:
        pair = pair_of(link.person_a, link.person_b)
        if all(one in layout.points for one in pair) and not fold_of.keys() & set(pair):
            yield Link(
                f"possible-{link_id(*pair)}",
                layout.points[pair[0]],
                layout.points[pair[1]],
                "possible",
                inferred=True,
                ended=False,
                together=False,
                says=f"{STYLES['possible']}, {link.match_weight:.1f} bits: {legible(link.reason)}",
            )


def bent_around(links: Sequence[Link], marks: Sequence[Disc]) -> list[Link]:
    """The lines, bent where they would pass through anybody; those of possible identities also off any other line."""
    made = [link if link.style == "possible" else _past(link, _others(link, marks)) for link in links]
    heights: dict[tuple[Point, Point], list[float]] = defaultdict(list)
    for link in made:
        if link.style != "possible":
            heights[link.start, link.end].append(height_of(link.start, link.control, link.end))
    return [_off(link, _others(link, marks), heights) if link.style == "possible" else link for link in made]


def _off(link: Link, others: Sequence[Disc], heights: Mapping[tuple[Point, Point], Sequence[float]]) -> Link:
    """A line of two who may be one, clear of everybody and of the lines between the same two."""
    beside = heights.get((link.start, link.end), ())
    return replace(link, control=bend(link.start, link.end, others, beside=beside))


def _others(link: Link, marks: Sequence[Disc]) -> list[Disc]:
    """All but those at its ends."""
    return [mark for mark in marks if mark[0] not in {link.start, link.end}]


def _past(link: Link, others: Sequence[Disc]) -> Link:
    """A tie bent past whoever it would run through; straight where that takes it too far round to follow."""
    if not meets(link.start, link.end, others):
        return link
    control = bend(link.start, link.end, others)
    far = abs(height_of(link.start, control, link.end)) > FAR_ROUND * math.dist(link.start, link.end)
    return link if far else replace(link, control=control)


def middle_of(link: Link) -> Point:
    """Half way along a line."""
    points = link.points
    if link.control:
        return points[len(points) // 2]
    return Point((link.start.x + link.end.x) / 2, (link.start.y + link.end.y) / 2)


def style_of(kind: str) -> str:
    """The style of a kind of tie."""
    if kind == TieKind.HOUSEHOLD:
        return "household"
    return "family" if kind in FAMILY else "couple" if kind in COUPLE else "police" if kind in POLICE else "other"


def lives_together(tie: NetworkTie, as_of: dt.date) -> bool:
    """Whether a tie is of one household that began by then, with no end recorded."""
    return tie.kind == TieKind.HOUSEHOLD and tie.from_date is not None and not _over(tie, as_of)


def years_of(ties: Iterable[Leg | NetworkTie], as_of: dt.date) -> str:
    """From which year to which, in few letters; only of ties whose dates are their own."""
    dated = [tie for tie in ties if (said := tie_when(tie)) and not said.startswith(("recorded", "dates"))]
    if not dated:
        return ""
    starts = [tie.from_date.year for tie in dated if tie.from_date]
    ends = [tie.to_date.year for tie in dated if tie.to_date and _over(tie, as_of)]
    first, last = min(starts, default=None), max(ends, default=None)
    if len(ends) < len(dated):
        return f"since {first}" if first else ""
    if first is None or first == last:
        return f"until {last}" if first is None else str(first)
    return f"{first}-{last}"


def _over(tie: Leg | NetworkTie, as_of: dt.date) -> bool:
    return tie.to_date is not None and tie.to_date < as_of


def link_id(person_a: PersonId, person_b: PersonId) -> str:
    """The id of a pair's line in the page."""
    return f"link-{token(person_a)}-{token(person_b)}"


def token(person_id: PersonId) -> str:
    """A person id as part of an id in the page, one to one."""
    return "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}_" for char in person_id)


def pair_of(one: PersonId, other: PersonId) -> tuple[PersonId, PersonId]:
    """The two in order."""
    return (one, other) if one <= other else (other, one)
