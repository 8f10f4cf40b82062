"""Lists of texts as lists of small numbers, wherever it is asked only whether two of them have a value in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

Lists = Sequence["pa.LargeListArray"]
IN_COMMON = re.compile(r"list_has_any\((\w+)_[lr], (\w+)_[lr]\)")
GIVEN = re.compile(r"\w+ is (?:not )?null")


def only_compared(read_by: str) -> list[frozenset[str]]:
    """Groups of columns of which the SQL asks nothing else: those that are held against one another stand in one group.

    The columns are named without the side that they end in, ``_l`` or ``_r``.
    """
    otherwise = {name[:-2] for name in re.findall(r"\b\w+_[lr]\b", GIVEN.sub("", IN_COMMON.sub("", read_by)))}
    groups: list[frozenset[str]] = []
    for pair in {frozenset(pair) for pair in IN_COMMON.findall(read_by)}:
        met = [group for group in groups if group & pair]
        groups = [group for group in groups if not group & pair]
        groups.append(pair.union(*met))
    return [group for group in groups if not group & otherwise]


def coded(
    columns: dict[str, pa.Array], groups: Iterable[frozenset[str]], mapped: Callable[..., Iterable[Lists]] = map
) -> dict[str, pa.Array]:
    """The columns, with every list of texts of a group as numbers: one text is one number throughout its group.

    ``mapped`` maps a function over the groups, on several threads or one. Lists as DuckDB hands them over under
    ``warehouse``'s settings, with offsets of eight bytes, and no slices; others stay as they are.
    """
    import pyarrow as pa

    texts = pa.large_list(pa.large_string())
    named = [sorted(name for name in group if name in columns and columns[name].type == texts) for group in groups]
    numbered = mapped(_numbered, [[columns[name] for name in names] for names in named])
    return columns | {
        name: column
        for names, found in zip(named, numbered, strict=True)
        for name, column in zip(names, found, strict=True)
    }


def _numbered(lists: Lists) -> Lists:
    import pyarrow as pa

    if not lists:
        return []
    numbers = pa.concat_arrays([each.values for each in lists]).dictionary_encode().indices
    found, start = [], 0
    for each in lists:
        own = numbers.slice(start, len(each.values))
        start += len(each.values)
        found.append(pa.LargeListArray.from_arrays(each.offsets, own, mask=each.is_null()))
    return found
