"""Erasing one person: by two people, out of every file, kept out when sent again, and proved by search."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from mash import extracts, ledger, warehouse
from mash.access import Actor, Role
from mash.errors import NotFound, Refused
from mash.hub import create_hub
from mash.ledger import Referral, StoredJudgement
from mash.nightly import erasing, keeping, run_night
from mash.nightly.keeping import Asking
from mash.nightly.proving import prove
from mash.nightly.publishing import purge_now
from mash.vocabulary import CaseId

STORY = Path(__file__).parents[2] / "fixtures" / "story"
DAY = dt.date(2026, 1, 31)
NOW = dt.datetime.fromisoformat("2026-01-31T06:00:00")
RECORD = "police:CU33206"
"""A man of the story whom probation has too, with links to others."""


def actor(name, *roles):
    return Actor("uid", name, frozenset(roles), None)


LEAD, OTHER, THIRD = (actor(name, Role.IG_LEAD) for name in ("lead", "other", "third"))


def asking(who, reason="article 17, upheld"):
    return Asking(who, reason, NOW)


def night(hub, day=DAY):
    return run_night(hub, as_of=day, now=lambda: NOW, progress=lambda *_: None)


def person_of(hub, record):
    _, con = hub.read_current()
    with closing(con):
        ((person,),) = con.execute("select person_id from membership where record_key = $1", [record]).fetchall()
        return person


def search(hub, number):
    return prove(hub, number, lambda *_: None)


def bytes_with(hub, *texts):
    """Files below the hub in whose bytes one of the texts stands."""
    found = []
    for path in sorted(hub.root.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            found += [path.name for text in texts if text.encode() in content]
    return found


def refusal_of(hub, number, who):
    with pytest.raises(Refused) as refused:
        erasing.approve(hub, number, asking(who))
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        assert [act.deed for act in ledger.acts(book) if act.deed == "approve"] == []
    return str(refused.value)


@pytest.fixture(scope="module")
def erased(tmp_path_factory):
    """The story's hub; a man of it erased, one night later, with everything that was seen on the way."""
    folder = tmp_path_factory.mktemp("erasing")
    drops = shutil.copytree(STORY, folder / "drops")
    hub = create_hub(folder / "hub", drops=drops)
    first = night(hub)
    seen = {"first": first.run}
    person = person_of(hub, RECORD)
    subject = keeping.case_subject(hub, person, person, None)
    seen["keys"] = subject.keys
    with ledger.open_ledger(hub.ledger_path) as book:
        received = NOW
        told = (
            RECORD,
            None,
            None,
            None,
            None,
            None,
            "6",
            "SAB",
            "what Cuthred said of himself",
            "GREEN",
            "desk",
            received,
        )
        ledger.refer(book, Referral(CaseId("H-2026-0001"), received, *told))
        ledger.judge(book, StoredJudgement(RECORD, "police:CU00001", "different", "Cuthred has a scar", "a.n", NOW))
    number = seen["number"] = erasing.propose(hub, subject, asking(LEAD), requested_by="letter 1")
    seen["by one"] = refusal_of(hub, number, LEAD)
    with hub.building():
        erasing.approve(hub, number, asking(OTHER))
        seen["purged"] = purge_now(hub, lambda: NOW)
    seen["before the night"] = search(hub, number)
    seen["second"] = night(hub)
    return hub, drops, seen


def test_nobody_is_erased_on_one_persons_word(erased):
    _, _, seen = erased
    assert "is your own: another has to approve it" in seen["by one"]


def test_before_the_next_night_the_proof_finds_them_in_the_run_in_use_alone(erased):
    _, _, seen = erased
    assert len(seen["keys"]) > 1
    assert sum(each.erased for each in seen["purged"].purged) > len(seen["keys"]), "their rows of every dataset"
    assert not seen["before the night"].holds
    assert {
        each.where.rpartition(".duckdb")[0].rpartition("/")[0] for each in seen["before the night"].found if each.ids
    } == {f"snapshots/{seen['first']}"}


def test_after_it_no_id_of_theirs_stands_in_any_file_below_the_hub(erased):
    hub, _, seen = erased
    proof = search(hub, seen["number"])
    assert proof.holds, proof.found
    assert proof.words > len(seen["keys"])
    assert proof.files > 20
    assert not (hub.snapshots / seen["first"]).exists()
    assert bytes_with(hub, "CU33206", "Cuthred") == []


