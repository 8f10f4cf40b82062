"""A referral recorded here is put right by what is added to it, and never changed."""

import datetime as dt
from dataclasses import replace

import pytest

from mash.errors import UsageError
from mash.ledger import (
    Act,
    Amendment,
    Deed,
    Referral,
    Sharing,
    SharingOutcome,
    amend,
    amendments,
    cut_ledger,
    decide_sharing,
    ever_about,
    forget,
    note_act,
    open_ledger,
    recorded,
    redact,
    refer,
    referrals,
)
from mash.vocabulary import CaseId

AT = dt.datetime.fromisoformat("2026-01-31T09:00")
LATER = AT + dt.timedelta(hours=1)
CASE = CaseId("H-2026-0001")
SAID = ("ANNA", "MADEUP", None, "F", "LA1 9CV", "1A", "SAB", "what was said", "GREEN", "desk", AT)
REFERRAL = Referral(CASE, AT, None, *SAID)
ABOUT_ONE = Amendment(CASE, "police:N1", "the school gave a birthday", "ana", LATER)
ABOUT_ANOTHER = replace(ABOUT_ONE, child_record_key="police:N2", reason="no, her cousin")
WITHDRAWN = replace(ABOUT_ONE, child_record_key=None, reason="recorded twice")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as book:
        refer(book, REFERRAL)
    return path


def said(path, *amended):
    with open_ledger(path) as book:
        for each in amended:
            amend(book, each)


def children(path, of=referrals):
    with open_ledger(path, to_read=True) as book:
        return {each.case_id: each.child_record_key for each in of(book)}


@pytest.mark.parametrize(
    ("amended", "standing"),
    [
        pytest.param((), {CASE: None}, id="nothing more said"),
        pytest.param((ABOUT_ONE,), {CASE: "police:N1"}, id="its child named"),
        pytest.param((ABOUT_ONE, ABOUT_ANOTHER), {CASE: "police:N2"}, id="another named since"),
        pytest.param((ABOUT_ONE, WITHDRAWN), {}, id="withdrawn"),
        pytest.param((WITHDRAWN, ABOUT_ONE), {CASE: "police:N1"}, id="withdrawn, and named after all"),
    ],
)
def test_what_was_said_last_of_a_referral_stands(path, amended, standing):
    said(path, *amended)
    assert children(path) == standing


def test_what_was_withdrawn_stays_on_record_about_whom_it_was(path):
    said(path, WITHDRAWN)
    with open_ledger(path, to_read=True) as book:
        assert recorded(book) == [REFERRAL]
        assert amendments(book) == {CASE: WITHDRAWN}


@pytest.mark.parametrize("reason", ["", "  "])
def test_it_takes_a_reason(path, reason):
    with pytest.raises(UsageError, match="needs its reason"):
        said(path, replace(WITHDRAWN, reason=reason))
    assert children(path) == {CASE: None}


def test_a_child_of_unsure_age_is_kept_by_the_days_between_which_it_was_born(path):
    unsure = replace(REFERRAL, case_id=CaseId("H-2026-0002"), child_born_between=(dt.date(2022, 2, 1), AT.date()))
    with open_ledger(path) as book:
        refer(book, unsure)
    with open_ledger(path, to_read=True) as book:
        assert referrals(book) == [REFERRAL, unsure]


def test_a_ledger_as_it_was_before_does_not_know_of_it(path, tmp_path):
    said(path, WITHDRAWN)
    cut = tmp_path / "cut.sqlite"
    cut_ledger(path, cut, until=AT)
    assert children(cut) == {CASE: None}


def erase(path, *records, cases=()):
    with open_ledger(path) as book:
        act = note_act(book, Act(Deed.ERASE, "mark", "asked for", "ana", AT, body={"marks": []}))
        redact(book, {record: f"erased:{record[-1]}" for record in records}, cases, act=act)


def words_of(path):
    with open_ledger(path, to_read=True) as book:
        return book.execute("select r.narrative, a.reason from referral r join amendment a using (case_id)").fetchall()


def test_a_child_erased_takes_the_words_of_a_referral_about_it_along(path):
    said(path, ABOUT_ONE)
    erase(path, "police:N1")
    assert words_of(path) == [(None, "[erased]")]
    assert children(path, recorded) == {}


def test_a_child_it_was_once_taken_for_takes_only_its_own_key_along(path):
    said(path, ABOUT_ONE, ABOUT_ANOTHER)
    erase(path, "police:N1")
    assert [words for words, _ in words_of(path)] == ["what was said"] * 2
    assert children(path) == {CASE: "police:N2"}
    with open_ledger(path, to_read=True) as book:
        assert book.execute("select count(*) from amendment where child_record_key = 'police:N1'").fetchone() == (0,)


@pytest.mark.parametrize(
    ("amended", "erased", "kept"),
    [
        pytest.param((ABOUT_ONE, ABOUT_ANOTHER), "police:N1", "what was said", id="once taken for its child"),
        pytest.param((ABOUT_ONE, ABOUT_ANOTHER), "police:N2", None, id="its child"),
        pytest.param((ABOUT_ONE, WITHDRAWN), "police:N1", None, id="its child, and withdrawn"),
        pytest.param((WITHDRAWN,), "police:N1", None, id="nobody known, by the case alone"),
    ],
)
def test_an_erasure_that_names_the_case_takes_its_words_if_it_is_about_the_child_still(path, amended, erased, kept):
    said(path, *amended)
    erase(path, erased, cases=[CASE])
    assert {words for words, _ in words_of(path)} == {kept}


def test_a_child_named_and_then_withdrawn_takes_the_words_along_without_the_case(path):
    said(path, ABOUT_ONE, WITHDRAWN)
    erase(path, "police:N1")
    assert words_of(path) == [(None, "[erased]")] * 2


def test_every_child_it_was_ever_said_to_be_about_is_known(path):
    said(path, ABOUT_ONE, WITHDRAWN, ABOUT_ANOTHER)
    with open_ledger(path, to_read=True) as book:
        assert ever_about(book) == {CASE: ("police:N1", "police:N2")}


def test_what_was_kept_as_long_as_it_may_be_loses_its_words_whatever_was_said_of_it_since(path):
    said(path, ABOUT_ONE, WITHDRAWN)
    with open_ledger(path) as book:
        decide_sharing(book, Sharing(CASE, "school", "it", SharingOutcome.WITHHELD, "harm", "ana", AT))
        forget(book, [CASE])
        assert book.execute("select what, reason from sharing").fetchall() == [("[erased]", "[erased]")]
    assert set(words_of(path)) == {(None, "[erased]")}
