"""The page in short has all that the screen in short shows, and what a person checks before acting on it."""

import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from lxml import html
from rich.console import Console

from mash.reports.decided import decision_words, proposed_words
from mash.reports.page import page
from mash.reports.spoken import spoken
from mash.reports.terminal import print_answer
from mash.reports.words import certainty_words, flag_words, tie_words


def words_of(text):
    return " ".join(html.fromstring(text).xpath("string(//body)").split())


@pytest.fixture
def brief():
    return lambda answer: words_of(page(answer, brief=True))


def test_it_has_whatever_the_screen_in_short_has(answer, brief):
    console = Console(file=io.StringIO(), width=1000)
    print_answer(answer, console, brief=True)
    screen, told = spoken(" ".join(console.file.getvalue().split())), brief(answer)
    ways = [
        " ".join(
            [answer.subject, *(f"-> {answer.name_of(leg.to_person)} ({tie_words(leg.kind)}" for leg in flagged.path)]
        )
        for flagged in answer.flagged
    ]
    pieces = [
        *(piece for flagged in answer.flagged for piece in (answer.name_of(flagged.person_id), flagged.person_id)),
        *(flag_words(flag) for flagged in answer.flagged for flag in flagged.flags),
        *(reason.says.rstrip(".") for reason in answer.reasons[:3]),
        *(answer.changed_since.says),
        "POSSIBLE, not confirmed: drives no colour",
        "proposed: higher (from the initial rating)",
        certainty_words(answer.rating.certainty),
        *("30 Jan 2026, 13:14", "final decision", "(passed)"),
        "sexual abuse (SAB)",
        *("Also open: R-0907, received", "neglect (NEG), stands at AMBER"),
        decision_words(answer.decisions[-1]),
        answer.decisions[-1].rationale,
        proposed_words(answer.decisions[-1]),
        "Not clear, only not searched",
        "4 flagged people within 3 steps, nearest first",
        *(
            "20260131-0a1b2c3d",
            "policy-2026-01",
            "model-2026-11",
            "a.smith",
            "31 Jan 2026, 10:00",
            "section 47 enquiry",
        ),
    ]
    for piece in map(spoken, pieces):
        assert piece.lower() in screen.lower(), piece
        assert piece.lower() in told.lower(), piece
    assert len(ways) == 4
    for way in ways:
        assert re.search(".*".join(map(re.escape, way.split(" -> "))), told), way


def test_it_says_what_it_rests_on_what_to_confirm_and_which_sources_were_not_fresh(answer, brief):
    told = brief(answer)
    for says in (
        "KERENZA TREGENZA, GARETH PASCOE: partner, since 1 Sep 2024, one source; 1 flagged beyond it.",
        "LEWIS GRAHAM, STUART GRAHAM: may be one person, match weight 9.1 bits. If so: RED",
        "probation registrations (stale, 61 days old); womens aid people (missing)",
        "5 sources searched, 3 of them fresh",
        "the child → KERENZA TREGENZA (parent and child) → GARETH PASCOE (partners, since 1 Sep 2024)",
        "E-00000-00000",
        "a.smith",
    ):
        assert says in told, says


def test_a_source_stale_by_now_is_no_fresh_one(answer, brief):
    later = replace(answer.asked, at=answer.asked.at + dt.timedelta(days=30))
    searched = tuple(replace(source, fresh_within_days=7) for source in answer.searched)
    assert "5 sources searched, 0 of them fresh" in brief(replace(answer, searched=searched, asked=later))


def test_it_has_no_script_and_lets_nothing_in(answer, hostile):
    tree = html.fromstring(page(hostile, brief=True))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert (tree.xpath("//script | //img"), "script-src" in policy) == ([], False)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert page(answer, brief=True) == page(answer, brief=True)


def test_it_is_shorter_by_far_than_the_whole(large):
    assert len(page(large, brief=True)) < len(page(large)) / 4
