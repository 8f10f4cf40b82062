"""What people decided is added to and never changed."""

import contextlib
import datetime as dt
import sqlite3
from dataclasses import replace

import pytest

from mash.errors import NotFound, Refused, UsageError
from mash.ledger import (
    Act,
    Amendment,
    Basis,
    Decision,
    Deed,
    Referral,
    Revocation,
    Sharing,
    SharingOutcome,
    StoredJudgement,
    amend,
    decide_sharing,
    decisions,
    followed,
    judge,
    judgements,
    latest_decisions,
    load_register,
    new_case_id,
    note_act,
    open_ledger,
    publish_run,
    refer,
    referrals,
    revoke,
)
from mash.ledger.deciding import rate
from mash.ledger.register import PublishedRun
from mash.ledger.store import TABLES
from mash.vocabulary import CaseId, Colour, Direction, Piece, RunId

AT = dt.datetime(2026, 1, 31, 9, 0)  # noqa: DTZ001 - the ledger keeps the hub's local time
BASIS = Basis("manager", "final decision", "luton", "RED", None, Colour.RED, Direction.UP, "p", "m", "f")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.sqlite"


def decision(colour=Colour.RED, rationale="seen the network"):
    return Decision(CaseId("R1"), colour, rationale, "a.manager", AT, RunId("20260131-00000000"), Colour.RED)


def referral(case_id="H-2026-0001"):
    return Referral(
        CaseId(case_id),
        AT,
        None,
        "ANNA",
        "MADEUP",
        dt.date(2022, 5, 1),
        "F",
        "LA1 9CV",
        "1A",
        "SAB",
        None,
        "GREEN",
        "desk",
        AT,
    )


def taken_back(reason="another of that name"):
    return Revocation("b:2", "a:1", reason, "b.m", AT)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("deed", ["update {} set rowid = rowid", "delete from {}"], ids=["changed", "removed"])
def test_no_row_of_any_table_can_be_changed_or_removed(path, table, deed):
    with open_ledger(path) as ledger:
        rate(ledger, replace(decision(), basis=BASIS), [Piece("record", "police occurrences 2026-01-02")])
        refer(ledger, referral())
        judge(ledger, StoredJudgement("a:1", "b:2", "same", "same face", "a.n", AT))
        revoke(ledger, taken_back())
        publish_run(
            ledger,
            PublishedRun(RunId("r1"), AT.date(), "d", AT, {"policy": "p"}),
            {"a:1": "P-1"},
            [("minted", "P-1", None, "new")],
        )
        decide_sharing(ledger, Sharing(CaseId("R1"), "school", "it", SharingOutcome.WITHHELD, "harm", "a.n", AT))
        amend(ledger, Amendment(CaseId("H-2026-0001"), None, "recorded twice", "a.n", AT))
        note_act(ledger, Act(Deed.HOLD, "R1", "a hearing", "a.n", AT))
    statement = deed.format(table).replace(
        "rowid = rowid", {"register": "person_id = 'X'", "run_basis": "value = 'X'"}.get(table, "rowid = rowid")
    )
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), open_ledger(path) as ledger:
        ledger.execute(statement)


def test_the_newest_decision_of_a_case_counts_and_all_are_kept(path):
    with open_ledger(path) as ledger:
        rate(ledger, decision(Colour.RED))
        rate(ledger, decision(Colour.AMBER, "stepped down after the visit"))
    with open_ledger(path) as ledger:
        assert latest_decisions(ledger) == {"R1": Colour.AMBER}
        assert [made.colour for made in decisions(ledger, CaseId("R1"))] == [Colour.RED, Colour.AMBER]


@pytest.mark.parametrize(
    "given",
    [decision(rationale="  "), decision(colour=Colour.UNRATED)],
    ids=["without a reason", "for UNRATED, which nobody can decide"],
)
def test_a_decision_is_refused(path, given):
    with pytest.raises(UsageError), open_ledger(path) as ledger:
        rate(ledger, given)
    with open_ledger(path) as ledger:
        assert latest_decisions(ledger) == {}


