"""The ledger as it was at a moment has every entry made by then, and none made later."""

import datetime as dt
import hashlib

import pytest

from mash.ledger import (
    Decision,
    PublishedRun,
    Referral,
    Revocation,
    StoredJudgement,
    cut_ledger,
    decisions,
    evidence_seen,
    judge,
    judgements,
    load_register,
    merged,
    open_ledger,
    publish_run,
    published_runs,
    refer,
    referrals,
    revoke,
)
from mash.ledger.deciding import rate
from mash.ledger.decisions import Basis
from mash.ledger.store import TABLES
from mash.vocabulary import Colour, Direction, Piece, RunId

MONDAY, TUESDAY, WEDNESDAY = (dt.datetime.fromisoformat(f"2026-01-0{day}T09:30:00") for day in (5, 6, 7))
SECOND = dt.timedelta(seconds=1)
BASIS = Basis("manager", "screening", "p", "RED", None, Colour.GREEN, Direction.UP, "p", "m", "f")


def live(book, day, number):
    """One of everything on that day."""
    run = PublishedRun(RunId(f"r{number}"), day.date(), "d", day, {"read_at": day.isoformat(), "policy": number})
    publish_run(book, run, {"a:1": "P-1", "b:2": f"P-{number + 1}"}, [("merged", f"P-{number}", f"P-{number + 1}", "")])
    rate(
        book, Decision("R1", Colour.RED, "why", "a.n", day, run.run, Colour.RED, BASIS), [Piece("tie", f"no. {number}")]
    )
    refer(book, Referral(f"H-{number}", day, "a:1", None, None, None, None, None, "6", "SAB", None, "RED", "a.n", day))


@pytest.fixture
def whole(tmp_path):
    """A judgement on Monday, taken back on Wednesday, and one of everything on each of three days."""
    path = tmp_path / "whole.sqlite"
    with open_ledger(path) as book:
        for number, day in enumerate((MONDAY, TUESDAY, WEDNESDAY), start=1):
            live(book, day, number)
        judge(book, StoredJudgement("a:1", "b:2", "same", "one face", "a.n", MONDAY))
        revoke(book, Revocation("a:1", "b:2", "two faces", "b.m", WEDNESDAY))
    return path


def counts(path):
    with open_ledger(path, to_read=True) as book:
        return {table: book.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES}


@pytest.mark.parametrize(
    ("until", "days", "judged"),
    [
        pytest.param(MONDAY - SECOND, 0, 0, id="before anything"),
        pytest.param(MONDAY, 1, 1, id="to the second"),
        pytest.param(TUESDAY + SECOND, 2, 1, id="what is taken back later stands"),
        pytest.param(WEDNESDAY, 3, 0, id="all"),
    ],
)
def test_it_has_what_was_entered_by_then(whole, tmp_path, until, days, judged):
    cut = tmp_path / "cut.sqlite"
    cut_ledger(whole, cut, until=until)
    with open_ledger(cut, to_read=True) as book:
        assert [each.run for each in published_runs(book)] == ["r1", "r2", "r3"][:days]
        assert [each.basis["policy"] for each in published_runs(book)] == [1, 2, 3][:days]
        assert len(decisions(book)) == len(referrals(book)) == len(merged(book)) == days
        assert [piece.says for piece in evidence_seen(book).get("R1", ())] == [
            f"no. {day}" for day in range(1, days + 1)
        ]
        assert len(judgements(book)) == judged
        assert load_register(book).person_of.get("b:2") == (f"P-{days + 1}" if days else None)
    if days == 3:
        assert counts(cut) == counts(whole)


def test_of_runs_only_those_before_the_one_named_and_all_else_by_the_moment(whole, tmp_path):
    cut = tmp_path / "cut.sqlite"
    cut_ledger(whole, cut, until=TUESDAY, before=RunId("r2"))
    with open_ledger(cut, to_read=True) as book:
        assert [each.run for each in published_runs(book)] == ["r1"]
        assert (load_register(book).person_of["b:2"], len(decisions(book))) == ("P-2", 2)


def test_the_whole_ledger_is_left_as_it_was(whole, tmp_path):
    was = hashlib.sha256(whole.read_bytes()).hexdigest()
    cut_ledger(whole, tmp_path / "cut.sqlite", until=TUESDAY)
    assert hashlib.sha256(whole.read_bytes()).hexdigest() == was
    assert {path.name for path in tmp_path.iterdir()} == {"whole.sqlite", "cut.sqlite"}
