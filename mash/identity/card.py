"""The card that goes with a model: what it was trained on, every weight, and what could not be estimated."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field

from mash.identity.model import Model


@dataclass
class Report:
    """What happened while training, for the card: nothing is filled in silently."""

    seed: int
    as_of: dt.date
    notes: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    """What people's labels taught, and what the model makes of those held out."""


def card_text(model: Model, report: Report) -> str:
    """Markdown; counts and weights only."""
    labels = ("with labels", " --labels FILE") if report.labels else ("without labels", "")
    made = f", by mash-engine {model.trained.engine} and Splink {model.trained.splink}" if model.trained else ""
    lines = [f"# {model.name}", "", f"Trained as of {report.as_of} with seed {report.seed}, {labels[0]}{made}.", ""]
    lines += [
        f"Make it again: `mash train --out FOLDER --seed SEED --as-of DATE{labels[1]}` on a hub of the same records.",
        "",
    ]
    lines += ["| figure | value |", "|---|---|"]
    lines += [f"| {name} | {value:,.0f} |" for name, value in report.figures.items()]
    lines += [f"| prior, bits | {model.prior_weight:.2f} |"]
    lines += [f"| {name}, bits | {value} |" for name, value in asdict(model.thresholds).items()]
    lines += ["", "## Weights", "", "`mash train` draws them in weights.html beside this card.", ""]
    lines += ["| comparison | level | m | u | bits |", "|---|---|---|---|---|"]
    for ladder in model.ladders:
        lines += [
            f"| {ladder.name} | {rung.says} | {rung.m:.3g} | {rung.u:.3g} | {rung.weight:+.2f} |"
            for rung in ladder.rungs
            if rung.m is not None and rung.u is not None
        ]
    if report.labels:
        lines += ["", "## Labels", "", *(f"- {told}" for told in report.labels)]
    lines += ["", "## Where the records were silent, and what was put instead", ""]
    lines += [f"- {note}" for note in report.notes] or ["Nothing."]
    return "\n".join(lines) + "\n"
