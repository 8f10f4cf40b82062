"""The worklist as one frozen value: the open cases of a run, those somebody wants, and what to know of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rich.console import Console

from mash.named import in_words
from mash.reports.cases import CaseRow, print_cases
from mash.reports.legible import legible
from mash.reports.paragraph import print_paragraph
from mash.reports.words import REFERRERS
from mash.vocabulary import Colour, RunId


@dataclass(frozen=True, slots=True)
class Worklist:
    """Open cases of the run in use, their deadlines held against one moment."""

    hub: str
    run: RunId
    as_of: dt.date
    """The day of the run."""
    at: dt.datetime
    """The moment that tells what is late and what is due today."""
    cases: tuple[CaseRow, ...]
    notes: tuple[str, ...] = ()
    """What to know before it is relied on: that the run is old, or what it was built from."""
    of: int = 0
    """How many are open, of which ``cases`` are those asked for."""
    only: str = ""
    """What was asked for, in words; empty for all of them."""


@dataclass(frozen=True, slots=True)
class Only:
    """Which cases are wanted; all that is given must hold."""

    colours: tuple[Colour, ...] = ()
    """Of the proposal."""
    due_within: dt.timedelta | None = None
    """From the worklist's moment; what is late already is kept too."""
    late: bool = False
    changed: bool = False
    """New or changed overnight, or with evidence that came since a person decided."""
    unrated: bool = False
    """Unrated, or rated on a source that was missing or stale."""
    source: str | None = None
    """Who referred: a code, or part of its words."""
    worker: str | None = None
    """Part of the allocated worker's name."""

    @property
    def says(self) -> str:
        """In words; empty when nothing is left out."""
        told = [
            " or ".join(colour.name for colour in self.colours),
            f"late or due within {_span(self.due_within)}" if self.due_within is not None else "",
            "late" if self.late else "",
            "changed" if self.changed else "",
            "unrated, or a source missing or stale" if self.unrated else "",
            f"referred by {self.source}" if self.source else "",
            f"worker {self.worker}" if self.worker else "",
        ]
        return "; ".join(part for part in told if part)

    def keeps(self, case: CaseRow, at: dt.datetime) -> bool:
        """Whether the case is wanted."""
        within = case.due_by is not None and self.due_within is not None and case.due_by <= at + self.due_within
        return (
            (not self.colours or case.proposed in self.colours)
            and (self.due_within is None or within)
            and (not self.late or case.late(at))
            and (not self.changed or bool(case.changed or case.overnight))
            and (not self.unrated or case.proposed is Colour.UNRATED or bool(case.missing))
            and (not self.source or _referred_by(case.source_code, self.source))
            and (not self.worker or self.worker.casefold() in case.worker.casefold())
        )


def narrowed(worklist: Worklist, only: Only) -> Worklist:
    """The cases that are wanted, in the order they stand in."""
    kept = tuple(case for case in worklist.cases if only.keeps(case, worklist.at))
    return replace(worklist, cases=kept, only=only.says)


def soonest_first(worklist: Worklist) -> Worklist:
    """By deadline, those without one last; the worse first of those due together."""
    cases = sorted(worklist.cases, key=lambda case: (case.due_by is None, str(case.due_by), -case.at_least))
    return replace(worklist, cases=tuple(cases))


def summary(worklist: Worklist) -> str:
    """``16 open cases: 1 RED, 2 AMBER, 13 GREEN; 3 late, 2 due later today``."""
    cases, lead = worklist.cases, how_many(worklist)
    colours = ", ".join(f"{count} {colour.name}" for colour, count in by_colour(cases))
    late = sum(case.late(worklist.at) for case in cases)
    dues = ", ".join((f"{late} late", f"{len(due_today(worklist))} due later today"))
    return f"{lead}: {colours}; {dues}" if cases else lead


def how_many(worklist: Worklist) -> str:
    """``16 open cases``; ``3 of 16 open cases, only late``."""
    shown = len(worklist.cases)
    return f"{shown} of {_cases(worklist.of)}, only {worklist.only}" if worklist.only else _cases(shown)


def due_today(worklist: Worklist) -> list[CaseRow]:
    """What falls due on the moment's day and is not late yet."""
    at = worklist.at
    return [case for case in worklist.cases if case.due_by and case.due_by >= at and case.due_by.date() == at.date()]


def by_colour(cases: Iterable[CaseRow]) -> list[tuple[Colour, int]]:
    """How many of each colour proposed, the worst first and the unrated last; colours that none has left out."""
    counted = Counter(case.proposed for case in cases)
    return [(colour, counted[colour]) for colour in sorted(Colour, reverse=True) if counted[colour]]


def print_worklist(console: Console, worklist: Worklist) -> None:
    """What to know first, how many there are, and the cases."""
    for note in worklist.notes:
        print_paragraph(console, ("Note: ", "bold"), in_words(note))
    if worklist.of:
        print_paragraph(console, (summary(worklist), "bold"), f" (run of {worklist.as_of}).")
    if worklist.cases or not worklist.of:
        print_cases(console, worklist.cases, worklist.at)
    else:
        print_paragraph(console, "None of them fits. Try: mash cases, which lists them all", indent=2)


def known_workers(cases: Sequence[CaseRow]) -> list[str]:
    """Whoever is allocated to any of them."""
    return sorted({legible(case.worker) for case in cases if case.worker})


def _referred_by(code: str, wanted: str) -> bool:
    words = REFERRERS.get(code, "")
    return code.casefold() == wanted.casefold() or (len(wanted) > 2 and wanted.casefold() in words.casefold())  # noqa: PLR2004 - shorter is a code


def _cases(count: int) -> str:
    return f"{count} open {'case' if count == 1 else 'cases'}"


def _span(span: dt.timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    number, unit = (hours // 24, "day") if hours % 24 == 0 and hours else (hours, "hour")
    return f"{number} {unit}{'' if number == 1 else 's'}"
