"""Missing children and programmes add rows to a town and change none of the others."""

import csv
import datetime as dt

import pytest

from mash.synthetic import synthesise

AS_OF = dt.date(2026, 1, 31)
NONE = "[lives]\ngoes_missing = 0.0\nprogramme_offered = 0.0\n"
MANY = "[lives]\ngoes_missing = 1.0\nprogramme_offered = 1.0\n"


@pytest.fixture(scope="module")
def towns(tmp_path_factory):
    """A town without any and the same with as many as there can be: rows by file."""
    root, made = tmp_path_factory.mktemp("towns"), []
    for name, rates in (("none", NONE), ("many", MANY)):
        (root / f"{name}.toml").write_text(rates)
        synthesise(root / name, persons=1500, seed=4, as_of=AS_OF, profile=root / f"{name}.toml")
        files = sorted((root / name).rglob("*.csv"))
        made.append({str(file.relative_to(root / name)): rows_of(file) for file in files})
    return made


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_they_add_rows_and_change_none(towns):
    none, many = towns
    added = {}
    for file, rows in none.items():
        before = set(map(tuple, rows))
        assert [row for row in many[file] if tuple(row) in before] == rows, file
        if len(many[file]) > len(rows):
            added[file.rpartition("/")[2]] = [row for row in many[file] if tuple(row) not in before]
    assert added.keys() == {"occurrences.csv", "occurrence_roles.csv", "licence_conditions.csv"}
    assert {row[3] for row in added["occurrences.csv"]} == {"missing person"}
    assert all("Building Better Relationships" in row[1] for row in added["licence_conditions.csv"])


def test_only_children_whom_the_force_knew_are_reported_to_it(towns):
    _, many = towns
    (roles,) = (rows for file, rows in many.items() if file.endswith("occurrence_roles.csv"))
    (occurrences,) = (rows for file, rows in many.items() if file.endswith("/occurrences.csv"))
    category = {row[0]: row[3] for row in occurrences}
    known = {row[1] for row in roles[1:] if category[row[0]] != "missing person"}
    reported = {row[1] for row in roles[1:] if category[row[0]] == "missing person"}
    assert len(reported) > 5
    nominals = {row[0] for row in next(rows for file, rows in many.items() if file.endswith("nominals.csv"))}
    assert reported <= nominals
    assert len(reported & known) > len(reported) / 2


def test_the_truth_holds_what_was_added(town):
    assert town.one("select count(*) from occurrences where category = 'missing person'") == town.one(
        "select count(distinct occurrence_ref) from police_occurrences where category = 'missing person'"
    )
    assert town.one("select count(*) from programmes where not refused") > 0
    assert town.one("select count(*) from stays where outcode is null or from_date >= to_date") == 0
    assert town.one("select count(*) from stays where kind = 'prison'") > 0
