"""The worklist: the open cases, and below them what their numbers count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from mash.ledger import Decision
from mash.reports.listings import Column, print_table
from mash.reports.paragraph import print_paragraph
from mash.reports.words import decision_words, direction_words, flag_kinds, moment, proposed_words
from mash.vocabulary import CaseId, Colour, Direction, FlagKind

LEAST_ROW_WIDTH = 112
"""Columns below which a case takes a few lines instead of one row."""
NO_DEADLINE = "no deadline"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One open case of the worklist."""

    case_id: CaseId
    child: str
    before: Colour | None
    proposed: Colour
    due_by: dt.datetime | None
    flagged: int | None
    """Adults in reach with a current flag of ``flagged_kinds``, identity confirmed; null when nothing was searched."""
    flagged_kinds: tuple[FlagKind, ...]
    """The kinds the policy counts."""
    flagged_at_all: int | None
    """Everybody whom ``mash enquire`` lists: a flag of any kind, also expired, identity also possible."""
    title: str
    """The first reason's name in the policy."""
    why: str
    """What the first reason found, in full."""
    more_reasons: int = 0
    """How many more rules fired."""
    changed: str = ""
    """What is new or gone since a person decided; where nobody has, what changed overnight."""
    new: tuple[str, ...] = ()
    """The pieces of evidence that are new, and below those that are gone; ids, no names."""
    gone: tuple[str, ...] = ()
    at_least: Colour = Colour.UNRATED
    """What the rules alone give."""
    direction: Direction = Direction.NONE
    """Which way that goes from what a person said."""
    due: str = ""
    """What is due by ``due_by``: the stage that comes next."""
    decided_by: str = ""
    decided_at: dt.datetime | None = None
    """Of the decision that stands, if anybody decided."""
    expected_date_of_birth: dt.date | None = None
    """Of a child not yet born, or whose birth nobody has recorded."""
    awaited: str = ""
    """The same in words: ``unborn, expected 2026-03-01``."""


def print_cases(console: Console, cases: Sequence[CaseRow]) -> None:
    """The worklist, in the order given, and below it what its numbers count."""
    columns = [Column(name) for name in ("case", "child", "rating", "due", "flagged*", "why", "changed")]
    rows = [_case_cells(case) for case in cases]
    if cases and console.width < LEAST_ROW_WIDTH:
        for case, child, rating, due, flagged, why, changed in rows:
            by = due if due == NO_DEADLINE else f"due {due}"
            about = "; ".join(part for part in (f"flagged* {flagged}", changed, why) if part)
            print_paragraph(console, (case, "bold"), f": {rating}, {by}", indent=2)
            print_paragraph(console, f"{child}: {about}", indent=4)
    else:
        print_table(console, columns, rows, empty="No open case.")
    for kinds in sorted({case.flagged_kinds for case in cases}):
        footnote = (
            f"* adults in reach with a current flag as {flag_kinds(kinds)}, which the policy counts, of all whom"
            " mash enquire lists: any flag, also expired, identity also possible"
        )
        console.print()
        print_paragraph(console, footnote, indent=2)


def print_decisions(console: Console, made: Sequence[Decision]) -> None:
    """What people decided of one case, the last one first: that one stands."""
    if not made:
        print_paragraph(console, "Nobody has decided this case yet.")
    for number, decision in enumerate(reversed(made)):
        print_paragraph(console, (decision_words(decision), "bold"), "" if number else "  (stands)", indent=2)
        print_paragraph(console, f"why: {decision.rationale}", indent=4)
        print_paragraph(console, proposed_words(decision), indent=4)


def _case_cells(case: CaseRow) -> tuple[str, ...]:
    return (
        case.case_id,
        case.child + (f" ({case.awaited})" if case.awaited else ""),
        direction_words(case.before, case.proposed, case.at_least, case.direction),
        moment(case.due_by) if case.due_by else case.due or NO_DEADLINE,
        _flagged_cell(case),
        case.title + (f" (+{case.more_reasons} more)" if case.more_reasons else ""),
        case.changed,
    )


def _flagged_cell(case: CaseRow) -> str:
    if case.flagged is None:
        return "not known"
    return f"{case.flagged} of {case.flagged_at_all}" if case.flagged_at_all else "none"
