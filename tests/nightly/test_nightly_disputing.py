"""A row or a record in dispute is told of and counts for nothing; a value put right stands for what was sent."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from mash import extracts, warehouse
from mash.access import Actor, Role
from mash.enquiry import Asked, Wanted, chronicle_of_child, enquire_into
from mash.errors import NotFound, Refused, UsageError
from mash.hub import create_hub
from mash.named import in_words
from mash.nightly import keeping, run_night
from mash.nightly.disputing import Correction, RowPlace, correct, dispute_record, dispute_row, row_place, settle
from mash.nightly.keeping import Asking
from mash.reports import to_json
from mash.reports.audience import Audience
from mash.reports.chronology import print_chronicle
from mash.reports.page import page
from mash.reports.shown_to import Reader, chronicle_shown_to, shown_to
from mash.reports.terminal import print_answer
from mash.retention import terms_of

STORY = Path(__file__).parents[2] / "fixtures" / "story"
CASE = "REF-2026-0117"
DAY = dt.date(2026, 1, 31)
NOW = dt.datetime.fromisoformat("2026-01-31T06:00:00")
OCCURRENCE = RowPlace("police", "occurrences", "2026-01-30", 1)
WHY, REASON = "somebody used his name", "the parents say it was another child"


def actor(name, *roles):
    return Actor("uid", name, frozenset(roles), None)


LEAD, OTHER, ANALYST, AUDITOR = (
    actor("lead", Role.IG_LEAD),
    actor("other", Role.IG_LEAD),
    actor("analyst", Role.ANALYST),
    actor("auditor", Role.AUDITOR),
)


def asking(who, reason=REASON):
    return Asking(who, reason, NOW)


def night(hub):
    return run_night(hub, as_of=DAY, now=lambda: NOW, progress=lambda *_: None)


def answered(hub):
    return enquire_into(hub, Wanted(CASE), Asked("a.n", NOW, "a test", "s47", CASE))


def chronicle(hub):
    return chronicle_of_child(hub, Wanted(CASE), Asked("a.n", NOW, "a test", "s47", CASE))


def printed(shown, printer):
    out = StringIO()
    printer(shown, Console(file=out, width=400)) if printer is print_answer else printer(
        Console(file=out, width=400), shown
    )
    return out.getvalue()


def flags_of(answer):
    return {flag.evidence for person in answer.flagged for flag in person.flags}


def place_of(evidence):
    return RowPlace(evidence.agency, evidence.dataset, evidence.extract, evidence.source_row)


def record_of(hub, key):
    _, con = hub.read_current()
    with closing(con):
        return keeping.record_in(con, key)


def persons(hub):
    _, con = hub.read_current()
    with closing(con):
        return dict(con.execute("select record_key, person_id from membership").fetchall())


@pytest.fixture(scope="module")
def disputed(tmp_path_factory):
    """The story's hub: a night; a flag, a fact of the child and a whole record disputed, a value put right; a night."""
    hub = create_hub(tmp_path_factory.mktemp("disputing") / "hub", drops=STORY)
    first = night(hub)
    before, ids = answered(hub), persons(hub)
    flag = next(iter(sorted((each for each in flags_of(before) if each.dataset == "markers"), key=place_of)))
    fact = next(
        row
        for entry in before.chronology
        for row in entry.sources
        if row.dataset in {"attendances", "occurrence_roles"}
    )
    alone = next(
        key
        for key, person in sorted(ids.items())
        if list(ids.values()).count(person) == 2 and key.startswith("police:")
    )
    numbers = {
        "flag": dispute_row(hub, place_of(flag), asking(ANALYST)),
        "fact": dispute_row(hub, place_of(fact), asking(ANALYST)),
        "record": dispute_record(hub, record_of(hub, alone), asking(LEAD, WHY)),
    }
    right = Correction("outcome", "no further action", "letter 7")
    correct(hub, OCCURRENCE, right, asking(LEAD))
    seen = {
        "flag": flag,
        "fact": fact,
        "alone": alone,
        "before": before,
        "ids": ids,
        "first": first,
        "numbers": numbers,
    }
    return hub, {**seen, "second": night(hub), "answer": answered(hub)}


def test_a_flag_in_dispute_counts_for_nothing(disputed):
    _, seen = disputed
    assert seen["flag"] in flags_of(seen["before"])
    assert seen["flag"] not in flags_of(seen["answer"])
    counts = {(each.agency, each.dataset): each.disputed for each in seen["second"].left_out}
    assert counts["police", "markers"] >= 1, "never silently"
    assert seen["second"].rows["flag"] < seen["first"].rows["flag"]


def test_it_is_told_of_in_the_answer_its_json_its_page_and_on_the_terminal(disputed):
    _, seen = disputed
    answer = seen["answer"]
    told = {each.number: each for each in answer.disputed}
    assert {seen["numbers"]["flag"], seen["numbers"]["fact"]} <= told.keys()
    place = place_of(seen["flag"])
    assert place in {place_of(row) for row in told[seen["numbers"]["flag"]].rows}
    in_json = json.loads(to_json(answer))["disputed"]
    assert {each["number"] for each in in_json} == told.keys()
    for form in (page(answer), printed(answer, print_answer)):
        assert "In dispute, and counted for nothing here" in form
        assert place.told in form
        assert REASON in form


