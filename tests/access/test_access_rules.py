"""``access.toml``: who has which roles and cases, which gateways are in force, and every fault of the file at once."""

import datetime as dt
import os
import tomllib
from dataclasses import replace

import pytest

from mash.access import Actor, Role, access_rules, actor_of, require
from mash.access.actor import actor_under
from mash.access.rules import parse_access
from mash.errors import Refused, UsageError
from mash.hub import create_hub
from mash.machine import account, behind

PEOPLE = """
[people."a.nalyst"]
roles = ["analyst"]
cases = ["ref-1"]
[people.shared]
roles = ["operator"]
acts_for = true
"""


@pytest.fixture
def hub(tmp_path):
    return create_hub(tmp_path / "hub")


def rules(text, tmp_path):
    return parse_access(tomllib.loads(text), tmp_path, "access.toml")


def test_whoever_makes_a_hub_has_every_role_in_it_and_may_name_others(hub):
    actor = actor_of(hub)
    assert (actor.account, actor.name, actor.cases) == (account(), account(), None)
    assert actor.roles == set(Role)
    assert actor_of(hub, "b.other") == replace(actor, name="b.other")


def test_the_account_is_of_the_operating_system_and_no_variable_changes_it(hub, monkeypatch):
    for name in ("USER", "LOGNAME", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody.else")
    assert actor_of(hub).account == account() != "somebody.else"


def test_whoever_comes_through_sudo_asks_as_themselves(tmp_path):
    known = rules(PEOPLE, tmp_path)
    own = Actor("shared", "a.nalyst", frozenset({Role.ANALYST}), frozenset({"REF-1"}))
    for said in (None, "shared", "a.nalyst"):
        assert actor_under(known, "shared", said, live=True, through="a.nalyst") == own
    with pytest.raises(Refused, match=r"a\.nalyst asks for itself and for nobody else"):
        actor_under(known, "shared", "b.oss", live=False, through="a.nalyst")
    with pytest.raises(Refused, match="this hub is live"):
        actor_under(known, "shared", None, live=True, through="stranger")


def test_sudo_gives_nobody_a_name_that_the_account_itself_could_not(tmp_path):
    known = rules(PEOPLE, tmp_path)
    assert actor_under(known, "a.nalyst", None, live=True, through="shared").name == "a.nalyst"
    with pytest.raises(Refused, match="for itself and for nobody else"):
        actor_under(known, "a.nalyst", "shared", live=True, through="shared")


@pytest.mark.parametrize(
    ("said", "name"), [("", None), ("-1", None), ("x", None), ("4294967290", "uid-4294967290")],
    ids=["nobody", "no number", "a word", "an account without a name"],
)  # fmt: skip
def test_who_came_through_sudo_is_told_by_a_number(said, name, monkeypatch):
    monkeypatch.setenv("SUDO_UID", said)
    assert behind() == name
    monkeypatch.setenv("SUDO_UID", str(os.getuid()))
    assert behind() is None


def test_without_the_file_nobody_may_do_anything(hub):
    hub.access_path.unlink()
    with pytest.raises(Refused, match=r"no access\.toml") as refused:
        actor_of(hub)
    assert "mash init" in str(refused.value)


def test_an_account_that_the_file_does_not_have_has_no_place(tmp_path):
    with pytest.raises(Refused, match="no place in this hub"):
        actor_under(rules(PEOPLE, tmp_path), "stranger", None, live=False)


def test_an_account_asks_for_itself_unless_the_file_lets_it_act_for_others(tmp_path):
    known = rules(PEOPLE, tmp_path)
    with pytest.raises(Refused, match="for itself and for nobody else"):
        actor_under(known, "a.nalyst", "b.oss", live=False)
    assert actor_under(known, "a.nalyst", "a.nalyst", live=True).roles == {Role.ANALYST}


def test_whoever_is_named_has_their_own_roles_and_whoever_the_file_lacks_the_account_s(tmp_path):
    known = rules(PEOPLE, tmp_path)
    own = Actor("shared", "a.nalyst", frozenset({Role.ANALYST}), frozenset({"REF-1"}))
    assert actor_under(known, "shared", "a.nalyst", live=True) == own
    assert (own.knows("ref-1"), own.knows("REF-2")) == (True, False)
    assert actor_under(known, "shared", "stranger", live=False).roles == {Role.OPERATOR}


def test_a_live_hub_refuses_people_whom_the_file_does_not_have(tmp_path):
    with pytest.raises(Refused, match="this hub is live"):
        actor_under(rules(PEOPLE, tmp_path), "shared", "stranger", live=True)


def test_a_role_that_is_needed_and_missing_is_named(tmp_path):
    actor = actor_under(rules(PEOPLE, tmp_path), "shared", None, live=False)
    require(actor, Role.OPERATOR, "run a night")
    require(actor, (Role.ANALYST, Role.OPERATOR), "look")
    with pytest.raises(Refused, match="to decide takes the role decision maker; shared has operator"):
        require(actor, Role.DECISION_MAKER, "decide")


def test_a_gateway_is_in_force_from_its_first_day_to_its_last_and_not_before_it_has_commenced(hub, tmp_path):
    known = access_rules(hub).gateways
    assert {"s47", "s17", "s11", "s16la"} == known.keys()
    assert not known["s16la"].in_force(dt.date(2026, 11, 29))
    assert known["s47"].in_force(dt.date(1991, 10, 14))
    assert not known["s47"].in_force(dt.date(1991, 10, 13))
    ended = rules(PEOPLE + '[gateways.old]\nlaw = "x"\nfrom = 2000-01-01\nuntil = 2001-01-01', tmp_path).gateways["old"]
    assert (ended.in_force(dt.date(2001, 1, 1)), ended.in_force(dt.date(2001, 1, 2))) == (True, False)


def test_every_fault_of_the_file_is_told_at_once(tmp_path):
    wrong = """
    people.a = {roles = ["king"], cases = "some", acts_for = 1}
    people.b = {cases = []}
    people.c = 1
    gateways.x = {from = "2026", purposes = [1]}
    gateways.y = {law = "y", from = 2026-01-02, until = 2026-01-01, if = 1}
    audit = {checkpoints = 1, key = "k"}
    other = {}
    """
    with pytest.raises(UsageError) as fault:
        rules(wrong, tmp_path)
    told = fault.value.what.split("; ")
    assert len(told) == 13, told
    assert fault.value.exit_code == 2


@pytest.mark.parametrize("text", ["", "people = 1", "[people]\n"])
def test_a_file_that_lets_nobody_in_is_a_fault(tmp_path, text):
    with pytest.raises(UsageError, match="people"):
        rules(text, tmp_path)


def test_a_file_that_others_may_write_to_is_a_fault(hub):
    hub.access_path.chmod(0o664)
    with pytest.raises(UsageError, match="others than its owner"):
        access_rules(hub)


def test_a_file_that_is_no_toml_is_a_fault_and_tells_nothing(hub):
    hub.access_path.write_text("people = [")
    with pytest.raises(UsageError, match="not readable as TOML"):
        access_rules(hub)
