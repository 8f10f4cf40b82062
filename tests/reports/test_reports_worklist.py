"""The worklist narrowed and sorted, in a spreadsheet and on a page; the digest on one page."""

import csv
import datetime as dt
import io
import shutil
import subprocess
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from rich.cells import cell_len
from rich.console import Console

from mash.errors import UsageError
from mash.reports import Asked
from mash.reports.cases import CaseRow
from mash.reports.cases_page import cases_page
from mash.reports.cases_table import COLUMNS, write_cases_csv, write_cases_xlsx
from mash.reports.digest import LEAST_SHOWN, ON_A_PAGE, Alert, Night, digest_of, parts, print_digest, shared_out
from mash.reports.digest_page import digest_page, write_digest_page
from mash.reports.worklist import Only, Worklist, narrowed, print_worklist, soonest_first, summary
from mash.vocabulary import Colour, Direction, FlagKind

AT = dt.datetime.fromisoformat("2026-02-02T09:30")
HOSTILE = '=cmd|"/C calc"!A0'
SCRIPT = "<script>alert(1)</script>"
ASKED = Asked("a.nalyst", AT, "the morning meeting", export="E-00000-00000")
CHROMIUM = shutil.which("chromium")


def case(case_id, proposed, due=None, **about):
    told = {
        "child": "ISLA TREGENZA",
        "before": Colour.GREEN,
        "flagged": 1,
        "flagged_kinds": (FlagKind.SEXUAL_OFFENDER,),
        "flagged_at_all": 2,
        "title": "a network of sexual offenders",
        "why": "16 adults flagged",
        "at_least": proposed,
    }
    due_by = dt.datetime.fromisoformat(due) if due else None
    return CaseRow(case_id=case_id, proposed=proposed, due_by=due_by, **{**told, **about})


CASES = (
    case("R-LATE", Colour.RED, "2026-01-30T13:00", direction=Direction.UP, source_code="6", worker="B. Moss"),
    case("R-TODAY", Colour.AMBER, "2026-02-02T12:00", source_code="2A", overnight="new amber", was=Colour.GREEN),
    case("R-SOON", Colour.GREEN, "2026-02-03T09:00", source_code="3A", overnight="lowered", was=Colour.AMBER),
    case("R-DONE", Colour.GREEN, source_code="6", changed="since the decision new: 1 tie"),
    case("R-STALE", Colour.UNRATED, "2026-02-09T09:00", missing=("police",), overnight="unrated", was=Colour.RED),
    case("R-NEW", Colour.RED, "2026-02-02T13:00", child=HOSTILE, title=SCRIPT, overnight="new red", worker="C. Lee"),
)
WORKLIST = Worklist("Example hub", "20260201-aaaaaaaa", dt.date(2026, 2, 1), AT, CASES, of=len(CASES))


@pytest.mark.parametrize(
    ("only", "kept"),
    [
        (Only(), [each.case_id for each in CASES]),
        (Only(colours=(Colour.RED, Colour.AMBER)), ["R-LATE", "R-TODAY", "R-NEW"]),
        (Only(due_within=dt.timedelta(hours=3)), ["R-LATE", "R-TODAY"]),
        (Only(due_within=dt.timedelta(days=1)), ["R-LATE", "R-TODAY", "R-SOON", "R-NEW"]),
        (Only(late=True), ["R-LATE"]),
        (Only(changed=True), ["R-TODAY", "R-SOON", "R-DONE", "R-STALE", "R-NEW"]),
        (Only(unrated=True), ["R-STALE"]),
        (Only(source="police"), ["R-LATE", "R-DONE"]),
        (Only(source="2a"), ["R-TODAY"]),
        (Only(source="6", changed=True), ["R-DONE"]),
        (Only(worker="moss"), ["R-LATE"]),
        (Only(late=True, unrated=True), []),
    ],
    ids=lambda given: given.says or "all" if isinstance(given, Only) else "",
)
def test_only_what_fits_all_that_is_asked_is_kept_in_its_order(only, kept):
    found = narrowed(WORKLIST, only)
    assert [each.case_id for each in found.cases] == kept
    assert found.only == only.says
    assert (f"{len(kept)} of 6 open cases" in summary(found)) == bool(only.says)


