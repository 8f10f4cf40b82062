"""What must be read before the rest: each kind of answer that is not what it seems says so at its head."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from lxml import html
from rich.console import Console

from mash.reports import Child
from mash.reports.notices import notices_of
from mash.reports.page import page
from mash.reports.terminal import print_answer

D = dt.date


@pytest.fixture
def clean(answer):
    """Everything searched and fresh, asked about on the day after the run."""
    searched = tuple(replace(source, state="fresh") for source in answer.searched)
    return replace(answer, searched=searched)


def headings(answer):
    return [notice.heading for notice in notices_of(answer)]


def born(answer, date_of_birth=None, expected=None):
    return replace(answer, child=Child("P-ISLA", ("SOMEBODY",), date_of_birth, expected))


def test_an_ordinary_answer_has_none(clean):
    assert headings(clean) == []


@pytest.mark.parametrize(
    ("date_of_birth", "expected", "says"),
    [
        pytest.param(D(2008, 2, 1), None, [], id="the day before the eighteenth birthday"),
        pytest.param(D(2008, 1, 31), None, ["18 years old: not a child"], id="eighteen today"),
        pytest.param(D(1980, 5, 5), None, ["45 years old: not a child"], id="grown"),
        pytest.param(None, D(2026, 3, 1), ["Not yet born: expected 2026-03-01"], id="awaited"),
        pytest.param(D(2026, 3, 1), None, ["Not yet born: expected 2026-03-01"], id="a date of birth to come"),
        pytest.param(None, D(2026, 1, 31), ["Not yet born: expected 2026-01-31"], id="due today"),
        pytest.param(None, D(2026, 1, 30), ["No birth recorded: it was expected 2026-01-30"], id="overdue"),
        pytest.param(None, None, ["Date of birth not known"], id="nothing known"),
        pytest.param(D(2025, 12, 1), D(2026, 3, 1), [], id="born, whatever was expected"),
    ],
)
def test_whom_it_is_about_is_said(clean, date_of_birth, expected, says):
    assert headings(born(clean, date_of_birth, expected)) == says


def test_a_referral_about_somebody_grown_is_to_be_checked(clean):
    grown = born(clean, D(1980, 5, 5))
    assert "check whom it means" in notices_of(grown)[0].says
    assert "check whom it means" not in notices_of(replace(grown, referral=None))[0].says


@pytest.mark.parametrize(
    ("later", "says"),
    [
        (0, []),
        (1, []),
        (2, ["2 days old: what was known on 2026-01-31"]),
        (1200, ["1,200 days old: what was known on 2026-01-31"]),
    ],
)
def test_a_run_older_than_a_night_is_said_to_be_old(clean, later, says):
    asked = replace(clean.asked, at=clean.asked.at + dt.timedelta(days=later))
    assert headings(replace(clean, asked=asked)) == says


def test_what_was_not_searched_and_a_child_with_nobody_around_are_not_taken_for_clear(answer, clean, empty):
    assert headings(answer) == ["Not clear, only not searched"]
    assert notices_of(answer)[0].says.startswith("probation, womens aid: stale or missing")
    assert headings(empty) == ["Not clear, only not searched"]
    alone = replace(clean, network=replace(clean.network, persons=clean.network.persons[:1]))
    assert headings(alone) == ["Nobody found around the child"]


def test_a_child_described_is_said_to_be_taken_for_one(clean):
    taken = replace(clean, taken_because="surname and date of birth agree")
    assert headings(taken) == ["Taken for the child as described"]


@pytest.mark.parametrize("form", ["terminal", "terminal, brief", "page", "page, brief"])
def test_a_child_described_may_be_a_new_contact_which_every_form_says_how_to_record(clean, form):
    def told(answer):
        if form.startswith("page"):
            return " ".join(html.fromstring(page(answer, brief="brief" in form)).text_content().split())
        console = Console(file=io.StringIO(), width=160)
        print_answer(answer, console, brief="brief" in form)
        return " ".join(console.file.getvalue().split())

    taken = replace(clean, taken_because="surname and date of birth agree")
    record = "Then record it: mash refer --child P-ISLA --concern CODE --source CODE --rating COLOUR"
    assert f"Is this a new contact, other than R-1001? {record}" in told(taken)
    assert f"Is this a new contact? {record}" in told(replace(taken, referral=None))
    assert "new contact" not in told(clean), "of a case by its id there is nothing to record"


def test_a_new_contact_by_a_grown_persons_name_is_recorded_for_a_child_and_not_for_them(clean):
    grown = replace(
        clean, taken_because="the same surname", child=replace(clean.child, date_of_birth=dt.date(1996, 5, 7))
    )
    assert "Then record it for the child it is about: mash refer --child ID" in notices_of(grown)[0].says


def test_they_stand_before_the_proposal(clean):
    tree = html.fromstring(page(born(clean, D(1980, 5, 5))))
    order = [one.get("id") or one.get("class") for one in tree.xpath("//main/*")]
    assert order.index("notice") < order.index("summary")
