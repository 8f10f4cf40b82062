"""The arrays everything here is made of: days as integers, texts as object arrays, ragged groups by offsets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
Column = npt.NDArray[Any]
Table = dict[str, Column]
"""Columns of one length. Days are ``int64`` until written; ``OPEN`` and ``UNKNOWN`` days are written as nothing."""

OPEN = 1_000_000
"""The day of what has not ended."""
UNKNOWN = -1_000_000
"""A day nobody knows."""
NOBODY = -1
ADULT = 18


def day(date: dt.date) -> int:
    """Days since 1970-01-01."""
    return (date - dt.date(1970, 1, 1)).days


def year_start(year: int) -> int:
    """The day number of 1 January."""
    return day(dt.date(year, 1, 1))


def dates(days: Ints) -> Column:
    """Days as ``datetime64[s]``; not-a-time where open or unknown."""
    known = (days < OPEN) & (days > UNKNOWN)
    return np.where(known, days, np.iinfo(np.int64).min).astype("datetime64[D]").astype("datetime64[s]")


def years_of(days: Ints) -> Ints:
    """The calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def texts(values: Column) -> Texts:
    """Any array as an object array of ``str``."""
    return values.astype("U").astype(object)


def joined(*parts: Column | str) -> Texts:
    """Texts set end to end, row by row; every part must be present."""
    arrays = [np.asarray(part, dtype=object) for part in parts]
    total: Any = arrays[0]
    for array in arrays[1:]:
        total = total + array
    return np.asarray(total, dtype=object)


def present(column: Texts) -> Bools:
    """Where there is a value."""
    return np.array([value is not None for value in column.tolist()], dtype=np.bool_)


def kept(column: Column, where: Bools) -> Texts:
    """The column where true; nothing elsewhere."""
    out = column.astype(object)
    out[~where] = None
    return out


def padded(numbers: Ints, width: int) -> Texts:
    """Whole numbers with leading zeros to ``width``."""
    if not len(numbers):
        return np.empty(0, dtype=object)
    return np.char.zfill(numbers.astype("U"), width).astype(object)


def offsets(keys: Ints, count: int) -> Ints:
    """Where each key's rows begin in an array sorted by key; ``count + 1`` long."""
    return np.concatenate(([0], np.cumsum(np.bincount(keys, minlength=count)))).astype(np.int64)


def spread(wanted: Ints, starts: Ints) -> tuple[Ints, Ints]:
    """For each wanted key, all its rows: (position in ``wanted``, row), both flat and in order."""
    lengths = starts[wanted + 1] - starts[wanted]
    owner = np.repeat(np.arange(len(wanted)), lengths)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return owner, starts[wanted][owner] + within


def rows(table: Table, chosen: Column) -> Table:
    """The chosen rows of a table, by mask or by index."""
    return {name: column[chosen] for name, column in table.items()}


def stacked(tables: list[Table]) -> Table:
    """Tables of the same columns, one under another."""
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


def rank_within(keys: Ints) -> Ints:
    """0, 1, 2… within each run of equal keys, in the order given."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1])) if len(keys) else np.empty(0, dtype=bool)
    start = np.maximum.accumulate(np.where(first, np.arange(len(keys)), 0))
    rank = np.empty(len(keys), dtype=np.int64)
    rank[order] = np.arange(len(keys)) - start
    return rank
