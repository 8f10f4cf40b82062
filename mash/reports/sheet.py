"""A page without script: one self-contained file whose style is named by its hash, so nothing can be added."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any

from mash.reports.aside import written_aside
from mash.reports.legible import legible


def write_sheet(text: str, path: Path) -> None:
    """Write a page to ``path``, whole or not at all. Raises ``UsageError`` when it cannot be written."""
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def sheet(template: str, styles: tuple[str, ...], **words: Any) -> str:  # noqa: ANN401 - whatever the template tells
    """The page of a template in ``templates/`` with these style sheets; the same words give the same text.

    The template finds ``style`` and ``style_hash`` beside its own words, and every string made legible and escaped.
    """
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
    style = "".join((templates / name).read_text(encoding="utf-8") for name in styles)
    return environment.get_template(template).render(
        style=Markup(style),  # noqa: S704 - our own files
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        **words,
    )
