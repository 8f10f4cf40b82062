"""What is withheld is seen only by whom it is open to, or after another approved it, for hours, and it is noted."""

from __future__ import annotations

import datetime as dt
import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from mash.access import Actor, Asked, Door, Role
from mash.audit import entries_of
from mash.enquiry import Wanted, find
from mash.enquiry import unmasked as unmasking
from mash.errors import MashError, NotFound, Refused, UsageError
from mash.hub import open_hub
from mash.nightly.run import run_night
from mash.restrictions import OWN, approve, ask, listed_for, unmaskings

NOW = dt.datetime(2026, 1, 31, 9, tzinfo=dt.UTC).replace(tzinfo=None)
ANALYST = Actor("1", "a.nalyst", frozenset({Role.ANALYST}), None)
LEAD = Actor("2", "i.lead", frozenset({Role.IG_LEAD}), None)
BOTH = Actor("3", "b.oth", frozenset({Role.ANALYST, Role.IG_LEAD}), None)
OPERATOR = Actor("4", "o.perator", frozenset({Role.OPERATOR}), None)


def _secrets():
    name = "made_up_secrets"
    if name not in sys.modules:
        spec = spec_from_file_location(name, Path(__file__).with_name("secret_hub.py"))
        sys.modules[name] = module = module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


secrets = _secrets()
OFFENDER = f"police:{secrets.ONE.offender_ref}"


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """The hub of secrets after a night."""
    made = secrets.build(tmp_path_factory.mktemp("unmask"), secrets.ONE)
    run_night(open_hub(made), as_of=dt.date(2026, 1, 31), now=lambda: NOW, progress=lambda *_: None)
    return open_hub(made)


@pytest.fixture
def bare(tmp_path):
    """A hub with restrictions and no night."""
    return open_hub(secrets.build(tmp_path, secrets.ONE))


def unmasked(hub, actor, unmask, about, *, at):
    """The hub as that actor, once let in, sees it."""
    return unmasking.unmasked(Door(hub, actor, Asked(actor.name, at, "a test"), "unmask show"), unmask, about)


def names_in(hub, key):
    """The names of the person an id finds."""
    _, con = hub.read_current()
    found = find(con, hub, Wanted(key=key))
    names = con.execute("select names from person where person_id = $id", {"id": found.child}).fetchall()
    con.close()
    return str(names)


def test_a_request_says_nothing_of_whether_anything_is_withheld(bare):
    one = ask(bare, ANALYST, OFFENDER, "a meeting", hours=8, at=NOW)
    other = ask(bare, ANALYST, "police:NOBODY", "a meeting", hours=8, at=NOW)
    assert (one, other) == (1, 2)
    assert [(each.subject, each.entry, each.until) for each in unmaskings(bare)] == [
        (OFFENDER, "", None),
        ("police:NOBODY", "", None),
    ]


@pytest.mark.parametrize(
    ("actor", "reason", "hours", "fault"),
    [
        pytest.param(OPERATOR, "why", 8, Refused, id="an operator asks about nobody"),
        pytest.param(ANALYST, " ", 8, UsageError, id="no reason"),
        pytest.param(ANALYST, "why", 0, UsageError, id="no time"),
        pytest.param(ANALYST, "why", 1000, UsageError, id="for weeks"),
    ],
)
def test_a_request_needs_role_reason_and_hours(bare, actor, reason, hours, fault):
    with pytest.raises(fault):
        ask(bare, actor, "C-1", reason, hours=hours, at=NOW)
    assert unmaskings(bare) == []


def test_nobody_approves_their_own_request_and_the_attempt_is_noted(bare):
    number = ask(bare, BOTH, "C-1", "a meeting", hours=8, at=NOW)
    with pytest.raises(Refused):
        approve(bare, BOTH, number, entry=None, at=NOW)
    assert unmaskings(bare)[0].until is None
    assert entries_of(bare)[-1].entry.outcome.startswith("refused")