def test_a_judgement_is_kept_in_key_order_and_the_newest_of_a_pair_counts(path):
    with open_ledger(path) as ledger:
        judge(ledger, StoredJudgement("b:2", "a:1", "same", "one man", "a.n", AT))
        judge(ledger, StoredJudgement("a:1", "b:2", "different", "met both", "a.n", AT))
        assert [(kept.record_key_a, kept.record_key_b, kept.verdict) for kept in judgements(ledger)] == [
            ("a:1", "b:2", "different")
        ]


def test_a_judgement_taken_back_counts_no_more_nor_does_the_one_before_it_and_another_may_be_made(path):
    with open_ledger(path) as ledger:
        for verdict in ("different", "same"):
            judge(ledger, StoredJudgement("a:1", "b:2", verdict, "seen both", "a.n", AT))
        revoke(ledger, taken_back())
        assert judgements(ledger) == []
        judge(ledger, StoredJudgement("a:1", "b:2", "undecided", "cannot tell", "a.n", AT))
        assert [kept.verdict for kept in judgements(ledger)] == ["undecided"]
        assert ledger.execute("select revoked_by, reason from revocation").fetchall() == [
            ("b.m", "another of that name")
        ]


def test_what_nobody_judged_cannot_be_taken_back_nor_what_was_taken_back_already(path):
    with pytest.raises(NotFound, match="no judgement stands"), open_ledger(path) as ledger:
        revoke(ledger, taken_back())
    with open_ledger(path) as ledger:
        judge(ledger, StoredJudgement("a:1", "b:2", "same", "seen both", "a.n", AT))
        revoke(ledger, taken_back())
    with pytest.raises(NotFound), open_ledger(path) as ledger:
        revoke(ledger, taken_back())


def test_taking_back_needs_a_reason(path):
    with open_ledger(path) as ledger:
        judge(ledger, StoredJudgement("a:1", "b:2", "same", "seen both", "a.n", AT))
    with pytest.raises(UsageError), open_ledger(path) as ledger:
        revoke(ledger, taken_back(reason=" "))


def test_a_ledger_from_before_judgements_could_be_taken_back_gains_the_table(path):
    with open_ledger(path) as ledger:
        judge(ledger, StoredJudgement("a:1", "b:2", "same", "seen both", "a.n", AT))
    with contextlib.closing(sqlite3.connect(path)) as older:
        older.execute("drop table revocation")
        older.commit()
    with open_ledger(path) as ledger:
        revoke(ledger, taken_back())
        assert judgements(ledger) == []


def test_a_referral_comes_back_as_it_went_in_and_its_id_is_taken(path):
    with open_ledger(path) as ledger:
        assert new_case_id(ledger, AT) == "H-2026-0001"
        refer(ledger, referral())
        assert referrals(ledger) == [referral()]
        assert new_case_id(ledger, AT) == "H-2026-0002"
    with pytest.raises(Refused), open_ledger(path) as ledger:
        refer(ledger, referral())


def test_the_register_keeps_only_changes_and_a_run_is_entered_once(path):
    def night(number, membership, events=()):
        with open_ledger(path) as ledger:
            published = PublishedRun(RunId(f"r{number}"), AT.date(), "d", AT)
            publish_run(ledger, published, membership, events)
            publish_run(ledger, published, {"never": "P-9"}, events)
            return load_register(ledger)

    assert night(1, {"a:1": "P-1", "b:2": "P-2"}).person_of == {"a:1": "P-1", "b:2": "P-2"}
    after = night(2, {"a:1": "P-1", "b:2": "P-1"}, [("merged", "P-2", "P-1", "a:1 and b:2 joined")])
    assert after.person_of == {"a:1": "P-1", "b:2": "P-1"}
    assert after.used == {"P-1", "P-2"}
    gone = night(3, {"a:1": "P-1"})
    assert gone.person_of == {"a:1": "P-1"}
    assert gone.last_known == {"b:2": "P-1"}, "should it come back, it is who it was"
    with open_ledger(path) as ledger:
        assert ledger.execute("select count(*) from register").fetchone() == (4,)
        assert followed(ledger, "P-2") == "P-1"
        assert followed(ledger, "P-1") == "P-1"


def test_a_failed_block_leaves_nothing_behind(path):
    def fail_half_way():
        with open_ledger(path) as ledger:
            rate(ledger, decision())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with open_ledger(path) as ledger:
        assert latest_decisions(ledger) == {}
