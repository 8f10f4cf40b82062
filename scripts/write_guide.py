"""Write the screens of docs/guide.md again from the story, so that they never show what no longer is.

A screen stands between `<!-- screen: COMMAND -->`, or `<!-- screen: COMMAND | from WORDS -->` to leave out what comes
before a line that begins with them, and `<!-- end of screen -->`; the commands are run in that order, in a
new hub of the story's extracts, on a morning two days after the referral, 80 columns wide and without colour.

    python scripts/write_guide.py [--check]
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
GUIDE = CHECKOUT / "docs" / "guide.md"
STORY = CHECKOUT / "fixtures" / "story"
AS_OF, MORNING = "2026-01-31", "2026-01-31T09:30:00"
SCREEN = re.compile(
    r"(<!-- screen: (?P<command>[^|\n]*?)(?: \| from (?P<start>.*?))? -->\n)(?P<shown>.*?)(?=<!-- end of screen -->)",
    re.DOTALL,
)
LINES = 44
"""Of a screen at most; what is left out is counted."""
ON_THAT_MORNING = f"""
import datetime, sys
from mash.cli import options
options.now = lambda: datetime.datetime.fromisoformat("{MORNING}")
from mash.cli.main import main
sys.argv[0] = "mash"
main()
"""


def screen(words: list[str], folder: Path, start: str = "") -> str:
    """What a command shows, the error's stream after the other, from the first line that begins with ``start``."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MASH_")}
    asked = {
        "MASH_HUB": "hub",
        "MASH_WHO": "a.analyst",
        "MASH_PURPOSE": "referral",
        "MASH_CASE": "REF-2026-0117",
        "MASH_GATEWAY": "s47",
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", ON_THAT_MORNING, *words],
        cwd=folder,
        env={**clean, "PYTHONPATH": str(CHECKOUT), **asked},
        capture_output=True,
        text=True,
        check=False,
    )
    if "Traceback" in done.stderr:
        sys.exit(f"mash {' '.join(words)} failed: {done.stderr[-2000:]}")
    lines = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    first = next((number for number, line in enumerate(lines) if line.startswith(start)), None)
    if first is None:
        sys.exit(f"mash {' '.join(words)} shows no line that begins with {start!r}")
    lines = [*(["..."] if first else []), *lines[first:]]
    more = len(lines) - LINES
    return "\n".join([*lines[:LINES], *([f"... {more} more lines"] if more > 1 else lines[LINES:])]).strip("\n")


def written(text: str, folder: Path) -> str:
    """The guide with every screen as it is now, in a hub under ``folder``."""
    for words in (["init", "hub", "--drops", str(STORY)], ["nightly", "--as-of", AS_OF]):
        screen(words, folder)

    def shown(found: re.Match[str]) -> str:
        now = screen(shlex.split(found["command"])[1:], folder, found["start"] or "")
        return f"{found[1]}\n    $ {found['command']}\n{_indented(now)}\n\n"

    return SCREEN.sub(shown, text)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def main() -> None:
    """Write the guide, or say whether it shows what is."""
    before = GUIDE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        after = written(before, Path(folder))
    if "--check" in sys.argv[1:]:
        sys.exit(0 if after == before else "docs/guide.md shows what no longer is: make guide")
    GUIDE.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main()
