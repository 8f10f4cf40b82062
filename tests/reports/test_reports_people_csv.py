"""The people as CSV: one line each, nothing a spreadsheet would run, no place of anybody's."""

import csv
import io

import pytest

from mash.errors import UsageError
from mash.reports.people_csv import COLUMNS, write_people


def rows_of(answer, tmp_path):
    path = tmp_path / "people.csv"
    write_people(answer, path)
    return list(csv.DictReader(io.StringIO(path.read_text())))


@pytest.mark.parametrize("which", ["answer", "empty", "large", "hostile"])
def test_everybody_in_reach_has_one_line(request, tmp_path, which):
    answer = request.getfixturevalue(which)
    rows = rows_of(answer, tmp_path)
    assert [row["person_id"] for row in rows] == [
        one.person_id for one in sorted(answer.network.persons, key=lambda one: (one.hops, one.person_id))
    ]
    assert all(set(row) == {*COLUMNS, "export"} for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_a_line_has_the_way_its_dates_and_its_rows(answer, tmp_path):
    (row,) = [row for row in rows_of(answer, tmp_path) if row["person_id"] == "P-STEP"]
    assert row["way"] == (
        "the child -> KERENZA TREGENZA (parent and child) -> GARETH PASCOE (partners, since 2024-09-01)"
    )
    assert (row["way_person_ids"], row["kinds"], row["from_dates"]) == ("P-MUM|P-STEP", "parent|partner", "|2024-09-01")
    assert "partner, police nominal_links 2026-01-31 row 7" in row["evidence"]
    assert "police markers 2026-01-31 row 12" in row["flag_evidence"]


def test_somebody_not_flagged_has_every_tie_of_the_step(answer, tmp_path):
    (row,) = [row for row in rows_of(answer, tmp_path) if row["person_id"] == "P-MUM"]
    assert "parent and child; lived in one household, since 2022-08-03" in row["way"]


def test_no_place_is_in_it(answer, tmp_path):
    rows = rows_of(answer, tmp_path)
    assert "Secretplace" not in str(rows)
    assert [row["person_id"] for row in rows if row["location_withheld"] == "true"] == ["P-NAN"]


def test_a_file_of_another_kind_is_refused_and_nothing_is_left(answer, tmp_path):
    with pytest.raises(UsageError, match=r"\.csv"):
        write_people(answer, tmp_path / "people.xlsx")
    with pytest.raises(UsageError):
        write_people(answer, tmp_path / "nosuch" / "people.csv")
    assert not list(tmp_path.iterdir())
