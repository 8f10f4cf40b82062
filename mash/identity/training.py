"""`mash train`: every figure of the model from a hub's own records, by Splink's estimators; labels are optional."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from mash import __version__
from mash.errors import Refused
from mash.identity import linkage
from mash.identity.card import Report, card_text
from mash.identity.chances import UNUSUAL_POSTCODE
from mash.identity.labelled import learn_from_labels, measure_held_out
from mash.identity.labels import count_labels
from mash.identity.linker import splink_linker
from mash.identity.model import Model, TokenFrequencies, Trained
from mash.identity.model_folder import write_model
from mash.identity.passes import learn_m
from mash.identity.settings import COMPARISONS, splink_settings
from mash.identity.thresholds import THRESHOLDS
from mash.vocabulary import counted
from mash.warehouse import run_sql, sql_text

FREQUENCY_LEAST = 3
"""Records that must carry a token for its frequency to be kept: a rarer one would give a person away."""
POSTCODE_LEAST = 10
"""Records that must give a postcode for it to be listed: of fewer it would give one household away."""
RANDOM_PAIRS = 1e7
"""Pairs drawn at random for the u of each comparison: the rarest rung that matters is some hundreds of them."""
DETERMINISTIC_RECALL = 0.4
"""Share of true pairs that the deterministic rules are taken to find. A factor of two here is one bit of the prior."""
BUILT_IN = "the built-in model, until more has come in"
"""What a hub too small to learn from does."""
LEAST_RECORDS = 200
LEAST_STRANGERS = 30
LEAST_MATCHES = 20
"""Below any of the three, there is nothing to estimate from."""

DETERMINISTIC_RULES: tuple[str, ...] = (
    "l.main_nhs = r.main_nhs",
    "l.main_name = r.main_name and l.dob = r.dob",
)
Progress = Callable[[str], None]


def train(
    con: duckdb.DuckDBPyConnection, out_dir: Path, *, seed: int, as_of: dt.date, progress: Progress = lambda _: None
) -> Model:
    """Estimate a model from the records in ``con`` and write it as the folder ``out_dir``, whose name is the model's.

    The same records, seed, date and labels give the same files. Labels are optional: ``load_labels`` before. Raises
    ``Refused`` on too few records to learn from.
    """
    report = Report(seed, as_of)
    progress("reading names")
    linkage.prepare_names(con)
    frequencies = count_frequencies(con)
    linkage.build_linkage_records(con, frequencies, as_of)
    records = _count(con, "select count(*) from linkage_record")
    report.figures["records"] = records
    if records < LEAST_RECORDS:
        raise Refused(f"{records} records are too few to train on; {LEAST_RECORDS} are the least", try_=BUILT_IN)
    progress("estimating how often strangers agree")
    labelled = count_labels(con, report)
    settings = complete_u(estimate_u(con, splink_settings(), seed, report), report)
    progress("estimating how often one person's records agree")
    settings = learn_m(con, estimate_prior(con, settings, report), report)
    expected = _round(report.figures["matches expected"] / records)
    model = Model(out_dir.name, settings, THRESHOLDS, frequencies, matches_per_record=expected, records=records)
    if labelled:
        model = learn_from_labels(con, model, report)
    trained = Trained(as_of, __version__, version("splink"))
    model = replace(model, settings=complete(model.settings, report), trained=trained)
    if labelled:
        measure_held_out(con, model, report)
    write_model(model, out_dir, card_text(model, report))
    return model


def count_frequencies(con: duckdb.DuckDBPyConnection) -> TokenFrequencies:
    """The shares of forenames, surnames and postcodes in the records at hand; run ``prepare_names`` first."""
    found = [
        *con.execute(sql_text("identity", "token_frequency"), {"least": FREQUENCY_LEAST}).fetchall(),
        *con.execute(
            sql_text("identity", "postcode_frequency"), {"least": POSTCODE_LEAST, "step": UNUSUAL_POSTCODE}
        ).fetchall(),
    ]
    named = _count(con, "select count(distinct record_key) from name_part")
    return TokenFrequencies(
        kinds=tuple(kind for kind, _, _ in found),
        tokens=tuple(token for _, token, _ in found),
        shares=tuple(_round(share) for _, _, share in found),
        floor=_round(min(FREQUENCY_LEAST / max(named, 1), 1e-3)),
    )


def estimate_u(con: duckdb.DuckDBPyConnection, settings: dict[str, Any], seed: int, report: Report) -> dict[str, Any]:
    """Settings with u from random pairs of ``stranger_record``: records thinned until few are of one person.

    On all records the random pairs hold enough true matches to drown the small chances that matter most.
    """
    run_sql(con, "identity", "stranger_record")
    strangers = _count(con, "select count(*) from stranger_record")
    report.figures["records for u"] = strangers
    if strangers < LEAST_STRANGERS:
        told = f"{counted(strangers, 'record')} of different people for certain; {LEAST_STRANGERS} are the least"
        raise Refused(told, try_=BUILT_IN)
    with splink_linker(con, settings, "stranger_record") as (linker, _):
        linker.training.estimate_u_using_random_sampling(
            max_pairs=RANDOM_PAIRS, seed=seed, min_count_per_level=None, num_chunks=1
        )
        trained: dict[str, Any] = linker.misc.save_model_to_json(out_path=None)
    report.figures["pairs for u"] = min(RANDOM_PAIRS, strangers * (strangers - 1) / 2)
    return trained


def estimate_prior(con: duckdb.DuckDBPyConnection, settings: dict[str, Any], report: Report) -> dict[str, Any]:
    """Settings with the chance that two records at random are one person, from deterministic rules.

    Raises ``Refused`` when these find hardly a match, or more than their own recall allows.
    """
    with splink_linker(con, settings) as (linker, _):
        try:
            linker.training.estimate_probability_two_random_records_match(
                list(DETERMINISTIC_RULES), recall=DETERMINISTIC_RECALL
            )
        except ValueError:
            raise Refused(
                f"more than {DETERMINISTIC_RECALL:.0%} of all pairs of records share a number, or a name and birthday:"
                " these are no people to learn from",
                try_="see what the agencies sent",
            ) from None
        trained: dict[str, Any] = linker.misc.save_model_to_json(out_path=None)
    records = report.figures["records"]
    prior = trained["probability_two_random_records_match"]
    report.figures["matches expected"] = prior * records * (records - 1) / 2
    if report.figures["matches expected"] < LEAST_MATCHES:
        told = "hardly two records of one person were found: there is nothing to learn agreement from"
        raise Refused(told, try_=BUILT_IN)
    return {**settings, "probability_two_random_records_match": prior}


def complete_u(settings: dict[str, Any], report: Report) -> dict[str, Any]:
    """Settings in which every rung has its u: one that no random pair reached is taken to be reached by half a pair.

    Before any m is estimated: Splink would put a figure of its own there, silently.
    """
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level") and not level.get("u_probability"):
                level["u_probability"] = 0.5 / report.figures["pairs for u"]
                rung = f"{comparison['output_column_name']}, {level['label_for_charts']}"
                report.notes.append(f"{rung}: no random pair reached it, u taken as half a pair")
    return settings


def complete(settings: dict[str, Any], report: Report) -> dict[str, Any]:
    """Settings in which every rung has its m too, by a stated rule where the data were silent, and noted.

    A comparison on which no two records of one person were seen to agree is left out. A rung that the matches never
    reached weighs as the one below it. No m is believed below the rung's own ``least_m``.
    """
    least_m = {(each.name, level.says): level.least_m for each in COMPARISONS for level in each.levels}
    kept = []
    for comparison in settings["comparisons"]:
        name = comparison["output_column_name"]
        rungs = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        if not any(level.get("m_probability") or least_m[name, level["label_for_charts"]] for level in rungs[:-1]):
            report.notes.append(f"{name}: no two records of one person were seen to agree; left out")
            continue
        below: dict[str, Any] | None = None
        for level in reversed(rungs):
            rung = f"{name}, {level['label_for_charts']}"
            _complete_rung(level, below, least_m[name, level["label_for_charts"]], rung, report)
            below = level
        kept.append(comparison)
    frozen = {name: value for name, value in settings.items() if name != "linker_uid"}  # Splink's, random
    return {**frozen, "comparisons": kept}


def _complete_rung(
    level: dict[str, Any], below: dict[str, Any] | None, least_m: float, rung: str, report: Report
) -> None:
    if "m_probability" not in level and below is not None and not least_m:
        level["m_probability"], level["u_probability"] = below["m_probability"], below["u_probability"]
        report.notes.append(f"{rung}: no match reached it, weighed as the one below it")
    least = max(least_m, 0.5 / report.figures["matches expected"])
    if level.get("m_probability", 0.0) < least and not level.get("fix_m_probability"):
        level["m_probability"] = least
        report.notes.append(f"{rung}: m raised to {least:.2g}")
    level["m_probability"], level["u_probability"] = _round(level["m_probability"]), _round(level["u_probability"])


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    (value,) = con.execute(query).fetchall()[0]
    return int(value)


def _round(value: float) -> float:
    """Six significant digits: what an estimate is worth, and proof against the last bit of a parallel sum."""
    return float(f"{value:.6g}")