def test_the_proof_finds_what_is_put_there_by_whatever_hand(erased):
    hub, _, seen = erased
    note = hub.root / "landing" / "note.txt"
    note.write_text('He is ("police:CU33206"), they say.\n')
    try:
        proof = search(hub, seen["number"])
        assert not proof.holds
        assert [(each.where, each.ids) for each in proof.found if each.ids] == [("landing/note.txt", 1)]
    finally:
        note.unlink()


def test_nobody_else_is_erased_and_the_manifests_add_up(erased):
    hub, _, seen = erased
    sent = (STORY / "police" / "2026-01-30" / "nominals.csv").read_text().count("\n") - 1
    own = sum(key.startswith("police:") and key.count(":") == 1 for key in seen["keys"])
    with closing(warehouse.connect(reach=hub.reach)) as con:
        extracts.load_current(con, hub, DAY)
        assert con.execute("select count(*) from source.police.nominals").fetchall() == [(sent - own,)]
    for path in hub.landing.rglob("manifest.json"):
        raw = json.loads(path.read_text())
        assert raw["rows_in"] == sum(
            raw[name] for name in ("rows_loaded", "rows_rejected", "rows_expired", "rows_erased")
        )


def test_what_was_decided_stays_and_the_words_go(erased):
    hub, _, seen = erased
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        ((key, narrative, rating),) = book.execute(
            "select child_record_key, narrative, initial_rating from referral"
        ).fetchall()
        (judgement,) = ledger.judgements(book)
        acts = ledger.acts(book)
    assert (key[:7], narrative, rating) == ("erased:", None, "GREEN")
    assert {judgement.record_key_a[:7], judgement.record_key_b} == {"erased:", "police:CU00001"}
    assert (judgement.verdict, judgement.reason) == ("different", "[erased]")
    assert [(act.deed, act.who) for act in acts if act.deed != "salt"] == [("erase", "lead"), ("approve", "other")]
    assert "records" not in next(act for act in acts if act.number == seen["number"]).body


def test_sent_again_they_are_kept_out_until_another_lifts_it(erased):
    hub, drops, seen = erased
    shutil.copytree(drops / "police" / "2026-01-30", drops / "police" / "2026-02-01")
    day = dt.date(2026, 2, 1)

    def held():
        with closing(warehouse.connect(reach=hub.reach)) as con:
            out = extracts.load_current(con, hub, day)
            counted = con.execute("select count(*) from source.police.nominals where nominal_ref = 'CU33206'")
            return counted.fetchall()[0][0], sum(each.erased for each in out)

    with hub.building():
        extracts.pull(hub, at=NOW)
    present, out = held()
    assert (present, out > 1) == (0, True), "never silently"
    for who in (LEAD, OTHER):
        with pytest.raises(Refused, match="is your own"):
            erasing.lift(hub, seen["number"], asking(who))
    erasing.lift(hub, seen["number"], asking(THIRD, "erased in error"))
    assert held() == (1, 0)


def test_nothing_held_is_erased(erased):
    hub, _, _ = erased
    person = person_of(hub, "police:CU29140")
    subject = keeping.case_subject(hub, person, person, None)
    number = erasing.propose(hub, subject, asking(LEAD), requested_by="letter 2")
    keeping.hold(hub, subject, asking(OTHER, "an inquest"))
    with pytest.raises(Refused, match="held"):
        erasing.approve(hub, number, asking(OTHER))
    with pytest.raises(Refused, match="held"):
        erasing.propose(hub, subject, asking(LEAD), requested_by="letter 3")


def test_an_erasure_needs_its_role_and_one_that_nobody_proposed_is_not_found(erased):
    hub, _, _ = erased
    analyst = actor("analyst", Role.ANALYST, Role.OPERATOR)
    person = person_of(hub, "police:CU29140")
    subject = keeping.case_subject(hub, person, person, None)
    with pytest.raises(Refused, match="takes the role"):
        erasing.propose(hub, subject, asking(analyst), requested_by="letter 4")
    with pytest.raises(Refused, match="takes the role"):
        erasing.approve(hub, 3, asking(analyst))
    for missing in (erasing.approve, erasing.lift):
        with pytest.raises(NotFound):
            missing(hub, 999, asking(OTHER))
    with pytest.raises(NotFound):
        search(hub, 999)
