"""What a model folder must hold to be believed: every fault named, none left to show as an endless weight.

A model brings numbers and no SQL: its conditions stand in the file for Splink's sake, and each must be the engine's own
word for word. Whoever can change a file of the hub so cannot run a statement in it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from mash.identity.settings import splink_settings

FAULTS_NAMED = 5
FREQUENCY_COLUMNS = ("kind", "token", "frequency")
FREQUENCY_KINDS = frozenset({"forename", "surname", "sparse postcode", "crowded postcode"})
NUMBERS = frozenset({"m_probability", "u_probability", "fix_m_probability", "fix_u_probability"})
"""What of a rung a model may say for itself."""
ADDED_BY_SPLINK = {
    "additional_columns_to_retain": [],
    "sql_dialect": "duckdb",
    "match_weight_column_prefix": "mw_",
    "term_frequency_adjustment_column_prefix": "tf_",
    "comparison_vector_value_column_prefix": "gamma_",
    "source_dataset_column_name": "source_dataset",
}
"""Settings that Splink 5.0.0 writes out of its own; several of them become SQL."""
SPLINKS_WORD = "CustomComparison"
"""For the description of a comparison that is none of its own kinds."""


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
    try:
        if tuple(table.fieldnames or ()) != FREQUENCY_COLUMNS:
            return ["its first line is " + ",".join(FREQUENCY_COLUMNS)]
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
    return faults or list(_not_our_own(splink))


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


def _not_our_own(splink: Mapping[str, Any]) -> Iterator[str]:
    """What of well-formed settings is not as the engine writes it: it would reach the database as SQL."""
    stated, ladders = _own()
    for key, value in splink.items():
        if key not in {"comparisons", "probability_two_random_records_match"} and (
            key not in stated or value != stated[key]
        ):
            yield f"splink says {key!r} as this engine does not"
    names = [comparison["output_column_name"] for comparison in splink["comparisons"]]
    yield from (f"{name} stands twice" for name in dict.fromkeys(names) if names.count(name) > 1)
    for comparison in splink["comparisons"]:
        name = comparison["output_column_name"]
        extra = comparison.keys() - {"output_column_name", "comparison_levels", "comparison_description"}
        if (
            extra
            or comparison.get("comparison_description") not in (name, SPLINKS_WORD)
            or _worded(comparison) != ladders.get(name)
        ):
            yield f"{name} does not compare as this engine does: a model brings numbers, and no SQL"


@cache
def _own() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The engine's settings but for its comparisons, and the words of each comparison's rungs."""
    own = splink_settings()
    comparisons = own.pop("comparisons")
    return {**own, **ADDED_BY_SPLINK}, {each["output_column_name"]: _worded(each) for each in comparisons}


def _worded(comparison: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A comparison's rungs without their numbers."""
    return [
        {key: value for key, value in level.items() if key not in NUMBERS} for level in comparison["comparison_levels"]
    ]


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
        return row["kind"] in FREQUENCY_KINDS and _chance(float(row["frequency"] or ""))
    except ValueError:
        return False


def _chance(value: Any) -> bool:  # noqa: ANN401 - any JSON
    return _above_0(value) and bool(value <= 1)


def _above_0(value: Any) -> bool:  # noqa: ANN401 - any JSON
    return type(value) in {int, float} and 0 < value <= sys.float_info.max
