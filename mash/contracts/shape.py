"""Whether the columns of a file are those of its dataset: what is wrong costs the whole extract."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from mash.contracts.columns import DELETED
from mash.contracts.model import Breach, Contract, Dataset, Field
from mash.vocabulary import counted

HINT, VERDICT = 60.0, 80.0
"""Likeness of two names, of 100: worth a hint for a column that is missing anyway; and enough to say that a column
which may be left out was in truth misspelt."""
MOST_COLUMNS = 10_000
"""No extract has more; comparing every name with every other would take for ever."""
TOLD = 10
"""Columns too many that are named one by one."""
NAME_LIKE = re.compile(r"[A-Za-z][A-Za-z0-9 _.\-]{0,62}")
"""What may be shown of a header: without one, the first line is somebody's row."""
DELIMITERS = {";": "a semicolon", "\t": "a tab", "|": "a bar", ":": "a colon"}


def check_columns(
    contract: Contract, dataset: Dataset, found: Sequence[str], where: str, *, may_omit: bool = False
) -> tuple[list[Breach], list[str]]:
    """Breaches of the dataset's shape, and warnings, for a file with the columns ``found``.

    ``may_omit`` is for formats that leave out what is empty (NDJSON): then only a required column can be missing.
    A column that may be absent is told to be; one that is there by another name is a breach all the same.
    """
    if len(found) > MOST_COLUMNS:
        return [
            Breach(where, f"has {len(found)} columns, and {MOST_COLUMNS} at most are looked at", "export again")
        ], []
    wanted = [field.name for field in dataset.fields]
    known = set(wanted) & set(found)
    if not known and not _are_names(wanted, found):
        return [_unrecognised(contract, dataset, found, where)], []
    absent_fields = [each for each in dataset.fields if each.name not in known]
    missing = [each.name for each in absent_fields if each.required or not (may_omit or each.may_be_absent)]
    unknown = [name for name in found if name not in known and name != DELETED]
    absent = [field.name for field in absent_fields]
    likeness = VERDICT if may_omit else HINT
    renamed = {field.name: like for field in absent_fields for like in [_meant(field, unknown, likeness)] if like}
    breaches = [
        Breach(where, f"column {name} is missing", f"rename {shown(renamed[name], found)} to {name}")
        if name in renamed
        else Breach(where, f"column {name} is missing", "send it, empty where nothing is known")
        for name in absent
        if name in missing or name in renamed
    ]
    breaches += [
        Breach(where, f"column {shown(name, found)} stands {times} times", "send each column once")
        for name, times in Counter(found).items()
        if times > 1 and name  # a spreadsheet's empty columns have none, and are left out
    ]
    other = resembles(contract, dataset, found)
    if other and (missing or may_omit):
        breaches.append(Breach(where, f"looks like the dataset {other}", f"name the file {other}.*"))
    extra = [shown(name, found) for name in dict.fromkeys(unknown) if name not in renamed.values()]
    warnings = [f"{where}: column {name} is not in the contract and was left out" for name in extra[:TOLD]]
    if extra[TOLD:]:
        warnings.append(
            f"{where}: {counted(len(extra) - TOLD, 'more column is', 'more columns are')} not in the contract: left out"
        )
    left_out = [name for name in absent if name not in missing and name not in renamed]
    if left_out and not may_omit:
        warnings.append(f"{where}: no column {', '.join(left_out)}: taken as not known of anybody")
    return breaches, warnings


def _meant(field: Field, unknown: Sequence[str], likeness: float) -> str | None:
    """The unknown column that is most likely the field: one of its synonyms, or a name like its own."""
    known_as = [name for name in unknown if _plain(name) in map(_plain, field.synonyms)]
    return min(known_as) if known_as else closest(field.name, unknown, likeness)


def _are_names(wanted: Sequence[str], found: Sequence[str]) -> bool:
    """Whether most of a first line are the names after all, in capitals or with spaces: it is no row of somebody's."""
    return 2 * len(set(map(_plain, wanted)) & set(map(_plain, found))) > len(found)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def closest(name: str, candidates: Sequence[str], likeness: float) -> str | None:
    """The candidate that is most likely ``name`` misspelt, renamed or with its words in another order, or None."""
    from rapidfuzz import fuzz

    def like(candidate: str) -> float:
        words = [re.sub(r"[^a-z0-9]+", " ", each.lower()).strip() for each in (name, candidate)]
        joined = [each.replace(" ", "") for each in words]
        return max(fuzz.ratio(*joined), fuzz.token_sort_ratio(*words))

    best = max(candidates, key=lambda candidate: (like(candidate), candidate), default=None)
    return best if best is not None and like(best) >= likeness else None


def resembles(contract: Contract, dataset: Dataset, found: Sequence[str]) -> str | None:
    """Another dataset that has its every required column there, and more of its columns than this one has."""
    fits = {each.name: len({field.name for field in each.fields} & set(found)) for each in contract.datasets}
    whole = [
        each.name
        for each in contract.datasets
        if {field.name for field in each.fields if field.required} <= set(found)
        and fits[each.name] > fits[dataset.name]
    ]
    return max(whole, key=lambda name: (fits[name], name), default=None)


def shown(name: str, found: Sequence[str]) -> str:
    """A column by name, or by place when the name might be a cell."""
    return repr(name) if NAME_LIKE.fullmatch(name) else f"number {list(found).index(name) + 1}"


def _unrecognised(contract: Contract, dataset: Dataset, found: Sequence[str], where: str) -> Breach:
    """No column is known: another delimiter, another dataset, or no header at all."""
    other = resembles(contract, dataset, found)
    if other:
        return Breach(where, f"looks like the dataset {other}", f"name the file {other}.*")
    wanted = {field.name for field in dataset.fields}
    for delimiter, name in DELIMITERS.items():
        if wanted & {part.strip().strip('"') for column in found for part in column.split(delimiter)}:
            return Breach(where, f"the delimiter is {name}, the contract's is a comma", "export with commas")
    return Breach(where, "the first line holds none of the contract's columns", "send a header line")
