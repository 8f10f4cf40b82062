"""What is proposed and what people decided, in words: a colour that stands is not told as a move."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from rich.console import Console

from mash.ledger import Basis, Decision
from mash.reports.cases import print_decisions
from mash.reports.decided import direction_words, later_stage, over_words, proposed_words
from mash.reports.listings import ChangeRow, print_changes
from mash.vocabulary import Colour, Direction

RED, AMBER, GREEN = Colour.RED, Colour.AMBER, Colour.GREEN


@pytest.fixture
def printed():
    """What a printing function prints, on one line."""

    def shown(printing, rows):
        console = Console(file=io.StringIO(), width=160)
        printing(console, rows)
        return " ".join(console.file.getvalue().split())

    return shown


def decision(stage, colour=RED, *, profile="oxfordshire", role="manager", **more):
    basis = Basis(role, stage, profile, colour.name, AMBER, RED, Direction.UP, "policy-2026-01", "model-2026-11", "f")
    at = dt.datetime.fromisoformat("2026-01-31T10:00")
    return Decision("C-1", colour, "seen", "b.jones", at, "20260131-1", RED, replace(basis, **more))


@pytest.mark.parametrize(
    ("before", "now", "over"),
    [
        pytest.param(decision("final decision"), decision("screening"), "final decision", id="a later stage"),
        pytest.param(decision("screening"), decision("final decision"), None, id="as the stages come"),
        pytest.param(decision("screening"), decision("screening"), None, id="the same stage"),
        pytest.param(None, decision("screening"), None, id="the first"),
        pytest.param(replace(decision("final decision"), basis=None), decision("screening"), None, id="from before"),
        pytest.param(
            decision("final decision", profile="merton"), decision("screening"), None, id="of another profile"
        ),
        pytest.param(
            decision("final decision", profile="gone"), decision("screening", profile="gone"), None, id="of none"
        ),
        pytest.param(decision("elsewhere"), decision("screening"), None, id="a stage that the profile has not"),
    ],
)
def test_a_decision_over_one_of_a_later_stage_is_known(before, now, over):
    assert later_stage(now, before) == over
    assert bool(over_words(now, before)) is bool(over)


def test_it_is_said_by_whom_it_was_and_what_it_does_to_the_clock(answer, every_form, printed):
    made = (decision("final decision", AMBER), decision("screening", role="social worker"))
    says = (
        "his is over a decision of a later stage: b.jones, manager, had decided AMBER at final decision; what is said"
        " at screening stands now, and what comes after it is due again"
    )
    forms = every_form(replace(answer, decisions=made))
    for told in (forms["terminal"], forms["page"], printed(print_decisions, made)):
        assert told.count(says) == 1
    assert says not in printed(print_decisions, made[::-1])


@pytest.mark.parametrize(
    ("stood", "direction", "proposed", "says"),
    [
        (RED, Direction.NONE, RED, "the engine proposed RED, which stood already, in run"),
        (AMBER, Direction.UP, RED, "the engine proposed RED, up from AMBER in run"),
        (RED, Direction.DOWN, AMBER, "the engine proposed AMBER, down from RED in run"),
        (None, Direction.NONE, RED, "the engine proposed RED in run"),
    ],
)
def test_what_was_proposed_is_no_change_where_the_colour_stood(stood, direction, proposed, says):
    made = replace(decision("screening", proposed, stood=stood, direction=direction), proposed=proposed)
    assert proposed_words(made).startswith(says)


@pytest.mark.parametrize(
    ("before", "proposed", "at_least", "direction", "says"),
    [
        (RED, RED, RED, Direction.NONE, "RED stands"),
        (GREEN, RED, RED, Direction.UP, "GREEN -> RED, up"),
        (RED, RED, AMBER, Direction.DOWN, "RED -> AMBER, down: RED stands"),
        (None, GREEN, GREEN, Direction.NONE, "not yet rated -> GREEN"),
    ],
)
def test_a_colour_that_stands_is_no_move_in_a_list(before, proposed, at_least, direction, says):
    assert direction_words(before, proposed, at_least, direction) == says


def test_a_change_that_leaves_the_colour_says_that_it_stands(printed):
    told = printed(print_changes, [ChangeRow("C-1", RED, RED, "lowered"), ChangeRow("C-2", None, RED, "new")])
    assert "RED stands" in told
    assert "not yet rated -> RED" in told
