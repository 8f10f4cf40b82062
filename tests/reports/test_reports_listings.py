"""The small tables fit any terminal and hide nothing on a narrow one."""

import datetime as dt
import io
from functools import partial

import pytest
from rich.cells import cell_len
from rich.console import Console

from mash.reports.cases import CaseRow, print_cases
from mash.reports.listings import (
    ChangeRow,
    Column,
    RecordRow,
    SourceRow,
    WeightRow,
    print_changes,
    print_how,
    print_sources,
    print_table,
    print_why,
)
from mash.vocabulary import Colour, FlagKind

DUE = dt.datetime.fromisoformat("2026-02-02T13:14")
AT = dt.datetime.fromisoformat("2026-02-01T09:00")
COUNTED = (FlagKind.SEXUAL_OFFENDER, FlagKind.RISK_TO_CHILDREN)
CASES = [
    CaseRow(
        "R-1",
        "ISLA TREGENZA",
        Colour.GREEN,
        Colour.RED,
        DUE,
        flagged=16,
        flagged_kinds=COUNTED,
        flagged_at_all=19,
        title="a network of sexual offenders",
        why="16 adults flagged within 3 steps, chance alone would put 1.0 there",
        more_reasons=6,
        changed="new",
    ),
    CaseRow(
        "R-2",
        "\x1b[31m[bold]X[/bold]",
        None,
        Colour.UNRATED,
        None,
        flagged=None,
        flagged_kinds=COUNTED,
        flagged_at_all=None,
        title="police extract missing",
        why="police extract missing",
        expected_date_of_birth=dt.date(2026, 3, 1),
        awaited="unborn, expected 2026-03-01",
    ),
]
SOURCES = [
    SourceRow("police", "nominals", "2026-01-31", 0, "fresh", 1234567, required=True),
    SourceRow("probation", "registrations", None, None, "missing", 0, required=False, refused_since=True),
]
CHANGES = [ChangeRow("R-1", Colour.GREEN, Colour.RED, "new partner"), ChangeRow("R-2", Colour.RED, None, "case closed")]
WEIGHTS = [WeightRow("name", "equal", 8.25), WeightRow("date of birth", "one digit apart", -1.5)]
RECORDS = [
    RecordRow("police:N1", "JON SMITH", dt.date(1980, 1, 2), "police nominals 2026-01-31 row 4"),
    RecordRow("probation:C1", "JOHN [SMITH]", None, "probation offenders 2026-01-31 row 9", "18.2 bits to police:N1"),
]
LISTINGS = {
    "cases": lambda console: print_cases(console, CASES, AT),
    "sources": lambda console: print_sources(console, SOURCES),
    "changes": lambda console: print_changes(console, CHANGES),
    "why": lambda console: print_why(console, WEIGHTS, "possible: below the join weight of 18 bits"),
    "how": lambda console: print_how(console, "P-1", RECORDS),
}
SAID = {
    "cases": [
        "GREEN -> RED",
        "not yet rated -> UNRATED",
        "2026-02-02 13:14",
        "no deadline",
        "[31m[bold]X[",
        "16 of 19",
        "a network of sexual offenders (+6 more)",
        "not known",
        "(unborn, expected 2026-03-01)",
        "current flag as sexual offender or risk to children",
        "flagged*",
    ],
    "sources": ["1,234,567", "never", "a later delivery was refused", "required"],
    "changes": ["GREEN -> RED", "RED -> not yet rated", "case closed"],
    "why": ["+8.25", "-1.50", "+6.75", "possible: below the join weight of 18 bits"],
    "how": ["P-1, 2 records", "JOHN [SMITH], no date of birth", "joined by 18.2 bits to police:N1"],
}


@pytest.mark.parametrize("width", [40, 80, 160])
@pytest.mark.parametrize("listing", LISTINGS)
def test_every_listing_says_all_it_has_at_every_width(listing, width):
    console = Console(file=io.StringIO(), width=width)
    LISTINGS[listing](console)
    text = console.file.getvalue()
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert text.replace("\n", "").isprintable()
    assert [word for said in SAID[listing] for word in said.split() if word not in text] == []


@pytest.mark.parametrize("width", [40, 80, 100, 120])
def test_a_case_takes_few_lines_and_its_full_reason_is_left_to_the_enquiry(width):
    console = Console(file=io.StringIO(), width=width)
    print_cases(console, CASES[:1], AT)
    text, _, footnote = console.file.getvalue().partition("\n\n")
    lines = text.splitlines()
    assert len(lines) <= (5 if width < 80 else 3)
    assert "chance alone" not in text
    assert footnote.strip().startswith("* adults in reach")


def test_no_word_of_a_table_is_broken_and_the_widest_column_gives_way():
    console = Console(file=io.StringIO(), width=70)
    rows = [("REF-2026-0117", "sexual offender among kin or carers and many another matter", "2026-01-29 14:40")]
    print_table(console, [Column("case"), Column("why"), Column("decide by")], rows)
    lines = console.file.getvalue().splitlines()
    assert {"REF-2026-0117", "2026-01-29", "14:40"} <= set(lines[1].split())
    assert " ".join(" ".join(line.split()) for line in lines).count("matter") == 1


@pytest.mark.parametrize(
    ("show", "says"),
    [
        pytest.param(partial(print_cases, at=AT), "No open case.", id="no case"),
        pytest.param(print_changes, "Nothing changed.", id="no change"),
        pytest.param(print_sources, "No source.", id="no source"),
    ],
)
def test_nothing_to_list_is_said(show, says):
    console = Console(file=io.StringIO(), width=80)
    show(console, [])
    assert console.file.getvalue().strip() == says
