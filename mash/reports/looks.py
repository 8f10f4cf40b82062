"""How a person and a tie look in other tools' drawings: as on the page, and never told apart by colour alone.

The names of shapes are those of igraph; every format has its own for them.
"""

from __future__ import annotations

from dataclasses import dataclass

from mash.reports.answer import Answer
from mash.reports.chart import role_of
from mash.reports.lines import style_of
from mash.reports.network import NetworkPerson
from mash.vocabulary import TieClass

POSSIBLE_IDENTITY = "possible identity"


@dataclass(frozen=True, slots=True)
class PersonLook:
    """One person's mark."""

    role: str
    """``child``, ``flagged``, ``expired``, ``unknown`` or ``other``."""
    shape: str
    """``circle``, ``triangle`` or ``rectangle``."""
    colour: str
    """``#rrggbb``; ``edge`` the same, of its outline."""
    edge: str
    size: float
    """Across, in the layout's units."""


@dataclass(frozen=True, slots=True)
class TieLook:
    """One tie's line."""

    colour: str
    line: str
    """``solid``, ``dashed`` or ``dotted``."""
    width: float


LOOKS = {
    look.role: look
    for look in (
        PersonLook("child", "circle", "#1d5a9a", "#0b2c4d", 42.0),
        PersonLook("flagged", "triangle", "#b5161b", "#5c0a0d", 38.0),
        PersonLook("expired", "triangle", "#f4d3d4", "#b5161b", 30.0),
        PersonLook("unknown", "rectangle", "#ffffff", "#505a5f", 20.0),
        PersonLook("other", "circle", "#dfe3e5", "#505a5f", 20.0),
    )
}
ROLES = {"flagged": "flagged", "expired": "flag no longer current", "unknown": "flags not known", "other": "other"}

TIE_LOOKS = {
    "household": TieLook("#0b0c0c", "solid", 4.0),
    "family": TieLook("#0b0c0c", "solid", 1.5),
    "couple": TieLook("#6f2c91", "solid", 2.5),
    "police": TieLook("#1d5a9a", "dashed", 2.0),
    "other": TieLook("#6f777b", "solid", 1.5),
    "possible": TieLook("#b5161b", "dashed", 2.0),
}


def look_of_person(answer: Answer, person: NetworkPerson) -> PersonLook:
    """The mark of a person of the answer's network."""
    return LOOKS[role_of(answer, person)]


def role_words(role: str, subject: str) -> str:
    """What a role is called: the person asked about is ``the child``, or what else the answer calls them."""
    return ROLES.get(role, subject)


def look_of_tie(kind: str, tie_class: str) -> TieLook:
    """The line of a tie; dotted where it is only inferred."""
    if kind == POSSIBLE_IDENTITY:
        return TIE_LOOKS["possible"]
    look = TIE_LOOKS[style_of(kind)]
    return TieLook(look.colour, "dotted", look.width) if tie_class == TieClass.INFERRED else look
