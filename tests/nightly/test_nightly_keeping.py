"""Holds: who may place one and who may let it go, whom it is about, and that its reason stands in the audit."""

from __future__ import annotations

import datetime as dt
from contextlib import closing

import pytest

from mash import audit, extracts, warehouse
from mash.access import Actor, Role
from mash.errors import NotFound, Refused, UsageError
from mash.hub import create_hub
from mash.nightly import keeping
from mash.nightly.keeping import Asking, Subject, hold, release, standing_acts
from mash.retention import terms_of

AT = dt.datetime.fromisoformat("2026-01-31T09:00:00")
DAY = AT.date()
WHOM = Subject("P-1", (extracts.RecordRow("police:N1", "police", "nominals", "2026-01-30", 1, "N1", named=False),))


def actor(name, *roles):
    return Actor("uid", name, frozenset(roles), None)


LEAD, OTHER = actor("lead", Role.IG_LEAD), actor("other", Role.IG_LEAD)
MANAGER, ANALYST = actor("manager", Role.DECISION_MAKER), actor("analyst", Role.ANALYST, Role.OPERATOR)


def asking(who, reason="care proceedings"):
    return Asking(who, reason, AT)


@pytest.fixture
def hub(tmp_path):
    return create_hub(tmp_path / "hub")


def test_a_hold_stands_until_somebody_else_lets_it_go(hub):
    number = hold(hub, WHOM, asking(MANAGER))
    assert [act.number for act in standing_acts(hub)] == [number]
    assert len(terms_of(hub, DAY).held) == 1
    with pytest.raises(Refused, match="is your own"):
        release(hub, hold(hub, WHOM, asking(LEAD)), asking(LEAD))
    release(hub, number, asking(LEAD, "decided"))
    with pytest.raises(NotFound):
        release(hub, number, asking(OTHER))
    assert [act.who for act in standing_acts(hub)] == ["lead"]


def test_who_has_not_the_role_places_no_hold_and_lets_none_go(hub):
    with pytest.raises(Refused, match="takes the role"):
        hold(hub, WHOM, asking(ANALYST))
    number = hold(hub, WHOM, asking(LEAD))
    for nobody in (ANALYST, MANAGER):
        with pytest.raises(Refused, match="takes the role"):
            release(hub, number, asking(nobody))
    assert len(terms_of(hub, DAY).held) == 1


def test_a_hold_needs_its_reason(hub):
    with pytest.raises(UsageError, match="reason"):
        hold(hub, WHOM, asking(LEAD, " - "))
    assert standing_acts(hub) == []


def test_a_hold_and_its_release_stand_in_the_audit_by_id(hub):
    number = hold(hub, WHOM, asking(LEAD), until=DAY)
    release(hub, number, asking(OTHER, "over"))
    entries = [stored.entry for stored in audit.entries_of(hub)]
    assert [(each.action, each.subject, each.who, each.detail) for each in entries] == [
        ("hold", "P-1", "lead", "care proceedings"),
        ("release hold", "P-1", "other", "over"),
    ]


def test_the_ledger_keeps_marks_and_no_id_of_whom_is_held(hub):
    hold(hub, WHOM, asking(LEAD))
    (act,) = standing_acts(hub)
    assert "N1" not in str(act.body)
    with closing(warehouse.connect()) as con:
        ((again,),) = con.execute(
            "select sha256(concat($1, chr(31), 'police', chr(31), 'N1'))", [terms_of(hub, DAY).salt]
        ).fetchall()
    assert act.body["marks"] == [again], "the same id in any extract has the same mark"
    assert act.body["marks"] == sorted(extracts.marks_of(hub, WHOM.records, terms_of(hub, DAY).salt))


def test_in_a_rebuilding_nothing_is_held(hub, monkeypatch):
    monkeypatch.setattr(type(hub), "refuse_rebuilt", lambda _: (_ for _ in ()).throw(Refused("a rebuilding")))
    with pytest.raises(Refused, match="rebuilding"):
        keeping.hold(hub, WHOM, asking(LEAD))
