"""On which line of a TOML text each entry stands: the reader itself does not say.

A statement of TOML ends with its line unless a bracket or a quote is open; so the fewest lines that can be read alone
are one statement.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Keys = tuple[str | int, ...]
"""Keys from the top; a table of an array of tables by its place, from 0: ``("rule", 2, "hops")``."""


def lines_of(text: str) -> dict[Keys, int]:
    """The line, from 1, on which each entry of a readable text begins."""
    found: dict[Keys, int] = {}
    tables: Counter[Keys] = Counter()
    within: Keys = ()
    for line, is_header, statement in _statements(text):
        if is_header:
            within = _table(statement, tables)
            found.setdefault(within, line)
        else:
            for path in _keys(statement):
                found.setdefault((*within, *path), line)
    return found


def line_of(path: Keys, lines: Mapping[Keys, int]) -> int | None:
    """The line of an entry, or of the nearest that holds it; None where it lacks at the top."""
    return next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), None)


def _statements(text: str) -> Iterator[tuple[int, bool, dict[str, Any]]]:
    """Each statement: its first line, whether it is the header of a table, and what it alone is read as."""
    begun: list[str] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        begun.append(line)
        try:
            statement = tomllib.loads("\n".join(begun))
        except tomllib.TOMLDecodeError:
            continue
        if statement:
            yield number - len(begun) + 1, begun[0].lstrip().startswith("["), statement
        begun = []


def _table(header: dict[str, Any], tables: Counter[Keys]) -> Keys:
    path: Keys = ()
    inside: Any = header
    while isinstance(inside, dict) and inside:
        ((name, inside),) = inside.items()
        path = (*path, name)
        if isinstance(inside, list):
            tables[path] += 1
        if path in tables:
            path = (*path, tables[path] - 1)
    return path


def _keys(statement: dict[str, Any]) -> Iterator[Keys]:
    for name, value in statement.items():
        yield (name,)
        if isinstance(value, dict):
            yield from ((name, *path) for path in _keys(value))
