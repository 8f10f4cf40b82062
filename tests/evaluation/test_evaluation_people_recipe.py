"""The documented recipe: any list of people as a hub of one agency."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RECIPE = Path(__file__).parents[2] / "benchmarks" / "people_hub.py"
LIST = """id,first,last,born,mail
1,ADALINE,EXAMPLESON,1971-06-24,ada@example.org
2,Adaline,Examplesen,1971-06-24,ada@example.org
3,BARTHOLOMEW,OTHERMAN,1958-02-11,bart@example.org
"""


@pytest.mark.slow
def test_a_list_with_columns_of_its_own_becomes_persons(tmp_path):
    given, hub = tmp_path / "list.csv", tmp_path / "hub"
    given.write_text(LIST, encoding="utf-8")
    columns = [
        "--ref",
        "id",
        "--forenames",
        "first",
        "--surname",
        "last",
        "--date-of-birth",
        "born",
        "--emails",
        "mail",
    ]
    words = [sys.executable, RECIPE, given, hub, *columns]
    ran = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert "3 records are 2 persons" in ran.stdout
    lines = (hub / "memberships.csv").read_text(encoding="utf-8").splitlines()[1:]
    person = dict(line.split(",")[:2] for line in lines)
    assert person["people:1"] == person["people:2"] != person["people:3"]
