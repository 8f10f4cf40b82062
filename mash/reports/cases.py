"""The worklist: the open cases, and below them what their numbers count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from mash.ledger import Decision, Sharing
from mash.reports.decided import decision_words, direction_words, proposed_words, sharing_words, with_words_over
from mash.reports.listings import Column, print_table
from mash.reports.paragraph import print_paragraph
from mash.reports.words import flag_kinds, moment
from mash.vocabulary import CaseId, Colour, Direction, FlagKind

LEAST_ROW_WIDTH = 112
"""Columns below which a case takes a few lines instead of one row."""
NO_DEADLINE = "no deadline"
NO_REASON = "no rule fired"
WHOLE = frozenset({"case", "rating", "overnight", "due"})
"""Columns whose cells stand on one line where there is room."""


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
    received_at: dt.datetime | None = None
    concern: str = ""
    """The referral's code, as sent."""
    source_code: str = ""
    """Who referred, likewise."""
    worker: str = ""
    """Allocated in the child's newest episode that goes on; empty where none is on record."""
    missing: tuple[str, ...] = ()
    """Agencies without which no case is rated and whose extract was missing or stale in the run."""
    overnight: str = ""
    """How the proposal differs from the last run's, a ``ChangeKind``; empty where it does not."""
    was: Colour | None = None
    """What the last run proposed, where ``overnight`` is not empty; None for a case it did not have."""

    def late(self, at: dt.datetime) -> bool:
        """Whether what comes next was due before then."""
        return self.due_by is not None and self.due_by < at

    def due_words(self, at: dt.datetime) -> str:
        """When what comes next is due, and whether that is past, or still today."""
        if self.due_by is None:
            return self.due or NO_DEADLINE
        told = moment(self.due_by)
        if self.late(at):
            return f"{told}, LATE"
        return f"{told}, today" if self.due_by.date() == at.date() else told


def print_cases(console: Console, cases: Sequence[CaseRow], at: dt.datetime) -> None:
    """The worklist, in the order given, deadlines held against ``at``; below it what its numbers count."""
    names = ("case", "child", "rating", "due", "flagged*", "why", "changed")
    columns = [Column(name, whole=name in WHOLE) for name in names]
    rows = [_case_cells(case, at) for case in cases]
    if cases and console.width < LEAST_ROW_WIDTH:
        for case, child, rating, due, flagged, why, changed in rows:
            by = f"due {due}" if due[:1].isdigit() else due
            about = "; ".join(part for part in (f"flagged* {flagged}", changed, why) if part)
            print_paragraph(console, (case, "bold"), f": {rating}, {by}", indent=2)
            print_paragraph(console, f"{child}: {about}", indent=4)
    else:
        print_table(console, columns, rows, empty="No open case.")
    for footnote in footnotes(cases):
        console.print()
        print_paragraph(console, footnote, indent=2)


def footnotes(cases: Sequence[CaseRow]) -> list[str]:
    """What the numbers of flagged adults count, in words."""
    return [
        f"* adults in reach with a current flag as {flag_kinds(kinds)}, which the policy counts, of all whom"
        " mash enquire lists: any flag, also expired, identity also possible"
        for kinds in sorted({case.flagged_kinds for case in cases})
    ]


def print_decisions(console: Console, made: Sequence[Decision]) -> None:
    """What people decided of one case, the last one first: that one stands."""
    if not made:
        print_paragraph(console, "Nobody has decided this case yet.")
    for number, (decision, over) in enumerate(reversed(with_words_over(made))):
        print_paragraph(console, (decision_words(decision), "bold"), "" if number else "  (stands)", indent=2)
        print_paragraph(console, f"why: {decision.rationale}", indent=4)
        if over:
            print_paragraph(console, over, indent=4)
        print_paragraph(console, proposed_words(decision), indent=4)


def print_sharings(console: Console, made: Sequence[Sharing]) -> None:
    """What people decided to share of one case, or not to, the last one first."""
    if not made:
        print_paragraph(console, "Nobody has decided to share anything of this case, or not to.")
    for each in reversed(made):
        print_paragraph(console, (sharing_words(each), "bold"), indent=2)
        if each.reason:
            print_paragraph(console, f"why: {each.reason}", indent=4)


def _case_cells(case: CaseRow, at: dt.datetime) -> tuple[str, ...]:
    return (
        case.case_id,
        child_words(case),
        rating_words(case),
        case.due_words(at),
        flagged_words(case),
        reason_words(case),
        case.changed,
    )


def child_words(case: CaseRow) -> str:
    """The child's name, and that it is not yet born."""
    return case.child + (f" ({case.awaited})" if case.awaited else "")


def rating_words(case: CaseRow) -> str:
    """``GREEN -> RED, up``."""
    return direction_words(case.before, case.proposed, case.at_least, case.direction)


def proposed_beside(case: CaseRow) -> str:
    """What a page says beside the colour proposed, that from before having a column of its own."""
    stands = "stands" if case.before is case.proposed else ""
    if case.direction is Direction.DOWN:
        return f"{stands or 'proposed'}; lower is proposed: {case.at_least.name}"
    least = f"at least {case.at_least.name}" if case.at_least is not case.proposed else ""
    up = case.direction.value if case.direction is not Direction.NONE else ""
    return ", ".join(part for part in (stands, up, least) if part)


def reason_words(case: CaseRow) -> str:
    """The first reason, and how many more there are."""
    return (case.title or NO_REASON) + (f" (+{case.more_reasons} more)" if case.more_reasons else "")


def flagged_words(case: CaseRow) -> str:
    """``16 of 19``: of whom the policy counts, of everybody listed."""
    if case.flagged is None:
        return "not known"
    return f"{case.flagged} of {case.flagged_at_all}" if case.flagged_at_all else "none"
