"""What docs/guide.md shows is what the commands print today."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

CHECKOUT = Path(__file__).parents[2]


def test_the_screens_of_the_guide_are_as_make_guide_writes_them():
    checked = subprocess.run(
        [sys.executable, CHECKOUT / "scripts" / "write_guide.py", "--check"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_guide_shows_every_picture_of_the_page_and_says_what_is_on_it():
    guide = (CHECKOUT / "docs" / "guide.md").read_text(encoding="utf-8")
    shown = {path: says for says, path in re.findall(r"!\[([^\]]*)\]\(images/([^)]+)\)", guide)}
    assert set(shown) == {picture.name for picture in (CHECKOUT / "docs" / "images").iterdir()}
    assert all(len(says.split()) > 9 for says in shown.values())
