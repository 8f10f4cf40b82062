"""The morning's digest: what a meeting has to know of a night and of the day before it, on one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from mash.access import Asked
from mash.named import in_words
from mash.reports.cases import LEAST_ROW_WIDTH, WHOLE, CaseRow, child_words, rating_words, reason_words
from mash.reports.listings import Column, print_table
from mash.reports.paragraph import print_paragraph
from mash.reports.upkeep import QUEUES
from mash.reports.words import colour_word, moment
from mash.reports.worklist import Worklist, due_today, summary
from mash.vocabulary import CaseId, Colour, RunId

ON_A_PAGE = 17
"""Rows that one side of A4 has room for beside headings and the night's health."""
FRESH = "none; every case is rated on fresh sources."
LEAST_SHOWN = 2
"""Rows a part may show however much the others have."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What a night is the first to hold of a case that was open before."""

    case_id: CaseId
    told: tuple[str, ...]
    """Flagged adults, rules and sources, in words."""
    besides: int = 0
    """Ties and records that are new too."""


@dataclass(frozen=True, slots=True)
class Night:
    """How the last night went, in words; the lists are empty when all is well."""

    run: RunId
    as_of: dt.date
    published_at: dt.datetime
    seconds: float
    wrong: tuple[str, ...] = ()
    """What is not as it should be: sources, deliveries, a run held back, the disk."""
    accepted: str = ""
    """Why a person published a run that lay beyond its bounds."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One morning."""

    worklist: Worklist
    up: tuple[CaseRow, ...]
    """What last night proposes higher than the night before, unrated cases that have a colour again among it."""
    down: tuple[CaseRow, ...]
    first: tuple[CaseRow, ...]
    """Cases that the night before did not have."""
    due_today: tuple[CaseRow, ...]
    late: tuple[CaseRow, ...]
    unrated: tuple[CaseRow, ...]
    """Without a colour, or rated on a source that was missing or stale."""
    alerts: tuple[Alert, ...]
    closed: tuple[CaseId, ...]
    queues: Mapping[str, int | None]
    night: Night
    asked: Asked


