"""One run of a hub against the truth of its town, or against pairs that people labelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from mash.errors import MashError, UsageError
from mash.evaluation.identity import compare_partitions, coverage, measure_identity
from mash.evaluation.labels import measure_labels
from mash.evaluation.rating import measure_rating
from mash.evaluation.results import Evaluation
from mash.evaluation.truth import load_truth, workbench
from mash.hub import Hub
from mash.identity import load_model
from mash.rating import load_policy
from mash.warehouse import rows, run_sql

Progress = Callable[[str, int, int], None]
STEPS = ("truth", "identity", "rating")


def evaluate_hub(
    hub: Hub, truth: Path | None = None, *, labels: Path | None = None, progress: Progress | None = None
) -> Evaluation:
    """Measure the run in use against ``OUT/truth``, against labelled pairs, or both.

    Raises ``NotFound`` when the hub has no run or a folder or file is missing, ``UsageError`` for one that cannot be
    read, ``Refused`` for the truth of another town or day. Writes nothing.
    """
    if truth is None and labels is None:
        raise UsageError("against what?", where="evaluate", try_="--truth OUT/truth, or --labels PAIRS.csv")
    with workbench(hub, truth) as (run, con):
        built = _built_with(con)
        join, possible = _thresholds(built["model"])
        found = Evaluation(
            run=run,
            as_of=built["as_of"],
            engine=built["engine"],
            model=Path(built["model"]).name,
            policy=Path(built["policy"]).stem,
            join_weight=join,
            possible_weight=possible,
            labels=measure_labels(con, labels) if labels else None,
        )
        return _against_truth(con, truth, built, found, progress or _say_nothing) if truth else found


def _against_truth(
    con: duckdb.DuckDBPyConnection, folder: Path, built: dict[str, Any], found: Evaluation, tell: Progress
) -> Evaluation:
    tell(STEPS[0], 0, len(STEPS))
    truth = load_truth(con, folder, found.as_of)
    score_records(con, truth.as_of)
    tell(STEPS[1], 1, len(STEPS))
    covered, identity = coverage(con), measure_identity(con)
    tell(STEPS[2], 2, len(STEPS))
    found = replace(found, truth=truth, coverage=covered, identity=identity)
    ruled_by = load_policy(built["policy"]).policy_id
    if truth.policy not in (None, ruled_by):
        why = f"ratings are not measured: the run is rated by {ruled_by}, the town's truth by {truth.policy}"
        return replace(found, not_rated=why)
    return replace(found, rating=measure_rating(con, built))


def score_records(con: duckdb.DuckDBPyConnection, as_of: dt.date) -> None:
    """The two partitions, the groups, and all that is counted from them, in a workbench with a truth."""
    run_sql(con, "evaluation", "scored_record")
    run_sql(con, "evaluation", "record_group", {"as_of": as_of})
    compare_partitions(con)


def _built_with(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    (row,) = rows(con, "select as_of, model, policy, profile, engine from hub.run")
    return row


def _thresholds(model: str) -> tuple[float, float] | tuple[None, None]:
    """The model's *join* and *possible*, in bits, when it is still where the run found it."""
    try:
        found = load_model(model).thresholds
    except MashError:
        return None, None
    return found.join, found.possible


def _say_nothing(_step: str, _done: int, _of: int) -> None:
    """No progress is wanted."""
