"""Telephones, e-mail addresses and vehicles: one form each, and none for what reaches nobody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(derandomize=True, max_examples=12, deadline=None)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param("07700 900123", "+447700900123", id="a mobile"),
        pytest.param("+44 (0)7700 900 123", "+447700900123", id="with country code and bracketed nought"),
        pytest.param("0044 7700-900123", "+447700900123", id="with the international prefix"),
        pytest.param("447700900123", "+447700900123", id="with the country code alone"),
        pytest.param("7700900123", "+447700900123", id="its nought lost in a spreadsheet"),
        pytest.param("01209 496012 ext 12", "+441209496012", id="a landline with an extension"),
        pytest.param("01209 49601", "+44120949601", id="a landline of nine digits"),
        pytest.param("07700900123 (mum)", "+447700900123", id="with a note"),
        pytest.param("+353 1 234 5670", "+35312345670", id="of another country"),
        pytest.param("07000000000", None, id="noughts after 07"),
        pytest.param("00000000000", None, id="noughts"),
        pytest.param("07777777777", None, id="sevens"),
        pytest.param("07123456789", None, id="digits counted up"),
        pytest.param("0770090012", None, id="a mobile cut short"),
        pytest.param("999", None, id="an emergency"),
        pytest.param("07700900123 / 07700900124", None, id="two numbers in one field"),
        pytest.param("none", None, id="a word"),
        pytest.param("", None, id="nothing"),
        pytest.param(None, None, id="null"),
    ],
)
def test_a_telephone_number_is_read_as_of_the_united_kingdom(clean, number, expected):
    assert clean("canonical_phone", number) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(" Jo.Bloggs@Example.COM ", "jo.bloggs@example.com", id="lower case without space"),
        pytest.param("mailto:jo@example.org", "jo@example.org", id="a link"),
        pytest.param("jo@example", None, id="no top-level domain"),
        pytest.param("jo.example.com", None, id="no at sign"),
        pytest.param("noemail@example.com", None, id="no e-mail"),
        pytest.param("unknown@unknown.com", None, id="unknown"),
        pytest.param("n/a", None, id="not applicable"),
        pytest.param(None, None, id="null"),
    ],
)
def test_an_email_address_is_lower_case_or_nothing(clean, address, expected):
    assert clean("canonical_email", address) == expected


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        pytest.param("ab12 cde", "AB12CDE", id="the current style"),
        pytest.param("A123 BCD", "A123BCD", id="the prefix style"),
        pytest.param("ABC 123D", "ABC123D", id="the suffix style"),
        pytest.param("1234 AB", "1234AB", id="the dateless style"),
        pytest.param("UNKNOWN", None, id="unknown"),
        pytest.param("blue Ford", None, id="a description"),
        pytest.param(None, None, id="null"),
    ],
)
def test_a_vehicle_goes_by_its_registration_mark(clean, mark, expected):
    assert clean("canonical_vehicle", mark) == expected


@pytest.mark.parametrize("macro", ["canonical_phone", "canonical_email", "canonical_vehicle"])
@few
@given(values=st.lists(st.text(alphabet="0123456789+() -abcxz@.", max_size=18), min_size=1, max_size=40))
def test_the_canonical_form_of_a_canonical_form_is_itself(clean_all, macro, values):
    once = clean_all(macro, values)
    assert clean_all(macro, once) == once


@few
@given(numbers=st.lists(st.from_regex(r"\A07[1-9][0-9]{8}\Z"), min_size=1, max_size=40))
def test_the_ways_of_writing_a_mobile_number_are_one(clean_all, numbers):
    national = clean_all("canonical_phone", numbers)
    assert clean_all("canonical_phone", [f"+44 {number[1:]}" for number in numbers]) == national
    assert clean_all("canonical_phone", [f"0044{number[1:6]} {number[6:]}" for number in numbers]) == national
