"""What had landed by a moment, as a landing of its own: links into the hub's, and refusals as they stood.

A delivery that landed later was not known then, whatever day it is dated. Where no moment was kept (an earlier version
landed it), a delivery counts as known from the beginning of the day it is dated; how many these are is told.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, replace
from pathlib import Path

from mash.extracts import landing
from mash.extracts.drop import extract_date
from mash.hub import Hub


@dataclass(frozen=True, slots=True)
class Known:
    """What was linked."""

    files: frozenset[tuple[str, str, str, str]]
    """Agency, dataset, extract and SHA-256 of every landed file known by then."""
    undated: int
    """How many of these have no moment of landing."""
    first: dt.datetime | None
    """When the hub's first file landed, known by then or not."""


def link_known(hub: Hub, into: Path, by: dt.datetime) -> Known:
    """Make the landing as it was at the moment ``by`` in the folder ``into``; of the hub nothing changes.

    Raises ``Damaged`` for a manifest or refusal that cannot be read.
    """
    files: set[tuple[str, str, str, str]] = set()
    undated, moments = 0, set()
    for agency in hub.config.agencies:
        own, linked = hub.landing / agency.name, into / agency.name
        for each in landing.landed(own):
            moment = _moment(each.landed_at, each.extract)
            moments.add(moment)
            if moment <= by:
                files.add((each.agency, each.dataset, each.extract, each.sha256))
                undated += each.landed_at is None
                _link(own.joinpath(*each.folder), linked.joinpath(*each.folder))
        for refusal in landing.all_refusals(own):
            right = refusal.put_right_at
            if _moment(refusal.refused_at, refusal.extract) <= by and not (right and _naive(right) <= by):
                landing.write_refusal(linked, replace(refusal, put_right_at=None))
    return Known(frozenset(files), undated, min(moments, default=None))


def _moment(kept: str | None, extract: str) -> dt.datetime:
    if kept:
        return _naive(kept)
    return dt.datetime.combine(extract_date(extract) or dt.date.max, dt.time.min)


def _naive(kept: str) -> dt.datetime:
    """By the hub's own clock, as every moment here is."""
    return dt.datetime.fromisoformat(kept).replace(tzinfo=None)


def _link(folder: Path, link: Path) -> None:
    """Relative, so that a hub may be moved or copied as a whole."""
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(os.path.relpath(folder, link.parent), target_is_directory=True)
