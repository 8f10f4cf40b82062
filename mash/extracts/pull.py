"""Landing whatever the agencies have dropped: each delivery wholly, or not at all."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from typing import Protocol

import duckdb

from mash import warehouse
from mash.contracts import Breach, define_macros
from mash.extracts import landing
from mash.extracts.arrivals import Arrival, find_arrivals
from mash.extracts.check import Reading, StillArriving, check_file
from mash.extracts.delivery import Delivery, Outcome, counted
from mash.extracts.drop import DropFile, sha256_of
from mash.extracts.landing import Manifest, Refusal
from mash.hub import Hub
from mash.vocabulary import counted as number_of

WORKERS = 2
"""Agencies at a time: while Python takes one apart, DuckDB has the other."""


class Progress(Protocol):
    """Told which delivery is being read, and how many bytes of how many lie behind."""

    def __call__(self, what: str, done: int, of: int) -> None:
        """``what`` is ``agency extract``."""


def pull(
    hub: Hub, *, as_of: dt.date | None = None, at: dt.datetime | None = None, progress: Progress | None = None
) -> list[Delivery]:
    """Land every delivery in the agencies' drops, by agency and extract; those later than ``as_of`` stay there.

    ``at`` is this moment, kept with all that lands or is refused: without it no one can tell later what was known when.
    A refused delivery does not stop the others: see ``refused``. The caller holds ``hub.building()``.
    Raises ``UsageError`` for a contract that cannot be read.
    """
    found, deliveries = find_arrivals(hub, as_of)
    moment = at.isoformat(timespec="seconds") if at else None
    arrivals = [replace(each, at=moment) for each in found]
    for agency in hub.config.agencies:
        landing.sweep(hub.landing / agency.name)
    tell = _teller(sum(arrival.bytes for arrival in arrivals), progress)
    agencies = [list(group) for _, group in groupby(arrivals, key=lambda arrival: arrival.agency)]
    with _database(hub, arrivals) as database, ThreadPoolExecutor(WORKERS) as pool:
        for landed in pool.map(lambda group: _deliver_all(database, group, tell), agencies):
            deliveries += landed
    return sorted(deliveries, key=lambda each: (each.agency, each.extract))


def _teller(size: int, progress: Progress | None) -> Callable[[Arrival], None]:
    """Called with each delivery as its turn comes."""
    behind = 0

    def tell(arrival: Arrival) -> None:
        nonlocal behind
        if progress:
            progress(f"{arrival.agency} {arrival.folder.extract}", behind, size)
        behind += arrival.bytes

    return tell


@contextmanager
def _database(hub: Hub, arrivals: Sequence[Arrival]) -> Iterator[duckdb.DuckDBPyConnection]:
    spill = hub.landing / landing.INCOMING
    shutil.rmtree(spill, ignore_errors=True)
    spill.mkdir(parents=True)
    database = warehouse.connect(
        memory_limit=hub.config.memory_limit,
        threads=hub.config.threads,
        temp_directory=str(spill),
        reach=(hub.landing,),
        files=[file.path for each in arrivals for file in each.folder.files if file.format == "parquet"],
    )
    try:
        define_macros(database)
        yield database
    finally:
        database.close()
        shutil.rmtree(spill)


def _deliver_all(
    database: duckdb.DuckDBPyConnection, arrivals: Sequence[Arrival], tell: Callable[[Arrival], None]
) -> list[Delivery]:
    """One agency's deliveries in turn, on a cursor of their own: its tables are temporary."""
    connection = database.cursor()
    try:
        deliveries = []
        for arrival in arrivals:
            tell(arrival)
            deliveries.append(_deliver(connection, arrival))
        return deliveries
    finally:
        connection.close()


def _deliver(connection: duckdb.DuckDBPyConnection, arrival: Arrival) -> Delivery:
    """Land one delivery, or say why not."""
    try:
        hashes = {file: sha256_of(file.path) for file in arrival.folder.files}
    except OSError as fault:
        return _skipped(arrival, f"a file cannot be read ({fault.strerror})")
    new = {file: digest for file, digest in hashes.items() if not _is_landed(arrival, file, digest)}
    if hashes and not new:
        landing.put_right(arrival.landing, arrival.folder.extract, arrival.at)
        counts = tuple(counted(manifest) for manifest in arrival.landed.values())
        return Delivery(arrival.agency, arrival.folder.extract, Outcome.UNCHANGED, counts, message="landed before")
    files = {file.path.name: digest for file, digest in hashes.items()}
    if arrival.refusal and (arrival.refusal.terms, arrival.refusal.files) == (arrival.terms, files):
        return _refused(arrival, arrival.refusal.breaches, "the same files were refused before")
    at_fault = _folder_breaches(arrival, hashes)
    sound = {file: digest for file, digest in new.items() if file not in at_fault}
    breaches = [*([] if hashes else [_nothing(arrival)]), *at_fault.values()]
    try:
        manifests, faults = _check(connection, arrival, sound)
        said = tuple(str(breach) for breach in (*breaches, *faults))
        if not said:
            return _land(arrival, manifests)
    except StillArriving:
        return _skipped(arrival, "a file changed while it was read")
    finally:
        shutil.rmtree(arrival.landing / landing.INCOMING, ignore_errors=True)
    since = arrival.refusal.refused_at if arrival.refusal else arrival.at
    refusal = Refusal(arrival.agency, arrival.folder.extract, arrival.terms, files, said, refused_at=since)
    landing.write_refusal(arrival.landing, refusal)
    return _refused(arrival, said, "nothing of it was landed")


