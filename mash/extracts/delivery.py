"""What came of one delivery, for the person or the night that pulled it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mash.contracts import BreachCount
from mash.errors import ContractBreach
from mash.extracts.landing import Manifest


class Outcome(StrEnum):
    """What became of a delivery."""

    LANDED = "landed"
    UNCHANGED = "unchanged"
    """Landed before, with the same bytes."""
    REFUSED = "refused"
    """It breaks its contract; the last good data stays in use."""
    SKIPPED = "skipped"
    """Not looked at, or left for the next pull; the message says why."""


@dataclass(frozen=True, slots=True)
class DatasetCount:
    """Rows of one dataset of a delivery. ``rows_in`` is always ``rows_loaded + rows_rejected``."""

    dataset: str
    rows_in: int
    rows_loaded: int
    rows_rejected: int
    breaches: tuple[BreachCount, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One extract folder of one agency, and what came of it."""

    agency: str
    extract: str
    outcome: Outcome
    datasets: tuple[DatasetCount, ...] = ()
    breaches: tuple[str, ...] = ()
    """Why it was refused; all of it."""
    warnings: tuple[str, ...] = ()
    message: str = ""

    @property
    def where(self) -> str:
        """Agency and extract, as messages begin."""
        return f"{self.agency} {self.extract}".strip()


def counted(manifest: Manifest) -> DatasetCount:
    """The counts of one manifest."""
    return DatasetCount(
        manifest.dataset, manifest.rows_in, manifest.rows_loaded, manifest.rows_rejected, manifest.breaches
    )


def refused(deliveries: Iterable[Delivery]) -> ContractBreach | None:
    """One error that lists every breach of every refused delivery, to be raised after all else is done."""
    faulty = [each for each in deliveries if each.outcome is Outcome.REFUSED]
    if not faulty:
        return None
    lines = [f"\n  {each.where}:" + "".join(f"\n    {breach}" for breach in each.breaches) for each in faulty]
    return ContractBreach(
        f"{len(faulty)} refused; the last good data of each agency stays in use" + "".join(lines),
        where="pull",
        try_="put the files right in the drop and pull again",
    )
