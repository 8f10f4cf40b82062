"""The audit on a terminal: who did what, to whom, why, and with what outcome; a line an entry, or one as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rich.console import Console

from mash.audit.told import Told
from mash.reports.listings import Column, print_lines, print_table
from mash.reports.paragraph import print_paragraph
from mash.reports.words import moment

WHOLE = frozenset({"no", "when", "outcome"})
"""Columns that are never cut."""


def print_audit(console: Console, found: Sequence[Told]) -> None:
    """A line an entry, the oldest first; how it bears on somebody only where somebody was asked about."""
    asked_of = any(each.how for each in found)
    names = ("no", "when", "who", "did", "about", *(("how",) if asked_of else ()), "outcome", "why")
    print_lines(console, [Column(name, whole=name in WHOLE) for name in names], [_cells(each, names) for each in found])
    see = " The whole of one: mash audit show --entry NO" if found else ""
    print_paragraph(console, f"{len(found)} {'entry' if len(found) == 1 else 'entries'}.{see}")


def print_entry(console: Console, told: Told) -> None:
    """All of one entry, a line to each thing that it says."""
    print_paragraph(console, (f"Entry {told.sequence}", "bold"))
    for name, says in _all_of(told):
        if says:
            print_paragraph(console, f"{name}: {says}", indent=2)


def print_emergencies(console: Console, found: Sequence[Told]) -> None:
    """A row an emergency that waits for its review."""
    names = ("no", "when", "who", "did", "about", "reason")
    print_table(console, [Column(name) for name in names], [_cells(each, names) for each in found])
    print_paragraph(
        console, f"{len(found)} to review. Next: mash audit reviewed NO --finding ..." if found else "None."
    )


def _cells(each: Told, names: Sequence[str]) -> tuple[str, ...]:
    entry = each.entry
    cells = {
        "no": str(each.sequence),
        "when": moment(entry.at),
        "who": _by(each),
        "did": entry.action,
        "about": entry.subject or "-",
        "how": each.how or "-",
        "outcome": f"{entry.outcome}, EMERGENCY" if entry.emergency else entry.outcome,
        "why": _why(each),
        "reason": entry.emergency,
    }
    return tuple(cells[name] for name in names)


def _all_of(told: Told) -> Iterator[tuple[str, str]]:
    entry = told.entry
    yield from (
        ("when", entry.at.isoformat(sep=" ", timespec="seconds")),
        ("who", entry.who),
        ("account", entry.account),
        ("did", entry.action),
        ("about", entry.subject),
        ("outcome", entry.outcome),
        ("emergency", entry.emergency),
        ("purpose", entry.purpose),
        ("gateway", entry.gateway),
        ("case", entry.case),
        ("run", entry.run),
        ("shown", ", ".join(entry.shown)),
    )
    if not entry.detail.startswith("{"):
        yield "detail", entry.detail
        return
    for name, says in json.loads(entry.detail).items():
        yield name.replace("_", " "), says if isinstance(says, str) else json.dumps(says, ensure_ascii=False)


def _by(each: Told) -> str:
    entry = each.entry
    return entry.who if entry.who == entry.account else f"{entry.who} (by {entry.account})"


def _why(each: Told) -> str:
    """The law, the purpose, and the case where it is another than what it is about."""
    entry = each.entry
    case = f"for {entry.case}" if entry.case and entry.case != entry.subject else ""
    return ", ".join(part for part in (entry.gateway, entry.purpose, case) if part) or "-"
