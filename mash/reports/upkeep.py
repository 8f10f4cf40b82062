"""What whoever keeps a hub looks at beside its runs: how much waits for a person, and the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console

from mash.named import in_words
from mash.reports.listings import Column, print_table
from mash.vocabulary import counted

QUEUES = {
    "possible_links": ("possible links that nobody has judged", "mash review"),
    "contested": ("judgements that official numbers deny", "mash review"),
    "cases": ("open cases to decide", "mash cases"),
    "new_evidence": ("pieces of evidence new since their case was decided", "mash cases"),
    "emergencies": ("emergencies to review", "mash audit emergencies"),
    "runs_held_back": ("runs held back", 'mash nightly --accept-health "why"'),
}
"""By the name of a queue: in words, and where to look."""
PARTS = ("landing", "snapshots", "spill", "ledger", "asides", "free")
UNITS = ("bytes", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Untied:
    """So many rows of one dataset that make no tie between people, for one reason."""

    agency: str
    dataset: str
    reason: str
    rows: int


def print_waiting(console: Console, queues: Mapping[str, int | None]) -> None:
    """The length of each queue; a dash where it could not be counted."""
    console.print("\nWaiting for a person")
    columns = [Column("queue"), Column("waiting", right=True), Column("see")]
    waiting = ((queues[name], words, see) for name, (words, see) in QUEUES.items())
    rows = [(words, "-" if count is None else f"{count:,}", see if count else "") for count, words, see in waiting]
    print_table(console, columns, rows)


def print_untied(console: Console, found: Sequence[Untied]) -> None:
    """Rows that make no tie, by reason; nothing where there are none."""
    if not found:
        return
    console.print("\nRows that make no tie between people")
    columns = [Column("agency"), Column("dataset"), Column("because"), Column("rows", right=True)]
    print_table(
        console,
        columns,
        [(in_words(each.agency), in_words(each.dataset), each.reason, f"{each.rows:,}") for each in found],
    )


def print_disk(console: Console, disk: Mapping[str, int], *, keep_runs: int | None, keep_days: int | None) -> None:
    """Each part of the hub on its disk, and what is left there; ``disk`` holds bytes, and how many ``runs``."""
    runs = f"{disk['runs']} {'run' if disk['runs'] == 1 else 'runs'}; {kept_words(keep_runs, keep_days)}"
    notes = {"snapshots": runs, "free": f"a night may need {size_words(disk['needed'])}"}
    console.print("\nDisk")
    columns = [Column("part"), Column("size", right=True), Column("note")]
    print_table(console, columns, [(part, size_words(disk[part]), notes.get(part, "")) for part in PARTS])


def kept_words(runs: int | None, days: int | None) -> str:
    """``kept: the newest 14, and those of 30 days``."""
    said = [*([f"the newest {runs}"] if runs else []), *([f"those of {counted(days, 'day')}"] if days else [])]
    return f"kept: {', and '.join(said)}" if said else "all are kept"


def size_words(size: float) -> str:
    """``81.5 MB``."""
    for unit in UNITS[:-1]:
        if size < 1000:  # noqa: PLR2004 - a unit is a thousand of the one before
            return f"{size:,.0f} {unit}" if unit == UNITS[0] else f"{size:,.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} {UNITS[-1]}"
