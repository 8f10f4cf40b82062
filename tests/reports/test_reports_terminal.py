"""The enquiry reads the same at any width, without colour, in a pipe, and whatever the names."""

import datetime as dt
import io
import json
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from mash.reports.notices import notices_of
from mash.reports.terminal import print_answer
from mash.vocabulary import Colour, Direction

ANSWERS = pytest.mark.parametrize("which", ["answer", "empty", "large", "hostile"])
SGR = re.compile(r"\x1b\[[0-9;]*m")


def printed(answer, *, width=80, brief=False, **terminal):
    console = Console(file=io.StringIO(), width=width, **terminal)
    print_answer(answer, console, brief=brief)
    return console.file.getvalue()


def flat(text):
    return " ".join(text.split())


@ANSWERS
@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal_and_a_pipe_gets_plain_text(request, which, width):
    text = printed(request.getfixturevalue(which), width=width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert text.replace("\n", "").replace("\u200d", "").isprintable()


def test_the_answer_comes_first_in_words(answer):
    text = printed(answer)
    order = [
        "ISLA MAE TREGENZA",
        "GREEN -> RED",
        "proposed: higher",
        "2026-01-30 13:14",
        "Why",
        "1. RED",
        "GARETH PASCOE P-STEP",
    ]
    places = [flat(text).index(flat(piece)) for piece in order]
    assert places == sorted(places)


def test_the_path_of_each_flagged_person_is_there_with_kind_dates_and_row(answer):
    text = flat(printed(answer, width=160))
    assert "KERENZA TREGENZA -> GARETH PASCOE: partners, since 2024-09-01 (an agency says so)" in text
    assert "police nominal links 2026-01-31 row 7" in text
    assert "sexual offender (VISOR, category 1, level 2; expired 2015-02-01 to 2020-02-01)" in text
    assert "LEWIS GRAHAM P-COUS POSSIBLE, not confirmed" in text


def test_what_was_searched_in_vain_and_what_was_not_searched_are_told_apart(answer):
    text = flat(printed(answer, width=160))
    assert "police markers 2026-01-31 fresh, 0 days old 88 none 4" in text
    assert "Not clear, only not searched: probation, womens aid" in text
    assert "43 people also at one hostel" in text


def test_every_reason_says_whom_it_is_about(answer):
    text = flat(printed(answer, width=160)).partition("Every reason")[2]
    for reason in answer.reasons:
        names = ", ".join(answer.name_of(person) for person in reason.persons)
        assert f"{reason.says} about {names}" in text


@pytest.mark.parametrize("brief", [False, True])
def test_the_first_three_reasons_say_how_whoever_they_are_about_is_connected(answer, brief):
    top = flat(printed(answer, brief=brief, width=160)).partition("Why")[2].partition("flagged people within")[0]
    way = "the child -> KERENZA TREGENZA (parent and child) -> GARETH PASCOE (partners, since 2024-09-01)"
    assert f"{answer.reasons[0].says} {way}" in top
    assert top.count(way) == 1, "told once"
    assert f"{answer.reasons[1].says} about ISLA MAE TREGENZA, CALLUM ARMSTRONG" in top
    assert ("and 1 more; see them without --brief" if brief else "and 1 more, below") in top


def test_the_words_that_only_a_second_reading_needs_are_left_out_of_the_first_reasons(answer):
    long = (
        "1 adult flagged within 1 step of the child through these ties only: parent, carer; chance alone would put 0.1"
    )
    text = flat(printed(replace(answer, reasons=(replace(answer.reasons[0], says=long),)), width=160))
    first, _, below = text.partition("Every reason")
    assert "1 adult flagged within 1 step of the child the child ->" in first
    assert "through these ties only" not in first
    assert long in below


def test_the_rows_of_a_step_are_told_once(answer):
    text = printed(answer, width=160)
    assert text.count("rows as above") == 3
    assert text.count("parent, police nominal links 2026-01-31 row 5") == 1


def test_who_else_is_around_the_child_stands_after_the_flagged(answer):
    text = flat(printed(answer, width=160))
    around = text.partition("Others around the child, not flagged")[2].partition("It rests on")[0]
    assert "KERENZA TREGENZA P-MUM: parent and child; lived in one household, since 2022-08-03" in around
    assert "GARETH PASCOE" not in around


def test_a_run_past_the_freshness_of_what_is_in_it_says_so_before_the_colour(answer):
    fresh = tuple(replace(source, fresh_within_days=7) for source in answer.searched)
    later = replace(answer.asked, at=answer.asked.at.replace(month=3))
    text = flat(printed(replace(answer, searched=fresh, asked=later)))
    assert text.index("! This run is 59 days old") < text.index("GREEN -> RED")
    assert "By now stale in it: education, health, police." in text
    assert "days old: what came in since" not in flat(printed(replace(answer, searched=fresh)))


def test_somebody_grown_is_not_taken_for_a_child_and_their_children_are_named(answer):
    grown = replace(answer, child=replace(answer.child, date_of_birth=dt.date(1990, 1, 1)))
    young = {"date_of_birth": dt.date(2020, 1, 1)}
    people = tuple(replace(one, **young) if one.hops == 1 else one for one in answer.network.persons)
    text = flat(printed(replace(grown, network=replace(grown.network, persons=people)), width=160))
    assert "18 or over: the rules are about children" in text
    assert "mash enquire P-MUM" in text
    told = " ".join(
        notice.says for notice in notices_of(replace(grown, network=replace(grown.network, persons=people)))
    )
    assert "Parent of KERENZA TREGENZA, born 2020-01-01 (age 6): mash enquire P-MUM." in told, "on the page too"
    assert "18 or over" not in printed(answer)


def test_of_a_child_not_yet_born_it_is_said_through_whom_it_is_known(answer):
    unborn = replace(answer.child, date_of_birth=None, expected_date_of_birth=dt.date(2026, 3, 1))
    assert "Not yet born: whoever is around its parents is around it" in flat(printed(replace(answer, child=unborn)))
    alone = replace(answer, child=unborn, network=replace(answer.network, ties=()))
    assert "no parent of it is recorded: ask who is" in flat(printed(alone))


def test_a_screen_that_only_speaks_gets_one_fact_to_a_line(answer, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    text = printed(answer, width=120, force_terminal=True)
    assert "    state: fresh, 0 days old" in text
    assert "\x1b" not in text


def test_no_line_on_a_wide_screen_is_longer_than_can_be_read(answer):
    wide = SGR.sub("", printed(answer, width=200, force_terminal=True))
    assert max(cell_len(line) for line in wide.partition("Searched")[0].splitlines()) <= 100


def test_brief_has_a_line_on_what_it_rests_on_and_one_on_what_to_confirm(answer):
    rests = replace(answer.rests_on[0], colour_without=Colour.GREEN)
    confirm = answer.to_confirm[0]
    text = flat(printed(replace(answer, rests_on=(rests, rests, rests), to_confirm=(confirm,)), brief=True, width=200))
    whose = ", ".join(map(answer.name_of, rests.persons))
    assert f"Rests on 3 single links, first {whose}: {rests.says}" in text
    assert "without it GREEN; see all of them without --brief" in text
    assert f"Confirm first: {answer.name_of(confirm.persons[0])}" in text
    assert f"if so, {confirm.colour.name}: mash review {confirm.persons[0]} {confirm.persons[1]}" in text
    assert "Rests on no single link" in printed(replace(answer, rests_on=(), to_confirm=()), brief=True)
    quiet = printed(replace(answer, rests_on=(), to_confirm=(), rating=None), brief=True)
    assert ("Rests on" in quiet, "Confirm first" in quiet) == (False, False)


def test_brief_keeps_the_proposal_and_the_people_and_leaves_out_the_rest(answer):
    text = printed(answer, brief=True)
    assert "GREEN" in text
    assert "and 1 more" in text
    assert "the child -> KERENZA TREGENZA (parent and child) -> GARETH PASCOE (partners)" in flat(text)
    assert "Chronology" not in text
    assert len(text) < len(printed(answer)) / 2


def test_only_the_last_of_a_long_chronology_is_shown_and_the_rest_counted(answer):
    long = replace(answer, chronology=answer.chronology * 10)
    assert "Chronology (the last 10; 30 earlier)" in printed(long)


def test_without_colour_nothing_is_lost(answer):
    coloured = printed(answer, force_terminal=True, color_system="truecolor")
    assert "\x1b[1;37;41m RED " in coloured
    assert SGR.sub("", coloured) == printed(answer)
    assert not re.search(r"\x1b\[[0-9;]*(3[0-7]|4[0-7])[;m]", printed(answer, force_terminal=True, no_color=True))


def test_names_command_neither_the_terminal_nor_the_markup(hostile):
    text = printed(hostile, force_terminal=True, color_system="truecolor", width=160)
    assert "[31mRED[0m ALERT" in SGR.sub("", text)
    assert "[bold red]MARKUP[/bold red] [/]" in text
    left = SGR.sub("", text).replace("\n", "").replace("\u200d", "")
    assert left.isprintable()


def test_the_place_of_a_restricted_person_is_nowhere(answer):
    assert "Secretplace" not in printed(answer, width=160)


def test_unrated_says_at_least_what(answer):
    unrated = replace(answer, rating=replace(answer.rating, proposed=Colour.UNRATED, at_least=Colour.AMBER))
    assert "What was searched already gives at least AMBER." in printed(unrated)


@pytest.mark.parametrize("brief", [False, True])
def test_unrated_names_the_needed_agencies_under_the_colour(answer, brief):
    stale = tuple(replace(source, state="stale") if source.required else source for source in answer.searched)
    unrated = replace(answer, searched=stale, reasons=(), rating=replace(answer.rating, proposed=Colour.UNRATED))
    text = flat(printed(unrated, brief=brief))
    assert text.index("UNRATED") < text.index("Not rated without: police (stale)") < text.index("Why: no rule")
    assert "Not rated without" not in printed(answer, brief=brief)


def test_what_to_confirm_first_says_what_it_would_make_of_the_colour(answer):
    text = flat(printed(answer, width=160))
    assert "may be one person, match weight 9.1 bits; if so, RED" in text
    assert "mash review P-COUS P-MATE" in text


def test_a_colour_that_rests_on_no_single_link_says_so_and_green_says_nothing(answer):
    assert "It rests on no single link" in printed(replace(answer, rests_on=()))
    green = replace(answer.rating, at_least=Colour.GREEN)
    assert "rests on" not in printed(replace(answer, rests_on=(), rating=green))
    assert "no single link" not in printed(answer)


def test_nearly_all_draws_are_not_called_all(answer):
    certainty = replace(answer.rating.certainty, shares={Colour.RED: 0.999, Colour.AMBER: 0.001})
    text = printed(replace(answer, rating=replace(answer.rating, certainty=certainty)))
    assert "RED in over 99 of 100, AMBER in under 1 of 100 (in 1,000 draws, over 12 identities" in flat(text)


@pytest.mark.parametrize(
    ("before", "proposed", "says"),
    [
        pytest.param(Colour.GREEN, Colour.RED, "proposed: higher", id="a raise"),
        pytest.param(Colour.RED, Colour.AMBER, "proposed: lower", id="a lowering is called one"),
        pytest.param(Colour.RED, Colour.RED, " RED  stands: no change is proposed", id="no change"),
        pytest.param(None, Colour.RED, "not yet rated", id="no rating before"),
    ],
)
def test_which_way_the_proposal_goes(answer, before, proposed, says):
    rated = replace(answer, rating=replace(answer.rating, initial=before, proposed=proposed))
    assert says in printed(rated)
    assert ("RED  ->" in printed(rated)) == (before is Colour.RED and proposed is Colour.AMBER)


def test_a_lower_colour_proposed_is_not_printed_as_a_move_to_the_one_that_stands(answer):
    rating = replace(
        answer.rating, decided=Colour.RED, proposed=Colour.RED, at_least=Colour.AMBER, direction=Direction.DOWN
    )
    said = flat(printed(replace(answer, rating=rating)))
    assert " RED proposed: lower, AMBER; RED stands until a person decides (the decided rating)" in said
    assert "RED -> RED" not in said


def test_a_policy_that_was_not_yet_in_force_says_so_wherever_it_is_named(answer, every_form):
    says = "it holds from {}: on {} it was not yet in force"
    for since, ahead in ((dt.date(2026, 1, 31), False), (dt.date(2026, 2, 1), True)):
        forms = every_form(replace(answer, policy_from=since))
        assert (says.format("2026-02-01", "2026-01-31") in forms["terminal"]) is ahead
        assert (says.format("1 Feb 2026", "31 Jan 2026") in forms["page"]) is ahead
        assert json.loads(forms["json"])["policy_from"] == str(since)


def test_how_fresh_a_source_is_and_that_it_is_stale_by_now_cannot_be_read_together(answer, every_form):
    searched = tuple(
        replace(source, fresh_within_days=days) for source, days in zip(answer.searched, (40, 7, 7, 7, 7), strict=True)
    )
    later = replace(answer.asked, at=answer.asked.at + dt.timedelta(days=10))
    forms = every_form(replace(answer, searched=searched, asked=later))
    for form in ("terminal", "page"):
        assert "fresh, 10 days old" in forms[form], "education's may be 40 days old"
        assert forms[form].count("stale by now, 10 days old") == 2
        assert "stale, 71 days old" in forms[form]
        assert "fresh, 0 days old" not in forms[form]
    assert "By now stale in it: health, police." in forms["page"]


def test_an_empty_network_is_said_to_be_empty(empty):
    text = printed(empty)
    assert "Nobody flagged within 3 steps" in text
    assert "No open referral." in text