def test_the_soonest_due_come_first_and_what_has_no_deadline_last():
    order = [each.case_id for each in soonest_first(WORKLIST).cases]
    assert order == ["R-LATE", "R-TODAY", "R-NEW", "R-SOON", "R-STALE", "R-DONE"]


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-01-30T13:00", "2026-01-30 13:00, today"),
        ("2026-01-30T13:01", "2026-01-30 13:00, LATE"),
        ("2026-01-29T23:59", "2026-01-30 13:00"),
    ],
)
def test_a_deadline_is_late_from_the_minute_after_it(at, says):
    assert CASES[0].due_words(dt.datetime.fromisoformat(at)) == says


@pytest.mark.parametrize("width", [40, 80, 200])
def test_how_many_of_each_and_what_is_wrong_with_the_run_stand_first(width):
    console = Console(file=io.StringIO(), width=width)
    print_worklist(console, replace(WORKLIST, notes=("this is the run of 2026-01-01, 32 days ago",)))
    text = console.file.getvalue()
    assert max(cell_len(line) for line in text.splitlines()) <= width
    told = " ".join(text.split())
    assert told.startswith("Note: this is the run of 2026-01-01, 32 days ago")
    assert "6 open cases: 2 RED, 1 AMBER, 2 GREEN, 1 UNRATED; 1 late, 2 due later today" in told


def test_that_none_fits_is_said_with_what_to_try():
    console = Console(file=io.StringIO(), width=80)
    print_worklist(console, narrowed(WORKLIST, Only(worker="nobody")))
    assert "None of them fits. Try: mash cases" in console.file.getvalue()


def test_csv_holds_every_case_and_no_cell_that_a_spreadsheet_would_run(tmp_path):
    path = tmp_path / "cases.csv"
    write_cases_csv(WORKLIST, ASKED, path)
    with path.open(newline="") as read:
        rows = list(csv.DictReader(read))
    assert [row["case"] for row in rows] == [each.case_id for each in CASES]
    assert list(rows[0]) == [*COLUMNS, "export"]
    assert (rows[0]["due by"], rows[0]["late"], rows[0]["worker"]) == ("2026-01-30T13:00", "late", "B. Moss")
    assert rows[5]["child"] == f"'{HOSTILE}"


def test_a_spreadsheet_loses_nothing_that_the_screen_says_of_all_the_cases(tmp_path):
    notes = ("this is the run of 2026-01-01, 32 days ago.", "It was built from what was known then.")
    noted = replace(WORKLIST, notes=notes)
    write_cases_csv(noted, ASKED, tmp_path / "cases.csv")
    write_cases_xlsx(noted, ASKED, tmp_path / "cases.xlsx")
    with (tmp_path / "cases.csv").open(newline="") as read:
        line = next(csv.DictReader(read))
    head, first, *_ = openpyxl.load_workbook(tmp_path / "cases.xlsx").active.iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert row["late as of"] == AT
    assert line["late as of"] == AT.isoformat(timespec="minutes")
    for found in (line, row):
        assert all(note in found["note"] for note in notes)
        assert (found["flags counted"], found["run of"]) == ("sexual offender", "2026-02-01")


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"before": Colour.RED}, "RED stands"),
        (
            {"before": Colour.RED, "at_least": Colour.AMBER, "direction": Direction.DOWN},
            "RED stands; lower is proposed: AMBER",
        ),
        ({"before": Colour.GREEN, "direction": Direction.UP}, "RED up"),
        ({"before": None}, "RED"),
    ],
)
def test_the_page_of_the_worklist_says_which_colour_stands(about, says):
    shown = html.fromstring(cases_page(replace(WORKLIST, cases=(case("R-1", Colour.RED, **about),)), ASKED, order="x"))
    assert " ".join(shown.xpath("string(//td[@class='rating'])").split()) == says


