"""The one door: what must be said before anything is told, whose case it is, and what the audit has of it."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from mash import audit
from mash.access import Asked, Role, enter
from mash.errors import NotFound, Refused
from mash.hub import create_hub
from mash.machine import account

AT = dt.datetime.fromisoformat("2026-01-31T09:00")
ASKED = Asked("a.nalyst", AT, "section 47 enquiry", "s47")
PEOPLE = """
[people."a.nalyst"]
roles = ["analyst"]
cases = ["REF-1"]
[people."o.perator"]
roles = ["operator"]
[people."b.atch"]
roles = ["operator", "auditor", "analyst"]
[gateways.narrow]
law = "a law for one purpose"
from = 2000-01-01
purposes = ["Court report"]
"""


@pytest.fixture
def hub(tmp_path):
    made = create_hub(tmp_path / "hub")
    made.access_path.write_text(made.access_path.read_text() + PEOPLE)
    return made


def last(hub):
    return audit.entries_of(hub)[-1].entry


def known(case):
    return case in {"REF-1", "REF-2"}


@pytest.mark.parametrize(
    ("asked", "adds"),
    [
        (replace(ASKED, purpose="", gateway=""), ("--purpose", "--gateway s47 or s17 or s11")),
        (replace(ASKED, purpose=" "), ("--purpose",)),
        (replace(ASKED, gateway=""), ("--gateway s47 or s17 or s11",)),
        (replace(ASKED, gateway="s99"), ("--gateway",)),
        (replace(ASKED, gateway="s16LA"), ("--gateway",)),
        (replace(ASKED, at=dt.datetime.fromisoformat("1991-10-13T09:00")), ("--gateway",)),
        (replace(ASKED, gateway="narrow"), ("--purpose with one of: court report",)),
    ],
    ids=[
        "neither",
        "no purpose",
        "no gateway",
        "no such gateway",
        "not commenced",
        "not yet in force",
        "other purpose",
    ],
)
def test_without_a_purpose_and_a_gateway_in_force_it_is_refused_and_told_exactly_what_to_add(hub, asked, adds):
    with pytest.raises(Refused) as refused:
        enter(hub, asked, "enquire", sought={"name": "Ada Example"})
    assert refused.value.exit_code == 4
    assert all(each in refused.value.try_ for each in adds)
    assert ("--purpose" in refused.value.try_) == any("--purpose" in each for each in adds)
    noted = last(hub)
    assert (noted.action, noted.outcome, noted.who) == ("enquire", "refused", "a.nalyst")
    assert json.loads(noted.detail)["searched"] == {"name": "Ada Example"}, "what was looked for is kept"


def test_a_purpose_that_the_gateway_is_for_is_let_in_and_the_gateway_is_noted_by_its_own_name(hub):
    door = enter(hub, replace(ASKED, purpose="court REPORT", gateway="NARROW"), "enquire")
    door.note("REF-1")
    assert (last(hub).gateway, last(hub).outcome) == ("narrow", "done")


def test_whoever_has_no_role_for_it_is_refused_and_so_is_the_batch_that_would_decide(hub):
    for who, roles in (("o.perator", (Role.ANALYST,)), ("b.atch", (Role.DECISION_MAKER,))):
        with pytest.raises(Refused, match="takes the role"):
            enter(hub, replace(ASKED, by=who), "rate", roles=roles)
        assert (last(hub).who, last(hub).outcome) == (who, "refused")


def test_a_person_without_an_open_case_is_told_of_for_a_case_that_is_said_and_there_is(hub):
    door = enter(hub, ASKED, "enquire")
    with pytest.raises(Refused, match="nobody asked about has an open case") as refused:
        door.to_case("P-1", (), known)
    assert "--case CASE" in refused.value.try_
    assert (last(hub).subject, last(hub).outcome) == ("P-1", "refused")
    with pytest.raises(Refused, match="there is no case REF-9"):
        door.for_case("REF-9").to_case("P-1", (), known)
    assert door.for_case("ref-1").to_case("P-1", (), known).asked.case == "REF-1"


def test_cases_of_others_are_refused_and_left_out_of_what_lists_many(hub):
    door = enter(hub, ASKED, "enquire")
    with pytest.raises(Refused, match="no need to know"):
        door.to_case("REF-2", {"REF-2"}, known)
    assert (last(hub).subject, last(hub).outcome) == ("REF-2", "refused")
    with pytest.raises(Refused, match="no need to know"):
        door.for_case("REF-1").to_case("P-2", {"REF-2"}, known)
    assert door.to_case("P-1", {"REF-2", "REF-1"}, known).asked.case == "REF-1"
    assert [case for case in ("REF-1", "REF-2") if door.knows(case)] == ["REF-1"]
    with pytest.raises(Refused, match="is of everybody"):
        door.to_all("persons")


def test_an_emergency_goes_past_gateway_case_and_need_to_know_and_is_marked(hub):
    asked = Asked("a.nalyst", AT, "", emergency="child at the address now")
    door = enter(hub, asked, "enquire").to_case("P-2", {"REF-2"}, known)
    door.to_all("persons")
    assert door.knows("REF-2")
    door.note("P-2")
    assert (last(hub).emergency, last(hub).case, last(hub).outcome) == ("child at the address now", "REF-2", "done")


def test_an_emergency_does_not_go_past_the_account_and_its_role(hub):
    with pytest.raises(Refused, match="takes the role"):
        enter(hub, Asked("o.perator", AT, "", emergency="curious"), "enquire")
    assert (last(hub).emergency, last(hub).outcome) == ("curious", "refused")


def test_an_account_without_a_place_is_in_the_audit_as_what_it_is(hub, monkeypatch):
    monkeypatch.setattr("mash.access.door.account", lambda: "stranger")
    with pytest.raises(Refused, match="no place"):
        enter(hub, ASKED, "enquire")
    assert (last(hub).account, last(hub).who, last(hub).outcome) == ("stranger", "a.nalyst", "refused")


def test_whoever_came_through_sudo_is_in_the_audit_as_themselves_also_when_refused(hub, monkeypatch):
    monkeypatch.setattr("mash.access.door.behind", lambda: "o.perator")
    with pytest.raises(Refused, match=r"o\.perator has operator"):
        enter(hub, replace(ASKED, by=account()), "enquire")
    assert (last(hub).account, last(hub).who, last(hub).outcome) == (account(), "o.perator", "refused")


def test_what_is_refused_or_not_found_later_is_noted_once(hub):
    door = enter(hub, ASKED, "review", sought={"a": "x:1"})
    for raised, outcome in ((Refused("no"), "refused"), (NotFound("none"), "not found")):
        before = len(audit.entries_of(hub))
        with pytest.raises(type(raised)), door.refusing("x:1"):
            raise raised
        assert [stored.entry.outcome for stored in audit.entries_of(hub)[before:]] == [outcome]
    before = len(audit.entries_of(hub))
    with pytest.raises(Refused), door.refusing(""):
        door.to_case("x:1", {"REF-2"}, known)
    assert len(audit.entries_of(hub)) == before + 1


def test_nothing_is_let_in_where_it_cannot_be_noted(hub):
    hub.audit_path.write_bytes(b"no database" * 100)
    with pytest.raises(Exception, match="nothing is told that cannot be noted"):
        enter(hub, ASKED, "enquire").note("REF-1")