def test_the_chronology_says_what_is_in_dispute_and_has_no_entry_of_it(disputed):
    hub, seen = disputed
    shown = chronicle(hub)
    place = place_of(seen["fact"])
    assert place not in {place_of(row) for entry in shown.chronology for row in entry.sources}
    assert place in {place_of(row) for each in shown.disputed for row in each.rows}
    assert in_words(place.told) in printed(shown, print_chronicle)
    assert json.loads(to_json(shown))["disputed"]


def test_a_family_is_told_of_no_dispute(disputed):
    hub, seen = disputed
    reader = Reader(Audience.FAMILY)
    assert shown_to(seen["answer"], reader).disputed == ()
    assert chronicle_shown_to(chronicle(hub), reader).disputed == ()
    assert shown_to(seen["answer"], Reader(Audience.COURT)).disputed != ()


def test_a_record_in_dispute_stands_alone_and_nothing_that_is_said_of_it_is_read(disputed):
    hub, seen = disputed
    now, key = persons(hub), seen["alone"]
    assert list(seen["ids"].values()).count(seen["ids"][key]) == 2
    assert list(now.values()).count(now[key]) == 1
    _, con = hub.read_current()
    with closing(con):
        said = "select record_key from {} where record_key = $key"
        for table in ("flag", "stay", "event_role", "contact_detail"):
            assert con.execute(said.format(table), {"key": key}).fetchall() == []
        assert con.execute("select whole from disputed where record_key = $key and whole", {"key": key}).fetchall()


def test_a_value_put_right_is_read_and_what_was_sent_is_not(disputed):
    hub, seen = disputed
    with closing(warehouse.connect(reach=hub.reach)) as con:
        extracts.load_current(con, hub, DAY)
        query = "select outcome from source.police.occurrences where _row = 1"
        assert con.execute(query).fetchall() == [("no further action",)]
    assert extracts.read_row(hub, *OCCURRENCE)["outcome"] is None, "the landing has it as it was sent"
    (act,) = [act for act in keeping.standing_acts(hub) if act.deed == "correct"]
    assert (act.who, act.reason, act.body["requested_by"]) == ("lead", REASON, "letter 7")
    del seen


def test_only_somebody_else_settles_it_and_then_all_is_as_it_was(disputed):
    hub, seen = disputed
    for number, own in ((seen["numbers"]["record"], LEAD), (seen["numbers"]["flag"], ANALYST)):
        with pytest.raises(Refused):
            settle(hub, number, asking(own))
    for number in seen["numbers"].values():
        settle(hub, number, asking(OTHER, "looked into"))
    correct(hub, OCCURRENCE, Correction("outcome", None, "letter 8"), asking(LEAD))
    assert terms_of(hub, DAY).disputed == frozenset()
    with closing(warehouse.connect(reach=hub.reach)) as con:
        assert extracts.load_current(con, hub, DAY) == ()
    with pytest.raises(NotFound):
        settle(hub, seen["numbers"]["flag"], asking(OTHER))


def test_who_may_and_what_can_be_disputed_or_put_right(disputed):
    hub, seen = disputed
    with pytest.raises(Refused, match="takes the role"):
        dispute_row(hub, OCCURRENCE, asking(AUDITOR))
    with pytest.raises(Refused, match="takes the role"):
        correct(hub, OCCURRENCE, Correction("outcome", "charged", "letter"), asking(ANALYST))
    with pytest.raises(Refused, match="opens a case"):
        dispute_row(hub, RowPlace("social_care", "referrals", "2026-01-30", 1), asking(LEAD))
    with pytest.raises(UsageError, match="person's own row"):
        dispute_row(hub, RowPlace("police", "nominals", "2026-01-30", 1), asking(LEAD))
    for missing in (
        ("police", "occurrences", "2026-01-30", 99999),
        ("police", "shoes", "2026-01-30", 1),
        ("navy", "x", "y", 1),
    ):
        with pytest.raises(NotFound):
            dispute_row(hub, RowPlace(*missing), asking(LEAD))
    for column, value in (("occurrence_ref", "X"), ("shoe", "X"), ("occurred_on", "yesterday")):
        with pytest.raises(UsageError):
            correct(hub, OCCURRENCE, Correction(column, value, "letter"), asking(LEAD))
    del seen


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (["police", "markers", "2026-01-30", "row", "5"], ("police", "markers", "2026-01-30", 5)),
        (["police markers 2026-01-30 row 5"], ("police", "markers", "2026-01-30", 5)),
        (["police", "markers", "2026-01-30", "5"], ("police", "markers", "2026-01-30", 5)),
        (["police nominal links 2026-01-30 row 5"], ("police", "nominal_links", "2026-01-30", 5)),
        (["social", "care", "persons", "2026-01-30", "row", "5"], ("social_care", "persons", "2026-01-30", 5)),
        (["nobody at all 2026-01-30 row 5"], None),
        (["police:CU1"], None),
        (["police", "markers", "2026-01-30", "row"], None),
    ],
    ids=["as told", "in one word", "without row", "a list", "an agency", "no agency", "a record", "no number"],
)
def test_a_row_is_named_as_answers_tell_it(words, place):
    assert row_place(words, ["police", "social_care"]) == place