def test_a_workbook_has_dates_as_dates_text_as_text_and_colours_with_their_words(tmp_path):
    path = tmp_path / "cases.xlsx"
    write_cases_xlsx(WORKLIST, ASKED, path)
    sheet = openpyxl.load_workbook(path).active
    head = [cell.value for cell in sheet[1]]
    assert head == list(COLUMNS)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:AA7")
    at = {name: place for place, name in enumerate(head)}
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0][at["due by"]] == dt.datetime.fromisoformat("2026-01-30T13:00")
    assert rows[0][at["flagged adults"]] == 1
    assert rows[3][at["due by"]] is None
    child = sheet.cell(row=7, column=at["child"] + 1)
    assert (child.value, child.data_type) == (f"'{HOSTILE}", "s"), "text, and defused for whoever saves it as CSV"
    painted = [rule.formula for at_range in sheet.conditional_formatting for rule in at_range.rules]
    assert ['"RED"'] in painted
    assert [row[at["proposed"]] for row in rows] == [each.proposed.name for each in CASES]


@pytest.mark.parametrize("write", [write_cases_csv, write_cases_xlsx])
def test_an_empty_worklist_is_a_file_with_its_heading_alone(tmp_path, write):
    path = tmp_path / f"none.{write.__name__.rpartition('_')[2]}"
    write(replace(WORKLIST, cases=()), ASKED, path)
    assert path.stat().st_size > 0


@pytest.mark.parametrize("write", [write_cases_csv, write_cases_xlsx])
def test_another_suffix_or_no_folder_is_refused_and_nothing_is_written(tmp_path, write):
    suffix = write.__name__.rpartition("_")[2]
    for path in (tmp_path / "cases.txt", tmp_path / "nowhere" / f"cases.{suffix}"):
        with pytest.raises(UsageError) as refused:
            write(WORKLIST, ASKED, path)
        assert refused.value.try_
    assert list(tmp_path.iterdir()) == []


def test_the_page_asks_the_network_for_nothing_and_shows_text_as_text():
    text = cases_page(WORKLIST, ASKED, order="the worst first")
    page = html.fromstring(text)
    assert [row.findtext("th") for row in page.iterfind(".//tbody/tr")] == [each.case_id for each in CASES]
    assert not page.xpath("//script | //link | //img | //a")
    assert SCRIPT in page.text_content()
    assert "://" not in text
    chips = [chip.text for chip in page.iterfind(".//tbody//span[@class]")]
    assert chips == [each.proposed.name for each in CASES], "a colour is a word first"


def morning(worklist=WORKLIST, **beside):
    told = {
        "alerts": (Alert("R-DONE", ("flagged adult JAGO HOCKING: sexual offender (police SHPO)",), besides=2),),
        "closed": ("R-OLD",),
        "queues": {
            "possible_links": 9,
            "contested": 1,
            "cases": 4,
            "new_evidence": 1,
            "emergencies": 2,
            "runs_held_back": None,
        },
        "night": Night("20260201-aaaaaaaa", dt.date(2026, 2, 1), AT, 41.2, wrong=("police markers: stale",)),
        "asked": ASKED,
    }
    return digest_of(worklist, **{**told, **beside})


def test_what_is_late_begins_with_the_worst_however_long_the_others_have_been():
    late = [case(f"R-{n}", Colour.GREEN, "2026-01-01T09:00") for n in range(ON_A_PAGE)]
    late += [case("R-AMBER", Colour.AMBER, "2026-01-20T09:00"), case("R-RED", Colour.RED, "2026-01-30T09:00")]
    late += [case("R-RATED", Colour.UNRATED, "2026-01-31T09:00", at_least=Colour.RED)]
    digest = morning(replace(WORKLIST, cases=tuple(late)))
    assert [each.case_id for each in digest.late][:3] == ["R-RED", "R-RATED", "R-AMBER"]


def test_each_case_stands_in_every_list_of_the_digest_it_belongs_to():
    digest = morning()
    lists = {
        name: [each.case_id for each in getattr(digest, name)]
        for name in ("up", "down", "first", "due_today", "late", "unrated")
    }
    assert lists == {
        "up": ["R-TODAY"],
        "down": ["R-SOON"],
        "first": ["R-NEW"],
        "due_today": ["R-TODAY", "R-NEW"],
        "late": ["R-LATE"],
        "unrated": ["R-STALE"],
    }


