"""One file of a delivery, from the drop to a finished folder that only has to be moved into its place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from mash.contracts import Breach, Checked, Contract, Dataset, Load, begin, check_values, columns
from mash.encryption import hub_above, plain_size
from mash.extracts import landing
from mash.extracts.drop import DropFile, copy_hashed, sha256_of
from mash.extracts.from_csv import receive_csv
from mash.extracts.from_ndjson import receive_ndjson
from mash.extracts.from_parquet import receive_parquet
from mash.extracts.landed_files import parquet_option
from mash.extracts.landing import Manifest
from mash.extracts.received import Received, Source
from mash.extracts.synthetic_only import judge
from mash.extracts.text import UnreadableFile

PERCENT = 100
UNUSABLE_SHARE = 0.5
"""With more rows than this rejected for what they say a full load is at fault, and not its rows."""


class StillArriving(Exception):
    """The file changed between two readings."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, and all it takes to check it."""

    agency: str
    extract: str
    extracted: dt.date
    contract: Contract
    file: DropFile
    sha256: str
    """As first read; the copy must have the same."""
    folder: Path
    """Where the finished files go."""
    live: bool = False
    """Whether the hub may hold real people."""

    @property
    def dataset(self) -> Dataset:
        """What the file should hold."""
        return self.contract.dataset(self.file.dataset)


def check_file(connection: duckdb.DuckDBPyConnection, reading: Reading) -> tuple[Manifest | None, list[Breach]]:
    """Copy, read and check one file into ``reading.folder``, all but the manifest's writing.

    Returns the manifest (its ``delivery`` still empty), or the breaches that refuse the delivery. Raises
    ``StillArriving`` when the file is not what it was when it was hashed.
    """
    reading.folder.mkdir(parents=True)
    copy = reading.folder / f"original.{reading.file.suffix}"
    try:
        is_same = copy_hashed(reading.file.path, copy) == reading.sha256
    except FileNotFoundError:
        is_same = False
    if not is_same:
        raise StillArriving
    source = Source(copy, reading.file.path.name, reading.file.compressed, reading.contract, reading.dataset)
    try:
        received = _receive(connection, source, reading)
    except UnreadableFile as fault:
        return None, [Breach(source.name, fault.what, fault.try_)]
    breaches = [*received.breaches, *_too_few(source, received)]
    if breaches:
        return None, breaches
    real, told = judge(connection, reading.dataset, source.name, live=reading.live)
    if real:
        return None, real
    received = replace(received, warnings=(*received.warnings, *told))
    checked = check_values(connection, reading.dataset, reading.extracted, received.rows)
    breaches = [*_too_many_duplicates(source, checked), *_too_many_rejected(source, checked)]
    if breaches:
        return None, breaches
    _write_files(connection, reading.folder)
    return _manifest(reading, copy, received, checked), []


def _receive(connection: duckdb.DuckDBPyConnection, source: Source, reading: Reading) -> Received:
    begin(connection)
    match reading.file.format:
        case "parquet":
            return _receive_parquet(connection, source, reading)
        case "ndjson":
            return receive_ndjson(connection, source, reading.folder)
        case _:
            return receive_csv(connection, source, reading.folder)


def _receive_parquet(connection: duckdb.DuckDBPyConnection, source: Source, reading: Reading) -> Received:
    """DuckDB cannot read a sealed copy: then it reads the drop's file, which must be what was copied, also after."""
    if hub_above(source.path) is None:
        return receive_parquet(connection, source)
    try:
        received = receive_parquet(connection, replace(source, path=reading.file.path.resolve()))
    except (UnreadableFile, OSError):
        _refuse_changed(reading)
        raise
    _refuse_changed(reading)
    return received


def _refuse_changed(reading: Reading) -> None:
    try:
        is_same = sha256_of(reading.file.path) == reading.sha256
    except FileNotFoundError:
        is_same = False
    if not is_same:
        raise StillArriving


def _too_few(source: Source, received: Received) -> list[Breach]:
    if received.breaches or received.rows or source.dataset.load is Load.CHANGES:
        return []
    what = "no row at all: an empty full load would withdraw everybody"
    return [Breach(source.name, what, "leave the file out, or send the rows")]


def _too_many_duplicates(source: Source, checked: Checked) -> list[Breach]:
    share, borne = source.dataset.duplicate_key_share, source.dataset.duplicate_keys_borne
    if checked.duplicates <= max(borne, share * checked.rows_in):
        return []
    key = ", ".join(source.dataset.key)
    what = f"{checked.duplicates} of {checked.rows_in} rows repeat a key ({key}) and say something else"
    bears = f"the contract bears {share * PERCENT:g} %" + (f", or {borne} rows" if borne else "")
    return [Breach(source.name, f"{what}; {bears}", "send each key once")]


def _too_many_rejected(source: Source, checked: Checked) -> list[Breach]:
    """A full load withdraws whom it leaves out: most of its rows must not be left out by us."""
    unusable = checked.rows_rejected - checked.spared
    if source.dataset.load is Load.CHANGES or unusable <= UNUSABLE_SHARE * checked.rows_in:
        return []
    worst = max((each for each in checked.breaches if each.cost == "row"), key=lambda each: each.rows)
    rule = f"{worst.field} {worst.rule}".strip()
    what = f"{unusable} of {checked.rows_in} rows cannot be used: {rule} in {worst.rows}"
    return [Breach(source.name, what, "export that column as the contract has it")]


def _write_files(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for rows, name in (("landed order by _row", landing.DATA), ("rejects_in_full order by all", landing.REJECTS)):
        connection.execute(
            columns.statement(
                "copy (from",
                rows,
                f") to $path (format parquet, compression zstd, compression_level 1{parquet_option(folder / name)})",
            ),
            {"path": str(folder / name)},
        )
    for path in folder.glob("*.tmp"):
        path.unlink()


def _manifest(reading: Reading, copy: Path, received: Received, checked: Checked) -> Manifest:
    return Manifest(
        agency=reading.agency,
        dataset=reading.file.dataset,
        extract=reading.extract,
        contract=reading.contract.name,
        contract_version=reading.contract.version,
        load=reading.dataset.load.value,
        received_as=reading.file.path.name,
        size_bytes=plain_size(copy),
        sha256=reading.sha256,
        format=reading.file.suffix,
        encoding=received.encoding,
        rows_in=checked.rows_in,
        rows_loaded=checked.rows_loaded,
        rows_rejected=checked.rows_rejected,
        breaches=checked.breaches,
        warnings=received.warnings,
        delivery={},
    )
