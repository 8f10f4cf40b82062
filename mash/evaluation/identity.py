"""Who is who against the truth: every figure from counts of records in common, exact, whatever the size of the town."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from mash.evaluation.blocking import block_again, blocking, compared_pairs
from mash.evaluation.intervals import SMALLEST_CELL, Share, f1, share
from mash.evaluation.results import (
    AgencyPair,
    CalibrationBin,
    Coverage,
    FalseMerges,
    GroupQuality,
    GuardQuality,
    Identity,
    Joining,
    NamedInside,
    PairQuality,
    WeightBin,
)
from mash.warehouse import rows, run_sql, sql_text

ROOM = "evaluation"
DIMENSIONS = (
    "all",
    "ethnicity",
    "naming community",
    "age",
    "sex",
    "no fixed abode",
    "twin",
    "adopted",
    "record",
    "agency",
)
"""In the order in which they are shown."""
BANDS = ("unborn", "under 1", "1-4", "5-9", "10-15", "16-17", "18-29", "30-49", "50-64", "65 and over")
"""Of age, in order."""
PARTITIONS = ("cell", "near", "pair_count", "person_count", "agency_pair", "judged_pair", "told_identity", "likeness")
"""Tables of the workbench, in the order of their making from ``scored_record`` and ``record_group``."""
BIN_WIDTH = 2.0
"""Bits."""
CALIBRATION_EDGES = (0.0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999)
"""Lower edges; narrow towards certainty, where nearly all pairs are."""
HELD_BACK = Share(None, None, None, None, None, suppressed=True)


def compare_partitions(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of ``PARTITIONS`` from ``scored_record`` and ``record_group``."""
    for name in PARTITIONS:
        run_sql(con, ROOM, name)


def measure_identity(con: duckdb.DuckDBPyConnection) -> Identity:
    """All of it, of a workbench with ``scored_record``, ``record_group`` and the tables of ``PARTITIONS``."""
    blocked = block_again(con)
    return Identity(
        groups=groups(con, compared_pairs(con) if blocked else None),
        agency_pairs=agency_pairs(con),
        blocking=blocking(con) if blocked else None,
        named_inside=NamedInside(joining(con, "joined"), joining(con, "possible")),
        false_merges=false_merges(con),
        guards=tuple(GuardQuality(**row) for row in rows(con, sql_text(ROOM, "guard"))),
        weights=tuple(WeightBin(**row) for row in rows(con, sql_text(ROOM, "weight_histogram"), {"width": BIN_WIDTH})),
        calibration=calibration(con, "pair"),
        possible_calibration=calibration(con, "identity"),
    )


def coverage(con: duckdb.DuckDBPyConnection) -> Coverage:
    """How many records could be scored."""
    (row,) = rows(con, sql_text(ROOM, "coverage"))
    return Coverage(**row)


def groups(
    con: duckdb.DuckDBPyConnection, compared: Mapping[tuple[str, str], int] | None = None
) -> tuple[GroupQuality, ...]:
    """Everyone, then each dimension's groups in the order of their names, with what of each was compared, if known."""
    counted: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for row in rows(con, "select * from pair_count"):
        counted.setdefault((row["dimension"], row["value"]), {})[row["threshold"]] = row
    persons = {(row["dimension"], row["value"]): row for row in rows(con, "select * from person_count")}
    order = sorted(counted, key=place_of)
    return tuple(
        _group(
            counted[key],
            persons[key],
            compared=None if compared is None else share(compared.get(key, 0), counted[key]["joined"]["true_pairs"]),
        )
        for key in order
    )


def place_of(group: tuple[str, str]) -> tuple[int, int, str]:
    """Where a dimension's group stands in a listing."""
    dimension, value = group
    return DIMENSIONS.index(dimension), BANDS.index(value) if value in BANDS else -1, value


def _group(counts: dict[str, dict[str, Any]], persons: dict[str, Any], compared: Share | None) -> GroupQuality:
    dimension, value, records = (counts["joined"][name] for name in ("dimension", "value", "records"))
    if records < SMALLEST_CELL:
        nothing = PairQuality(HELD_BACK, HELD_BACK, None, None, None, None)
        return GroupQuality(dimension, value, None, nothing, nothing, HELD_BACK, HELD_BACK, compared and HELD_BACK)
    return GroupQuality(
        dimension,
        value,
        records,
        pair_quality(counts["joined"]),
        pair_quality(counts["possible"]),
        split=share(persons["split"], persons["true_persons"]),
        mixed=share(persons["mixed"], persons["found_persons"]),
        compared=compared,
    )


def pair_quality(row: dict[str, Any]) -> PairQuality:
    """Ratios of one row of ``pair_count``."""
    precision = share(row["found_true_pairs"], row["found_pairs"])
    recall = share(row["found_true_pairs"], row["true_pairs"])
    bcubed_precision = round(row["precision_sum"] / row["records"], 6)
    bcubed_recall = round(row["recall_sum"] / row["records"], 6)
    return PairQuality(
        precision,
        recall,
        f1(precision.share, recall.share),
        bcubed_precision,
        bcubed_recall,
        f1(bcubed_precision, bcubed_recall),
    )


def agency_pairs(con: duckdb.DuckDBPyConnection) -> tuple[AgencyPair, ...]:
    """Recall and precision of pairs of records by the two agencies they come from."""
    return tuple(
        AgencyPair(
            row["agency_a"],
            row["agency_b"],
            share(row["joined"], row["true_pairs"]),
            share(row["possible"], row["true_pairs"]),
            share(row["joined"], row["found_pairs"]),
        )
        for row in rows(con, "select * from agency_pair order by agency_a, agency_b")
    )


def joining(con: duckdb.DuckDBPyConnection, threshold: str) -> Joining:
    """Whether records named only inside another are found with the right person, and with nobody else."""
    (row,) = rows(con, sql_text(ROOM, "named_inside"), {"threshold": threshold})
    return Joining(
        right_alone=share(row["right_alone"], row["to_be_found"]),
        right_at_all=share(row["right_at_all"], row["to_be_found"]),
        precision=share(row["right_alone"], row["anyone"]),
    )


def false_merges(con: duckdb.DuckDBPyConnection) -> tuple[FalseMerges, ...]:
    """People taken for one another, by what makes them alike."""
    return tuple(
        FalseMerges(**row, rate=None if row["opportunities"] is None else share(row["merged"], row["opportunities"]))
        for row in rows(con, sql_text(ROOM, "false_merge"))
    )


def calibration(con: duckdb.DuckDBPyConnection, kind: str) -> tuple[CalibrationBin, ...]:
    """Expected and observed shares of true pairs by band of probability, of one kind of ``calibration.sql``.

    Pairs of records below the floor are not seen.
    """
    found = rows(con, sql_text(ROOM, "calibration"), {"edges": list(CALIBRATION_EDGES)})
    return tuple(
        CalibrationBin(row["low"], row["high"], round(row["expected"], 6), share(row["true_pairs"], row["pairs"]))
        for row in found
        if row["kind"] == kind
    )
