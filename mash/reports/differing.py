"""What another identity model would change, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from mash.identity.differing import PartitionDiff, Regrouped
from mash.rating import Change
from mash.reports.listings import ChangeRow, Column, print_changes, print_table
from mash.vocabulary import counted

SHOWN = 20
"""Of merges, and of splits, in a terminal: those of most records. JSON has all."""


def print_partition_diff(console: Console, diff: PartitionDiff, possible: tuple[int, int]) -> None:
    """Counts, then the merges and the splits; ``possible`` are the possible identities before and after."""
    console.print(
        f"{counted(diff.records, 'record')}: {counted(diff.persons_before, 'person becomes', 'persons become')}"
        f" {diff.persons_after:,};"
        f" pairs of records that come together: {diff.pairs_gained:,}, apart: {diff.pairs_lost:,};"
        f" possible identities {possible[0]:,} -> {possible[1]:,}.",
        markup=False,
        soft_wrap=True,
    )
    _print_regrouped(console, diff.merges, ("merge", "would be put together from"))
    _print_regrouped(console, diff.splits, ("split", "would go to"))


def print_proposal_changes(console: Console, changes: Sequence[Change]) -> None:
    """Every open case whose proposal would change."""
    console.print(f"Proposals that change ({len(changes)}):", markup=False)
    print_changes(console, [ChangeRow(each.case_id, each.from_colour, each.to_colour, each.kind) for each in changes])


def _print_regrouped(console: Console, found: Sequence[Regrouped], words: tuple[str, str]) -> None:
    name, says = words
    console.print(f"Persons that {name} ({len(found):,}):", markup=False)
    heaviest = sorted(found, key=lambda each: (-_moving(each), each.person_id))[:SHOWN]
    rows = [
        (each.person_id, ", ".join(f"{part.person_id} ({len(part.records)})" for part in each.parts))
        for each in heaviest
    ]
    print_table(console, [Column("person"), Column(f"{says} (records)")], rows)
    if len(found) > SHOWN:
        console.print(f"  and {len(found) - SHOWN:,} more; --json has all, with their records", markup=False)


def _moving(each: Regrouped) -> int:
    """Records beside the largest part: how much is put together or taken apart."""
    sizes = [len(part.records) for part in each.parts]
    return sum(sizes) - max(sizes)
