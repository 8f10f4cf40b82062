"""A frozen, dated model of identity: weights, thresholds and name frequencies, read without Splink."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from typing import Any

from mash.identity.settings import LOCAL

FORMAT = 3
"""The version of the model folder that this code reads and writes."""
SMALLEST_POPULATION = 512
"""Records; in a smaller list two that agree on a name are not thereby one."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Match weights in bits."""

    join: float
    """At or above: the same person."""
    possible: float
    """At or above, below ``join``: possibly the same; shown, never acted on silently."""
    floor: float
    """Below: the pair is not kept."""

    def outcome(self, match_weight: float, *, doubted: bool = False) -> str:
        """``same``, ``possible`` or ``different``; a doubted pair is not the same by weight alone."""
        if match_weight >= self.join and not doubted:
            return "same"
        return "possible" if match_weight >= self.possible else "different"


@dataclass(frozen=True)
class TokenFrequencies:
    """Share of people who bear a forename or surname, or have an unusual postcode, as counted when it was trained."""

    kinds: tuple[str, ...]
    tokens: tuple[str, ...]
    shares: tuple[float, ...]
    floor: float
    """The share of a token that is not listed."""

    @cached_property
    def _shares(self) -> dict[tuple[str, str], float]:
        return dict(zip(zip(self.kinds, self.tokens, strict=True), self.shares, strict=True))

    def lists(self, kind: str, token: str) -> bool:
        """Whether the model lists the token as of this kind."""
        return (kind, token) in self._shares

    def of_name(self, forename: str, surname: str) -> float:
        """The share of people expected to bear a forename and surname, as ``name_shape.sql`` has it."""
        halves = ("forename", forename), ("surname", surname)
        return math.prod(self._shares.get(half, self.floor) for half in halves)


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a comparison with its weight."""

    says: str
    sql: str
    m: float | None
    u: float | None

    @property
    def weight(self) -> float:
        """Bits for or against; 0 when the two sides cannot be compared."""
        return 0.0 if self.m is None or self.u is None else math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Ladder:
    """One comparison: its rungs in the order they are tried; the first is 'not comparable', the last 'else'."""

    name: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Trained:
    """Of what day a model's records were, and what it was trained with."""

    as_of: dt.date
    engine: str
    """The version of this engine."""
    splink: str
    """And of Splink."""


@dataclass(frozen=True)
class Model:
    """What a model folder holds."""

    name: str
    settings: dict[str, Any]
    """Splink's own settings dictionary, trained."""
    thresholds: Thresholds
    frequencies: TokenFrequencies
    matches_per_record: float
    """Pairs of records of one person, over records, where the model was trained."""
    records: int
    """How many records it was trained on."""
    trained: Trained | None = None
    """None when the folder does not say."""

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all that decides who is who: neither the model's name nor its day."""
        frequencies = self.frequencies
        decides = (
            self.settings,
            astuple(self.thresholds),
            (frequencies.kinds, frequencies.tokens, frequencies.shares, frequencies.floor),
            (self.matches_per_record, self.records),
        )
        return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()

    @property
    def prior_weight(self) -> float:
        """Bits before any evidence: the odds that two records drawn at random are one person."""
        prior = float(self.settings["probability_two_random_records_match"])
        return math.log2(prior / (1 - prior))

    def for_population(self, records: int) -> Model:
        """This model in a hub of so many records: the more there are, the rarer are two of one person among them.

        What stays is how many others a record matches, and with how many others it shares a house or a street; a
        smaller list may come from a wide area, so there the street stays as telling as in training. The number is
        rounded to a power of two, so that the weight of a pair does not drift from night to night.
        """
        size = _rounded(records)
        rarer = min(_rounded(self.records) / size, 1.0)
        return replace(
            self,
            settings={
                **self.settings,
                "probability_two_random_records_match": min(self.matches_per_record * 2 / size, 0.5),
                "comparisons": [_in_population(comparison, rarer) for comparison in self.settings["comparisons"]],
            },
        )

    @cached_property
    def ladders(self) -> tuple[Ladder, ...]:
        """The comparisons with their weights."""
        return tuple(
            Ladder(
                comparison["output_column_name"],
                tuple(
                    Rung(
                        level["label_for_charts"],
                        level["sql_condition"],
                        level.get("m_probability"),
                        level.get("u_probability"),
                    )
                    for level in comparison["comparison_levels"]
                ),
            )
            for comparison in self.settings["comparisons"]
        )


def _rounded(records: int) -> float:
    return float(2.0 ** round(math.log2(max(records, SMALLEST_POPULATION))))


def _in_population(comparison: dict[str, Any], rarer: float) -> dict[str, Any]:
    """The comparison with its local rungs so much rarer among strangers, and the last rung so much commoner."""
    name, levels = comparison["output_column_name"], comparison["comparison_levels"]
    *rungs, last = levels
    if not any((name, level["label_for_charts"]) in LOCAL for level in rungs):
        return comparison
    fitted = [
        {**level, "u_probability": min(level["u_probability"] * rarer, level["m_probability"])}
        if (name, level["label_for_charts"]) in LOCAL
        else level
        for level in rungs
    ]
    rest = 1 - sum(level.get("u_probability") or 0.0 for level in fitted)
    return {
        **comparison,
        "comparison_levels": [*fitted, {**last, "u_probability": max(rest, last["m_probability"] / 16)}],
    }
