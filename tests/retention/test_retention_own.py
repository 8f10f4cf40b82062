"""What is recorded at the desk expires as what is sent does: read no more, and its words leave the ledger."""

import datetime as dt

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash import ledger
from mash.errors import UsageError
from mash.hub import create_hub
from mash.ledger import Act, Deed, Referral
from mash.nightly import purging
from mash.nightly.planning import read_ledger
from mash.retention import ensure_salt, load_schedule, opaque, own, terms_of
from mash.vocabulary import CaseId

AT = dt.datetime.fromisoformat("2026-01-31T06:00:00")
DAY = AT.date()
RULE = '[[hub.referrals]]\nyears = 6\nafter = "received_at"\nsource = "the hub"\n'


def referral(case, received, key=None):
    said = (key, "ADA", "MADEUP", None, "F", "LA1 9CV", "6", "SAB", "words of the desk", "GREEN", "desk", AT)
    return Referral(CaseId(case), dt.datetime.fromisoformat(f"{received}T09:00:00"), *said)


@pytest.fixture
def hub(tmp_path):
    made = create_hub(tmp_path / "hub")
    (made.root / "retention.toml").write_text(RULE)
    with ledger.open_ledger(made.ledger_path) as book:
        for each in (
            referral("H-1", "2020-01-31"),
            referral("H-2", "2020-02-01"),
            referral("H-3", "2010-01-01", "police:N1"),
        ):
            ledger.refer(book, each)
    return made


def test_a_referral_of_the_desk_expires_with_its_period(hub):
    decided = read_ledger(hub, DAY)
    assert [each.case_id for each in decided.referrals] == ["H-2"]
    assert decided.referrals_expired == 2


def test_its_words_leave_the_file_and_the_case_stays(hub):
    (due,) = purging._own_due(hub, DAY, terms_of(hub, DAY))
    assert (due.agency, due.dataset, due.expired) == ("hub", "referrals", 2)
    purging._forget_own(hub, DAY, terms_of(hub, DAY))
    assert purging._own_due(hub, DAY, terms_of(hub, DAY)) == ()
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        told = book.execute("select case_id, narrative, child_surname, concern from referral order by 1").fetchall()
        assert ledger.new_case_id(book, dt.datetime.fromisoformat("2026-02-01T09:00:00")) == "H-2026-0001"
    assert told[0] == ("H-1", None, None, "SAB")
    assert told[1][1:] == ("words of the desk", "MADEUP", "SAB")
    assert sum(path.read_bytes().count(b"words of the desk") for path in hub.root.glob("ledger.sqlite*")) == 1


def test_nothing_held_of_it_expires(hub):
    with ledger.open_ledger(hub.ledger_path) as book:
        salt = ensure_salt(book, who="lead", at=AT)
        for mark in ("police\x1fN1", "hub\x1fH-1"):
            body = {"marks": [opaque(salt, mark)]}
            ledger.note_act(book, Act(Deed.HOLD, "P-1", "a hearing", "lead", AT, body=body))
    assert [each.case_id for each in read_ledger(hub, DAY).referrals] == ["H-1", "H-2", "H-3"]


def test_one_rule_is_for_all_of_them(hub):
    (hub.root / "retention.toml").write_text(RULE + RULE)
    with pytest.raises(UsageError, match="one rule, without where"):
        load_schedule(hub)


def test_only_from_when_it_was_received(hub):
    (hub.root / "retention.toml").write_text(
        RULE.replace("received_at", "closed_on") + RULE.replace("received_at", "birth")
    )
    with pytest.raises(UsageError, match=r"no date column.*nobody's birth"):
        load_schedule(hub)


@given(
    day=st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    count=st.integers(1, 200),
    unit=st.sampled_from(["days", "months", "years"]),
)
def test_a_period_ends_when_duckdb_says(day, count, unit):
    ((ends,),) = CON.execute(f"select (date '{day}' + interval '{count} {unit}')::date").fetchall()
    assert own._ends(day, f"{count} {unit}") == ends


CON = duckdb.connect()
