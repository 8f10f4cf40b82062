"""The people of an answer as CSV: one line a person, with the way to them, its dates and its rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mash.errors import UsageError
from mash.reports.answer import Answer
from mash.reports.aside import written_aside
from mash.reports.legible import legible
from mash.reports.network import NetworkPerson
from mash.reports.tables import defused
from mash.reports.watermark import COLUMN, mark_of, marked
from mash.reports.ways import Step, Ways, way_words
from mash.reports.words import flag_words, row_reference
from mash.vocabulary import Evidence, oldest_leg, over_on

COLUMNS = (
    "person_id", "name", "other_names", "date_of_birth", "steps", "identity", "flags", "flag_evidence", "way",
    "way_person_ids", "kinds", "from_dates", "to_dates", "oldest_step_ended", "evidence", "agencies",
    "location_withheld", "run", "as_of",
)  # fmt: skip
"""Lists are ``|``-separated, those of the way in its order; a step's dates are those of its surest tie."""


def write_people(answer: Answer, path: Path) -> None:
    """Write everybody in reach to ``path``, whole or not at all, nearest first, safe for a spreadsheet.

    Where anybody lives is not in it. Raises ``UsageError`` for another suffix, or a file that cannot be written.
    """
    refuse_other_suffix(path)
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*COLUMNS, COLUMN])
        ways, mark = Ways(answer), mark_of(answer.asked, answer.run, answer.disclosed)
        for person in sorted(answer.network.persons, key=lambda one: (one.hops, one.person_id)):
            cells = _cells(answer, person, ways.to(person.person_id))
            writer.writerow(marked([defused(legible(str(cell))) for cell in cells], mark))


def refuse_other_suffix(path: Path) -> None:
    """Raises ``UsageError`` for a file that is not called .csv."""
    if path.suffix.lower() != ".csv":
        raise UsageError(f"the suffix {path.suffix!r} is not .csv", where=str(path), try_="a name ending in .csv")


def _cells(answer: Answer, person: NetworkPerson, steps: Sequence[Step]) -> Iterator[object]:
    yield from (person.person_id, person.name, "|".join(name for name in person.names if name != person.name))
    yield from (person.date_of_birth or "", person.hops, person.identity.value)
    yield "|".join(flag_words(flag) for flag in person.flags)
    yield _rows(flag.evidence for flag in person.flags)
    yield way_words(answer, steps) if steps else ""
    yield "|".join(step.to for step in steps)
    yield "|".join(step.ties[0].kind if step.ties else "possible identity" for step in steps)
    yield "|".join(str(_date(step, "from_date")) for step in steps)
    yield "|".join(str(_date(step, "to_date")) for step in steps)
    yield _oldest(answer, person)
    yield _rows(row for step in steps for row in step.evidence)
    yield "|".join(person.agencies)
    yield from ("true" if person.restricted else "false", answer.run, answer.as_of)


def _date(step: Step, which: str) -> object:
    return getattr(step.ties[0], which) or "" if step.ties else ""


def _oldest(answer: Answer, person: NetworkPerson) -> object:
    paths = [flagged.path for flagged in answer.flagged if flagged.person_id == person.person_id]
    oldest = oldest_leg(paths[0], answer.as_of) if paths else None
    return (over_on(oldest) or "") if oldest else ""


def _rows(evidence: Iterable[Evidence]) -> str:
    return "|".join(dict.fromkeys(f"{row.says}, {row_reference(row)}" for row in evidence))
