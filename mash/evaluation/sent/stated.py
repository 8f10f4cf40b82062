"""What is said of one person and others, looked up once."""

from __future__ import annotations

from collections.abc import Callable

from mash.evaluation.sent.homes import Homes
from mash.evaluation.sent.rows import Rows
from mash.evaluation.sent.said import Said
from mash.evaluation.sent.words import involvements, relationships, shared_details


class Stated:
    """Rows that speak of a person and another, by what kind of row."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.homes = Homes(rows)
        self._kept: dict[tuple[str, str], list[Said]] = {}

    def words(self, person: str) -> list[Said]:
        """Relationships stated."""
        return self._once("words", person, lambda: list(relationships(self.rows, person)))

    def involved(self, person: str) -> list[Said]:
        """Occurrences together."""
        return self._once("involved", person, lambda: list(involvements(self.rows, person)))

    def details(self, person: str) -> list[Said]:
        """Numbers, addresses and vehicles shared."""
        return self._once("details", person, lambda: list(shared_details(self.rows, person)))

    def household(self, person: str) -> list[Said]:
        """Homes shared."""
        return self._once("household", person, lambda: list(self.homes.household(person)))

    def _once(self, kind: str, person: str, find: Callable[[], list[Said]]) -> list[Said]:
        if (kind, person) not in self._kept:
            self._kept[kind, person] = find()
        return self._kept[kind, person]
