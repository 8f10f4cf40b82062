"""What labelled pairs teach a model, and what it makes of those that were held out (decision 15)."""

from __future__ import annotations

from collections import Counter
from dataclasses import KW_ONLY, dataclass, replace

import duckdb

from mash.identity.card import Report
from mash.identity.guards import VETOES, doubt, guard
from mash.identity.linkage import nothing_supposed
from mash.identity.model import Model
from mash.identity.pairing import paired_records_sql
from mash.identity.passes import Rung, stated_m, with_m
from mash.identity.weights import rungs_sql, weight_sql

LEAST_LABELLED = 50
"""Pairs labelled the same that must stand on a rung for its m to come from them: an error of a fifth of a bit."""


@dataclass(frozen=True, slots=True)
class _Labelled:
    is_same: bool
    held_out: bool
    vetoed: bool
    doubted: bool
    _: KW_ONLY
    rungs: tuple[int, ...]


def learn_from_labels(con: duckdb.DuckDBPyConnection, model: Model, report: Report) -> Model:
    """The model with m from the pairs labelled the same, on every rung where they are enough, and a line of each.

    As Splink's ``estimate_m_from_pairwise_labels`` counts it; where labels are few the unlabelled estimate stays.
    """
    teaching = [each for each in _compared(con, model) if each.is_same and not each.held_out]
    learnt: dict[Rung, float] = {}
    stated = stated_m(model.settings)
    for place, ladder in enumerate(model.ladders):
        reached = Counter(each.rungs[place] for each in teaching)
        comparable = sum(count for rung, count in reached.items() if rung)  # rung 0 is 'not comparable'
        for number, rung in enumerate(ladder.rungs[1:], start=1):
            if reached[number] >= LEAST_LABELLED and (ladder.name, rung.says) not in stated:
                learnt[ladder.name, rung.says] = reached[number] / comparable
    after = replace(model, settings=with_m(model.settings, learnt))
    report.labels += [
        f"{ladder.name}, {rung.says}: m {rung.m:.3g} from labels, {_told(before.m)} without."
        for ladder, ladder_before in zip(after.ladders, model.ladders, strict=True)
        for rung, before in zip(ladder.rungs, ladder_before.rungs, strict=True)
        if (ladder.name, rung.says) in learnt and rung.m is not None
    ]
    return after


def measure_held_out(con: duckdb.DuckDBPyConnection, model: Model, report: Report) -> None:
    """What the model, in a hub of this size, makes of the labels that taught it nothing: a line for the card."""
    fits = model.for_population(model.records)
    held = [each for each in _compared(con, fits) if each.held_out]
    outcomes = Counter((each.is_same, _outcome(each, fits)) for each in held)
    same = sum(each.is_same for each in held)
    joined = outcomes[True, "same"] + outcomes[False, "same"]
    possible = sum(outcomes[True, outcome] for outcome in ("same", "possible"))
    report.labels.append(
        f"Held out, {len(held):,} pairs that taught nothing: of {same:,} labelled the same {outcomes[True, 'same']:,}"
        f" are at join and {possible:,} at possible or above; of {joined:,} at join {outcomes[True, 'same']:,} are"
        " labelled the same. By weight and guards, pair by pair, before anybody is grouped."
    )


def _compared(con: duckdb.DuckDBPyConnection, model: Model) -> list[_Labelled]:
    """Every labelled pair at hand, as the model and the guards see it."""
    nothing_supposed(con)
    paired = paired_records_sql(con, "labelled_pair", ("is_same", "held_out"))
    found = con.execute(
        f"select is_same, held_out, {guard(VETOES)} is not null, {doubt(weight_sql(model))} is not null,"  # noqa: S608 - our own conditions
        f" {rungs_sql(model)} from ({paired}) order by a, b"
    ).fetchall()
    return [_Labelled(*row[:4], rungs=row[4:]) for row in found]


def _outcome(pair: _Labelled, model: Model) -> str:
    if pair.vetoed:
        return "different"
    weights = (ladder.rungs[rung].weight for ladder, rung in zip(model.ladders, pair.rungs, strict=True))
    return model.thresholds.outcome(model.prior_weight + sum(weights), doubted=pair.doubted)


def _told(m: float | None) -> str:
    return "none" if m is None else f"{m:.3g}"
