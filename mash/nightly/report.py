"""What a night did: printed, and kept beside its snapshot as ``run.json``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mash import extracts, rating
from mash.encryption import read_text, write_text
from mash.errors import NotFound
from mash.nightly.blocking import RuleCost
from mash.nightly.health import Figure
from mash.parsing import json_of
from mash.vocabulary import CaseId, Colour, RunId

RUN_FILE = "run.json"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A person's word that a run held back is to be published, with why."""

    reason: str
    accepted_by: str
    accepted_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """What was known once, built again, and held against the run that was built then."""

    as_known: dt.datetime
    """By when all of it was known."""
    run_then: RunId | None
    """The run that had last been begun by then; None when none had."""
    digest_then: str | None
    equal: bool | None
    """Whether both digests are the same; None without a run of then."""
    because: tuple[str, ...]
    """When they are not: all that is known to differ."""
    undated: int
    """Landed files without a moment of landing, taken as known since the day they are dated."""


@dataclass(frozen=True, slots=True)
class NightReport:
    """One run, published or held back."""

    run: RunId
    as_of: dt.date
    inputs: str
    """A hash of everything the run is a function of."""
    digest: str
    """A hash of everything it found: the same inputs give the same digest."""
    published_at: dt.datetime
    """Of a run held back: when it was built."""
    versions: Mapping[str, str]
    model: str
    policy: str
    deliveries: tuple[Mapping[str, Any], ...]
    seconds: Mapping[str, float]
    """By step; of a run gone on with after a kill, ``pull`` and ``health`` are those of the last night."""
    rows: Mapping[str, int]
    """By table."""
    changes: tuple[rating.Change, ...]
    before: RunId | None = None
    """The run in use when this one was built, which its changes and its health are against."""
    health: tuple[Figure, ...] = ()
    blocking: tuple[RuleCost, ...] = ()
    """By rule, in the order in which a pair is credited; empty in a report of before it was told."""
    accepted: Acceptance | None = None
    """Whose word it was published on, when its health alone would have held it back."""
    resumed_after: str | None = None
    """The last step that a killed night had completed, when this one went on from there."""
    model_fingerprint: str = ""
    """Of the model's weights; a run of an older engine has none."""
    judgements_asleep: int = 0
    """Judgements on a record that nobody sends any more: they stand, and are passed over until it is sent again."""
    policy_fingerprint: str = ""
    """Likewise, of the policy's rules and parameters."""
    profile: str = ""
    """Whose stages, roles and deadlines applied."""
    peak_mb: int = 0
    """The most memory held by the process that ended the run, until it was built (MB); 0 in an older engine's."""
    removed: tuple[RunId, ...] = ()
    """The old runs that left the disk once this one was in use."""
    policy_from: str = ""
    """The date the policy holds from; a run of an older engine has none."""
    basis: Mapping[str, Any] = field(default_factory=dict)
    """What ``inputs`` is a hash of, by part, and when it was read; a run of an older engine has none."""
    rebuilding: Rebuilding | None = None
    """That this is no night but what was known once, built again (``mash.nightly.as_known``)."""
    left_out: tuple[extracts.LeftOut, ...] = ()
    """Rows that stand in the landing and were not read, by dataset that the schedule or somebody's request touches."""
    purged: tuple[extracts.Purged, ...] = ()
    """What left the landing since it was published, each row once for every extract it stood in."""
    nothing_new: bool = False
    """Nothing had come in since the run in use, which stays; never written to ``run.json``."""

    @property
    def held_back(self) -> bool:
        """Whether a figure of its health lies beyond its bound and nobody has accepted that."""
        return self.accepted is None and any(each.beyond for each in self.health)

    @property
    def policy_ahead(self) -> str:
        """That the policy was not yet in force on the run's day, in words; empty when it was (decision 18)."""
        if self.policy_from <= self.as_of.isoformat():
            return ""
        return f"{self.policy} holds from {self.policy_from}: on {self.as_of} it was not yet in force."


def write_report(folder: Path, report: NightReport) -> None:
    """Write ``run.json``, whole or not at all."""
    aside = folder / f".{RUN_FILE}.new"
    write_text(aside, json.dumps(asdict(report), indent=2, sort_keys=True, default=str) + "\n")
    aside.replace(folder / RUN_FILE)


def read_report(folder: Path) -> NightReport:
    """The report of a run. Raises ``NotFound`` when the folder has none that can be read."""
    try:
        raw = json_of(read_text(folder / RUN_FILE))
        return NightReport(
            **{
                **raw,
                "as_of": dt.date.fromisoformat(raw["as_of"]),
                "published_at": dt.datetime.fromisoformat(raw["published_at"]),
                "deliveries": tuple(raw["deliveries"]),
                "changes": tuple(_change(change) for change in raw["changes"]),
                "health": tuple(Figure(**figure) for figure in raw.get("health", ())),
                "blocking": tuple(RuleCost(**rule) for rule in raw.get("blocking", ())),
                "removed": tuple(raw.get("removed", ())),
                "left_out": tuple(extracts.LeftOut(**each) for each in raw.get("left_out", ())),
                "purged": tuple(extracts.Purged(**each) for each in raw.get("purged", ())),
                "accepted": _acceptance(raw.get("accepted")),
                "rebuilding": _rebuilding(raw.get("rebuilding")),
            }
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):  # a damaged file may be any JSON, or none
        raise NotFound(
            "this run has no readable run.json", where=str(folder), try_="move the folder aside, then mash nightly"
        ) from None


def _acceptance(raw: Mapping[str, Any] | None) -> Acceptance | None:
    return Acceptance(**{**raw, "accepted_at": dt.datetime.fromisoformat(raw["accepted_at"])}) if raw else None


def _rebuilding(raw: Mapping[str, Any] | None) -> Rebuilding | None:
    if not raw:
        return None
    known = {"as_known": dt.datetime.fromisoformat(raw["as_known"]), "because": tuple(raw["because"])}
    return Rebuilding(**{**raw, **known})


def _change(raw: Mapping[str, Any]) -> rating.Change:
    before, after = (None if raw[end] is None else Colour(raw[end]) for end in ("from_colour", "to_colour"))
    return rating.Change(CaseId(raw["case_id"]), rating.ChangeKind(raw["kind"]), before, after, raw.get("says", ""))
