from __future__ import annotations

import pytest

from mash.rating import Change, ChangeKind, News, Proposed, changes, store_changes
from mash.vocabulary import Colour, Piece

RED, AMBER, GREEN, UNRATED = Colour.RED, Colour.AMBER, Colour.GREEN, Colour.UNRATED


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (GREEN, RED, "new red"),
        (AMBER, RED, "new red"),
        (UNRATED, RED, "new red"),
        (None, RED, "new red"),
        (GREEN, AMBER, "new amber"),
        (None, AMBER, "new amber"),
        (UNRATED, AMBER, "new amber"),
        (RED, AMBER, "lowered"),
        (RED, GREEN, "lowered"),
        (AMBER, GREEN, "lowered"),
        (RED, UNRATED, "unrated"),
        (None, UNRATED, "unrated"),
        (UNRATED, GREEN, "new green"),
        (None, GREEN, "new green"),
        (RED, RED, "unchanged"),
        (UNRATED, UNRATED, "unchanged"),
        (RED, None, "closed"),
    ],
    ids=lambda value: value.name if isinstance(value, Colour) else str(value),
)
def test_each_turn_of_colour_has_its_name(before, now, kind):
    previous = [] if before is None else [Proposed("R", before, "f")]
    current = [] if now is None else [Proposed("R", now, "f")]
    assert changes(previous, current) == [Change("R", ChangeKind(kind), before, now)]


def test_the_same_colour_on_another_fingerprint_is_new_evidence_where_the_pieces_are_not_known():
    (change,) = changes([Proposed("R", RED, "f")], [Proposed("R", RED, "g")])
    assert change.kind == ChangeKind.NEW_EVIDENCE


def test_what_changed_is_stored_and_what_did_not_is_not(town):
    found = changes(
        [Proposed("R1", GREEN, "f"), Proposed("R2", GREEN, "f"), Proposed("R3", AMBER, "f")],
        [Proposed("R1", RED, "f"), Proposed("R2", GREEN, "f")],
    )
    store_changes(town.con, found)
    assert town.ask("from change order by 1") == [
        ("R1", "new red", "GREEN", "RED", "", [], []),
        ("R3", "closed", "AMBER", None, "", [], []),
    ]


ADULT = Piece("flagged adult", "sexual offender (police VISOR)", "P-1")
GROUNDS = [
    ("a piece that is new", News(new=(ADULT,)), "new evidence", "new: 1 flagged adult"),
    ("a piece that is gone", News(gone=(ADULT,)), "less evidence", "gone: 1 flagged adult"),
    ("one new, one gone", News((ADULT,), (ADULT,)), "new evidence", "new: 1 flagged adult; gone: 1 flagged adult"),
    ("neither, though rows were dated anew", News(), "unchanged", ""),
]


@pytest.mark.parametrize(("found", "kind", "says"), [case[1:] for case in GROUNDS], ids=[case[0] for case in GROUNDS])
def test_the_same_colour_on_other_grounds_is_told_by_its_pieces(found, kind, says):
    (change,) = changes([Proposed("R", RED, "f")], [Proposed("R", RED, "g")], {"R": found})
    assert (change.kind, change.says) == (kind, says)


def test_the_table_names_the_pieces_and_the_report_only_counts_them(town):
    found = {"R": News(new=(ADULT,))}
    (change,) = changes([Proposed("R", GREEN, "f")], [Proposed("R", RED, "g")], found)
    assert change.told == "new red (new: 1 flagged adult)"
    store_changes(town.con, [change], found)
    assert town.ask("select new, gone from change") == [
        (["flagged adult P-1: sexual offender (police VISOR)"], []),
    ]


def test_nothing_changed_leaves_an_empty_table(town):
    store_changes(town.con, [])
    assert town.ask("from change") == []
