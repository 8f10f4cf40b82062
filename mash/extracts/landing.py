"""The landing on disk: ``landing/<agency>/<dataset>/<extract>/{data.parquet, rejects.parquet, manifest.json}``.

Beside these lies ``original.<csv|…>``, byte for byte: trimming, decoding and columns outside the contract make the
Parquet files less than what was received, and a mended contract can be held against the original again.

A delivery is all or nothing though it is many folders: each manifest names every dataset of its delivery, and a
folder counts only while all of them are there. So a pull that is killed between two renames has landed nothing.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from mash.contracts import BreachCount
from mash.encryption import read_text, write_text
from mash.extracts.drop import extract_date
from mash.extracts.intact import Damaged, of_its_kinds, parsing
from mash.parsing import json_of

INCOMING = ".incoming"
REFUSED = "refused"
MANIFEST = "manifest.json"
DATA = "data.parquet"
REJECTS = "rejects.parquet"


@dataclass(frozen=True, slots=True)
class Purge:
    """Rows that left a landed file; what is left of it was written anew, and the original went."""

    at: str
    """The moment, ISO 8601."""
    expired: int
    erased: int
    rules: tuple[str, ...]
    """What they expired by: period, days it runs from and source."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of one landed file. ``rows_in`` is always the sum of rows loaded, rejected, expired and erased."""

    agency: str
    dataset: str
    extract: str
    contract: str
    contract_version: str
    load: str
    """``full`` or ``changes``, as the contract had it when the extract landed."""
    received_as: str
    size_bytes: int
    sha256: str
    """Of the file as received."""
    format: str
    encoding: str | None
    """Null for Parquet."""
    rows_in: int
    rows_loaded: int
    rows_rejected: int
    breaches: tuple[BreachCount, ...]
    warnings: tuple[str, ...]
    delivery: Mapping[str, str]
    """SHA-256 by dataset of everything that landed with it."""
    landed_at: str | None = None
    """The moment, ISO 8601, of the pull that landed it; null where none was kept."""
    rows_expired: int = 0
    """Of ``rows_in``, removed since by their owner's rule."""
    rows_erased: int = 0
    """Likewise, because somebody asked for it and another approved."""
    purges: tuple[Purge, ...] = ()
    """Each time that rows were removed since it landed."""

    @property
    def data(self) -> str:
        """The file of its rows: another after each purge, so that the manifest says at once which holds."""
        return f"data-{len(self.purges)}.parquet" if self.purges else DATA

    @property
    def rejects(self) -> str:
        """The file of the rows that were rejected, likewise."""
        return f"rejects-{len(self.purges)}.parquet" if self.purges else REJECTS

    @property
    def folder(self) -> tuple[str, str]:
        """Dataset and extract: the folder's place within the agency's landing."""
        return self.dataset, self.extract


@dataclass(frozen=True, slots=True)
class Refusal:
    """A delivery that was refused, and what made it so; without a single value of its rows."""

    agency: str
    extract: str
    terms: str
    """A digest of the contract and engine that refused it: under others it is tried again."""
    files: Mapping[str, str]
    """SHA-256 by file name."""
    breaches: tuple[str, ...]
    refused_at: str | None = None
    """The moment, ISO 8601, it was first refused; null where none was kept."""
    put_right_at: str | None = None
    """Since when it stands no more."""


def landed(agency_landing: Path) -> list[Manifest]:
    """Manifests of an agency's whole deliveries, by extract and dataset. Raises ``Damaged`` for an unreadable one."""
    manifests = _manifests(agency_landing)
    there = {manifest.folder for manifest in manifests}
    whole = [each for each in manifests if all((dataset, each.extract) in there for dataset in each.delivery)]
    return sorted(whole, key=lambda each: (each.extract, each.dataset))


def refusals(agency_landing: Path) -> list[Refusal]:
    """The refused deliveries of an agency that have not since been put right, by extract."""
    return [each for each in all_refusals(agency_landing) if each.put_right_at is None]


def all_refusals(agency_landing: Path) -> list[Refusal]:
    """Of every delivery that was ever refused the last refusal, also where it has been put right, by extract."""
    return [_refusal(path) for path in sorted((agency_landing / REFUSED).glob("*.json"))]