def _is_landed(arrival: Arrival, file: DropFile, digest: str) -> bool:
    before = arrival.landed.get(file.dataset)
    return before is not None and before.sha256 == digest


def _nothing(arrival: Arrival) -> Breach:
    wanted = ", ".join(f"{dataset.name}.csv" for dataset in arrival.contract.datasets)
    return Breach("the folder", "holds no file of the contract", f"name the files {wanted}")


def _folder_breaches(arrival: Arrival, hashes: Mapping[DropFile, str]) -> dict[DropFile, Breach]:
    """Files that are at fault before they are read: sent twice over, or other than what landed under this extract."""
    times = Counter(file.dataset for file in hashes)
    faults = {}
    for file, digest in hashes.items():
        if times[file.dataset] > 1:
            faults[file] = Breach(
                file.path.name, f"{file.dataset} is sent {times[file.dataset]} times over", "send one file"
            )
        elif file.dataset in arrival.landed and not _is_landed(arrival, file, digest):
            what = "is not what landed under this extract before"
            faults[file] = Breach(file.path.name, what, "send a correction under a later date, 2026-01-31T0630")
    return faults


def _check(
    connection: duckdb.DuckDBPyConnection, arrival: Arrival, files: Mapping[DropFile, str]
) -> tuple[list[Manifest], list[Breach]]:
    """Finish every file in the agency's working folder, gathering all breaches of all files."""
    manifests: list[Manifest] = []
    breaches: list[Breach] = []
    for file, digest in files.items():
        folder = arrival.landing / landing.INCOMING / file.dataset
        extract, extracted = arrival.folder.extract, arrival.extracted
        reading = Reading(arrival.agency, extract, extracted, arrival.contract, file, digest, folder, arrival.live)
        manifest, faults = check_file(connection, reading)
        breaches += faults
        manifests += [manifest] if manifest else []
    return manifests, breaches


def _land(arrival: Arrival, manifests: Sequence[Manifest]) -> Delivery:
    incoming = arrival.landing / landing.INCOMING
    again = _sent_before(arrival, manifests)
    together = {manifest.dataset: manifest.sha256 for manifest in manifests}
    for manifest in manifests:
        landing.write_manifest(incoming / manifest.dataset, replace(manifest, delivery=together, landed_at=arrival.at))
    landing.move_in(incoming, arrival.landing, arrival.folder.extract, together)
    landing.put_right(arrival.landing, arrival.folder.extract, arrival.at)
    absent = [each.name for each in arrival.contract.datasets if each.name not in {*together, *arrival.landed}]
    warnings = [
        *(f"{name} is no file of the contract and was left out" for name in arrival.folder.unknown),
        *([f"not in this delivery: {', '.join(absent)}"] if absent else []),
        *(warning for manifest in manifests for warning in manifest.warnings),
        *again,
    ]
    loaded, rejected = (sum(getattr(each, name) for each in manifests) for name in ("rows_loaded", "rows_rejected"))
    return Delivery(
        arrival.agency,
        arrival.folder.extract,
        Outcome.LANDED,
        tuple(counted(manifest) for manifest in manifests),
        warnings=tuple(warnings),
        message=f"{number_of(loaded, 'row')} of {number_of(len(manifests), 'dataset')} landed, {rejected:,} rejected",
    )


def _sent_before(arrival: Arrival, manifests: Sequence[Manifest]) -> list[str]:
    """Files with rows that landed before under another date: an export that stands still looks fresh for ever."""
    before = {(each.dataset, each.sha256): each.extract for each in landing.landed(arrival.landing) if each.rows_in}
    return [
        f"{each.received_as}: the same file as {before[each.dataset, each.sha256]}: is it an old one under a new date?"
        for each in manifests
        if (each.dataset, each.sha256) in before
    ]


def _refused(arrival: Arrival, breaches: tuple[str, ...], message: str) -> Delivery:
    unknown = tuple(f"{name} is no file of the contract" for name in arrival.folder.unknown)
    extract = arrival.folder.extract
    return Delivery(arrival.agency, extract, Outcome.REFUSED, breaches=breaches, warnings=unknown, message=message)


def _skipped(arrival: Arrival, why: str) -> Delivery:
    message = f"{why}: left for the next pull"
    return Delivery(arrival.agency, arrival.folder.extract, Outcome.SKIPPED, message=message)
