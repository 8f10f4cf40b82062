"""Who may be one person: looked at, judged, contradicted, obeyed by the next night, and taken back."""

import csv
import datetime as dt
import shutil
from collections import Counter, defaultdict
from types import SimpleNamespace

import pytest

from mash import ledger
from mash.enquiry import Asked, review
from mash.enquiry.review import Couple
from mash.hub import open_hub
from mash.identity import Verdict

pytestmark = pytest.mark.long

WHY = ("--reason", "compared the photographs", "--who", "a.nalyst")
OFFENDER = ("police:CU29140", "probation:B204981")
"""Two records of one flagged adult near the girl, joined by the night."""
LODGER = ("police:DC58817", "police:DO20931")
"""Two records of another, joined by weight alone."""
RESTRICTED = "DC58817"
"""A nominal whose location must not be shown."""


def memberships(mash, hub, folder):
    out = folder / f"memberships-{len(list(folder.iterdir()))}.csv"
    assert mash("export", "memberships", "--out", out, "--hub", hub).code == 0
    with out.open(newline="") as rows:
        return {row["record_key"]: row["person_id"] for row in csv.DictReader(rows)}


def partition(person_of):
    groups = defaultdict(set)
    for record, person in person_of.items():
        groups[person].add(record)
    return {frozenset(group) for group in groups.values()}


@pytest.fixture(scope="module")
def reviewed(mash, story, expected, tmp_path_factory):
    """A hub of the story's before and after a night that obeys four judgements, and after one that obeys none."""
    folder = tmp_path_factory.mktemp("review")
    drops, hub = shutil.copytree(story, folder / "drops"), folder / "hub"
    nominals = drops / "police" / "2026-01-30" / "nominals.csv"
    head, *rows = nominals.read_text().splitlines()
    assert head.endswith(",restricted")
    marked = [f"{row}true" if row.split(",")[0] == RESTRICTED else row for row in rows]
    nominals.write_text("\n".join([head, *marked]) + "\n")
    assert mash("init", hub, "--drops", drops).code == 0

    def night():
        done = mash("nightly", "--hub", hub, "--as-of", expected["as_of"], "--json")
        assert done.code == 0, done.err
        return shutil.copytree(hub, folder / f"hub-{len(list(folder.iterdir()))}"), memberships(mash, hub, folder)

    before, first = night()
    alone = Counter(first.values())
    contacts = sorted(key for key in first if key.startswith("education:contacts:") and alone[first[key]] == 1)
    one, other, third = contacts[:3]
    for pair, verdict in (
        ((one, other), "same"),
        (OFFENDER, "different"),
        (LODGER, "undecided"),
        ((one, third), "undecided"),
    ):
        said = mash("review", *pair, f"--{verdict}", *WHY, "--hub", hub)
        assert (said.code, "the next night takes it in" in said.out) == (0, True), said.err
    waiting = shutil.copytree(hub, folder / "waiting")
    after, second = night()
    for pair in ((one, other), OFFENDER[::-1], LODGER, (one, third)):
        taken_back = mash("review", *pair, "--revoke", "--reason", "the wrong photograph", "--hub", hub)
        assert taken_back.code == 0, taken_back.err
    final, last = night()
    return SimpleNamespace(
        before=before,
        waiting=waiting,
        after=after,
        final=final,
        contacts=(one, other, third),
        memberships=(first, second, last),
    )


def test_the_next_night_obeys_what_was_judged_and_the_one_after_it_what_was_taken_back(mash, reviewed):
    first, second, last = reviewed.memberships
    one, other, _ = reviewed.contacts
    assert first[one] != first[other]
    assert second[one] == second[other]
    assert first[OFFENDER[0]] == first[OFFENDER[1]]
    assert second[OFFENDER[0]] != second[OFFENDER[1]]
    assert partition(last) == partition(first), "nothing of it is left"
    asked = mash("how", first[OFFENDER[0]], "--hub", reviewed.final, "--json").json
    assert {asked["person_id"]} == {last[key] for key in OFFENDER}, "an id that was split off and merged back resolves"


