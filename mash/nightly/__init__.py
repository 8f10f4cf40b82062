"""The night: pull what has come in, build a run aside, rate every open case, publish."""

from mash.nightly.health import Figure, HeldBack
from mash.nightly.publishing import accept_health
from mash.nightly.report import NightReport, read_report
from mash.nightly.run import run_night
from mash.nightly.runs import run_held_back
from mash.nightly.steps import STEPS, Night

__all__ = [
    "Figure",
    "HeldBack",
    "Night",
    "NightReport",
    "STEPS",
    "accept_health",
    "read_report",
    "run_held_back",
    "run_night",
]
