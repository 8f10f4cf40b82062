"""The waterfall of a pair and the weights of a model: bars that add up, pages that fetch nothing."""

import re

import pytest

from mash.errors import UsageError
from mash.identity import Finding, Why, load_model
from mash.identity.model import Thresholds
from mash.reports.weights import LABELS, rungs_chart, steps_of, waterfall, write_model_page, write_why_page

THRESHOLDS = Thresholds(join=5.0, possible=1.0, floor=-6.0)
ABOUT = {"run": "20260131-00000000", "as_of": "2026-01-31", "records": 6399}


def pair(*weights, veto=None):
    findings = tuple(Finding(f"field_{place}", "agrees", weight) for place, weight in enumerate(weights))
    total = -12.0 + sum(weights)
    return Why("a:1", "b:<2>", -12.0, findings, total, veto, THRESHOLDS.outcome(total), together=False)


@pytest.mark.parametrize(
    "weights",
    [
        pytest.param((14.5, 3.25, -2.0, 0.0), id="up and down to a join"),
        pytest.param((-5.0, -6.5), id="down only"),
        pytest.param((12.0,), id="to nothing at all"),
        pytest.param((), id="the prior alone"),
    ],
)
def test_each_bar_begins_where_the_one_before_ended_and_the_last_sum_is_the_weight(weights):
    found = pair(*weights)
    assert steps_of(found)[-1].sum == pytest.approx(found.raw_match_weight)
    chart = waterfall(found, THRESHOLDS)
    *steps, total = chart.bars
    before = chart.zero
    for bar in steps:
        ends = {round(bar.x, 1), round(bar.x + bar.width, 1)}
        assert min(abs(end - before) for end in ends) < 0.25
        before = bar.end
    assert total.end == pytest.approx(before, abs=0.2)
    assert all(LABELS <= bar.x <= bar.x + bar.width <= chart.width for bar in chart.bars)


def test_what_weighs_nothing_has_no_bar():
    assert [bar.label for bar in waterfall(pair(1.0, 0.0, -1.0), THRESHOLDS).bars] == [
        "prior",
        "field 0",
        "field 2",
        "match weight",
    ]


def test_the_page_shows_weights_that_add_up_and_fetches_nothing(tmp_path):
    model, found = load_model("model-2026-11"), pair(14.5, 3.25, -2.0, veto="twins")
    write_why_page(found, model, ABOUT, tmp_path / "why.html")
    page = (tmp_path / "why.html").read_text()
    body = page.split("<tbody>")[1]
    weights = [float(row[0]) for row in re.findall(r"<td[^>]*>([+-][\d.]+)</td><td[^>]*>([+-][\d.]+)</td>", body)]
    assert (len(weights), sum(weights)) == (4, pytest.approx(found.raw_match_weight))
    assert f"{found.raw_match_weight:+.2f}" in body.split("<tfoot>")[1]
    assert "b:&lt;2&gt;" in page
    assert "<2>" not in page
    assert "twins" in page
    assert not re.search(r"https?://|<script|<link|<img", page)


def test_the_models_page_has_every_rung(tmp_path):
    model = load_model("model-2026-11")
    write_model_page(model, tmp_path / "weights.html")
    page = (tmp_path / "weights.html").read_text()
    rungs = [rung for ladder in model.ladders for rung in ladder.rungs if rung.m is not None and rung.u is not None]
    assert page.count('class="figure"') == len(rungs)
    assert [bar.label for bar in rungs_chart(model).bars if bar.kind == "heading"] == [
        ladder.name.replace("_", " ") for ladder in model.ladders
    ]
    assert not re.search(r"https?://|<script|<link|<img", page)


def test_a_page_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(UsageError):
        write_why_page(pair(1.0), load_model("model-2026-11"), ABOUT, tmp_path / "nowhere" / "why.html")
