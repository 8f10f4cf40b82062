"""Two records side by side, on a terminal and as a page, and the queue of such pairs."""

import datetime as dt
import io
import json
import re
from dataclasses import replace

import pytest
from lxml import html
from rich.console import Console

from mash.identity import Finding, Why
from mash.identity.model import Thresholds
from mash.ledger import StoredJudgement
from mash.reports import Asked, to_json
from mash.reports.pair import WITHHELD, Pair, QueueRow, Side, Stake, print_pair, print_queue, side_by_side
from mash.reports.pair_page import pair_page, write_pair_page
from mash.vocabulary import Colour

AT = dt.datetime(2026, 1, 31, 9, 0)  # noqa: DTZ001 - the ledger keeps the hub's local time


def side(key, name, **more):
    return Side(
        **{
            "record_key": key,
            "person_id": f"P-{key[-1]}",
            "source": "police nominals 2026-01-31 row 12",
            "names": (name,),
            "date_of_birth": dt.date(1988, 2, 19),
            "dob_precision": "day",
            "sex": "F",
            "named_as": None,
            "numbers": ("nhs 9434765919",),
            "contacts": ("07700900001",),
            "areas": ("LA1 since 2020-01-01",),
            "relatives": (),
            "restricted": False,
            "other_records": (),
        }
        | more
    )


FINDINGS = (
    Finding("name", "the same forename and surname", 13.5),
    Finding("date_of_birth", "not comparable", 0.0),
    Finding("address", "no address in common", -2.25),
)


@pytest.fixture
def pair():
    return Pair(
        run="20260131-00000000",
        as_of=dt.date(2026, 1, 31),
        model="model-2026-11",
        a=side("police:1", "SOPHIE FENWICK"),
        b=side("health:2", "SOPHY FENWICK", named_as="mother of OSCAR FENWICK", dob_precision="year"),
        why=Why("police:1", "health:2", -9.0, FINDINGS, 2.25, "only the name agrees", "possible", together=False),
        thresholds=Thresholds(5.0, 1.0, -6.0),
        stakes=(Stake("R1", Colour.GREEN, Colour.RED, 2),),
        judgements=(StoredJudgement("health:2", "police:1", "undecided", "two photographs", "a.n", AT),),
        asked=Asked("a.n", AT, "review", export="E-00000-00000"),
    )


def printed(show, *given, width=100, **more):
    out = io.StringIO()
    show(Console(file=out, width=width, color_system=None, highlight=False), *given, **more)
    return " ".join(out.getvalue().split())


@pytest.mark.parametrize("width", [50, 100, 200])
def test_the_terminal_shows_both_the_weights_what_hangs_on_it_and_what_was_said(pair, width):
    text = printed(print_pair, pair, width=width)
    for told in ("police:1", "SOPHY FENWICK", "mother of OSCAR", "+13.50", "-2.25", "+2.25", "'only the name agrees'"):
        assert told in text
    assert "R1: GREEN -> RED, 2 flags into reach" in text
    assert "health:2 and police:1: undecided, a.n, 2026-01-31 09:00: two photographs" in text
    assert "not comparable" not in text


def test_the_page_shows_the_same_and_asks_the_network_for_nothing(pair):
    text = pair_page(pair)
    page = html.fromstring(text)
    shown = " ".join(page.text_content().split())
    for told in ("police:1", "SOPHY FENWICK", "+13.5", "R1: GREEN -> RED", "two photographs", "1988-02-19"):
        assert told in shown
    assert not page.xpath("//script | //img | //link | //iframe | //@style | //@onclick")
    assert not re.findall(r"https?://(?!www\.w3\.org)", text)
    assert text == pair_page(pair)


def test_a_hostile_name_is_shown_and_commands_nothing(pair):
    name = 'O\'Neil <script>alert("1")</script> \u202egnihtemos \x1b[31m'
    hostile = replace(pair, a=side("police:1", name))
    page = html.fromstring(pair_page(hostile))
    assert not page.xpath("//script")
    for text in (page.text_content(), printed(print_pair, hostile)):
        assert not set(text) & set("\u202e\x1b")
        assert "<script>alert" in text


