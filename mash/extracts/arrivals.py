"""Which deliveries wait in the drops, each with what it is to be held against."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mash import __version__
from mash.configuration import AgencyConfig
from mash.contracts import Contract, load_contract
from mash.extracts import landing
from mash.extracts.delivery import Delivery, Outcome
from mash.extracts.drop import DropFolder, extract_date, look_into
from mash.extracts.landing import Manifest, Refusal
from mash.hub import Hub


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery in an agency's drop, and what the hub knows of it already."""

    agency: str
    contract: Contract
    folder: DropFolder
    extracted: dt.date
    landing: Path
    """The agency's."""
    landed: Mapping[str, Manifest]
    """By dataset, what this extract landed before."""
    refusal: Refusal | None
    """What was said of it when it was refused before."""
    at: str | None = None
    """The moment, ISO 8601, of the pull that found it."""
    live: bool = False
    """Whether the hub may hold real people."""

    @property
    def terms(self) -> str:
        """Digest of the contract, the engine and whether the hub is live: what a refusal is a refusal by."""
        return hashlib.sha256(repr((__version__, self.contract, self.live)).encode()).hexdigest()

    @property
    def bytes(self) -> int:
        """Size of its files."""
        return sum(file.path.stat().st_size for file in self.folder.files)


def find_arrivals(hub: Hub, as_of: dt.date | None) -> tuple[list[Arrival], list[Delivery]]:
    """What lies in the drops up to ``as_of``, oldest first within an agency; and what there is later or no extract.

    Raises ``UsageError`` for a contract that cannot be read, before anything is touched.
    """
    contracts = {agency.name: load_contract(agency.contract) for agency in hub.config.agencies}
    arrivals: list[Arrival] = []
    passed_over: list[Delivery] = []
    for agency in hub.config.agencies:
        found, skipped = _of_agency(hub, agency, contracts[agency.name], as_of)
        arrivals += found
        passed_over += skipped
    return arrivals, passed_over


def _of_agency(
    hub: Hub, agency: AgencyConfig, contract: Contract, as_of: dt.date | None
) -> tuple[list[Arrival], list[Delivery]]:
    if not agency.drop.is_dir():
        return [], [Delivery(agency.name, "", Outcome.SKIPPED, message="there is no drop folder as mash.toml names it")]
    own = hub.landing / agency.name
    manifests = landing.landed(own)
    refusals = {refusal.extract: refusal for refusal in landing.refusals(own)}
    arrivals, passed_over = [], []
    later: list[str] = []
    for path in sorted(agency.drop.iterdir()):
        extracted = extract_date(path.name)
        if path.name.startswith("."):
            continue
        if extracted is None or not path.is_dir():
            why = f"{path.name!r} is no extract: a folder is named by its date, 2026-01-31 or 2026-01-31T0630"
            passed_over.append(Delivery(agency.name, "", Outcome.SKIPPED, message=why))
        elif as_of is not None and extracted > as_of:
            later.append(path.name)
        else:
            folder = look_into(path, (dataset.name for dataset in contract.datasets))
            before = {each.dataset: each for each in manifests if each.extract == path.name}
            before_refused = refusals.get(path.name)
            arrival = Arrival(agency.name, contract, folder, extracted, own, before, before_refused)
            arrivals.append(replace(arrival, live=hub.config.live))
    if later:
        which = f"{later[0]} lies" if len(later) == 1 else f"{len(later)} extracts, {later[0]} to {later[-1]}, lie"
        passed_over.append(Delivery(agency.name, "", Outcome.SKIPPED, message=f"{which} after {as_of}, not read"))
    return arrivals, passed_over