def sweep(agency_landing: Path) -> None:
    """Remove what a killed pull left: its working folder, and folders of a delivery that never became whole.

    Without the working folder no pull was killed: then a delivery that is not whole has been tampered with, does
    not count, and is not ours to delete.
    """
    if not (agency_landing / INCOMING).exists():
        return
    whole = {manifest.folder for manifest in landed(agency_landing)}
    for folder in _extract_folders(agency_landing):
        if (folder.parent.name, folder.name) not in whole:
            shutil.rmtree(folder)
    shutil.rmtree(agency_landing / INCOMING)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """The manifest comes last, when everything it speaks of is on disk."""
    for path in folder.iterdir():
        _flush(path)
    _write_json(folder / MANIFEST, asdict(manifest))


def replace_manifest(folder: Path, manifest: Manifest) -> None:
    """Another manifest in place of a landed file's own, in one step, when all it names is on disk."""
    for name in (manifest.data, manifest.rejects):
        _flush(folder / name)
    aside = folder / f".{MANIFEST}.new"
    _write_json(aside, asdict(manifest))
    aside.replace(folder / MANIFEST)
    _flush(folder)


def move_in(incoming: Path, agency_landing: Path, extract: str, datasets: Iterable[str]) -> None:
    """Rename the finished folders of a delivery into their places; what does not count there makes room."""
    for dataset in datasets:
        target = agency_landing / dataset / extract
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            shutil.rmtree(target)
        (incoming / dataset).rename(target)


def write_refusal(agency_landing: Path, refusal: Refusal) -> None:
    """Note a refused delivery, in place of an earlier note on the same extract."""
    folder = agency_landing / REFUSED
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{refusal.extract}.new"
    _write_json(aside, asdict(refusal))
    aside.replace(folder / f"{refusal.extract}.json")


def put_right(agency_landing: Path, extract: str, at: str | None) -> None:
    """A refusal stands no more: kept with the moment for whoever asks what was known once, forgotten without one."""
    standing = [each for each in refusals(agency_landing) if each.extract == extract]
    if at is None:
        (agency_landing / REFUSED / f"{extract}.json").unlink(missing_ok=True)
    elif standing:
        write_refusal(agency_landing, replace(standing[0], put_right_at=at))


def manifest_of(folder: Path) -> Manifest | None:
    """The manifest of one landed file; None where nothing has landed. Raises ``Damaged``."""
    path = folder / MANIFEST
    return _manifest(path) if path.exists() else None


def _manifests(agency_landing: Path) -> Sequence[Manifest]:
    paths = (folder / MANIFEST for folder in _extract_folders(agency_landing))
    return [_manifest(path) for path in paths if path.exists()]


def _manifest(path: Path) -> Manifest:
    with parsing(path):
        raw = json_of(read_text(path))
        counts = tuple(of_its_kinds(BreachCount(**each)) for each in raw["breaches"])
        purges = tuple(of_its_kinds(Purge(**{**each, "rules": tuple(each["rules"])})) for each in raw.get("purges", ()))
        parts = {"breaches": counts, "warnings": tuple(raw["warnings"]), "purges": purges}
        manifest = of_its_kinds(Manifest(**{**raw, **parts}))
    there = manifest.rows_loaded + manifest.rows_rejected
    if manifest.rows_in != there + manifest.rows_expired + manifest.rows_erased:
        raise Damaged(path, "rows in are not rows loaded, rejected, expired and erased")
    if (manifest.agency, *manifest.folder) != path.parts[-4:-1]:
        raise Damaged(path, "the manifest of another folder")
    return manifest


def _refusal(path: Path) -> Refusal:
    with parsing(path):
        raw = json_of(read_text(path))
        return of_its_kinds(Refusal(**{**raw, "breaches": tuple(raw["breaches"])}))


def _extract_folders(agency_landing: Path) -> list[Path]:
    return [path for path in sorted(agency_landing.glob("[a-z]*/*/")) if extract_date(path.name)]


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    _flush(path)


def _flush(path: Path) -> None:
    """To the disk itself, for the power may go as well as the process."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
