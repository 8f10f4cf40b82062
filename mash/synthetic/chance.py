"""Seeded chance, one stream per topic so that a change in one does not stir the others."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np

from mash.synthetic.columns import Bools, Floats, Ints, Texts


def stream(seed: int, topic: str) -> np.random.Generator:
    """The topic's own generator under this seed."""
    return np.random.default_rng([seed, zlib.crc32(topic.encode())])


def happens(rng: np.random.Generator, rate: float | Floats, size: int) -> Bools:
    """True with the given probability, one draw each."""
    return rng.random(size) < rate


def pick(rng: np.random.Generator, weights: Floats, size: int) -> Ints:
    """Indexes drawn with replacement in proportion to ``weights``."""
    edges = np.cumsum(weights, dtype=np.float64)
    found: Ints = np.searchsorted(edges, rng.random(size) * edges[-1], side="right").astype(np.int64)
    return found


def choose(rng: np.random.Generator, weights: Mapping[str, float], size: int) -> Texts:
    """Names drawn with replacement in proportion to their weights."""
    names = np.array(list(weights), dtype=object)
    return np.asarray(names[pick(rng, np.array(list(weights.values())), size)], dtype=object)


def draw(rng: np.random.Generator, weights: Floats, size: int) -> Ints:
    """At most ``size`` distinct indexes of positive weight, drawn in proportion to it (exponential keys)."""
    able = np.flatnonzero(weights > 0)
    if size >= len(able):
        return able
    keys = rng.exponential(size=len(able)) / weights[able]
    return np.sort(able[np.argpartition(keys, size)[:size]])


def scattered(rng: np.random.Generator, low: int, high: int, size: int) -> Ints:
    """Whole numbers from ``low`` up to but not ``high``."""
    return rng.integers(low, high, size, dtype=np.int64)
