"""The mark that every file carries which leaves the hub: by its number the audit tells who made it, and why.

One asking has one number, in whichever forms it is taken. A form has the mark where its readers keep it: a page in its
footer and at the foot of every sheet of paper, a graph among its own attributes, a CSV in the last cell of every line,
so that a line cut out has it too, a workbook in its footer and properties, Parquet in the file's metadata, JSON under
``asked`` (decision 33).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mash.access import Asked
from mash.reports.audience import Audience, Disclosed
from mash.reports.legible import legible
from mash.reports.words import moment
from mash.vocabulary import RunId

COLUMN = "export"
"""The heading of the last column of a CSV."""
_NUMBER = re.compile(r"E-[0-9A-Z]{5}-[0-9A-Z]{5}")


@dataclass(frozen=True, slots=True)
class Mark:
    """Who made a file, when, for what and from which run."""

    export: str
    """The number that the audit has."""
    by: str
    at: str
    """ISO 8601."""
    purpose: str
    """Empty where the audience is not told."""
    run: str
    spoken_at: str
    disclosed: Disclosed | None = None
    """For whom, where it is not for the professionals."""

    @property
    def cell(self) -> str:
        """All of it in a cell, the number first: no spreadsheet takes it for a formula."""
        said = [self.export, self.by, self.at, *([self.purpose] if self.purpose else []), f"run {self.run}"]
        return f"{'; '.join(said)}{self._for_whom('; ')}"

    @property
    def line(self) -> str:
        """All of it in a sentence."""
        why = f" for: {self.purpose}" if self.purpose else ""
        made = f"Export {self.export}, made by {self.by} on {self.spoken_at}{why}. Run {self.run}"
        return f"{made}{self._for_whom('; ')}."

    @property
    def facts(self) -> dict[str, str]:
        """By the names that graphs and metadata have; the run stands there already."""
        return {
            "export": self.export,
            "exported_by": self.by,
            "exported_at": self.at,
            "purpose": self.purpose,
            "audience": self.disclosed.says if self.disclosed else f"for the {Audience.PROFESSIONAL.value}",
        }

    def _for_whom(self, lead: str) -> str:
        return f"{lead}{self.disclosed.says}" if self.disclosed else ""

    @property
    def at_the_foot(self) -> str:
        """A style rule that prints the number on every sheet of paper; nothing but the number can be in it."""
        if not _NUMBER.fullmatch(self.export):
            return ""
        words = f'content: "Export {self.export}"; font: 7pt sans-serif;'
        return f"\n@media print {{ @page {{ @bottom-center {{ {words} }} }} }}\n"


def mark_of(asked: Asked | None, run: RunId | str, disclosed: Disclosed | None = None) -> Mark | None:
    """The mark of what was asked; none where nobody asked."""
    if asked is None:
        return None
    by, purpose = legible(asked.by), legible(asked.purpose)
    return Mark(asked.export, by, asked.at.isoformat(timespec="seconds"), purpose, run, moment(asked.at), disclosed)


def marked(cells: list[str] | tuple[str, ...], mark: Mark | None) -> list[str]:
    """The cells of a line of CSV, with the mark as its last."""
    return [*cells, mark.cell if mark else ""]