def test_where_a_restricted_person_may_be_found_is_shown_to_nobody(pair):
    hidden = replace(pair, a=replace(pair.a, restricted=True, areas=("ZZ9",), contacts=("07999999999",)))
    for text in (pair_page(hidden), printed(print_pair, hidden)):
        assert "ZZ9" not in text
        assert "07999999999" not in text
        assert WITHHELD.split()[0] in text


def test_a_row_that_neither_fills_is_left_out(pair):
    labels = [label for label, *_ in side_by_side(pair)]
    assert "relatives" not in labels
    assert labels[:4] == ["record", "sent as", "names", "born"]
    assert ("born", "1988-02-19", "1988-02-19 (the year only)") in side_by_side(pair)


def test_a_page_that_cannot_be_written_leaves_nothing(pair, tmp_path):
    write_pair_page(pair, tmp_path / "pair.html")
    assert [file.name for file in tmp_path.iterdir()] == ["pair.html"]


def test_as_json_the_parts_add_up(pair):
    found = json.loads(to_json(pair))
    why = found["why"]
    parts = why["prior_weight"] + sum(each["match_weight"] for each in why["findings"])
    assert parts == pytest.approx(why["raw_match_weight"])
    assert found["stakes"] == [{"case_id": "R1", "before": "GREEN", "after": "RED", "new_flags": 2}]


def queued(**more):
    return QueueRow(
        **{
            "person_a": "P-1", "name_a": "SOPHIE FENWICK", "born_a": None,
            "person_b": "P-2", "name_b": "", "born_b": None,
            "record_key_a": "a:1", "record_key_b": "b:2", "match_weight": 2.5, "probability": 0.8, "reason": "near",
            "stakes": (), "judged": None,
        }
        | more
    )  # fmt: skip


def test_the_queue_says_what_each_would_change_and_how_many_more_there_are():
    judged = StoredJudgement("a:1", "b:2", "same", "seen", "a.n", AT)
    rows = [queued(stakes=(Stake("R1", Colour.GREEN, Colour.AMBER, 1),)), queued(judged=judged), queued()]
    text = printed(print_queue, rows, shown=2, width=200)
    for told in (
        "P-1 SOPHIE FENWICK",
        "R1: GREEN -> AMBER, 1 flag into reach",
        "+2.5",
        "near; same, a.n",
        "1 more; --all",
    ):
        assert told in text
    assert "Next: mash review P-1 P-2 --case R1" in text
    assert "Next: mash review P-1 P-2\n" in f"{printed(print_queue, rows[1:], shown=2, width=160)}\n", (
        "no case hangs on it"
    )
    assert printed(print_queue, [], shown=2) == "Nobody waits to be reviewed."


@pytest.mark.parametrize(
    ("probability", "told"),
    [(0.8, "80"), (0.001, "1"), (0.999, "99")],
    ids=["four of five", "never none", "never all"],
)
def test_how_often_such_pairs_were_one_is_told_of_a_hundred(probability, told):
    text = printed(print_queue, [queued(probability=probability)], shown=1, width=160)
    assert "Of 100: how many of a hundred such pairs were one person" in text
    assert text.split("+2.5")[1].split()[0] == told


def test_what_numbers_deny_is_told_by_the_numbers_and_no_odds():
    told = "another NHS number (a:1 and b:2)"
    judged = StoredJudgement("a:1", "b:2", "same", "seen", "a.n", AT)
    row = queued(joined=True, contested=told, judged=judged, probability=0.0)
    assert (row.would_change, row.of_100, row.settled) == ("were they two: no open case", "", False)
    assert told in row.why_here
    assert row.rank > queued(stakes=(Stake("R1", Colour.GREEN, Colour.RED, 1),)).rank


@pytest.mark.parametrize(
    ("stakes", "rank"),
    [
        ((), 0),
        ((Stake("R1", Colour.RED, Colour.RED, 1),), 1),
        ((Stake("R1", Colour.RED, Colour.RED, 1), Stake("R2", Colour.GREEN, Colour.AMBER, 0)), 2),
        ((Stake("R2", Colour.AMBER, Colour.RED, 1),), 3),
        ((Stake("R2", Colour.RED, Colour.AMBER, 0),), 0),
    ],
    ids=[
        "nothing",
        "a flag into a red case",
        "the worst case counts",
        "turns red",
        "nothing is ranked for a lower colour",
    ],
)
def test_the_rank_is_that_of_the_worst_change(stakes, rank):
    assert queued(stakes=stakes).rank == rank
