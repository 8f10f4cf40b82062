"""Whom an enquiry may be about, on a terminal: best first, each with why and with what to type next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from rich.console import Console

from mash.reports.paragraph import print_paragraph
from mash.vocabulary import PersonId

SHOWN = 10
FITS = {"same": "fits well", "possible": "may fit"}


class Candidate(Protocol):
    """What is shown of somebody who may be meant."""

    @property
    def person_id(self) -> PersonId:
        """By which they are asked about."""

    @property
    def name(self) -> str:
        """The best of their names."""

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""

    @property
    def date_of_birth(self) -> dt.date | None:
        """None when it is not known."""

    @property
    def age_years(self) -> int | None:
        """As of the run."""

    @property
    def match_weight(self) -> float:
        """Bits."""

    @property
    def outcome(self) -> str:
        """``same``, ``possible`` or ``different``."""

    @property
    def says(self) -> tuple[str, ...]:
        """What agrees and what does not."""


def print_candidates(console: Console, found: Sequence[Candidate]) -> None:
    """The first ten, numbered, and how many more there are."""
    for number, each in enumerate(found[:SHOWN], start=1):
        born = f"born {each.date_of_birth} (age {each.age_years})" if each.date_of_birth else "date of birth not known"
        fit = FITS.get(each.outcome, "only near")
        print_paragraph(console, f"{number}. ", (each.name, "bold"), f", {born}  {each.person_id}", indent=2)
        print_paragraph(
            console, (f"{fit}: ", "bold"), "; ".join(each.says), f" ({each.match_weight:+.1f} bits)", indent=5
        )
        others = [name for name in each.names if name != each.name]
        if others:
            print_paragraph(console, f"also recorded as {', '.join(others)}", indent=5)
    if len(found) > SHOWN:
        print_paragraph(console, f"and {len(found) - SHOWN} more: --json has them", indent=2)
