"""`mash train`: every figure of the model from a hub's own records, without labels, by Splink's estimators."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from mash.errors import Refused
from mash.identity import linkage
from mash.identity.card import card_text
from mash.identity.model import FORMAT, Model, TokenFrequencies
from mash.identity.scoring import splink_linker
from mash.identity.settings import COMPARISONS, splink_settings
from mash.identity.thresholds import THRESHOLDS, thresholds_text
from mash.warehouse import run_sql, sql_text

FREQUENCY_LEAST = 3
"""Records that must carry a token for its frequency to be kept: a rarer one would give a person away."""
RANDOM_PAIRS = 1e7
"""Pairs drawn at random for the u of each comparison: the rarest rung that matters is some hundreds of them."""
EM_PAIRS = 1e6
DETERMINISTIC_RECALL = 0.4
"""Share of true pairs that the deterministic rules are taken to find. A factor of two here is one bit of the prior."""
LEAST_RECORDS = 200
LEAST_MATCHES = 20
"""Below either, there is nothing to estimate from."""

DETERMINISTIC_RULES: tuple[str, ...] = (
    "l.main_nhs = r.main_nhs",
    "l.main_name = r.main_name and l.dob = r.dob",
)
EM_RULES: tuple[tuple[str, ...], ...] = (
    ("dob",),
    ("main_name",),
    ("main_nhs",),
    ("main_postcode", "birth_year"),
)
"""Columns to block on, one training pass each; a comparison that reads a blocked column learns nothing in that pass."""

Progress = Callable[[str], None]


@dataclass
class Report:
    """What happened while training, for the card: nothing is filled in silently."""

    notes: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)


def train(
    con: duckdb.DuckDBPyConnection, out_dir: Path, *, seed: int, as_of: dt.date, progress: Progress = lambda _: None
) -> Model:
    """Estimate a model from the records in ``con`` and write it as the folder ``out_dir``, whose name is the model's.

    The same records, seed and date give the same files. Raises ``Refused`` on too few records to learn from.
    """
    report = Report()
    progress("reading names")
    linkage.prepare_names(con)
    frequencies = count_frequencies(con)
    linkage.build_linkage_records(con, frequencies, as_of)
    records = _count(con, "select count(*) from linkage_record")
    report.figures["records"] = records
    if records < LEAST_RECORDS:
        raise Refused(f"{records} records are too few to train on; {LEAST_RECORDS} are the least")
    progress("estimating how often strangers agree")
    settings = estimate_u(con, splink_settings(), seed, report)
    progress("estimating how often one person's records agree")
    settings = estimate_m(con, settings, report)
    settings = complete(settings, report)
    model = Model(
        out_dir.name,
        settings,
        THRESHOLDS,
        frequencies,
        matches_per_record=_round(report.figures["matches expected"] / records),
        records=records,
    )
    write_model(model, out_dir, card_text(model, report.figures, report.notes, seed=seed, as_of=as_of))
    return model


def count_frequencies(con: duckdb.DuckDBPyConnection) -> TokenFrequencies:
    """The shares of forenames and surnames in the records at hand; run ``prepare_names`` first."""
    found = con.execute(sql_text("identity", "token_frequency"), {"least": FREQUENCY_LEAST}).fetchall()
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
    with splink_linker(con, settings, "stranger_record") as (linker, _):
        linker.training.estimate_u_using_random_sampling(
            max_pairs=RANDOM_PAIRS, seed=seed, min_count_per_level=None, num_chunks=1
        )
        trained: dict[str, Any] = linker.misc.save_model_to_json(out_path=None)
    report.figures["pairs for u"] = min(RANDOM_PAIRS, strangers * (strangers - 1) / 2)
    return trained


def estimate_m(con: duckdb.DuckDBPyConnection, settings: dict[str, Any], report: Report) -> dict[str, Any]:
    """Settings with the prior from deterministic rules and m by expectation maximisation, a pass per rule."""
    from splink import block_on

    with splink_linker(con, settings) as (linker, api):
        linker.training.estimate_probability_two_random_records_match(
            list(DETERMINISTIC_RULES), recall=DETERMINISTIC_RECALL
        )
        for columns in EM_RULES:
            rule = " and ".join(columns)
            if not _pairs_sharing(api.duckdb_con, columns):
                report.notes.append(f"no two records share {rule}: that pass was left out")
                continue
            try:
                linker.training.estimate_parameters_using_expectation_maximisation(
                    block_on(*columns), estimate_without_term_frequencies=True, max_pairs=EM_PAIRS
                )
            except (ValueError, ZeroDivisionError, duckdb.Error) as fault:
                report.notes.append(f"the pass over {rule} failed ({type(fault).__name__}) and taught nothing")
        trained: dict[str, Any] = linker.misc.save_model_to_json(out_path=None)
    records = report.figures["records"]
    report.figures["matches expected"] = trained["probability_two_random_records_match"] * records * (records - 1) / 2
    if report.figures["matches expected"] < LEAST_MATCHES:
        raise Refused("hardly two records of one person were found: there is nothing to learn agreement from")
    return trained


def complete(settings: dict[str, Any], report: Report) -> dict[str, Any]:
    """Settings in which every rung has its m and u, by a stated rule where the data were silent, and noted.

    A comparison on which no two records of one person were seen to agree is left out. A rung that the matches never
    reached weighs as the one below it; one that no random pair reached is taken to be reached by half a pair. No m is
    believed below the rung's own ``least_m``.
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
    if "u_probability" not in level:
        level["u_probability"] = 0.5 / report.figures["pairs for u"]
        report.notes.append(f"{rung}: no random pair reached it, u taken as half a pair")
    if "m_probability" not in level and below is not None and not least_m:
        level["m_probability"], level["u_probability"] = below["m_probability"], below["u_probability"]
        report.notes.append(f"{rung}: no match reached it, weighed as the one below it")
    least = max(least_m, 0.5 / report.figures["matches expected"])
    if level.get("m_probability", 0.0) < least and not level.get("fix_m_probability"):
        level["m_probability"] = least
        report.notes.append(f"{rung}: m raised to {least:.2g}")
    level["m_probability"], level["u_probability"] = _round(level["m_probability"]), _round(level["u_probability"])


def write_model(model: Model, out_dir: Path, card: str) -> None:
    """The four files of a model folder; a folder that is there already is overwritten."""
    out_dir.mkdir(parents=True, exist_ok=True)
    body = {
        "format": FORMAT,
        "name": model.name,
        "frequency_floor": model.frequencies.floor,
        "matches_per_record": model.matches_per_record,
        "records": model.records,
        "splink": model.settings,
    }
    (out_dir / "model.json").write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    (out_dir / "thresholds.toml").write_text(thresholds_text(model.thresholds), encoding="utf-8")
    (out_dir / "card.md").write_text(card, encoding="utf-8")
    with (out_dir / "term_frequencies.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "token", "frequency"))
        frequencies = model.frequencies
        writer.writerows(zip(frequencies.kinds, frequencies.tokens, frequencies.shares, strict=True))


def _pairs_sharing(con: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> bool:
    keys = ", ".join(columns)
    known = " and ".join(f"{column} is not null" for column in columns)
    query = f"select {keys} from mash_linkage_record where {known} group by {keys} having count(*) > 1 limit 1"  # noqa: S608 - column names of EM_RULES
    return bool(con.execute(query).fetchall())


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    (value,) = con.execute(query).fetchall()[0]
    return int(value)


def _round(value: float) -> float:
    """Six significant digits: what an estimate is worth, and proof against the last bit of a parallel sum."""
    return float(f"{value:.6g}")
