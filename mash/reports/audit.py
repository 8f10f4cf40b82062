"""The audit on a terminal: who did what, to whom, why, and with what outcome."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from mash.audit.told import Told
from mash.reports.listings import Column, print_table
from mash.reports.paragraph import print_paragraph
from mash.reports.words import moment


def print_audit(console: Console, found: Sequence[Told]) -> None:
    """A row an entry, the oldest first."""
    rows = [
        (
            str(each.sequence),
            moment(each.entry.at),
            _by(each),
            each.entry.action,
            each.entry.subject or "-",
            each.how or "-",
            each.entry.outcome if not each.entry.emergency else f"{each.entry.outcome}, EMERGENCY",
            _why(each),
        )
        for each in found
    ]
    heads = ("no", "when", "who", "did", "about", "how", "outcome", "why")
    print_table(console, [Column(head) for head in heads], rows)
    print_paragraph(console, f"{len(found)} {'entry' if len(found) == 1 else 'entries'}.")


def print_emergencies(console: Console, found: Sequence[Told]) -> None:
    """A row an emergency that waits for its review."""
    rows = [
        (
            str(each.sequence),
            moment(each.entry.at),
            _by(each),
            each.entry.action,
            each.entry.subject or "-",
            each.entry.emergency,
        )
        for each in found
    ]
    print_table(console, [Column(head) for head in ("no", "when", "who", "did", "about", "reason")], rows)
    print_paragraph(
        console, f"{len(found)} to review. Next: mash audit reviewed NO --finding ..." if found else "None."
    )


def _by(each: Told) -> str:
    entry = each.entry
    return entry.who if entry.who == entry.account else f"{entry.who} (by {entry.account})"


def _why(each: Told) -> str:
    entry = each.entry
    parts = [entry.purpose, entry.gateway and f"gateway {entry.gateway}", entry.case and f"case {entry.case}"]
    return ", ".join(part for part in parts if part) or "-"
