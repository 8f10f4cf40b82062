"""The page of two records side by side: one self-contained file without script that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from pathlib import Path

from mash.reports.aside import written_aside
from mash.reports.legible import legible
from mash.reports.pair import Pair, judged_words, side_by_side
from mash.reports.weights import AXIS, LABELS, MARKING, ROW, waterfall
from mash.reports.words import moment


def write_pair_page(pair: Pair, path: Path) -> None:
    """Write the page to ``path``, whole or not at all. Raises ``UsageError`` when it cannot be written."""
    text = pair_page(pair)
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def pair_page(pair: Pair) -> str:
    """The page as HTML text; the same pair gives the same text."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mash.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: legible(value) if type(value) is str else value,
    )
    templates = files("mash.reports") / "templates"
    style = "".join((templates / name).read_text(encoding="utf-8") for name in ("weights.css", "pair.css"))
    return environment.get_template("pair.html.j2").render(
        pair=pair,
        rows=side_by_side(pair),
        chart=waterfall(pair.why, pair.thresholds),
        labels=LABELS,
        axis=AXIS,
        row=ROW,
        marking=MARKING,
        judged_words=judged_words,
        moment=moment,
        style=Markup(style),  # noqa: S704 - our own files
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
