"""The audit on a screen: a line to an entry that fits a hundred columns, and one entry as a whole."""

import datetime as dt
import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from mash import audit
from mash.audit.told import Only, Told, told
from mash.reports.audit import print_audit, print_entry

AT = dt.datetime.fromisoformat("2026-01-31T09:00:05")
LONG = {
    "who": "a.very.long.name.of.somebody",
    "account": "svc-safeguarding-desk",
    "action": "review emergency",
    "subject": " ".join(f"P-0000000{number}" for number in range(30)),
    "purpose": "a strategy meeting on what to do " * 6,
    "gateway": "s47",
    "case": "REF-2026-0117",
    "outcome": "refused",
    "emergency": "child in danger now",
    "run": "20260131-00000000",
    "shown": ("P-1", "P-2"),
    "detail": '{"export": "E-7K3QF-9M2XR", "searched": {"name": "Ædam"}, "taken": ["html"], "entries": "12"}',
}


def entry(number, how="", **about):
    plain = {"who": "a.nalyst", "account": "a.nalyst", "action": "enquire", "subject": "REF-1", "purpose": "why"}
    return Told(number, audit.Entry(AT, **{**plain, **about}), how)


def printed(printing, *about, width=100, **terminal):
    console = Console(file=io.StringIO(), width=width, **terminal)
    printing(console, *about)
    return console.file.getvalue()


@pytest.mark.parametrize("how", ["", "asked about"])
@pytest.mark.parametrize("width", [60, 80, 100, 160])
@pytest.mark.parametrize("screen", [True, False], ids=["a screen", "a pipe"])
def test_each_entry_is_one_line_whatever_is_in_it_and_fits(how, width, screen):
    found = [
        entry(number, how, **(LONG if number % 3 == 0 else {"gateway": "s47", "case": "REF-1"}))
        for number in range(1, 30)
    ]
    lines = printed(print_audit, found, width=width, force_terminal=screen, no_color=True).splitlines()
    assert max(cell_len(line.rstrip()) for line in lines[1:-1]) <= (width if screen else max(width, 100))
    rows = lines[1:30]
    assert [int(row.replace("\x1b[1m", "").split()[0]) for row in rows] == list(range(1, 30))
    assert all("2026-01-31 09:00" in row for row in rows)
    if width >= 100:
        assert "refused, EMERGENCY" in rows[2], "what is done of it is never cut"
        assert all("s47, why" in row for row in rows[:2])


def test_what_is_cut_is_marked_and_the_whole_of_it_is_a_command_away():
    told_of = printed(print_audit, [entry(3, **LONG)])
    assert "…" in told_of
    assert "The whole of one: mash audit show --entry NO" in told_of
    whole = " ".join(printed(print_entry, entry(3, **LONG)).split())
    for said in (LONG["who"], LONG["account"], LONG["subject"], LONG["purpose"].strip(), "REF-2026-0117", "refused"):
        assert said in whole
    for said in (
        "child in danger now",
        "20260131-00000000",
        "P-1, P-2",
        "E-7K3QF-9M2XR",
        '{"name": "Ædam"}',
        "2026-01-31 09:00:05",
    ):
        assert said in whole


def test_the_case_is_told_where_it_is_another_than_what_was_asked_about():
    assert "for REF-2" in printed(print_audit, [entry(1, case="REF-2")])
    assert printed(print_audit, [entry(1, case="REF-1")]).count("REF-1") == 1


def test_on_a_narrow_screen_it_is_whole_a_fact_to_a_line():
    assert LONG["purpose"].strip() in " ".join(printed(print_audit, [entry(3, **LONG)], width=40).split())


def test_one_entry_is_found_by_its_number():
    stored = [audit.Stored(number, entry(number).entry, "x") for number in range(1, 6)]
    assert [each.sequence for each in told(stored, Only(number=4))] == [4]
    assert told(stored, Only(number=9)) == []


def test_where_there_is_none_it_says_so():
    assert "0 entries" in printed(print_audit, [])
