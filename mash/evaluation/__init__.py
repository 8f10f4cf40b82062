"""The engine measured against the truth of a made-up town, or against pairs that people labelled."""

from __future__ import annotations

from mash.evaluation.evaluate import evaluate_hub
from mash.evaluation.intervals import Share, share, wilson
from mash.evaluation.results import Evaluation

__all__ = ["Evaluation", "Share", "evaluate_hub", "share", "wilson"]
