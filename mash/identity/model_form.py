"""What a model folder must hold to be believed: every fault named, none left to show as an endless weight."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Iterator, Mapping
from typing import Any

FAULTS_NAMED = 5
FREQUENCY_COLUMNS = ("kind", "token", "frequency")


def model_faults(raw: Mapping[str, Any]) -> list[str]:
    """What is wrong with the body of a ``model.json`` of this format."""
    faults = [f"{key} is a number above 0" for key in ("matches_per_record", "records") if not _above_0(raw.get(key))]
    if not isinstance(raw.get("name"), str):
        faults.append("name is a text")
    if not _chance(raw.get("frequency_floor")):
        faults.append("frequency_floor is a chance above 0")
    if raw.get("trained") is not None and not _is_training(raw["trained"]):
        faults.append("trained gives as_of, engine and splink")
    return [*faults, *_settings_faults(raw.get("splink"))]


def frequency_faults(text: str) -> list[str]:
    """What is wrong with a ``term_frequencies.csv``."""
    table = csv.DictReader(io.StringIO(text))
    if tuple(table.fieldnames or ()) != FREQUENCY_COLUMNS:
        return ["its first line is " + ",".join(FREQUENCY_COLUMNS)]
    try:
        return [f"row {number} is no share" for number, row in enumerate(table, start=1) if not _is_share(row)]
    except csv.Error:
        return ["it is no CSV"]


def told(faults: list[str]) -> str:
    """The first of them in one line, and how many more."""
    more = f"; and {len(faults) - FAULTS_NAMED} more" if len(faults) > FAULTS_NAMED else ""
    return "; ".join(faults[:FAULTS_NAMED]) + more


def _settings_faults(splink: object) -> list[str]:
    if not isinstance(splink, Mapping) or not isinstance(splink.get("comparisons"), list) or not splink["comparisons"]:
        return ["splink gives the settings, with comparisons"]
    faults = list(_comparison_faults(splink["comparisons"]))
    prior = splink.get("probability_two_random_records_match")
    if not _chance(prior) or prior == 1:
        faults.append("probability_two_random_records_match is a chance above 0 and below 1")
    return faults


def _comparison_faults(comparisons: list[Any]) -> Iterator[str]:
    for number, comparison in enumerate(comparisons, start=1):
        name = comparison.get("output_column_name") if isinstance(comparison, Mapping) else None
        levels = comparison.get("comparison_levels") if isinstance(comparison, Mapping) else None
        if not isinstance(name, str) or not name.isidentifier():
            yield f"comparison {number} has no name"
        elif not isinstance(levels, list) or len(levels) < 2 or not all(map(_is_level, levels)):  # noqa: PLR2004 - a rung and what is not comparable
            yield f"{name} has no levels that can be read"
        else:
            yield from _chance_faults(name, levels)


def _chance_faults(name: str, levels: list[Mapping[str, Any]]) -> Iterator[str]:
    for level in levels:
        for kind in ("m_probability", "u_probability"):
            if not level.get("is_null_level") and not _chance(level.get(kind)):
                yield f"{name}, {level['label_for_charts']}: {kind} is a chance above 0"


def _is_level(level: object) -> bool:
    return isinstance(level, Mapping) and all(
        isinstance(level.get(key), str) for key in ("sql_condition", "label_for_charts")
    )


def _is_training(trained: object) -> bool:
    if not isinstance(trained, Mapping) or not all(isinstance(trained.get(key), str) for key in ("engine", "splink")):
        return False
    try:
        dt.date.fromisoformat(trained["as_of"])
    except (KeyError, TypeError, ValueError):
        return False
    return True


def _is_share(row: Mapping[str, str | None]) -> bool:
    try:
        return row["kind"] in {"forename", "surname"} and _chance(float(row["frequency"] or ""))
    except ValueError:
        return False


def _chance(value: Any) -> bool:  # noqa: ANN401 - any JSON
    return _above_0(value) and bool(value <= 1)


def _above_0(value: Any) -> bool:  # noqa: ANN401 - any JSON
    return type(value) in {int, float} and math.isfinite(value) and value > 0
