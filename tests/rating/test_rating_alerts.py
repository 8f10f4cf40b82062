"""One alert per piece of evidence, over nights: raised the first night it stands in a case, and never again."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from mash import warehouse
from mash.rating import (
    changes,
    load_policy,
    load_profile,
    pieces_of_cases,
    proposals_of,
    raise_evidence,
    rate_open_cases,
    store_changes,
    whom_now,
)
from mash.vocabulary import Piece

POLICY, PROFILE = load_policy("policy-2026-01"), load_profile("oxfordshire")
FIRST = dt.date(2026, 1, 29)
NO_EVENTS = "create or replace table person_event (kind varchar, person_id varchar, other_person_id varchar)"


@dataclass(frozen=True)
class Night:
    """A built night: its snapshot, and what it told of the one case by kind and pieces."""

    path: Path
    kind: str
    new: list[str]
    gone: list[str]
    raised: list[tuple]


@pytest.fixture
def nights(tmp_path, new_town):
    """Nights one after the other: each is given what to add to the quiet case, and goes by the night before."""

    class Nights:
        def __init__(self) -> None:
            self.made: list[Night] = []

        def then(self, *facts, seen=(), merged=(), padding=0, before=None) -> Night:
            before = before or (self.made[-1] if self.made else None)
            town, as_of = new_town(tmp_path), FIRST + dt.timedelta(days=len(self.made))
            for _ in range(padding):
                town.source()
            quiet(town)
            for add in facts:
                add(town)
            con = town.build(POLICY.associations, hops=POLICY.hops)
            rate_open_cases(con, POLICY, as_of=as_of, profile=PROFILE)
            con.execute(NO_EVENTS)
            for old, new in merged:
                con.execute("insert into person_event values ('merged', ?, ?)", [old, new])
            night = told(con, before, tmp_path / f"{len(list(tmp_path.iterdir()))}.duckdb", seen, as_of)
            self.made.append(night)
            return night

    return Nights()


def quiet(town):
    town.fresh("police")
    town.referral("R", "C", concern="SAB", initial_rating="GREEN")
    town.related("C", "F", "father")
    town.related("C", "M", "mother")
    town.related("M", "P", "partner")
    town.flag("F")


def told(con, before, path, seen, as_of) -> Night:
    earlier = []
    if before:
        with warehouse.connect(before.path, read_only=True) as yesterday:
            earlier = proposals_of(yesterday)
    news = raise_evidence(
        con, before.path if before else None, seen={"R": seen} if seen else {}, merged=whom_now(con, {}), as_of=as_of
    )
    found = changes(earlier, proposals_of(con), news)
    store_changes(con, found, news)
    con.execute(f"attach '{path}' as kept")
    con.execute("copy from database memory to kept")
    con.execute("detach kept")
    rows = con.execute("select new, gone from change where case_id = 'R'").fetchall() or [([], [])]
    raised = con.execute("from evidence_raised order by all").fetchall()
    return Night(path, found[0].kind.value, *rows[0], raised)


def flag_the_partner(town):
    town.flag("P")


def test_three_nights_raise_a_new_flagged_adult_once(nights):
    first = nights.then()
    assert (first.kind, first.new) == ("new red", []), "of a case that is new everything is"
    second = nights.then(flag_the_partner)
    assert second.kind == "new evidence"
    assert second.new == ["flagged adult P: sexual offender (police VISOR)", "tie C M: parent", "tie M P: partner"]
    third = nights.then(flag_the_partner)
    assert (third.kind, third.new) == ("unchanged", [])
    assert {raised_on for *_, raised_on in third.raised} == {FIRST, FIRST + dt.timedelta(days=1)}


def test_rows_that_move_or_are_sent_again_raise_nothing(nights):
    nights.then(flag_the_partner)
    assert nights.then(flag_the_partner, padding=9).kind == "unchanged"


def test_what_was_gone_for_a_night_is_told_when_it_goes_and_not_raised_again(nights):
    nights.then(flag_the_partner)
    without = nights.then()
    assert (without.kind, without.new) == ("less evidence", [])
    assert without.gone[0] == "flagged adult P: sexual offender (police VISOR)"
    assert nights.then().kind == "unchanged", "told once"
    assert nights.then(flag_the_partner).kind == "unchanged"


def test_what_a_person_saw_when_they_decided_is_never_raised(nights):
    nights.then()
    seen = (
        Piece("flagged adult", "sexual offender (police VISOR)", "P"),
        Piece("tie", "parent", "C", "M"),
        Piece("tie", "partner", "M", "P"),
    )
    assert nights.then(flag_the_partner, seen=seen).kind == "unchanged"
    assert nights.then(flag_the_partner).kind == "unchanged", "the run carries it on"


def test_an_adult_who_was_merged_with_another_is_not_raised_again(nights):
    nights.then(flag_the_partner)
    as_another = (lambda town: (town.related("M", "Q", "partner"), town.flag("Q")),)
    assert nights.then(*as_another, merged=[("P", "Q")]).kind == "new evidence", "P is still somebody: no merge"
    nights.made.pop()

    def partner_is_now_q(town):
        for row in town.rows["declared_relationship"]:
            if row["record_key_b"] == "social_care:P":
                row["record_key_b"] = town.record("Q", "social_care")
        town.rows["person"] = [row for row in town.rows["person"] if row["person_id"] != "P"]
        town.rows["membership"] = [row for row in town.rows["membership"] if row["person_id"] != "P"]
        town.flag("Q")

    night = nights.then(partner_is_now_q, merged=[("P", "Q")])
    assert (night.kind, night.new, night.gone) == ("unchanged", [], [])
    nights.made.pop()
    assert nights.then(partner_is_now_q).new[0].startswith("flagged adult Q"), "without the merge it is another"


@pytest.mark.parametrize(
    ("merged", "in_use", "whom"),
    [
        ({"P1": "P2"}, ["P2"], {"P1": "P2"}),
        ({"P1": "P2", "P2": "P3"}, ["P3"], {"P1": "P3", "P2": "P3"}),
        ({"P1": "P2", "P2": "P3", "P3": "P4"}, ["P2", "P4"], {"P1": "P2", "P3": "P4"}),
        ({"P1": "P2", "P2": "P1"}, [], {"P1": "P1", "P2": "P2"}),
    ],
    ids=["once", "twice over", "into somebody who was parted again", "round in a circle: each stays itself"],
)
def test_whoever_was_merged_is_followed_to_whom_they_are_now(merged, in_use, whom):
    with warehouse.connect(threads=1) as con:
        con.execute(NO_EVENTS)
        con.execute("create table person as select unnest($ids::varchar[]) as person_id", {"ids": in_use})
        con.execute("insert into person_event values ('split', 'P9', 'P8'), ('merged', 'P7', null)")
        assert whom_now(con, merged) == whom


def test_a_night_run_again_over_the_same_run_in_use_tells_the_same(nights):
    first = nights.then()
    once = nights.then(flag_the_partner, before=first)
    nights.made.pop()
    again = nights.then(flag_the_partner, before=first)
    assert (again.kind, again.new, again.raised) == (once.kind, once.new, once.raised)


def test_against_a_run_of_an_earlier_version_the_fingerprint_tells_and_the_night_after_the_pieces_do(nights):
    old = nights.then()
    with warehouse.connect(old.path) as con:
        con.execute("drop table evidence_raised")
    assert nights.then().kind == "unchanged"
    assert nights.then(flag_the_partner).new[0].startswith("flagged adult P")
    nights.made[-1] = old
    night = nights.then(flag_the_partner)
    assert (night.kind, night.new) == ("new evidence", []), "something is new, which piece was not kept"


# A plain oracle: sets of pieces, case by case, night by night.

PERSONS = [f"P{number}" for number in range(6)]


def some_pieces(chance) -> set[Piece]:
    adults = {Piece("flagged adult", "violence (police PNC)", person) for person in PERSONS}
    ties = {Piece("tie", "partner", a, b) for a in PERSONS for b in PERSONS if a < b}
    everything = sorted(adults | ties | {Piece("record", f"police occurrences {day}") for day in range(4)}, key=repr)
    return set(chance.sample(everything, chance.randrange(8)))


def snapshot(cases, folder):
    con = warehouse.connect(threads=1, reach=(folder,))
    con.execute(NO_EVENTS)
    con.execute("create table person (person_id varchar)")
    con.execute("create table proposal as select unnest($cases) as case_id", {"cases": list(cases)})
    con.execute(
        "create table proposal_evidence"
        " (case_id varchar, kind varchar, says varchar, person_a varchar, person_b varchar)"
    )
    for case, pieces in cases.items():
        for each in pieces:
            con.execute(
                "insert into proposal_evidence values (?, ?, ?, ?, ?)",
                [case, each.kind, each.says, each.person_a, each.person_b],
            )
    return con


def renamed(piece, merged):
    ends = sorted(merged.get(person, person) for person in (piece.person_a, piece.person_b) if person)
    return Piece(piece.kind, piece.says, *ends)


@pytest.mark.parametrize("seed", range(8))
def test_the_nights_raise_what_a_plain_count_of_sets_raises(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311 - a seeded town, not a secret
    raised: dict[str, set[Piece]] = {}
    stood: dict[str, set[Piece]] = {}
    before = None
    for number in range(5):
        cases = {case: some_pieces(chance) for case in chance.sample(["R1", "R2", "R3"], 2 + number % 2)}
        seen = {"R1": some_pieces(chance)} if chance.random() < 0.4 else {}
        merged = {"P5": "P0"} if chance.random() < 0.4 else {}
        con = snapshot(cases, tmp_path)
        found = raise_evidence(con, before, seen=seen, merged=merged, as_of=FIRST + dt.timedelta(days=number))
        known = {
            case: {renamed(piece, merged) for piece in raised.get(case, set()) | seen.get(case, set())}
            for case in cases
        }
        for case, pieces in cases.items():
            both = case in stood
            new = pieces - known[case] if both else set()
            gone = {renamed(piece, merged) for piece in stood[case]} - pieces if both else set()
            told = (set(found[case].new), set(found[case].gone)) if case in found else (set(), set())
            assert told == (new, gone), (number, case)
        raised = {case: known[case] | cases[case] for case in cases}
        stood = cases
        assert pieces_of_cases(con, ["R1"]).get("R1", ()) == tuple(
            sorted(
                cases.get("R1", ()),
                key=lambda piece: (
                    ["flagged adult", "tie", "record"].index(piece.kind), piece.says, piece.person_a or "",
                    piece.person_b or "",
                ),
            )
        )  # fmt: skip
        before = tmp_path / f"{number}.duckdb"
        con.execute(f"attach '{before}' as kept")
        con.execute("copy from database memory to kept")
        con.close()
