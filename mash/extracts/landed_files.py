"""The Parquet files of the landing, for DuckDB: each with the key that opens it, where the hub is encrypted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from mash.contracts import columns
from mash.encryption import DataKey, keys_of
from mash.errors import MashError

NAMED = ", filename = true"


def parquet_option(path: Path) -> str:
    """What a file to be written is asked for besides its format; nothing where the hub is plain."""
    keys = keys_of(path)
    return _option(keys.in_use if keys else None)


def rows_of_files(con: duckdb.DuckDBPyConnection, paths: Sequence[Path], *, named: bool = False) -> str:
    """The clause that reads the files, their columns by name; with ``filename`` where they are to be ``named``.

    Encrypted files are read one by one: DuckDB 1.5.5 fails on ``union_by_name`` over them (a null pointer in its
    reader). There is one key for all, but while a rewriting of the hub is unfinished: then each file is tried.
    """
    if not any(map(keys_of, paths)):
        return _read(paths, f", union_by_name = true{NAMED if named else ''}")
    read = [_read([path], f"{_option(_key_of(con, path), '=')}{NAMED if named else ''}") for path in paths]
    return read[0] if len(read) == 1 else f"from ({' union all by name '.join(read)})"


def rewrite_parquet(con: duckdb.DuckDBPyConnection, path: Path, aside: Path) -> bool:
    """Write a file's rows, in their order, to ``aside`` under the key in use, unless it is under that already.

    ``con`` has one thread. Raises ``MashError`` when not all rows come over.
    """
    keys = keys_of(path)
    if keys is None or _key_of(con, path) == keys.in_use:
        return False
    rows = rows_of_files(con, [path])
    con.execute(
        columns.statement(
            "copy (",
            rows,
            f") to $path (format parquet, compression zstd, compression_level 1{parquet_option(aside)})",
        ),
        {"path": str(aside)},
    )
    kept, written = (counts_of_files(con, [each])[each] for each in (path, aside))
    if kept != written:
        raise MashError(f"{written} of {kept} rows were written anew", where=str(path), try_="see to the disk; again")
    return True


def counts_of_files(con: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> Mapping[Path, int]:
    """How many rows each file has; the footer of a plain file says so, an encrypted one is asked."""
    if not any(map(keys_of, paths)):
        return dict(_by_footer(con, paths))
    asked = {path: columns.statement("select count(*)", rows_of_files(con, [path])) for path in paths}
    return {path: int(con.execute(query).fetchall()[0][0]) for path, query in asked.items()}


def _by_footer(con: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> list[tuple[Path, int]]:
    asked = {"paths": [str(path) for path in paths]}
    found = con.execute("select file_name, num_rows from parquet_file_metadata($paths)", asked).fetchall()
    return [(Path(name), count) for name, count in found]


def _key_of(con: duckdb.DuckDBPyConnection, path: Path) -> DataKey | None:
    keys = keys_of(path)
    if keys is None:
        return None
    for key in keys.candidates[:-1]:
        if key is None:
            break
        try:
            con.execute(columns.statement("select 1", _read([path], _option(key, "=")), "limit 0"))
        except duckdb.InvalidInputException:  # under another key, or under none
            continue
        return key
    return keys.candidates[-1]


def _read(paths: Sequence[Path], options: str) -> str:
    listed = columns.listed(columns.text(str(path)) for path in paths)
    return f"from read_parquet([{listed}]{options})"


def _option(key: DataKey | None, sign: str = "") -> str:
    return f", encryption_config {sign} {{footer_key: '{key.parquet_name}'}}" if key else ""
