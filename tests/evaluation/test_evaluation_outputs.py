"""The page, the statement, the terminal and the JSON of one evaluation."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from lxml import html
from rich.console import Console

from mash.errors import UsageError
from mash.evaluation.charts import group_chart, histogram
from mash.evaluation.findings import too_few_compared, weakest
from mash.evaluation.page import page, write_page
from mash.evaluation.statement import statement, write_statement
from mash.evaluation.terminal import print_evaluation
from mash.reports import to_json


def printed_text(evaluation):
    console = Console(width=80, highlight=False, color_system=None)
    with console.capture() as captured:
        print_evaluation(evaluation, console)
    return captured.get()


def test_the_weakest_groups_are_those_below_everyone_beyond_their_interval(evaluation):
    (one,) = weakest(evaluation)
    assert (one.dimension, one.value, one.measure) == ("ethnicity", "A2", "recall")


def test_a_group_of_whose_true_pairs_too_few_are_compared_is_named_in_every_output(evaluation):
    (line,) = too_few_compared(evaluation)
    assert line == (
        "ethnicity A2 Pakistani: 95.45 (89.80-98.04) % of true pairs compared; blocking must keep 99.5 % of each"
        " group's true pairs."
    )
    for text in (printed_text(evaluation), html.fromstring(page(evaluation)).text_content(), statement(evaluation)):
        assert line in re.sub(r"\s+", " ", text)


def test_a_run_of_another_engine_shows_a_dash_for_what_was_compared_and_names_no_group(evaluation):
    groups = tuple(replace(group, compared=None) for group in evaluation.identity.groups)
    told = replace(evaluation, identity=replace(evaluation.identity, groups=groups, blocking=None))
    assert "| everyone | 500 | - | 98.00" in statement(told)
    for text in (printed_text(told), html.fromstring(page(told)).text_content(), statement(told)):
        assert "must keep" not in text


def test_the_page_fetches_nothing_and_runs_nothing(evaluation):
    text = page(evaluation)
    document = html.fromstring(text)
    assert not document.xpath("//script | //img | //link | //iframe | //*[@src] | //*[@href]")
    assert not re.search(r"https?:", text)
    assert "default-src 'none'" in text


def test_the_page_escapes_what_comes_from_outside(evaluation):
    text = page(evaluation)
    assert "<b>&" not in text
    assert "&lt;b&gt;&amp;" in text
    assert "birth, &lt;sex&gt;" in text


def test_the_page_is_the_same_for_the_same_evaluation(evaluation):
    assert page(evaluation) == page(evaluation)


def test_suppressed_groups_are_named_on_the_page_and_their_figures_are_not(evaluation):
    document = html.fromstring(page(evaluation))
    assert "Fewer than ten records, not shown: twin yes" in document.text_content()
    assert not document.xpath("//td[. = 'twin yes']")


def test_every_mark_stands_within_its_chart(evaluation):
    for svg in html.fromstring(page(evaluation)).xpath("//*[local-name() = 'svg']"):
        left, top, width, height = map(float, (svg.get("viewBox") or svg.get("viewbox")).split())
        for mark in svg.iter():
            for name, least, most in (("x", left, left + width), ("cx", left, left + width), ("y", top, top + height)):
                if mark.get(name) is not None:
                    assert least <= float(mark.get(name)) <= most


def test_dots_stand_in_the_order_of_their_shares(evaluation):
    dots = {dot.name: dot for dot in group_chart(evaluation.identity.groups, "recall").dots}
    assert dots["A2 Pakistani"].x < dots["everyone"].x
    assert dots["A2 Pakistani"].low < dots["A2 Pakistani"].x < dots["A2 Pakistani"].high


def test_more_pairs_are_a_taller_bar_and_none_is_no_bar(evaluation):
    low, high = histogram(evaluation.identity.weights, ()).bars
    assert low.true_height < high.true_height
    assert high.false_height == 0


def test_a_hub_without_any_scored_pair_has_an_empty_histogram():
    assert histogram((), (("join", 9.0),)).bars == ()


@pytest.mark.parametrize(
    "says",
    [
        "# Linkage statement: model-2026-11",
        "seed 7",
        "Joined from 9 bits",
        "| possible twins | 5 | 1 |",
        "| when joined | 98.00 (93.00-99.45) |",
        "ethnicity A2 Pakistani: recall",
        "| ethnicity A2 Pakistani | 60 | 95.45 (89.80-98.04) |",
        "| twins | 1 | 16 | 625.0 (111.2-2,832.9) |",
        "| sealed by adoption | 0 | 4 | <10 |",
        "| not alike | 1 | - | - |",
        "Of those whose person has any other record: 50.",
        "| when joined | 80.00 (66.96-88.76) | 84.00 (71.49-91.66) | 90.91 (78.84-96.41) |",
        "| when possible too | 76.00 (62.59-85.70) | 98.00 (89.50-99.65) | 47.50 (36.92-58.30) |",
        "| wrong colours | 7 | 1 | 3 | 2 | 1 |",
        "| sexual offender | 1 | 91.67 (64.61-98.51) | 11 of 12 |",
        "| sexual offender | 2 | <10 | <10 |",
        "| everyone | 40 | 150.0 | 100.0 |",
        "| health, police | 81.82 (73.58-87.91) |",
        "20 same, 10 different",
        "nothing found is not nothing there",
    ],
)
def test_the_statement_says_how_it_was_linked_and_how_wrong_it_is(evaluation, says):
    assert says in statement(evaluation)


def test_every_row_of_a_table_of_the_statement_has_as_many_cells_as_its_heading(evaluation):
    blocks = re.findall(r"(?:^\|.*\n)+", statement(evaluation), flags=re.MULTILINE)
    assert blocks
    for block in blocks:
        assert len({line.count("|") for line in block.splitlines()}) == 1


@pytest.mark.parametrize(
    "says",
    ["98.00", "81.8 (73.6-87.9)", "A2 Pakistani", "Weakest", "twins", "RED", "flagged adults missed", "Labelled pairs"],
)
def test_the_terminal_shows_every_part_within_eighty_columns(evaluation, says):
    text = printed_text(evaluation)
    assert says in text
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_with_no_comparable_case_every_output_says_so_in_place_of_empty_tables(evaluation):
    told = replace(
        evaluation, rating=replace(evaluation.rating, cases=0, confusion={}, not_compared=3, distances=(), groups=())
    )
    for text in (printed_text(told), html.fromstring(page(told)).text_content(), statement(told)):
        assert "No case to compare: the oracle has none of the hub's open cases (3)." in text
        assert "flagged adults missed" not in text


def test_labels_alone_make_every_output(evaluation):
    told = replace(evaluation, truth=None, coverage=None, identity=None, rating=None)
    for text in (printed_text(told), page(told), statement(told)):
        assert "90.00 (69.90-97.21)" in text


def test_the_json_has_every_figure_and_no_number_that_is_none(evaluation):
    told = json.loads(to_json(evaluation))
    assert told["identity"]["groups"][0]["joined"]["recall"]["share"] == 0.818182
    assert told["identity"]["groups"][3]["joined"]["recall"] == {
        "count": None, "of": None, "share": None, "low": None, "high": None, "suppressed": True,
    }  # fmt: skip
    assert told["rating"]["confusion"]["RED"]["GREEN"] == 2


@pytest.mark.parametrize("write", [write_page, write_statement])
def test_files_appear_whole_in_a_folder_that_exists(evaluation, tmp_path, write):
    write(evaluation, tmp_path / "out")
    assert (tmp_path / "out").stat().st_size > 1000
    with pytest.raises(UsageError, match="cannot be written"):
        write(evaluation, tmp_path / "none" / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_anybody_can_use_the_page(anybody_can_use, evaluation, tmp_path):
    write_page(evaluation, tmp_path / "quality.html")
    anybody_can_use(tmp_path / "quality.html")
