"""The decision to share, or not to, is kept with its reason and never changed."""

import datetime as dt
import sqlite3
from dataclasses import replace

import pytest

from mash.errors import UsageError
from mash.ledger import (
    Act,
    Deed,
    Sharing,
    SharingOutcome,
    cut_ledger,
    decide_sharing,
    note_act,
    open_ledger,
    redact,
    sharings,
)
from mash.vocabulary import CaseId

AT = dt.datetime.fromisoformat("2026-01-31T09:00")
WITHHELD = Sharing(
    CaseId("R1"), "school", "the mother's new address", SharingOutcome.WITHHELD, "the father works there", "ana", AT
)
SHARED = replace(WITHHELD, recipient="health", outcome=SharingOutcome.SHARED, reason="")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.sqlite"


def test_decisions_are_kept_as_they_were_taken_the_oldest_first(path):
    with open_ledger(path) as book:
        decide_sharing(book, WITHHELD)
        decide_sharing(book, SHARED)
        decide_sharing(book, replace(SHARED, case_id=CaseId("R2")))
    with open_ledger(path, to_read=True) as book:
        assert sharings(book, "R1") == (WITHHELD, SHARED)


@pytest.mark.parametrize("reason", ["", "  ", "…", "-"])
def test_to_withhold_takes_a_reason(path, reason):
    with pytest.raises(UsageError, match="takes its reason"), open_ledger(path) as book:
        decide_sharing(book, replace(WITHHELD, reason=reason))
    with open_ledger(path, to_read=True) as book:
        assert sharings(book, "R1") == ()


@pytest.mark.parametrize("part", ["recipient", "what"])
def test_with_whom_and_what_must_be_said(path, part):
    with pytest.raises(UsageError), open_ledger(path) as book:
        decide_sharing(book, replace(SHARED, **{part: " "}))


@pytest.mark.parametrize("deed", ["update sharing set reason = 'x'", "delete from sharing"])
def test_the_file_refuses_to_change_one(path, deed):
    with open_ledger(path) as book:
        decide_sharing(book, WITHHELD)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), open_ledger(path) as book:
        book.execute(deed)


def test_what_was_known_once_holds_those_taken_by_then(path, tmp_path):
    later = replace(WITHHELD, decided_at=AT + dt.timedelta(days=1))
    with open_ledger(path) as book:
        decide_sharing(book, WITHHELD)
        decide_sharing(book, later)
    cut_ledger(path, tmp_path / "cut.sqlite", until=AT)
    with open_ledger(tmp_path / "cut.sqlite", to_read=True) as book:
        assert sharings(book, "R1") == (WITHHELD,)


def test_of_somebody_erased_the_words_go_and_that_there_was_a_decision_stays(path):
    with open_ledger(path) as book:
        decide_sharing(book, WITHHELD)
        act = note_act(book, Act(Deed.ERASE, "P-1", "asked for", "ana", AT, body={"cases": ["R1"], "marks": []}))
        redact(book, {}, [CaseId("R1")], act=act)
    with open_ledger(path, to_read=True) as book:
        (kept,) = sharings(book, "R1")
    assert (kept.recipient, kept.outcome) == ("school", SharingOutcome.WITHHELD)
    assert "address" not in kept.what
    assert "father" not in kept.reason
