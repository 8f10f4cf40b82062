"""The network as CSV for i2 Analyst's Notebook: one tie a line, with both its ends.

The importer makes entities and links of the columns of a line, and one entity of all lines with the same identity; so
each line says all of both persons. Somebody with no tie has a line with nobody at the other end. UTF-8, ISO dates, no
line break within a cell, and text that a spreadsheet would run as a formula defused by a leading apostrophe.
Source: ``docs/graph.md``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from mash.reports.answer import Answer
from mash.reports.aside import written_aside
from mash.reports.attributes import EDGE_KEYS, MARK_KEYS, NODE_KEYS, Edge, Value, Values, about, edges_of, persons_of
from mash.reports.disclosure import Disclosure
from mash.reports.looks import POSSIBLE_IDENTITY
from mash.reports.tables import defused
from mash.vocabulary import TieClass

LEFT_OUT = {"name", "color", "r", "g", "b", "weight", "is_child_of_enquiry", "source_is", "target_is"}
"""What stands in another column as well."""
OF_TIE = ["link_strength", *(name for name in EDGE_KEYS if name not in LEFT_OUT), "end1_is", "end2_is"]
"""``link_strength`` is in i2's own words, by which it draws a link whole, dashed or dotted."""
OF_END = ["id", *(name for name in NODE_KEYS if name not in LEFT_OUT)]
OF_FILE = ["run", "as_of", "disclosure", "marking", *MARK_KEYS]
COLUMNS = [*OF_TIE, *(f"{end}_{name}" for end in ("end1", "end2") for name in OF_END), *OF_FILE]


def write_i2(answer: Answer, path: Path, *, disclosure: Disclosure = Disclosure.FULL) -> None:
    """Write the answer's network to ``path``, whole or not at all. Raises ``UsageError`` where it cannot be written."""
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="") as out:
        for line in i2_csv(answer, disclosure):
            out.write(line)


def i2_csv(answer: Answer, disclosure: Disclosure = Disclosure.FULL) -> Iterator[str]:
    """The file line by line."""
    yield _line(COLUMNS) + "\n"
    of_file = _cells(about(answer, disclosure), OF_FILE)
    persons = {
        person.person_id: _cells({"id": person.person_id, **person.values}, OF_END)
        for person in persons_of(answer, disclosure)
    }
    alone = dict(persons)
    for edge in edges_of(answer, disclosure):
        alone.pop(edge.source, None)
        alone.pop(edge.target, None)
        tie = _cells({**edge.values, **_in_words_of_i2(edge)}, OF_TIE)
        yield f"{tie},{persons[edge.source]},{persons[edge.target]},{of_file}\n"
    for person in alone.values():
        yield f"{_cells({}, OF_TIE)},{person},{_cells({}, OF_END)},{of_file}\n"


def _in_words_of_i2(edge: Edge) -> Values:
    parts = {"end1_is": edge.values.get("source_is", ""), "end2_is": edge.values.get("target_is", "")}
    return {"link_strength": link_strength(edge), **parts}


def _cells(values: Values, columns: Sequence[str]) -> str:
    """A part of a line, so that a person is written out once and not with every tie."""
    found = (values.get(name, "") for name in columns)
    return _line([defused(value) if isinstance(value, str) else value for value in found])


def _line(cells: Sequence[Value]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(cells)
    return written.getvalue()


def link_strength(edge: Edge) -> str:
    """``Confirmed`` where an agency says so or it follows, ``Unconfirmed`` where inferred, else ``Tentative``."""
    if edge.values["kind"] == POSSIBLE_IDENTITY:
        return "Tentative"
    return "Unconfirmed" if edge.values["class"] == TieClass.INFERRED else "Confirmed"
