"""The pack as files: a Markdown file for each paper, and one page of all of them to print."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from mash.errors import Refused, UsageError
from mash.governance.linkage import linkage_statement, model_card
from mash.governance.live import Live
from mash.governance.paper import Cell, Kind, Paper, Table, Words, worded
from mash.governance.processing import impact_assessment, record_of_processing
from mash.governance.rating_cards import policy_card, transparency_record
from mash.governance.sharing import retention_schedule, sharing_schedule
from mash.reports.legible import legible
from mash.reports.sheet import sheet, write_sheet

PAGE = "governance.html"
PAPERS = (
    *(record_of_processing, impact_assessment, sharing_schedule, linkage_statement),
    *(model_card, policy_card, transparency_record, retention_schedule),
)
MARKS_OF_MARKDOWN = re.compile(r"([\\`*\[\]|])")


def papers(live: Live) -> tuple[Paper, ...]:
    """Every paper, in the order of the pack."""
    return tuple(make(live) for make in PAPERS)


def write_pack(live: Live, folder: Path) -> tuple[Paper, ...]:
    """Write the pack to a new folder, whole or not at all; the papers that are in it.

    Raises ``Refused`` when something is there already, ``UsageError`` when it cannot be written.
    """
    if folder.exists() or folder.is_symlink():
        raise Refused("there is something here already; nothing was changed", where=str(folder), try_="a new folder")
    made = papers(live)
    aside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir()
        for paper in made:
            (aside / f"{paper.name}.md").write_text(markdown(paper, live), encoding="utf-8")
        write_sheet(page(made, live), aside / PAGE)
        aside.rename(folder)
    except OSError as fault:
        raise UsageError(
            f"cannot be written: {fault.strerror}", where=str(folder), try_="a folder beside others"
        ) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return made


def page(made: tuple[Paper, ...], live: Live) -> str:
    """All papers as one HTML text that needs no other file."""
    return sheet(
        "pack.html.j2",
        ("list.css", "pack.css"),
        room="governance",
        papers=made,
        live=live,
        made=made_words(live),
        off=different(made, Kind.OFF),
        to_say=different(made, Kind.TO_SAY),
        worded=worded,
        is_table=lambda part: isinstance(part, Table),
    )


def different(made: Iterable[Paper], kind: Kind) -> int:
    """How many statements of a kind there are, each counted once however many papers have it."""
    return len({words.text for paper in made for words in paper.words if words.kind is kind})


def made_words(live: Live) -> str:
    """Of what and when the pack is."""
    run = f"run {live.run.run} as of {live.run.as_of}" if live.run else "no run yet"
    return f"{live.name}, {live.day}; {run}; mash-engine {live.engine}"


def markdown(paper: Paper, live: Live) -> str:
    """One paper as Markdown."""
    lines = [f"# {_escaped(paper.title)}", "", f"{_escaped(made_words(live))}. Form: {_escaped(paper.basis)}.", ""]
    for section in paper.sections:
        lines += [f"## {_escaped(section.title)}", ""]
        for part in section.body:
            lines += [*(_rows(part) if isinstance(part, Table) else [_shown(part)]), ""]
    return "\n".join(lines)


def _rows(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(_escaped, table.columns))} |"
    yield "|" + "---|" * len(table.columns)
    for row in table.rows:
        yield f"| {' | '.join(map(_shown, row))} |"


def _shown(cell: Cell) -> str:
    words: Words = worded(cell)
    text = _escaped(words.text)
    return f"**{words.lead.strip()}** {text}" if words.lead else text


def _escaped(text: str) -> str:
    """Text that is read as text in Markdown, and as no markup of HTML either."""
    plain = legible(text).replace("&", "&amp;").replace("<", "&lt;")
    return MARKS_OF_MARKDOWN.sub(r"\\\1", plain)
