"""What lies in an agency's drop folder: ``<drop>/<extract>/<dataset>.<csv|csv.gz|parquet|ndjson|ndjson.gz>``."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mash.encryption import open_to_write

SUFFIXES = ("csv", "csv.gz", "parquet", "ndjson", "ndjson.gz")
EXTRACT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{4}(\d{2})?)?")
HASHED_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class DropFile:
    """One file of a delivery."""

    path: Path
    dataset: str
    suffix: str
    """One of ``SUFFIXES``."""

    @property
    def compressed(self) -> bool:
        """Whether it is gzip."""
        return self.suffix.endswith(".gz")

    @property
    def format(self) -> str:
        """``csv``, ``parquet`` or ``ndjson``."""
        return self.suffix.removesuffix(".gz")


@dataclass(frozen=True, slots=True)
class DropFolder:
    """One delivery as it lies in the drop."""

    extract: str
    files: tuple[DropFile, ...]
    unknown: tuple[str, ...]
    """Names of files that are no dataset of the contract, or lead elsewhere; escaped where they cannot be shown."""


def extract_date(extract: str) -> dt.date | None:
    """The date of an extract's id (``2026-01-31`` or ``2026-01-31T0630``), or None when it is no such id."""
    if not EXTRACT.fullmatch(extract):
        return None
    form = {10: "%Y-%m-%d", 15: "%Y-%m-%dT%H%M", 17: "%Y-%m-%dT%H%M%S"}[len(extract)]
    try:
        return dt.datetime.strptime(extract, form).replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None


def look_into(folder: Path, datasets: Iterable[str]) -> DropFolder:
    """The delivery in ``folder``; hidden files are passed over.

    A link out of the drop is no file of it: whoever may write there could have us read another agency's for them.
    """
    wanted = set(datasets)
    files, unknown = [], []
    drop = folder.parent.resolve()
    for path in sorted(folder.iterdir()):
        dataset, _, suffix = path.name.partition(".")
        if path.name.startswith("."):
            continue
        if not path.resolve().is_relative_to(drop):
            unknown.append(f"{path.name!a}, a link that leads out of the drop,")
        elif path.is_file() and dataset in wanted and suffix in SUFFIXES:
            files.append(DropFile(path, dataset, suffix))
        else:
            unknown.append(path.name if path.name.isprintable() else ascii(path.name))
    return DropFolder(folder.name, tuple(files), tuple(unknown))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def copy_hashed(source: Path, target: Path) -> str:
    """Copy a file byte for byte, sealed where its hub is; the SHA-256 of what was copied, in hex."""
    digest = hashlib.sha256()
    with source.open("rb") as original, open_to_write(target) as copy:
        while block := original.read(HASHED_BYTES):
            digest.update(block)
            copy.write(block)
    return digest.hexdigest()
