"""What a proposal stands on, piece by piece, so that a person is shown what is new and nothing twice.

A piece is told by what it says and of whom, not by where it was sent: the same rows delivered again, or numbered anew,
are the same pieces. Persons who were merged since are followed to whom they are now; when a person is split the adult
is another one, and that is a new piece.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from mash.associations import POSSIBLE_IDENTITY
from mash.rating.facts import CaseFacts
from mash.rating.propose import LOWERING
from mash.vocabulary import Evidence, Exposure, Flag, IdentityCertainty, Leg, PersonId, Piece, Proposal

RULE, FLAGGED, TIE, RECORD, MISSING = "rule", "flagged adult", "tie", "record", "missing source"
KINDS = (RULE, FLAGGED, TIE, RECORD, MISSING)
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new and what is gone against something seen before."""

    new: tuple[Piece, ...] = ()
    gone: tuple[Piece, ...] = ()

    @property
    def says(self) -> str:
        """``new: 1 flagged adult, 2 ties; gone: 1 record``; empty when nothing is."""
        told = {"new": counted(self.new), "gone": counted(self.gone)}
        return "; ".join(f"{which}: {pieces}" for which, pieces in told.items() if pieces)


def pieces_of(facts: CaseFacts, proposal: Proposal) -> tuple[Piece, ...]:
    """Every piece the proposal stands on, and every adult flagged as of now in confirmed reach, in a fixed order.

    A flag that has expired, and what only a possible identity leads to, drive nothing and are no pieces.
    """
    near = [each for each in facts.around.exposures if each.identity == IdentityCertainty.CONFIRMED and _current(each)]
    adults = {each.person_id for each in near}
    ways = [*(each.path for each in near), *(way for person, way in facts.around.routes if person in adults)]
    legs = [leg for way in ways for leg in way]
    rows = {row for reason in proposal.reasons for row in reason.evidence}
    if rows:
        rows.difference_update(row for leg in legs for row in leg.evidence)
        rows.difference_update(flag.evidence for each in near for flag in each.flags)
    found = {
        *(Piece(RULE, reason.rule) for reason in proposal.reasons if reason.rule != LOWERING),
        *(Piece(FLAGGED, _flag_says(flag), each.person_id) for each in near for flag in _current(each)),
        *(_tie(leg) for leg in legs if leg.kind != POSSIBLE_IDENTITY),
        *(Piece(RECORD, _row_says(row)) for row in rows),
        *(Piece(MISSING, agency) for agency in proposal.missing_agencies),
    }
    return in_order(found)


def news(before: Iterable[Piece], now: Iterable[Piece], merged: Mapping[PersonId, PersonId]) -> News:
    """What of ``now`` was not among ``before``, and the other way; ``merged`` says who the old ids are by now."""
    old, new = {follow(piece, merged) for piece in before}, set(now)
    return News(in_order(new - old), in_order(old - new))


def follow(piece: Piece, merged: Mapping[PersonId, PersonId]) -> Piece:
    """The piece with the ids its persons go by now."""
    now = sorted(merged.get(person, person) for person in (piece.person_a, piece.person_b) if person)
    first, second = (*now, None, None)[:2]
    return replace(piece, person_a=first, person_b=second)


def piece_told(told: str) -> Piece:
    """The piece of which ``Piece.told`` says this."""
    about, _, says = told.partition(": ")
    kind = next(each for each in KINDS if about == each or about.startswith(f"{each} "))
    first, second = (*map(PersonId, about.removeprefix(kind).split()), None, None)[:2]
    return Piece(kind, says, first, second)


def counted(pieces: Iterable[Piece]) -> str:
    """How many of each kind: ``1 flagged adult, 2 ties``."""
    found = Counter(piece.kind for piece in pieces)
    return ", ".join(f"{found[kind]} {kind}{'' if found[kind] == 1 else 's'}" for kind in KINDS if found[kind])


def in_order(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces, each once, by kind and then by what they say."""
    return tuple(
        sorted(
            set(pieces),
            key=lambda piece: (KINDS.index(piece.kind), piece.says, piece.person_a or "", piece.person_b or ""),
        )
    )


def _current(exposure: Exposure) -> list[Flag]:
    return [flag for flag in exposure.flags if flag.status == "current"]


def _flag_says(flag: Flag) -> str:
    """The end is left out: a registration that is prolonged is no other."""
    about = " ".join(part for part in (flag.scheme, flag.category, flag.level) if part)
    since = f" since {flag.valid_from}" if flag.valid_from else ""
    return f"{flag.kind.value} ({flag.evidence.agency} {about}{since})"


def _tie(leg: Leg) -> Piece:
    """The dates and strength are left out: a tie that goes on, or gains another source, is no other."""
    first, second = sorted((leg.from_person, leg.to_person))
    return Piece(TIE, leg.kind, first, second)


def _row_says(row: Evidence) -> str:
    on = f" {row.from_date}" if row.from_date else ""
    return f"{row.agency} {row.dataset}{on}: {row.says}"
