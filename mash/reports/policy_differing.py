"""What another policy would change: in the file, in colours, and case by case; for a screen and as CSV."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from rich.console import Console

from mash.errors import UsageError
from mash.rating.differing import CaseDiffers, EntryDiffers, FilesDiffer, How, PolicyDiff
from mash.reports.aside import written_aside
from mash.reports.listings import Column, print_table
from mash.reports.paragraph import print_paragraph
from mash.reports.tables import defused
from mash.reports.watermark import COLUMN, Mark
from mash.vocabulary import counted

CSV_COLUMNS = (
    *("case_id", "how", "from_colour", "to_colour", "from_rules", "to_rules", "from_certainty", "to_certainty"),
    *("now_fire", "no_longer_fire", "other_colour"),
)


def print_files_differ(console: Console, files: FilesDiffer) -> None:
    """Settings, then rules added, removed and changed."""
    if files.nothing:
        print_paragraph(console, "The two say the same.")
        return
    for title, names in (("Rules added", files.added), ("Rules removed", files.removed)):
        if names:
            print_paragraph(console, (f"{title}: ", "bold"), "; ".join(names))
    if files.settings:
        print_paragraph(console, ("Settings changed", "bold"))
        _print_entries(console, files.settings)
    for rule in files.changed:
        print_paragraph(console, ("Rule changed: ", "bold"), rule.name)
        _print_entries(console, rule.entries)


def print_policy_diff(console: Console, diff: PolicyDiff) -> None:
    """The colours under either policy, then every case whose proposal would change."""
    console.print()
    over = "ties and reach built anew where they differ from the run's" if diff.ties_anew else "over the run's own ties"
    cases = counted(diff.open_cases, "open case")
    print_paragraph(console, f"On {cases} of run {diff.run} as of {diff.as_of}, {over}; nothing is published.")
    if diff.holds_from > diff.as_of:
        print_paragraph(console, f"The new policy holds from {diff.holds_from}, after this run's day.")
    rows = [(colour.name, f"{old:,}", f"{new:,}") for colour, (old, new) in diff.colours.items()]
    print_table(console, [Column("proposed"), Column("old", right=True), Column("new", right=True)], rows)
    by_how = Counter(case.how for case in diff.cases)
    told = "; ".join(f"{by_how[how]:,} {how}" for how in How if how in by_how)
    print_paragraph(console, f"Proposals that change: {len(diff.cases):,}" + (f" ({told})" if told else ""))
    columns = [Column(name) for name in ("case", "proposed", "what changes", "fires now", "no longer")]
    print_table(console, columns, [_row(case) for case in diff.cases], empty="None.")


def refuse_no_csv(path: Path | None) -> None:
    """Before anything is built. Raises ``UsageError`` for a file of another suffix."""
    if path and path.suffix.lower() != ".csv":
        raise UsageError(f"the suffix {path.suffix!r} is not .csv", where=str(path), try_="a name ending in .csv")


def write_policy_diff(diff: PolicyDiff, path: Path, mark: Mark | None = None) -> None:
    """Every case whose proposal would change, as CSV, whole or not at all; lists are ``|``-separated.

    Raises ``UsageError`` for a file that cannot be written.
    """
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*CSV_COLUMNS, COLUMN])
        writer.writerows([*_cells(case), mark.cell if mark else ""] for case in diff.cases)


def _print_entries(console: Console, entries: tuple[EntryDiffers, ...]) -> None:
    rows = [(each.entry, _value(each.before), _value(each.after)) for each in entries]
    print_table(console, [Column("entry"), Column("old"), Column("new")], rows)


def _value(value: object) -> str:
    if value is None:
        return "not there"
    return (", ".join(map(str, value)) or "none") if isinstance(value, list) else str(value)


def _row(case: CaseDiffers) -> tuple[str, ...]:
    return (
        case.case_id,
        _colours(case.from_colour.name, case.to_colour.name),
        _what(case),
        "; ".join([*case.now_fire, *(f"{rule} (to another colour)" for rule in case.other_colour)]),
        "; ".join(case.no_longer_fire),
    )


def _what(case: CaseDiffers) -> str:
    if case.from_rules != case.to_rules and case.from_colour == case.to_colour:
        return f"{case.how}: {case.from_rules.name} -> {case.to_rules.name}"
    if case.from_certainty != case.to_certainty:
        return f"{case.how}; sure {case.from_certainty:.0%} -> {case.to_certainty:.0%}"
    return case.how


def _colours(before: str, after: str) -> str:
    return before if before == after else f"{before} -> {after}"


def _cells(case: CaseDiffers) -> list[object]:
    row = {name: getattr(case, name) for name in CSV_COLUMNS}
    colours = {name: row[name].name for name in ("from_colour", "to_colour", "from_rules", "to_rules")}
    lists = {name: "|".join(row[name]) for name in ("now_fire", "no_longer_fire", "other_colour")}
    cells = row | colours | lists | {"how": str(case.how)}
    return [defused(cell) if isinstance(cell, str) else cell for cell in cells.values()]
