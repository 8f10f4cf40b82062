"""docs/threats.md: every threat names the tests that fail when it is no longer met, and those tests exist."""

import ast
import re
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "threats.md").read_text()
ROW = re.compile(r"^\| (?P<number>T\d+) \|(?P<cells>.*)\|$", re.MULTILINE)
NAMED = re.compile(r"`(?P<file>tests/[\w/]+\.py)::(?P<test>test_\w+)`")


def rows():
    return {row["number"]: [cell.strip() for cell in row["cells"].split(" | ")] for row in ROW.finditer(PAGE)}


@cache
def found_in(file):
    tree = ast.parse((CHECKOUT / file).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_threat_says_who_attacks_what_they_reach_what_stops_them_and_which_test_tells():
    found = rows()
    assert len(found) >= 20
    assert list(found) == [f"T{number}" for number in range(1, len(found) + 1)]
    for number, cells in found.items():
        assert len(cells) == 4, number
        assert all(cells), number


def test_every_threat_names_a_test():
    for number, cells in rows().items():
        assert NAMED.search(cells[-1]), number


def test_every_test_that_the_page_names_exists():
    named = [(match["file"], match["test"]) for match in NAMED.finditer(PAGE)]
    assert len(named) > 30
    assert [each for each in named if not (CHECKOUT / each[0]).exists() or each[1] not in found_in(each[0])] == []


def test_every_test_that_a_promise_of_security_md_names_exists():
    page = (CHECKOUT / "docs" / "security.md").read_text()
    named = set(re.findall(r"`(test_\w+)`", page))
    there = {test for path in (CHECKOUT / "tests").rglob("test_*.py") for test in found_in(path.relative_to(CHECKOUT))}
    assert len(named) > 30
    assert named - there == set()
