"""The runs that stand on disk: which can be read, and which of them wait for a person's word."""

from __future__ import annotations

from pathlib import Path

from mash.errors import NotFound
from mash.hub import Hub
from mash.nightly.report import RUN_FILE, NightReport, read_report
from mash.vocabulary import RunId


def whole_runs(hub: Hub) -> list[NightReport]:
    """The runs that are built and whose report can be read, the newest first."""
    found = (_readable(file) for file in hub.snapshots.glob(f"*/{RUN_FILE}"))
    whole = [report for report in found if report and hub.snapshot(report.run).exists()]
    return sorted(whole, key=lambda report: (report.published_at, report.run), reverse=True)


def runs_held_back(hub: Hub) -> list[NightReport]:
    """Those that were held back and still follow the run in use, the newest first."""
    in_use = _in_use(hub)
    return [report for report in whole_runs(hub) if report.held_back and report.before == in_use]


def run_held_back(hub: Hub) -> NightReport | None:
    """The newest of them, which a person may accept; None when there is none."""
    return next(iter(runs_held_back(hub)), None)


def _in_use(hub: Hub) -> RunId | None:
    try:
        return hub.current_run()
    except NotFound:
        return None


def _readable(file: Path) -> NightReport | None:
    """The report of a run; None where it is damaged."""
    try:
        return read_report(file.parent)
    except NotFound:
        return None