def test_undecided_is_not_joined_by_weight_alone_and_stays_in_the_queue_with_what_it_would_change(mash, reviewed):
    first, second, _ = reviewed.memberships
    assert first[LODGER[0]] == first[LODGER[1]]
    assert second[LODGER[0]] != second[LODGER[1]]
    queue = mash("review", "--hub", reviewed.after, "--json").json
    (row,) = [row for row in queue if {row["record_key_a"], row["record_key_b"]} == set(LODGER)]
    assert (row["reason"], row["judged"]["verdict"]) == ("judged undecided", "undecided")
    assert not [row for row in queue if {row["record_key_a"], row["record_key_b"]} == set(OFFENDER)], "that is settled"


def test_how_says_that_a_person_joined_them(mash, reviewed):
    one, other, _ = reviewed.contacts
    links = mash("how", one, "--hub", reviewed.after, "--json").json["links"]
    assert [(sorted((link["record_key_a"], link["record_key_b"])), link["match_weight"]) for link in links] == [
        (sorted((one, other)), None)
    ]


def test_the_queue_is_ranked_by_what_would_change_and_every_row_names_its_pair(mash, reviewed):
    rows = mash("review", "--hub", reviewed.before, "--json").json
    assert rows

    def rank(row):
        turns = [{"GREEN": 0, "AMBER": 2, "RED": 3}[each["after"]] for each in row["stakes"] if _worse(each)]
        return max([*turns, *(1 for each in row["stakes"] if each["new_flags"])], default=0)

    order = [(-rank(row), -row["match_weight"], row["person_a"], row["person_b"]) for row in rows]
    assert order == sorted(order)
    shown = mash("review", "--hub", reviewed.before, "--all", COLUMNS="400")
    assert all(row["person_a"] in shown.out and row["person_b"] in shown.out for row in rows)
    assert f"mash review {rows[0]['person_a']} {rows[0]['person_b']}" in shown.out


def _worse(stake):
    colours = ("UNRATED", "GREEN", "AMBER", "RED")
    return colours.index(stake["after"]) > colours.index(stake["before"])


def test_two_are_shown_side_by_side_with_weights_that_add_up_and_the_same_as_why(mash, reviewed, tmp_path):
    hub, page = reviewed.before, tmp_path / "pair.html"
    shown = mash("review", *OFFENDER, "--html", page, "--hub", hub)
    assert shown.code == 0, shown.err
    found = mash("review", *OFFENDER, "--hub", hub, "--json").json
    why = mash("why", *OFFENDER, "--hub", hub, "--json").json
    assert found["why"] == why
    total = why["prior_weight"] + sum(each["match_weight"] for each in why["findings"])
    assert total == pytest.approx(why["raw_match_weight"])
    assert [found["a"]["record_key"], found["b"]["record_key"]] == list(OFFENDER)
    assert why["together"]
    for text in (shown.out, page.read_text()):
        assert all(key in text for key in OFFENDER)
        assert f"{why['raw_match_weight']:+.2f}" in text


def test_two_persons_of_the_queue_are_shown_by_the_pair_that_the_queue_names(mash, reviewed):
    row = mash("review", "--hub", reviewed.before, "--json").json[0]
    found = mash("review", row["person_a"], row["person_b"], "--hub", reviewed.before, "--json").json
    assert {found["a"]["record_key"], found["b"]["record_key"]} == {row["record_key_a"], row["record_key_b"]}
    assert found["stakes"] == row["stakes"]


def test_who_said_what_stands_beside_the_pair_until_it_is_taken_back(mash, reviewed):
    told = mash("review", *OFFENDER, "--hub", reviewed.after)
    assert "different, a.nalyst" in " ".join(told.out.split())
    (said,) = mash("review", *OFFENDER, "--hub", reviewed.after, "--json").json["judgements"]
    assert (said["verdict"], said["judged_by"], said["reason"]) == ("different", "a.nalyst", WHY[1])


def test_a_restricted_persons_whereabouts_are_in_no_form(mash, reviewed, tmp_path):
    page, asked = tmp_path / "pair.html", LODGER
    shown = mash("review", *asked, "--html", page, "--hub", reviewed.before, COLUMNS="200")
    found = mash("review", *asked, "--hub", reviewed.before, "--json").json
    assert (found["a"]["restricted"], found["a"]["areas"], found["a"]["contacts"]) == (True, [], [])
    for text in (shown.out, page.read_text()):
        assert "withheld" in text


