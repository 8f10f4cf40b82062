"""An enquiry's answer in the files asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mash.reports import Answer


def write_files(answer: Answer, html: Path | None, graphml: Path | None, csv: Path | None, *, brief: bool) -> None:
    """The files asked for; each writer is imported by who asks for it."""
    if html:
        from mash.reports.page import write_page

        write_page(answer, html, brief=brief)
    if graphml:
        from mash.reports.graphml import write_graphml

        write_graphml(answer, graphml)
    if csv:
        from mash.reports.people_csv import write_people

        write_people(answer, csv)


def refuse_suffixes(graphml: Path | None, csv: Path | None) -> None:
    """Before anything is asked: an enquiry is noted for good."""
    if graphml:
        from mash.reports.graphml import refuse_other_suffix

        refuse_other_suffix(graphml)
    if csv:
        from mash.reports import people_csv

        people_csv.refuse_other_suffix(csv)
