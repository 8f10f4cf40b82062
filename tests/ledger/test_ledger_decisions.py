"""What people decided of a case, on what was on the screen: kept, superseded, never edited."""

import contextlib
import datetime as dt
import sqlite3
from dataclasses import replace

import pytest

from mash.errors import UsageError
from mash.ledger import (
    Basis,
    Decision,
    decisions,
    evidence_seen,
    latest_decisions,
    merged,
    newest_decisions,
    open_ledger,
    publish_run,
)
from mash.ledger.deciding import rate
from mash.ledger.register import PublishedRun
from mash.vocabulary import CaseId, Colour, Direction, Piece, RunId

AT = dt.datetime(2026, 1, 31, 9, 0)  # noqa: DTZ001 - the ledger keeps the hub's local time
RED, AMBER, GREEN, UNRATED = Colour.RED, Colour.AMBER, Colour.GREEN, Colour.UNRATED
BASIS = Basis(
    role="manager",
    stage="final decision",
    profile="london_brag",
    word="L4",
    stood=AMBER,
    at_least=RED,
    direction=Direction.UP,
    policy="policy-2026-01",
    model="model-2026-11",
    fingerprint="f",
)
MADE = Decision(CaseId("R1"), RED, "seen the network", "a.manager", AT, RunId("20260131-00000000"), RED, BASIS)
SEEN = (
    Piece("flagged adult", "sexual offender (police VISOR)", "P-1"),
    Piece("record", "police occurrences 2026-01-02: occurrence"),
    Piece("tie", "partner", "P-1", "P-2"),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.sqlite"


def test_a_decision_comes_back_with_role_stage_policy_model_and_what_stood(path):
    first = replace(MADE, basis=replace(BASIS, stood=None))
    with open_ledger(path) as book:
        rate(book, first, SEEN)
        rate(book, replace(MADE, colour=AMBER, rationale="stepped down after the visit"), SEEN[:1])
    with open_ledger(path, to_read=True) as book:
        assert [made.colour for made in decisions(book, CaseId("R1"))] == [RED, AMBER]
        assert decisions(book)[0] == first
        assert newest_decisions(book)["R1"].rationale == "stepped down after the visit"
        assert decisions(book, CaseId("R2")) == []


def test_what_was_on_the_screen_is_kept_of_every_decision_and_of_the_newest_alone(path):
    with open_ledger(path) as book:
        rate(book, MADE, SEEN[:2])
        rate(book, MADE, SEEN[2:])
        rate(book, replace(MADE, case_id=CaseId("R2")))
        assert evidence_seen(book) == {"R1": SEEN, "R2": ()}
        assert evidence_seen(book, newest_only=True) == {"R1": SEEN[2:], "R2": ()}
        assert evidence_seen(book, CaseId("R1"), newest_only=True) == {"R1": SEEN[2:]}


@pytest.mark.parametrize("why", ["", "   ", "\t\n", "...", "- -"], ids=repr)
def test_a_rationale_without_a_word_is_refused_and_nothing_is_kept(path, why):
    with pytest.raises(UsageError, match="reason"), open_ledger(path) as book:
        rate(book, replace(MADE, rationale=why), SEEN)
    with open_ledger(path) as book:
        assert latest_decisions(book) == evidence_seen(book) == {}


@pytest.mark.parametrize(
    ("decided", "proposed", "at_least", "differs"),
    [
        (RED, RED, RED, False),
        (AMBER, RED, RED, True),
        (RED, AMBER, AMBER, True),
        (GREEN, UNRATED, RED, True),
        (RED, UNRATED, AMBER, False),
        (AMBER, UNRATED, AMBER, False),
    ],
    ids=[
        "as proposed",
        "lower than proposed",
        "higher than proposed",
        "lower than the least known, where nothing could be rated",
        "higher than the least known",
        "the least known",
    ],
)
def test_a_decision_other_than_proposed_is_known_as_one(decided, proposed, at_least, differs):
    made = replace(MADE, colour=decided, proposed=proposed, basis=replace(BASIS, at_least=at_least))
    assert made.differs is differs


def test_a_ledger_from_before_roles_were_kept_gains_the_tables_and_keeps_its_decisions(path):
    with open_ledger(path) as book:
        rate(book, replace(MADE, basis=None))
    with contextlib.closing(sqlite3.connect(path)) as older:
        older.execute("drop table decision_evidence")
        older.execute("drop table decision_basis")
        older.commit()
    with open_ledger(path, to_read=True) as book:
        (old,) = decisions(book)
        assert (old.colour, old.basis) == (RED, None)
        assert evidence_seen(book) == {}, "what it saw was not kept"
    with open_ledger(path) as book:
        rate(book, replace(MADE, colour=AMBER), SEEN)
        assert [made.basis and made.basis.role for made in decisions(book)] == [None, "manager"]
        assert evidence_seen(book) == {"R1": SEEN}


def test_a_case_decided_again_by_an_earlier_version_says_nothing_of_what_was_seen_last(path):
    with open_ledger(path) as book:
        rate(book, MADE, SEEN)
        rate(book, replace(MADE, basis=None))
        assert evidence_seen(book, newest_only=True) == {}


def test_whoever_was_merged_is_followed_to_the_last_merge(path):
    with open_ledger(path) as book:
        for number, (old, new) in enumerate([("P-1", "P-2"), ("P-1", "P-3")]):
            run = PublishedRun(RunId(f"r{number}"), AT.date(), "d", AT)
            publish_run(book, run, {}, [("merged", old, new, "one man"), ("minted", new, None, "new")])
        assert merged(book) == {"P-1": "P-3"}
