"""Tells the story: the whole book, its extracts as files, and what an engine that reads them must find."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

from mash.synthetic.story.book import COLUMNS, Book
from mash.synthetic.story.circle import write_circle
from mash.synthetic.story.family import GIRL_CASE, write_family
from mash.synthetic.story.foils import GREEN_CASE, NAMESAKES, OTHER_OFFENDERS, THIRD_CASE, write_foils
from mash.synthetic.story.offenders import FOUND_BY_EXACT_IDENTIFIERS, HOPS, write_offenders
from mash.synthetic.story.town import write_town

AS_OF = dt.date(2026, 1, 31)
EXTRACT = "2026-01-30"


def tell_story() -> Book:
    """The whole story; the same book every time."""
    book = Book()
    write_family(book)
    write_circle(book)
    write_offenders(book)
    write_foils(book)
    write_town(book)
    return book


def write_story(out: Path) -> None:
    """Write ``OUT/<agency>/2026-01-30/<dataset>.csv`` for the five agencies, the same bytes every time.

    Rows stand sorted, so that nothing in their order tells the story's people from the town's.
    """
    book = tell_story()
    for agency, datasets in COLUMNS.items():
        folder = out / agency / EXTRACT
        folder.mkdir(parents=True, exist_ok=True)
        for dataset, columns in datasets.items():
            rows = sorted([row[column] for column in columns.split()] for row in book.rows[dataset])
            with (folder / f"{dataset}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([columns.split(), *rows])


def expected() -> dict[str, object]:
    """What must be found and what must not: case ids, the sixteen with their records and hops, the foils' records."""
    people: dict[str, list[str]] = {}
    for record_key, who in sorted(tell_story().truth.items()):
        people.setdefault(who, []).append(record_key)
    return {
        "as_of": AS_OF.isoformat(),
        "case_id": GIRL_CASE,
        "initial": "GREEN",
        "proposed": "RED",
        "girl": people["girl"],
        "mother": people["mother"],
        "father": people["father"],
        "offenders": [{"id": who, "records": people[who], "hops": hops} for who, hops in HOPS.items()],
        "found_by_exact_identifiers": sorted(FOUND_BY_EXACT_IDENTIFIERS),
        "green_case_id": GREEN_CASE,
        "expired_case_id": THIRD_CASE,
        "expired": people["expired"],
        "twins": [people["twin Amelia"], people["twin Emilia"]],
        "namesakes": {who: people[who] for who in NAMESAKES},
        "other_offenders": {who: people[who] for who in OTHER_OFFENDERS},
        "hostel_residents": [keys for who, keys in people.items() if who.startswith("hostel resident")],
        "prisoners": [keys for who, keys in people.items() if who.startswith("prisoner")],
        "placeholders": [keys for who, keys in people.items() if who.startswith("nobody")],
    }


def write_expected(path: Path) -> None:
    """Write what must be found as JSON."""
    path.write_text(json.dumps(expected(), indent=2) + "\n", encoding="utf-8")