def test_a_contradiction_is_refused_and_shown_and_nothing_is_recorded(mash, reviewed):
    """On a hub of its own: one is other, one is undecided of third, then other is third; one cannot differ from it."""
    hub = shutil.copytree(reviewed.waiting, reviewed.waiting.parent / "contradicted")
    one, other, third = reviewed.contacts
    assert mash("review", other, third, "--same", *WHY, "--hub", hub).code == 0
    refused = mash("review", third, one, "--different", *WHY, "--hub", hub)
    assert refused.code == 4, refused.err
    told = " ".join(refused.err.split())
    assert "contradicts what people have judged; nothing was recorded" in told
    assert told.count(": same, a.nalyst") == 2
    assert mash("review", third, one, "--revoke", "--reason", "undo", "--hub", hub).code == 0, "undecided still stood"
    assert mash("review", other, third, "--revoke", "--reason", "undo", "--hub", hub).code == 0
    assert mash("review", third, one, "--different", *WHY, "--hub", hub).code == 0
    back = mash("review", other, third, "--same", *WHY, "--hub", hub)
    assert back.code == 4, back.err


def test_what_another_judges_while_a_judgement_is_looked_into_is_looked_into_too(mash, fresh_story_hub, monkeypatch):
    hub, looked = open_hub(fresh_story_hub), []
    real = review._refuse_contradiction

    def while_another_judges(standing, said):
        real(standing, said)
        if not looked:
            assert mash("review", *LODGER, "--different", *WHY, "--hub", fresh_story_hub).code == 0
        looked.append(len(standing))

    monkeypatch.setattr(review, "_refuse_contradiction", while_another_judges)
    asked = Asked("b.oss", dt.datetime(2026, 1, 31, 9), "a review", "s47", "REF-2026-0117")  # noqa: DTZ001 - as the command line gives it
    said = review.judge(hub, Couple(*OFFENDER), Verdict.DIFFERENT, "another face", asked)
    assert (looked, said.verdict) == ([0, 1], "different")
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        assert {each.judged_by for each in ledger.judgements(book)} == {"a.nalyst", "b.oss"}


def test_two_whose_official_numbers_differ_are_not_judged_the_same(mash, reviewed):
    found = mash("review", "health:HP80007", "health:HP80006", "--same", *WHY, "--hub", reviewed.before)
    assert found.code == 4, found.err
    assert "another NHS number: health:HP80007 and health:HP80006" in " ".join(found.err.split())
    assert (
        mash("review", "health:HP80007", "health:HP80006", "--revoke", "--reason", "x", "--hub", reviewed.before).code
        == 6
    )


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((OFFENDER[0], "police:NOPE", "--same", *WHY), 6, "police:NOPE: neither a record nor a person"),
        ((OFFENDER[0], "police:NOPE"), 6, "police:NOPE: neither a record nor a person"),
        ((*OFFENDER, "--revoke", "--reason", "x"), 6, "no judgement stands"),
        ((*OFFENDER, "--same"), 2, "--reason"),
        ((*OFFENDER, "--same", "--reason", "  "), 2, "--reason"),
        ((*OFFENDER, "--same", "--different", *WHY), 2, "one verdict at a time"),
        ((*OFFENDER, "--reason", "x"), 2, "a reason for what"),
        ((OFFENDER[0],), 2, "two records"),
        (("--same", *WHY), 2, "two records"),
        ((OFFENDER[0], OFFENDER[0], "--same", *WHY), 2, "one record"),
        ((*OFFENDER, "--same", *WHY, "--html", "x.html"), 2, "first look"),
        ((*OFFENDER, "--html", "/nowhere/at/all.html"), 2, "all.html"),
    ],
    ids=[
        "a judgement on an unknown record",
        "a look at an unknown record",
        "nothing to take back",
        "a judgement without a reason",
        "a judgement with an empty reason",
        "two verdicts",
        "a reason without a verdict",
        "one record alone",
        "a verdict on nobody",
        "a record and itself",
        "a page of a judgement",
        "a folder that is not there",
    ],
)
def test_what_cannot_be_judged_says_where_what_and_what_to_try(mash, reviewed, words, code, says):
    done = mash("review", *words, "--hub", reviewed.before)
    assert done.code == code, done.err
    assert says in done.err
    assert "Try:" in done.err
