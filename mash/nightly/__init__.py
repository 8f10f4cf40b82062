"""The night: pull what has come in, build a run aside, rate every open case, publish."""

from mash.nightly.report import NightReport, read_report
from mash.nightly.run import run_night
from mash.nightly.steps import STEPS, Night

__all__ = ["Night", "NightReport", "STEPS", "read_report", "run_night"]