def test_approving_takes_the_role_a_request_and_a_restriction(bare):
    number = ask(bare, ANALYST, "REF-1", "a meeting", hours=8, at=NOW)
    with pytest.raises(Refused):
        approve(bare, Actor("5", "x", frozenset({Role.ANALYST}), None), number, entry="C-1", at=NOW)
    for wanted, entry in ((number + 1, "C-1"), (number, None), (number, "S-1"), (number, "C-99")):
        with pytest.raises(NotFound):
            approve(bare, LEAD, wanted, entry=entry, at=NOW)
    assert approve(bare, LEAD, number, entry="C-1", at=NOW).until == NOW + dt.timedelta(hours=8)


def test_requests_are_listed_to_whoever_made_them_and_to_the_lead(bare):
    ask(bare, ANALYST, "C-1", "a meeting", hours=8, at=NOW)
    ask(bare, BOTH, "C-1", "another", hours=8, at=NOW)
    assert [each.who for each in listed_for(bare, ANALYST)] == ["a.nalyst"]
    assert [each.who for each in listed_for(bare, LEAD)] == ["a.nalyst", "b.oth"]


def test_only_an_approval_of_ones_own_that_has_not_run_out_lifts_anything(hub):
    number = ask(hub, ANALYST, OFFENDER, "a meeting", hours=2, at=NOW)

    def refusal(actor, unmask, at=NOW):
        with pytest.raises(Refused) as refused:
            unmasked(hub, actor, unmask, OFFENDER, at=at)
        return str(refused.value)

    told = {refusal(ANALYST, str(number)), refusal(ANALYST, "999"), refusal(ANALYST, OWN)}
    approve(hub, LEAD, number, entry=None, at=NOW)
    told |= {refusal(BOTH, str(number)), refusal(ANALYST, str(number), NOW + dt.timedelta(hours=2))}
    assert len(told) == 1, "the same words whatever is missing"
    seen = unmasked(hub, ANALYST, str(number), OFFENDER, at=NOW + dt.timedelta(hours=1))
    assert secrets.ONE.offender[1] in names_in(seen, OFFENDER)
    last = entries_of(hub)[-1].entry
    assert (last.action, last.who, last.subject) == ("unmask show", "a.nalyst", OFFENDER)
    assert json.loads(last.detail) == {"by": str(number), "lifted": ["C-1"]}


def test_what_the_file_opens_to_somebody_is_seen_and_nothing_else_that_is_withheld(hub):
    seen = unmasked(hub, LEAD, OWN, OFFENDER, at=NOW)
    assert secrets.ONE.offender[1] in names_in(seen, OFFENDER)
    for key in (f"social_care:{secrets.ONE.staff_id}", f"social_care:{secrets.ONE.child_id}", secrets.ONE.case_id):
        with pytest.raises(MashError) as missing:
            names_in(seen, key)
        assert isinstance(missing.value, NotFound)
    _, con = seen.read_current()
    tables = {
        table
        for (table,) in con.execute("select view_name from duckdb_views() where temporary and not internal").fetchall()
    }
    held = {table: str(con.execute(f'from "{table}"').fetchall()).upper() for table in tables}
    one = secrets.ONE
    words = (one.staff[1], one.child[1], one.case_id, one.refuge_line, one.refuge_postcode, one.foster_postcode)
    found = {word: [table for table, text in held.items() if word.upper() in text] for word in words}
    assert {word: where for word, where in found.items() if where} == {}
    assert len(tables) > 30


def test_a_place_that_is_lifted_is_shown_with_who_lives_there(hub):
    number = ask(hub, ANALYST, "REF-4", "a meeting", hours=2, at=NOW)
    approve(hub, LEAD, number, entry="L-2", at=NOW)
    _, con = unmasked(hub, ANALYST, str(number), "REF-4", at=NOW).read_current()
    shared = con.execute("select count(*) from tie where kind = 'household'").fetchall()
    text = str(con.execute("from stay").fetchall())
    assert secrets.ONE.foster_postcode in text
    assert secrets.ONE.refuge_postcode not in text
    assert shared[0][0] >= 1