def test_a_case_that_has_a_colour_again_went_up():
    again = case("R-AGAIN", Colour.GREEN, overnight="new green", was=Colour.UNRATED)
    assert morning(replace(WORKLIST, cases=(again,))).up == (again,)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_digest_says_all_of_it_at_every_width(width):
    console = Console(file=io.StringIO(), width=width)
    print_digest(console, morning())
    text = console.file.getvalue()
    assert max(cell_len(line) for line in text.splitlines()) <= width
    told = " ".join(text.split())
    for said in (
        "1 closed overnight",
        "GREEN -> AMBER",
        "AMBER -> GREEN",
        "police missing or stale",
        "flagged adult JAGO HOCKING: sexual offender (police SHPO); 2 ties and records",
        "Wrong: police markers: stale",
        "9 possible links that nobody has judged (mash review)",
        "- runs held back",
    ):
        assert [word for word in said.split() if word not in told] == []


def test_a_quiet_morning_says_so_part_by_part():
    quiet = morning(
        replace(WORKLIST, cases=(), of=0), alerts=(), closed=(), night=Night("r", dt.date(2026, 2, 1), AT, 1.0)
    )
    assert all(not part.rows and part.none for part in parts(quiet))
    console = Console(file=io.StringIO(), width=80)
    print_digest(console, quiet)
    assert "All is well." in " ".join(console.file.getvalue().split())


@given(st.lists(st.integers(0, 60), min_size=7, max_size=7))
def test_the_room_of_a_page_is_shared_out_and_none_is_left_while_somebody_wants_it(wanted):
    shown = shared_out(wanted, ON_A_PAGE)
    assert all(min(count, LEAST_SHOWN) <= rows <= count for rows, count in zip(shown, wanted, strict=True))
    assert sum(shown) == min(sum(wanted), ON_A_PAGE)


def test_what_there_is_no_room_for_is_counted_with_where_to_see_it():
    many = replace(WORKLIST, cases=tuple(replace(CASES[0], case_id=f"R-{number}") for number in range(60)))
    (late,) = [part for part in parts(morning(many)) if part.name == "Late"]
    assert late.more == f"{60 - len(late.rows)} more: mash cases --late"


def test_the_digests_page_shows_text_as_text():
    text = digest_page(morning())
    page = html.fromstring(text)
    assert not page.xpath("//script | //link | //img | //a")
    assert SCRIPT in page.text_content()
    assert "://" not in text


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium to print with")
def test_the_fullest_digest_prints_on_one_side_of_a4(tmp_path):
    long = {
        "child": "ANNABELLE-ROSE FEATHERSTONEHAUGH",
        "title": "violent or abusive adult near an unborn child or a baby",
        "more_reasons": 12,
        "due_by": dt.datetime.fromisoformat("2026-02-02T09:00"),
    }
    cases = [replace(each, **long, case_id=f"REF-2026-{number:04}") for number in range(12) for each in CASES]
    alerts = [Alert(each.case_id, ("flagged adult JAGO HOCKING: sexual offender (police SHPO)",), 3) for each in cases]
    wrong = ("police (nominals and 5 more): nothing has landed; no case can be rated without it. Try: ask them",) * 6
    night = Night("20260201-aaaaaaaa", dt.date(2026, 2, 1), AT, 41.2, wrong=wrong, accepted="a census came in")
    notes = ("this is the run of 2026-01-01, 32 days ago: what came in since is not in it. Next: mash nightly",) * 3
    page, printed = tmp_path / "digest.html", tmp_path / "digest.pdf"
    full = replace(WORKLIST, cases=tuple(cases), of=len(cases), notes=notes)
    write_digest_page(morning(full, alerts=tuple(alerts), night=night), page)
    subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
         "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert printed.read_bytes().count(b"/Type /Page\n") == 1
