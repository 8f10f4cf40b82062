"""How often one person's records agree, by expectation maximisation: a pass per rule, each on its own.

A pass begins from the same settings whichever ran before it, so that neither their order nor a pass that failed or
went astray touches another. Splink leaves a linker without its blocked comparisons when a pass fails, and a chance
that has come to nought stays there for good in all passes after.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import duckdb

from mash.errors import Refused
from mash.identity.card import Report
from mash.identity.linker import splink_linker

EM_PAIRS = 1e6
PASS_LEAST = 10.0
"""Matches that a pass must have found to be believed: of fewer, one alone is a tenth of every chance."""
DISAGREE_MOST = 0.5
"""A pass by which one person's records bear different names, or birthdays, more often has taken strangers for one."""
MUST_BE_LEARNT = ("name", "date_of_birth")

EM_RULES: tuple[tuple[str, ...], ...] = (
    ("dob",),
    ("main_name",),
    ("main_nhs",),
    ("main_postcode", "birth_year"),
)
"""Columns to block on, one training pass each; a comparison that reads a blocked column learns nothing in that pass."""

Rung = tuple[str, str]
"""A comparison's name and the words of a level."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What one rule taught."""

    rule: str
    matches: float
    """Pairs of one person among those the rule gave."""
    m: Mapping[Rung, float]


def learn_m(
    con: duckdb.DuckDBPyConnection,
    settings: dict[str, Any],
    report: Report,
    rules: Sequence[tuple[str, ...]] = EM_RULES,
) -> dict[str, Any]:
    """Settings with the median m of the passes that can be believed; the others are noted, with why.

    Raises ``Refused`` when none taught how often names, or birthdays, agree.
    """
    believed = []
    for columns in rules:
        found = _take_pass(con, settings, columns, report)
        fault = found and astray(found, settings)
        if found and fault:
            report.notes.append(f"the pass over {found.rule} {fault}: left out")
        elif found:
            believed.append(found)
    learnt = {rung: median(each.m[rung] for each in believed if rung in each.m) for rung in _rungs_of(believed)}
    for name in MUST_BE_LEARNT:
        if name not in {comparison for comparison, _ in learnt}:
            told = "; ".join(note for note in report.notes if "pass" in note)
            raise Refused(
                f"no pass taught how often one person's records agree on {name.replace('_', ' ')}: {told}",
                try_="more records, or mash train --labels with pairs that people judged",
            )
    return with_m(settings, learnt)


def astray(found: Pass, settings: Mapping[str, Any]) -> str | None:
    """Why a pass cannot be believed; None when it can."""
    if not all(math.isfinite(m) and 0 <= m <= 1 for m in found.m.values()):
        return "gave a chance that is none"
    if not found.matches >= PASS_LEAST:
        return f"found {found.matches:.1f} matches, {PASS_LEAST:.0f} are the least"
    for comparison in settings["comparisons"]:
        name, last = comparison["output_column_name"], comparison["comparison_levels"][-1]
        if name in MUST_BE_LEARNT and found.m.get((name, last["label_for_charts"]), 0.0) > DISAGREE_MOST:
            return f"took strangers for one person ({last['label_for_charts']} more often than not)"
    return None


def with_m(settings: Mapping[str, Any], learnt: Mapping[Rung, float]) -> dict[str, Any]:
    """The settings with these m in place of theirs; a stated m stays."""
    comparisons = [
        {
            **comparison,
            "comparison_levels": [
                {**level, "m_probability": learnt[rung]}
                if (rung := (comparison["output_column_name"], level["label_for_charts"])) in learnt
                and not level.get("fix_m_probability")
                else level
                for level in comparison["comparison_levels"]
            ],
        }
        for comparison in settings["comparisons"]
    ]
    return {**settings, "comparisons": comparisons}


def stated_m(settings: Mapping[str, Any]) -> frozenset[Rung]:
    """The rungs whose m is stated and not estimated."""
    return frozenset(
        (comparison["output_column_name"], level["label_for_charts"])
        for comparison in settings["comparisons"]
        for level in comparison["comparison_levels"]
        if level.get("fix_m_probability")
    )


def _rungs_of(passes: Sequence[Pass]) -> list[Rung]:
    return sorted({rung for each in passes for rung in each.m})


def _take_pass(
    con: duckdb.DuckDBPyConnection, settings: dict[str, Any], columns: tuple[str, ...], report: Report
) -> Pass | None:
    """One pass in a linker of its own; None, and a note, when it gave nothing."""
    from splink import block_on

    rule = " and ".join(columns)
    pairs = _pairs_sharing(con, columns)
    if not pairs:
        report.notes.append(f"no two records share {rule}: that pass was left out")
        return None
    try:
        with splink_linker(con, settings) as (linker, _):
            session = linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*columns), estimate_without_term_frequencies=True, max_pairs=EM_PAIRS
            )
            share = session.core_model_settings.probability_two_random_records_match
            trained = linker.misc.save_model_to_json(out_path=None)
    except Exception as fault:  # noqa: BLE001 - Splink's exceptions have no public name, and a NaN ends in a KeyError
        report.notes.append(f"the pass over {rule} failed ({type(fault).__name__}) and taught nothing")
        return None
    return Pass(rule, pairs * share, _taught(trained, settings))


def _taught(trained: Mapping[str, Any], before: Mapping[str, Any]) -> dict[Rung, float]:
    """The m that a pass estimated; what was stated is none of its own."""
    stated = stated_m(before)
    return {
        rung: level["m_probability"]
        for comparison in trained["comparisons"]
        for level in comparison["comparison_levels"]
        if (rung := (comparison["output_column_name"], level["label_for_charts"])) not in stated
        and "m_probability" in level
    }


def _pairs_sharing(con: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> int:
    """How many pairs of records agree on all these columns."""
    keys = ", ".join(columns)
    known = " and ".join(f"{column} is not null" for column in columns)
    ((pairs,),) = con.execute(
        "select coalesce(sum(alike * (alike - 1) // 2), 0)::bigint"  # noqa: S608 - column names of EM_RULES
        f" from (select count(*) as alike from linkage_record where {known} group by {keys})"
    ).fetchall()
    return int(pairs)
