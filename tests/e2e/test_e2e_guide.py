"""What docs/guide.md shows is what the commands print today."""

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
