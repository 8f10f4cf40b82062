"""Whether what landed is still what it was when it landed: files get damaged, moved and changed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from mash.contracts import columns
from mash.errors import MashError
from mash.extracts.landed_files import counts_of_files, rows_of_files

Record = TypeVar("Record")
FITS: Mapping[str, Callable[[Any], bool]] = {
    "str": lambda value: isinstance(value, str),
    "str | None": lambda value: value is None or isinstance(value, str),
    "int": lambda value: type(value) is int and value >= 0,
    "tuple[str, ...]": lambda value: all(isinstance(each, str) for each in value),
    "Mapping[str, str]": lambda value: (
        isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    ),
}
"""Whether a value read from JSON is of a kind, by the word a class declares it with."""
AGAIN = "move its folder aside and mash pull, while the delivery lies in its drop; or restore the folder"


class Damaged(MashError):
    """A file of the landing that cannot be trusted: where, what is wrong, how to land it again."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(what, where=str(path), try_=AGAIN)


@contextmanager
def parsing(path: Path) -> Iterator[None]:
    """What is done within makes sense of this JSON file. Raises ``Damaged`` when it is not what we wrote."""
    try:
        yield
    except (ValueError, TypeError, KeyError):
        raise Damaged(path, "not readable: damaged, or changed by hand") from None


def of_its_kinds(record: Record) -> Record:
    """A record whose texts, counts and lists are what it declares. Raises ``TypeError`` for another kind of value."""
    for field in fields(record):  # type: ignore[arg-type]
        fits = FITS.get(str(field.type))
        if fits and not fits(getattr(record, field.name)):
            raise TypeError(field.name)
    return record


def check_rows(con: duckdb.DuckDBPyConnection, rows: Mapping[Path, int]) -> None:
    """Raises ``Damaged`` for a Parquet file whose own count of rows is not the one given, its manifest's."""
    there = counts_of_files(con, list(rows))
    for path, said in rows.items():
        if there[path] != said:
            raise Damaged(path, f"holds {there[path]} rows, its manifest says {said}")


@contextmanager
def reading(con: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> Iterator[None]:
    """What is done within reads these Parquet files. Raises ``Damaged`` for the first that cannot be read."""
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.PermissionException):
        raise
    except duckdb.Error:
        for path in paths:
            if not _is_readable(con, path):
                raise Damaged(path, "the file is damaged or gone") from None
        raise


def _is_readable(con: duckdb.DuckDBPyConnection, path: Path) -> bool:
    try:
        con.execute(columns.statement("select count(columns(*)), count(_row)", rows_of_files(con, [path])))
    except (duckdb.OutOfMemoryException, duckdb.PermissionException):
        raise
    except duckdb.Error:
        return False
    return True
