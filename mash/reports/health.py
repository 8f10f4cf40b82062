"""The health of a night as tables: what each agency's records say, the rest, and what its blocking rules cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from mash.named import in_words
from mash.reports.legible import legible
from mash.reports.listings import Column, print_table

BY_AGENCY = ("records", "date of birth", "postcode", "NHS number")
WHOLE = "all rules"
DEAREST = 5
"""Rules shown for what they cost alone."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure, its values in words."""

    figure: str
    subject: str
    was: str
    """In the run before; empty where there was none."""
    now: str
    beyond: str
    """The bound it lies beyond; empty when it lies within."""

    @property
    def moved(self) -> str:
        """``85.1 % -> 42.4 %``; one value where nothing moved."""
        return self.now if self.was in {"", self.now} else f"{self.was} -> {self.now}"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One blocking rule: pairs in its blocks, pairs it was first to find, of those kept, and what it left out."""

    rule: str
    block_pairs: int
    first_found: int
    kept: int
    skipped_blocks: int
    skipped_records: int


def print_health(console: Console, figures: Sequence[FigureRow]) -> None:
    """Agencies by what their records say, then the rest; of the blocking rules the sum, and what lies beyond."""
    said = {(each.subject, each.figure): each.moved for each in figures if each.figure in BY_AGENCY}
    agencies = sorted({subject for subject, _ in said}, key=lambda name: (name == "all agencies", name))
    print_table(
        console,
        [Column("agency"), *(Column(name, right=True) for name in BY_AGENCY)],
        [(in_words(agency), *(said.get((agency, figure), "-") for figure in BY_AGENCY)) for agency in agencies],
        empty="No records.",
    )
    others = [each for each in figures if each.figure not in BY_AGENCY]
    shown = [each for each in others if each.beyond or each.figure != "pairs" or each.subject == WHOLE]
    print_table(
        console,
        [Column("figure"), Column("of"), Column("value", right=True)],
        [(each.figure, each.subject, each.moved) for each in shown],
    )
    for each in figures:
        if each.beyond:
            console.print(
                Text(legible(f"Beyond its bound: {each.figure} ({each.subject}): {each.moved}; {each.beyond}"))
            )


def print_rules(console: Console, rules: Sequence[RuleRow]) -> None:
    """The dearest blocking rules, and every one that left blocks out, the dearest first; nothing without any."""
    by_cost = sorted((each for each in rules if each.block_pairs or each.skipped_blocks), key=_dearest_first)
    shown = [each for place, each in enumerate(by_cost) if place < DEAREST or each.skipped_blocks]
    if not shown:
        return
    console.print(f"Blocking rules: the {DEAREST} dearest, and those with blocks left out over their cap")
    headings = ("pairs", "first found", "kept", "blocks out", "records out")
    print_table(
        console,
        [Column("rule"), *(Column(heading, right=True) for heading in headings)],
        [
            (
                each.rule,
                f"{each.block_pairs:,}",
                f"{each.first_found:,}",
                f"{each.kept:,}",
                f"{each.skipped_blocks:,}",
                f"{each.skipped_records:,}",
            )
            for each in shown
        ],
    )


def _dearest_first(rule: RuleRow) -> tuple[int, str]:
    return -rule.block_pairs, rule.rule
