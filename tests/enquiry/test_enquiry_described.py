"""What a referral form holds is read as whoever filled it in meant it, or refused with what would be understood."""

import datetime as dt

import pytest

from mash.enquiry.described import Description, born_of, days_of_age, postcode_of
from mash.errors import UsageError

AS_OF = dt.date(2026, 1, 31)
D = dt.date


@pytest.mark.parametrize(
    ("given", "day", "between"),
    [
        ("2022-09-14", D(2022, 9, 14), None),
        ("14/09/2022", D(2022, 9, 14), None),
        ("4.9.2022", D(2022, 9, 4), None),
        ("14 Sep 2022", D(2022, 9, 14), None),
        ("14-september-2022", D(2022, 9, 14), None),
        ("2022", None, (D(2022, 1, 1), D(2022, 12, 31))),
        ("02/2024", None, (D(2024, 2, 1), D(2024, 2, 29))),
        ("2024-02", None, (D(2024, 2, 1), D(2024, 2, 29))),
        ("Feb 2024", None, (D(2024, 2, 1), D(2024, 2, 29))),
    ],
)
def test_a_date_of_birth_may_be_written_as_in_britain_and_in_part(given, day, between):
    assert born_of(given) == (day, between)


@pytest.mark.parametrize(
    "given", ["31/02/2022", "14/13/2022", "13/2022", "Sprout 2022", "22", "yesterday", "1822-01-01"]
)
def test_what_is_no_date_of_birth_is_told_how_to_write_one(given):
    with pytest.raises(UsageError, match=r"(?s)--dob.*14/09/2022"):
        born_of(given)


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        pytest.param("3", D(2022, 2, 1), D(2023, 1, 31), id="turned three within the last year"),
        pytest.param("about 3", D(2021, 2, 1), D(2024, 1, 31), id="about is a year either way"),
        pytest.param("~3", D(2021, 2, 1), D(2024, 1, 31), id="in one sign"),
        pytest.param("3ish", D(2021, 2, 1), D(2024, 1, 31), id="after the number"),
        pytest.param("c. 8", D(2015, 2, 1), D(2020, 1, 31), id="two from five years on"),
        pytest.param("about 15 years old", D(2007, 2, 1), D(2014, 1, 31), id="three from thirteen"),
        pytest.param("3-4", D(2021, 2, 1), D(2023, 1, 31), id="one or the other"),
        pytest.param("3 or 4", D(2021, 2, 1), D(2023, 1, 31), id="in words"),
        pytest.param("about 0", D(2024, 2, 1), AS_OF, id="nobody is born tomorrow"),
        pytest.param("6 weeks", D(2025, 12, 13), D(2025, 12, 20), id="a baby by weeks"),
        pytest.param("18 months", D(2024, 7, 2), D(2024, 8, 1), id="by months"),
    ],
)
def test_an_age_leaves_these_days_of_birth(given, first, last):
    assert days_of_age(given, AS_OF) == (first, last)


@pytest.mark.parametrize("given", ["three", "4-3", "300", "", "about", "3 parrots"])
def test_what_is_no_age_is_told_how_to_write_one(given):
    with pytest.raises(UsageError, match=r"(?s)--age.*about 3"):
        days_of_age(given, AS_OF)


def test_an_age_on_the_29th_of_february_has_a_day():
    assert days_of_age("3", D(2024, 2, 29)) == (D(2020, 3, 1), D(2021, 3, 1))


@pytest.mark.parametrize(
    ("given", "read"), [("la14 2ab", "LA14 2AB"), ("LA142AB", "LA14 2AB"), ("pl25", "PL25"), ("W1A 1AA", "W1A 1AA")]
)
def test_a_postcode_may_be_written_anyhow_and_in_part(given, read):
    assert postcode_of(given) == read


def test_what_is_no_postcode_is_told_how_to_write_one():
    with pytest.raises(UsageError, match="LA14"):
        postcode_of("Barrow")


@pytest.mark.parametrize(
    ("name", "halves"),
    [
        ("Ottilie Rose Birkett", ("Ottilie Rose", "Birkett")),
        ("Birkett, Ottilie Rose", ("Ottilie Rose", "Birkett")),
        ("Birkett", (None, "Birkett")),
        ("Birkett,", (None, "Birkett")),
    ],
)
def test_a_name_in_one_box_is_taken_apart(name, halves):
    assert Description(name=name).halves == halves


def test_blanks_are_no_name():
    assert not Description(name="  ", surname="").named


@pytest.mark.parametrize(
    ("form", "born"),
    [
        (Description(born="14/09/2022"), (D(2022, 9, 14), None)),
        (Description(born="2022"), (None, (D(2022, 1, 1), D(2022, 12, 31)))),
        (Description(born="2022-01-31/2023-01-30"), (None, (D(2022, 1, 31), D(2023, 1, 30)))),
        (Description(age="3"), (None, (D(2022, 2, 1), D(2023, 1, 31)))),
        (Description(age="unborn"), (None, None)),
        (Description(), (None, None)),
    ],
    ids=["a day", "a year", "two days", "an age", "unborn", "nothing"],
)
def test_when_a_child_was_born_is_a_day_or_what_an_age_leaves(form, born):
    assert form.born_as_of(D(2026, 1, 31)) == born


@pytest.mark.parametrize("given", ["2023-01-30/2022-01-31", "2022-01-31/", "2022-01-31/2023-02-30"])
def test_two_days_out_of_order_or_half_of_them_are_no_date_of_birth(given):
    with pytest.raises(UsageError, match="no date of birth"):
        born_of(given)


@pytest.mark.parametrize(
    ("form", "half"),
    [
        (Description(forenames="Ottilie"), True),
        (Description(surname=" Birkett "), True),
        (Description(name="Birkett,"), True),
        (Description(name="O Birkett"), False),
        (Description(forenames="Ottilie", surname="Birkett"), False),
    ],
    ids=["a forename", "a surname", "a surname and a comma", "an initial is half of it", "both"],
)
def test_half_a_name_is_told_from_a_whole_one(form, half):
    assert form.half_a_name is half
