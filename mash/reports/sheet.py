"""What every page is made with: one self-contained file whose style is named by its hash, so nothing can be added."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mash.named import in_words
from mash.reports.aside import written_aside
from mash.reports.legible import legible
from mash.reports.watermark import Mark

if TYPE_CHECKING:
    import jinja2


def write_sheet(text: str, path: Path) -> None:
    """Write a page to ``path``, whole or not at all. Raises ``UsageError`` when it cannot be written."""
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def sheet(
    template: str,
    styles: tuple[str, ...],
    mark: Mark | None = None,
    *,
    room: str = "reports",
    **words: Any,  # noqa: ANN401 - whatever the template tells
) -> str:
    """The page of a template in a room's ``templates/`` with these style sheets; the same words give the same text.

    What the room has not is looked for among those of ``reports``. The template finds ``style``, ``style_hash`` and
    ``mark`` beside its own words; on paper every sheet has the number.
    """
    from markupsafe import Markup

    style = "".join(template_text(name, room) for name in styles) + (mark.at_the_foot if mark else "")
    return (
        environment(room)
        .get_template(template)
        .render(style=Markup(style), style_hash=source_hash(style), mark=mark, **words)  # noqa: S704 - our own files
    )


def environment(room: str = "reports") -> jinja2.Environment:
    """Where a room's templates are read: an unknown word is an error, every text is made legible and escaped."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(f"mash.{each}") for each in dict.fromkeys((room, "reports"))]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: legible(value) if type(value) is str else value,
    )
    made.filters["in_words"] = in_words
    return made


def template_text(name: str, room: str = "reports") -> str:
    """A file of a room's ``templates/`` as it stands, or of those of ``reports``."""
    own = files(f"mash.{room}") / "templates" / name
    return (own if own.is_file() else files("mash.reports") / "templates" / name).read_text(encoding="utf-8")


def source_hash(text: str) -> str:
    """A style or script as a page's content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
