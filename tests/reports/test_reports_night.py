"""The health of a night and the diff of a model, as tables that hide nothing."""

import io

from rich.console import Console

from mash.identity.differing import Part, PartitionDiff, Regrouped
from mash.rating import Change, ChangeKind
from mash.reports.differing import SHOWN, print_partition_diff, print_proposal_changes
from mash.reports.health import DEAREST, FigureRow, RuleRow, print_health, print_rules
from mash.vocabulary import Colour


def printed(show, *given, width=100):
    console = Console(file=io.StringIO(), width=width, color_system=None)
    show(console, *given)
    return console.file.getvalue()


def test_health_shows_agencies_in_rows_and_of_the_rules_the_sum_and_what_is_beyond():
    told = printed(
        print_health,
        [
            FigureRow("records", "health", "2,794", "2,794", ""),
            FigureRow("postcode", "health", "85.0 %", "42.4 %", "5 points less at most"),
            FigureRow("records", "all agencies", "", "4,826", ""),
            FigureRow("pairs", "all rules", "", "49,134", ""),
            FigureRow("pairs", "kin", "11", "11", ""),
            FigureRow("pairs", "nhs number", "243", "900", "1.5 times as many, or as few, at most"),
        ],
    )
    lines = [line.split() for line in told.splitlines()]
    assert ["health", "2,794", "-", "85.0", "%", "->", "42.4", "%", "-"] in lines
    assert ["pairs", "all", "rules", "49,134"] in lines
    assert not [line for line in lines if "kin" in line]
    assert "Beyond its bound: pairs (nhs number): 243 -> 900; 1.5 times as many, or as few, at most" in told


def test_of_the_blocking_rules_the_dearest_are_shown_and_any_that_left_blocks_out():
    rules = [RuleRow(f"rule {cost}", cost, cost // 2, 1, 0, 0) for cost in range(1, DEAREST + 4)]
    told = printed(print_rules, [*rules, RuleRow("kin", 1, 1, 1, 2, 90_000), RuleRow("e-mail", 0, 0, 0, 0, 0)])
    lines = [line.split() for line in told.splitlines()[2:]]
    assert [line[:2] for line in lines[:-1]] == [["rule", str(cost)] for cost in range(DEAREST + 3, 3, -1)]
    assert lines[-1] == ["kin", "1", "1", "1", "2", "90,000"]


def test_a_report_without_blocking_rules_shows_no_table_of_them():
    assert printed(print_rules, []) == ""


def test_a_long_diff_shows_the_heaviest_and_says_how_many_more():
    merges = tuple(
        Regrouped(f"P-{number:03d}", (Part("P-A", ("a",) * number), Part("P-B", ("b",) * number)))
        for number in range(1, SHOWN + 6)
    )
    told = printed(print_partition_diff, PartitionDiff(1000, 500, 475, merges, (), 60, 0), (9, 8))
    assert "500 persons become 475" in told
    assert "P-025  " in told
    assert "P-001  " not in told
    assert "and 5 more" in told


def test_a_proposal_that_changes_is_named_from_and_to():
    told = printed(print_proposal_changes, [Change("REF-1", ChangeKind.LOWERED, Colour.RED, Colour.AMBER)])
    assert "RED -> AMBER" in told
    assert "REF-1" in told
