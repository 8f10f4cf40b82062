"""What is new since a person decided, in words; and decisions that cross."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import duckdb
import pytest

from mash.enquiry.changed import since_decision
from mash.enquiry.deciding import Past, _refuse_overtaken
from mash.enquiry.worklist import _refuse_earlier
from mash.errors import Refused
from mash.ledger import Basis, Decision, open_ledger
from mash.ledger.deciding import rate
from mash.rating import Done, OpenCase
from mash.vocabulary import Colour, Direction, Piece

AT = dt.datetime(2026, 1, 31, 9, 0)  # noqa: DTZ001 - the hub's local time
BASIS = Basis(
    "manager", "final decision", "luton", "AMBER", None, Colour.RED, Direction.UP, "policy-2026-01", "model", "f"
)
MADE = Decision("R", Colour.AMBER, "seen", "a.manager", AT, "20260131-00000000", Colour.RED, BASIS)
NAMES = {"P-1": "GARETH PASCOE", "P-2": "KERENZA TREGENZA"}

RULE = Piece("rule", "repeat referrals")
ADULT = Piece("flagged adult", "sexual offender (police VISOR)", "P-1")
TIE = Piece("tie", "partner", "P-1", "P-2")
RECORD = Piece("record", "police occurrences 2026-01-02: occurrence, concern DA")
MISSING = Piece("missing source", "probation")


@pytest.mark.parametrize(
    ("seen", "now", "says"),
    [
        ([ADULT, TIE], [ADULT, TIE], ()),
        ([], [ADULT], ("new: flagged adult GARETH PASCOE: sexual offender (police VISOR)",)),
        ([ADULT], [], ("gone: flagged adult GARETH PASCOE: sexual offender (police VISOR)",)),
        ([], [TIE], ("new: tie of GARETH PASCOE and KERENZA TREGENZA: partner",)),
        ([], [RECORD], ("new: record: police occurrences 2026-01-02: occurrence, concern DA",)),
        ([RULE], [RULE, MISSING], ("new: missing source: probation",)),
        ([MISSING], [], ("arrived: probation, which was missing or stale",)),
    ],
    ids=[
        "nothing",
        "a flagged adult",
        "an expired flag",
        "a tie",
        "an occurrence",
        "a source missing",
        "a source come",
    ],
)
def test_what_is_new_or_gone_since_the_decision_is_said_and_nothing_else(seen, now, says):
    found = since_decision(Past((MADE,), tuple(seen), {}), now, lambda person: NAMES[person])
    assert (found.says, found.decided_by, found.colour) == (says, "a.manager", Colour.AMBER)


@pytest.mark.parametrize(
    "past", [Past(), Past((replace(MADE, basis=None),), None)], ids=["nobody decided", "what was seen was not kept"]
)
def test_without_knowing_what_was_seen_nothing_is_called_new(past):
    assert since_decision(past, [ADULT], str) is None
    assert past.done is None


def test_the_last_decision_says_which_stage_is_done_and_on_what():
    assert Past((replace(MADE, basis=None), MADE), ()).done == Done("final decision", "f")


def test_who_decides_while_another_does_is_asked_to_look_first(tmp_path):
    case = OpenCase("R", "C", AT, None, None, decided=None)
    with open_ledger(tmp_path / "ledger.sqlite") as book:
        _refuse_overtaken(book, case)
        rate(book, MADE)
        _refuse_overtaken(book, replace(case, decided=Colour.AMBER))
        with pytest.raises(Refused, match="somebody else decided R just now"):
            _refuse_overtaken(book, case)


def test_the_worklist_of_a_run_of_an_earlier_version_asks_for_a_night():
    with duckdb.connect() as con, pytest.raises(Refused, match="earlier version"):
        _refuse_earlier(con)
