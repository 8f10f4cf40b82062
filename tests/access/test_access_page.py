"""The page that an information-governance lead signs names tests that there are."""

import re
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def test_every_test_that_the_page_names_for_a_promise_is_there():
    page = (CHECKOUT / "docs" / "security.md").read_text()
    there = {
        name for file in CHECKOUT.glob("tests/**/test_*.py") for name in re.findall(r"def (test_\w+)", file.read_text())
    }
    promised = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(promised) > 30
    assert set(re.findall(r"`(test_\w+)`", page)) <= there
