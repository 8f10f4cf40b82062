"""The names of agencies and their lists as people say them: ``social care``, ``pupil addresses``.

Files for programs (JSON, CSV, the drawings) keep the names as the hub has them, and so do record keys and commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAME = re.compile(r"(?<![\w/.:=-])[a-z]+(?:_[a-z]+)+(?![\w/:=-]|\.\w)")
"""A name of several words, alone: no part of a key, a path or an option."""


def in_words(text: str) -> str:
    """``text`` of the engine's own with such names in words; never for what a person wrote."""
    return _NAME.sub(lambda name: name[0].replace("_", " "), text) if "_" in text else text


def named(names: Iterable[str]) -> str:
    """Several in a line, ``health, social care``."""
    return ", ".join(map(in_words, names))


def named_source(agency: str, dataset: str) -> str:
    """A list and whose it is, ``education pupil addresses``."""
    return f"{in_words(agency)} {in_words(dataset)}"
