"""Dates: the sentinels that say "none", births that cannot be, and years without a day."""

import datetime as dt

import pytest

AS_OF = dt.date(2026, 1, 31)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(dt.date(1900, 1, 1), None, id="1 January 1900"),
        pytest.param(dt.date(1901, 1, 1), None, id="1 January 1901"),
        pytest.param(dt.date(1970, 1, 1), None, id="1 January 1970"),
        pytest.param(dt.date(9999, 12, 31), None, id="the end of time"),
        pytest.param(dt.date(1984, 1, 1), dt.date(1984, 1, 1), id="any other 1 January"),
        pytest.param(dt.date(2021, 3, 14), dt.date(2021, 3, 14), id="a date"),
        pytest.param(None, None, id="null"),
    ],
)
def test_sentinels_are_no_dates(clean, given, expected):
    assert clean("clean_date", given) == expected


@pytest.mark.parametrize(
    ("given", "expected", "precision"),
    [
        pytest.param(dt.date(1984, 5, 6), dt.date(1984, 5, 6), "day", id="a date of birth"),
        pytest.param(dt.date(1984, 1, 1), dt.date(1984, 1, 1), "year", id="1 January tells only the year"),
        pytest.param(dt.date(1900, 1, 1), None, None, id="a sentinel"),
        pytest.param(dt.date(1899, 12, 31), None, None, id="born before any living person"),
        pytest.param(dt.date(2026, 2, 1), None, None, id="born after the records are read"),
        pytest.param(AS_OF, AS_OF, "day", id="born that very day"),
        pytest.param(None, None, None, id="null"),
    ],
)
def test_a_date_of_birth_is_possible_or_nothing(clean, given, expected, precision):
    born = clean("birth_date", given, AS_OF)
    assert (born, clean("birth_precision", born)) == (expected, precision)


@pytest.mark.parametrize(
    ("term", "first", "last"),
    [
        pytest.param("2025-26 autumn", dt.date(2025, 9, 1), dt.date(2025, 12, 31), id="autumn"),
        pytest.param("2025-26 Spring", dt.date(2026, 1, 1), dt.date(2026, 3, 31), id="spring"),
        pytest.param("2025-26 summer", dt.date(2026, 4, 1), dt.date(2026, 7, 31), id="summer"),
        pytest.param("autumn", None, None, id="no year"),
    ],
)
def test_a_school_term_has_a_first_and_a_last_day(clean, term, first, last):
    assert (clean("term_start", term), clean("term_end", term)) == (first, last)


@pytest.mark.parametrize(
    ("extract", "expected"),
    [
        pytest.param("2026-01-31", dt.date(2026, 1, 31), id="a date"),
        pytest.param("2026-01-31T0630", dt.date(2026, 1, 31), id="a date and a time"),
    ],
)
def test_an_extract_is_dated_by_its_id(clean, extract, expected):
    assert clean("extract_date", extract) == expected