@dataclass(frozen=True, slots=True)
class Part:
    """One list of the digest: the rows there is room for, and how many there are."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    of: int
    see: str
    """The command that lists them all."""
    none: str

    @property
    def more(self) -> str:
        """``3 more: mash cases --late``; empty when all are shown."""
        return f"{self.of - len(self.rows):,} more: {self.see}" if self.of > len(self.rows) else ""


def digest_of(worklist: Worklist, **beside: Any) -> Digest:  # noqa: ANN401 - the other fields
    """The digest of a worklist: each case in every list it belongs to."""
    cases, at = worklist.cases, worklist.at
    return Digest(
        worklist=worklist,
        up=tuple(case for case in cases if case.was is not None and case.overnight.startswith("new ") and _up(case)),
        down=tuple(case for case in cases if case.overnight == "lowered"),
        first=tuple(case for case in cases if case.overnight and case.was is None),
        due_today=tuple(sorted(due_today(worklist), key=_when)),
        late=tuple(sorted((case for case in cases if case.late(at)), key=lambda case: (-_worst(case), *_when(case)))),
        unrated=tuple(case for case in cases if case.proposed is Colour.UNRATED or case.missing),
        **beside,
    )


def parts(digest: Digest, *, most: int = ON_A_PAGE) -> list[Part]:
    """The lists in the order they are told; together they show ``most`` rows, or a few more."""
    at = digest.worklist.at
    children = {case.case_id: child_words(case) for case in digest.worklist.cases}
    about = ("case", "child", "rating", "due", "why")
    told: list[tuple[str, tuple[str, ...], list[tuple[str, ...]], str, str]] = [
        (
            "Went up overnight",
            ("case", "child", "overnight", "due", "why"),
            [_moved(case, at) for case in digest.up],
            "mash cases --changed",
            "nothing.",
        ),
        (
            "Went down overnight",
            ("case", "child", "overnight", "due", "why"),
            [_moved(case, at) for case in digest.down],
            "mash cases --changed",
            "nothing.",
        ),
        ("New cases", about, [_row(case, at) for case in digest.first], "mash cases --changed", "none."),
        (
            "Due later today",
            about,
            [_row(case, at) for case in digest.due_today],
            "mash cases --due-within 1d",
            "nothing.",
        ),
        ("Late", about, [_row(case, at) for case in digest.late], "mash cases --late", "nothing."),
        (
            "Unrated, or on a missing or stale source",
            ("case", "child", "rating", "because"),
            [(case.case_id, child_words(case), rating_words(case), _because(case)) for case in digest.unrated],
            "mash cases --unrated",
            "none that night; what is old by now is said above." if digest.worklist.notes else FRESH,
        ),
        (
            "New evidence in cases already open",
            ("case", "child", "new"),
            [(alert.case_id, children.get(alert.case_id, ""), _alert_words(alert)) for alert in digest.alerts],
            "mash enquire CASE",
            "none.",
        ),
    ]
    room = shared_out([len(rows) for _, _, rows, _, _ in told], most)
    return [
        Part(name, columns, tuple(rows[:shown]), len(rows), see, none)
        for (name, columns, rows, see, none), shown in zip(told, room, strict=True)
    ]


def shared_out(wanted: Sequence[int], room: int) -> list[int]:
    """How many rows each list shows: a few each, and what is left one by one to those that want more, in turn."""
    shown = [min(count, LEAST_SHOWN) for count in wanted]
    while sum(shown) < room and shown != list(wanted):
        for place, count in enumerate(wanted):
            if shown[place] < count and sum(shown) < room:
                shown[place] += 1
    return shown


def print_digest(console: Console, digest: Digest, *, most: int = ON_A_PAGE) -> None:
    """The digest on a terminal."""
    worklist, night = digest.worklist, digest.night
    print_paragraph(console, (f"{worklist.hub}: {moment(worklist.at)}", "bold"))
    for note in worklist.notes:
        print_paragraph(console, ("Note: ", "bold"), in_words(note))
    print_paragraph(console, f"{summary(worklist)}{closed_words(digest)}.")
    for part in parts(digest, most=most):
        if not part.rows:
            print_paragraph(console, (part.name, "bold"), f": {part.none}")
            continue
        print_paragraph(console, (f"{part.name} ({part.of})", "bold"))
        _print_rows(console, part)
        if part.more:
            print_paragraph(console, part.more, indent=2)
    print_paragraph(console, ("The night", "bold"), f": {night_words(night)}")
    for wrong in night.wrong:
        print_paragraph(console, f"Wrong: {wrong}", indent=2)
    print_paragraph(console, ("Waiting for a person", "bold"), f": {queue_words(digest.queues)}")


def _print_rows(console: Console, part: Part) -> None:
    if console.width >= LEAST_ROW_WIDTH:
        print_table(console, [Column(name, whole=name in WHOLE) for name in part.columns], part.rows)
        return
    for case, child, *told in part.rows:
        print_paragraph(console, (case, "bold"), f" {child}: {'; '.join(told)}", indent=2)


def closed_words(digest: Digest) -> str:
    """``; 2 closed overnight``."""
    return f"; {len(digest.closed)} closed overnight" if digest.closed else ""


def night_words(night: Night) -> str:
    """The run, when it was published, and whether all is well."""
    accepted = f" Accepted beyond its bounds: {night.accepted}." if night.accepted else ""
    well = "" if night.wrong else " All is well."
    published = f"published {moment(night.published_at)} after {night.seconds:,.0f} s"
    return f"run {night.run} of {night.as_of}, {published}.{accepted}{well}"


def queue_words(queues: Mapping[str, int | None]) -> str:
    """``9 possible links that nobody has judged (mash review); …``."""
    told = [(queues[name], words, see) for name, (words, see) in QUEUES.items()]
    return "; ".join(
        f"{'-' if count is None else f'{count:,}'} {words}{f' ({see})' if count else ''}" for count, words, see in told
    )


def _up(case: CaseRow) -> bool:
    return case.was is not None and case.proposed > case.was


def _worst(case: CaseRow) -> Colour:
    return max(case.at_least, case.proposed)


def _when(case: CaseRow) -> tuple[bool, str]:
    return case.due_by is None, str(case.due_by)


def _row(case: CaseRow, at: dt.datetime) -> tuple[str, ...]:
    return case.case_id, child_words(case), rating_words(case), case.due_words(at), reason_words(case)


def _moved(case: CaseRow, at: dt.datetime) -> tuple[str, ...]:
    now = case.at_least if case.overnight == "lowered" and case.proposed is not Colour.UNRATED else case.proposed
    moved = f"{colour_word(case.was)} -> {now.name}"
    return case.case_id, child_words(case), moved, case.due_words(at), reason_words(case)


def _because(case: CaseRow) -> str:
    return f"{', '.join(case.missing)} missing or stale" if case.missing else case.title


def _alert_words(alert: Alert) -> str:
    ties = f"{alert.besides} {'tie or record' if alert.besides == 1 else 'ties and records'}" if alert.besides else ""
    return "; ".join(_together((*alert.told, ties)))


def _together(told: Iterable[str]) -> list[str]:
    return [each for each in told if each]
