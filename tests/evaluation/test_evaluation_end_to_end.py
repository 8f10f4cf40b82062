"""A small made-up town, a night, and the measure of it, as the command does it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mash.cli.evaluate import evaluate
from mash.errors import Refused
from mash.evaluation import evaluate_hub
from mash.hub import create_hub
from mash.nightly import run_night
from mash.reports import to_json
from mash.synthetic import synthesise

pytestmark = pytest.mark.slow
NOON = dt.datetime.fromisoformat("2026-01-31T12:00")


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    synthesise(folder / "town", persons=800, seed=5)
    hub = create_hub(folder / "hub", drops=folder / "town")
    run_night(hub, as_of=NOON.date(), now=lambda: NOON, progress=lambda _step, _done, _of: None)
    return hub, folder / "town" / "truth"


@pytest.fixture(scope="module")
def found(town):
    return evaluate_hub(*town)


def test_every_record_of_the_town_is_scored_or_accounted_for(town, found):
    run, con = town[0].read_current()
    (records,) = con.execute("select count(*) from membership").fetchone()
    con.close()
    covered = found.coverage
    assert found.run == run
    assert covered.scored + covered.merged + covered.hub_only == records


def test_every_dimension_has_all_scored_records_between_its_groups(found):
    whole = found.identity.groups[0].records
    shown = {}
    for group in found.identity.groups[1:]:
        shown.setdefault(group.dimension, []).append(group.records)
    for sizes in shown.values():
        assert sum(filter(None, sizes)) <= whole
        assert whole - sum(filter(None, sizes)) < 10 * (sizes.count(None) + 1)


def test_pairs_of_agencies_add_up_to_all_pairs(found):
    pairs = [pair.recall for pair in found.identity.agency_pairs]
    shown = sum(pair.of for pair in pairs if not pair.suppressed)
    everyone = found.identity.groups[0].joined.recall.of
    assert shown <= everyone <= shown + 9 * len(pairs)


def test_what_is_possible_is_found_at_least_as_often_as_what_is_joined(found):
    for group in found.identity.groups:
        if group.records and group.joined.recall.share is not None:
            assert group.possible.recall.share >= group.joined.recall.share


def test_no_more_true_pairs_are_kept_than_were_compared(found):
    blocking = found.identity.blocking
    assert 0.5 < blocking.kept.share <= blocking.compared.share <= 1
    assert all(rule.true_kept <= rule.true_candidates <= rule.candidates for rule in blocking.rules)


def test_errors_of_ratings_add_up(found):
    for errors in (found.rating.colours, found.rating.missed_flags, found.rating.false_flags):
        assert errors.total == errors.identity + errors.associations + errors.rating
    wrong = sum(
        cases for expected, row in found.rating.confusion.items() for colour, cases in row.items() if colour != expected
    )
    assert found.rating.colours.total == wrong


def test_the_same_run_measures_the_same(town, found):
    assert to_json(evaluate_hub(*town)) == to_json(found)


def test_the_truth_of_another_town_is_refused(town, tmp_path):
    synthesise(tmp_path / "other", persons=300, seed=6)
    with pytest.raises(Refused, match="another town"):
        evaluate_hub(town[0], tmp_path / "other" / "truth")


def test_the_command_writes_its_page_and_statement_and_prints_json(town, tmp_path):
    app = typer.Typer()
    app.command()(evaluate)
    page, statement = tmp_path / "page.html", tmp_path / "statement.md"
    hub, truth = town
    words = ["--hub", hub.root, "--truth", truth, "--json", "--html", page, "--statement", statement]
    ran = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert ran.exit_code == 0
    assert json.loads(ran.stdout)["truth"]["seed"] == 5
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert Path(statement).read_text(encoding="utf-8").startswith("# Linkage statement")
