"""TOML and JSON from a file that anybody may have changed, to plain values or a plain ``ValueError``.

The libraries raise others on what is nested without end or holds a number of thousands of digits, and take very long
over a key of very many parts.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

LONGEST_TOML = 1 << 17
"""Characters; the longest that comes with the engine has a twelfth of it."""
MOST_POINTS = 200
"""In one line: a key of 60,000 parts took the library over 20 s, with the square of their number."""
DIGITS = 20
"""Of a whole number: those of 64 bits."""
LARGEST = 1 << 63


def toml_of(text: str) -> dict[str, Any]:
    """What a text in TOML says. Raises ``ValueError``, saying where, for one that cannot be read."""
    if len(text) > LONGEST_TOML:
        raise ValueError(f"longer than {LONGEST_TOML:,} characters")
    if any(line.count(".") > MOST_POINTS for line in text.split("\n")):
        raise ValueError(f"more than {MOST_POINTS} points in one line")
    try:
        found = tomllib.loads(text)
        if any(abs(number) >= LARGEST for number in _whole_numbers(found)):
            raise ValueError("a whole number of more than 64 bits")
    except RecursionError:
        raise ValueError("nested too deep") from None
    return found


def json_of(text: str) -> Any:  # noqa: ANN401 - any JSON
    """What a text in JSON says. Raises ``ValueError`` for one that cannot be read, or written out again."""
    try:
        found = json.loads(text, parse_int=_whole_number)
        if "\\ud" in text.lower():  # half of a pair of surrogates is no character, and no file takes it
            json.dumps(found, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deep") from None
    return found


def _whole_number(digits: str) -> int:
    if len(digits.removeprefix("-")) > DIGITS:
        raise ValueError("a whole number of more than 64 bits")
    return int(digits)


def _whole_numbers(value: object) -> Iterator[int]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _whole_numbers(each)
    elif isinstance(value, int):
        yield value
