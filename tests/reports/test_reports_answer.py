"""The answer withholds what no form may show, and knows its people."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from mash.reports import NetworkPerson, Rating, Stay, to_json
from mash.reports.decided import direction_words
from mash.reports.disclosure import age_band
from mash.reports.spoken import spoken
from mash.vocabulary import Colour, Direction

DESIGN_KEYS = {
    "run", "as_of", "policy", "model", "referral", "child", "rating", "reasons", "flagged", "expected_by_chance",
    "rests_on", "searched", "chronology", "not_followed", "network", "stays", "changed_since",
}  # fmt: skip


@pytest.mark.parametrize(
    "person_id",
    [pytest.param("P-NAN", id="a restricted person's"), pytest.param("P-NOBODY", id="of somebody not in the network")],
)
def test_a_place_is_withheld(answer, person_id):
    stays = (Stay(person_id, "home", dt.date(2020, 1, 1), None, "TR99 Secretplace"),)
    assert replace(answer, stays=stays).stays[0].place is None


def test_a_refuge_is_withheld_and_an_ordinary_home_is_not(answer):
    shown = {(stay.person_id, stay.kind): stay.place for stay in answer.stays}
    assert shown["P-ISLA", "refuge"] is None
    assert shown["P-STEP", "home"] == "CA14 Workington"


def test_names_fall_back_to_words_and_ids(answer, empty):
    assert answer.name_of("P-STEP") == "GARETH PASCOE"
    assert answer.name_of("P-NOBODY") == "P-NOBODY"
    assert empty.name_of("P-ISLA") == "P-ISLA"
    assert NetworkPerson("P-X", ("\x00", " "), 1).name == "(no name known)"


def test_a_decision_stands_before_the_initial_rating():
    rating = Rating(Colour.RED, Colour.GREEN, Colour.AMBER, Colour.AMBER)
    assert rating.before is Colour.GREEN
    assert replace(rating, decided=None).before is Colour.RED


def test_json_has_every_decision_with_what_was_proposed_and_what_is_new_since(answer):
    read = json.loads(to_json(answer))
    first, last = read["decisions"]
    assert (first["basis"], first["differs"]) == (None, True)
    assert (last["colour"], last["proposed"], last["differs"]) == ("GREEN", "RED", True)
    assert {key: last["basis"][key] for key in ("role", "word", "stood", "direction", "policy")} == {
        "role": "manager", "word": "BLUE", "stood": "AMBER", "direction": "up", "policy": "policy-2026-01",
    }  # fmt: skip
    assert read["changed_since"]["new"] == [
        {"kind": "tie", "says": "partner", "person_a": "P-MUM", "person_b": "P-STEP"}
    ]


@pytest.mark.parametrize(
    "says",
    [
        "2026-01-30 11:05 GREEN (said: BLUE) by a.manager, manager, at final decision",
        "Seen at home; nothing found.",
        "decided otherwise than proposed: the engine proposed RED, up from AMBER in run 20260130-99887766 under",
        "identity model model-2026-11",
        "The mother agreed to a visit.",
        "New since a.manager decided GREEN on 2026-01-30 11:05",
        "new: tie of KERENZA TREGENZA and GARETH PASCOE: partner",
    ],
)
@pytest.mark.parametrize("form", ["terminal", "page"])
def test_what_was_decided_why_and_what_is_new_since_is_shown(every_form, answer, form, says):
    assert (spoken(says) if form == "page" else says) in every_form(answer)[form]


def test_a_proposal_to_lower_says_that_what_a_person_said_stands(every_form, answer):
    lower = replace(
        answer, rating=replace(answer.rating, initial=Colour.RED, at_least=Colour.AMBER, direction=Direction.DOWN)
    )
    shown = every_form(lower)
    for form in ("terminal", "page"):
        assert "proposed: lower, AMBER; RED stands until a person decides" in shown[form]
    assert '"direction": "down"' in shown["json"]


@pytest.mark.parametrize(
    ("before", "proposed", "at_least", "direction", "says"),
    [
        (Colour.GREEN, Colour.RED, Colour.RED, Direction.UP, "GREEN -> RED, up"),
        (Colour.RED, Colour.RED, Colour.AMBER, Direction.DOWN, "RED -> AMBER, down: RED stands"),
        (Colour.RED, Colour.RED, Colour.RED, Direction.NONE, "RED stands"),
        (None, Colour.AMBER, Colour.AMBER, Direction.UP, "not yet rated -> AMBER"),
        (Colour.GREEN, Colour.UNRATED, Colour.RED, Direction.UP, "GREEN -> UNRATED, up: at least RED"),
        (Colour.RED, Colour.UNRATED, Colour.GREEN, Direction.NONE, "RED -> UNRATED"),
    ],
    ids=lambda value: value.name if isinstance(value, Colour) else str(value),
)
def test_which_way_a_proposal_goes_is_said_in_the_worklist(before, proposed, at_least, direction, says):
    assert direction_words(before, proposed, at_least, direction) == says


def test_json_has_what_design_lists(answer):
    read = json.loads(to_json(answer))
    assert set(read) >= DESIGN_KEYS
    assert read["rating"] | {"certainty": None} == {
        "initial": "GREEN",
        "decided": None,
        "proposed": "RED",
        "at_least": "RED",
        "certainty": None,
        "due_by": "2026-01-30T13:14:00",
        "due": "final decision",
        "direction": "up",
    }
    assert read["rating"]["certainty"]["shares"] == {"AMBER": 0.007, "RED": 0.993}
    assert (read["rating"]["certainty"]["firm"], read["rating"]["certainty"]["draws"]) == (True, 1000)
    assert read["rating"]["certainty"]["says"].startswith("RED in 99 of 100, AMBER in 1 of 100")
    (confirm,) = read["to_confirm"]
    assert (confirm["persons"], confirm["colour"]) == (["P-COUS", "P-MATE"], "RED")
    first = read["flagged"][0]
    assert (first["person_id"], first["names"], first["hops"]) == ("P-STEP", ["GARETH PASCOE"], 2)
    assert first["flags"][0]["agency"] == "police"
    assert first["flags"][0]["source_row"] == 12
    step = first["path"][1]
    assert (step["from"], step["to"], step["from_name"], step["to_name"]) == (
        "P-MUM",
        "P-STEP",
        "KERENZA TREGENZA",
        "GARETH PASCOE",
    )
    assert (step["kind"], step["class"], step["from_date"], step["to_date"]) == (
        "partner",
        "asserted",
        "2024-09-01",
        None,
    )
    assert step["evidence"][0]["source_row"] == 7
    assert read["searched"][1]["found"] == 4


def test_json_is_the_same_for_an_equal_answer_and_never_holds_nan(answer, hostile):
    odd = replace(answer, expected_by_chance=replace(answer.expected_by_chance, expected=float("inf")))
    assert json.loads(to_json(odd), parse_constant=pytest.fail)["expected_by_chance"]["expected"] is None
    assert to_json(answer) == to_json(replace(answer))
    assert to_json(hostile).isascii()
    assert to_json(hostile).replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("born", "band"),
    [
        pytest.param(None, None, id="no date of birth"),
        pytest.param(dt.date(2026, 2, 1), "unborn", id="expected tomorrow"),
        pytest.param(dt.date(2025, 2, 1), "under 1", id="one tomorrow"),
        pytest.param(dt.date(2025, 1, 31), "1-4", id="one today"),
        pytest.param(dt.date(2008, 2, 1), "16-17", id="eighteen tomorrow"),
        pytest.param(dt.date(2008, 1, 31), "18-24", id="eighteen today"),
        pytest.param(dt.date(1930, 1, 1), "65 and over", id="old"),
    ],
)
def test_age_bands(born, band):
    assert age_band(born, dt.date(2026, 1, 31)) == band
