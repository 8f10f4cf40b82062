"""Dates as they are spoken and written in Britain, for pages; files and screens for scripts keep ISO 8601."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from mash.named import in_words
from mash.reports.legible import legible

if TYPE_CHECKING:
    from markupsafe import Markup

_DATE = re.compile(r"(?<![\w-])(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?(?![\w-])")


def spoken(text: str) -> str:
    """``text`` with every ISO date in it as ``14 Sep 2022``, a time of day after a comma, and lists' names in words."""
    return _DATE.sub(_spoken, in_words(text))


def dated(text: str) -> Markup:
    """The same as HTML, safe with any text: each date a ``time`` element, so that it never breaks over two lines."""
    from markupsafe import Markup, escape

    pieces, last = [], 0
    for match in _DATE.finditer(clean := in_words(legible(text))):
        said = Markup('<time datetime="{}">{}</time>').format(match[0], _spoken(match))
        pieces += [escape(clean[last : match.start()]), said]
        last = match.end()
    return Markup("").join([*pieces, escape(clean[last:])])


def _spoken(match: re.Match[str]) -> str:
    try:
        date = dt.date.fromisoformat(match[1])
    except ValueError:  # 2026-13-45 is somebody's number
        return match[0]
    day = f"{date.day} {date:%b %Y}"
    return f"{day}, {match[2]}" if match[2] else day
