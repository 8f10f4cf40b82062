"""``mash demo``: a first hub, without any files of one's own: the story, a night, and the enquiry it is told for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.options import Who, now, whoever
from mash.cli.screen import console, progress_shown
from mash.errors import UsageError
from mash.vocabulary import counted

if TYPE_CHECKING:
    from mash.hub import Hub
    from mash.reports import Answer

PAGE, NETWORK = "enquiry.html", "network.graphml"
"""What is left in the folder to open."""
GATEWAY = "s47"
"""Of a fresh hub's ``access.toml``."""


def demo(
    folder: Annotated[Path, typer.Argument(help="A new folder, which becomes the hub.")] = Path("mash-demo"),
    *,
    who: Who = None,
) -> None:
    """Make a hub of made-up people and show what the engine does with it: a night, and the enquiry that turns red.

    Nothing is needed and nothing leaves this machine. A folder that is there already is left as it is.

    Example: mash demo mash-demo
    """
    from mash.nightly.run import run_night
    from mash.reports.graphml import write_graphml
    from mash.reports.page import write_page
    from mash.reports.terminal import print_answer
    from mash.synthetic.story import AS_OF

    with _made_whole(folder) as aside:
        hub = _hub_of_the_story(aside)
        with progress_shown() as progress:
            report = run_night(hub, as_of=AS_OF, now=now, progress=progress)
        answer = _enquiry(hub, whoever(who))
        write_page(answer, aside / PAGE)
        write_graphml(answer, aside / NETWORK)
    rows = report.rows
    typer.echo(f"Everybody in this hub is made up. It is as of {AS_OF}.")
    records, persons = counted(rows["person_record"], "record"), counted(rows["person"], "person")
    rated = counted(rows["proposal"], "open case")
    typer.echo(f"A night put {records} of five agencies together to {persons} and rated {rated}.")
    typer.echo("One was screened green; no one agency could see why it should not be:")
    print_answer(answer, console(), brief=True)
    typer.echo(_what_next(folder, answer))


@contextmanager
def _made_whole(folder: Path) -> Iterator[Path]:
    """A folder beside it, which becomes it when the block ends well and goes when it does not.

    Raises ``UsageError`` when there is one already, or nowhere to make it.
    """
    if folder.exists():
        raise UsageError(
            "there is something here already; nothing was changed",
            where=str(folder),
            try_=f"another name, such as mash demo {folder}-2; or, if this is a demo, mash cases --hub {folder}",
        )
    if not folder.absolute().parent.is_dir():
        raise UsageError("there is no folder to make it in", where=str(folder.parent), try_="a folder that exists")
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    try:
        yield aside
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _hub_of_the_story(root: Path) -> Hub:
    from mash.hub import create_hub
    from mash.synthetic.story import write_story

    hub = create_hub(root)
    write_story(root / "drops")
    return hub


def _enquiry(hub: Hub, who: str) -> Answer:
    from mash.enquiry import Asked, Wanted, enquire_into
    from mash.synthetic.story import expected

    asked = Asked(who, now(), "to see what it does", GATEWAY)
    return enquire_into(hub, Wanted(key=str(expected()["case_id"])), asked)


def _what_next(folder: Path, answer: Answer) -> str:
    case = answer.referral.case_id if answer.referral else answer.child.person_id
    return f"""
It is all in {folder}: {PAGE} is for a browser or the printer, {NETWORK} for Gephi or yEd.
  Next: cd {folder}, and there
    export MASH_PURPOSE="to see what it does" MASH_GATEWAY={GATEWAY} MASH_CASE={case}
    mash cases --at 2026-01-29T11:00        the worklist, with its deadlines that morning
    mash enquire {case}              all of the answer
    mash chronology {case}           the child's life, each fact once
    mash review --one-by-one                who may be one person: you judge, by single keys
    mash digest --at 2026-01-31T09:00       the morning meeting on a page
  Then: mash init HUB, for a hub of your own"""
